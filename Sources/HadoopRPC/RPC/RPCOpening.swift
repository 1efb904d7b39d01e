import WeftDiagnostics

/// A connection up to its first call: connected, and both ends know each other.
struct RPCOpening {
    let socket: StreamSocket
    let authentication: RPCAuthentication
    let protection: SaslProtection
    let codec: (any SaslCodec)?
    /// What is to be written before the first call, as it is: see `RPCHandshake.start`.
    let unsent: [UInt8]
    /// What the server has sent so far that wasn't taken.
    let frames: FrameReader

    /// The longest frame that is accepted of a server which hasn't proved who it is: its offers and tokens are short.
    static let maximumHandshakeFrame = 1 << 20

    /// Connects and authenticates.
    ///
    /// - Parameters:
    ///   - server: where to.
    ///   - protocolName: what will be spoken.
    ///   - clientID: the client's id.
    ///   - options: its `connectTimeout` is for connecting, and again for each answer of the server; what this side does in
    ///     between, asking a KDC for instance, has bounds of its own.
    ///   - deadline: when to give up altogether.
    ///   - authenticator: answers the server's questions.
    /// - Throws: `WeftError.handshakeLost` when the connection ended before both ends knew each other.
    init(
        to server: HadoopAddress,
        protocolName: String,
        clientID: [UInt8],
        options: RPCOptions,
        deadline: Deadline,
        authenticator: (StreamSocket) throws -> any RPCAuthenticator
    ) throws {
        socket = try StreamSocket.connect(
            to: server,
            deadline: min(deadline, .after(milliseconds: options.connectTimeout))
        )
        var frames = FrameReader(maximumLength: min(Self.maximumHandshakeFrame, options.maximumResponseLength))
        do {
            var handshake = RPCHandshake(
                authenticator: try authenticator(socket),
                protocolName: protocolName,
                clientID: clientID
            )
            var unsent = try handshake.start()
            while handshake.state != .done {
                if deadline.hasPassed { throw Self.tooSlow(server) }
                let turn = min(deadline, .after(milliseconds: options.connectTimeout))
                unsent = try handshake.received(Self.exchange(unsent, socket, &frames, turn))
            }
            authentication = handshake.authentication
            protection = handshake.protection
            codec = handshake.codec
            self.unsent = try handshake.codec.map { try RPCFrames.sealed(unsent, $0) } ?? unsent
        } catch {
            socket.close()
            throw error
        }
        self.frames = frames
    }

    private static func exchange(
        _ bytes: [UInt8],
        _ socket: StreamSocket,
        _ frames: inout FrameReader,
        _ deadline: Deadline
    ) throws -> [UInt8] {
        try transport(socket.peer) { try socket.write(bytes, deadline: deadline) }
        return try withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 16) { buffer in
            while true {
                if let frame = try frames.next() { return frame }
                let count = try transport(socket.peer) { try socket.read(into: buffer, deadline: deadline) }
                guard count > 0 else { throw WeftError.handshakeLost(socket.peer, cause: nil) }
                frames.append(buffer[..<count])
            }
        }
    }

    private static func transport<Value>(_ server: HadoopAddress, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as WeftError {
            throw WeftError.handshakeLost(server, cause: error)
        }
    }

    private static func tooSlow(_ server: HadoopAddress) -> WeftError {
        WeftError(
            "connect-timeout",
            "connecting to \(server) and logging in took longer than a call may",
            remedy: "check the server and the KDC; ipc.client.rpc-timeout.ms sets the time for calls in milliseconds",
            details: [.init("server", "\(server)")]
        )
    }
}

extension WeftError {
    /// The code of a connection that ended while it was being authenticated. Nothing was asked yet, so a call may be made
    /// again whatever it does; people are told `afterLastTry` when that doesn't help.
    static let handshakeLost: Code = "handshake-lost"

    fileprivate static func handshakeLost(_ server: HadoopAddress, cause: WeftError?) -> WeftError {
        let isLate = cause?.code == "timed-out"
        return WeftError(
            handshakeLost,
            isLate
                ? "\(server) didn't answer in time while the connection was being authenticated"
                : "\(server) closed the connection while it was being authenticated",
            remedy: isLate
                ? "check the server's load and its log; ipc.client.connect.timeout sets the time in milliseconds"
                : "look into the server's log; often the protection levels (hadoop.rpc.protection) have none in common",
            details: [.init("server", "\(server)")],
            cause: cause
        )
    }

    /// The error as it is told when nobody tries again.
    var afterLastTry: WeftError {
        guard code == Self.handshakeLost else { return self }
        var error = self
        error.code = cause?.code == "timed-out" ? "connect-timeout" : "sasl-failed"
        return error
    }
}
