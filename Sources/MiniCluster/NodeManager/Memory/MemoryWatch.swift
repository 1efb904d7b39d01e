import Glibc

/// Whether a container has more in memory than it may, without input and output (ContainersMonitorImpl.java).
struct MemoryWatch: Sendable {
    /// What it may have, in bytes.
    let limit: Int64
    private var known: Set<pid_t> = []

    init(limit: Int64) { self.limit = limit }

    /// Takes in what its processes have now.
    ///
    /// A process that starts another one is there twice for a moment, and does no harm by that: above the limit counts what
    /// was there before as well, and the rest only above twice the limit.
    ///
    /// - Returns: how much it has, in bytes, if that is too much.
    mutating func observe(_ tree: [ProcessUsage]) -> Int64? {
        let all = Self.resident(tree)
        let old = Self.resident(tree.filter { known.contains($0.pid) })
        known = Set(tree.map(\.pid))
        return all > limit.multipliedSaturated(by: 2) || old > limit ? all : nil
    }

    private static func resident(_ processes: [ProcessUsage]) -> Int64 {
        processes.reduce(Int64(0)) { $0.addingSaturated($1.resident) }
    }

    /// What a container is ended with, in a NodeManager's words: clients look for numbers in them.
    ///
    /// - Parameter command: the command line of a process.
    func diagnostics(
        _ container: String,
        root: pid_t,
        tree: [ProcessUsage],
        virtualLimit: Int64,
        command: (pid_t) -> String
    ) -> String {
        let resident = Self.resident(tree)
        let virtual = tree.reduce(Int64(0)) { $0.addingSaturated($1.virtualSize) }
        let usage =
            "\(ByteText.binary(resident))B of \(ByteText.binary(limit))B physical memory used; "
            + "\(ByteText.binary(virtual))B of \(ByteText.binary(virtualLimit))B virtual memory used"
        let ticks = Int64(max(1, sysconf(Int32(_SC_CLK_TCK))))
        let lines = tree.sorted { $0.pid < $1.pid }.map { process in
            "\t|- \(process.pid) \(process.parent) \(process.group) \(process.session) (\(process.name)) "
                + "\(process.userTicks.multipliedSaturated(by: 1000) / ticks) "
                + "\(process.systemTicks.multipliedSaturated(by: 1000) / ticks) \(process.virtualSize) "
                + "\(process.residentPages) \(command(process.pid))\n"
        }
        return "Container [pid=\(root),containerID=\(container)] is running \(max(0, resident - limit))B beyond the "
            + "'PHYSICAL' memory limit. Current usage: \(usage). Killing container.\n"
            + "Dump of the process-tree for \(container) :\n"
            + "\t|- PID PPID PGRPID SESSID CMD_NAME USER_MODE_TIME(MILLIS) SYSTEM_TIME(MILLIS) VMEM_USAGE(BYTES) "
            + "RSSMEM_USAGE(PAGES) FULL_CMD_LINE\n" + lines.joined()
    }
}

/// Numbers of bytes as Java writes them (StringUtils.TraditionalBinaryPrefix).
enum ByteText {
    /// `512 `, `1 K`, `1.5 G`: the unit follows.
    static func binary(_ count: Int64) -> String {
        guard count >= 1024 else { return "\(count) " }
        var index = 0
        var unit: Int64 = 1024
        let prefixes = ["K", "M", "G", "T", "P", "E"]
        while index + 1 < prefixes.count, count / unit >= 1024 { (unit, index) = (unit * 1024, index + 1) }
        if count.isMultiple(of: unit) { return "\(count / unit) \(prefixes[index])" }
        var tenths = Int64((Double(count) / Double(unit) * 10).rounded())
        if tenths >= 10_240, index + 1 < prefixes.count { (tenths, index) = (10, index + 1) }
        return "\(tenths / 10).\(tenths % 10) \(prefixes[index])"
    }
}
