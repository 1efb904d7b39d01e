import NIOCore

/// Limits how many connections of one listener may be in their handshake.
///
/// When there are as many, no more are accepted: those that want in wait in the kernel's queue. A connection that has
/// been at it for a second by then is closed instead, oldest first, so that silent peers delay others but never keep
/// them out.
struct AdmissionQueue {
    enum Action: Equatable, Sendable {
        case close(Int)
        case pauseAccepting
        case resumeAccepting
        /// Call `timePassed` then.
        case wake(NIODeadline)
    }

    static let defaultLimit = 256
    static let grace = TimeAmount.seconds(1)

    private let limit: Int
    private var waiting: [(id: Int, since: NIODeadline)] = []
    private var isPaused = false

    init(limit: Int = defaultLimit) { self.limit = limit }

    /// A connection was accepted.
    mutating func accepted(_ id: Int, now: NIODeadline) -> [Action] {
        waiting.append((id, now))
        return update(now)
    }

    /// A connection has ended its handshake, for better or worse.
    mutating func finished(_ id: Int, now: NIODeadline) -> [Action] {
        guard let index = waiting.firstIndex(where: { $0.id == id }) else { return [] }
        waiting.remove(at: index)
        return update(now)
    }

    /// The time of `wake` has come.
    mutating func timePassed(now: NIODeadline) -> [Action] { update(now) }

    private mutating func update(_ now: NIODeadline) -> [Action] {
        var actions: [Action] = []
        while waiting.count >= limit, let oldest = waiting.first, oldest.since + Self.grace <= now {
            waiting.removeFirst()
            actions.append(.close(oldest.id))
        }
        if waiting.count >= limit, let oldest = waiting.first {
            if !isPaused {
                actions.append(.pauseAccepting)
                isPaused = true
            }
            actions.append(.wake(oldest.since + Self.grace))
        } else if isPaused {
            isPaused = false
            actions.append(.resumeAccepting)
        }
        return actions
    }
}
