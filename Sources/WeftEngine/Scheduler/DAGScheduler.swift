import WeftDiagnostics

/// Splits jobs into attempts at stages, and repairs them when outputs are lost: Spark's `DAGScheduler` as a value.
///
/// It knows ids only. Every event is a method that returns what is to be done; nothing here waits, reads a clock or
/// runs user code. `SchedulerState` joins it with the `TaskScheduler`.
struct DAGScheduler: Sendable {
    let settings: SchedulerSettings
    /// Where the map outputs are.
    var mapOutputs = MapOutputTracker()
    /// Where the blocks of persisted RDDs are.
    var cachedBlocks = CachedBlocks()

    var stages: [Int: Stage] = [:]
    var stageOfShuffle: [Int: Int] = [:]
    var jobs: [Int: ActiveJob] = [:]
    /// Stages whose parents aren't complete.
    var waitingStages: Set<Int> = []
    /// Stages with an attempt under way.
    var runningStages: Set<Int> = []
    /// Stages to be submitted again once the fetch failures have been collected.
    var failedStages: Set<Int> = []
    var nextStageID = 0
    var executorHosts: [String: String] = [:]
    /// The epoch up to which nothing said of a lost executor is believed.
    var executorFailureEpoch: [String: Int] = [:]
    /// The epoch up to which an executor's shuffle files are known to be lost.
    var shuffleFileLostEpoch: [String: Int] = [:]

    init(settings: SchedulerSettings = SchedulerSettings()) {
        self.settings = settings
    }

    /// The ids of the jobs under way, the oldest first.
    var activeJobIDs: [Int] { jobs.keys.sorted() }

    /// The ids of the stages with an attempt under way.
    var runningStageIDs: [Int] { runningStages.sorted() }

    /// The id of the result stage or map stage of an active job, by its place in the job's spec.
    func stageIDs(ofJob jobID: Int) -> [Int] { jobs[jobID]?.stageIDs ?? [] }
}

extension DAGScheduler {
    /// A stage some active job needs.
    struct Stage: Sendable {
        let id: Int
        /// The latest job's description of the stage; an RDD may have been persisted since an earlier one.
        var spec: StageSpec
        /// The stages whose shuffles this one reads.
        var parentIDs: [Int]
        /// The stages that read this one's shuffle.
        var childIDs: Set<Int> = []
        var jobIDs: Set<Int>
        /// The map output epoch of each attempt; its count is the number of attempts made.
        var attemptEpochs: [Int] = []
        /// Map partitions the current attempt still owes.
        var pendingPartitions: Set<Int> = []
        /// Attempts that ended in a fetch failure since the last one that didn't.
        var failedAttempts: Set<Int> = []
        /// The damaged outputs that these attempts met, and the attempt that met each first.
        var damagedOutputs: [MapOutputKey: Int] = [:]

        var latestAttempt: Int { attemptEpochs.count - 1 }

        var shuffleID: Int? {
            if case .shuffleMap(let shuffleID) = spec.key { shuffleID } else { nil }
        }
    }

    /// One map partition of one shuffle.
    struct MapOutputKey: Hashable, Sendable {
        var shuffleID: Int
        var mapIndex: Int
    }

    /// A job under way.
    struct ActiveJob: Sendable {
        let spec: JobSpec
        /// One id for each stage of the spec.
        let stageIDs: [Int]
        /// Which results have been handed out, by index in the job.
        var isFinished: [Bool]
        var remainingCount: Int
        /// The indexes in the job of each partition.
        let indexesOfPartition: [Int: [Int]]
        /// The stages that ran while the job was under way; the others were skipped.
        var submittedStageIDs: Set<Int> = []

        var resultStageID: Int? { stageIDs.last }

        init(spec: JobSpec, stageIDs: [Int]) {
            self.spec = spec
            self.stageIDs = stageIDs
            isFinished = Array(repeating: false, count: spec.partitions.count)
            remainingCount = spec.partitions.count
            indexesOfPartition = Dictionary(grouping: spec.partitions.indices) { spec.partitions[$0] }
        }

        /// The partitions whose results are missing, each once, in the order of the job.
        var missingPartitions: [Int] {
            spec.partitions.indices.compactMap { index in
                let partition = spec.partitions[index]
                return isFinished[index] || indexesOfPartition[partition]?.first != index ? nil : partition
            }
        }
    }
}
