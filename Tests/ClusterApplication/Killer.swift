import Glibc
import Synchronization

/// Kills executors of this process at random, from a thread.
final class Killer: Sendable {
    private let state = Mutex((isOn: true, kills: 0))
    private let pause: UInt32
    private let seed: UInt64

    init(pause: UInt32, seed: UInt64) {
        self.pause = pause
        self.seed = seed
    }

    func start() {
        let killer = Unmanaged.passRetained(self)
        var thread = pthread_t()
        pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Killer>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            },
            killer.toOpaque()
        )
        pthread_detach(thread)
    }

    func stop() -> Int {
        state.withLock { state in
            state.isOn = false
            return state.kills
        }
    }

    private func run() {
        var random = seed
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % max(1, bound)
        }
        while state.withLock({ $0.isOn }) {
            usleep(UInt32(20_000 + next(Int(pause) * 1000)))
            let executors = Self.executors()
            guard !executors.isEmpty, state.withLock({ $0.isOn }) else { continue }
            kill(executors[next(executors.count)], next(4) == 0 ? SIGSTOP : SIGKILL)
            state.withLock { $0.kills += 1 }
        }
    }

    /// The executors that this process has started.
    static func executors() -> [pid_t] {
        guard let proc = opendir("/proc") else { return [] }
        defer { closedir(proc) }
        var found: [pid_t] = []
        while let entry = readdir(proc) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let pid = pid_t(name), parent(of: pid) == getpid() else { continue }
            if read("/proc/\(pid)/cmdline").contains("--weft-executor") { found.append(pid) }
        }
        return found
    }

    private static func parent(of pid: pid_t) -> pid_t? {
        let status = read("/proc/\(pid)/stat")
        guard let end = status.lastIndex(of: ")") else { return nil }
        let fields = status[status.index(after: end)...].split(separator: " ")
        return fields.count > 1 ? pid_t(fields[1]) : nil
    }

    static func read(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }
}
