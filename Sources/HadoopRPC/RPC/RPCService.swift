import HadoopProtos
import Synchronization
import WeftDiagnostics

/// A service at one or several servers, of which one is active, and a client that calls it: with retries and failover.
public final class RPCService: Sendable {
    /// The client whose connections and user are used.
    public let client: RPCClient
    /// The protocol that is spoken.
    public let protocolInfo: RPCProtocol
    /// The servers, at least one; the first is asked first.
    public let servers: [HadoopAddress]
    /// Called before a call waits to be made again: why, and how long in milliseconds.
    private let onRetry: (@Sendable (WeftError, Int) -> Void)?
    /// The index of the server that answered last.
    private let current = Atomic<Int>(0)

    /// Makes a service.
    ///
    /// - Parameters:
    ///   - client: the client.
    ///   - protocolInfo: the protocol.
    ///   - servers: the servers; there must be one.
    ///   - onRetry: called before a call waits to be made again.
    /// - Throws: `hadoop-configuration` when there is no server.
    public init(
        client: RPCClient,
        protocolInfo: RPCProtocol,
        servers: [HadoopAddress],
        onRetry: (@Sendable (WeftError, Int) -> Void)? = nil
    ) throws {
        guard !servers.isEmpty else {
            throw WeftError("hadoop-configuration", "no server is configured for \(protocolInfo.name)")
        }
        self.client = client
        self.protocolInfo = protocolInfo
        self.servers = servers
        self.onRetry = onRetry
    }

    /// The server that is asked first now: the one that answered last.
    public var currentServer: HadoopAddress { servers[current.load(ordering: .relaxed)] }

    /// Calls a method and waits for the answer.
    ///
    /// A call that is made again keeps its id, so that a server that keeps answers finds the one that was lost.
    ///
    /// - Parameters:
    ///   - method: the method's name.
    ///   - request: what it is given.
    ///   - idempotency: what may be done when the answer is lost.
    /// - Throws: the server's exception as a `WeftError`, or why it couldn't be asked.
    public func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ idempotency: Idempotency,
        returning: Response.Type = Response.self
    ) throws -> Response {
        let bytes = request.serialized()
        let id = client.newCallID()
        var policy = RetryPolicy(options: client.options, serverCount: servers.count)
        var retryCount: Int32 = 0
        while true {
            let index = current.load(ordering: .relaxed)
            let server = servers[index]
            do {
                let response = try client.callOnce(
                    protocolInfo,
                    at: server,
                    method: method,
                    request: bytes,
                    id: id,
                    retryCount: retryCount
                )
                return try response.body()
            } catch {
                let error = WeftError(wrapping: error)
                let decision = policy.decide(error, idempotency, jitter: .random(in: 0...1))
                retryCount += 1
                switch decision {
                case .fail: throw described(error, method, server)
                case .retry(let delay):
                    wait(delay, for: error)
                case .failover(let delay):
                    // Of several threads that fail at once, one moves on.
                    _ = current.compareExchange(
                        expected: index,
                        desired: (index + 1) % servers.count,
                        ordering: .relaxed
                    )
                    wait(delay, for: error)
                }
            }
        }
    }

    private func wait(_ milliseconds: Int, for error: WeftError) {
        guard milliseconds > 0 else { return }
        onRetry?(error, milliseconds)
        Pause.sleep(milliseconds: milliseconds)
    }

    private func described(_ error: WeftError, _ method: String, _ server: HadoopAddress) -> WeftError {
        var error = error.afterLastTry
        if !error.details.contains(where: { $0.name == "server" }) {
            error.details.append(.init("server", "\(server)"))
        }
        error.details.append(.init("call", method))
        return error
    }
}
