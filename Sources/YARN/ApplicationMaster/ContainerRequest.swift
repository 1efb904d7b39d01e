import WeftDiagnostics

/// What an application master wants one container to be like.
///
/// The scheduler keeps one size of container for each priority and allocation request id: requests of different sizes
/// need different priorities, or they overwrite each other.
public struct ContainerRequest: Sendable, Hashable {
    /// What is allocated first: lower numbers before higher ones.
    public var priority: Int32
    /// How much it shall have at least.
    public var capability: Resource
    /// Hosts where it had better be; empty for anywhere.
    public var hosts: [String]
    /// Racks where it had better be, beside those of the hosts.
    public var racks: [String]
    /// Whether another place will do. On by default.
    public var relaxLocality: Bool
    /// The label that its node must have; `nil` for the queue's default. Not together with hosts and racks.
    public var nodeLabelExpression: String?
    /// What it may count on.
    public var executionType: ExecutionType
    /// A number that containers come back with; −1 for none.
    public var allocationRequestID: Int64

    /// Makes a request.
    public init(
        priority: Int32,
        capability: Resource,
        hosts: [String] = [],
        racks: [String] = [],
        relaxLocality: Bool = true,
        nodeLabelExpression: String? = nil,
        executionType: ExecutionType = .guaranteed,
        allocationRequestID: Int64 = -1
    ) {
        self.priority = priority
        self.capability = capability
        self.hosts = hosts
        self.racks = racks
        self.relaxLocality = relaxLocality
        self.nodeLabelExpression = nodeLabelExpression
        self.executionType = executionType
        self.allocationRequestID = allocationRequestID
    }

    /// - Throws: `invalid-argument` for what a scheduler would refuse (AMRMClientImpl.java).
    func check() throws {
        func refuse(_ why: String) throws { throw WeftError("invalid-argument", "a request for a container \(why)") }
        let places = hosts.count + racks.count
        if capability.memory < 0 || capability.virtualCores < 0 { try refuse("asks for less than nothing") }
        if places == 0, !relaxLocality { try refuse("insists on its place and names none") }
        if places > 0, let nodeLabelExpression, !nodeLabelExpression.isEmpty {
            try refuse("names both places and the node label \(nodeLabelExpression)")
        }
        if (hosts + racks).contains(where: { $0 == ResourceRequest.any || $0.isEmpty }) {
            try refuse("names a place that isn't one")
        }
    }
}
