import ArgumentParser
import Testing
import WeftDiagnostics
import YARN

@testable import WeftCLI

private func id(_ number: Int32) -> ApplicationID { ApplicationID(clusterTimestamp: 1_700_000_000_000, id: number) }

private func application(
    _ number: Int32,
    _ name: String = "Pi",
    state: ApplicationState = .running
) -> ApplicationReport {
    ApplicationReport(id: id(number), user: "alice", queue: "root.etl", name: name, state: state)
}

private func cluster(_ change: (inout sending MemoryCluster.State) -> Void) -> MemoryCluster {
    let cluster = MemoryCluster()
    cluster.change(change)
    return cluster
}

@Suite("Commands of weft yarn about applications")
struct YARNApplicationCommandTests {
    @Test("apps lists applications in columns, the newest first")
    func listing() throws {
        let cluster = cluster {
            var running = application(9, "Word Count")
            running.type = "WEFT"
            running.progress = 0.125
            running.trackingURL = "http://rm:8088/proxy/application_1700000000000_0009/"
            $0.applications = [running, application(12345, state: .accepted)]
        }
        let run = try YARNRun.run("apps", on: cluster)
        #expect(
            run.output == [
                "ID                               NAME        TYPE  USER   QUEUE     STATE     FINAL STATUS  PROGRESS  TRACKING URL",
                "application_1700000000000_12345  Pi          YARN  alice  root.etl  ACCEPTED  UNDEFINED           0%  -",
                "application_1700000000000_0009   Word Count  WEFT  alice  root.etl  RUNNING   UNDEFINED        12.5%  "
                    + "http://rm:8088/proxy/application_1700000000000_0009/",
            ]
        )
        #expect(run.errors.isEmpty && run.status == 0)
        #expect(cluster.filters == [.active])
    }

    @Test("apps asks for what its options say, several of one kind with commas or one by one")
    func filters() throws {
        let cluster = MemoryCluster()
        _ = try YARNRun.run("apps --all --type WEFT,SPARK --type X --tag a --user bob --queue etl,x", on: cluster)
        _ = try YARNRun.run("apps --state failed,KILLED --state New_Saving", on: cluster)
        var first = ResourceManagerClient.ApplicationFilter()
        first.types = ["WEFT", "SPARK", "X"]
        first.tags = ["a"]
        first.users = ["bob"]
        first.queues = ["etl", "x"]
        var second = ResourceManagerClient.ApplicationFilter()
        second.states = [.failed, .killed, .newSaving]
        #expect(cluster.filters == [first, second])
    }

    @Test("a limit shows the newest, and says that there are more")
    func limit() throws {
        let cluster = cluster { $0.applications = (1...5).map { application($0) } }
        let run = try YARNRun.run("apps --limit 2", on: cluster)
        #expect(
            run.output.dropFirst().map { $0.prefix(31) } == [
                "application_1700000000000_0005 ", "application_1700000000000_0004 ",
            ]
        )
        #expect(run.errors == ["… and 3 older ones"])
    }

    @Test("an empty list is no failure, and prints nothing where programs read")
    func nothing() throws {
        let run = try YARNRun.run("apps", on: MemoryCluster())
        #expect(run.output.isEmpty && run.status == 0)
        #expect(run.errors == ["no applications are submitted, accepted or running; --all lists ended ones"])
        #expect(try YARNRun.run("apps --user bob", on: MemoryCluster()).errors == ["no such applications"])
        #expect(try YARNRun.run("apps --all", on: MemoryCluster()).errors == ["no such applications"])
        #expect(try YARNRun.run("apps --json", on: MemoryCluster()).output == ["[]"])
    }

    @Test("what others called their applications doesn't reach the terminal's controls, and stays short")
    func hostileNames() throws {
        let cluster = cluster {
            $0.applications = [application(1, "\u{1B}[2Jx\ny"), application(2, String(repeating: "n", count: 100))]
        }
        let run = try YARNRun.run("apps", on: cluster)
        #expect(run.output.count == 3)
        #expect(run.output[2].contains("?[2Jx?y"))
        #expect(run.output[1].contains(" " + String(repeating: "n", count: 39) + "… "))
    }

    @Test("app shows everything that is known, with times and diagnostics")
    func details() {
        var report = application(1, state: .failed)
        report.tags = ["nightly", "etl"]
        report.finalStatus = .failed
        report.priority = 3
        report.nodeLabelExpression = "<Not set>"
        report.masterNodeLabelExpression = "gpu"
        report.startTime = 1_700_000_000_000
        report.finishTime = 1_700_000_083_500
        report.diagnostics = "first line\n\n\tsecond \u{7}line\n"
        report.host = "node1"
        report.rpcPort = 4711
        report.originalTrackingURL = "http://node1:4040"
        report.currentAttempt = ApplicationAttemptID(application: id(1), attempt: 2)
        report.usage = ResourceUsage(
            containers: 3,
            reservedContainers: 1,
            used: Resource(memory: 3072, virtualCores: 3, others: ["yarn.io/gpu": ResourceAmount(2)]),
            memorySeconds: 1000,
            virtualCoreSeconds: 10,
            queuePercentage: 50,
            clusterPercentage: 12.5
        )
        let lines = ApplicationText.details(report, now: 0)
        #expect(lines.first == "application_1700000000000_0001")
        for expected in [
            "  name:                Pi", "  tags:                nightly, etl", "  state:               FAILED",
            "  took:                1 min 23 s", "  application master:  node1:4711",
            "  its own URL:         http://node1:4040", "  current attempt:     appattempt_1700000000000_0001_000002",
            "  containers:          3, 1 more reserved", "  they have:           3 G, 3 vcores, 2 yarn.io/gpu",
            "  share:               50% of the queue, 12.5% of the cluster",
            "  used so far:         1000 MiB-seconds, 10 vcore-seconds", "  log aggregation:     disabled",
            "  master's label:      gpu",
        ] {
            #expect(lines.contains(expected), "\(expected)")
        }
        #expect(lines.suffix(2) == ["  diagnostics:         first line", "                           second ?line"])
    }

    @Test("numbers that make no sense are shown as nothing, and do no harm")
    func nonsense() {
        var report = application(1)
        report.progress = .nan
        report.startTime = .min
        report.submitTime = 1
        report.finishTime = .max
        report.usage = ResourceUsage(
            containers: -1,
            used: Resource(memory: -1, virtualCores: -1),
            queuePercentage: -.infinity
        )
        let lines = ApplicationText.details(report, now: .max)
        #expect(lines.contains { $0.hasPrefix("  progress:") && $0.hasSuffix(" -") })
        #expect(!lines.contains { $0.hasPrefix("  containers:") || $0.hasPrefix("  they have:") })
        report.progress = .greatestFiniteMagnitude
        #expect(ApplicationText.table([report])[1].contains(" -  -"))
        #expect(ApplicationText.json(report).lines.contains { $0.hasPrefix("  \"progress\": ") })
    }

    @Test("kill ends each application, passes over ended ones, and goes on after one that fails")
    func killing() throws {
        let cluster = cluster {
            var ended = application(2, state: .finished)
            ended.finalStatus = .succeeded
            $0.applications = [application(1), ended, application(4)]
        }
        let run = try YARNRun.run(
            "kill --reason wrong " + (1...4).map { id($0).description }.joined(separator: " "),
            on: cluster
        )
        #expect(cluster.done == ["kill \(id(1)) wrong", "kill \(id(4)) wrong"])
        #expect(run.output == ["killed \(id(1))", "killed \(id(4))"])
        #expect(
            run.errors == [
                "\(id(2)) has already ended: FINISHED, SUCCEEDED", "kill: there is no \(id(3))",
                "  to do: check the id",
            ]
        )
        #expect(run.status == 1)
    }

    @Test("a ResourceManager that can't be reached ends the command: it would be so for each application")
    func unreachable() throws {
        let cluster = cluster {
            $0.failures[id(1)] = WeftError("resourcemanager-unreachable", "the ResourceManager is away")
        }
        let run = try YARNRun.run("kill \(id(1)) \(id(2))", on: cluster)
        #expect(run.errors == ["kill: the ResourceManager is away"] && run.status == 1)
    }

    @Test("a configuration that is missing has an exit status of its own; another failure to connect is a failure")
    func connecting() throws {
        #expect(throws: WeftError.self) {
            _ = try YARNRun.run("apps") { throw WeftError("hadoop-configuration", "none") }
        }
        let run = try YARNRun.run("apps") { throw WeftError("kerberos-no-ticket", "no ticket", remedy: "kinit") }
        #expect(run.errors == ["apps: no ticket", "  to do: kinit"] && run.status == 1)
    }

    @Test("move names the queue")
    func moving() throws {
        let cluster = cluster { $0.applications = [application(1)] }
        let run = try YARNRun.run("move \(id(1)) --queue etl", on: cluster)
        #expect(cluster.done == ["move \(id(1)) etl"])
        #expect(run.output == ["moved \(id(1)) to the queue etl"])
    }

    @Test(
        "wrong command lines are refused with what would be right",
        arguments: [
            ("app job_1", "application id"), ("app", "Missing expected argument"),
            ("kill", "Missing expected argument"),
            ("kill application_1_x", "application_1700000000000_0001"), ("apps --state sleeping", "accepted, running"),
            ("apps --all --state running", "not both"), ("apps --limit 0", "--limit is 1 or more"),
            ("move application_1_0001", "--queue"), ("nodes --state up", "unhealthy"),
            ("containers container_1_1", "application id"), ("containers appattempt_1_1", "attempt's id"),
            ("bogus", "Unexpected argument"),
        ]
    )
    func refusals(_ line: String, _ words: String) throws {
        let refusal = try #require(YARNRun.refusal(line))
        #expect(refusal.message.contains(words), "\(refusal.message)")
        #expect(refusal.status == 64)
    }

    @Test("options that reach the cluster are those of weft fs")
    func clusterOptions() throws {
        let parsed = try YARNCommands.parseAsRoot([
            "apps", "-D", "a=b", "-D", "c=d", "--conf-dir", "/c", "--keytab", "k", "--principal", "p", "--proxy-user",
            "u",
        ])
        let options = try #require(parsed as? ApplicationsCommand).hadoop
        #expect(options.definitions == ["a=b", "c=d"])
        #expect(
            options.confDir == "/c" && options.keytab == "k" && options.principal == "p" && options.proxyUser == "u"
        )
    }
}
