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
    /// Nothing is launched on the executor until `executorUnexcluded`.
    case executorExcludedForApplication(executorID: String)
    /// Nothing is launched on the host until `hostUnexcluded`.
    case hostExcludedForApplication(host: String)
    case executorUnexcluded(executorID: String)
    case hostUnexcluded(host: String)
    /// End this executor, which is of no use, and have another one started in its place; its loss is then told as
    /// `released`. Where executors can't be replaced there is nothing to do.
    case replaceExecutor(executorID: String, reason: String)
    /// Have so many executors from now on: ask for more, or for no more. None is to be ended for it.
    case executorTargetChanged(Int)
    /// Have the executor move its data and end; nothing is launched there any more.
    case decommissionExecutor(executorID: String, reason: String)
    /// End the executor; nothing is launched there any more.
    case releaseExecutor(executorID: String, reason: String)
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
    /// The map status, as it is, is another executor's now.
    case mapOutputMoved(shuffleID: Int, mapIndex: Int, from: String, to: String)
    /// Which blocks the executor holds isn't known any more: if it lives, have it tell them again.
    case blocksForgotten(executorID: String)
    case shuffleRemoved(shuffleID: Int)
    /// Too many executors failed; all jobs fail with this, also those to come.
    case applicationFailed(WeftError)
    case jobSucceeded(jobID: Int)
    case jobFailed(jobID: Int, error: WeftError)
}
