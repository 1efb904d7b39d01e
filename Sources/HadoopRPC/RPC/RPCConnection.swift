import HadoopProtos
import Synchronization
import WeftDiagnostics

/// One authenticated connection to a server, for calls of several threads at once.
///
/// There is no thread of its own: of those that wait for answers, one reads for all of them, and hands the reading on
/// when its own answer is there. So a call of a single thread costs one write and one read, and no switch of threads.
final class RPCConnection: Sendable {
    /// A call that waits for its answer; its fields belong to the connection's lock.
    private final class PendingCall: @unchecked Sendable {
        let id: Int32
        /// How often the connection had read something when the call was made.
        let reads: Int
        var outcome: Result<RPCResponse, WeftError>?
        /// Where its thread waits, while it does.
        var place: Condition.Place?
        /// Whether its thread is to write what waits for that.
        var mustWrite = false
        /// Whether its thread has gone.
        var hasLeft = false

        init(id: Int32, reads: Int) {
            self.id = id
            self.reads = reads
        }
    }

    private struct Shared {
        var calls: [Int32: PendingCall] = [:]
        /// The call whose thread reads.
        var reader: PendingCall?
        var failure: WeftError?
        /// Whether new calls are to take another connection.
        var isRetired = false
        var lastUse = Deadline.now
        /// Places where nobody waits.
        var places: [Condition.Place] = []
    }

    private struct Outgoing {
        /// Frames that are to be written, not sealed, and the calls they are of.
        var frames: [UInt8] = []
        var calls: [PendingCall] = []
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
    /// Both belong to the reader.
    nonisolated(unsafe) private var receiver: RPCReceiver
    nonisolated(unsafe) private let buffer: UnsafeMutableRawBufferPointer
    /// How often something was read.
    private let reads = Atomic<Int>(0)
    /// How many threads are in `call`.
    private let callsUnderWay = Atomic<Int>(0)
    /// Whether it has failed or is retired.
    private let hasEnded = Atomic<Bool>(false)
    private let outgoing: Mutex<Outgoing>
    private let roundsForOthers: Int

    /// Takes over a connection that is authenticated.
    ///
    /// - Parameters:
    ///   - opening: the connection.
    ///   - server: whom it was made to.
    ///   - clientID: the client's id.
    ///   - options: how it behaves.
    ///   - roundsForOthers: how many times a thread writes what others have left before one of them goes on: 1 at least,
    ///     since the first time writes the frame of the thread that took over.
    init(
        _ opening: RPCOpening,
        to server: HadoopAddress,
        clientID: [UInt8],
        options: RPCOptions,
        roundsForOthers: Int = 8
    ) {
        self.roundsForOthers = max(1, roundsForOthers)
        self.server = server
        self.options = options
        self.clientID = clientID
        socket = opening.socket
        authentication = opening.authentication
        protection = opening.protection
        codec = opening.codec
        outgoing = Mutex(Outgoing(first: opening.unsent))
        receiver = RPCReceiver(
            clientID: clientID,
            codec: opening.codec,
            frames: opening.frames,
            maximumLength: options.maximumResponseLength
        )
        buffer = .allocate(byteCount: 64 << 10, alignment: 16)
    }

    deinit {
        socket.close()
        buffer.deallocate()
    }

    // MARK: Calls

    /// Makes a call and waits for its answer.
    ///
    /// - Parameters:
    ///   - id: the call's id, which no other call of this connection has at the time.
    ///   - frame: the call's bytes.
    ///   - deadline: when to give up waiting. The connection stays good if the server has sent anything meanwhile.
    /// - Throws: the server's exception, `timed-out`, `connection-lost`; `connection-not-ready` when nothing was sent.
    func call(id: Int32, frame: [UInt8], deadline: Deadline) throws -> RPCResponse {
        callsUnderWay.wrappingAdd(1, ordering: .relaxed)
        defer { callsUnderWay.wrappingSubtract(1, ordering: .relaxed) }
        let pending = PendingCall(id: id, reads: reads.load(ordering: .relaxed))
        try changed.withLock {
            if let failure = shared.failure { throw Self.notReady(server, failure) }
            shared.calls[id] = pending
        }
        do {
            try send(frame, of: pending, deadline: deadline)
        } catch {
            let failure = WeftError(wrapping: error)
            fail(failure)
            throw failure
        }
        return try answer(to: pending, deadline: deadline)
    }

    /// Writes a frame, or leaves that to the thread that is writing: then several frames are sealed and written as one,
    /// and a failure reaches the call through the connection's.
    private func send(_ frame: [UInt8], of call: PendingCall?, deadline: Deadline) throws {
        let first = outgoing.withLock { outgoing -> [UInt8]? in
            if outgoing.hasWriter {
                outgoing.frames += frame
                if let call { outgoing.calls.append(call) }
                return nil
            }
            outgoing.hasWriter = true
            defer { outgoing.first = [] }
            return outgoing.first
        }
        guard let first else { return }
        // A writer that fails stays the writer: nothing may be written behind what is half written.
        try write(frame, behind: first, deadline: deadline)
        try writeQueued(deadline: deadline)
    }

    private func write(_ frames: [UInt8], behind first: [UInt8] = [], deadline: Deadline) throws {
        let bytes = try codec.map { try RPCFrames.sealed(frames, $0) } ?? frames
        try socket.write(first.isEmpty ? bytes : first + bytes, deadline: deadline)
    }

    /// Writes what others have left, as the writer. When there is always more, one of them becomes the writer.
    private func writeQueued(deadline: Deadline) throws {
        var rounds = 0
        while true {
            let calls = outgoing.withLock { outgoing -> [PendingCall]? in
                outgoing.hasWriter = !outgoing.frames.isEmpty
                return outgoing.hasWriter ? outgoing.calls : nil
            }
            guard let calls else { return }
            rounds += 1
            if rounds > roundsForOthers, handOver(to: calls) { return }
            let frames = outgoing.withLock { outgoing in
                defer {
                    outgoing.frames = []
                    outgoing.calls = []
                }
                return outgoing.frames
            }
            try write(frames, deadline: deadline)
        }
    }

    /// Makes the thread of a call whose frame is to be written the writer.
    ///
    /// - Returns: `false` when there is none that can be: the reader, which waits for the server, can't.
    private func handOver(to calls: [PendingCall]) -> Bool {
        changed.withLock {
            // Its thread waits, or is about to; before it does it looks whether it has to write.
            guard let next = calls.last(where: { !$0.hasLeft && $0 !== shared.reader }) else { return false }
            next.mustWrite = true
            next.place?.signal()
            return true
        }
    }

    private func answer(to pending: PendingCall, deadline: Deadline) throws -> RPCResponse {
        changed.lock()
        defer {
            pending.hasLeft = true
            wakeReader()
            if shared.isRetired, shared.calls.isEmpty { failLocked(unresponsive()) }
            changed.unlock()
        }
        while true {
            if pending.mustWrite {
                pending.mustWrite = false
                wakeReader()
                changed.unlock()
                let written = Result { try writeQueued(deadline: deadline) }
                changed.lock()
                if case .failure(let error) = written { failLocked(WeftError(wrapping: error)) }
                continue
            }
            if let outcome = pending.outcome { return try outcome.get() }
            if deadline.hasPassed {
                shared.calls[pending.id] = nil
                // A server that is there, but slow with this call, says something to others.
                if reads.load(ordering: .relaxed) == pending.reads {
                    shared.isRetired = true
                    hasEnded.store(true, ordering: .releasing)
                }
                throw WeftError(
                    "timed-out",
                    "\(server) hasn't answered within \(options.callTimeout / 1000) s",
                    remedy: "check the server's load and log; ipc.client.rpc-timeout.ms sets the time in milliseconds",
                    details: [.init("server", "\(server)")]
                )
            }
            if shared.reader != nil {
                let place = shared.places.popLast() ?? Condition.Place()
                pending.place = place
                _ = changed.wait(at: place, until: deadline)
                pending.place = nil
                shared.places.append(place)
                continue
            }
            shared.reader = pending
            let isAlone = shared.calls.count == 1
            changed.unlock()
            let failure = readOnce(until: deadline, isAlone: isAlone)
            changed.lock()
            shared.reader = nil
            if let failure { failLocked(failure) }
        }
    }

    /// Wakes somebody who goes on reading, when nobody does. The lock is held.
    private func wakeReader() {
        if shared.reader == nil { shared.calls.values.first { $0.place != nil }?.place?.signal() }
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
                    if !deadline.hasPassed { try send(RPCFrames.ping(clientID: clientID), of: nil, deadline: deadline) }
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
            reads.wrappingAdd(1, ordering: .relaxed)
            receiver.append(buffer[..<count])
            var responses: [RPCResponse] = []
            let received = Result { while let response = try receiver.next() { responses.append(response) } }
            let failure = deliver(responses)
            if case .failure(let error) = received { return WeftError(wrapping: error) }
            return failure
        } catch {
            return WeftError(wrapping: error)
        }
    }

    /// Hands out answers.
    ///
    /// - Returns: why the connection has ended, if it has.
    private func deliver(_ responses: [RPCResponse]) -> WeftError? {
        // Who is woken takes the lock first; woken while it is held, it would only go back to sleep.
        var places: [Condition.Place] = []
        defer { for place in places { place.signal() } }
        return changed.withLock {
            shared.lastUse = .now
            for response in responses {
                if response.isSuccess {
                    if let place = finish(response.callID, .success(response)) { places.append(place) }
                } else {
                    let exception = RemoteException(response.header)
                    if let place = finish(response.callID, .failure(exception.error())) { places.append(place) }
                    // A fatal answer may come with a call id of its own; it ends all that wait.
                    if exception.isFatal { failLocked(exception.error()) }
                }
            }
            return shared.failure
        }
    }

    /// Gives a call its outcome. The lock is held.
    ///
    /// - Returns: where the call's thread waits, to be woken.
    private func finish(_ id: Int32, _ outcome: Result<RPCResponse, WeftError>) -> Condition.Place? {
        // A call that was given up has no entry any more; its late answer is dropped.
        guard let pending = shared.calls.removeValue(forKey: id) else { return nil }
        pending.outcome = outcome
        return pending.place
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
        hasEnded.store(true, ordering: .releasing)
        for (id, _) in shared.calls { finish(id, .failure(error))?.signal() }
    }

    private func unresponsive() -> WeftError {
        WeftError(
            "connection-lost",
            "\(server) has sent nothing for too long",
            details: [.init("server", "\(server)")]
        )
    }

    /// Whether a new call can be made: it hasn't failed, no call has waited in vain for a server that said nothing at all,
    /// and the server hasn't closed it while nobody was looking.
    var isUsable: Bool {
        if hasEnded.load(ordering: .acquiring) { return false }
        // While somebody's call is under way, there is somebody who sees the end.
        if callsUnderWay.load(ordering: .relaxed) > 0 { return true }
        return changed.withLock {
            if shared.failure != nil || shared.isRetired { return false }
            return !shared.calls.isEmpty || shared.reader != nil || socket.isIdleAndOpen
        }
    }

    /// Lets no new calls in; those that wait may still get their answers.
    func retire() {
        changed.withLock {
            shared.isRetired = true
            hasEnded.store(true, ordering: .releasing)
            if shared.calls.isEmpty, shared.reader == nil { failLocked(unresponsive()) }
        }
    }

    /// Whether nobody has used it for some time.
    func isIdle(longerThan milliseconds: Int) -> Bool {
        changed.withLock {
            guard shared.calls.isEmpty, shared.reader == nil else { return false }
            return shared.lastUse.later(by: milliseconds).hasPassed
        }
    }

    /// Ends the connection; calls that wait fail.
    func close() {
        fail(WeftError("connection-lost", "the connection to \(server) was closed by this client"))
    }
}
