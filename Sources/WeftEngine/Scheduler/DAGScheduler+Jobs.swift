import WeftDiagnostics

extension DAGScheduler {
    /// The user cancels a job.
    mutating func cancelJob(_ jobID: Int, reason: String = "") -> [DAGSchedulerAction] {
        guard let job = jobs[jobID] else { return [] }
        var actions: [DAGSchedulerAction] = []
        let why = reason.isEmpty ? "" : ": \(reason)"
        var details: [WeftError.Detail] = []
        if !job.spec.description.isEmpty { details.append(.init("job", job.spec.description)) }
        if let group = job.spec.group { details.append(.init("job group", group)) }
        failJob(
            jobID,
            error: WeftError("job-cancelled", "job \(jobID) was cancelled\(why)", details: details),
            &actions
        )
        return actions
    }

    /// The user cancels all jobs of a group.
    mutating func cancelJobGroup(_ group: String, reason: String = "") -> [DAGSchedulerAction] {
        let why = reason.isEmpty ? "its job group \(group) was cancelled" : reason
        return activeJobIDs.filter { jobs[$0]?.spec.group == group }.flatMap { cancelJob($0, reason: why) }
    }

    /// The context stops, or the user cancels everything.
    mutating func cancelAllJobs(reason: String = "all jobs were cancelled") -> [DAGSchedulerAction] {
        activeJobIDs.flatMap { cancelJob($0, reason: reason) }
    }

    /// The application can't go on.
    mutating func failAllJobs(_ error: WeftError) -> [DAGSchedulerAction] {
        var actions: [DAGSchedulerAction] = []
        for jobID in activeJobIDs {
            guard let job = jobs[jobID] else { continue }
            var details: [WeftError.Detail] = []
            if !job.spec.description.isEmpty { details.append(.init("job", job.spec.description)) }
            failJob(
                jobID,
                error: WeftError(
                    "job-aborted",
                    "job \(jobID) was aborted because the application can't go on",
                    remedy: error.remedy,
                    details: details,
                    cause: error
                ),
                &actions
            )
        }
        return actions
    }

    /// Fails all jobs that need a stage.
    mutating func abortStage(_ stageID: Int, error: WeftError, _ actions: inout [DAGSchedulerAction]) {
        guard let stage = stages[stageID] else { return }
        let stageText = stage.spec.name.isEmpty ? "stage \(stageID)" : "stage \(stageID) (\(stage.spec.name))"
        for jobID in stage.jobIDs.sorted() {
            guard let job = jobs[jobID] else { continue }
            var details: [WeftError.Detail] = []
            if !job.spec.description.isEmpty { details.append(.init("job", job.spec.description)) }
            failJob(
                jobID,
                error: WeftError(
                    "job-aborted",
                    "job \(jobID) was aborted because \(stageText) failed",
                    remedy: error.remedy,
                    details: details,
                    location: stage.spec.callSite.isEmpty ? nil : stage.spec.callSite,
                    cause: error
                ),
                &actions
            )
        }
    }

    private mutating func failJob(_ jobID: Int, error: WeftError, _ actions: inout [DAGSchedulerAction]) {
        cleanUp(jobID, reason: error.message, &actions)
        actions.append(.jobFailed(jobID: jobID, error: error))
    }

    mutating func finishJob(_ jobID: Int, _ actions: inout [DAGSchedulerAction]) {
        guard let resultStageID = jobs[jobID]?.resultStageID else { return }
        markStageFinished(resultStageID, failure: nil, &actions)
        cleanUp(jobID, reason: "job \(jobID) is finished", &actions)
        actions.append(.jobSucceeded(jobID: jobID))
    }

    /// Takes the job from its stages, and ends those that no other job needs.
    private mutating func cleanUp(_ jobID: Int, reason: String, _ actions: inout [DAGSchedulerAction]) {
        guard let job = jobs.removeValue(forKey: jobID) else { return }
        let stageIDs = job.stageIDs.sorted()
        for stageID in stageIDs where !job.submittedStageIDs.contains(stageID) {
            actions.append(.stageSkipped(stageID: stageID, jobID: jobID))
        }
        for stageID in stageIDs {
            stages[stageID]?.jobIDs.remove(jobID)
            guard let stage = stages[stageID], stage.jobIDs.isEmpty else { continue }
            if stage.latestAttempt >= 0 {
                actions.append(
                    .cancelTaskSets(stageID: stageID, reason: reason, interrupt: job.spec.interruptOnCancel)
                )
            }
            markStageFinished(stageID, failure: reason, &actions)
            waitingStages.remove(stageID)
            failedStages.remove(stageID)
            if let shuffleID = stage.shuffleID { stageOfShuffle[shuffleID] = nil }
            for parentID in stage.parentIDs { stages[parentID]?.childIDs.remove(stageID) }
            stages[stageID] = nil
            actions.append(.stageRemoved(stageID: stageID))
        }
    }
}
