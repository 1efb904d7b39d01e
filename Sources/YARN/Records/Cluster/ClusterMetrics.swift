import HadoopProtos

/// How many nodes a cluster has, by what they are good for (YarnClusterMetrics.java).
public struct ClusterMetrics: Sendable, Hashable {
    /// All that are known and not lost.
    public var nodeManagers: Int32
    /// Those that take containers.
    public var active: Int32
    /// Those taken out of service.
    public var decommissioned: Int32
    /// Those not heard of for long.
    public var lost: Int32
    /// Those that aren't well.
    public var unhealthy: Int32
    /// Those started anew.
    public var rebooted: Int32

    /// Makes the numbers.
    public init(
        nodeManagers: Int32,
        active: Int32,
        decommissioned: Int32 = 0,
        lost: Int32 = 0,
        unhealthy: Int32 = 0,
        rebooted: Int32 = 0
    ) {
        self.nodeManagers = nodeManagers
        self.active = active
        self.decommissioned = decommissioned
        self.lost = lost
        self.unhealthy = unhealthy
        self.rebooted = rebooted
    }

    /// The numbers as messages have them.
    public init(_ message: YarnClusterMetricsProto) {
        self.init(
            nodeManagers: message.numNodeManagers ?? 0,
            active: message.numActiveNms ?? 0,
            decommissioned: message.numDecommissionedNms ?? 0,
            lost: message.numLostNms ?? 0,
            unhealthy: message.numUnhealthyNms ?? 0,
            rebooted: message.numRebootedNms ?? 0
        )
    }

    /// The numbers for a message.
    public var message: YarnClusterMetricsProto {
        YarnClusterMetricsProto(
            numNodeManagers: nodeManagers,
            numDecommissionedNms: decommissioned,
            numActiveNms: active,
            numLostNms: lost,
            numUnhealthyNms: unhealthy,
            numRebootedNms: rebooted
        )
    }
}
