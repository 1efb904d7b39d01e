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
    /// What the application avoids.
    var applicationExclusion: ApplicationExclusion
    /// Executors on which tasks ended since the last offer, each once.
    var freedExecutors: [String] = []
    /// Whether more than the freed slots has to be offered, because tasks wait again.
    var needsFullOffer = false

    /// - Parameter pools: the configured pools; only FAIR scheduling uses them.
    init(settings: SchedulerSettings = SchedulerSettings(), pools: [PoolSpec] = []) {
        self.settings = settings
        self.pools = SchedulingPools(mode: settings.mode, pools: pools)
        applicationExclusion = ApplicationExclusion(settings: settings.exclusion)
    }

    /// When `tick` must be called at the latest; nil when only events matter.
    private(set) var nextWakeUp: SchedulerTime?

    /// How many tasks run.
    var runningTaskCount: Int { taskSetOfTask.count }

    /// How many waiting tasks would like to run on which hosts.
    var pendingTasksByHost: [String: Int] {
        var counts: [String: Int] = [:]
        for set in taskSets.values where !set.isZombie {
            for (host, tasks) in set.pending.forHost {
                // Entries of tasks that run by now are still in the lists.
                let waiting = tasks.count { set.copiesRunning[$0] == 0 && !set.isSuccessful[$0] }
                if waiting > 0 { counts[host, default: 0] += waiting }
            }
        }
        return counts
    }

    /// How many tasks wait for a slot; dynamic allocation looks at it.
    var pendingTaskCount: Int {
        taskSets.values.reduce(0) { $0 + ($1.isZombie ? 0 : $1.pendingCount + $1.speculatable.count) }
    }

    /// How many tasks wait for their first copy, and how many for a second one.
    var backlog: (pending: Int, speculative: Int) {
        guard pools.wantingCount > 0 else { return (0, 0) }
        return taskSets.values.reduce(into: (0, 0)) { sum, set in
            guard !set.isZombie else { return }
            sum.0 += set.pendingCount
            sum.1 += set.speculatable.count
        }
    }

    /// How many task sets have a task that may run on no executor there is.
    var unschedulableCount: Int {
        guard settings.exclusion.isEnabled else { return 0 }
        return taskSets.values.count { $0.unschedulableSince != nil }
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
            let old = TaskSetKey(stageID: spec.stageID, stageAttempt: attempt)
            taskSets[old]?.isZombie = true
            pools.setWantsOffers(false, old)
        }
        taskSets[key] = TaskSetManager(spec, settings: settings, executors: executors, now: now)
        attemptsOfStage[spec.stageID, default: []].append(spec.stageAttempt)
        pools.add(key, priority: spec.priority, pool: spec.pool)
        return offerAllFreeSlots(now)
    }

    /// A task has ended, as told by its executor; one that isn't known any more is ignored.
    mutating func taskFinished(_ taskID: Int, outcome: TaskOutcome, now: SchedulerTime) -> [TaskSchedulerAction] {
        taskEnded(taskID, outcome: outcome, now: now) + offerFreedSlots(now)
    }

    /// As `taskFinished`, but the slot is offered only by the next `offerFreedSlots`: of ends that are told together, one
    /// round of offers is enough.
    mutating func taskEnded(_ taskID: Int, outcome: TaskOutcome, now: SchedulerTime) -> [TaskSchedulerAction] {
        guard let key = taskSetOfTask[taskID], let running = takeRunning(taskID, of: key) else { return [] }
        var actions: [TaskSchedulerAction]
        if case .succeeded = outcome {
            actions = taskSets[key]?.taskSucceeded(running, now: now) ?? []
        } else {
            actions = taskSets[key]?.taskFailed(running, outcome: outcome, executors: executors, now: now) ?? []
            // It frees one slot, and maybe a task, for which any slot may be the right one.
            needsFullOffer = true
        }
        if freedExecutors.last != running.task.executorID, !freedExecutors.contains(running.task.executorID) {
            freedExecutors.append(running.task.executorID)
        }
        return actions + settle(key, now)
    }

    /// Another attempt at the stage has computed a partition.
    mutating func partitionCompleted(stageID: Int, partition: Int, now: SchedulerTime) -> [TaskSchedulerAction] {
        var actions: [TaskSchedulerAction] = []
        for attempt in attemptsOfStage[stageID] ?? [] {
            let key = TaskSetKey(stageID: stageID, stageAttempt: attempt)
            guard let index = taskSets[key]?.indexOfPartition[partition] else { continue }
            taskSets[key]?.markSuccessful(index)
            actions += settle(key, now)
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
            actions += settle(key, now)
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
        if applicationExclusion.isExcluded(executorID: executorID, host: host) {
            _ = executors.setExcluded(true, executorID)
        }
        executorsChanged()
        return offerSlots(of: [executorID], isAllFreeSlots: false, now)
    }

    /// An executor is on its way out: its tasks go on, and it gets no more.
    mutating func executorDecommissioned(_ executorID: String, now: SchedulerTime) -> [TaskSchedulerAction] {
        guard executors.decommission(executorID) else { return [] }
        executorsChanged()
        // Tasks that waited for this executor may now run elsewhere.
        return offerAllFreeSlots(now)
    }

    /// An executor can't be reached: whether it still runs is not known yet, but it gets no more tasks.
    mutating func executorSilent(_ executorID: String) {
        if executors.silence(executorID) { executorsChanged() }
    }

    /// A map output has been moved from one executor to another.
    mutating func outputMoved(stageID: Int, partition: Int, from: String, to executorID: String) {
        for attempt in attemptsOfStage[stageID] ?? [] {
            let key = TaskSetKey(stageID: stageID, stageAttempt: attempt)
            taskSets[key]?.outputMoved(partition: partition, from: from, to: executorID)
        }
    }

    /// An executor is gone, and its tasks with it.
    mutating func executorLost(
        _ executorID: String,
        reason: ExecutorLossReason,
        now: SchedulerTime
    ) -> [TaskSchedulerAction] {
        executorEnded(executorID, reason: reason, now: now) + offerFreedSlots(now)
    }

    /// As `executorLost`, but its tasks are launched elsewhere only by the next `offerFreedSlots`.
    mutating func executorEnded(
        _ executorID: String,
        reason: ExecutorLossReason,
        now: SchedulerTime
    ) -> [TaskSchedulerAction] {
        guard let executor = executors.remove(executorID) else { return [] }
        applicationExclusion.executorRemoved(executorID)
        freedExecutors.removeAll { $0 == executorID }
        // What is on its way out may go at any time, and no task is to blame for that.
        let isTasksFault = reason.causedByApplication && !executor.isDecommissioned
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
            remedy: reason.remedy
        )
        for taskID in executor.runningTaskIDs.sorted() {
            guard let key = taskSetOfTask[taskID], let running = takeRunning(taskID, of: key) else { continue }
            let outcome: TaskOutcome =
                running.isKilled
                ? .killed(reason: error.message)
                : .failed(TaskFailure(error, countTowardsFailures: isTasksFault))
            actions += taskSets[key]?.taskFailed(running, outcome: outcome, executors: executors, now: now) ?? []
            actions += settle(key, now)
        }
        // Outputs that were lost make sets want slots again that had none of their tasks on the executor.
        for key in keys { actions += settle(key, now) }
        executorsChanged()
        needsFullOffer = true
        return actions
    }

    /// Time has passed: to be called at `nextWakeUp`, and harmless at any other time.
    mutating func tick(now: SchedulerTime) -> [TaskSchedulerAction] {
        if isSpeculationDue(now) {
            lastSpeculationCheck = now
            for key in Array(taskSets.keys)
            where taskSets[key]?.findSpeculatableTasks(now: now, executors: executors) == true {
                pools.setWantsOffers(true, key)
            }
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

    /// Brings what is noted elsewhere of a set that has changed up to date, and forgets it when it is finished.
    mutating func settle(_ key: TaskSetKey, _ now: SchedulerTime) -> [TaskSchedulerAction] {
        guard let status = taskSets[key]?.status() else { return [] }
        pools.setWantsOffers(status.wantsOffers, key)
        guard status.isFinished, let set = taskSets.removeValue(forKey: key) else { return [] }
        pools.remove(key)
        attemptsOfStage[key.stageID]?.removeAll { $0 == key.stageAttempt }
        if attemptsOfStage[key.stageID]?.isEmpty == true { attemptsOfStage[key.stageID] = nil }
        var actions: [TaskSchedulerAction] = [.taskSetFinished(stageID: key.stageID, stageAttempt: key.stageAttempt)]
        if settings.exclusion.isEnabled, set.successCount == set.taskCount {
            actions += apply(
                applicationExclusion.taskSetSucceeded(key, failures: set.exclusion.failuresByExecutor, now: now)
            )
        }
        return actions
    }

    /// Puts into effect what the application avoids from now on, and what it doesn't any more.
    mutating func apply(_ change: ApplicationExclusion.Change) -> [TaskSchedulerAction] {
        guard !change.isEmpty else { return [] }
        var actions: [TaskSchedulerAction] = []
        var concerned = change.excludedExecutors + change.includedExecutors
        for host in change.excludedHosts + change.includedHosts { concerned += executors.executors(onHost: host) }
        actions += change.includedExecutors.map { .executorUnexcluded(executorID: $0) }
        actions += change.includedHosts.map { .hostUnexcluded(host: $0) }
        actions += change.excludedExecutors.map { .executorExcludedForApplication(executorID: $0) }
        actions += change.excludedHosts.map { .hostExcludedForApplication(host: $0) }
        for id in concerned {
            guard let host = executors[id]?.host else { continue }
            let isExcluded = applicationExclusion.isExcluded(executorID: id, host: host)
            if executors.setExcluded(isExcluded, id), isExcluded, settings.exclusion.killsExcludedExecutors {
                actions.append(.replaceExecutor(executorID: id, reason: "too many tasks failed on it or on its host"))
            }
        }
        executorsChanged()
        return actions
    }

    private mutating func executorsChanged() {
        for key in Array(taskSets.keys) { taskSets[key]?.executorsChanged(executors) }
    }

    private func isSpeculationDue(_ now: SchedulerTime) -> Bool {
        guard settings.speculation.isEnabled else { return false }
        return lastSpeculationCheck.map { now >= $0 + settings.speculation.interval } ?? true
    }

    /// Finds the next moment at which time alone changes something.
    mutating func updateWakeUp(_ now: SchedulerTime) {
        let mayExclude = settings.exclusion.isEnabled
        guard mayExclude || settings.speculation.isEnabled || (executors.freeSlots > 0 && pools.wantingCount > 0) else {
            // Every slot is taken, or nothing waits for one: nothing can change before a task ends.
            nextWakeUp = nil
            return
        }
        var next = applicationExclusion.nextExpiry
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
