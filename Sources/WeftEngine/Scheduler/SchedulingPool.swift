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
    }

    /// A task set's place in its pool.
    struct Entry: Sendable {
        var priority: Int
        var runningTasks = 0
    }

    let mode: SchedulerMode
    private(set) var pools: [String: Pool] = [:]
    private var poolOfTaskSet: [TaskSetKey: String] = [:]

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
    }

    mutating func remove(_ key: TaskSetKey) {
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

    /// The task sets that want slots, in the order in which they are offered them.
    func sortedTaskSets(where wantsOffers: (TaskSetKey) -> Bool = { _ in true }) -> [TaskSetKey] {
        var order: [TaskSetKey] = []
        let sortedPools =
            pools.count == 1
            ? Array(pools.values)
            : pools.values.filter { !$0.taskSets.isEmpty }.sorted {
                Self.isServedFirst(Share($0), Share($1))
            }
        for pool in sortedPools {
            let schedulable = pool.taskSets.filter { wantsOffers($0.key) }
            if schedulable.count <= 1 {
                order.append(contentsOf: schedulable.keys)
                continue
            }
            switch pool.spec.mode {
            case .fifo:
                order += schedulable.sorted {
                    ($0.value.priority, $0.key.stageID, $0.key.stageAttempt)
                        < ($1.value.priority, $1.key.stageID, $1.key.stageAttempt)
                }.map(\.key)
            case .fair:
                order += schedulable.sorted { Self.isServedFirst(Share($0), Share($1)) }.map(\.key)
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

        init(_ entry: (key: TaskSetKey, value: Entry)) {
            runningTasks = entry.value.runningTasks
            minShare = 0
            weight = 1
            tieBreaker = ("", entry.key.stageID, entry.key.stageAttempt)
        }
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
