import WeftDiagnostics

/// What the two schedulers together ask of the driver, to be carried out in order.
///
/// Everything that concerns only the schedulers themselves has been settled before.
enum SchedulerEffect: Hashable, Sendable {
    case launch(TaskDescriptionSpec)
    case kill(taskID: Int, executorID: String, interrupt: Bool, reason: String)
    case taskEnded(TaskEnd)
    case taskSetFinished(stageID: Int, stageAttempt: Int)
    case executorExcluded(executorID: String, stageID: Int, stageAttempt: Int)
    case hostExcluded(host: String, stageID: Int, stageAttempt: Int)
    case jobStarted(jobID: Int, stageIDs: [Int])
    case stageSubmitted(StageAttemptInfo)
    case stageCompleted(stageID: Int, stageAttempt: Int, failure: String?)
    case stageSkipped(stageID: Int, jobID: Int)
    case stageRemoved(stageID: Int)
    /// The result that came with the event in hand belongs to this index of the job.
    case taskResult(jobID: Int, index: Int)
    /// The map status that came with the event in hand is to be kept.
    case mapOutputRegistered(shuffleID: Int, mapIndex: Int, executorID: String)
    case mapOutputsLost(shuffleID: Int, mapIndexes: [Int])
    case shuffleRemoved(shuffleID: Int)
    case jobSucceeded(jobID: Int)
    case jobFailed(jobID: Int, error: WeftError)
}

/// Both schedulers, and what they tell each other: all the driver's loop has to keep.
///
/// The loop calls one method for each event, carries out the effects in order, and calls `tick` at `nextWakeUp`.
struct SchedulerState: Sendable {
    private(set) var dag: DAGScheduler
    private(set) var tasks: TaskScheduler
    private var resubmitAt: SchedulerTime?

    init(settings: SchedulerSettings = SchedulerSettings(), pools: [PoolSpec] = []) {
        dag = DAGScheduler(settings: settings)
        tasks = TaskScheduler(settings: settings, pools: pools)
    }

    /// When `tick` must be called at the latest; nil when only events matter.
    var nextWakeUp: SchedulerTime? {
        guard let resubmitAt else { return tasks.nextWakeUp }
        return min(resubmitAt, tasks.nextWakeUp ?? resubmitAt)
    }

    mutating func submit(_ job: JobSpec, now: SchedulerTime) -> [SchedulerEffect] {
        settle(dag.submit(job), now)
    }

    mutating func cancelJob(_ jobID: Int, reason: String = "", now: SchedulerTime) -> [SchedulerEffect] {
        settle(dag.cancelJob(jobID, reason: reason), now)
    }

    mutating func cancelJobGroup(_ group: String, reason: String = "", now: SchedulerTime) -> [SchedulerEffect] {
        settle(dag.cancelJobGroup(group, reason: reason), now)
    }

    mutating func cancelAllJobs(reason: String, now: SchedulerTime) -> [SchedulerEffect] {
        settle(dag.cancelAllJobs(reason: reason), now)
    }

    mutating func killTask(_ taskID: Int, reason: String, interrupt: Bool, now: SchedulerTime) -> [SchedulerEffect] {
        settle(tasks.killTask(taskID, reason: reason, interrupt: interrupt), now)
    }

    mutating func executorAdded(
        _ executorID: String,
        host: String,
        rack: String? = nil,
        slots: Int,
        now: SchedulerTime
    ) -> [SchedulerEffect] {
        dag.executorAdded(executorID, host: host)
        return settle(tasks.executorAdded(executorID, host: host, rack: rack, slots: slots, now: now), now)
    }

    mutating func executorLost(
        _ executorID: String,
        reason: ExecutorLossReason,
        now: SchedulerTime
    ) -> [SchedulerEffect] {
        // The tasks first: what they resubmit must be owed again before the stage is looked at.
        var effects = settle(tasks.executorLost(executorID, reason: reason, now: now), now)
        effects += settle(
            dag.executorLost(executorID, hasShuffleFilesElsewhere: !reason.shuffleFilesLost),
            now
        )
        return effects
    }

    /// A task has ended, as told by its executor.
    mutating func taskFinished(_ taskID: Int, outcome: TaskOutcome, now: SchedulerTime) -> [SchedulerEffect] {
        settle(tasks.taskFinished(taskID, outcome: outcome, now: now), now)
    }

    mutating func blockCached(rddID: Int, partition: Int, executorID: String) {
        dag.blockCached(rddID: rddID, partition: partition, executorID: executorID)
    }

    mutating func blockRemoved(rddID: Int, partition: Int, executorID: String) {
        dag.blockRemoved(rddID: rddID, partition: partition, executorID: executorID)
    }

    mutating func rddUnpersisted(_ rddID: Int) { dag.rddUnpersisted(rddID) }

    mutating func shuffleUnreferenced(_ shuffleID: Int, now: SchedulerTime) -> [SchedulerEffect] {
        settle(dag.shuffleUnreferenced(shuffleID), now)
    }

    /// Time has passed: to be called at `nextWakeUp`, and harmless at any other time.
    mutating func tick(now: SchedulerTime) -> [SchedulerEffect] {
        var effects: [SchedulerEffect] = []
        if let time = resubmitAt, now >= time {
            resubmitAt = nil
            effects += settle(dag.resubmitFailedStages(), now)
        }
        return effects + settle(tasks.tick(now: now), now)
    }
}

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
            case .tasks(let action): queue += settle(action, &effects)
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
            effects.append(.mapOutputsLost(shuffleID: shuffleID, mapIndexes: mapIndexes))
        case .shuffleRemoved(let shuffleID): effects.append(.shuffleRemoved(shuffleID: shuffleID))
        case .stageSubmitted(let info): effects.append(.stageSubmitted(info))
        case .stageCompleted(let stageID, let stageAttempt, let failure):
            effects.append(.stageCompleted(stageID: stageID, stageAttempt: stageAttempt, failure: failure))
        case .stageSkipped(let stageID, let jobID): effects.append(.stageSkipped(stageID: stageID, jobID: jobID))
        case .stageRemoved(let stageID): effects.append(.stageRemoved(stageID: stageID))
        case .jobSucceeded(let jobID): effects.append(.jobSucceeded(jobID: jobID))
        case .jobFailed(let jobID, let error): effects.append(.jobFailed(jobID: jobID, error: error))
        }
        return []
    }

    private mutating func settle(_ action: TaskSchedulerAction, _ effects: inout [SchedulerEffect]) -> [Action] {
        switch action {
        case .launch(let task): effects.append(.launch(task))
        case .kill(let taskID, let executorID, let interrupt, let reason):
            effects.append(.kill(taskID: taskID, executorID: executorID, interrupt: interrupt, reason: reason))
        case .taskEnded(let end):
            effects.append(.taskEnded(end))
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
