import HadoopProtos

/// What the ResourceManager says of a node (NodeReport.java).
public struct NodeReport: Sendable, Hashable {
    /// The node.
    public var id: NodeID
    /// What it is good for.
    public var state: NodeState
    /// Its web page, `host:port`.
    public var httpAddress: String
    /// Its rack.
    public var rack: String
    /// What its containers have.
    public var used: Resource
    /// What it has in all.
    public var capability: Resource
    /// How many containers it runs.
    public var containers: Int32
    /// What it says of its health; empty when there is nothing to say.
    public var healthReport: String
    /// When it said so, in milliseconds since 1970.
    public var lastHealthReportTime: Int64
    /// Its labels.
    public var labels: [String]
    /// In how many seconds it goes, when it is being taken out of service; `nil` where it isn't told.
    public var decommissioningTimeout: UInt32?

    /// Makes a report; the rest is set afterwards.
    public init(id: NodeID, state: NodeState, rack: String, capability: Resource, used: Resource = .none) {
        self.id = id
        self.state = state
        self.rack = rack
        self.capability = capability
        self.used = used
        httpAddress = ""
        containers = 0
        healthReport = ""
        lastHealthReportTime = 0
        labels = []
    }
}

extension NodeReport {
    /// A report as messages have it.
    public init(_ message: NodeReportProto) {
        self.init(
            id: NodeID(message.nodeId ?? NodeIdProto()),
            state: NodeState(message.nodeState ?? .nsNew),
            rack: message.rackName ?? "",
            capability: Resource(message.capability),
            used: Resource(message.used)
        )
        httpAddress = message.httpAddress ?? ""
        containers = message.numContainers ?? 0
        healthReport = message.healthReport ?? ""
        lastHealthReportTime = message.lastHealthReportTime ?? 0
        labels = message.nodeLabels
        decommissioningTimeout = message.decommissioningTimeout
    }

    /// The report for a message.
    public var message: NodeReportProto {
        NodeReportProto(
            nodeId: id.message,
            httpAddress: httpAddress,
            rackName: rack,
            used: used.message,
            capability: capability.message,
            numContainers: containers,
            nodeState: state.message,
            healthReport: healthReport,
            lastHealthReportTime: lastHealthReportTime,
            nodeLabels: labels,
            decommissioningTimeout: decommissioningTimeout
        )
    }
}
