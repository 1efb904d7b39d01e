import Glibc
import NIOCore
import NIOPosix
import WeftDiagnostics

/// The authenticated connections of one process with the others of its application.
///
/// Both sides of a connection prove that they know the application's secret before either decodes anything that the
/// other has sent. What goes over the wire is described in `docs/network-protocol.md`.
///
/// A network has threads of its own, which end with `close()`.
public final class Network: Sendable {
    /// How long sent bytes may stay without the peer's acknowledgement.
    private static let userTimeoutMilliseconds = 30_000
    /// Executors that connect all at once wait there. The kernel has a limit of its own (net.core.somaxconn).
    private static let backlog: CInt = 4096

    private let core: NetworkCore

    /// Starts the threads.
    public init(_ options: NetworkOptions) { core = NetworkCore(options) }

    deinit { core.close() }

    /// Accepts peers on a port.
    ///
    /// - Parameters:
    ///   - host: the name or IP address to listen on, `0.0.0.0` or `::` for all.
    ///   - port: the port; 0 for any that is free.
    ///   - portRetries: how many ports behind `port` are tried when it is taken.
    ///   - handler: who is told about the connections.
    ///
    /// Throws `port-unavailable` when all of these ports are taken, `cannot-listen` when the host isn't one of this
    /// machine's. Blocks; must not be called on an event loop.
    public func listen(
        host: String,
        port: Int,
        portRetries: Int = 16,
        handler: any ConnectionHandler
    ) throws -> Listener {
        try refuseOnEventLoop("listen")
        try core.checkUsable()
        guard (0...65_535).contains(port) else { throw WeftError("cannot-listen", "\(port) isn't a port") }
        let last = port == 0 ? 0 : min(65_535, port + max(0, portRetries))
        for candidate in port...last {
            do {
                let admission = Admission()
                let channel = try bootstrap(admission, handler).bind(host: host, port: candidate).wait()
                core.listening(channel)
                return Listener(port: channel.localAddress?.port ?? candidate, channel: channel)
            } catch let error as IOError where error.errnoCode == EADDRINUSE && candidate < last {
                continue
            } catch let error as IOError where error.errnoCode == EADDRINUSE {
                break
            } catch {
                throw WeftError(
                    "cannot-listen",
                    "can't listen on \(NetworkAddress(host: host, port: candidate)): \(reason(error))",
                    remedy: "check that the host is this machine's and that the port is one that a user may take"
                )
            }
        }
        throw WeftError(
            "port-unavailable",
            port == last ? "port \(port) of \(host) is taken" : "the ports \(port) to \(last) of \(host) are taken",
            remedy: "set `weft.driver.port` to another port or to 0 for any, or raise `weft.port.maxRetries`"
        )
    }

    /// Connects to a peer and proves on both sides who is who. Blocks; must not be called on an event loop.
    ///
    /// Throws `connect-failed` and `connect-timeout` when there is no connection; `handshake-timeout` and
    /// `connection-closed` when the peer doesn't answer; `not-weft`, `version-mismatch`, `authentication-failed`,
    /// `encryption-mismatch`, `application-mismatch` and `build-mismatch` when it is the wrong one.
    public func connect(to address: NetworkAddress, handler: any ConnectionHandler) throws -> Connection {
        try refuseOnEventLoop("connect")
        try core.checkUsable()
        let promise = core.group.next().makePromise(of: Connection.self)
        let core = core
        ClientBootstrap(group: promise.futureResult.eventLoop)
            .connectTimeout(TimeAmount(core.options.connectTimeout))
            .channelInitializer { Self.configure($0, core) }
            .connect(host: address.host, port: address.port)
            .whenComplete { result in
                switch result {
                case .success(let channel):
                    // Only now: several addresses of one host may have been tried.
                    let handler = ConnectionChannelHandler(
                        core: core,
                        eventLoop: channel.eventLoop,
                        handler: handler,
                        role: .client(promise)
                    )
                    do {
                        try channel.pipeline.syncOperations.addHandler(handler)
                    } catch {
                        promise.fail(error)
                    }
                case .failure(let error): promise.fail(error)
                }
            }
        do {
            return try promise.futureResult.wait()
        } catch let error as WeftError {
            throw error
        } catch ChannelError.connectTimeout {
            throw WeftError(
                "connect-timeout",
                "\(address) didn't accept a connection within \(core.options.connectTimeout)",
                remedy: "check that the host is up, and that no firewall drops connections to this port"
            )
        } catch {
            throw WeftError(
                "connect-failed",
                "can't connect to \(address): \(reason(error))",
                remedy: "check the address, and that the peer is still running"
            )
        }
    }

    /// Closes everything and ends the threads. What was sent before is written first, for at most five seconds. Can be
    /// called again; must not be called on an event loop, where it doesn't wait.
    public func close() { core.close() }

    private func bootstrap(_ admission: Admission, _ handler: any ConnectionHandler) -> ServerBootstrap {
        let core = core
        return ServerBootstrap(group: core.group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try closeOnExec(channel)
                    admission.start(channel)
                    try channel.pipeline.syncOperations.addHandler(AcceptGate())
                }
            }
            .childChannelInitializer { channel in
                Self.configure(channel, core).flatMapThrowing {
                    let handshakeEnded = admission.accepted(channel)
                    // Also where it is closed before it has begun.
                    channel.closeFuture.whenComplete { _ in handshakeEnded() }
                    let role = ConnectionChannelHandler.Role.server(admission: handshakeEnded)
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectionChannelHandler(
                            core: core,
                            eventLoop: channel.eventLoop,
                            handler: handler,
                            role: role
                        )
                    )
                }
            }
    }

    /// What both sides set on a socket.
    private static func configure(_ channel: any Channel, _ core: NetworkCore) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            try closeOnExec(channel)
            guard let options = channel.syncOptions else { return }
            try options.setOption(.tcpOption(.tcp_nodelay), value: 1)
            try options.setOption(.socketOption(.so_keepalive), value: 1)
            // With the user timeout below, probes that nobody answers end a connection that has nothing to send.
            try options.setOption(.tcpOption(.init(rawValue: TCP_KEEPIDLE)), value: 15)
            try options.setOption(.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 5)
            try options.setOption(.tcpOption(.init(rawValue: TCP_USER_TIMEOUT)), value: userTimeoutMilliseconds)
            try options.setOption(.writeBufferWaterMark, value: .init(low: 256 << 10, high: 1 << 20))
            // More than one would have NIO keep as many buffers.
            try options.setOption(.maxMessagesPerRead, value: 1)
            try options.setOption(.recvAllocator, value: core.receiveBuffers(of: channel.eventLoop))
        }
    }
}

/// Processes that this one starts don't get the socket, which would keep its port taken and its peer waiting.
private func closeOnExec(_ channel: any Channel) throws {
    try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    }
}

/// What went wrong below, in one line.
private func reason(_ error: any Error) -> String {
    switch error {
    case let error as IOError: systemErrorText(error.errnoCode)
    case let error as NIOConnectionError:
        error.connectionErrors.first.map { reason($0.error) } ?? "the host's name isn't known"
    default: "\(error)"
    }
}
