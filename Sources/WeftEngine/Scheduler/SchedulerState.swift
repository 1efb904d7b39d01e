import WeftDiagnostics

/// Both schedulers, and what they tell each other: all the driver's loop has to keep.
///
/// The loop calls one method for each event, carries out the effects in order, and calls `tick` at `nextWakeUp`.
struct SchedulerState: Sendable {
    private(set) var dag: DAGScheduler
    private(set) var tasks: TaskScheduler
    private var resubmitAt: SchedulerTime?
    private var failureBudget: ExecutorFailureBudget?
    private var allocation: DynamicAllocation?
    /// Whether executors may hold less than when their release was last considered.
    private var haveHoldingsChanged = false
    /// Why the application can't go on.
    private(set) var applicationFailure: WeftError?

    /// - Parameters:
    ///   - pools: the configured pools; only FAIR scheduling uses them.
    ///   - failureBudget: how many executors may fail; nil for any number.
    ///   - allocation: how the number of executors follows the work; nil where it is fixed.
    init(
        settings: SchedulerSettings = SchedulerSettings(),
        pools: [PoolSpec] = [],
        failureBudget: ExecutorFailureBudget? = nil,
        allocation: DynamicAllocationSettings? = nil
    ) {
        dag = DAGScheduler(settings: settings)
        tasks = TaskScheduler(settings: settings, pools: pools)
        self.failureBudget = failureBudget
        self.allocation = allocation.map(DynamicAllocation.init)
    }

    /// When `tick` must be called at the latest; nil when only events matter.
    var nextWakeUp: SchedulerTime? {
        if haveHoldingsChanged, allocation != nil { return .zero }
        return [resubmitAt, tasks.nextWakeUp, allocation?.nextWakeUp].compactMap { $0 }.min()
    }

    /// How many executors there should be; nil where their number is fixed.
    var executorTarget: Int? { allocation?.target }
}

// MARK: - Jobs

extension SchedulerState {
    mutating func submit(_ job: JobSpec, now: SchedulerTime) -> [SchedulerEffect] {
        if let applicationFailure { return [.jobFailed(jobID: job.jobID, error: applicationFailure)] }
        return conclude(settle(dag.submit(job), now), now)
    }

    mutating func cancelJob(_ jobID: Int, reason: String = "", now: SchedulerTime) -> [SchedulerEffect] {
        conclude(settle(dag.cancelJob(jobID, reason: reason), now), now)
    }

    mutating func cancelJobGroup(_ group: String, reason: String = "", now: SchedulerTime) -> [SchedulerEffect] {
        conclude(settle(dag.cancelJobGroup(group, reason: reason), now), now)
    }

    mutating func cancelAllJobs(reason: String, now: SchedulerTime) -> [SchedulerEffect] {
        conclude(settle(dag.cancelAllJobs(reason: reason), now), now)
    }

    mutating func killTask(_ taskID: Int, reason: String, interrupt: Bool, now: SchedulerTime) -> [SchedulerEffect] {
        settle(tasks.killTask(taskID, reason: reason, interrupt: interrupt), now)
    }

    /// A task has ended, as told by its executor.
    mutating func taskFinished(_ taskID: Int, outcome: TaskOutcome, now: SchedulerTime) -> [SchedulerEffect] {
        conclude(settle(tasks.taskFinished(taskID, outcome: outcome, now: now), now), now)
    }

    /// Tasks have ended, as told by their executors, all at about the same time: cheaper than one after the other, since
    /// their slots are offered together.
    ///
    /// - Returns: what is to be done for each end, in order, and then for all: one element more than there are ends.
    mutating func tasksFinished(
        _ ends: [(taskID: Int, outcome: TaskOutcome)],
        now: SchedulerTime
    ) -> [[SchedulerEffect]] {
        var effects = ends.map { end in
            settle(tasks.taskEnded(end.taskID, outcome: end.outcome, now: now), now)
        }
        effects.append(conclude(settle(tasks.offerFreedSlots(now), now), now))
        return effects
    }

    /// Time has passed: to be called at `nextWakeUp`, and harmless at any other time.
    mutating func tick(now: SchedulerTime) -> [SchedulerEffect] {
        var effects: [SchedulerEffect] = []
        if let time = resubmitAt, now >= time {
            resubmitAt = nil
            effects += settle(dag.resubmitFailedStages(), now)
        }
        return conclude(effects + settle(tasks.tick(now: now), now), now)
    }
}

// MARK: - Executors

extension SchedulerState {
    mutating func executorAdded(
        _ executorID: String,
        host: String,
        rack: String? = nil,
        slots: Int,
        now: SchedulerTime
    ) -> [SchedulerEffect] {
        dag.executorAdded(executorID, host: host)
        allocation?.executorAdded(executorID, now: now)
        return conclude(
            settle(tasks.executorAdded(executorID, host: host, rack: rack, slots: slots, now: now), now),
            now
        )
    }

    /// How many waiting tasks would like to run on which hosts.
    var pendingTasksByHost: [String: Int] { tasks.pendingTasksByHost }

    /// An executor is on its way out: what runs there goes on, nothing more is launched, and its loss will be no failure.
    mutating func executorDecommissioned(_ executorID: String, now: SchedulerTime) -> [SchedulerEffect] {
        allocation?.executorLeaving(executorID)
        return conclude(settle(tasks.executorDecommissioned(executorID, now: now), now), now)
    }

    /// An executor can't be reached, and will be lost in a moment: nothing more is launched on it.
    mutating func executorSilent(_ executorID: String) { tasks.executorSilent(executorID) }

    mutating func executorLost(
        _ executorID: String,
        reason: ExecutorLossReason,
        now: SchedulerTime
    ) -> [SchedulerEffect] {
        let failure = tasks.executors[executorID].flatMap { executor in
            failureBudget?.executorLost(
                executorID,
                host: executor.host,
                reason: reason,
                wasDecommissioned: executor.isDecommissioned,
                now: now
            )
        }
        allocation?.executorRemoved(executorID)
        // The tasks first: what they resubmit must be owed again before the stage is looked at. They are launched again
        // last, when it is known what else is lost and whether their jobs go on.
        var effects = settle(tasks.executorEnded(executorID, reason: reason, now: now), now)
        effects += settle(
            dag.executorLost(executorID, hasShuffleFilesElsewhere: !reason.shuffleFilesLost),
            now
        )
        effects += failApplication(failure, now)
        effects += settle(tasks.offerFreedSlots(now), now)
        return conclude(effects, now)
    }

    /// An executor that was asked for has failed before it was added.
    mutating func executorStartFailed(
        _ executorID: String,
        host: String? = nil,
        reason: ExecutorLossReason,
        now: SchedulerTime
    ) -> [SchedulerEffect] {
        let failure = failureBudget?.executorLost(
            executorID,
            host: host,
            reason: reason,
            wasDecommissioned: false,
            now: now
        )
        return conclude(failApplication(failure, now), now)
    }

    private mutating func failApplication(_ failure: WeftError?, _ now: SchedulerTime) -> [SchedulerEffect] {
        guard let failure, applicationFailure == nil else { return [] }
        applicationFailure = failure
        return [.applicationFailed(failure)] + settle(dag.failAllJobs(failure), now)
    }

    mutating func blockCached(rddID: Int, partition: Int, executorID: String) {
        dag.blockCached(rddID: rddID, partition: partition, executorID: executorID)
    }

    mutating func blockRemoved(rddID: Int, partition: Int, executorID: String) {
        dag.blockRemoved(rddID: rddID, partition: partition, executorID: executorID)
        haveHoldingsChanged = true
    }

    mutating func rddUnpersisted(_ rddID: Int) {
        dag.rddUnpersisted(rddID)
        haveHoldingsChanged = true
    }

    mutating func shuffleUnreferenced(_ shuffleID: Int, now: SchedulerTime) -> [SchedulerEffect] {
        conclude(settle(dag.shuffleUnreferenced(shuffleID), now), now)
    }

    /// An executor on its way out has moved a map output to another one.
    mutating func mapOutputMoved(
        shuffleID: Int,
        mapIndex: Int,
        from: String,
        to executorID: String,
        now: SchedulerTime
    ) -> [SchedulerEffect] {
        let (actions, stageID) = dag.mapOutputMoved(
            shuffleID: shuffleID,
            mapIndex: mapIndex,
            from: from,
            to: executorID
        )
        if let stageID { tasks.outputMoved(stageID: stageID, partition: mapIndex, from: from, to: executorID) }
        return conclude(settle(actions, now), now)
    }

    /// Ends an event: lets the number of executors follow what it has changed.
    private mutating func conclude(_ effects: [SchedulerEffect], _ now: SchedulerTime) -> [SchedulerEffect] {
        guard allocation != nil else { return effects }
        if haveHoldingsChanged {
            haveHoldingsChanged = false
            allocation?.holdingsChanged(now: now)
        }
        let backlog = tasks.backlog
        let demand = DynamicAllocation.Demand(
            pendingTasks: backlog.pending,
            speculativeTasks: backlog.speculative,
            runningTasks: tasks.runningTaskCount,
            unschedulableTaskSets: tasks.unschedulableCount
        )
        let actions =
            allocation?.update(demand, now: now) { [dag] executorID in dag.holdings(ofExecutor: executorID) } ?? []
        var effects = effects
        for action in actions {
            switch action {
            case .setTarget(let target): effects.append(.executorTargetChanged(target))
            case .release(let executorID, let duration):
                let reason = "it was idle for \(DurationWords.seconds(duration))"
                effects += settle(tasks.executorDecommissioned(executorID, now: now), now)
                effects.append(
                    dag.settings.isDecommissionEnabled
                        ? .decommissionExecutor(executorID: executorID, reason: reason)
                        : .releaseExecutor(executorID: executorID, reason: reason)
                )
            }
        }
        return effects
    }
}

// MARK: - Between the schedulers

extension SchedulerState {
    private enum Action {
        case dag(DAGSchedulerAction)
        case tasks(TaskSchedulerAction)
    }

    private mutating func settle(_ actions: [DAGSchedulerAction], _ now: SchedulerTime) -> [SchedulerEffect] {
        settle(actions.map(Action.dag), now)
    }

    private mutating func settle(_ actions: [TaskSchedulerAction], _ now: SchedulerTime) -> [SchedulerEffect] {
        settle(actions.map(Action.tasks), now)
    }

    /// Passes actions from one scheduler to the other until only effects are left.
    ///
    /// First come, first served: what an action leads to comes after the actions decided with it, so that a task is
    /// never killed before it is launched.
    private mutating func settle(_ actions: [Action], _ now: SchedulerTime) -> [SchedulerEffect] {
        var queue = actions
        var position = 0
        var effects: [SchedulerEffect] = []
        while position < queue.count {
            switch queue[position] {
            case .dag(let action): queue += settle(action, now, &effects)
            case .tasks(let action): queue += settle(action, now, &effects)
            }
            position += 1
        }
        return effects
    }

    private mutating func settle(
        _ action: DAGSchedulerAction,
        _ now: SchedulerTime,
        _ effects: inout [SchedulerEffect]
    ) -> [Action] {
        switch action {
        case .submitTaskSet(let spec):
            return tasks.submit(spec, now: now).map(Action.tasks)
        case .cancelTaskSets(let stageID, let reason, let interrupt):
            return tasks.cancel(stageID: stageID, reason: reason, interrupt: interrupt, now: now).map(Action.tasks)
        case .partitionCompleted(let stageID, let partition):
            return tasks.partitionCompleted(stageID: stageID, partition: partition, now: now).map(Action.tasks)
        case .scheduleResubmit(let delay):
            resubmitAt = min(resubmitAt ?? now + delay, now + delay)
        case .jobStarted(let jobID, let stageIDs): effects.append(.jobStarted(jobID: jobID, stageIDs: stageIDs))
        case .taskResult(let jobID, let index): effects.append(.taskResult(jobID: jobID, index: index))
        case .mapOutputRegistered(let shuffleID, let mapIndex, let executorID):
            effects.append(.mapOutputRegistered(shuffleID: shuffleID, mapIndex: mapIndex, executorID: executorID))
        case .mapOutputsLost(let shuffleID, let mapIndexes):
            haveHoldingsChanged = true
            effects.append(.mapOutputsLost(shuffleID: shuffleID, mapIndexes: mapIndexes))
        case .mapOutputMoved(let shuffleID, let mapIndex, let from, let executorID):
            haveHoldingsChanged = true
            effects.append(.mapOutputMoved(shuffleID: shuffleID, mapIndex: mapIndex, from: from, to: executorID))
        case .blocksForgotten(let executorID): effects.append(.blocksForgotten(executorID: executorID))
        case .shuffleRemoved(let shuffleID):
            haveHoldingsChanged = true
            effects.append(.shuffleRemoved(shuffleID: shuffleID))
        case .stageSubmitted(let info): effects.append(.stageSubmitted(info))
        case .stageCompleted(let stageID, let stageAttempt, let failure):
            effects.append(.stageCompleted(stageID: stageID, stageAttempt: stageAttempt, failure: failure))
        case .stageSkipped(let stageID, let jobID): effects.append(.stageSkipped(stageID: stageID, jobID: jobID))
        case .stageRemoved(let stageID): effects.append(.stageRemoved(stageID: stageID))
        case .jobSucceeded(let jobID):
            haveHoldingsChanged = true
            effects.append(.jobSucceeded(jobID: jobID))
        case .jobFailed(let jobID, let error):
            haveHoldingsChanged = true
            effects.append(.jobFailed(jobID: jobID, error: error))
        }
        return []
    }

    private mutating func settle(
        _ action: TaskSchedulerAction,
        _ now: SchedulerTime,
        _ effects: inout [SchedulerEffect]
    ) -> [Action] {
        switch action {
        case .launch(var task):
            task.epoch = dag.mapOutputs.epoch
            allocation?.taskStarted(on: task.executorID)
            effects.append(.launch(task))
        case .kill(let taskID, let executorID, let interrupt, let reason):
            effects.append(.kill(taskID: taskID, executorID: executorID, interrupt: interrupt, reason: reason))
        case .taskEnded(let end):
            effects.append(.taskEnded(end))
            allocation?.taskEnded(on: end.task.executorID, now: now)
            return tell(end).map(Action.dag)
        case .taskResubmitted(let stageID, let stageAttempt, let partition):
            return dag.taskResubmitted(stageID: stageID, stageAttempt: stageAttempt, partition: partition)
                .map(Action.dag)
        case .taskSetFinished(let stageID, let stageAttempt):
            effects.append(.taskSetFinished(stageID: stageID, stageAttempt: stageAttempt))
        case .taskSetAborted(let stageID, let stageAttempt, let error):
            return dag.taskSetFailed(stageID: stageID, stageAttempt: stageAttempt, error: error).map(Action.dag)
        case .executorExcluded(let executorID, let stageID, let stageAttempt):
            effects.append(.executorExcluded(executorID: executorID, stageID: stageID, stageAttempt: stageAttempt))
        case .hostExcluded(let host, let stageID, let stageAttempt):
            effects.append(.hostExcluded(host: host, stageID: stageID, stageAttempt: stageAttempt))
        case .executorExcludedForApplication(let executorID):
            effects.append(.executorExcludedForApplication(executorID: executorID))
        case .hostExcludedForApplication(let host): effects.append(.hostExcludedForApplication(host: host))
        case .executorUnexcluded(let executorID): effects.append(.executorUnexcluded(executorID: executorID))
        case .hostUnexcluded(let host): effects.append(.hostUnexcluded(host: host))
        case .replaceExecutor(let executorID, let reason):
            effects.append(.replaceExecutor(executorID: executorID, reason: reason))
        }
        return []
    }

    private mutating func tell(_ end: TaskEnd) -> [DAGSchedulerAction] {
        let task = end.task
        switch end.outcome {
        case .succeeded:
            return dag.taskSucceeded(
                stageID: task.stageID,
                stageAttempt: task.stageAttempt,
                partition: task.partition,
                executorID: task.executorID,
                hasMapOutput: true
            )
        case .fetchFailed(let failure):
            return dag.fetchFailed(stageID: task.stageID, stageAttempt: task.stageAttempt, failure: failure)
        case .failed, .killed:
            return []
        }
    }
}
