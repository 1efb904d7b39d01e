import HadoopProtos

/// What goes on in a queue (QueueStatistics.java). Memory is in MiB.
public struct QueueStatistics: Sendable, Hashable {
    /// Applications submitted so far.
    public var submitted: Int64 = 0
    /// Applications that run.
    public var running: Int64 = 0
    /// Applications that wait.
    public var pending: Int64 = 0
    /// Applications that ended well.
    public var completed: Int64 = 0
    /// Applications that somebody ended.
    public var killed: Int64 = 0
    /// Applications that failed.
    public var failed: Int64 = 0
    /// Users who have applications.
    public var activeUsers: Int64 = 0
    /// What could be allocated now.
    public var available = Resource.none
    /// What is.
    public var allocated = Resource.none
    /// What is asked for.
    public var waiting = Resource.none
    /// What is kept back for requests that don't fit yet.
    public var reserved = Resource.none
    /// Containers that run.
    public var allocatedContainers: Int64 = 0
    /// Containers that are asked for.
    public var pendingContainers: Int64 = 0
    /// Containers for which room is kept back.
    public var reservedContainers: Int64 = 0

    /// Nothing goes on.
    public init() {}
}

extension QueueStatistics {
    /// The numbers as messages have them.
    public init(_ message: QueueStatisticsProto) {
        func resource(_ memory: Int64?, _ cores: Int64?) -> Resource {
            Resource(memory: memory ?? 0, virtualCores: Int32(clamping: cores ?? 0))
        }
        submitted = message.numAppsSubmitted ?? 0
        running = message.numAppsRunning ?? 0
        pending = message.numAppsPending ?? 0
        completed = message.numAppsCompleted ?? 0
        killed = message.numAppsKilled ?? 0
        failed = message.numAppsFailed ?? 0
        activeUsers = message.numActiveUsers ?? 0
        available = resource(message.availableMemoryMB, message.availableVCores)
        allocated = resource(message.allocatedMemoryMB, message.allocatedVCores)
        waiting = resource(message.pendingMemoryMB, message.pendingVCores)
        reserved = resource(message.reservedMemoryMB, message.reservedVCores)
        allocatedContainers = message.allocatedContainers ?? 0
        pendingContainers = message.pendingContainers ?? 0
        reservedContainers = message.reservedContainers ?? 0
    }

    /// The numbers for a message.
    public var message: QueueStatisticsProto {
        QueueStatisticsProto(
            numAppsSubmitted: submitted,
            numAppsRunning: running,
            numAppsPending: pending,
            numAppsCompleted: completed,
            numAppsKilled: killed,
            numAppsFailed: failed,
            numActiveUsers: activeUsers,
            availableMemoryMB: available.memory,
            allocatedMemoryMB: allocated.memory,
            pendingMemoryMB: waiting.memory,
            reservedMemoryMB: reserved.memory,
            availableVCores: Int64(available.virtualCores),
            allocatedVCores: Int64(allocated.virtualCores),
            pendingVCores: Int64(waiting.virtualCores),
            reservedVCores: Int64(reserved.virtualCores),
            allocatedContainers: allocatedContainers,
            pendingContainers: pendingContainers,
            reservedContainers: reservedContainers
        )
    }
}
