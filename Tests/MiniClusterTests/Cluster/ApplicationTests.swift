import Glibc
import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

@testable import MiniCluster

@Suite("Applications on an embedded cluster", .serialized, .timeLimit(.minutes(5)))
struct ApplicationTests {
    /// Runs a body on an insecure cluster.
    private func withCluster(
        _ change: (inout MiniClusterOptions) -> Void = { _ in },
        _ body: (MiniCluster, ClusterClient) throws -> Void
    ) throws {
        var options = MiniClusterOptions()
        change(&options)
        let cluster = try MiniCluster.start(options)
        defer { cluster.stop() }
        let client = try ClusterClient(cluster)
        defer { client.close() }
        try body(cluster, client)
    }

    private func log(_ cluster: MiniCluster, _ container: ContainerID, _ name: String) throws -> String {
        for folder in cluster.logDirectories {
            let path = "\(folder)/\(container.attempt.application)/\(container)/\(name)"
            if access(path, R_OK) == 0 { return String(decoding: try LocalDisk.read(path), as: UTF8.self) }
        }
        throw WeftError("input-not-found", "no \(name) of \(container)")
    }

    @Test("an application master registers, gets containers, starts them, is told of their ends, and finishes")
    func wholeLife() throws {
        try withCluster { cluster, client in
            let master = try client.submitUnmanaged()
            let registered = try master.register()
            #expect(registered.queue == "default")
            #expect(registered.maximumCapability?.memory == 8192)
            try master.allocate([TestMaster.ask(2, memory: 700)])
            try master.heartbeat { $0.containers.count == 2 }
            #expect(master.containers.allSatisfy { $0.resource?.memory == 1024 && $0.resource?.virtualCores == 1 })
            #expect(master.nodeTokens.count == 1)
            let good = master.containers[0], bad = master.containers[1]
            let started = try master.start(good, ClusterClient.launchContext("echo $CONTAINER_ID {{USER}}; exit 0"))
            #expect(started.succeededRequests == [good.id])
            _ = try master.start(bad, ClusterClient.launchContext("echo problem >&2; exit 7"))
            try master.heartbeat { $0.completed.count == 2 }
            let ends = Dictionary(master.completed.map { ($0.containerId, $0) }) { $1 }
            #expect(ends[good.id]?.exitStatus == 0)
            #expect(ends[bad.id]?.exitStatus == 7)
            #expect(ends[bad.id]?.diagnostics?.contains("problem") == true)
            let name = ContainerID(try good.id.orThrow())
            #expect(try log(cluster, name, "stdout") == "\(name) alice\n")
            #expect(try master.finish().isUnregistered == true)
            let report = try client.report(master.attempt.application)
            #expect(report.yarnApplicationState == .finished)
            #expect(report.finalApplicationStatus == .appSucceeded)
            #expect(report.diagnostics == "well done")
        }
    }

    @Test("a master that fails is tried again, and the application's report says why it failed")
    func attempts() throws {
        try withCluster { cluster, client in
            let id = try client.submit("echo reason >&2; exit 3", attempts: 2)
            let report = try client.wait(for: [.failed], id)
            let text = try report.diagnostics.orThrow()
            #expect(text.hasPrefix("Application \(id) failed 2 times due to AM Container for appattempt_"))
            #expect(text.contains("exited with  exitCode: 3"))
            #expect(text.contains("reason"))
            #expect(text.hasSuffix(". Failing the application."))
            let attempts: GetApplicationAttemptsResponseProto = try client.resourceManager(
                "getApplicationAttempts",
                GetApplicationAttemptsRequestProto(applicationId: id.message)
            )
            #expect(
                attempts.applicationAttempts.map(\.yarnApplicationAttemptState) == [
                    .appAttemptFailed, .appAttemptFailed,
                ]
            )
        }
    }

    @Test("a master finds its token, its environment and its folders")
    func masterEnvironment() throws {
        try withCluster { cluster, client in
            let id = try client.submit(
                "env; ls -l container_tokens; exit 5",
                environment: ["GREETING": "hello {{USER}}", "LOGS": "<LOG_DIR>", "LIST": "a<CPS>b"]
            )
            _ = try client.wait(for: [.failed], id)
            let container = ContainerID(attempt: ApplicationAttemptID(application: id, attempt: 1), epoch: 0, number: 1)
            let output = try log(cluster, container, "stdout")
            let lines = Set(output.split(separator: "\n").map(String.init))
            let logs = "\(cluster.logDirectories[0])/\(id)/\(container)"
            #expect(
                lines.isSuperset(of: [
                    "CONTAINER_ID=\(container)", "USER=alice", "HOME=/home/", "NM_HOST=localhost",
                    "GREETING=hello alice",
                    "LOGS=\(logs)", "LOG_DIRS=\(logs)", "LIST=a:b", "MAX_APP_ATTEMPTS=1",
                    "APPLICATION_WEB_PROXY_BASE=/proxy/\(id)", "HADOOP_CONF_DIR=\(cluster.configurationDirectory)",
                ])
            )
            #expect(output.contains("HADOOP_TOKEN_FILE_LOCATION=") && output.contains("APP_SUBMIT_TIME_ENV="))
            #expect(lines.contains { $0.hasPrefix("-rw-------") && $0.hasSuffix("container_tokens") })
        }
    }

    @Test("killing an application ends its master")
    func kill() throws {
        try withCluster { cluster, client in
            try ContainerProbe.with { probe in try kill(cluster, client, probe) }
        }
    }

    private func kill(_ cluster: MiniCluster, _ client: ClusterClient, _ probe: ContainerProbe) throws {
        let id = try client.submit(probe.command)
        let master = try probe.pid()
        let killed: KillApplicationResponseProto = try client.resourceManager(
            "forceKillApplication",
            KillApplicationRequestProto(applicationId: id.message, diagnostics: "enough")
        )
        #expect(killed.isKillCompleted == true)
        let report = try client.wait(for: [.killed], id)
        #expect(
            report.diagnostics
                == "Application \(id) was killed by user alice at 127.0.0.1 with following diagnostics: enough"
        )
        let metrics = cluster.manager.read { $0.nodes.values.first?.used }
        #expect(metrics == Capacity.none)
        #expect(ContainerProbe.ends(master))
    }

    @Test("a container that its master stops ends with status -105, and one that ignores SIGTERM too")
    func stopping() throws {
        try withCluster { cluster, client in
            let master = try client.submitUnmanaged()
            try master.register()
            try master.allocate([TestMaster.ask(2)])
            try master.heartbeat { $0.containers.count == 2 }
            let commands = ["sleep 600", "trap '' TERM; echo on; while true; do sleep 1; done"]
            for (container, command) in zip(master.containers, commands) {
                _ = try master.start(container, ClusterClient.launchContext(command))
            }
            let stubborn = ContainerID(try master.containers[1].id.orThrow())
            let deadline = Deadline.after(milliseconds: 30_000)
            while (try? log(cluster, stubborn, "stdout"))?.isEmpty ?? true, !deadline.hasPassed {
                Pause.sleep(milliseconds: 20)
            }
            for container in master.containers { #expect(try master.stop(container).failedRequests.isEmpty) }
            try master.heartbeat { $0.completed.count == 2 }
            #expect(master.completed.map(\.exitStatus) == [-105, -105])
            #expect(master.completed.contains { $0.diagnostics?.contains("Exit code is 137") == true })
            #expect(master.completed.allSatisfy { $0.diagnostics?.contains("killed by the ApplicationMaster") == true })
            try master.finish()
        }
    }
}
