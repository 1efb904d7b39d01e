import WeftDiagnostics

extension WeftEvent {
    /// One attempt at a task.
    public struct TaskInfo: Codable, Hashable, Sendable {
        /// The attempt's id, unique within the application.
        public var taskID: Int
        /// The stage's id.
        public var stageID: Int
        /// The attempt at the stage, from 0.
        public var stageAttempt: Int
        /// The partition it computes.
        public var partition: Int
        /// The attempt at the task, from 0.
        public var attemptNumber: Int
        /// Where it runs.
        public var executorID: String
        /// How near it runs to its data: `PROCESS_LOCAL`, `NODE_LOCAL`, `NO_PREF`, `RACK_LOCAL` or `ANY`.
        public var locality: String
        /// Whether it is a second copy of a slow task.
        public var isSpeculative: Bool

        /// Makes the description.
        public init(
            taskID: Int,
            stageID: Int,
            stageAttempt: Int,
            partition: Int,
            attemptNumber: Int,
            executorID: String,
            locality: String = "ANY",
            isSpeculative: Bool = false
        ) {
            self.taskID = taskID
            self.stageID = stageID
            self.stageAttempt = stageAttempt
            self.partition = partition
            self.attemptNumber = attemptNumber
            self.executorID = executorID
            self.locality = locality
            self.isSpeculative = isSpeculative
        }

        init(_ task: TaskDescriptionSpec) {
            self.init(
                taskID: task.taskID,
                stageID: task.stageID,
                stageAttempt: task.stageAttempt,
                partition: task.partition,
                attemptNumber: task.attemptNumber,
                executorID: task.executorID,
                locality: task.locality.name,
                isSpeculative: task.isSpeculative
            )
        }
    }

    /// How an attempt at a task ended.
    public enum TaskStatus: Codable, Hashable, Sendable {
        /// It has done its work.
        case succeeded
        /// It threw, or its executor was lost.
        case failed(WeftError)
        /// It couldn't read a shuffle's output.
        case fetchFailed(message: String)
        /// It was told to stop.
        case killed(reason: String)
    }

    /// The payload of `taskStart`.
    public struct TaskStart: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The task.
        public var task: TaskInfo

        /// Makes the payload.
        public init(time: Int64, task: TaskInfo) {
            self.time = time
            self.task = task
        }
    }

    /// The payload of `taskEnd`.
    public struct TaskEnd: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The task.
        public var task: TaskInfo
        /// How it ended.
        public var status: TaskStatus
        /// What it measured; nil when its executor couldn't tell any more.
        public var metrics: TaskMetrics?

        /// Makes the payload.
        public init(time: Int64, task: TaskInfo, status: TaskStatus, metrics: TaskMetrics? = nil) {
            self.time = time
            self.task = task
            self.status = status
            self.metrics = metrics
        }
    }
}

extension WeftEvent.StageInfo {
    init(_ info: StageAttemptInfo) {
        self.init(
            stageID: info.stageID,
            attempt: info.stageAttempt,
            name: info.name,
            callSite: info.callSite,
            taskCount: info.taskCount,
            parentIDs: info.parentIDs,
            shuffleID: info.shuffleID
        )
    }
}

extension WeftEvent.TaskStatus {
    init(_ outcome: TaskOutcome) {
        switch outcome {
        case .succeeded: self = .succeeded
        case .failed(let failure): self = .failed(failure.error)
        case .fetchFailed(let failure): self = .fetchFailed(message: failure.message)
        case .killed(let reason): self = .killed(reason: reason)
        }
    }
}
