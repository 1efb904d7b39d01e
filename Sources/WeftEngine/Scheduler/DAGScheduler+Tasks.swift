import WeftDiagnostics

extension DAGScheduler {
    /// A task has succeeded.
    ///
    /// - Parameter hasMapOutput: whether it left a map output on the executor; false for result tasks.
    mutating func taskSucceeded(
        stageID: Int,
        stageAttempt: Int,
        partition: Int,
        executorID: String,
        hasMapOutput: Bool
    ) -> [DAGSchedulerAction] {
        // A stage no job needs any more may still hear of second copies and of tasks on their way out.
        guard let latestAttempt = stages[stageID]?.latestAttempt, stageAttempt >= 0, stageAttempt <= latestAttempt
        else {
            return []
        }
        var actions: [DAGSchedulerAction] = []
        if let shuffleID = stages[stageID]?.shuffleID {
            mapTaskSucceeded(
                stageID,
                stageAttempt,
                partition,
                shuffleID: shuffleID,
                executorID: hasMapOutput ? executorID : nil,
                &actions
            )
        } else {
            resultTaskSucceeded(stageID, stageAttempt, partition, &actions)
        }
        return actions
    }

    private mutating func resultTaskSucceeded(
        _ stageID: Int,
        _ stageAttempt: Int,
        _ partition: Int,
        _ actions: inout [DAGSchedulerAction]
    ) {
        guard let jobID = stages[stageID]?.jobIDs.first, let indexes = jobs[jobID]?.indexesOfPartition[partition],
            jobs[jobID]?.isFinished[indexes[0]] == false
        else { return }
        if stageAttempt < stages[stageID]?.latestAttempt ?? 0 {
            actions.append(.partitionCompleted(stageID: stageID, partition: partition))
        }
        for index in indexes {
            jobs[jobID]?.isFinished[index] = true
            actions.append(.taskResult(jobID: jobID, index: index))
        }
        jobs[jobID]?.remainingCount -= indexes.count
        if jobs[jobID]?.remainingCount == 0 { finishJob(jobID, &actions) }
    }

    private mutating func mapTaskSucceeded(
        _ stageID: Int,
        _ stageAttempt: Int,
        _ partition: Int,
        shuffleID: Int,
        executorID: String?,
        _ actions: inout [DAGSchedulerAction]
    ) {
        let isLatest = stageAttempt == stages[stageID]?.latestAttempt
        var isCredible = executorID != nil
        if let executorID, let failureEpoch = executorFailureEpoch[executorID],
            let taskEpoch = stages[stageID]?.attemptEpochs[stageAttempt], taskEpoch <= failureEpoch
        {
            isCredible = false
        }
        if let executorID, isCredible {
            if mapOutputs.register(shuffleID: shuffleID, mapIndex: partition, executorID: executorID) {
                actions.append(
                    .mapOutputRegistered(shuffleID: shuffleID, mapIndex: partition, executorID: executorID)
                )
            }
            if !isLatest { actions.append(.partitionCompleted(stageID: stageID, partition: partition)) }
        }
        // The current attempt won't compute the partition again, even when its output isn't believed to exist: the
        // stage then ends incomplete and is submitted for what it lacks.
        if isLatest || isCredible { stages[stageID]?.pendingPartitions.remove(partition) }
        guard runningStages.contains(stageID), stages[stageID]?.pendingPartitions.isEmpty == true else { return }
        markStageFinished(stageID, failure: nil, &actions)
        if mapOutputs.isAvailable(shuffleID) {
            submitWaitingChildren(of: stageID, &actions)
        } else {
            submitStage(stageID, &actions)
        }
    }

    /// The output of a successful map task is lost, and its task set will compute it again.
    mutating func taskResubmitted(stageID: Int, stageAttempt: Int, partition: Int) -> [DAGSchedulerAction] {
        if runningStages.contains(stageID), stages[stageID]?.latestAttempt == stageAttempt {
            stages[stageID]?.pendingPartitions.insert(partition)
        }
        return []
    }

    /// A task set is given up.
    mutating func taskSetFailed(stageID: Int, stageAttempt: Int, error: WeftError) -> [DAGSchedulerAction] {
        // What an old attempt runs into is no concern of the current one.
        guard stages[stageID]?.latestAttempt == stageAttempt else { return [] }
        var actions: [DAGSchedulerAction] = []
        abortStage(stageID, error: error, &actions)
        return actions
    }

    /// A task couldn't read a map output.
    mutating func fetchFailed(
        stageID: Int,
        stageAttempt: Int,
        failure: FetchFailure
    ) -> [DAGSchedulerAction] {
        guard stages[stageID]?.latestAttempt == stageAttempt,
            let taskEpoch = stages[stageID]?.attemptEpochs[stageAttempt]
        else { return [] }
        var actions: [DAGSchedulerAction] = []
        if !isNewDamage(failure, stageID, stageAttempt) { stages[stageID]?.failedAttempts.insert(stageAttempt) }
        let failedAttemptCount = stages[stageID]?.failedAttempts.count ?? 0
        let shouldAbort = failedAttemptCount >= settings.maxConsecutiveStageAttempts
        // Many tasks of one attempt may fail in this way; the first one ends it.
        if runningStages.contains(stageID) { markStageFinished(stageID, failure: failure.message, &actions) }
        if let mapIndex = failure.mapIndex,
            mapOutputs.unregister(shuffleID: failure.shuffleID, mapIndex: mapIndex, executorID: failure.executorID)
        {
            actions.append(.mapOutputsLost(shuffleID: failure.shuffleID, mapIndexes: [mapIndex]))
        }
        if shouldAbort {
            abortStage(stageID, error: tooManyFetchFailures(stageID, failedAttemptCount, failure), &actions)
        } else {
            if failedStages.insert(stageID).inserted {
                actions.append(.scheduleResubmit(after: settings.resubmitDelay))
            }
            if let mapStageID = stageOfShuffle[failure.shuffleID] { failedStages.insert(mapStageID) }
        }
        // A damaged output says nothing of the others. Where it can't be told which one it is, all are suspect.
        let isOutputAloneLost = failure.isCorruption && failure.mapIndex != nil
        if let executorID = failure.executorID, !isOutputAloneLost {
            removeExecutor(executorID, shuffleFilesLost: true, epoch: taskEpoch, &actions)
        }
        return actions
    }

    /// Whether the failure is a damaged output that hasn't stopped an earlier attempt in the row.
    ///
    /// Such an attempt doesn't count: with that output written again the next one gets further. A disk may damage many
    /// outputs, and a task tells only of the first that it meets.
    private mutating func isNewDamage(_ failure: FetchFailure, _ stageID: Int, _ stageAttempt: Int) -> Bool {
        guard failure.isCorruption, let mapIndex = failure.mapIndex else { return false }
        let output = MapOutputKey(shuffleID: failure.shuffleID, mapIndex: mapIndex)
        let first = stages[stageID]?.damagedOutputs[output] ?? stageAttempt
        stages[stageID]?.damagedOutputs[output] = first
        return first == stageAttempt
    }

    private func tooManyFetchFailures(_ stageID: Int, _ count: Int, _ failure: FetchFailure) -> WeftError {
        WeftError(
            "stage-attempts-exhausted",
            "stage \(stageID) couldn't read its shuffle input in \(count) attempts in a row; the last time: "
                + failure.message,
            remedy: "look into the logs of the executors that held shuffle \(failure.shuffleID)",
            details: [
                .init("stage", stages[stageID]?.spec.name ?? ""),
                .init("shuffle", "\(failure.shuffleID)"),
                .init("executor", failure.executorID ?? "unknown"),
            ]
        )
    }

    /// The fetch failures have been collected: submits the stages concerned.
    mutating func resubmitFailedStages() -> [DAGSchedulerAction] {
        var actions: [DAGSchedulerAction] = []
        let stageIDs = failedStages.sorted(by: isOlder)
        failedStages = []
        for stageID in stageIDs { submitStage(stageID, &actions) }
        return actions
    }

    mutating func markStageFinished(_ stageID: Int, failure: String?, _ actions: inout [DAGSchedulerAction]) {
        guard runningStages.remove(stageID) != nil, let attempt = stages[stageID]?.latestAttempt else { return }
        // Only failures in a row count, lest a stage that long programs use again and again is given up one day.
        if failure == nil {
            stages[stageID]?.failedAttempts = []
            stages[stageID]?.damagedOutputs = [:]
        }
        actions.append(.stageCompleted(stageID: stageID, stageAttempt: attempt, failure: failure))
    }
}
