import Dispatch
import Logging
import NIOCore
import NIOPosix
import Synchronization
import WeftDiagnostics

/// A connection with another process of the application, which has proved that it is one.
///
/// All methods can be called from any thread. What one thread sends arrives in that order.
public final class Connection: Sendable, Hashable {
    typealias Completion = @Sendable (Result<ByteBuffer, WeftError>) -> Void

    /// What waits for the event loop.
    enum Outgoing: Sendable {
        case message(ByteBuffer)
        case request(ByteBuffer, deadline: NIODeadline?, Completion)
        case answer(FrameKind, UInt64, ByteBuffer)

        /// How many bytes of `pendingBytes` it is.
        var cost: Int {
            switch self {
            case .message(let body), .request(let body, _, _), .answer(_, _, let body):
                Frame.headerBytes + body.readableBytes
            }
        }
    }

    private struct State {
        var outgoing: [Outgoing] = []
        var drainIsScheduled = false
        var isOpen = true
        var tag: (any Sendable)?
    }

    /// The peer's socket as `host:port`.
    public let remote: String

    private let core: NetworkCore
    private let eventLoop: any EventLoop
    private let state = Mutex(State())
    private let pending = Atomic(0)
    /// What sends and receives, until the connection is closed; touched on the event loop only.
    private let channelHandler: NIOLoopBoundBox<ConnectionChannelHandler?>

    init(remote: String, core: NetworkCore, eventLoop: any EventLoop, channelHandler: ConnectionChannelHandler) {
        self.remote = remote
        self.core = core
        self.eventLoop = eventLoop
        self.channelHandler = NIOLoopBoundBox(channelHandler, eventLoop: eventLoop)
    }

    /// Sends a one-way message. It is dropped when the connection is closed.
    ///
    /// A message above the limit of `NetworkOptions.maxFrameBytes` closes the connection with `frame-too-large`.
    public func send(_ message: ByteBuffer) {
        guard message.readableBytes <= core.options.maxFrameBytes else {
            let error = tooLarge(message)
            core.options.logger.error("a message can't be sent: \(error.message)", metadata: ["peer": "\(remote)"])
            return close(error)
        }
        enqueue(.message(message))
    }

    /// Sends a request.
    ///
    /// - Parameters:
    ///   - message: the request's body, at most `NetworkOptions.maxFrameBytes`.
    ///   - timeout: how long to wait for the answer from now on; nil waits as long as the connection is open.
    ///   - completion: called exactly once, on the event loop (where the network is closed already, before this call
    ///     returns). Its errors: what the peer gave to `Reply.fail`, `no-reply`, `request-timeout`, `connection-closed`,
    ///     `frame-too-large`.
    public func request(
        _ message: ByteBuffer,
        timeout: Duration?,
        _ completion: @escaping @Sendable (Result<ByteBuffer, WeftError>) -> Void
    ) {
        guard message.readableBytes <= core.options.maxFrameBytes else {
            let error = tooLarge(message)
            return refuse(.request(message, deadline: nil, completion), error)
        }
        let deadline = timeout.map { NIODeadline.now() + TimeAmount($0) }
        enqueue(.request(message, deadline: deadline, completion))
    }

    /// Sends a request and blocks this thread until it is answered. Throws what `request` gives to its completion.
    ///
    /// Throws `blocking-call` on a thread that serves connections, which would wait for itself.
    public func requestAndWait(_ message: ByteBuffer, timeout: Duration) throws -> ByteBuffer {
        try refuseOnEventLoop("requestAndWait")
        let waiter = Waiter()
        request(message, timeout: timeout) { waiter.finish($0) }
        return try waiter.wait()
    }

    /// A thread that waits for an answer.
    private final class Waiter: Sendable {
        private let result = Mutex<Result<ByteBuffer, WeftError>?>(nil)
        private let done = DispatchSemaphore(value: 0)

        func finish(_ answer: Result<ByteBuffer, WeftError>) {
            result.withLock { $0 = answer }
            done.signal()
        }

        func wait() throws -> ByteBuffer {
            done.wait()
            guard let answer = result.withLock({ $0 }) else { throw connectionClosed("the peer") }
            return try answer.get()
        }
    }

    /// Closes the connection. What was sent before is written first, for at most five seconds; what comes from now on
    /// is dropped, and open requests fail.
    public func close() { close(nil) }

    /// Whether the connection can send. It can be closed before this returns.
    public var isOpen: Bool { state.withLock(\.isOpen) }

    /// How many bytes were accepted by `send`, `request` and replies and aren't handed to the kernel yet.
    public var pendingBytes: Int { pending.load(ordering: .relaxed) }

    /// What the connection's owner knows it by, an executor's id for instance.
    public var tag: (any Sendable)? {
        get { state.withLock { $0.tag } }
        set { state.withLock { $0.tag = newValue } }
    }

    /// Whether both are the same connection.
    public static func == (left: Connection, right: Connection) -> Bool { left === right }

    /// By identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension Connection {
    /// Answers a request of the peer; an answer that is too large becomes a failure.
    func answer(_ kind: FrameKind, id: UInt64, _ body: ByteBuffer) {
        if body.readableBytes <= core.options.maxFrameBytes {
            enqueue(.answer(kind, id, body))
        } else {
            enqueue(.answer(.failure, id, ErrorCoding.encode(tooLarge(body))))
        }
    }

    private func tooLarge(_ body: ByteBuffer) -> WeftError {
        WeftError(
            "frame-too-large",
            "a message of \(body.readableBytes) bytes is above the limit of \(core.options.maxFrameBytes)",
            remedy: "send it in parts"
        )
    }

    private func enqueue(_ item: Outgoing) {
        let cost = item.cost
        let (accepted, schedule) = state.withLock { state -> (Bool, Bool) in
            guard state.isOpen else { return (false, false) }
            pending.add(cost, ordering: .relaxed)
            state.outgoing.append(item)
            defer { state.drainIsScheduled = true }
            return (true, !state.drainIsScheduled)
        }
        if schedule {
            if core.execute(on: eventLoop, { self.channelHandler.value?.drain() }) { return }
            for item in takeOutgoing() { refuse(item, connectionClosed(remote)) }
        } else if !accepted {
            refuse(item, connectionClosed(remote))
        }
    }

    /// Tells who waits for an answer that there won't be one.
    private func refuse(_ item: Outgoing, _ error: WeftError) {
        guard case .request(_, _, let completion) = item else { return }
        if !core.execute(on: eventLoop, { completion(.failure(error)) }) { completion(.failure(error)) }
    }

    /// What waits, in order. On the event loop.
    func takeOutgoing() -> [Outgoing] {
        state.withLock { state in
            state.drainIsScheduled = false
            return state.outgoing.take()
        }
    }

    /// Bytes have been handed to the kernel, or dropped.
    func settle(_ bytes: Int) { pending.subtract(bytes, ordering: .relaxed) }

    /// Nothing is accepted any more; true the first time.
    func markClosed() -> Bool {
        state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
    }

    /// The handler is gone. On the event loop.
    func detach() { channelHandler.value = nil }

    /// Closes for a reason that the connection's handler is told.
    func close(_ error: WeftError?) {
        guard markClosed() else { return }
        core.execute(on: eventLoop) { self.channelHandler.value?.closeLocally(error) }
    }
}

func connectionClosed(_ remote: String) -> WeftError {
    WeftError(
        "connection-closed",
        "the connection with \(remote) is closed",
        remedy: "see the peer's log",
        details: [.init("peer", remote)]
    )
}

/// Throws `blocking-call` on a thread that serves connections.
func refuseOnEventLoop(_ call: String) throws {
    guard MultiThreadedEventLoopGroup.currentEventLoop == nil else {
        throw WeftError(
            "blocking-call",
            "\(call) was called on a thread that serves connections",
            remedy: "call it elsewhere"
        )
    }
}

extension Array {
    /// The elements; the array is empty then.
    mutating func take() -> [Element] {
        var taken: [Element] = []
        swap(&self, &taken)
        return taken
    }
}
