import Logging
import NIOCore
import WeftDiagnostics

/// The thin layer between a socket and the states of a connection. Everything here runs on the event loop.
final class ConnectionChannelHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case client(HandshakeClient)
        case server(HandshakeServer)
        case open(StreamDecoder, Connection)
        /// Refused or closing: what comes is dropped.
        case over
    }

    /// Which side of the handshake this is, and who is told about its end.
    enum Role {
        case client(EventLoopPromise<Connection>)
        case server(admission: @Sendable () -> Void)
    }

    /// How long what was sent before `close` may take.
    private static let lingerTime = TimeAmount.seconds(5)

    private let core: NetworkCore
    private let receiveBuffers: ReceiveBuffers
    private let handler: any ConnectionHandler
    private var role: Role?
    private var phase: Phase
    private var context: ChannelHandlerContext?
    private var remote = "unknown"
    private var connection: Connection?

    // Sending.
    private var queue = CircularBuffer<Frame>()
    private var encoder = FrameEncoder(sealer: nil)
    private var isPumping = false
    private var unsettled = 0
    private var unsettledAnswers = 0
    private var isClosing = false

    // Receiving.
    private var requests = RequestTable<Connection.Completion>()
    private var gate = ReadGate()
    private var readIsOwed = false
    private var closeError: WeftError?
    private var timeout: Scheduled<Void>?

    init(core: NetworkCore, eventLoop: any EventLoop, handler: any ConnectionHandler, role: Role) {
        self.core = core
        receiveBuffers = core.receiveBuffers(of: eventLoop)
        self.handler = handler
        self.role = role
        switch role {
        case .client: phase = .client(HandshakeClient(core.handshakeInput))
        case .server: phase = .server(HandshakeServer(core.handshakeInput))
        }
    }

    // MARK: The channel's events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive {
            begin(context)
        } else if case .client = role {
            // Closed between connecting and now.
            endHandshake(connectionClosed(remote))
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) { begin(context) }

    private func begin(_ context: ChannelHandlerContext) {
        guard timeout == nil else { return }
        remote = context.remoteAddress.map(describe) ?? "unknown"
        timeout = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(core.options.handshakeTimeout)) {
            self.refuse(
                WeftError(
                    "handshake-timeout",
                    "the peer didn't say who it is within \(self.core.options.handshakeTimeout)",
                    remedy: "check the host and the port, and whether the peer is overloaded"
                )
            )
        }
        if case .client(let client) = phase { perform(client.opened(), rest: ByteBuffer()) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        receive(bytes)
        receiveBuffers.giveBack(bytes)
    }

    private func receive(_ bytes: ByteBuffer) {
        var bytes = bytes
        switch phase {
        case .client(var client):
            phase = .over
            let actions = client.received(&bytes)
            phase = .client(client)
            perform(actions, rest: bytes)
        case .server(var server):
            phase = .over
            let actions = server.received(&bytes)
            phase = .server(server)
            perform(actions, rest: bytes)
        case .open(var decoder, let connection):
            // Out of the phase while it is changed, so that it isn't copied.
            phase = .over
            var isOpen = true
            do {
                try decoder.receive(bytes) { frame in
                    try deliver(frame, connection)
                    isOpen = !isClosing && context != nil
                    return isOpen
                }
            } catch {
                isOpen = false
                fail(WeftError(wrapping: error))
            }
            if isOpen { phase = .open(decoder, connection) }
            updateGate()
        case .over: break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is HandshakeEvicted else { return context.fireUserInboundEventTriggered(event) }
        refuse(
            WeftError(
                "handshake-timeout",
                "the peer hasn't said who it is, and many others wait",
                remedy: "find out what connects to this port without speaking Weft's protocol"
            )
        )
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { pump() }
        context.fireChannelWritabilityChanged()
    }

    func read(context: ChannelHandlerContext) {
        if gate.isHeld { readIsOwed = true } else { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if closeError == nil {
            closeError = WeftError(
                "connection-lost",
                "the connection with \(remote) broke",
                remedy: "check the peer and the network between the two hosts",
                details: [.init("peer", remote)],
                cause: error
            )
        }
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timeout?.cancel()
        endHandshake(
            closeError
                ?? WeftError(
                    "connection-closed",
                    "\(remote) closed the connection before it said who it is",
                    remedy: "see the peer's log"
                )
        )
        let between: Bool
        if case .open(let decoder, _) = phase { between = decoder.isBetweenFrames } else { between = true }
        phase = .over
        if let connection {
            _ = connection.markClosed()
            if closeError == nil, !between {
                closeError = WeftError(
                    "connection-lost",
                    "\(remote) closed the connection in the middle of a message",
                    remedy: "see the peer's log",
                    details: [.init("peer", remote)]
                )
            }
            failRequests(connection)
            connection.detach()
            self.connection = nil
            core.closed(connection)
            handler.closed(connection, closeError)
        }
        context.fireChannelInactive()
    }

    // MARK: The handshake

    private func perform(_ actions: [HandshakeAction], rest: ByteBuffer) {
        for action in actions {
            guard let context else { return }
            switch action {
            case .send(let bytes): context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .refuse(let error): return refuse(error)
            case .established(let session):
                timeout?.cancel()
                let connection = Connection(
                    remote: remote,
                    core: core,
                    eventLoop: context.eventLoop,
                    channelHandler: self
                )
                self.connection = connection
                encoder = FrameEncoder(sealer: session.sealer)
                phase = .open(
                    StreamDecoder(opener: session.opener, maxBodyBytes: core.options.maxFrameBytes),
                    connection
                )
                core.opened(connection)
                handler.opened(connection)
                endHandshake(nil)
                if rest.readableBytes > 0, !isClosing { receive(rest) }
            }
        }
    }

    /// Tells who waits for it that the handshake is over.
    private func endHandshake(_ error: WeftError?) {
        guard let role else { return }
        self.role = nil
        switch role {
        case .client(let promise):
            if let connection, error == nil { promise.succeed(connection) } else if let error { promise.fail(error) }
        case .server(let admission):
            admission()
            if let error { core.refused(error, remote: remote) }
        }
    }

    /// Ends a handshake that has failed. What was written for the peer should arrive, so the socket is closed once the
    /// peer has closed it, or after a second.
    private func refuse(_ error: WeftError) {
        guard role != nil, let context else { return }
        timeout?.cancel()
        phase = .over
        var error = error
        error.details.append(.init("peer", remote))
        closeError = error
        endHandshake(error)
        guard error.code != "handshake-timeout", error.code != "not-weft" else {
            context.close(promise: nil)
            return
        }
        context.close(mode: .output, promise: nil)
        timeout = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) {
            self.context?.close(promise: nil)
        }
    }

    // MARK: Receiving

    private func deliver(_ frame: Frame, _ connection: Connection) throws {
        switch frame.kind {
        case .message: handler.received(frame.body, on: connection)
        case .request: handler.requested(frame.body, on: connection, reply: Reply(to: frame.id, on: connection))
        case .response: try requests.answered(frame.id)?(.success(frame.body))
        case .failure:
            let error = try ErrorCoding.decode(frame.body)
            try requests.answered(frame.id)?(.failure(error))
        }
    }

    /// Closes because of what the peer sent.
    private func fail(_ error: WeftError) {
        var error = error
        error.details.append(.init("peer", remote))
        core.options.logger.error("a connection is closed: \(error)")
        if closeError == nil { closeError = error }
        _ = connection?.markClosed()
        context?.close(promise: nil)
    }

    private func expireRequests() {
        let (expired, timer) = requests.expire(now: .now())
        arm(timer)
        let error = WeftError(
            "request-timeout",
            "\(remote) didn't answer a request in time",
            remedy: "see the peer's log; it may be overloaded",
            details: [.init("peer", remote)]
        )
        for completion in expired { completion(.failure(error)) }
    }

    private func arm(_ timer: NIODeadline?) {
        guard let timer, let context else { return }
        context.eventLoop.assumeIsolated().scheduleTask(deadline: timer) { [weak self] in self?.expireRequests() }
    }

    private func failRequests(_ connection: Connection) {
        take(connection.takeOutgoing())
        connection.settle(queue.reduce(0) { $0 + Frame.headerBytes + $1.body.readableBytes })
        queue.removeAll()
        var error = connectionClosed(remote)
        error.cause = closeError
        for completion in requests.removeAll() { completion(.failure(error)) }
    }

    // MARK: Sending

    /// Something waits to be sent.
    func drain() {
        guard let connection else { return }
        take(connection.takeOutgoing())
        updateGate()
        pump()
    }

    private func take(_ items: [Connection.Outgoing]) {
        for item in items {
            switch item {
            case .message(let body): queue.append(Frame(kind: .message, id: 0, body: body))
            case .answer(let kind, let id, let body):
                unsettledAnswers += Frame.headerBytes + body.readableBytes
                queue.append(Frame(kind: kind, id: id, body: body))
            case .request(let body, let deadline, let completion):
                let (id, timer) = requests.add(deadline: deadline, completion)
                arm(timer)
                queue.append(Frame(kind: .request, id: id, body: body))
            }
        }
    }

    /// Encodes as much as the socket takes for now: what waits for longer stays as it is.
    private func pump() {
        guard !isPumping, let context, let connection else { return }
        isPumping = true
        defer { isPumping = false }
        while context.channel.isWritable, !queue.isEmpty, self.context != nil { encodeBatch(context, connection) }
        closeWhenDone()
    }

    private func encodeBatch(_ context: ChannelHandlerContext, _ connection: Connection) {
        var bytes = 0
        var answers = 0
        var last: ByteBuffer?
        func emit(_ buffer: ByteBuffer) {
            if let last { context.write(wrapOutboundOut(last), promise: nil) }
            last = buffer
        }
        do {
            while context.channel.isWritable, let frame = queue.popFirst() {
                let cost = Frame.headerBytes + frame.body.readableBytes
                bytes += cost
                if frame.kind == .response || frame.kind == .failure { answers += cost }
                try encoder.add(frame, emit: emit)
            }
            try encoder.finish(emit: emit)
        } catch {
            fail(WeftError(wrapping: error))
        }
        unsettled += bytes
        let (settledBytes, settledAnswers) = (bytes, answers)
        guard let last else { return settled(settledBytes, settledAnswers, connection) }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in self.settled(settledBytes, settledAnswers, connection)
        }
        context.writeAndFlush(wrapOutboundOut(last), promise: promise)
    }

    private func settled(_ bytes: Int, _ answers: Int, _ connection: Connection) {
        unsettled -= bytes
        unsettledAnswers -= answers
        connection.settle(bytes)
        updateGate()
        closeWhenDone()
    }

    private func updateGate() {
        guard gate.update(answers: unsettledAnswers, owed: requests.owed), readIsOwed else { return }
        readIsOwed = false
        context?.read()
    }

    // MARK: Closing

    /// This side closes: what was sent before goes first.
    func closeLocally(_ error: WeftError?) {
        guard let context, let connection, !isClosing else { return }
        closeError = closeError ?? error
        take(connection.takeOutgoing())
        isClosing = true
        phase = .over
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingerTime) { [weak self] in
            self?.context?.close(promise: nil)
        }
        pump()
    }

    private func closeWhenDone() {
        guard isClosing, queue.isEmpty, unsettled == 0 else { return }
        context?.close(promise: nil)
    }
}

/// An address as `host:port`.
func describe(_ address: SocketAddress) -> String {
    guard let host = address.ipAddress, let port = address.port else { return "\(address)" }
    return NetworkAddress(host: host, port: port).description
}
