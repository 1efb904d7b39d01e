import Glibc
import Logging
import NIOCore
import NIOPosix
import Synchronization
import WeftDiagnostics

/// What a network's connections and listeners share.
final class NetworkCore: Sendable {
    private struct State {
        var isClosing = false
        /// The event loops take nothing more.
        var isOver = false
        var listeners: [any Channel] = []
        var connections: Set<Connection> = []
    }

    /// How long closing waits for what was sent before.
    private static let lingerTime = Duration.seconds(5)

    let options: NetworkOptions
    let group: MultiThreadedEventLoopGroup
    private let state = Mutex(State())
    private let refusals = Mutex(RefusalLog())
    private let receiveBuffers: [ObjectIdentifier: ReceiveBuffers]

    init(_ options: NetworkOptions) {
        self.options = options
        group = MultiThreadedEventLoopGroup(numberOfThreads: max(1, options.eventLoopThreads))
        receiveBuffers = Dictionary(uniqueKeysWithValues: group.makeIterator().map { (ObjectIdentifier($0), .init()) })
    }

    /// What connections of this event loop read into.
    func receiveBuffers(of eventLoop: any EventLoop) -> ReceiveBuffers {
        receiveBuffers[ObjectIdentifier(eventLoop)] ?? ReceiveBuffers()
    }

    var handshakeInput: HandshakeInput {
        HandshakeInput(identity: identity, secret: options.secret, encrypt: options.encrypt)
    }

    private var identity: PeerIdentity {
        PeerIdentity(applicationID: options.applicationID, buildID: options.buildID)
    }

    /// Throws when nothing can be opened with these options, or no more.
    func checkUsable() throws {
        guard identity.byteCount <= PeerIdentity.maxBytes else {
            throw WeftError(
                "bad-network-options",
                "the application's id and the build id have \(identity.byteCount) bytes, at most \(PeerIdentity.maxBytes) are possible"
            )
        }
        guard options.maxFrameBytes > 0, options.maxFrameBytes <= 2 << 30 else {
            throw WeftError("bad-network-options", "messages of \(options.maxFrameBytes) bytes aren't possible")
        }
        guard !state.withLock(\.isClosing) else { throw WeftError("network-closed", "the network is closed") }
    }

    /// Runs a task on an event loop; false when the network is closed, and the task won't run.
    @discardableResult
    func execute(on eventLoop: any EventLoop, _ task: @escaping @Sendable () -> Void) -> Bool {
        // Under the lock, so that no task comes behind the event loop's last one.
        state.withLock { state in
            guard !state.isOver else { return false }
            eventLoop.execute(task)
            return true
        }
    }

    func listening(_ channel: any Channel) {
        let isLate = state.withLock { state in
            state.listeners.append(channel)
            return state.isClosing
        }
        if isLate { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in self.state.withLock { $0.listeners.removeAll { $0 === channel } } }
    }

    func opened(_ connection: Connection) {
        let isLate = state.withLock { state in
            state.connections.insert(connection)
            return state.isClosing
        }
        if isLate { connection.close() }
    }

    func closed(_ connection: Connection) { state.withLock { _ = $0.connections.remove(connection) } }

    /// A peer was refused before it was let in.
    func refused(_ error: WeftError, remote: String) {
        guard !state.withLock(\.isClosing) else { return }
        let host = remote.lastIndex(of: ":").map { String(remote[..<$0]) } ?? remote
        let (warn, summary) = refusals.withLock {
            $0.refused(.init(reason: error.code.rawValue, host: host), now: .now())
        }
        if warn {
            options.logger.warning("a peer was refused: \(error)\n  (further ones of this kind are counted)")
        }
        if let summary {
            group.next().scheduleTask(deadline: summary) {
                let lines = self.refusals.withLock { $0.summary() }
                self.options.logger.warning("peers were refused: \(lines.joined(separator: "; "))")
            }
        }
    }

    func close() {
        let found = state.withLock { state -> (listeners: [any Channel], connections: Set<Connection>)? in
            guard !state.isClosing else { return nil }
            state.isClosing = true
            return (state.listeners, state.connections)
        }
        guard let found else { return }
        for listener in found.listeners { listener.close(promise: nil) }
        for connection in found.connections { connection.close() }
        let isOnEventLoop = MultiThreadedEventLoopGroup.currentEventLoop != nil
        if !isOnEventLoop {
            let deadline = ContinuousClock.now + Self.lingerTime
            while !state.withLock(\.connections.isEmpty), ContinuousClock.now < deadline { usleep(2_000) }
        }
        state.withLock { $0.isOver = true }
        if isOnEventLoop {
            // A thread can't wait for its own end.
            group.shutdownGracefully { _ in }
        } else {
            try? group.syncShutdownGracefully()
        }
    }
}
