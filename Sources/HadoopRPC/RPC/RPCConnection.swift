import HadoopProtos
import Synchronization
import WeftDiagnostics

/// One authenticated connection to a server, for calls of several threads at once.
///
/// There is no thread of its own: of those that wait for answers, one reads for all of them, and hands the reading on
/// when its own answer is there. So a call of a single thread costs one write and one read, and no switch of threads.
final class RPCConnection: Sendable {
    /// A call that waits for its answer; its fields belong to the connection's lock.
    private final class PendingCall {
        let id: Int32
        var outcome: Result<RPCResponse, WeftError>?
        /// Where its thread waits, while it does.
        var place: Condition.Place?

        init(id: Int32) { self.id = id }
    }

    private struct Shared {
        var calls: [Int32: PendingCall] = [:]
        var hasReader = false
        var failure: WeftError?
        var lastUse = Deadline.now
        /// Places where nobody waits.
        var places: [Condition.Place] = []
    }

    private struct Outgoing {
        /// Frames that are to be written, not sealed.
        var frames: [UInt8] = []
        /// What is written before them, as it is: see `RPCHandshake.start`.
        var first: [UInt8]
        var hasWriter = false
    }

    let server: HadoopAddress
    /// How the connection is authenticated, for `weft diagnose`.
    let authentication: RPCAuthentication
    let protection: SaslProtection
    private let socket: StreamSocket
    private let codec: (any SaslCodec)?
    private let options: RPCOptions
    private let clientID: [UInt8]
    private let changed = Condition()
    /// Belongs to `changed`'s lock.
    nonisolated(unsafe) private var shared = Shared()
    /// Belongs to the reader.
    nonisolated(unsafe) private var outer: FrameReader
    nonisolated(unsafe) private var inner: FrameReader
    nonisolated(unsafe) private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    private let outgoing: Mutex<Outgoing>

    /// Connects and authenticates.
    init(
        to server: HadoopAddress,
        protocolName: String,
        clientID: [UInt8],
        options: RPCOptions,
        authenticator: (StreamSocket) throws -> any RPCAuthenticator
    ) throws {
        let deadline = Deadline.after(milliseconds: options.connectTimeout)
        socket = try StreamSocket.connect(to: server, deadline: deadline)
        self.server = server
        self.options = options
        self.clientID = clientID
        var outer = FrameReader(maximumLength: options.maximumResponseLength)
        var handshake = RPCHandshake(
            authenticator: try authenticator(socket),
            protocolName: protocolName,
            clientID: clientID
        )
        var unsent: [UInt8] = []
        do {
            unsent = try handshake.start()
            while handshake.state != .done {
                try socket.write(unsent, deadline: deadline)
                unsent = []
                while true {
                    if let frame = try outer.next() {
                        unsent = try handshake.received(frame)
                        break
                    }
                    let count = try socket.read(into: buffer, deadline: deadline)
                    guard count > 0 else { throw Self.closedWhileAuthenticating(server) }
                    outer.append(buffer[..<count])
                }
            }
        } catch {
            socket.close()
            buffer.deallocate()
            throw error
        }
        authentication = handshake.authentication
        protection = handshake.protection
        codec = handshake.codec
        if let codec { unsent = try Self.sealed(unsent, codec, clientID: clientID) }
        outgoing = Mutex(Outgoing(first: unsent))
        self.outer = outer
        inner = FrameReader(maximumLength: options.maximumResponseLength)
    }

    deinit {
        socket.close()
        buffer.deallocate()
    }

    private static func closedWhileAuthenticating(_ server: HadoopAddress) -> WeftError {
        WeftError(
            "sasl-failed",
            "\(server) closed the connection while it was being authenticated",
            remedy:
                "look into the server's log; often the protection levels (hadoop.rpc.protection) have none in common",
            details: [.init("server", "\(server)")]
        )
    }

    // MARK: Calls

    /// Makes a call and waits for its answer.
    ///
    /// - Parameters:
    ///   - id: the call's id, which no other call of this connection has at the time.
    ///   - frame: the call's bytes.
    ///   - deadline: when to give up waiting; the connection stays good then.
    /// - Throws: the server's exception, `timed-out`, `connection-lost`; `connection-not-ready` when nothing was sent.
    func call(id: Int32, frame: [UInt8], deadline: Deadline) throws -> RPCResponse {
        let pending = PendingCall(id: id)
        try changed.withLock {
            if let failure = shared.failure { throw Self.notReady(server, failure) }
            shared.calls[id] = pending
        }
        do {
            try send(frame, deadline: deadline)
        } catch {
            let failure = WeftError(wrapping: error)
            fail(failure)
            throw failure
        }
        return try answer(to: pending, deadline: deadline)
    }

    /// Writes a frame, or leaves that to the thread that is writing: then several frames are sealed and written as one,
    /// and a failure reaches the call through the connection's.
    private func send(_ frame: [UInt8], deadline: Deadline) throws {
        var next = outgoing.withLock { outgoing -> ([UInt8], [UInt8])? in
            if outgoing.hasWriter {
                outgoing.frames += frame
                return nil
            }
            outgoing.hasWriter = true
            defer { outgoing.first = [] }
            return (outgoing.first, frame)
        }
        // A writer that fails stays the writer: nothing may be written behind what is half written.
        while let (first, frames) = next {
            let bytes = try codec.map { try Self.sealed(frames, $0, clientID: clientID) } ?? frames
            try socket.write(first.isEmpty ? bytes : first + bytes, deadline: deadline)
            next = outgoing.withLock { outgoing in
                outgoing.hasWriter = !outgoing.frames.isEmpty
                guard outgoing.hasWriter else { return nil }
                defer { outgoing.frames = [] }
                return ([], outgoing.frames)
            }
        }
    }

    private static func sealed(_ bytes: [UInt8], _ codec: any SaslCodec, clientID: [UInt8]) throws -> [UInt8] {
        var frames: [UInt8] = []
        let step = max(1, codec.maximumPlainLength)
        try bytes.withUnsafeBytes { plain in
            for start in stride(from: 0, to: plain.count, by: step) {
                var token: [UInt8] = []
                let part = UnsafeRawBufferPointer(rebasing: plain[start..<min(plain.count, start + step)])
                try codec.seal(part, into: &token)
                frames += RPCFrames.sasl(RpcSaslProto(state: .wrap, token: token))
            }
        }
        return frames
    }

    private func answer(to pending: PendingCall, deadline: Deadline) throws -> RPCResponse {
        changed.lock()
        defer {
            // Somebody else has to go on reading when this thread is done.
            if !shared.hasReader { shared.calls.values.first { $0.place != nil }?.place?.signal() }
            changed.unlock()
        }
        while true {
            if let outcome = pending.outcome { return try outcome.get() }
            if deadline.hasPassed {
                shared.calls[pending.id] = nil
                throw WeftError(
                    "timed-out",
                    "\(server) hasn't answered within \(options.callTimeout / 1000) s",
                    remedy: "check the server's load and log; ipc.client.rpc-timeout.ms sets the time in milliseconds",
                    details: [.init("server", "\(server)")]
                )
            }
            if shared.hasReader {
                let place = shared.places.popLast() ?? Condition.Place()
                pending.place = place
                _ = changed.wait(at: place, until: deadline)
                pending.place = nil
                shared.places.append(place)
                continue
            }
            shared.hasReader = true
            let isAlone = shared.calls.count == 1
            changed.unlock()
            let failure = readOnce(until: deadline, isAlone: isAlone)
            changed.lock()
            shared.hasReader = false
            if let failure { failLocked(failure) }
        }
    }

    /// Reads what the socket has, and hands out the answers in it. Called by the one reader, without the lock.
    ///
    /// - Parameter isAlone: whether nobody else waits for an answer; then there is hardly one yet.
    private func readOnce(until deadline: Deadline, isAlone: Bool) -> WeftError? {
        do {
            let ping = Deadline.after(milliseconds: options.pingInterval)
            var read = isAlone ? nil : try socket.readAvailable(into: buffer)
            if read == nil {
                guard try socket.waitReadable(until: min(deadline, ping)) else {
                    if !deadline.hasPassed { try send(RPCFrames.ping(clientID: clientID), deadline: deadline) }
                    return nil
                }
                read = try socket.readAvailable(into: buffer)
            }
            guard let count = read else { return nil }
            guard count > 0 else {
                return WeftError(
                    "connection-lost",
                    "\(server) has closed the connection",
                    details: [.init("server", "\(server)")]
                )
            }
            outer.append(buffer[..<count])
            while let frame = try outer.next() {
                if let codec {
                    let response = try RPCResponse(frame: frame)
                    guard response.callID == RPCFrames.CallID.sasl else {
                        // Only a fatal error may come unsealed, and it ends the connection.
                        return try unsealed(response)
                    }
                    let message: RpcSaslProto = try response.body()
                    guard message.state == .wrap, let token = message.token else {
                        return WeftError(
                            "rpc-protocol",
                            "the server sent the SASL state \(message.state) after the handshake"
                        )
                    }
                    inner.append(try codec.open(token))
                    while let frame = try inner.next() { try deliver(RPCResponse(frame: frame)) }
                } else {
                    try deliver(RPCResponse(frame: frame))
                }
            }
            return changed.withLock { shared.failure }
        } catch {
            return WeftError(wrapping: error)
        }
    }

    private func unsealed(_ response: RPCResponse) throws -> WeftError {
        if response.header.status == .fatal { return RemoteException(response.header).error() }
        return WeftError("rpc-protocol", "the server sent an unprotected response on a protected connection")
    }

    private func deliver(_ response: RPCResponse) throws {
        if let sent = response.header.clientId, !sent.isEmpty, sent != clientID {
            throw WeftError("rpc-protocol", "\(server) sent a response for another client")
        }
        changed.lock()
        defer { changed.unlock() }
        shared.lastUse = .now
        if response.isSuccess {
            finish(response.callID, .success(response))
        } else {
            let exception = RemoteException(response.header)
            finish(response.callID, .failure(exception.error()))
            // A fatal answer may come with a call id of its own; it ends all that wait.
            if exception.isFatal { failLocked(exception.error()) }
        }
    }

    private func finish(_ id: Int32, _ outcome: Result<RPCResponse, WeftError>) {
        // A call that was given up has no entry any more; its late answer is dropped.
        guard let pending = shared.calls.removeValue(forKey: id) else { return }
        pending.outcome = outcome
        pending.place?.signal()
    }

    // MARK: The end

    private static func notReady(_ server: HadoopAddress, _ failure: WeftError) -> WeftError {
        WeftError(
            "connection-not-ready",
            "the connection to \(server) has ended",
            details: [.init("server", "\(server)")],
            cause: failure
        )
    }

    private func fail(_ error: WeftError) { changed.withLock { failLocked(error) } }

    private func failLocked(_ error: WeftError) {
        if shared.failure == nil { shared.failure = error }
        socket.close()
        for (id, _) in shared.calls { finish(id, .failure(error)) }
    }

    /// Whether a new call can be made: it hasn't failed, and the server hasn't closed it while nobody was looking.
    var isUsable: Bool {
        changed.withLock {
            if shared.failure != nil { return false }
            return !shared.calls.isEmpty || shared.hasReader || socket.isIdleAndOpen
        }
    }

    /// Whether nobody has used it for some time.
    func isIdle(longerThan milliseconds: Int) -> Bool {
        changed.withLock {
            guard shared.calls.isEmpty, !shared.hasReader else { return false }
            let (limit, overflow) = shared.lastUse.nanoseconds
                .addingReportingOverflow(UInt64(max(0, milliseconds)) * 1_000_000)
            return !overflow && Deadline.now.nanoseconds >= limit
        }
    }

    /// Ends the connection; calls that wait fail.
    func close() {
        fail(WeftError("connection-lost", "the connection to \(server) was closed by this client"))
    }
}
