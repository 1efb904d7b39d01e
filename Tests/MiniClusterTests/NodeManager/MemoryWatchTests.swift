import Glibc
import Testing

@testable import MiniCluster

@Suite("How much memory a container's processes have")
struct MemoryWatchTests {
    private func process(_ pid: pid_t, _ parent: pid_t, mebibytes: Int64 = 0) -> ProcessUsage {
        ProcessUsage(pid: pid, parent: parent, residentPages: (mebibytes << 20) / Int64(getpagesize()))
    }

    @Test("a process is read from what the kernel writes, whatever the program is called")
    func line() throws {
        let line = "42 (a) b) (c) S 7 8 9 0 -1 4194304 1 0 0 0 11 12 0 0 20 0 1 0 555 4096000 77 18446744073709551615\n"
        let usage = try #require(ProcessUsage(stat: line))
        #expect(usage.pid == 42 && usage.parent == 7 && usage.group == 8 && usage.session == 9)
        #expect(usage.name == "a) b) (c" && usage.userTicks == 11 && usage.systemTicks == 12)
        #expect(usage.virtualSize == 4_096_000 && usage.residentPages == 77)
        #expect(usage.startTicks == 555 && !usage.hasEnded)
        for wrong in ["", "42", "42 (a", "42 )a( S 1", "x (a) S 7 8 9", "42 (a) S 7 8 9"] {
            #expect(ProcessUsage(stat: wrong) == nil, "\(wrong)")
        }
        let own = try #require(ProcessTable.read().tree(of: getpid()).first)
        #expect(own.pid == getpid() && own.parent == getppid() && own.resident > 1 << 20)
    }

    @Test("a tree is a process and what it has started, also by others, and nothing else")
    func tree() {
        let table = ProcessTable([
            process(1, 0), process(10, 1), process(11, 10), process(12, 11), process(20, 1), process(21, 20),
        ])
        #expect(table.tree(of: 10).map(\.pid).sorted() == [10, 11, 12])
        #expect(table.tree(of: 99).isEmpty)
    }

    @Test("too much is what old processes have above the limit, or all together above twice the limit")
    func limits() {
        var watch = MemoryWatch(limit: 100 << 20)
        // Each observation: what is there, and whether that is too much.
        let steps: [([ProcessUsage], Int64?)] = [
            ([process(1, 0, mebibytes: 150)], nil),
            ([process(1, 0, mebibytes: 100)], nil),
            // As large as the one that has just started it, for a moment.
            ([process(1, 0, mebibytes: 90), process(2, 1, mebibytes: 90)], nil),
            ([process(1, 0, mebibytes: 90), process(2, 1, mebibytes: 11)], 101),
            ([process(1, 0, mebibytes: 90), process(3, 1, mebibytes: 111)], 201),
            ([], nil),
        ]
        for (tree, expected) in steps {
            let found = watch.observe(tree)
            #expect(found == expected.map { $0 << 20 }, "\(tree)")
        }
    }

    @Test("the words are those of Hadoop's NodeManager, with a line for each process")
    func words() {
        let text = MemoryWatch(limit: 1 << 30).diagnostics(
            "container_1_0001_01_000002",
            root: 7,
            tree: [
                ProcessUsage(
                    pid: 8,
                    parent: 7,
                    group: 7,
                    session: 7,
                    name: "App",
                    userTicks: 200,
                    systemTicks: 100,
                    virtualSize: 3 << 30,
                    residentPages: (3 << 29) / Int64(getpagesize())
                ), process(7, 1, mebibytes: 0),
            ],
            virtualLimit: 2_254_857_830
        ) { "command \($0)" }
        let millis = 1000 / Int64(sysconf(Int32(_SC_CLK_TCK)))
        #expect(
            text == """
                Container [pid=7,containerID=container_1_0001_01_000002] is running 536870912B beyond the 'PHYSICAL' memory \
                limit. Current usage: 1.5 GB of 1 GB physical memory used; 3 GB of 2.1 GB virtual memory used. Killing container.
                Dump of the process-tree for container_1_0001_01_000002 :
                \t|- PID PPID PGRPID SESSID CMD_NAME USER_MODE_TIME(MILLIS) SYSTEM_TIME(MILLIS) VMEM_USAGE(BYTES) \
                RSSMEM_USAGE(PAGES) FULL_CMD_LINE
                \t|- 7 1 0 0 () 0 0 0 0 command 7
                \t|- 8 7 7 7 (App) \(200 * millis) \(100 * millis) 3221225472 \((3 << 29) / getpagesize()) command 8

                """
        )
    }

    @Test(
        "sizes are written as Java writes them",
        arguments: [
            (0, "0 "), (1023, "1023 "), (1024, "1 K"), (1536, "1.5 K"), (1_048_575, "1.0 M"), (384 << 20, "384 M"),
            (5_000_000_000, "4.7 G"), (Int64.max, "8.0 E"),
        ] as [(Int64, String)]
    )
    func sizes(_ count: Int64, _ expected: String) { #expect(ByteText.binary(count) == expected) }
}
