import NIOCore
import Synchronization
import WeftDiagnostics

/// Carries out what an `AdmissionQueue` decides.
final class Admission: Sendable {
    private struct State {
        var queue = AdmissionQueue()
        var channels: [Int: any Channel] = [:]
        var lastID = 0
    }

    private let state = Mutex(State())
    private let server = Mutex<(any Channel)?>(nil)

    /// The listening socket is there.
    func start(_ channel: any Channel) { server.withLock { $0 = channel } }

    /// A connection was accepted; its handshake calls what is returned when it has ended.
    func accepted(_ channel: any Channel) -> @Sendable () -> Void {
        let (id, actions) = state.withLock { state in
            state.lastID += 1
            state.channels[state.lastID] = channel
            return (state.lastID, state.queue.accepted(state.lastID, now: .now()))
        }
        perform(actions)
        return { [weak self] in self?.finished(id) }
    }

    private func finished(_ id: Int) {
        perform(
            state.withLock { state in
                state.channels[id] = nil
                return state.queue.finished(id, now: .now())
            }
        )
    }

    private func perform(_ actions: [AdmissionQueue.Action]) {
        guard !actions.isEmpty, let server = server.withLock({ $0 }) else { return }
        for action in actions {
            switch action {
            case .close(let id):
                let channel = state.withLock { $0.channels.removeValue(forKey: id) }
                channel?.pipeline.fireUserInboundEventTriggered(HandshakeEvicted())
            case .pauseAccepting: server.pipeline.fireUserInboundEventTriggered(AcceptGate.Event.pause)
            case .resumeAccepting: server.pipeline.fireUserInboundEventTriggered(AcceptGate.Event.resume)
            case .wake(let time):
                server.eventLoop.scheduleTask(deadline: time) { [weak self] in
                    guard let self else { return }
                    self.perform(self.state.withLock { $0.queue.timePassed(now: .now()) })
                }
            }
        }
    }
}

/// Tells a connection that its handshake took too long for a listener with many that wait.
struct HandshakeEvicted: Sendable {}

/// Stops and resumes accepting on a listening socket.
final class AcceptGate: ChannelDuplexHandler {
    typealias InboundIn = Channel
    typealias OutboundIn = Never

    enum Event: Sendable {
        case pause
        case resume
    }

    private var isPaused = false
    private var readIsOwed = false

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let event = event as? Event else { return context.fireUserInboundEventTriggered(event) }
        isPaused = event == .pause
        guard !isPaused, readIsOwed else { return }
        readIsOwed = false
        context.read()
    }

    func read(context: ChannelHandlerContext) {
        if isPaused { readIsOwed = true } else { context.read() }
    }
}
