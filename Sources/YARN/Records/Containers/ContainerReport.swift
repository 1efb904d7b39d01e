import HadoopProtos

/// What the ResourceManager says of a container (ContainerReport.java). Times are in milliseconds since 1970, 0 for what
/// hasn't happened.
public struct ContainerReport: Sendable, Hashable {
    /// The container.
    public var id: ContainerID
    /// How much it has.
    public var resource: Resource
    /// Where it is; `nil` before that is known.
    public var node: NodeID?
    /// The node's web page.
    public var nodeHTTPAddress: String
    /// The priority of the request.
    public var priority: Int32
    /// Where it is in its life.
    public var state: ContainerState
    /// How it ended.
    public var exitStatus: ContainerExitStatus
    /// What there is to say about its end; empty when there is nothing.
    public var diagnostics: String
    /// Where its logs are to be seen.
    public var logURL: String
    /// When it was made.
    public var creationTime: Int64
    /// When it ended.
    public var finishTime: Int64
    /// What it may count on.
    public var executionType: ExecutionType

    /// Makes a report; the rest is set afterwards.
    public init(id: ContainerID, resource: Resource, node: NodeID?, state: ContainerState) {
        self.id = id
        self.resource = resource
        self.node = node
        self.state = state
        nodeHTTPAddress = ""
        priority = 0
        exitStatus = .notKnown
        diagnostics = ""
        logURL = ""
        creationTime = 0
        finishTime = 0
        executionType = .guaranteed
    }
}

extension ContainerReport {
    /// A report as messages have it.
    public init(_ message: ContainerReportProto) {
        self.init(
            id: ContainerID(message.containerId ?? ContainerIdProto()),
            resource: Resource(message.resource),
            node: message.nodeId.map { NodeID($0) },
            state: ContainerState(message.containerState ?? .cNew)
        )
        nodeHTTPAddress = message.nodeHttpAddress ?? ""
        priority = message.priority?.priority ?? 0
        exitStatus = ContainerExitStatus(rawValue: message.containerExitStatus ?? ContainerExitStatus.notKnown.rawValue)
        diagnostics = Diagnostics.text(message.diagnosticsInfo)
        logURL = message.logUrl ?? ""
        creationTime = message.creationTime ?? 0
        finishTime = message.finishTime ?? 0
        executionType = ExecutionType(message.executionType ?? .guaranteed)
    }

    /// The report for a message.
    public var message: ContainerReportProto {
        ContainerReportProto(
            containerId: id.message,
            resource: resource.message,
            nodeId: node?.message,
            priority: PriorityProto(priority: priority),
            creationTime: creationTime,
            finishTime: finishTime,
            diagnosticsInfo: diagnostics,
            logUrl: logURL,
            containerExitStatus: exitStatus.rawValue,
            containerState: state.message,
            nodeHttpAddress: nodeHTTPAddress,
            executionType: executionType.message
        )
    }
}
