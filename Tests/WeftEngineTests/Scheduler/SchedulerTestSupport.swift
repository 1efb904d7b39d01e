import WeftDiagnostics

@testable import WeftEngine

/// A map stage that reads some shuffles; its RDD ids are the shuffle id's hundreds.
func mapStage(
    _ shuffleID: Int,
    partitions: Int = 2,
    reads: [Int] = [],
    locations: [[TaskLocation]] = []
) -> StageSpec {
    StageSpec(
        key: .shuffleMap(shuffleID: shuffleID),
        partitionCount: partitions,
        name: "map \(shuffleID)",
        nodes: [
            NodeSpec(rddID: shuffleID * 100, partitionCount: partitions, dependencies: reads.map { .shuffle($0) })
        ],
        preferredLocations: locations
    )
}

/// A result stage that reads some shuffles.
func resultStage(partitions: Int = 2, reads: [Int] = [], locations: [[TaskLocation]] = []) -> StageSpec {
    StageSpec(
        key: .result,
        partitionCount: partitions,
        name: "collect",
        callSite: "App.swift:7",
        nodes: [NodeSpec(rddID: 9_000, partitionCount: partitions, dependencies: reads.map { .shuffle($0) })],
        preferredLocations: locations
    )
}

func job(_ stages: [StageSpec]) -> JobSpec { job(0, stages) }

func job(_ jobID: Int, group: String? = nil, pool: String? = nil, _ stages: [StageSpec]) -> JobSpec {
    JobSpec(
        jobID: jobID,
        group: group,
        pool: pool,
        stages: stages,
        partitions: Array(0..<(stages.last?.partitionCount ?? 0))
    )
}

extension [DAGSchedulerAction] {
    /// `stage.attempt:partitions` of the task sets submitted.
    var submitted: [String] {
        compactMap { action in
            guard case .submitTaskSet(let set) = action else { return nil }
            return "\(set.stageID).\(set.stageAttempt):" + set.partitions.map(String.init).joined(separator: ",")
        }
    }

    var taskSets: [TaskSetSpec] {
        compactMap { if case .submitTaskSet(let set) = $0 { set } else { nil } }
    }

    var results: [String] {
        compactMap { if case .taskResult(let jobID, let index) = $0 { "\(jobID):\(index)" } else { nil } }
    }

    var cancelledStages: [Int] {
        compactMap { if case .cancelTaskSets(let stageID, _, _) = $0 { stageID } else { nil } }
    }

    var skippedStages: [Int] {
        compactMap { if case .stageSkipped(let stageID, _) = $0 { stageID } else { nil } }
    }

    var removedStages: [Int] {
        compactMap { if case .stageRemoved(let stageID) = $0 { stageID } else { nil } }
    }

    var succeededJobs: [Int] {
        compactMap { if case .jobSucceeded(let jobID) = $0 { jobID } else { nil } }
    }

    var failedJobs: [Int: WeftError] {
        var failed: [Int: WeftError] = [:]
        for case .jobFailed(let jobID, let error) in self { failed[jobID] = error }
        return failed
    }

    var schedulesResubmit: Bool {
        contains { if case .scheduleResubmit = $0 { true } else { false } }
    }
}

extension DAGScheduler {
    /// Ends tasks of a map stage well, one after the other.
    mutating func finishMap(
        _ stageID: Int,
        attempt: Int = 0,
        _ partitions: [Int],
        on executorID: String = "a"
    ) -> [DAGSchedulerAction] {
        partitions.flatMap {
            taskSucceeded(
                stageID: stageID,
                stageAttempt: attempt,
                partition: $0,
                executorID: executorID,
                hasMapOutput: true
            )
        }
    }

    /// Ends tasks of a result stage well, one after the other.
    mutating func finishResult(
        _ stageID: Int,
        attempt: Int = 0,
        _ partitions: [Int],
        on executorID: String = "a"
    ) -> [DAGSchedulerAction] {
        partitions.flatMap {
            taskSucceeded(
                stageID: stageID,
                stageAttempt: attempt,
                partition: $0,
                executorID: executorID,
                hasMapOutput: false
            )
        }
    }

    mutating func failFetch(
        _ stageID: Int,
        attempt: Int = 0,
        shuffle: Int,
        map: Int? = 0,
        from executorID: String? = "a"
    ) -> [DAGSchedulerAction] {
        fetchFailed(
            stageID: stageID,
            stageAttempt: attempt,
            failure: FetchFailure(
                shuffleID: shuffle,
                mapIndex: map,
                executorID: executorID,
                message: "connection refused"
            )
        )
    }

    static func withExecutors(_ ids: [String] = ["a", "b"]) -> DAGScheduler {
        var dag = DAGScheduler()
        for id in ids { dag.executorAdded(id, host: "host-\(id)") }
        return dag
    }
}

extension SchedulerTime {
    static func seconds(_ seconds: Double) -> SchedulerTime {
        SchedulerTime(nanoseconds: Int64(seconds * 1_000_000_000))
    }
}

extension [TaskSchedulerAction] {
    var launched: [TaskDescriptionSpec] {
        compactMap { if case .launch(let task) = $0 { task } else { nil } }
    }

    /// `stage.attempt/partition@executor` of what is launched.
    var launches: [String] {
        launched.map { "\($0.stageID).\($0.stageAttempt)/\($0.partition)@\($0.executorID)" }
    }

    var kills: [Int] {
        compactMap { if case .kill(let taskID, _, _, _) = $0 { taskID } else { nil } }
    }

    var aborts: [WeftError] {
        compactMap { if case .taskSetAborted(_, _, let error) = $0 { error } else { nil } }
    }

    var finishedSets: [String] {
        compactMap {
            if case .taskSetFinished(let stageID, let stageAttempt) = $0 { "\(stageID).\(stageAttempt)" } else { nil }
        }
    }
}

extension TaskOutcome {
    static func failure(_ message: String = "boom", counts: Bool = true, retryable: Bool = true) -> TaskOutcome {
        .failed(
            TaskFailure(
                WeftError("user-error", message),
                countTowardsFailures: counts,
                isRetryable: retryable
            )
        )
    }
}

/// Numbers that are the same in every run: SplitMix64.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// True with a probability.
    mutating func chance(_ probability: Double) -> Bool {
        Double(next() >> 11) / Double(1 << 53) < probability
    }
}
