import WeftDiagnostics

/// What the DAG scheduler asks of its owner, to be carried out in order.
enum DAGSchedulerAction: Hashable, Sendable {
    /// The job is accepted; `stageIDs` gives each stage of its spec, in order, the id it goes by.
    case jobStarted(jobID: Int, stageIDs: [Int])
    /// Give these tasks to the task scheduler.
    case submitTaskSet(TaskSetSpec)
    /// Kill what still runs of any attempt at this stage, and start no more.
    case cancelTaskSets(stageID: Int, reason: String, interrupt: Bool)
    /// Another attempt computed this partition: the current one needn't.
    case partitionCompleted(stageID: Int, partition: Int)
    /// Hand the result of the task just reported to the job as its `index`th; once for each index.
    case taskResult(jobID: Int, index: Int)
    /// Keep the map status of the task just reported.
    case mapOutputRegistered(shuffleID: Int, mapIndex: Int, executorID: String)
    /// Forget these map statuses.
    case mapOutputsLost(shuffleID: Int, mapIndexes: [Int])
    /// The map status is another executor's now.
    case mapOutputMoved(shuffleID: Int, mapIndex: Int, from: String, to: String)
    /// Which blocks the executor holds isn't known any more: if it lives, have it tell them again.
    case blocksForgotten(executorID: String)
    /// Forget all of the shuffle and have its files deleted.
    case shuffleRemoved(shuffleID: Int)
    /// An attempt at a stage begins.
    case stageSubmitted(StageAttemptInfo)
    /// An attempt at a stage is over; with a failure when it didn't produce what it should.
    case stageCompleted(stageID: Int, stageAttempt: Int, failure: String?)
    /// The job didn't need the stage to run; told when the job ends.
    case stageSkipped(stageID: Int, jobID: Int)
    /// No job needs the stage any more: forget its task binary.
    case stageRemoved(stageID: Int)
    /// Call `resubmitFailedStages` after this time.
    case scheduleResubmit(after: Duration)
    /// The job is over and all its results have been handed out.
    case jobSucceeded(jobID: Int)
    /// The job is over.
    case jobFailed(jobID: Int, error: WeftError)
}

/// What is known of an attempt at a stage when it begins.
struct StageAttemptInfo: Hashable, Sendable {
    var stageID: Int
    var stageAttempt: Int
    var name: String
    var callSite: String
    /// How many tasks this attempt has.
    var taskCount: Int
    var shuffleID: Int?
    var parentIDs: [Int]
    /// All jobs that need the stage now.
    var jobIDs: [Int]
}
