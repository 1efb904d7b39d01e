import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics
import YARN

@testable import MiniCluster

/// A node that notes what it is told.
private final class NotingAgent: NodeAgent {
    let stopped = Mutex<[ContainerID]>([])
    func stop(_ container: ContainerID, status: Int32, diagnostics: String) {
        stopped.withLock { $0.append(container) }
    }
    func cleanUp(_ application: ApplicationID) {}
    var containerNames: [ContainerID] { [] }
}

@Suite("A ResourceManager that waits for others", .timeLimit(.minutes(3)))
struct BlockedServerTests {
    private func node(_ port: Int) -> ManagedNode {
        ManagedNode(
            name: NodeID(host: "127.0.0.1", port: Int32(port)),
            httpAddress: "",
            rack: "/r",
            capacity: Capacity(memory: 8_192, vcores: 8),
            label: "",
            lastReport: TimeText.now
        )
    }

    @Test("while a node doesn't answer, containers elsewhere are stopped")
    func silentNode() throws {
        // It is connected to, and says nothing.
        let silent = try ServerSocket(address: "127.0.0.1", port: 0)
        defer { silent.close() }
        let manager = try ResourceManager(
            settings: .init(),
            tokens: ClusterTokens(),
            isSecure: false,
            protection: .authentication
        )
        defer { manager.stop() }
        manager.register(node(silent.port), agent: NotingAgent())
        let id = manager.change { $0.newApplication() }
        try manager.submit(
            ApplicationSubmissionContextProto(
                applicationId: id.message,
                resource: ResourceProto(memory: 512, virtualCores: 1)
            ),
            user: "alice"
        )
        let agent = NotingAgent()
        let other = node(1)
        manager.register(other, agent: agent)
        let attempt = ApplicationAttemptID(application: id, attempt: 1)
        let container = ContainerID(attempt: attempt, epoch: 0, number: 99)
        manager.change { $0.act(.stopContainer(container, other.name, status: -106, diagnostics: "")) }
        let deadline = Deadline.after(milliseconds: 60_000)
        while agent.stopped.withLock({ $0.isEmpty }), !deadline.hasPassed { Pause.sleep(milliseconds: 5) }
        #expect(agent.stopped.withLock { $0 } == [container])
        #expect(manager.read { $0.attempt(attempt)?.state } == .appAttemptAllocated)
    }

    private func renewer(_ tokens: DelegationTokens) throws -> TokenRenewer {
        try TokenRenewer(
            configuration: HadoopConfiguration(environment: [:]),
            keytab: "/nowhere",
            principal: "rm/localhost@WEFT.LOCAL",
            delegation: tokens
        )
    }

    @Test("a token that two applications bring at once is cancelled with the last of them")
    func sharedToken() throws {
        let tokens = DelegationTokens()
        let renewer = try renewer(tokens)
        for round in 1...200 as ClosedRange<Int32> {
            let token = tokens.issue(owner: "alice", realUser: nil, renewer: "rm", now: TimeText.now)
            let storage = Credentials(tokens: ["t": token]).storage()
            let ids = [1, 2].map { ApplicationID(clusterTimestamp: Int64(round), id: $0) }
            let adopted = Mutex(0)
            for id in ids {
                Pause.startThread {
                    let failure = renewer.adopt(storage, for: id, cancels: true)
                    adopted.withLock { $0 += failure == nil ? 1 : 100 }
                }
            }
            let deadline = Deadline.after(milliseconds: 60_000)
            while adopted.withLock({ $0 }) < 2, !deadline.hasPassed { Pause.sleep(milliseconds: 1) }
            try #require(adopted.withLock { $0 } == 2)
            renewer.drop(ids[0])
            #expect(throws: Never.self) { try tokens.password(token.identifier, now: TimeText.now) }
            renewer.drop(ids[1])
            #expect(throws: RPCServerError.self) { try tokens.password(token.identifier, now: TimeText.now) }
        }
    }

    @Test("an application that is refused leaves its user's tokens alone")
    func refusedSubmission() throws {
        let tokens = ClusterTokens()
        let manager = try ResourceManager(
            settings: .init(),
            tokens: tokens,
            isSecure: true,
            protection: .authentication,
            renewer: try renewer(tokens.delegation)
        )
        defer { manager.stop() }
        let token = tokens.delegation.issue(owner: "alice", realUser: nil, renewer: "rm", now: TimeText.now)
        let id = manager.change { $0.newApplication() }
        var context = ApplicationSubmissionContextProto(
            applicationId: id.message,
            amContainerSpec: ContainerLaunchContextProto(tokens: Credentials(tokens: ["t": token]).storage()),
            resource: ResourceProto(memory: 1 << 40, virtualCores: 1)
        )
        #expect(throws: RPCServerError.self) { try manager.submit(context, user: "alice") }
        #expect(throws: Never.self) { try tokens.delegation.password(token.identifier, now: TimeText.now) }
        // The same again as it should be; with its end the token's end comes.
        context.resource = ResourceProto(memory: 512, virtualCores: 1)
        try manager.submit(context, user: "alice")
        manager.change { $0.end(id, .killed, diagnostics: "", now: TimeText.now) }
        let deadline = Deadline.after(milliseconds: 60_000)
        func isGood() -> Bool { (try? tokens.delegation.password(token.identifier, now: TimeText.now)) != nil }
        while isGood(), !deadline.hasPassed { Pause.sleep(milliseconds: 5) }
        #expect(!isGood())
    }

    @Test("a token is signed by the key that it names, while keys roll")
    func rollingKeys() throws {
        let keys = MasterKeys(.nodeManager)
        let isDone = Atomic<Bool>(false)
        let hasEnded = Atomic<Bool>(false)
        Pause.startThread {
            while !isDone.load(ordering: .acquiring) {
                keys.roll()
                Pause.sleep(milliseconds: 1)
            }
            hasEnded.store(true, ordering: .releasing)
        }
        var wrong = 0
        for _ in 0..<5_000 {
            let used = Mutex<Int32>(0)
            let token = keys.sign(service: "") { number in
                used.withLock { $0 = number }
                return [UInt8(truncatingIfNeeded: number)]
            }
            // A key that was forgotten meanwhile can't be asked any more.
            guard let password = try? keys.password(token.identifier, key: used.withLock { $0 }) else { continue }
            if password != token.password { wrong += 1 }
        }
        isDone.store(true, ordering: .releasing)
        while !hasEnded.load(ordering: .acquiring) { Pause.sleep(milliseconds: 1) }
        #expect(wrong == 0)
    }
}
