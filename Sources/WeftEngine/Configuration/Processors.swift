import Glibc

/// The processors of this machine.
enum Processors {
    /// How many processors this process may use: its affinity mask, which `taskset` and container managers set.
    static let available: Int = max(1, allowed() ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// The size of the affinity mask, as the kernel prints it; `sched_getaffinity` isn't visible to Swift.
    private static func allowed() -> Int? {
        let descriptor = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let bytes = DescriptorBytes.readAll(descriptor, limit: 1 << 20) else { return nil }
        return allowedProcessors(inStatus: String(decoding: bytes, as: UTF8.self))
    }

    /// The number of processors in the `Cpus_allowed` line of `/proc/self/status`, a mask in hexadecimal digits with
    /// commas between its words.
    static func allowedProcessors(inStatus text: String) -> Int? {
        let name = "Cpus_allowed:"
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
        let count = line.dropFirst(name.count).reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
        return count > 0 ? count : nil
    }
}
