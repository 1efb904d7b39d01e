import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// What answers the calls of one protocol.
public struct RPCServerProtocol: Sendable {
    /// Takes the request's bytes and who asks, and returns the answer's bytes.
    public typealias Handler = @Sendable (_ request: [UInt8], _ caller: RPCCaller) throws -> [UInt8]

    /// The Java interface that clients name.
    public var name: String
    /// What answers, by the name of the method.
    public var methods: [String: Handler]

    /// Makes a protocol without methods.
    public init(name: String) {
        self.name = name
        methods = [:]
    }
}

extension RPCServerProtocol {
    /// Adds a method.
    mutating func add<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ handler: @escaping @Sendable (Request, RPCCaller) throws -> Response
    ) {
        methods[method] = { bytes, caller in try handler(Request(serialized: bytes), caller).serialized() }
    }
}

/// A server of Hadoop RPC on one port. Each connection has a thread of its own, which answers one call after the other.
public final class RPCServer: Sendable {
    /// How long a client may be silent before it has said who it is, in milliseconds.
    static let handshakeTimeout = 60_000
    /// How long an idle connection is kept (`ipc.client.connection.maxidletime` of clients is much less).
    static let idleTimeout = 3_600_000
    static let writeTimeout = 60_000

    /// The port that it listens on.
    public var port: Int { socket.port }
    private let socket: ServerSocket
    private let security: RPCServerSecurity
    private let protocols: [String: RPCServerProtocol]
    private let connections = Mutex<[Int: ServerConnectionSocket]>([:])

    /// Listens and serves, until `stop()`.
    ///
    /// - Parameters:
    ///   - address: the numeric address to listen on.
    ///   - port: the port; 0 for any that is free.
    ///   - security: how clients are authenticated.
    ///   - protocols: what is served.
    /// - Throws: `port-in-use`, `io-error`.
    public convenience init(
        address: String = "127.0.0.1",
        port: Int = 0,
        security: RPCServerSecurity,
        protocols: [RPCServerProtocol]
    ) throws {
        self.init(socket: try ServerSocket(address: address, port: port), security: security, protocols: protocols)
    }

    /// Serves on a socket whose port had to be known before.
    init(socket: ServerSocket, security: RPCServerSecurity, protocols: [RPCServerProtocol]) {
        self.socket = socket
        self.security = security
        self.protocols = Dictionary(protocols.map { ($0.name, $0) }) { $1 }
        Pause.startThread { [weak self, socket] in
            var count = 0
            while let connection = socket.accept() {
                guard let self else { return }
                count += 1
                let number = count
                self.connections.withLock { $0[number] = connection }
                let started = Pause.startThread { [weak self] in
                    self?.serve(connection)
                    connection.close()
                    self?.forget(number)
                }
                if !started { self.forget(number) }
            }
        }
    }

    deinit { stop() }

    /// Ends listening and all connections.
    public func stop() {
        socket.close()
        closeConnections()
    }

    /// Ends all connections, as a server that starts anew does.
    func closeConnections() {
        for connection in connections.withLock({ Array($0.values) }) { connection.close() }
    }

    private func forget(_ number: Int) { connections.withLock { $0[number] = nil } }

    private func serve(_ connection: ServerConnectionSocket) {
        var session = RPCServerSession(security: security, address: connection.address)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { buffer.deallocate() }
        let handshake = Deadline.after(milliseconds: Self.handshakeTimeout)
        while true {
            let deadline = session.isOpen ? Deadline.after(milliseconds: Self.idleTimeout) : handshake
            let count = connection.read(into: buffer, deadline: deadline)
            guard count > 0 else { return }
            for output in session.received(buffer[..<count]) {
                let bytes: [UInt8]
                switch output {
                case .close: return
                case .write(let made): bytes = made
                case .call(let call):
                    guard let made = try? session.answer(call, answer(call)) else { return }
                    bytes = made
                }
                guard connection.write(bytes, deadline: .after(milliseconds: Self.writeTimeout)) else { return }
            }
        }
    }

    private func answer(_ call: RPCServerCall) -> Result<[UInt8], RPCServerFailure> {
        guard let served = protocols[call.protocolName] else {
            return .failure(
                RPCServerFailure(
                    error: RPCServerError(
                        "org.apache.hadoop.ipc.RpcNoSuchProtocolException",
                        "Unknown protocol: \(call.protocolName)"
                    ),
                    detail: .errorNoSuchProtocol
                )
            )
        }
        guard let handler = served.methods[call.method] else {
            return .failure(
                RPCServerFailure(
                    error: RPCServerError(
                        "org.apache.hadoop.ipc.RpcNoSuchMethodException",
                        "Unknown method \(call.method) called on \(call.protocolName) protocol."
                    ),
                    detail: .errorNoSuchMethod
                )
            )
        }
        do {
            return .success(try handler(call.request, call.caller))
        } catch {
            return .failure(RPCServerFailure(error: RPCServerError(wrapping: error)))
        }
    }
}
