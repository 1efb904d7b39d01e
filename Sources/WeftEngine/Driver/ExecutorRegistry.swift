import WeftDiagnostics

/// The executors as the driver knows them, from their launch to their end: who lives, and why who doesn't, as a value.
///
/// An executor's end is seen from three sides, in any order and not always by all of them: it says so itself, its
/// connection closes, its cluster manager sees the process end. The scheduler is told once, with the best of the reasons.
struct ExecutorRegistry: Sendable {
    struct Settings: Hashable, Sendable {
        /// After so long without a heartbeat an executor is given up.
        var heartbeatTimeout = Duration.seconds(120)
        /// A launched executor must register within this time.
        var registrationTimeout = Duration.seconds(60)
        /// How long a closed connection waits for the cluster manager to tell how the process ended
        /// (`ClusterManager.endGrace`).
        var endGrace = Duration.milliseconds(300)
    }

    /// What is to be done, in order.
    enum Action: Hashable, Sendable {
        /// The executor may be given tasks.
        case added(id: String)
        /// Its connection broke: nothing more is launched there, and the cluster manager is asked how it ended.
        case silent(id: String)
        /// It is gone: its tasks, blocks and files with it. Told only of executors that were added.
        case lost(id: String, ExecutorLossReason)
        /// It ended before it could register.
        case neverRegistered(id: String, ExecutorLossReason)
        /// Its process may still be there and is to be ended.
        case kill(id: String, reason: String)
        /// Its connection, if it has one, is to be closed.
        case disconnect(id: String)
    }

    private struct Executor: Sendable {
        var launchedAt: SchedulerTime
        var isRegistered = false
        var lastHeartbeat: SchedulerTime
        /// What it said itself of its end.
        var ownWords: ExecutorEnd?
        /// Until when to wait for the process's end after the connection has closed.
        var endDeadline: SchedulerTime?
        var isReleased = false
        var leaveDeadline: SchedulerTime?
    }

    let settings: Settings
    private var executors: [String: Executor] = [:]
    /// Those whose end has been told: what is still said of them is old.
    private var gone: Set<String> = []

    init(settings: Settings = Settings()) { self.settings = settings }

    /// The executors that have registered and aren't gone, in the order of their ids.
    var registeredIDs: [String] { executors.filter { $0.value.isRegistered }.keys.sorted() }

    func isRegistered(_ id: String) -> Bool { executors[id]?.isRegistered == true }

    /// The cluster manager has started an executor.
    mutating func launched(_ id: String, now: SchedulerTime) {
        guard executors[id] == nil, !gone.contains(id) else { return }
        executors[id] = Executor(launchedAt: now, lastHeartbeat: now)
    }

    /// An executor wants to register; nothing is to be done when it isn't wanted.
    mutating func registered(_ id: String, now: SchedulerTime) -> [Action] {
        guard var executor = executors[id], !executor.isRegistered else { return [] }
        executor.isRegistered = true
        executor.lastHeartbeat = now
        executors[id] = executor
        return [.added(id: id)]
    }

    /// An executor has given a sign of life; false when it is none of ours.
    mutating func heartbeat(_ id: String, now: SchedulerTime) -> Bool {
        guard executors[id]?.isRegistered == true else { return false }
        executors[id]?.lastHeartbeat = now
        return true
    }

    /// The driver doesn't want the executor any more: its end will be no surprise.
    ///
    /// - Parameter deadline: when it is killed if it is still there; nil for never.
    mutating func released(_ id: String, deadline: SchedulerTime? = nil) {
        executors[id]?.isReleased = true
        executors[id]?.leaveDeadline = deadline
    }

    /// Whether the driver still wants the executor.
    func isWanted(_ id: String) -> Bool {
        executors[id].map { $0.isRegistered && !$0.isReleased && $0.endDeadline == nil } ?? false
    }

    /// The executor says that it ends in a moment.
    mutating func leaving(_ id: String, _ end: ExecutorEnd) { executors[id]?.ownWords = end }

    /// The executor's connection is closed.
    ///
    /// One that was told to end is gone. Of another one the cluster manager knows more than it said itself: a NodeManager
    /// that kills for memory sends a signal first, which may as well mean that the machine is needed.
    mutating func disconnected(_ id: String, now: SchedulerTime) -> [Action] {
        guard let executor = executors[id] else { return [] }
        if let end = executor.ownWords, end.isExpected {
            return [remove(id, end.lossReason), .kill(id: id, reason: end.message)]
        }
        guard executor.endDeadline == nil else { return [] }
        executors[id]?.endDeadline = now + settings.endGrace
        return [.silent(id: id)]
    }

    /// The executor's process has ended.
    mutating func ended(_ id: String, _ end: ExecutorEnd) -> [Action] {
        guard let executor = executors[id] else { return [] }
        let best = executor.ownWords.map { end.after(itsOwn: $0) } ?? end
        return [remove(id, best.lossReason), .disconnect(id: id)]
    }

    /// Time has passed.
    mutating func tick(now: SchedulerTime) -> [Action] {
        var actions: [Action] = []
        for (id, executor) in executors.sorted(by: { $0.key < $1.key }) {
            let reason: ExecutorLossReason
            if let deadline = executor.endDeadline, now >= deadline {
                reason = executor.ownWords?.lossReason ?? .disconnected("nothing more is known")
            } else if !executor.isRegistered, now >= executor.launchedAt + settings.registrationTimeout {
                reason = .neverRegistered(after: settings.registrationTimeout)
            } else if executor.isRegistered, now >= executor.lastHeartbeat + settings.heartbeatTimeout {
                reason = .unresponsive(for: settings.heartbeatTimeout)
            } else if let deadline = executor.leaveDeadline, now >= deadline {
                reason = .released("it took too long to leave")
            } else {
                continue
            }
            actions.append(remove(id, reason))
            actions.append(.kill(id: id, reason: reason.message))
            actions.append(.disconnect(id: id))
        }
        return actions
    }

    private mutating func remove(_ id: String, _ reason: ExecutorLossReason) -> Action {
        guard let executor = executors.removeValue(forKey: id) else { return .disconnect(id: id) }
        gone.insert(id)
        let reason = executor.isReleased ? .released(reason.message) : reason
        return executor.isRegistered ? .lost(id: id, reason) : .neverRegistered(id: id, reason)
    }
}
