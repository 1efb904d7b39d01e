import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics
import YARN

@testable import MiniCluster

@Suite("Tokens of an embedded cluster", .serialized, .timeLimit(.minutes(5)))
struct TokenTests {
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

    @Test("a container isn't started by a changed token, by another container's, or twice")
    func containerToken() throws {
        try withMaster { cluster, master in
            let container = master.containers[0]
            let context = ClusterClient.launchContext("sleep 600")
            var changed = container
            changed.containerToken?.identifier[5] ^= 1
            #expect(throws: WeftError.self) { try master.start(changed, context) }
            var wrong = container
            wrong.containerToken?.password = [1, 2, 3]
            let error = try #require(throws: WeftError.self) { try master.start(wrong, context) }
            #expect(error.code == "token-invalid")
            #expect(try master.start(container, context).failedRequests.isEmpty)
            let again = try master.start(container, context)
            #expect(
                again.failedRequests.first?.exception?.message?.hasPrefix("Attempt to relaunch the same container")
                    == true
            )
        }
    }

    @Test("a node's token is good for that node and its application only")
    func nodeToken() throws {
        try withMaster(nodes: 2) { cluster, master in
            let other = try #require(
                cluster.manager.read { $0.nodes.keys.first { $0 != master.nodeTokens.keys.first } }
            )
            let token = try #require(master.nodeTokens.values.first)
            let error = try #require(throws: WeftError.self) {
                let _: GetContainerStatusesResponseProto = try master.client.node(
                    other.message,
                    "getContainerStatuses",
                    GetContainerStatusesRequestProto(),
                    token: token
                )
            }
            #expect(error.code == "token-invalid")
            let stranger = try master.client.submitUnmanaged()
            let foreign = cluster.manager.tokens.nodeToken(
                stranger.attempt,
                node: NodeID(try master.containers[0].nodeId.orThrow()),
                submitter: "alice"
            )
            master.nodeTokens = master.nodeTokens.mapValues { _ in foreign }
            let refused = try master.start(master.containers[0], ClusterClient.launchContext("true"))
            #expect(
                refused.failedRequests.first?.exception?.message?.contains("Unauthorized request to start container")
                    == true
            )
        }
    }

    @Test("when keys roll, a master gets a new token and its old one still works for a while")
    func roll() throws {
        try withMaster { cluster, master in
            let old = master.token
            cluster.rollMasterKeys()
            #expect(try master.allocate().amRmToken != nil)
            #expect(master.token != old)
            // On a connection that the old one has opened, the same new one is told again, as YARN does.
            let fresh = master.token
            try master.allocate()
            #expect(master.token == fresh)
            let reconnected = try ClusterClient(cluster)
            defer { reconnected.close() }
            let other = TestMaster(client: reconnected, attempt: master.attempt, token: fresh)
            other.responseID = master.responseID
            #expect(try other.allocate().amRmToken == nil)
            cluster.rollMasterKeys()
            cluster.restartResourceManager()
            // Two keys ago is too long.
            let client = try ClusterClient(cluster)
            defer { client.close() }
            let stale = TestMaster(client: client, attempt: master.attempt, token: old)
            #expect(try #require(throws: WeftError.self) { try stale.register() }.code == "token-invalid")
        }
    }

    @Test("a ResourceManager that starts anew makes masters register again, and their containers go on")
    func resync() throws {
        try withMaster { cluster, master in
            _ = try master.start(master.containers[0], ClusterClient.launchContext("sleep 1; exit 4"))
            cluster.restartResourceManager()
            let error = try #require(throws: WeftError.self) { try master.allocate() }
            let isLost = error.code == "connection-lost"
            let second = isLost ? try #require(throws: WeftError.self) { try master.allocate() } : error
            #expect(second.remoteException?.hasSuffix("ApplicationMasterNotRegisteredException") == true)
            try master.register()
            try master.heartbeat { $0.completed.count == 1 }
            #expect(master.completed[0].exitStatus == 4)
        }
    }
}
