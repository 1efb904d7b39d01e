import WeftDiagnostics

extension WeftEvent {
    /// What is known of a stage before it runs.
    public struct StageInfo: Codable, Hashable, Sendable {
        /// The stage's id, unique within the application.
        public var stageID: Int
        /// Which attempt at the stage this is, from 0.
        public var attempt: Int
        /// The operation that ends the stage, and its line.
        public var name: String
        /// The line of the user's program that made the stage.
        public var callSite: String
        /// How many tasks the attempt has.
        public var taskCount: Int
        /// The stages whose shuffles it reads.
        public var parentIDs: [Int]
        /// The shuffle it writes; nil for a result stage.
        public var shuffleID: Int?

        /// Makes the description.
        public init(
            stageID: Int,
            attempt: Int,
            name: String,
            callSite: String = "",
            taskCount: Int,
            parentIDs: [Int] = [],
            shuffleID: Int? = nil
        ) {
            self.stageID = stageID
            self.attempt = attempt
            self.name = name
            self.callSite = callSite
            self.taskCount = taskCount
            self.parentIDs = parentIDs
            self.shuffleID = shuffleID
        }
    }

    /// The payload of `jobStart`.
    public struct JobStart: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The job's id, unique within the application.
        public var jobID: Int
        /// What the user calls the job, else the action and its line.
        public var description: String
        /// The job group, if it was set.
        public var group: String?
        /// The scheduling pool, if it was set.
        public var pool: String?
        /// The stages the job may need, parents first.
        public var stages: [StageInfo]

        /// Makes the payload.
        public init(
            time: Int64,
            jobID: Int,
            description: String,
            group: String? = nil,
            pool: String? = nil,
            stages: [StageInfo]
        ) {
            self.time = time
            self.jobID = jobID
            self.description = description
            self.group = group
            self.pool = pool
            self.stages = stages
        }
    }

    /// The payload of `jobEnd`.
    public struct JobEnd: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The job's id.
        public var jobID: Int
        /// Why it failed; nil when it succeeded.
        public var error: WeftError?

        /// Makes the payload.
        public init(time: Int64, jobID: Int, error: WeftError? = nil) {
            self.time = time
            self.jobID = jobID
            self.error = error
        }
    }

    /// The payload of `stageSubmitted`.
    public struct StageSubmitted: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The stage.
        public var stage: StageInfo
        /// All jobs that need the stage.
        public var jobIDs: [Int]

        /// Makes the payload.
        public init(time: Int64, stage: StageInfo, jobIDs: [Int]) {
            self.time = time
            self.stage = stage
            self.jobIDs = jobIDs
        }
    }

    /// The payload of `stageCompleted`.
    public struct StageCompleted: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The stage's id.
        public var stageID: Int
        /// The attempt, from 0.
        public var attempt: Int
        /// Why the attempt failed; nil when it succeeded.
        public var failure: String?

        /// Makes the payload.
        public init(time: Int64, stageID: Int, attempt: Int, failure: String? = nil) {
            self.time = time
            self.stageID = stageID
            self.attempt = attempt
            self.failure = failure
        }
    }

    /// The payload of `stageSkipped`.
    public struct StageSkipped: Codable, Hashable, Sendable {
        /// When it was known.
        public var time: Int64
        /// The stage's id.
        public var stageID: Int
        /// The job that didn't need it to run.
        public var jobID: Int

        /// Makes the payload.
        public init(time: Int64, stageID: Int, jobID: Int) {
            self.time = time
            self.stageID = stageID
            self.jobID = jobID
        }
    }
}
