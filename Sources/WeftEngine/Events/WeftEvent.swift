import WeftDiagnostics

/// Something that happened in an application: the one stream that the progress bar, the user interface, the event log
/// and metrics read.
///
/// Every event carries its time, in milliseconds since 1970.
public enum WeftEvent: Hashable, Sendable {
    /// The application has begun.
    case applicationStart(ApplicationStart)
    /// The application is over; nothing follows.
    case applicationEnd(ApplicationEnd)
    /// What the application runs with.
    case environmentUpdate(EnvironmentUpdate)
    /// An action has submitted a job.
    case jobStart(JobStart)
    /// A job is over.
    case jobEnd(JobEnd)
    /// An attempt at a stage has begun.
    case stageSubmitted(StageSubmitted)
    /// An attempt at a stage is over.
    case stageCompleted(StageCompleted)
    /// A job is over and hasn't needed one of its stages to run.
    case stageSkipped(StageSkipped)
    /// An attempt at a task has been sent to an executor.
    case taskStart(TaskStart)
    /// An attempt at a task is over.
    case taskEnd(TaskEnd)
    /// An executor has joined the application.
    case executorAdded(ExecutorAdded)
    /// An executor is gone.
    case executorRemoved(ExecutorRemoved)
    /// A block of a persisted RDD has been stored, moved or dropped.
    case blockUpdated(BlockUpdated)
    /// Executors have been given new credentials, or there was no getting them.
    case credentialsUpdated(CredentialsUpdated)
}

extension WeftEvent {
    /// The payload of `applicationStart`.
    public struct ApplicationStart: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The application's id, unique on its cluster.
        public var applicationID: String
        /// The name the user gave the application.
        public var name: String
        /// Who runs it.
        public var user: String

        /// Makes the payload.
        public init(time: Int64, applicationID: String, name: String, user: String) {
            self.time = time
            self.applicationID = applicationID
            self.name = name
            self.user = user
        }
    }

    /// The payload of `applicationEnd`.
    public struct ApplicationEnd: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64

        /// Makes the payload.
        public init(time: Int64) { self.time = time }
    }

    /// The payload of `environmentUpdate`.
    public struct EnvironmentUpdate: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The configuration, secrets left out.
        public var configuration: [String: String]
        /// Facts about the machine and the executable.
        public var system: [String: String]

        /// Makes the payload.
        public init(time: Int64, configuration: [String: String], system: [String: String] = [:]) {
            self.time = time
            self.configuration = configuration
            self.system = system
        }
    }

    /// The payload of `executorAdded`.
    public struct ExecutorAdded: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The executor's id.
        public var executorID: String
        /// The machine it runs on.
        public var host: String
        /// How many tasks it runs at once.
        public var slots: Int

        /// Makes the payload.
        public init(time: Int64, executorID: String, host: String, slots: Int) {
            self.time = time
            self.executorID = executorID
            self.host = host
            self.slots = slots
        }
    }

    /// The payload of `executorRemoved`.
    public struct ExecutorRemoved: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The executor's id.
        public var executorID: String
        /// Why it is gone.
        public var reason: String

        /// Makes the payload.
        public init(time: Int64, executorID: String, reason: String) {
            self.time = time
            self.executorID = executorID
            self.reason = reason
        }
    }

    /// The payload of `blockUpdated`.
    public struct BlockUpdated: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// The executor that holds or held the block.
        public var executorID: String
        /// The persisted RDD.
        public var rddID: Int
        /// The RDD's partition.
        public var partition: Int
        /// What the block takes in memory, in bytes; 0 when it isn't there.
        public var memoryBytes: Int64
        /// What the block takes on disk, in bytes; 0 when it isn't there.
        public var diskBytes: Int64

        /// Makes the payload.
        public init(
            time: Int64,
            executorID: String,
            rddID: Int,
            partition: Int,
            memoryBytes: Int64,
            diskBytes: Int64
        ) {
            self.time = time
            self.executorID = executorID
            self.rddID = rddID
            self.partition = partition
            self.memoryBytes = memoryBytes
            self.diskBytes = diskBytes
        }
    }

    /// The payload of `credentialsUpdated`.
    public struct CredentialsUpdated: Codable, Hashable, Sendable {
        /// When it happened.
        public var time: Int64
        /// How they stand; `lastError` says what went wrong, if anything did.
        public var state: CredentialsState

        /// Makes the payload.
        public init(time: Int64, state: CredentialsState) {
            self.time = time
            self.state = state
        }
    }
}
