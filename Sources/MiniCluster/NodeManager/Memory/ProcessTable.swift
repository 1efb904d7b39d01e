import Glibc

/// What the kernel tells of a process (proc(5), `/proc/<pid>/stat`).
struct ProcessUsage: Sendable, Hashable {
    var pid: pid_t
    var parent: pid_t
    var group: Int32 = 0
    var session: Int32 = 0
    var name = ""
    /// Whether it has ended, and nobody has asked for its exit status yet.
    var hasEnded = false
    /// When it was started, in the kernel's ticks since the machine was. No later process of its number has the same.
    var startTicks: Int64 = 0
    /// Its times in the program and in the kernel, in the kernel's ticks.
    var userTicks: Int64 = 0
    var systemTicks: Int64 = 0
    /// Its addresses, in bytes.
    var virtualSize: Int64 = 0
    /// What it has in memory, in pages.
    var residentPages: Int64 = 0

    /// What it has in memory, in bytes.
    var resident: Int64 { residentPages.multipliedSaturated(by: Int64(getpagesize())) }
}

extension ProcessUsage {
    /// Reads a line of `/proc/<pid>/stat`; nil when it isn't one.
    init?(stat line: some StringProtocol) {
        // A program's name may hold blanks and parentheses itself.
        guard let start = line.firstIndex(of: "("), let end = line.lastIndex(of: ")"), start < end,
            let pid = pid_t(String(line[..<start].filter { $0 != " " }))
        else { return nil }
        let fields = line[line.index(after: end)...].split(whereSeparator: { $0 == " " || $0 == "\n" })
        func number(_ index: Int) -> Int64 { index < fields.count ? Int64(fields[index]) ?? 0 : 0 }
        guard fields.count > 21, let parent = pid_t(fields[1]) else { return nil }
        self.init(
            pid: pid,
            parent: parent,
            group: Int32(clamping: number(2)),
            session: Int32(clamping: number(3)),
            name: String(line[line.index(after: start)..<end]),
            hasEnded: fields[0] == "Z" || fields[0] == "X",
            startTicks: number(19),
            userTicks: number(11),
            systemTicks: number(12),
            virtualSize: number(20),
            residentPages: number(21)
        )
    }
}

extension ProcessUsage {
    /// What is told of a process now; nil when there is none.
    init?(of pid: pid_t) {
        guard let bytes = try? LocalDisk.read("/proc/\(pid)/stat") else { return nil }
        self.init(stat: String(decoding: bytes, as: UTF8.self))
    }
}

/// All processes of a machine at one time.
struct ProcessTable: Sendable {
    private var processes: [pid_t: ProcessUsage] = [:]
    private var children: [pid_t: [pid_t]] = [:]

    init(_ processes: [ProcessUsage]) {
        for process in processes {
            self.processes[process.pid] = process
            children[process.parent, default: []].append(process.pid)
        }
    }

    /// The processes that are there now.
    static func read() -> ProcessTable {
        ProcessTable(
            LocalDisk.list("/proc").compactMap { name -> ProcessUsage? in
                // One that has ended meanwhile has no file any more.
                pid_t(name).flatMap { ProcessUsage(of: $0) }
            }
        )
    }

    /// A process and all that it has started, directly or not (ProcfsBasedProcessTree.java).
    func tree(of root: pid_t) -> [ProcessUsage] {
        var found: [ProcessUsage] = []
        var seen: Set<pid_t> = []
        var open = [root]
        while let pid = open.popLast() {
            guard let process = processes[pid], seen.insert(pid).inserted else { continue }
            found.append(process)
            open += children[pid] ?? []
        }
        return found
    }
}
