import NIOCore
import Synchronization
import WeftDiagnostics
import WeftNetwork

/// An executor's connections to the other executors, made when they are needed and kept.
final class PeerNetwork: Sendable {
    private let network: Network
    private let driver: DriverLink
    private let timeout: Duration
    private let connecting = SingleFlight<String, Connection>()
    private let state = Mutex(State())
    /// Makes connections for those who must not wait.
    private let connector: TaskSlots

    private struct State {
        var addresses: [String: NetworkAddress] = [:]
        var connections: [String: Connection] = [:]
    }

    /// A peer has nothing to say but answers.
    private struct Silent: ConnectionHandler {
        func opened(_ connection: Connection) {}
        func received(_ message: ByteBuffer, on connection: Connection) {}
        func requested(_ message: ByteBuffer, on connection: Connection, reply: Reply) {}
        func closed(_ connection: Connection, _ error: WeftError?) {}
    }

    init(network: Network, driver: DriverLink, timeout: Duration) throws {
        self.network = network
        self.driver = driver
        self.timeout = timeout
        connector = try TaskSlots(count: 2, name: "weft-connect", stackSize: 512 << 10)
    }

    func close() { _ = connector.stop(waitingUpTo: .zero) }

    private func open(_ executorID: String) -> Connection? {
        state.withLock { state in
            guard let connection = state.connections[executorID], connection.isOpen else { return nil }
            return connection
        }
    }

    private func connection(to executorID: String) throws -> Connection {
        if let connection = open(executorID) { return connection }
        return try connecting.run(executorID) {
            if let connection = open(executorID) { return connection }
            let address = try address(of: executorID)
            let connection = try network.connect(to: address, handler: Silent())
            state.withLock { $0.connections[executorID] = connection }
            return connection
        }
    }

    private func address(of executorID: String) throws -> NetworkAddress {
        if let known = state.withLock({ $0.addresses[executorID] }) { return known }
        let answer: [String: NetworkAddress] = try driver.ask(GetExecutors(ids: [executorID])).reply()
        guard let address = answer[executorID] else {
            throw WeftError("executor-gone", "executor \(executorID) is gone")
        }
        state.withLock { $0.addresses[executorID] = address }
        return address
    }

    /// The ids of all other executors.
    func others() throws -> [String] {
        let answer: [String: NetworkAddress] = try driver.ask(GetExecutors(ids: [])).reply()
        return answer.keys.filter { $0 != driver.executorID }.sorted()
    }

    /// Asks an executor and waits for the answer.
    func ask(_ executorID: String, _ message: some ClusterMessage) throws -> ByteBuffer {
        try connection(to: executorID).requestAndWait(try message.encoded(), timeout: timeout)
    }

    /// Asks an executor; the answer comes on a thread that must not wait.
    func ask(
        _ executorID: String,
        _ message: some ClusterMessage,
        _ completion: @escaping @Sendable (Result<ByteBuffer, WeftError>) -> Void
    ) {
        let buffer: ByteBuffer
        do {
            buffer = try message.encoded()
        } catch {
            return completion(.failure(WeftError(wrapping: error)))
        }
        if let connection = open(executorID) {
            return connection.request(buffer, timeout: timeout, completion)
        }
        connector.run { [self] in
            do {
                try connection(to: executorID).request(buffer, timeout: timeout, completion)
            } catch {
                completion(.failure(WeftError(wrapping: error)))
            }
        }
    }
}
