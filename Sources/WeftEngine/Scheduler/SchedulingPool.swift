import WeftDiagnostics

/// What the configuration says of a pool.
struct PoolSpec: Hashable, Sendable {
    var name: String
    /// The order of the task sets within the pool.
    var mode = SchedulerMode.fifo
    /// The pool's share compared with others'; at least 1.
    var weight = 1
    /// Slots the pool gets before shares are compared.
    var minShare = 0

    /// The pool of jobs that name none.
    static let defaultName = "default"
}

/// Which attempt at which stage.
struct TaskSetKey: Hashable, Sendable {
    var stageID: Int
    var stageAttempt: Int
}

/// The tree of pools, and the order in which its task sets are served.
///
/// With FIFO scheduling the root holds the task sets itself; with FAIR scheduling it holds pools, which hold task sets.
struct SchedulingPools: Sendable {
    /// A pool and what runs in it.
    struct Pool: Sendable {
        var spec: PoolSpec
        var runningTasks = 0
        var taskSets: [TaskSetKey: Entry] = [:]
        /// The task sets that want slots, the first in first.
        fileprivate(set) var wanting: [Ranked] = []
    }

    /// A task set's place in the order of arrival.
    struct Ranked: Comparable, Sendable {
        var priority: Int
        var key: TaskSetKey

        static func < (left: Ranked, right: Ranked) -> Bool {
            (left.priority, left.key.stageID, left.key.stageAttempt)
                < (right.priority, right.key.stageID, right.key.stageAttempt)
        }
    }

    /// A task set's place in its pool.
    struct Entry: Sendable {
        var priority: Int
        var runningTasks = 0
        var wantsOffers = false
    }

    let mode: SchedulerMode
    private(set) var pools: [String: Pool] = [:]
    private var poolOfTaskSet: [TaskSetKey: String] = [:]
    /// How many task sets want slots.
    private(set) var wantingCount = 0

    init(mode: SchedulerMode, pools specs: [PoolSpec] = []) {
        self.mode = mode
        pools[PoolSpec.defaultName] = Pool(spec: PoolSpec(name: PoolSpec.defaultName))
        if mode == .fair {
            for spec in specs { pools[spec.name] = Pool(spec: spec) }
        }
    }

    /// The tasks running in a pool.
    func runningTasks(inPool name: String) -> Int { pools[name]?.runningTasks ?? 0 }

    /// Puts a task set in its pool; a pool nobody configured is made with weight 1 and no minimum, as in Spark.
    mutating func add(_ key: TaskSetKey, priority: Int, pool: String?) {
        let name = mode == .fifo ? PoolSpec.defaultName : pool ?? PoolSpec.defaultName
        pools[name, default: Pool(spec: PoolSpec(name: name))].taskSets[key] = Entry(priority: priority)
        poolOfTaskSet[key] = name
        setWantsOffers(true, key)
    }

    mutating func remove(_ key: TaskSetKey) {
        setWantsOffers(false, key)
        guard let name = poolOfTaskSet.removeValue(forKey: key) else { return }
        let entry = pools[name]?.taskSets.removeValue(forKey: key)
        pools[name]?.runningTasks -= entry?.runningTasks ?? 0
    }

    mutating func taskLaunched(_ key: TaskSetKey) { changeRunningTasks(key, by: 1) }

    mutating func taskEnded(_ key: TaskSetKey) { changeRunningTasks(key, by: -1) }

    private mutating func changeRunningTasks(_ key: TaskSetKey, by change: Int) {
        guard let name = poolOfTaskSet[key] else { return }
        pools[name]?.runningTasks += change
        pools[name]?.taskSets[key]?.runningTasks += change
    }

    /// Notes whether a task set has anything to launch; so one that is added has.
    mutating func setWantsOffers(_ wantsOffers: Bool, _ key: TaskSetKey) {
        guard let name = poolOfTaskSet[key], let pool = pools.index(forKey: name) else { return }
        guard let entry = pools.values[pool].taskSets[key], entry.wantsOffers != wantsOffers else { return }
        pools.values[pool].taskSets[key]?.wantsOffers = wantsOffers
        let ranked = Ranked(priority: entry.priority, key: key)
        let place = pools.values[pool].wanting.partitioningIndex { $0 >= ranked }
        if wantsOffers {
            pools.values[pool].wanting.insert(ranked, at: place)
            wantingCount += 1
        } else {
            pools.values[pool].wanting.remove(at: place)
            wantingCount -= 1
        }
    }

    /// The task sets that want slots, in the order in which they are offered them.
    func sortedTaskSets() -> [TaskSetKey] {
        guard wantingCount > 0 else { return [] }
        let sortedPools = pools.values.filter { !$0.wanting.isEmpty }.sorted {
            Self.isServedFirst(Share($0), Share($1))
        }
        var order: [TaskSetKey] = []
        order.reserveCapacity(wantingCount)
        for pool in sortedPools {
            if pool.spec.mode == .fifo || pool.wanting.count == 1 {
                order += pool.wanting.lazy.map(\.key)
            } else {
                order += pool.wanting.lazy.map { Share(pool.taskSets[$0.key], $0.key) }
                    .sorted(by: Self.isServedFirst).map(\.key)
            }
        }
        return order
    }

    /// What the fair order looks at.
    struct Share: Sendable {
        var runningTasks: Int
        var minShare: Int
        var weight: Int
        /// Settles what is otherwise equal.
        var tieBreaker: (name: String, number: Int, attempt: Int)

        init(runningTasks: Int, minShare: Int, weight: Int, name: String) {
            self.runningTasks = runningTasks
            self.minShare = minShare
            self.weight = weight
            tieBreaker = (name, 0, 0)
        }

        init(_ pool: Pool) {
            self.init(
                runningTasks: pool.runningTasks,
                minShare: pool.spec.minShare,
                weight: pool.spec.weight,
                name: pool.spec.name
            )
        }

        init(_ entry: Entry?, _ key: TaskSetKey) {
            runningTasks = entry?.runningTasks ?? 0
            minShare = 0
            weight = 1
            tieBreaker = ("", key.stageID, key.stageAttempt)
        }

        var key: TaskSetKey { TaskSetKey(stageID: tieBreaker.number, stageAttempt: tieBreaker.attempt) }
    }

    /// Spark's fair order: first those below their minimum, the neediest first, then by running tasks for their weight.
    static func isServedFirst(_ left: Share, _ right: Share) -> Bool {
        let leftIsNeedy = left.runningTasks < left.minShare
        let rightIsNeedy = right.runningTasks < right.minShare
        if leftIsNeedy != rightIsNeedy { return leftIsNeedy }
        let leftRatio: Double
        let rightRatio: Double
        if leftIsNeedy {
            leftRatio = Double(left.runningTasks) / Double(max(left.minShare, 1))
            rightRatio = Double(right.runningTasks) / Double(max(right.minShare, 1))
        } else {
            leftRatio = Double(left.runningTasks) / Double(max(left.weight, 1))
            rightRatio = Double(right.runningTasks) / Double(max(right.weight, 1))
        }
        if leftRatio != rightRatio { return leftRatio < rightRatio }
        return left.tieBreaker < right.tieBreaker
    }
}

extension Array {
    /// The first index whose element fulfils a condition that all elements after it fulfil too.
    func partitioningIndex(where isInSecondPart: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
