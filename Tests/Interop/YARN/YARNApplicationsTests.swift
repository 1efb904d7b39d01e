import Foundation
import Synchronization
import Testing

/// Applications on YARN, as their users submit them, with input and output on a real HDFS.
@Suite(
    "Applications on YARN",
    .serialized,
    .enabled(if: EnginePrograms.areBuilt, "this package is built without the engine")
)
struct YARNApplicationsTests {
    static let kinds = [TestBedKind.insecure, .authentication, .privacy]
    private let flags = [
        "--executor-memory", "256m", "--driver-memory", "256m", "--conf", "weft.yarn.report.interval=200ms",
        "--conf", "weft.yarn.scheduler.heartbeat.interval=200ms",
    ]

    /// What all part files hold, in their order, as bytes.
    private func output(_ bed: TestBed, _ folder: String) throws -> [UInt8] {
        try bed.javaShell("alice", "-cat", folder + "/part-*")
    }

    /// Its lines, sorted: where the order of rows isn't a part of the result.
    private func rows(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: UInt8(ascii: "\n")).map(Array.init).sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func applicationID(_ text: String) -> String? {
        text.split(whereSeparator: { $0 == ":" || $0 == " " || $0 == "\n" }).map(String.init)
            .first { $0.hasPrefix("application_") }
    }

    @Test("WordCount, TeraSort and PageRank give what local[2] gives, in client and in cluster mode", arguments: kinds)
    func sameResults(kind: TestBedKind) throws {
        try YARNCluster.with(kind) { cluster in
            let bed = cluster.bed
            let base = bed.newPath()
            try bed.javaShell("alice", "-mkdir", "-p", base)
            let text = (0..<5000).map { "w\($0 % 97) w\($0 % 7) the" }.joined(separator: "\n") + "\n"
            let links = (0..<400).map { "p\($0 % 37) p\(($0 * 7 + 3) % 37)" }.joined(separator: "\n") + "\n"
            for (name, content) in [("words", text), ("links", links)] {
                let file = "/tmp/weft-\(UUID().uuidString)"
                try Data(content.utf8).write(to: URL(fileURLWithPath: file))
                defer { try? FileManager.default.removeItem(atPath: file) }
                try bed.javaShell("alice", "-put", file, "\(base)/\(name)")
            }
            let generated = try bed.run(
                "weft",
                ["submit", "--master", "local[2]", "TeraSort", "gen", "2000", "\(base)/tera"]
            )
            try #require(generated.status == 0, "\(generated.errors)")
            // The same rows are made in containers.
            let made = try cluster.weft(
                ["submit", "--master", "yarn", "--deploy-mode", "cluster", "--queue", "etl"] + flags
                    + ["TeraSort", "gen", "2000", "\(base)/tera-yarn"]
            )
            #expect(made.status == 0, "\(made.errors)")
            let records = try output(bed, "\(base)/tera")
            #expect(records.count == 200_000)
            let isSameInput = try output(bed, "\(base)/tera-yarn") == records
            #expect(isSameInput)
            let applications: [(name: String, arguments: (String) -> [String])] = [
                ("WordCount", { ["WordCount", "\(base)/words", "--output", $0] }),
                (
                    "PageRank",
                    { ["PageRank", "\(base)/links", "--iterations", "3", "--partitions", "2", "--output", $0] }
                ),
                ("TeraSort", { ["TeraSort", "sort", "\(base)/tera", $0] }),
            ]
            for application in applications {
                let expected = "\(base)/\(application.name)-local"
                let local = try bed.run("weft", ["submit", "--master", "local[2]"] + application.arguments(expected))
                try #require(local.status == 0, "\(local.errors)")
                let wanted = try self.output(bed, expected)
                try #require(!wanted.isEmpty)
                for mode in ["client", "cluster"] {
                    let output = "\(base)/\(application.name)-\(mode)"
                    let outcome = try cluster.weft(
                        ["submit", "--master", "yarn", "--deploy-mode", mode, "--queue", "etl"] + flags
                            + application.arguments(output)
                    )
                    #expect(outcome.status == 0, "\(application.name) \(mode): \(outcome.errors)")
                    let given = try self.output(bed, output)
                    // Sorted records are the same byte for byte; the others come in any order.
                    let isSame = application.name == "TeraSort" ? given == wanted : rows(given) == rows(wanted)
                    #expect(isSame, "\(application.name) \(mode)")
                }
            }
            // Nothing of an application is left but what the next one of the same build uses.
            let staged = String(decoding: try bed.javaShell("alice", "-ls", ".weftStaging"), as: UTF8.self)
            #expect(!staged.contains("application_") && staged.contains("cache"), "\(staged)")
        }
    }

    @Test("a driver in the cluster logs in with a keytab, and prints into its container's log")
    func keytab() throws {
        try YARNCluster.with(.authentication) { cluster in
            let bed = cluster.bed
            let input = bed.newPath()
            try bed.javaShell("alice", "-put", "/etc/passwd", input)
            let outcome = try cluster.weft(
                ["submit", "--master", "yarn", "--deploy-mode", "cluster", "--keytab", try bed.keytab("alice")]
                    + ["--principal", try bed.principal("alice")] + flags
                    + ["WordCount", input, "--output", input + "-out"],
                environment: ["KRB5CCNAME": "FILE:\(bed.directory)/no-such-cache"]
            )
            #expect(outcome.status == 0, "\(outcome.errors)")
            let id = try #require(applicationID(outcome.errors))
            let printed = try cluster.masterOutput(of: id)
            #expect(printed.contains("\t"), "\(id): \(printed)\n\(outcome.errors)")
        }
    }

    @Test("what can't be run is refused with the reason, before anything is left behind")
    func refusals() throws {
        try YARNCluster.with(.insecure) { cluster in
            let staging = "/tmp/weft-staging-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: staging) }
            let base = ["submit", "--master", "yarn", "--conf", "weft.yarn.stagingDir=file://\(staging)"]
            let cases: [(arguments: [String], environment: [String: String], status: Int32, words: [String])] = [
                (["PiEstimate"], ["HADOOP_CONF_DIR": "", "HADOOP_HOME": ""], 2, ["HADOOP_CONF_DIR"]),
                (["--queue", "nosuch", "PiEstimate"], [:], 2, ["nosuch", "etl"]),
                (["--executor-memory", "900g", "PiEstimate"], [:], 2, ["weft.executor.memory", "MiB"]),
                (
                    ["--conf", "weft.yarn.stagingDir=file:///proc/nothing", "PiEstimate"], [:], 2,
                    ["weft.yarn.stagingDir"]
                ),
                (
                    ["--conf", "weft.hadoop.yarn.resourcemanager.address=localhost:1", "PiEstimate"], [:], 2,
                    ["localhost:1"]
                ),
            ]
            for one in cases {
                for mode in ["client", "cluster"] {
                    let outcome = try cluster.weft(
                        base + ["--deploy-mode", mode] + flags + one.arguments,
                        environment: one.environment
                    )
                    #expect(outcome.status == one.status, "\(mode): \(outcome.errors)")
                    for word in one.words { #expect(outcome.errors.contains(word), "\(mode): \(outcome.errors)") }
                }
            }
            let left = (try? FileManager.default.contentsOfDirectory(atPath: "\(staging)/.weftStaging")) ?? []
            #expect(left.allSatisfy { $0 == "cache" }, "\(left)")
        }
    }

    @Test("an application master that dies is followed by another one, which starts clean")
    func secondAttempt() throws {
        try YARNCluster.with(.insecure) { cluster in
            let outcome = Mutex<ChildProgram.Outcome?>(nil)
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                let result = try? cluster.weft(
                    ["submit", "--master", "yarn", "--deploy-mode", "cluster"] + self.flags
                        + ["PiEstimate", "2", "--samples", "40000000"]
                )
                outcome.withLock { $0 = result }
                done.signal()
            }
            var killed: String?
            for _ in 0..<600 where killed == nil {
                usleep(50000)
                killed = Self.endMaster()
            }
            done.wait()
            let id = try #require(killed)
            let ended = try #require(outcome.withLock { $0 })
            #expect(ended.status == 0, "\(ended.errors)")
            let shown = try cluster.weft(["yarn", "app", id])
            #expect(shown.output.contains("_000002"), "\(shown.output)")
        }
    }

    /// Kills an application master whose driver has made its folders.
    ///
    /// - Returns: its application; nil when there is none yet.
    private static func endMaster() -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for pid in names.compactMap({ Int32($0) }) {
            guard let command = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"),
                String(decoding: command, as: UTF8.self).hasPrefix("./PiEstimate\0--weft-application-master"),
                let variables = FileManager.default.contents(atPath: "/proc/\(pid)/environ")
            else { continue }
            let entries = String(decoding: variables, as: UTF8.self).split(separator: "\0").map(String.init)
            guard let container = entries.first(where: { $0.hasPrefix("CONTAINER_ID=") }),
                let folders = entries.first(where: { $0.hasPrefix("LOCAL_DIRS=") })?.dropFirst("LOCAL_DIRS=".count),
                let first = folders.split(separator: ",").first
            else { continue }
            let id = container.dropFirst("CONTAINER_ID=".count)
            let made = try? FileManager.default.contentsOfDirectory(atPath: "\(first)/\(id)-temporary")
            guard made?.isEmpty == false, kill(pid, SIGKILL) == 0 else { continue }
            let parts = id.split(separator: "_").suffix(4)
            return "application_" + parts.prefix(2).joined(separator: "_")
        }
        return nil
    }

    @Test("an application that somebody kills is told so, and the driver ends with a status that isn't 0")
    func killed() throws {
        try YARNCluster.with(.insecure) { cluster in
            let outcome = Mutex<ChildProgram.Outcome?>(nil)
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                let result = try? cluster.weft(
                    ["submit", "--master", "yarn", "--deploy-mode", "cluster"] + self.flags
                        + ["PiEstimate", "8", "--samples", "1000000000"]
                )
                outcome.withLock { $0 = result }
                done.signal()
            }
            var id: String?
            for _ in 0..<300 where id == nil {
                let listed = try cluster.weft(["yarn", "apps", "--state", "RUNNING"])
                id = listed.output.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init)
                    .first { $0.hasPrefix("application_") }
                usleep(100_000)
            }
            let application = try #require(id)
            let killed = try cluster.weft(["yarn", "kill", application])
            #expect(killed.status == 0, "\(killed.errors)")
            done.wait()
            let ended = try #require(outcome.withLock { $0 })
            #expect(ended.status == 1 && ended.errors.contains("killed"), "\(ended.errors)")
        }
    }

    @Test("an application that fails is told with the reason and a status that isn't 0")
    func failures() throws {
        try YARNCluster.with(.insecure) { cluster in
            for mode in ["client", "cluster"] {
                let failed = try cluster.weft(
                    ["submit", "--master", "yarn", "--deploy-mode", mode] + flags + ["WordCount", "/no/such/input"]
                )
                #expect(failed.status == 1, "\(mode): \(failed.errors)")
                #expect(failed.errors.contains("/no/such/input"), "\(failed.errors)")
            }
        }
    }
}
