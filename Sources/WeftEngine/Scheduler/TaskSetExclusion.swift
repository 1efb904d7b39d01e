/// Where tasks of one set have failed, and where they therefore don't go again: Spark's `TaskSetExcludeList`.
struct TaskSetExclusion: Sendable {
    /// What a failure newly excluded from the whole set.
    struct Change: Hashable, Sendable {
        var executorID: String?
        var host: String?
    }

    private struct ExecutorFailures: Sendable {
        var host: String
        var failuresOfTask: [Int: Int] = [:]
        var lastFailure: [Int: SchedulerTime] = [:]
    }

    let settings: SchedulerSettings.Exclusion
    private var failures: [String: ExecutorFailures] = [:]
    private var executorsWithFailuresOnHost: [String: Set<String>] = [:]
    private var hostsExcludedForTask: [Int: Set<String>] = [:]
    private(set) var excludedExecutors: Set<String> = []
    private(set) var excludedHosts: Set<String> = []

    init(settings: SchedulerSettings.Exclusion) { self.settings = settings }

    func isExcluded(executorID: String, host: String) -> Bool {
        settings.isEnabled && (excludedExecutors.contains(executorID) || excludedHosts.contains(host))
    }

    func isExcluded(executorID: String, host: String, task index: Int) -> Bool {
        guard settings.isEnabled else { return false }
        if (failures[executorID]?.failuresOfTask[index] ?? 0) >= settings.maxTaskAttemptsPerExecutor { return true }
        return hostsExcludedForTask[index]?.contains(host) == true
    }

    /// The tasks that failed on each executor, and when they did last.
    var failuresByExecutor: [String: (host: String, failures: [ApplicationExclusion.Failure])] {
        failures.mapValues { executor in
            (executor.host, executor.lastFailure.map { .init(index: $0.key, time: $0.value) })
        }
    }

    /// Whether any executor is excluded for the task or for the set.
    func concerns(task index: Int) -> Bool {
        guard settings.isEnabled else { return false }
        return !excludedExecutors.isEmpty || !excludedHosts.isEmpty || hostsExcludedForTask[index] != nil
            || failures.values.contains { ($0.failuresOfTask[index] ?? 0) >= settings.maxTaskAttemptsPerExecutor }
    }

    /// A task of the set has failed.
    mutating func taskFailed(executorID: String, host: String, task index: Int, now: SchedulerTime) -> Change {
        guard settings.isEnabled else { return Change() }
        failures[executorID, default: ExecutorFailures(host: host)].failuresOfTask[index, default: 0] += 1
        failures[executorID]?.lastFailure[index] = now
        executorsWithFailuresOnHost[host, default: []].insert(executorID)
        let executorsHere = executorsWithFailuresOnHost[host] ?? []
        let failuresHere = executorsHere.reduce(0) { $0 + (failures[$1]?.failuresOfTask[index] ?? 0) }
        if failuresHere >= settings.maxTaskAttemptsPerNode { hostsExcludedForTask[index, default: []].insert(host) }
        var change = Change()
        if (failures[executorID]?.failuresOfTask.count ?? 0) >= settings.maxFailedTasksPerExecutor,
            excludedExecutors.insert(executorID).inserted
        {
            change.executorID = executorID
            let excludedHere = executorsHere.count { excludedExecutors.contains($0) }
            if excludedHere >= settings.maxFailedExecutorsPerNode, excludedHosts.insert(host).inserted {
                change.host = host
            }
        }
        return change
    }
}
