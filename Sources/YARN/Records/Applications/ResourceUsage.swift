import HadoopProtos

/// What an application uses and has used (ApplicationResourceUsageReport.java).
public struct ResourceUsage: Sendable, Hashable {
    /// How many containers it has; −1 where the cluster doesn't say it to this user.
    public var containers: Int32
    /// How many are reserved for it; −1 as above.
    public var reservedContainers: Int32
    /// What its containers have.
    public var used: Resource
    /// What is reserved for it.
    public var reserved: Resource
    /// What it has and asks for.
    public var needed: Resource
    /// MiB of memory times seconds, so far.
    public var memorySeconds: Int64
    /// Virtual cores times seconds, so far.
    public var virtualCoreSeconds: Int64
    /// How much of its queue it uses, in percent.
    public var queuePercentage: Float
    /// How much of the cluster it uses, in percent.
    public var clusterPercentage: Float

    /// Makes a report; nothing is used by default.
    public init(
        containers: Int32 = 0,
        reservedContainers: Int32 = 0,
        used: Resource = .none,
        reserved: Resource = .none,
        needed: Resource = .none,
        memorySeconds: Int64 = 0,
        virtualCoreSeconds: Int64 = 0,
        queuePercentage: Float = 0,
        clusterPercentage: Float = 0
    ) {
        self.containers = containers
        self.reservedContainers = reservedContainers
        self.used = used
        self.reserved = reserved
        self.needed = needed
        self.memorySeconds = memorySeconds
        self.virtualCoreSeconds = virtualCoreSeconds
        self.queuePercentage = queuePercentage
        self.clusterPercentage = clusterPercentage
    }

    /// A report as messages have it.
    public init(_ message: ApplicationResourceUsageReportProto) {
        self.init(
            containers: message.numUsedContainers ?? 0,
            reservedContainers: message.numReservedContainers ?? 0,
            used: Resource(message.usedResources),
            reserved: Resource(message.reservedResources),
            needed: Resource(message.neededResources),
            memorySeconds: message.memorySeconds ?? 0,
            virtualCoreSeconds: message.vcoreSeconds ?? 0,
            queuePercentage: message.queueUsagePercentage ?? 0,
            clusterPercentage: message.clusterUsagePercentage ?? 0
        )
    }

    /// The report for a message.
    public var message: ApplicationResourceUsageReportProto {
        ApplicationResourceUsageReportProto(
            numUsedContainers: containers,
            numReservedContainers: reservedContainers,
            usedResources: used.message,
            reservedResources: reserved.message,
            neededResources: needed.message,
            memorySeconds: memorySeconds,
            vcoreSeconds: virtualCoreSeconds,
            queueUsagePercentage: queuePercentage,
            clusterUsagePercentage: clusterPercentage
        )
    }
}
