import Foundation
import HadoopRPC
import MiniCluster
import Testing
import WeftDiagnostics
import YARN

@Suite("An application master on a cluster")
struct ApplicationMasterTests {
    private let request = ContainerRequest(priority: 1, capability: Resource(memory: 200, virtualCores: 2))

    @Test("it registers, is given containers, starts and stops them, and ends well", arguments: TestYARN.all)
    func life(yarn: TestYARN) throws {
        let am = try Master(yarn)
        defer { am.close() }
        let told = try am.master.register(host: "localhost", port: -1, trackingURL: "http://localhost:1/")
        let largest = try #require(told.maximumCapability)
        #expect(largest.memory >= 256)
        #expect(!told.queue.isEmpty)
        _ = try am.client.wait(for: am.id, "running") { $0.state == .running }
        let got = try am.containers(request, 3)
        #expect(got.allSatisfy { $0.resource.satisfies(request.capability) && $0.token != nil })
        #expect(got.allSatisfy { am.master.nmTokens[$0.node] != nil })
        // One that ends by itself, one that is stopped, and one that is given back without being started.
        try am.nodes.start(got[0], ContainerLaunchContext(environment: ["CODE": "7"], commands: ["exit", "$CODE"]))
        let start = NodeManagerClient.Start(container: got[1], context: .init(commands: ["exec", "sleep", "600"]))
        let outcome = try am.nodes.start(on: got[1].node, [start])
        #expect(outcome.succeeded == [got[1].id])
        #expect(outcome.failed.isEmpty)
        am.master.release(got[2].id)
        var ended: [ContainerID: ContainerStatus] = [:]
        var released: Set<ContainerID> = []
        try am.heartbeats("end of a container") { events in
            for status in events.completed { ended[status.id] = status }
            released.formUnion(events.released.map(\.id))
            return ended[got[0].id] != nil && released.contains(got[2].id)
        }
        #expect(ended[got[0].id]?.exitStatus == ContainerExitStatus(rawValue: 7))
        let statuses = try am.nodes.statuses(on: got[1].node, [got[1].id])
        #expect(statuses.statuses[got[1].id]?.state == .running)
        let again = try am.nodes.start(on: got[1].node, [start])
        #expect(again.succeeded.isEmpty)
        #expect(again.failed[got[1].id]?.message.contains("relaunch") ?? false, "\(again)")
        #expect(try am.nodes.stop(on: got[1].node, [got[1].id]).succeeded == [got[1].id])
        try am.heartbeats("end of a stopped container") { events in
            for status in events.completed { ended[status.id] = status }
            return ended[got[1].id] != nil
        }
        #expect(ended[got[1].id]?.exitStatus.isNotTheApplicationsFault ?? false, "\(ended)")
        try am.master.unregister(.succeeded, diagnostics: "all is well", trackingURL: "http://localhost:2/")
        let report = try am.client.wait(for: am.id, "finished") { $0.state.isFinal }
        #expect(report.state == .finished)
        #expect(report.finalStatus == .succeeded)
        #expect(report.diagnostics == "all is well")
    }

    @Test("it is told what can't be, and goes on", arguments: TestYARN.all)
    func refused(yarn: TestYARN) throws {
        let am = try Master(yarn)
        defer { am.close() }
        _ = try am.master.register(host: "localhost", port: -1, trackingURL: "")
        let large = ContainerRequest(priority: 2, capability: Resource(memory: 1 << 30, virtualCores: 1))
        try am.master.request(large)
        let error = #expect(throws: WeftError.self) { try am.master.heartbeat(progress: 0) }
        #expect(error?.code == "invalid-resource-request", "\(error as Any)")
        #expect(!ApplicationMasterClient.isFinal(try #require(error)))
        am.master.withdraw(large)
        #expect(try am.containers(request, 1).count == 1)
        let second = #expect(throws: WeftError.self) {
            try am.master.register(host: "localhost", port: -1, trackingURL: "")
        }
        #expect(second?.code == "invalid-application-master-request", "\(second as Any)")
    }

    @Test("it hears that its application was killed", arguments: TestYARN.all)
    func killed(yarn: TestYARN) throws {
        let am = try Master(yarn)
        defer { am.close() }
        _ = try am.master.register(host: "localhost", port: -1, trackingURL: "")
        _ = try am.master.heartbeat(progress: 0)
        try am.client.kill(am.id)
        let error = #expect(throws: WeftError.self) {
            try am.heartbeats("end") { $0.mustShutDown }
        }
        #expect(ApplicationMasterClient.isFinal(try #require(error)), "\(error as Any)")
    }

    @Test("a token of another application isn't good, and none is said to be missing", arguments: TestYARN.all)
    func tokens(yarn: TestYARN) throws {
        let am = try Master(yarn)
        defer { am.close() }
        let missing = #expect(throws: WeftError.self) {
            try ApplicationMasterClient(configuration: yarn.configuration(), credentials: Credentials())
        }
        #expect(missing?.code == "token-invalid")
        let identifier = AMRMTokenIdentifier(attempt: am.master.attempt, keyID: 1)
        let forged = Token(
            identifier: identifier.bytes,
            password: (0..<20).map { $0 * 7 },
            kind: .applicationMaster,
            service: ""
        )
        let client = try ApplicationMasterClient(
            configuration: yarn.configuration(),
            credentials: Credentials(tokens: ["": forged])
        )
        defer { client.close() }
        let refused = #expect(throws: WeftError.self) { try client.register(host: "x", port: -1, trackingURL: "") }
        #expect(refused?.code != "resourcemanager-unreachable", "\(refused as Any)")
        #expect(!"\(refused as Any)".contains(Base64Text.text(forged.password)))
        let node = NodeID(host: "localhost", port: 1)
        let unknown = #expect(throws: WeftError.self) { try am.nodes.statuses(on: node, []) }
        #expect(unknown?.code == "token-invalid")
        am.master.nmTokens.add([node: forged])
        let dead = try NodeManagerClient(
            configuration: yarn.configuration(),
            attempt: am.master.attempt,
            nmTokens: am.master.nmTokens,
            wait: 0
        )
        let unreachable = #expect(throws: WeftError.self) { try dead.statuses(on: node, []) }
        #expect(unreachable?.code == "nodemanager-unreachable", "\(unreachable as Any)")
    }
}

@Suite("A ResourceManager that is started anew")
struct ResourceManagerRestartTests {
    @Test("the application master registers again, keeps its containers, and gets what it had asked for")
    func restart() throws {
        guard TestBeds.hadoopHome != nil else {
            var options = MiniClusterOptions()
            options.resourceManager.minimumMemory = 256
            let cluster = try MiniCluster.start(options)
            defer { cluster.stop() }
            try restart(TestYARN(ownEmbedded: cluster)) { _ in cluster.restartResourceManager() }
            return
        }
        let store = "/tmp/weft-interop-\(UUID().uuidString)"
        defer { _ = try? FileManager.default.removeItem(atPath: store) }
        let prefix = "org.apache.hadoop.yarn.server.resourcemanager.recovery"
        let kind = TestBedKind.insecure.with(
            "--yarn",
            "--set",
            "yarn.resourcemanager.recovery.enabled=true",
            "--set",
            "yarn.resourcemanager.store.class=\(prefix).FileSystemRMStateStore",
            "--set",
            "yarn.resourcemanager.fs.state-store.uri=file://\(store)"
        )
        try TestBed.withOwn(kind) { bed in
            try restart(TestYARN(kind: kind, own: bed)) { am in
                try bed.kill("resourcemanager")
                let gone = #expect(throws: WeftError.self) { try am.master.heartbeat(progress: 0) }
                #expect(gone?.code == "resourcemanager-unreachable", "\(gone as Any)")
                try bed.restart("resourcemanager")
            }
        }
    }

    /// - Parameter startAnew: ends the ResourceManager and starts it, when a container runs.
    private func restart(_ yarn: TestYARN, startAnew: (Master) throws -> Void) throws {
        let am = try Master(yarn)
        defer { am.close() }
        _ = try am.master.register(host: "localhost", port: -1, trackingURL: "")
        let request = ContainerRequest(priority: 1, capability: Resource(memory: 256, virtualCores: 1))
        let kept = try am.containers(request, 1)[0]
        try am.nodes.start(kept, ContainerLaunchContext(commands: ["exec", "sleep", "600"]))
        // Asked for, and nobody hears it before the restart.
        try am.master.request(request)
        try startAnew(am)
        var resynchronized = false
        var got: [Container] = []
        try am.heartbeats("containers after a restart") { events in
            resynchronized = resynchronized || events.hasResynchronized
            got += events.allocated.map(\.container)
            return !got.isEmpty
        }
        #expect(resynchronized)
        #expect(got[0].id.epoch > kept.id.epoch)
        let statuses = try am.nodes.statuses(on: kept.node, [kept.id])
        #expect(statuses.statuses[kept.id]?.state == .running, "\(statuses)")
        try am.nodes.start(got[0], ContainerLaunchContext(commands: ["exit", "0"]))
        try am.master.unregister(.succeeded)
        let end = try am.client.wait(for: am.id, "finished") { $0.state.isFinal }
        #expect(end.finalStatus == .succeeded)
    }
}

private enum Base64Text {
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
