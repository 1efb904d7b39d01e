import WeftDiagnostics

/// How near a task runs to its data, nearest first.
enum TaskLocality: Int, Comparable, Hashable, Sendable, CaseIterable {
    case processLocal
    case nodeLocal
    case noPreference
    case rackLocal
    case any

    static func < (left: TaskLocality, right: TaskLocality) -> Bool { left.rawValue < right.rawValue }

    /// The name Spark's users know, for events and the user interface.
    var name: String {
        switch self {
        case .processLocal: "PROCESS_LOCAL"
        case .nodeLocal: "NODE_LOCAL"
        case .noPreference: "NO_PREF"
        case .rackLocal: "RACK_LOCAL"
        case .any: "ANY"
        }
    }
}

/// One attempt at a stage: the partitions it still lacks, to be computed by one task each.
struct TaskSetSpec: Hashable, Sendable {
    var stageID: Int
    var stageAttempt: Int
    /// The job on whose behalf the stage runs: the oldest one that needs it.
    var jobID: Int
    /// All jobs that need the stage now.
    var jobIDs: [Int]
    /// Lower goes first in FIFO order; the job's id.
    var priority: Int
    /// The scheduling pool; nil means `default`.
    var pool: String?
    /// The stage's name, for messages.
    var name: String
    /// The partitions to compute, one task each.
    var partitions: [Int]
    /// One element for each element of `partitions`, or empty when no task has a preference.
    var preferredLocations: [[TaskLocation]]
    /// How often one task may fail.
    var maxFailures: Int
    /// Whether the tasks write map outputs, which are lost with their executor.
    var isShuffleMap: Bool
    /// The map output epoch when the attempt was made: what its tasks know of lost executors.
    var epoch: Int

    init(
        stageID: Int,
        stageAttempt: Int = 0,
        jobID: Int = 0,
        jobIDs: [Int]? = nil,
        priority: Int? = nil,
        pool: String? = nil,
        name: String = "",
        partitions: [Int],
        preferredLocations: [[TaskLocation]] = [],
        maxFailures: Int = 4,
        isShuffleMap: Bool = false,
        epoch: Int = 0
    ) {
        self.stageID = stageID
        self.stageAttempt = stageAttempt
        self.jobID = jobID
        self.jobIDs = jobIDs ?? [jobID]
        self.priority = priority ?? jobID
        self.pool = pool
        self.name = name
        self.partitions = partitions
        self.preferredLocations = preferredLocations
        self.maxFailures = maxFailures
        self.isShuffleMap = isShuffleMap
        self.epoch = epoch
    }
}

/// One attempt at one task on one executor.
struct TaskDescriptionSpec: Hashable, Sendable {
    /// Unique within the application.
    var taskID: Int
    var stageID: Int
    var stageAttempt: Int
    /// The task's place in its task set.
    var index: Int
    var partition: Int
    /// 0 for the task's first attempt within this attempt of the stage.
    var attemptNumber: Int
    var executorID: String
    var locality: TaskLocality
    /// Whether this is a second copy of a slow task.
    var isSpeculative: Bool
    /// The map output epoch at the launch: an executor forgets the map output locations it learned in an older one.
    var epoch = 0
}

/// How a task ended, as its executor tells it.
enum TaskOutcome: Hashable, Sendable {
    case succeeded
    case failed(TaskFailure)
    case fetchFailed(FetchFailure)
    /// The task ended because it was told to.
    case killed(reason: String)
}

/// A task's failure.
struct TaskFailure: Hashable, Sendable {
    var error: WeftError
    /// False when the task isn't to blame, for instance because its executor was taken away.
    var countTowardsFailures: Bool
    /// False when another attempt can't end better: the stage is given up at once.
    var isRetryable: Bool

    init(_ error: WeftError, countTowardsFailures: Bool = true, isRetryable: Bool = true) {
        self.error = error
        self.countTowardsFailures = countTowardsFailures
        self.isRetryable = isRetryable
    }
}

/// A task's failure to read a map output.
struct FetchFailure: Hashable, Sendable {
    var shuffleID: Int
    /// The map partition whose output couldn't be read; nil when that isn't known.
    var mapIndex: Int?
    /// The executor that should have had it; nil when no location was known.
    var executorID: String?
    var message: String
    /// Whether the output came and was damaged: then it alone is lost, and the executor is well.
    var isCorruption = false
}

/// The end of one attempt at a task.
struct TaskEnd: Hashable, Sendable {
    var task: TaskDescriptionSpec
    var outcome: TaskOutcome
}
