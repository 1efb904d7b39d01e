/// Where a task would like to run: on a host, or on one executor of that host because it holds the data in memory.
struct TaskLocation: Hashable, Sendable {
    var host: String
    var executorID: String?

    init(host: String, executorID: String? = nil) {
        self.host = host
        self.executorID = executorID
    }
}

/// A job as the DAG scheduler sees it: ids and shapes only, no data and no code.
struct JobSpec: Hashable, Sendable {
    /// The job's id; unique, and lower ids go first in FIFO order.
    var jobID: Int
    /// The group by which jobs are cancelled together.
    var group: String?
    /// What people read in the progress bar and the user interface.
    var description: String
    /// The scheduling pool; nil means `default`.
    var pool: String?
    /// Local properties of the thread that built the job.
    var properties: [String: String]
    /// Whether tasks of the job are interrupted when it is cancelled, not only told to stop.
    var interruptOnCancel: Bool
    /// The stages, parents before children; the last one, and only it, is the result stage.
    var stages: [StageSpec]
    /// The partitions of the result stage to compute. A partition named twice runs once and is reported for both.
    var partitions: [Int]

    init(
        jobID: Int,
        group: String? = nil,
        description: String = "",
        pool: String? = nil,
        properties: [String: String] = [:],
        interruptOnCancel: Bool = false,
        stages: [StageSpec],
        partitions: [Int]
    ) {
        self.jobID = jobID
        self.group = group
        self.description = description
        self.pool = pool
        self.properties = properties
        self.interruptOnCancel = interruptOnCancel
        self.stages = stages
        self.partitions = partitions
    }
}

/// One stage of a job: what can be computed without a shuffle in between.
struct StageSpec: Hashable, Sendable {
    /// What a stage produces, and what makes it the same stage in another job.
    enum Key: Hashable, Sendable {
        /// The map side of a shuffle; jobs that name the same shuffle share the stage and its outputs.
        case shuffleMap(shuffleID: Int)
        /// The job's results.
        case result
    }

    var key: Key
    /// How many partitions the stage's final RDD has.
    var partitionCount: Int
    var name: String
    /// The line of the user's program that made the stage.
    var callSite: String
    /// The RDDs computed inside the stage, with the shuffles they read.
    var nodes: [NodeSpec]
    /// The node whose partitions the stage's tasks compute.
    var finalNode: Int
    /// Where each partition would like to run; empty when none has a preference.
    var preferredLocations: [[TaskLocation]]

    init(
        key: Key,
        partitionCount: Int,
        name: String = "",
        callSite: String = "",
        nodes: [NodeSpec],
        finalNode: Int? = nil,
        preferredLocations: [[TaskLocation]] = []
    ) {
        self.key = key
        self.partitionCount = partitionCount
        self.name = name
        self.callSite = callSite
        self.nodes = nodes
        self.finalNode = finalNode ?? nodes.count - 1
        self.preferredLocations = preferredLocations
    }
}

/// One RDD inside a stage.
struct NodeSpec: Hashable, Sendable {
    /// One edge of the lineage, towards the input.
    enum Dependency: Hashable, Sendable {
        /// Another node of the same stage, by its index in `StageSpec.nodes`.
        case narrow(Int, NarrowMapping = .oneToOne)
        /// The output of a shuffle's map stage.
        case shuffle(Int)
    }

    /// Which partition of the parent a partition reads; only cached locations are looked up through it.
    enum NarrowMapping: Hashable, Sendable {
        case oneToOne
        /// Partitions `start ..< start + count` read the parent's from `parentStart` on, as in a union.
        case range(start: Int, parentStart: Int, count: Int)
        /// Nothing that a location could be read from.
        case other

        func parentPartition(of partition: Int) -> Int? {
            switch self {
            case .oneToOne: partition
            case .range(let start, let parentStart, let count):
                partition >= start && partition - start < count ? partition - start + parentStart : nil
            case .other: nil
            }
        }
    }

    var rddID: Int
    var partitionCount: Int
    /// Whether the RDD is persisted, so that its partitions may be found in memory.
    var isCached: Bool
    var dependencies: [Dependency]

    init(rddID: Int, partitionCount: Int, isCached: Bool = false, dependencies: [Dependency] = []) {
        self.rddID = rddID
        self.partitionCount = partitionCount
        self.isCached = isCached
        self.dependencies = dependencies
    }
}
