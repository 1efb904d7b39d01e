import WeftDiagnostics

extension TaskSetManager {
    /// The end of a task takes it from those that run.
    mutating func takeRunning(_ taskID: Int) -> RunningTask? {
        guard let running = runningTasks.removeValue(forKey: taskID) else { return nil }
        let index = running.task.index
        copiesRunning[index] -= 1
        if copiesRunning[index] == 0, !isSuccessful[index] { pendingCount += 1 }
        taskIDs[index].removeAll { $0 == taskID }
        return running
    }

    /// A task has succeeded.
    mutating func taskSucceeded(_ running: RunningTask, now: SchedulerTime) -> [TaskSchedulerAction] {
        let index = running.task.index
        guard !isSuccessful[index] else {
            // Two copies ended at the same time: the first one's results are in use.
            return [.taskEnded(TaskEnd(task: running.task, outcome: .killed(reason: "another attempt succeeded")))]
        }
        var actions: [TaskSchedulerAction] = [.taskEnded(TaskEnd(task: running.task, outcome: .succeeded))]
        markSuccessful(index)
        durations.insert((now - running.launchTime).wholeNanoseconds)
        if spec.isShuffleMap {
            outputExecutors[index] = running.task.executorID
            outputsOnExecutor[running.task.executorID, default: []].insert(index)
        }
        for taskID in taskIDs[index] { actions += kill(taskID, interrupt: true, reason: "another attempt succeeded") }
        return actions
    }

    /// A task has ended in any other way.
    mutating func taskFailed(
        _ running: RunningTask,
        outcome: TaskOutcome,
        executors: ExecutorTable,
        now: SchedulerTime
    ) -> [TaskSchedulerAction] {
        let index = running.task.index
        var actions: [TaskSchedulerAction] = [.taskEnded(TaskEnd(task: running.task, outcome: outcome))]
        switch outcome {
        case .fetchFailed:
            // The stage will be submitted again when its input is there: nothing here is worth repeating.
            markSuccessful(index)
            isZombie = true
        case .failed(let failure):
            // A copy that was told to stop, or isn't needed any more, may end in any way it likes.
            if !isZombie, failure.countTowardsFailures, !running.isKilled, !isSuccessful[index] {
                actions += exclude(running, now)
                failureCounts[index] += 1
                if failureCounts[index] >= spec.maxFailures || !failure.isRetryable {
                    actions.append(abort(running, failure))
                    return actions
                }
            }
        case .killed, .succeeded:
            break
        }
        if !isSuccessful[index], copiesRunning[index] == 0 {
            addPending(index, executors: executors)
            speculatable.remove(index)
        }
        return actions
    }

    private mutating func exclude(_ running: RunningTask, _ now: SchedulerTime) -> [TaskSchedulerAction] {
        let task = running.task
        let change = exclusion.taskFailed(
            executorID: task.executorID,
            host: running.host,
            task: task.index,
            now: now
        )
        var actions: [TaskSchedulerAction] = []
        if let executorID = change.executorID {
            actions.append(
                .executorExcluded(executorID: executorID, stageID: spec.stageID, stageAttempt: spec.stageAttempt)
            )
        }
        if let host = change.host {
            actions.append(.hostExcluded(host: host, stageID: spec.stageID, stageAttempt: spec.stageAttempt))
        }
        return actions
    }

    private mutating func abort(_ running: RunningTask, _ failure: TaskFailure) -> TaskSchedulerAction {
        let task = running.task
        let count = failureCounts[task.index]
        let times = count == 1 ? "once" : "\(count) times"
        let why = failure.isRetryable ? "failed \(times)" : "failed in a way that another attempt can't mend"
        return abort(
            WeftError(
                "task-failed",
                "task \(task.partition) of stage \(spec.stageID) \(why), last in attempt \(task.attemptNumber) "
                    + "(task id \(task.taskID)) on executor \(task.executorID)",
                remedy: failure.error.remedy,
                details: [
                    .init("stage", "\(spec.stageID).\(spec.stageAttempt) \(spec.name)"),
                    .init("task", "\(task.partition)"),
                    .init("attempt", "\(task.attemptNumber)"),
                    .init("executor", "\(task.executorID) on \(running.host)"),
                ],
                cause: failure.error
            )
        )
    }

    /// Gives the set up.
    mutating func abort(_ error: WeftError) -> TaskSchedulerAction {
        isZombie = true
        return .taskSetAborted(stageID: spec.stageID, stageAttempt: spec.stageAttempt, error: error)
    }

    /// Tells a task to stop, once.
    mutating func kill(_ taskID: Int, interrupt: Bool, reason: String) -> [TaskSchedulerAction] {
        guard let running = runningTasks[taskID], !running.isKilled else { return [] }
        runningTasks[taskID]?.isKilled = true
        return [.kill(taskID: taskID, executorID: running.task.executorID, interrupt: interrupt, reason: reason)]
    }

    /// Stops the set and all its tasks.
    mutating func cancel(interrupt: Bool, reason: String) -> [TaskSchedulerAction] {
        isZombie = true
        return runningTasks.keys.sorted().flatMap { kill($0, interrupt: interrupt, reason: reason) }
    }

    /// An executor is gone; its running tasks have been told their end already.
    mutating func outputsLost(onExecutor executorID: String, executors: ExecutorTable) -> [TaskSchedulerAction] {
        guard !isZombie, let indexes = outputsOnExecutor.removeValue(forKey: executorID) else { return [] }
        var actions: [TaskSchedulerAction] = []
        for index in indexes.sorted() where isSuccessful[index] && outputExecutors[index] == executorID {
            outputExecutors[index] = nil
            isSuccessful[index] = false
            successCount -= 1
            // A second copy that was told to stop may still be running; when it ends the task is pending anyway.
            if copiesRunning[index] == 0 {
                pendingCount += 1
                addPending(index, executors: executors)
            }
            actions.append(
                .taskResubmitted(
                    stageID: spec.stageID,
                    stageAttempt: spec.stageAttempt,
                    partition: spec.partitions[index]
                )
            )
        }
        return actions
    }

    /// A map output has been moved to another executor, and isn't lost with the first one any more.
    mutating func outputMoved(partition: Int, from: String, to executorID: String) {
        guard spec.isShuffleMap, let index = indexOfPartition[partition], outputExecutors[index] == from else { return }
        outputExecutors[index] = executorID
        outputsOnExecutor[from]?.remove(index)
        if outputsOnExecutor[from]?.isEmpty == true { outputsOnExecutor[from] = nil }
        outputsOnExecutor[executorID, default: []].insert(index)
    }
}
