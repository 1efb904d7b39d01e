import Glibc
import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics
import YARN

@testable import MiniCluster

/// A process that a container runs, known by the file in which it says its number.
struct ContainerProbe {
    let file: String

    /// What the container is to run: it says who it is, and stays.
    var command: String { "echo $$ > \(file).part; mv \(file).part \(file); exec sleep 600" }

    /// The process, when it runs.
    func pid() throws -> pid_t {
        let deadline = Deadline.after(milliseconds: 60_000)
        while access(file, R_OK) != 0, !deadline.hasPassed { Pause.sleep(milliseconds: 10) }
        return try Int32(String(decoding: LocalDisk.read(file), as: UTF8.self).filter(\.isNumber)).orThrow("a process")
    }

    /// Whether a process ends, within a minute.
    static func ends(_ pid: pid_t) -> Bool {
        let deadline = Deadline.after(milliseconds: 60_000)
        while Glibc.kill(pid, 0) == 0 {
            if deadline.hasPassed { return false }
            Pause.sleep(milliseconds: 10)
        }
        return true
    }

    static func with<Result>(_ body: (ContainerProbe) throws -> Result) throws -> Result {
        try TemporaryFolder.with { folder in
            chmod(folder, 0o777)
            return try body(ContainerProbe(file: "\(folder)/pid"))
        }
    }
}

@Suite("The ends of an embedded cluster's containers", .serialized, .timeLimit(.minutes(5)))
struct ContainerEndTests {
    private func withMaster(nodes: Int = 1, _ body: (MiniCluster, TestMaster) throws -> Void) throws {
        var options = MiniClusterOptions()
        options.nodes = nodes
        let cluster = try MiniCluster.start(options)
        defer { cluster.stop() }
        let client = try ClusterClient(cluster)
        defer { client.close() }
        let master = try client.submitUnmanaged()
        try master.register()
        try master.allocate([TestMaster.ask(1)])
        try master.heartbeat { $0.containers.count == 1 }
        try body(cluster, master)
    }

    @Test("nothing of an application that has ended is started")
    func afterTheEnd() throws {
        try withMaster { cluster, master in
            try master.finish()
            let deadline = Deadline.after(milliseconds: 60_000)
            // The node hears of the end a little later than the master; from then on it refuses, before that it is ended.
            while true {
                let response = try master.start(master.containers[0], ClusterClient.launchContext("sleep 600"))
                let text = response.failedRequests.first?.exception?.message ?? ""
                if text.contains("has ended") { break }
                try #require(!deadline.hasPassed, "\(response)")
                Pause.sleep(milliseconds: 10)
            }
        }
    }

    @Test("a container that was given back isn't run by a start that comes later")
    func afterRelease() throws {
        try withMaster { cluster, master in
            try ContainerProbe.with { probe in
                let container = master.containers[0]
                try master.allocate(release: [try container.id.orThrow()])
                _ = try master.start(container, ClusterClient.launchContext(probe.command))
                let node = try container.nodeId.orThrow()
                let deadline = Deadline.after(milliseconds: 60_000)
                var state: ContainerStateProto?
                while state != .cComplete, !deadline.hasPassed {
                    let answer: GetContainerStatusesResponseProto = try master.client.node(
                        node,
                        "getContainerStatuses",
                        GetContainerStatusesRequestProto(containerId: [try container.id.orThrow()]),
                        token: master.nodeTokens[NodeID(node)].orThrow()
                    )
                    state = answer.status.first?.state
                    Pause.sleep(milliseconds: 10)
                }
                #expect(state == .cComplete)
                if access(probe.file, R_OK) == 0 { #expect(ContainerProbe.ends(try probe.pid())) }
            }
        }
    }

    @Test(
        "with a node that is taken out of use its containers' processes end, and its port is closed",
        arguments: [true, false]
    )
    func node(isLost: Bool) throws {
        try withMaster { cluster, master in
            try ContainerProbe.with { probe in
                _ = try master.start(master.containers[0], ClusterClient.launchContext(probe.command))
                let pid = try probe.pid()
                if isLost { cluster.stopNode(1) } else { cluster.decommissionNode(1) }
                #expect(ContainerProbe.ends(pid))
                try master.heartbeat { $0.completed.count == 1 }
                #expect(master.completed[0].exitStatus == -100)
                let port = Int(master.containers[0].nodeId?.port ?? 0)
                #expect(throws: WeftError.self) {
                    try StreamSocket.connect(
                        to: HadoopAddress(host: "127.0.0.1", port: port),
                        deadline: .after(milliseconds: 10_000)
                    ).close()
                }
                // Another one takes its place.
                try cluster.startNode(1)
                try master.allocate([TestMaster.ask(1)])
                try master.heartbeat { $0.containers.count == 2 }
            }
        }
    }

    @Test("a container that was given before the ResourceManager was started anew isn't started after it")
    func previousManager() throws {
        try withMaster { cluster, master in
            cluster.restartResourceManager()
            let response = try master.start(master.containers[0], ClusterClient.launchContext("sleep 600"))
            let text = response.failedRequests.first?.exception?.message ?? ""
            #expect(text.contains("rejected as it is allocated by a previous RM"))
        }
    }

    @Test("after keys rolled twice, a master gets a token of its node with the next container there, and it works")
    func nodeTokens() throws {
        try withMaster { cluster, master in
            for _ in 0..<2 {
                cluster.rollMasterKeys()
                try master.allocate()
            }
            master.nodeTokens = [:]
            try master.allocate([TestMaster.ask(1)])
            try master.heartbeat { $0.containers.count == 2 }
            let started = try master.start(master.containers[1], ClusterClient.launchContext("exit 3"))
            #expect(started.succeededRequests.count == 1)
            try master.heartbeat { !$0.completed.isEmpty }
            #expect(master.completed[0].exitStatus == 3)
        }
    }

    @Test("a heartbeat that comes several times at once is answered the same each time, and no container is lost")
    func duplicates() throws {
        try withMaster { cluster, master in
            let clients = try (0..<4).map { _ in try ClusterClient(cluster) }
            defer { for client in clients { client.close() } }
            for _ in 0..<25 {
                let request = AllocateRequestProto(ask: [TestMaster.ask(1)], responseId: master.responseID)
                let token = master.token
                let answers = Mutex<[AllocateResponseProto?]>([])
                for client in clients {
                    Pause.startThread {
                        let answer: AllocateResponseProto? = try? client.scheduler("allocate", request, token: token)
                        answers.withLock { $0.append(answer) }
                    }
                }
                let deadline = Deadline.after(milliseconds: 60_000)
                while answers.withLock({ $0.count }) < clients.count, !deadline.hasPassed {
                    Pause.sleep(milliseconds: 1)
                }
                let all = answers.withLock { $0 }
                let first = try (all.first ?? nil).orThrow("an answer")
                #expect(all.count == clients.count && all.allSatisfy { $0 == first })
                master.responseID = first.responseId ?? 0
                try master.allocate(release: first.allocatedContainers.compactMap(\.id))
            }
        }
    }
}
