/// Which executors and hosts the whole application avoids, and until when: Spark's `HealthTracker` as a value.
///
/// Only failures in task sets that succeeded in the end count: where a stage fails, the fault is more likely its own.
struct ApplicationExclusion: Sendable {
    /// What became excluded, or is so no more.
    struct Change: Hashable, Sendable {
        var excludedExecutors: [String] = []
        var excludedHosts: [String] = []
        var includedExecutors: [String] = []
        var includedHosts: [String] = []

        var isEmpty: Bool { self == Change() }
    }

    /// A task's failure on an executor.
    struct Failure: Hashable, Sendable {
        var index: Int
        var time: SchedulerTime
    }

    private struct Task: Hashable, Sendable {
        var set: TaskSetKey
        var index: Int
    }

    private struct Excluded: Sendable {
        var host: String
        var until: SchedulerTime
    }

    let settings: SchedulerSettings.Exclusion
    /// Until when each task's failure on an executor counts.
    private var failures: [String: [Task: SchedulerTime]] = [:]
    private var excludedExecutors: [String: Excluded] = [:]
    private var excludedHosts: [String: SchedulerTime] = [:]
    /// Executors stay in here until their time is over, even when they are gone: the host is to blame all the same.
    private var excludedExecutorsOnHost: [String: Set<String>] = [:]

    init(settings: SchedulerSettings.Exclusion) { self.settings = settings }

    /// When the first exclusion ends; nil when there is none.
    private(set) var nextExpiry: SchedulerTime?

    func isExcluded(executorID: String, host: String) -> Bool {
        excludedExecutors[executorID] != nil || excludedHosts[host] != nil
    }

    func isExcluded(host: String) -> Bool { excludedHosts[host] != nil }

    /// A task set has succeeded: what failed in it on the way is held against the executors.
    mutating func taskSetSucceeded(
        _ key: TaskSetKey,
        failures: [String: (host: String, failures: [Failure])],
        now: SchedulerTime
    ) -> Change {
        var change = Change()
        guard settings.isEnabled else { return change }
        let end = now + settings.timeout
        for (executorID, (host, failed)) in failures.sorted(by: { $0.key < $1.key }) {
            var known = (self.failures[executorID] ?? [:]).filter { $0.value > now }
            for failure in failed where failure.time + settings.timeout > now {
                known[Task(set: key, index: failure.index)] = failure.time + settings.timeout
            }
            self.failures[executorID] = known
            guard known.count >= settings.maxFailedTasksPerExecutorInApplication, excludedExecutors[executorID] == nil
            else { continue }
            self.failures[executorID] = nil
            excludedExecutors[executorID] = Excluded(host: host, until: end)
            change.excludedExecutors.append(executorID)
            excludedExecutorsOnHost[host, default: []].insert(executorID)
            if excludedExecutorsOnHost[host, default: []].count >= settings.maxFailedExecutorsPerNodeInApplication,
                excludedHosts[host] == nil
            {
                excludedHosts[host] = end
                change.excludedHosts.append(host)
            }
        }
        updateNextExpiry()
        return change
    }

    /// An executor is gone; what it is excluded for still counts for its host.
    mutating func executorRemoved(_ executorID: String) { failures[executorID] = nil }

    /// Ends the exclusions whose time is over.
    mutating func expire(now: SchedulerTime) -> Change {
        guard let nextExpiry, now >= nextExpiry else { return Change() }
        var change = Change()
        for (executorID, excluded) in excludedExecutors where excluded.until <= now {
            excludedExecutors[executorID] = nil
            excludedExecutorsOnHost[excluded.host]?.remove(executorID)
            if excludedExecutorsOnHost[excluded.host]?.isEmpty == true { excludedExecutorsOnHost[excluded.host] = nil }
            change.includedExecutors.append(executorID)
        }
        for (host, until) in excludedHosts where until <= now {
            excludedHosts[host] = nil
            change.includedHosts.append(host)
        }
        change.includedExecutors.sort()
        change.includedHosts.sort()
        updateNextExpiry()
        return change
    }

    private mutating func updateNextExpiry() {
        let ends = excludedExecutors.values.map(\.until) + Array(excludedHosts.values)
        nextExpiry = ends.min()
    }
}
