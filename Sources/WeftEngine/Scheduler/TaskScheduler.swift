import WeftDiagnostics

/// Puts the tasks of task sets on the slots of executors: Spark's `TaskSchedulerImpl` as a value.
///
/// It knows ids only. Every event is a method that returns what is to be done, and makes offers itself whenever a slot
/// or a task has become free. `SchedulerState` joins it with the `DAGScheduler`.
struct TaskScheduler: Sendable {
    let settings: SchedulerSettings
    var pools: SchedulingPools
    var executors = ExecutorTable()
    var taskSets: [TaskSetKey: TaskSetManager] = [:]
    /// The attempts of a stage that haven't ended.
    var attemptsOfStage: [Int: [Int]] = [:]
    /// The running tasks.
    var taskSetOfTask: [Int: TaskSetKey] = [:]
    var nextTaskID = 0
    /// When all free slots were offered last.
    var lastFullOffer: SchedulerTime?
    var lastSpeculationCheck: SchedulerTime?

    /// - Parameter pools: the configured pools; only FAIR scheduling uses them.
    init(settings: SchedulerSettings = SchedulerSettings(), pools: [PoolSpec] = []) {
        self.settings = settings
        self.pools = SchedulingPools(mode: settings.mode, pools: pools)
    }

    /// When `tick` must be called at the latest; nil when only events matter.
    private(set) var nextWakeUp: SchedulerTime?

    /// How many tasks run.
    var runningTaskCount: Int { taskSetOfTask.count }

    /// How many tasks wait for a slot; dynamic allocation looks at it.
    var pendingTaskCount: Int {
        taskSets.values.reduce(0) { $0 + ($1.isZombie ? 0 : $1.pendingCount + $1.speculatable.count) }
    }

    /// The running tasks of an executor, in ascending order.
    func runningTasks(onExecutor executorID: String) -> [Int] {
        executors[executorID]?.runningTaskIDs.sorted() ?? []
    }

    /// What is known of a running task.
    func runningTask(_ taskID: Int) -> TaskDescriptionSpec? {
        taskSetOfTask[taskID].flatMap { taskSets[$0]?.runningTasks[taskID]?.task }
    }
}

extension TaskScheduler {
    /// Tasks to run.
    mutating func submit(_ spec: TaskSetSpec, now: SchedulerTime) -> [TaskSchedulerAction] {
        let key = TaskSetKey(stageID: spec.stageID, stageAttempt: spec.stageAttempt)
        guard taskSets[key] == nil else { return [] }
        guard !spec.partitions.isEmpty else {
            return [.taskSetFinished(stageID: spec.stageID, stageAttempt: spec.stageAttempt)]
        }
        // Older attempts may have tasks still running, but only the newest one launches any.
        for attempt in attemptsOfStage[spec.stageID] ?? [] {
            taskSets[TaskSetKey(stageID: spec.stageID, stageAttempt: attempt)]?.isZombie = true
        }
        taskSets[key] = TaskSetManager(spec, settings: settings, executors: executors, now: now)
        attemptsOfStage[spec.stageID, default: []].append(spec.stageAttempt)
        pools.add(key, priority: spec.priority, pool: spec.pool)
        return offerAllFreeSlots(now)
    }

    /// A task has ended, as told by its executor; one that isn't known any more is ignored.
    mutating func taskFinished(_ taskID: Int, outcome: TaskOutcome, now: SchedulerTime) -> [TaskSchedulerAction] {
        guard let key = taskSetOfTask[taskID], let running = takeRunning(taskID, of: key) else { return [] }
        var actions: [TaskSchedulerAction]
        if case .succeeded = outcome {
            actions = taskSets[key]?.taskSucceeded(running, now: now) ?? []
        } else {
            actions = taskSets[key]?.taskFailed(running, outcome: outcome, executors: executors) ?? []
        }
        actions += removeIfFinished(key)
        // A success frees one slot; anything else may also free a task, for which any slot may be the right one.
        if case .succeeded = outcome {
            actions += offerSlots(of: [running.task.executorID], isAllFreeSlots: false, now)
        } else {
            actions += offerAllFreeSlots(now)
        }
        return actions
    }

    /// Another attempt at the stage has computed a partition.
    mutating func partitionCompleted(stageID: Int, partition: Int, now: SchedulerTime) -> [TaskSchedulerAction] {
        var actions: [TaskSchedulerAction] = []
        for attempt in attemptsOfStage[stageID] ?? [] {
            let key = TaskSetKey(stageID: stageID, stageAttempt: attempt)
            guard let index = taskSets[key]?.indexOfPartition[partition] else { continue }
            taskSets[key]?.markSuccessful(index)
            actions += removeIfFinished(key)
        }
        updateWakeUp(now)
        return actions
    }

    /// No more tasks of the stage are wanted.
    mutating func cancel(stageID: Int, reason: String, interrupt: Bool, now: SchedulerTime) -> [TaskSchedulerAction] {
        var actions: [TaskSchedulerAction] = []
        for attempt in attemptsOfStage[stageID] ?? [] {
            let key = TaskSetKey(stageID: stageID, stageAttempt: attempt)
            actions += taskSets[key]?.cancel(interrupt: interrupt, reason: reason) ?? []
            actions += removeIfFinished(key)
        }
        updateWakeUp(now)
        return actions
    }

    /// Kills one attempt at a task; the task runs again.
    mutating func killTask(_ taskID: Int, reason: String, interrupt: Bool) -> [TaskSchedulerAction] {
        guard let key = taskSetOfTask[taskID] else { return [] }
        return taskSets[key]?.kill(taskID, interrupt: interrupt, reason: reason) ?? []
    }

    /// An executor has come.
    mutating func executorAdded(
        _ executorID: String,
        host: String,
        rack: String? = nil,
        slots: Int,
        now: SchedulerTime
    ) -> [TaskSchedulerAction] {
        guard executors[executorID] == nil else { return [] }
        executors.add(id: executorID, host: host, rack: rack, slots: slots)
        for key in taskSets.keys { taskSets[key]?.executorsChanged(executors) }
        return offerSlots(of: [executorID], isAllFreeSlots: false, now)
    }

    /// An executor is gone, and its tasks with it.
    mutating func executorLost(
        _ executorID: String,
        reason: ExecutorLossReason,
        now: SchedulerTime
    ) -> [TaskSchedulerAction] {
        guard let executor = executors.remove(executorID) else { return [] }
        var actions: [TaskSchedulerAction] = []
        let keys = taskSets.keys.sorted { ($0.stageID, $0.stageAttempt) < ($1.stageID, $1.stageAttempt) }
        if reason.shuffleFilesLost {
            for key in keys {
                actions += taskSets[key]?.outputsLost(onExecutor: executorID, executors: executors) ?? []
            }
        }
        let error = WeftError(
            "executor-lost",
            "executor \(executorID) on \(executor.host) was lost: \(reason.message)",
            remedy: reason.causedByApplication ? "look into the executor's log for what ended it" : ""
        )
        for taskID in executor.runningTaskIDs.sorted() {
            guard let key = taskSetOfTask[taskID], let running = takeRunning(taskID, of: key) else { continue }
            let outcome: TaskOutcome =
                running.isKilled
                ? .killed(reason: error.message)
                : .failed(TaskFailure(error, countTowardsFailures: reason.causedByApplication))
            actions += taskSets[key]?.taskFailed(running, outcome: outcome, executors: executors) ?? []
            actions += removeIfFinished(key)
        }
        for key in keys { taskSets[key]?.executorsChanged(executors) }
        return actions + offerAllFreeSlots(now)
    }

    /// Time has passed: to be called at `nextWakeUp`, and harmless at any other time.
    mutating func tick(now: SchedulerTime) -> [TaskSchedulerAction] {
        if isSpeculationDue(now) {
            lastSpeculationCheck = now
            for key in taskSets.keys { _ = taskSets[key]?.findSpeculatableTasks(now: now, executors: executors) }
        }
        return offerAllFreeSlots(now)
    }

    /// Makes the rack of a host known before task sets that prefer the host are submitted.
    mutating func setRack(_ rack: String, ofHost host: String) { executors.setRack(rack, ofHost: host) }

    private mutating func takeRunning(_ taskID: Int, of key: TaskSetKey) -> TaskSetManager.RunningTask? {
        taskSetOfTask[taskID] = nil
        guard let running = taskSets[key]?.takeRunning(taskID) else { return nil }
        executors.taskEnded(taskID, on: running.task.executorID)
        pools.taskEnded(key)
        return running
    }

    mutating func removeIfFinished(_ key: TaskSetKey) -> [TaskSchedulerAction] {
        guard taskSets[key]?.isFinished == true else { return [] }
        taskSets[key] = nil
        pools.remove(key)
        attemptsOfStage[key.stageID]?.removeAll { $0 == key.stageAttempt }
        if attemptsOfStage[key.stageID]?.isEmpty == true { attemptsOfStage[key.stageID] = nil }
        return [.taskSetFinished(stageID: key.stageID, stageAttempt: key.stageAttempt)]
    }

    private func isSpeculationDue(_ now: SchedulerTime) -> Bool {
        guard settings.speculation.isEnabled else { return false }
        return lastSpeculationCheck.map { now >= $0 + settings.speculation.interval } ?? true
    }

    /// Finds the next moment at which time alone changes something.
    mutating func updateWakeUp(_ now: SchedulerTime) {
        guard executors.freeSlots > 0 || settings.speculation.isEnabled || settings.exclusion.isEnabled else {
            // Every slot is taken, as it mostly is: nothing can change before a task ends.
            nextWakeUp = nil
            return
        }
        var next: SchedulerTime?
        func consider(_ time: SchedulerTime) { next = min(next ?? time, time) }
        for set in taskSets.values where !set.isZombie {
            // What a wait that is over allows has been offered already, unless the last full offer was before its end.
            if executors.freeSlots > 0, let end = set.localityWaitEnd, lastFullOffer.map({ end > $0 }) ?? true {
                consider(end)
            }
            if let since = set.unschedulableSince { consider(since + settings.exclusion.unschedulableTaskSetTimeout) }
            if settings.speculation.isEnabled, !set.runningTasks.isEmpty, set.taskCount > 1 {
                consider((lastSpeculationCheck ?? now) + settings.speculation.interval)
            }
        }
        nextWakeUp = next
    }
}
