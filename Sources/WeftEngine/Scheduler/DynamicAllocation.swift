/// Lets the number of executors follow the work: Spark's `ExecutorAllocationManager` and `ExecutorMonitor` as a value.
///
/// It asks for more executors while tasks wait for slots, first one, then twice as many each time, and never for more
/// than the tasks need; and it lets those go that have been without a task for long. It knows of executors only what it
/// is told, and of what they hold what it asks for.
struct DynamicAllocation: Sendable {
    /// What the tasks need.
    struct Demand: Hashable, Sendable {
        /// Tasks that wait for their first slot.
        var pendingTasks = 0
        /// Tasks that wait for a slot for a second copy.
        var speculativeTasks = 0
        var runningTasks = 0
        /// Stages with a task that may run on no executor there is.
        var unschedulableTaskSets = 0
    }

    /// What is to be done.
    enum Action: Hashable, Sendable {
        /// Have this many executors, those there are included.
        case setTarget(Int)
        /// Let an executor go; it has been idle for this long.
        case release(executorID: String, idleFor: Duration)
    }

    let settings: DynamicAllocationSettings
    /// How many executors there should be.
    private(set) var target: Int
    /// How many to add at the next step.
    private var step = 1
    /// When more executors are asked for if tasks still wait then.
    private var addTime: SchedulerTime?
    /// Until the first work has come, or an executor has idled for too long, the initial number stays.
    private var isInitial = true

    /// The executors there are; those to be released stay until they are gone.
    private var executors: Set<String> = []
    private var leaving: Set<String> = []
    private var runningTasks: [String: Int] = [:]
    private var idleSince: [String: SchedulerTime] = [:]
    /// When an idle executor may first have been so for long enough; nil when only a change of what they hold matters.
    private var nextIdleCheck: SchedulerTime?
    /// Whether executors stay only because there would be too few without them.
    private var isAnyHeldBack = false

    init(settings: DynamicAllocationSettings) {
        self.settings = settings
        target = settings.initialExecutors
    }

    /// How many executors there are, without those on their way out.
    var executorCount: Int { executors.count - leaving.count }

    /// When `update` must be called at the latest; nil when only events matter.
    var nextWakeUp: SchedulerTime? {
        guard let addTime else { return nextIdleCheck }
        return min(addTime, nextIdleCheck ?? addTime)
    }
}

extension DynamicAllocation {
    /// An executor has come, without a task.
    mutating func executorAdded(_ executorID: String, now: SchedulerTime) {
        guard executors.insert(executorID).inserted else { return }
        setIdle(executorID, now)
        if isAnyHeldBack { nextIdleCheck = now }
    }

    /// An executor is gone.
    mutating func executorRemoved(_ executorID: String) {
        executors.remove(executorID)
        leaving.remove(executorID)
        runningTasks[executorID] = nil
        idleSince[executorID] = nil
    }

    /// An executor is on its way out for a reason of its own.
    mutating func executorLeaving(_ executorID: String) {
        guard executors.contains(executorID) else { return }
        leaving.insert(executorID)
        idleSince[executorID] = nil
    }

    /// A task runs.
    mutating func taskStarted(on executorID: String) {
        guard executors.contains(executorID) else { return }
        runningTasks[executorID, default: 0] += 1
        idleSince[executorID] = nil
    }

    /// A task runs no more.
    mutating func taskEnded(on executorID: String, now: SchedulerTime) {
        guard let count = runningTasks[executorID] else { return }
        if count > 1 {
            runningTasks[executorID] = count - 1
        } else {
            runningTasks[executorID] = nil
            if !leaving.contains(executorID) { setIdle(executorID, now) }
        }
    }

    private mutating func setIdle(_ executorID: String, _ now: SchedulerTime) {
        idleSince[executorID] = now
        guard let timeout = settings.executorIdleTimeout else { return }
        nextIdleCheck = min(nextIdleCheck ?? now + timeout, now + timeout)
    }

    /// Executors may hold less than before: an RDD isn't persisted any more, a shuffle is gone, a job is over.
    mutating func holdingsChanged(now: SchedulerTime) {
        if !idleSince.isEmpty { nextIdleCheck = now }
    }

    /// Decides: to be called after events and at `nextWakeUp`.
    ///
    /// - Parameter holdings: what an executor holds; asked for idle ones only.
    mutating func update(
        _ demand: Demand,
        now: SchedulerTime,
        holdings: (String) -> ExecutorHoldings
    ) -> [Action] {
        var idle = executorsIdleForTooLong(now, holdings)
        let hasWork = demand.pendingTasks + demand.speculativeTasks + demand.runningTasks > 0
        if hasWork || !idle.isEmpty { isInitial = false }
        let needed = executorsNeeded(demand)
        noteBacklog(demand, needed, now)
        var actions: [Action] = []
        let oldTarget = target
        if !isInitial { updateTarget(needed, now) }
        if target != oldTarget { actions.append(.setTarget(target)) }
        if target < oldTarget, isAnyHeldBack {
            nextIdleCheck = now
            idle = executorsIdleForTooLong(now, holdings)
        }
        return actions + release(idle, now)
    }

    private mutating func noteBacklog(_ demand: Demand, _ needed: Int, _ now: SchedulerTime) {
        if demand.pendingTasks + demand.speculativeTasks + demand.unschedulableTaskSets == 0 {
            addTime = nil
            step = 1
        } else if target >= min(needed, settings.maxExecutors) {
            // What has been asked for will do, once it is there.
            addTime = nil
        } else if addTime == nil {
            addTime = now + settings.schedulerBacklogTimeout
        }
    }

    /// The number of executors on which all tasks could run at once.
    func executorsNeeded(_ demand: Demand) -> Int {
        let slots = max(1, settings.slotsPerExecutor)
        let tasks = demand.pendingTasks + demand.speculativeTasks + demand.runningTasks
        let wanted = (Double(tasks) * settings.executorAllocationRatio / Double(slots)).rounded(.up)
        var needed = wanted >= Double(settings.maxExecutors) ? settings.maxExecutors : Int(wanted)
        // A second copy runs on another host than the first, so that a single executor is never enough for it.
        if demand.speculativeTasks > 0, needed == 1 { needed = 2 }
        if demand.unschedulableTaskSets > 0 {
            // None of the executors there are will do: one more for each such stage.
            needed = max(needed, executorCount) + demand.unschedulableTaskSets
        }
        return needed
    }

    private mutating func updateTarget(_ needed: Int, _ now: SchedulerTime) {
        if needed < target {
            // What isn't needed any more is not asked for; executors there are go by their own time-outs.
            target = max(needed, settings.minExecutors)
            step = 1
            return
        }
        guard let time = addTime, now >= time else { return }
        addTime = now + settings.sustainedSchedulerBacklogTimeout
        let old = target
        // Executors may have come that nobody asked for, or stayed though they weren't needed for a while.
        let wanted = min(max(target, executorCount) + step, needed)
        target = max(min(wanted, settings.maxExecutors), settings.minExecutors)
        let added = target - old
        step = added == step ? step * 2 : 1
        // At the bounds time alone changes nothing.
        if target >= min(needed, settings.maxExecutors) { addTime = nil }
    }

    private mutating func release(_ idle: [String], _ now: SchedulerTime) -> [Action] {
        var actions: [Action] = []
        for executorID in idle {
            guard executorCount > max(settings.minExecutors, target) else {
                isAnyHeldBack = true
                break
            }
            leaving.insert(executorID)
            let since = idleSince.removeValue(forKey: executorID) ?? now
            actions.append(.release(executorID: executorID, idleFor: now - since))
        }
        return actions
    }

    /// The executors whose time is over, those idle for longest first; notes when to look again.
    private mutating func executorsIdleForTooLong(
        _ now: SchedulerTime,
        _ holdings: (String) -> ExecutorHoldings
    ) -> [String] {
        guard let check = nextIdleCheck, now >= check else { return [] }
        nextIdleCheck = nil
        isAnyHeldBack = false
        var idle: [(id: String, since: SchedulerTime)] = []
        for (executorID, since) in idleSince {
            guard let timeout = settings.idleTimeout(holdings(executorID)) else { continue }
            let end = since + timeout
            if end <= now {
                idle.append((executorID, since))
            } else {
                nextIdleCheck = min(nextIdleCheck ?? end, end)
            }
        }
        // Those that may not go yet, lest there are too few, are looked at again when the target falls.
        return idle.sorted { ($0.since, $0.id) < ($1.since, $1.id) }.map(\.id)
    }
}
