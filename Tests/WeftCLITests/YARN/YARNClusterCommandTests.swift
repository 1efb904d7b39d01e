import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

@testable import WeftCLI

private let application = ApplicationID(clusterTimestamp: 1_700_000_000_000, id: 1)
private let attempt = ApplicationAttemptID(application: application, attempt: 1)

private func node(_ name: String, _ state: NodeState = .running) -> NodeReport {
    var node = NodeReport(
        id: NodeID(host: name, port: 45454),
        state: state,
        rack: "/default-rack",
        capability: Resource(memory: 8192, virtualCores: 8),
        used: Resource(memory: 1536, virtualCores: 2)
    )
    node.httpAddress = "\(name):8042"
    node.containers = 2
    node.labels = [""]
    return node
}

private func cluster(_ change: (inout sending MemoryCluster.State) -> Void) -> MemoryCluster {
    let cluster = MemoryCluster()
    cluster.change(change)
    return cluster
}

@Suite("Commands of weft yarn about nodes, queues, attempts and containers")
struct YARNClusterCommandTests {
    @Test("nodes lists those that run, and tells of the others")
    func nodes() throws {
        let cluster = cluster { $0.nodes = [node("a"), node("bb"), node("c", .lost), node("d", .unhealthy)] }
        let run = try YARNRun.run("nodes", on: cluster)
        #expect(
            run.output == [
                "NODE      STATE    RACK           CONTAINERS  MEMORY USED   OF  VCORES USED  OF  WEB ADDRESS",
                "a:45454   RUNNING  /default-rack           2        1.5 G  8 G            2   8  a:8042",
                "bb:45454  RUNNING  /default-rack           2        1.5 G  8 G            2   8  bb:8042",
            ]
        )
        #expect(run.errors == ["others: 1 unhealthy, 1 lost; --all lists them"])
    }

    @Test("nodes of other states come with what they say of their health, and labels where there are any")
    func unhealthy() throws {
        let cluster = cluster {
            var bad = node("a", .unhealthy)
            bad.healthReport = "1/1 local-dirs have errors"
            bad.labels = ["gpu", "big"]
            $0.nodes = [bad, node("b")]
        }
        let run = try YARNRun.run("nodes --state unhealthy", on: cluster)
        #expect(run.output.count == 2)
        #expect(run.output[0].hasSuffix("LABELS   WEB ADDRESS  HEALTH"))
        #expect(run.output[1].hasSuffix("gpu,big  a:8042       1/1 local-dirs have errors"))
        #expect(run.errors.isEmpty)
        let all = try YARNRun.run("nodes --all --json", on: cluster)
        #expect(all.output.filter { $0.contains("\"id\"") }.count == 2)
        let none = try YARNRun.run("nodes --state lost", on: cluster)
        #expect(none.output.isEmpty && none.errors == ["no such nodes; there are: 1 running, 1 unhealthy"])
    }

    private func queues() -> MemoryCluster {
        cluster {
            var etl = QueueInfo(name: "etl", capacity: 0.5, maximumCapacity: 1)
            etl.currentCapacity = 1.255
            etl.statistics = QueueStatistics()
            etl.statistics?.running = 3
            etl.statistics?.pending = 1
            etl.statistics?.allocatedContainers = 7
            etl.statistics?.allocated = Resource(memory: 7168, virtualCores: 7)
            etl.accessibleNodeLabels = ["*"]
            let stopped = QueueInfo(name: "old", capacity: -1, maximumCapacity: .nan, state: .stopped)
            $0.queue.children = [etl, stopped]
        }
    }

    @Test("queues is a tree with capacities and states")
    func queueTree() throws {
        #expect(
            try YARNRun.run("queues", on: queues()).output == [
                "QUEUE  STATE    CAPACITY  MAXIMUM    USED  RUNNING  WAITING  CONTAINERS",
                "root   RUNNING      100%     100%      0%        -        -           -",
                "  etl  RUNNING       50%     100%  125.5%        3        1           7",
                "  old  STOPPED         -        -      0%        -        -           -",
            ]
        )
    }

    @Test("one queue has more to say, and an unknown one is an error")
    func oneQueue() throws {
        let run = try YARNRun.run("queues etl", on: queues())
        #expect(run.output[1].hasPrefix("etl    RUNNING"))
        #expect(run.output.contains("  allocated:           7 G, 7 vcores"))
        #expect(run.output.contains("  node labels:         *"))
        let unknown = try YARNRun.run("queues nope", on: queues())
        #expect(unknown.errors == ["queues: the cluster has no queue nope"] && unknown.status == 1)
    }

    @Test("attempts come with their diagnostics")
    func attempts() throws {
        let cluster = cluster {
            var failed = ApplicationAttemptReport(id: attempt, state: .failed)
            failed.diagnostics = "AM Container exited\nwith 1"
            failed.masterContainer = ContainerID(attempt: attempt, epoch: 0, number: 1)
            var next = ApplicationAttemptReport(id: attempt, state: .running)
            next.id.attempt = 2
            next.trackingURL = "N/A"
            $0.attempts = [failed, next]
        }
        let run = try YARNRun.run("attempts \(application)", on: cluster)
        #expect(
            run.output == [
                "ID                                    STATE    STARTED  ENDED  MASTER'S CONTAINER                      TRACKING URL",
                "appattempt_1700000000000_0001_000001  FAILED   -        -      container_1700000000000_0001_01_000001  -",
                "appattempt_1700000000000_0001_000002  RUNNING  -        -      -                                       -",
                "", "appattempt_1700000000000_0001_000001", "  diagnostics:  AM Container exited",
                "                with 1",
            ]
        )
        let none = try YARNRun.run("attempts application_1700000000000_0002", on: cluster)
        #expect(none.errors == ["application_1700000000000_0002 has no attempts yet"] && none.status == 0)
    }

    @Test("containers are those of an attempt, or of an application's current one")
    func containers() throws {
        let cluster = cluster {
            var report = ApplicationReport(id: application, user: "a", queue: "q", name: "n", state: .running)
            report.currentAttempt = attempt
            var waiting = report
            waiting.id.id = 2
            waiting.currentAttempt = nil
            $0.applications = [report, waiting]
            $0.containers[attempt] = [
                ContainerReport(
                    id: ContainerID(attempt: attempt, epoch: 0, number: 2),
                    resource: Resource(memory: 1408, virtualCores: 1),
                    node: NodeID(host: "a", port: 45454),
                    state: .running
                )
            ]
        }
        let expected = [
            "ID                                      STATE    NODE     MEMORY  VCORES  STARTED  LOGS",
            "container_1700000000000_0001_01_000002  RUNNING  a:45454   1.4 G       1  -        -",
        ]
        #expect(try YARNRun.run("containers \(application)", on: cluster).output == expected)
        #expect(try YARNRun.run("containers \(attempt)", on: cluster).output == expected)
        let none = try YARNRun.run("containers application_1700000000000_0002", on: cluster)
        #expect(none.output.isEmpty && none.errors == ["no containers run"] && none.status == 0)
    }

    @Test("JSON has texts quoted, structures on lines, and null for what isn't known")
    func json() {
        let value = JSONText.object([
            ("a", .string("\"\\\n\t\u{1}ü")), ("b", .array([1, .null, .bool(true)])), ("c", .array([])),
            ("d", .object([("e", .number(0.5)), ("f", .number(.nan))])), ("g", .time(0)),
        ])
        #expect(
            value.lines == [
                "{", #"  "a": "\"\\\n\t\u0001ü","#, #"  "b": ["#, "    1,", "    null,", "    true", "  ],",
                #"  "c": [],"#, #"  "d": {"#, #"    "e": 0.5,"#, #"    "f": null"#, "  },", #"  "g": null"#, "}",
            ]
        )
    }

    @Test(
        "durations have the two largest units",
        arguments: [
            (0, "0.0 s"), (-5, "0.0 s"), (1290, "1.2 s"), (59_999, "59 s"), (60_000, "1 min 0 s"),
            (3_723_000, "1 h 2 min"), (200_000_000, "2 d 7 h"),
        ] as [(Int64, String)]
    )
    func durations(_ milliseconds: Int64, _ text: String) {
        #expect(CellText.duration(milliseconds: milliseconds) == text)
    }

    @Test("a diagnosis says how many nodes take containers, and what is wrong with the others")
    func diagnosis() {
        let server = HadoopAddress(host: "rm", port: 8032)
        func finding(active: Int32, lost: Int32 = 0, unhealthy: Int32 = 0) -> DiagnosisFinding {
            ClusterProbe.nodeManagersFinding(
                ClusterMetrics(nodeManagers: active, active: active, lost: lost, unhealthy: unhealthy),
                by: server
            )
        }
        #expect(finding(active: 3) == .ok("NodeManagers", "3 active, says the ResourceManager rm:8032"))
        #expect(finding(active: 3, lost: 1).verdict == .warning)
        #expect(finding(active: 0).verdict == .failure)
        #expect(finding(active: 0, unhealthy: 2).text == "none takes containers, 2 unhealthy")
    }
}
