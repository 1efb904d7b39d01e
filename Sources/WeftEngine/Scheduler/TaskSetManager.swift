import WeftDiagnostics

/// One task set: which of its tasks wait, run, have failed how often and are done: Spark's `TaskSetManager` as a value.
struct TaskSetManager: Sendable {
    /// A running attempt at a task.
    struct RunningTask: Sendable {
        let task: TaskDescriptionSpec
        let host: String
        let launchTime: SchedulerTime
        /// Whether it was told to stop.
        var isKilled = false
    }

    let spec: TaskSetSpec
    let settings: SchedulerSettings
    var key: TaskSetKey { TaskSetKey(stageID: spec.stageID, stageAttempt: spec.stageAttempt) }

    /// A zombie launches nothing more: it is done, or given up, or a newer attempt has taken over.
    var isZombie = false
    var runningTasks: [Int: RunningTask] = [:]

    var isSuccessful: [Bool]
    var copiesRunning: [Int]
    var failureCounts: [Int]
    var attemptCounts: [Int]
    var successCount = 0
    /// The running attempts of each task; more than one only with speculation.
    var taskIDs: [[Int]]
    /// Where the output of a map task is, to be computed again when its executor is lost.
    var outputExecutors: [String?]
    /// The tasks with outputs on each executor.
    var outputsOnExecutor: [String: Set<Int>] = [:]
    var indexOfPartition: [Int: Int]

    /// How many tasks neither run nor are done.
    var pendingCount = 0
    var pending = PendingTasks()
    var speculative = PendingTasks()
    /// The tasks that may get a second copy.
    var speculatable: Set<Int> = []
    /// Whether there is one host only, so that a second copy has none but another executor to go to.
    var isOneHost: Bool
    var durations = MedianHeap()
    var exclusion: TaskSetExclusion

    var localityLevels: [TaskLocality] = [.any]
    var localityIndex = 0
    /// When the wait at the current level began.
    var localityWaitStart: SchedulerTime
    /// Whether nothing has been refused for the sake of locality since the wait began.
    var noRejectsSinceReset = true
    /// Since when some task has been excluded from every executor.
    var unschedulableSince: SchedulerTime?
    /// Whether another executor has been asked for since.
    var hasAskedForReplacement = false

    init(_ spec: TaskSetSpec, settings: SchedulerSettings, executors: ExecutorTable, now: SchedulerTime) {
        self.spec = spec
        self.settings = settings
        let count = spec.partitions.count
        isSuccessful = Array(repeating: false, count: count)
        copiesRunning = Array(repeating: 0, count: count)
        failureCounts = Array(repeating: 0, count: count)
        attemptCounts = Array(repeating: 0, count: count)
        taskIDs = Array(repeating: [], count: count)
        outputExecutors = spec.isShuffleMap ? Array(repeating: nil, count: count) : []
        indexOfPartition = Dictionary(zip(spec.partitions, 0..<count)) { first, _ in first }
        exclusion = TaskSetExclusion(settings: settings.exclusion)
        isOneHost = executors.isOneHost
        localityWaitStart = now
        pendingCount = count
        // Lists are taken from their ends, and low partitions go first.
        for index in (0..<count).reversed() {
            pending.add(index, preferences: preferences(of: index), rackOfHost: executors.rack(ofHost:))
        }
        localityLevels = validLocalityLevels(executors)
    }

    var taskCount: Int { spec.partitions.count }

    /// Whether a slot could be of use.
    var wantsOffers: Bool { !isZombie && (pendingCount > 0 || !speculatable.isEmpty) }

    /// Whether the set has nothing left to wait for.
    var isFinished: Bool { isZombie && runningTasks.isEmpty }

    /// Both at once. It is called mutating because reading a value of a dictionary in any other way copies it, and a
    /// set is large.
    mutating func status() -> (wantsOffers: Bool, isFinished: Bool) { (wantsOffers, isFinished) }

    func preferences(of index: Int) -> [TaskLocation] {
        spec.preferredLocations.indices.contains(index) ? spec.preferredLocations[index] : []
    }

    /// Puts a task back among those that wait; it will be the next of its list.
    mutating func addPending(_ index: Int, executors: ExecutorTable) {
        pending.add(index, preferences: preferences(of: index), rackOfHost: executors.rack(ofHost:))
    }

    /// Notes that a task needn't run any more.
    mutating func markSuccessful(_ index: Int) {
        guard !isSuccessful[index] else { return }
        isSuccessful[index] = true
        successCount += 1
        if copiesRunning[index] == 0 { pendingCount -= 1 }
        speculatable.remove(index)
        if successCount == taskCount { isZombie = true }
    }

    /// Notes a launch.
    mutating func launch(
        _ index: Int,
        taskID: Int,
        executorID: String,
        host: String,
        locality: TaskLocality,
        isSpeculative: Bool,
        now: SchedulerTime
    ) -> TaskDescriptionSpec {
        let task = TaskDescriptionSpec(
            taskID: taskID,
            stageID: spec.stageID,
            stageAttempt: spec.stageAttempt,
            index: index,
            partition: spec.partitions[index],
            attemptNumber: attemptCounts[index],
            executorID: executorID,
            locality: locality,
            isSpeculative: isSpeculative,
            epoch: spec.epoch
        )
        if isSpeculative { speculatable.remove(index) } else { pendingCount -= 1 }
        attemptCounts[index] += 1
        copiesRunning[index] += 1
        taskIDs[index].append(taskID)
        runningTasks[taskID] = RunningTask(task: task, host: host, launchTime: now)
        unschedulableSince = nil
        hasAskedForReplacement = false
        return task
    }
}
