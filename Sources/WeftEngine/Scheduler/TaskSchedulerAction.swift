import WeftDiagnostics

/// What the task scheduler asks of its owner, to be carried out in order.
enum TaskSchedulerAction: Hashable, Sendable {
    /// Send the task to its executor.
    case launch(TaskDescriptionSpec)
    /// Tell the executor to stop the task; its end is still awaited and frees the slot.
    case kill(taskID: Int, executorID: String, interrupt: Bool, reason: String)
    /// An attempt at a task is over: tell the DAG scheduler of success and of fetch failure, the listeners of all.
    case taskEnded(TaskEnd)
    /// A successful map task's output is lost with its executor, and the task will run again.
    case taskResubmitted(stageID: Int, stageAttempt: Int, partition: Int)
    /// All tasks of the set have ended.
    case taskSetFinished(stageID: Int, stageAttempt: Int)
    /// The set is given up: tell the DAG scheduler, which cancels what is left of it.
    case taskSetAborted(stageID: Int, stageAttempt: Int, error: WeftError)
    /// The stage doesn't use this executor any more.
    case executorExcluded(executorID: String, stageID: Int, stageAttempt: Int)
    /// The stage doesn't use this host any more.
    case hostExcluded(host: String, stageID: Int, stageAttempt: Int)
    /// The application doesn't use this executor until `executorUnexcluded`.
    case executorExcludedForApplication(executorID: String)
    /// The application doesn't use this host until `hostUnexcluded`.
    case hostExcludedForApplication(host: String)
    case executorUnexcluded(executorID: String)
    case hostUnexcluded(host: String)
    /// End this executor and have another one started in its place.
    case replaceExecutor(executorID: String, reason: String)
}
