/// How the ResourceManager behaves. Times are in milliseconds, memory in MiB.
public struct ResourceManagerSettings: Sendable {
    /// One queue below the root.
    public struct Queue: Sendable, Hashable {
        /// Its name without `root.`.
        public var name: String
        /// Its share of the cluster, from 0 to 1; what others leave is taken too.
        public var capacity: Double
        /// How much of the cluster it may have at most, from 0 to 1.
        public var maximumCapacity: Double
        /// Who may submit to it, beside the administrators, when access is checked; nil for everybody
        /// (`yarn.scheduler.capacity.root.<queue>.acl_submit_applications`).
        public var submitters: Set<String>?

        /// Makes a queue, which may have all of the cluster and serves everybody by default.
        public init(name: String, capacity: Double, maximumCapacity: Double = 1, submitters: Set<String>? = nil) {
            self.name = name
            self.capacity = capacity
            self.maximumCapacity = maximumCapacity
            self.submitters = submitters
        }
    }

    /// What the scheduler counts.
    public enum Calculator: Sendable, Hashable {
        /// Memory only; all containers are said to have one core (DefaultResourceCalculator, YARN's default).
        case memory
        /// Memory and cores (DominantResourceCalculator).
        case dominant
    }

    /// The queues.
    public var queues = [Queue(name: "default", capacity: 1)]
    /// Memory is given in multiples of this (`yarn.scheduler.minimum-allocation-mb`).
    public var minimumMemory: Int64 = 1_024
    /// The largest container (`yarn.scheduler.maximum-allocation-mb`).
    public var maximumMemory: Int64 = 8_192
    /// The most cores of a container (`yarn.scheduler.maximum-allocation-vcores`).
    public var maximumVcores: Int32 = 4
    /// What is counted.
    public var calculator = Calculator.memory
    /// How often an application is tried (`yarn.resourcemanager.am.max-attempts`).
    public var maximumAttempts: Int32 = 2
    /// How long an application master may be silent (`yarn.am.liveness-monitor.expiry-interval-ms`).
    public var masterExpiry: Int64 = 600_000
    /// How long a container may wait to be started (`yarn.resourcemanager.rm.container-allocation.expiry-interval-ms`).
    public var allocationExpiry: Int64 = 600_000
    /// How many applications that ended are remembered (`yarn.resourcemanager.max-completed-applications`).
    public var maximumCompleted = 1_000
    /// Whether only owners, administrators and those named in an application's lists may see and change it
    /// (`yarn.acl.enable`).
    public var checksAccess = false
    /// Who may do everything, beside the owners, when access is checked (`yarn.admin.acl`).
    public var administrators: Set<String> = []
    /// The highest priority of applications (`yarn.cluster.max-application-priority`).
    public var maximumPriority: Int32 = 10
    /// Where people find the ResourceManager's pages; there are none, but texts name them.
    public var webAddress = "localhost:8088"

    /// The defaults.
    public init() {}

    /// The largest container.
    var maximumAllocation: Capacity { Capacity(memory: maximumMemory, vcores: maximumVcores) }

    /// What the scheduler gives for what is asked (DefaultResourceCalculator.java, normalize).
    func normalized(_ asked: Capacity) -> Capacity {
        let step = max(1, minimumMemory)
        let wanted = max(asked.memory, step)
        let memory = min((wanted + step - 1) / step * step, max(maximumMemory, step))
        switch calculator {
        case .memory: return Capacity(memory: memory, vcores: 1)
        case .dominant: return Capacity(memory: memory, vcores: min(max(1, asked.vcores), maximumVcores))
        }
    }

    /// Whether something fits into what is free.
    func fits(_ asked: Capacity, in free: Capacity) -> Bool {
        asked.memory <= free.memory && (calculator == .memory || asked.vcores <= free.vcores)
    }

    /// Refuses what no node can ever have (RMServerUtils.java, SchedulerUtils.java).
    func check(_ asked: Capacity) throws {
        let resource: String
        if asked.memory < 0 || asked.memory > maximumMemory {
            resource = "memory-mb"
        } else if asked.vcores < 0 || asked.vcores > maximumVcores {
            resource = "vcores"
        } else {
            return
        }
        if asked.memory < 0 || asked.vcores < 0 {
            throw RPCServerError.invalidResourceRequest(
                "Invalid resource request! Cannot allocate containers as requested resource is less than 0!"
                    + " Requested resource type=[\(resource)], Requested resource=\(asked)"
            )
        }
        throw RPCServerError.invalidResourceRequest(
            "Invalid resource request! Cannot allocate containers as requested resource is greater than maximum allowed"
                + " allocation. Requested resource type=[\(resource)], Requested resource=\(asked),"
                + " maximum allowed allocation=\(maximumAllocation), please note that maximum allowed allocation is"
                + " calculated by scheduler based on maximum resource of registered NodeManagers, which might be less"
                + " than configured maximum allocation=\(maximumAllocation)"
        )
    }

    /// Whether a user may submit to a queue.
    func maySubmit(_ user: String, to queue: Queue) -> Bool {
        guard checksAccess, let submitters = queue.submitters else { return true }
        return submitters.contains(user) || administrators.contains(user)
    }

    /// The queue of a name, with or without `root.`.
    func queue(_ name: String) -> Queue? {
        let short = name.hasPrefix("root.") ? String(name.dropFirst(5)) : name
        return queues.first { $0.name == short }
    }
}
