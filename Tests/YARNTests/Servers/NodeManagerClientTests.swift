import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

@testable import YARN

@Suite("The NodeManagers' client")
struct NodeManagerClientTests {
    private static let attempt = Answers.attempt

    private static func token(_ number: UInt8) -> Token {
        Token(identifier: [number, 1], password: [number, 2], kind: .nodeManager, service: "elsewhere:1")
    }

    private func node(_ server: FakeServer) -> NodeID { NodeID(host: "127.0.0.1", port: Int32(server.port)) }

    private func client(_ tokens: [NodeID: Token], wait: Int = 0) throws -> NodeManagerClient {
        try NodeManagerClient(
            configuration: HadoopConfiguration(loadingFrom: [], environment: [:]),
            attempt: Self.attempt,
            nmTokens: NMTokens(tokens),
            wait: wait
        )
    }

    private static func failure(_ id: Int64, _ exception: String, _ message: String) -> ContainerExceptionMapProto {
        ContainerExceptionMapProto(
            containerId: ContainerID(attempt: attempt, id: id).message,
            exception: SerializedException(className: exception, message: message).serialized
        )
    }

    @Test("several containers are started in one call, and each has its own outcome")
    func start() throws {
        let token = Self.token(1)
        let server = try FakeServer(tokens: [token]) { _ in
            .answer(
                StartContainersResponseProto(
                    servicesMetaData: [StringBytesMapProto(key: "shuffle", value: [9])],
                    succeededRequests: [ContainerID(attempt: Self.attempt, id: 1).message],
                    failedRequests: [
                        Self.failure(
                            2,
                            Java.yarn("YarnException"),
                            "Unauthorized request to start container. \nThis token is expired. current time is 2"
                        ),
                        Self.failure(
                            3,
                            Java.yarn("YarnException"),
                            "Unauthorized request to start container. \nAttempt to relaunch the same container with id c"
                        ),
                        Self.failure(4, "org.apache.hadoop.security.token.SecretManager$InvalidToken", "bad"),
                    ]
                )
            )
        }
        let node = node(server)
        let client = try client([node: token])
        let starts = (1...4).map { id in
            NodeManagerClient.Start(container: Answers.container(id), context: Samples.launchContext)
        }
        let outcome = try client.start(on: node, starts)
        #expect(outcome.succeeded.map(\.id) == [1])
        #expect(outcome.serviceData == ["shuffle": [9]])
        let codes = Dictionary(outcome.failed.map { ($0.key.id, $0.value.code) }, uniquingKeysWith: { $1 })
        #expect(codes == [2: "token-expired", 3: "container-already-started", 4: "token-invalid"])
        // The token of the node is shown whatever its service says, and no user is named.
        #expect(server.calls.map(\.identifier) == [token.identifier])
        #expect(server.calls.map(\.user) == [nil])
        let sent: StartContainersRequestProto = try server.calls[0].message()
        #expect(sent.startContainerRequest.count == 4)
        #expect(throws: WeftError.self) {
            var container = Answers.container(2)
            container.node = node
            try client.start(container, Samples.launchContext)
        }
    }

    @Test("stopping and asking have their outcomes too")
    func stopAndStatus() throws {
        let server = try FakeServer(tokens: [Self.token(1)]) { call in
            let gone = Self.failure(2, Java.yarn("YarnException"), "Container c is not handled by this NodeManager")
            if call.method == "stopContainers" {
                return .answer(
                    StopContainersResponseProto(
                        succeededRequests: [ContainerID(attempt: Self.attempt, id: 1).message],
                        failedRequests: [gone]
                    )
                )
            }
            return .answer(
                GetContainerStatusesResponseProto(status: [Answers.status(1, 143).message], failedRequests: [gone])
            )
        }
        let node = node(server)
        let client = try client([node: Self.token(1)])
        let ids = [1, 2].map { ContainerID(attempt: Self.attempt, id: $0) }
        let stopped = try client.stop(on: node, ids)
        #expect(stopped.succeeded == [ids[0]])
        #expect(stopped.failed.keys.map(\.id) == [2])
        let asked = try client.statuses(on: node, ids)
        #expect(asked.statuses[ids[0]]?.exitStatus.signal == 15)
        #expect(asked.failed[ids[1]]?.message.contains("not handled") ?? false)
        #expect(server.calls.count == 2)
    }

    @Test("a NodeManager that isn't ready is asked again")
    func notReady() throws {
        let server = try FakeServer(tokens: [Self.token(1)]) { call in
            call.number == 0
                ? .refuse(Java.yarn("NMNotYetReadyException"), "wait") : .answer(StopContainersResponseProto())
        }
        let node = node(server)
        _ = try client([node: Self.token(1)], wait: 10_000).stop(on: node, [])
        #expect(server.calls.count == 2)
        let never = try FakeServer(tokens: [Self.token(1)]) { _ in
            .refuse(Java.yarn("NMNotYetReadyException"), "wait")
        }
        let error = #expect(throws: WeftError.self) {
            try client([self.node(never): Self.token(1)]).stop(on: self.node(never), [])
        }
        #expect(error?.code == "nodemanager-not-ready")
    }

    @Test("a node without a token, and one that isn't there, are said to be so")
    func unreachable() throws {
        let node = NodeID(host: "127.0.0.1", port: 1)
        let missing = #expect(throws: WeftError.self) { try client([:]).stop(on: node, []) }
        #expect(missing?.code == "token-invalid")
        let gone = #expect(throws: WeftError.self) { try client([node: Self.token(1)]).stop(on: node, []) }
        #expect(gone?.code == "nodemanager-unreachable")
        #expect(gone?.message.contains("127.0.0.1:1") ?? false)
        let server = try FakeServer(tokens: [Self.token(1)]) { _ in .hangUp }
        let refused = #expect(throws: WeftError.self) {
            try client([self.node(server): Self.token(2)]).stop(on: self.node(server), [])
        }
        #expect(refused?.code == "token-invalid", "\(refused as Any)")
    }

    @Test("many threads start on several nodes at once, each node over its own token")
    func parallel() throws {
        let servers = try (1...4).map { number in
            try FakeServer(tokens: [Self.token(UInt8(number))]) { call in
                let request: StopContainersRequestProto = try call.message()
                return .answer(StopContainersResponseProto(succeededRequests: request.containerId))
            }
        }
        let tokens = Dictionary(
            zip(servers.map(node), (1...4).map { Self.token(UInt8($0)) }),
            uniquingKeysWith: { $1 }
        )
        let client = try client(tokens, wait: 1000)
        let wrong = Mutex(0)
        let finished = Condition()
        let left = Mutex(64)
        for thread in 0..<64 {
            let node = node(servers[thread % servers.count])
            Pause.startThread {
                let id = ContainerID(attempt: Self.attempt, id: Int64(thread))
                let outcome = try? client.stop(on: node, [id])
                if outcome?.succeeded != [id] { wrong.withLock { $0 += 1 } }
                finished.withLock {
                    left.withLock { $0 -= 1 }
                    finished.broadcast()
                }
            }
        }
        let deadline = Deadline.after(milliseconds: 60_000)
        finished.withLock {
            while left.withLock({ $0 }) > 0, finished.wait(until: deadline) {}
        }
        #expect(left.withLock { $0 } == 0)
        #expect(wrong.withLock { $0 } == 0)
        for (number, server) in servers.enumerated() {
            #expect(server.calls.count == 16)
            #expect(server.calls.allSatisfy { $0.identifier == Self.token(UInt8(number + 1)).identifier })
        }
    }
}
