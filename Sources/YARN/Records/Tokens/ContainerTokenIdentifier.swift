import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// What a container's token lets its bearer start (ContainerTokenIdentifier.java).
public struct ContainerTokenIdentifier: Sendable, Hashable {
    /// The container.
    public var container: ContainerID
    /// The NodeManager, `host:port`.
    public var node: String
    /// Who submitted the application.
    public var submitter: String
    /// How much the container has.
    public var resource: Resource
    /// Until when it can be started, in milliseconds since 1970.
    public var expiryTime: Int64
    /// The number of the ResourceManager's key that made the password.
    public var keyID: Int32
    /// When the ResourceManager that gave it had started.
    public var resourceManagerIdentifier: Int64
    /// The priority of the request.
    public var priority: Int32
    /// When the container was made, in milliseconds since 1970.
    public var creationTime: Int64
    /// Which of its logs are collected; `nil` for the defaults.
    public var logAggregation: LogAggregationContext?
    /// The label of its node; empty for none.
    public var nodeLabelExpression: String
    /// Whether it is an application master's.
    public var isApplicationMaster: Bool
    /// What it may count on.
    public var executionType: ExecutionType
    /// How often its size was changed.
    public var version: Int32
    /// The number of the request; −1 for none.
    public var allocationRequestID: Int64

    /// Makes an identifier; the rest is set afterwards.
    public init(
        container: ContainerID,
        node: String,
        submitter: String,
        resource: Resource,
        expiryTime: Int64,
        keyID: Int32,
        resourceManagerIdentifier: Int64
    ) {
        self.container = container
        self.node = node
        self.submitter = submitter
        self.resource = resource
        self.expiryTime = expiryTime
        self.keyID = keyID
        self.resourceManagerIdentifier = resourceManagerIdentifier
        priority = 0
        creationTime = 0
        nodeLabelExpression = ""
        isApplicationMaster = false
        executionType = .guaranteed
        version = 0
        allocationRequestID = -1
    }
}

extension ContainerTokenIdentifier {
    /// Reads an identifier.
    ///
    /// - Throws: `rpc-protocol` when the bytes aren't one.
    public init(_ identifier: [UInt8]) throws {
        let message = try ContainerTokenIdentifierProto(serialized: identifier)
        self.init(
            container: ContainerID(message.containerId ?? ContainerIdProto()),
            node: message.nmHostAddr ?? "",
            submitter: message.appSubmitter ?? "",
            resource: Resource(message.resource),
            expiryTime: message.expiryTimeStamp ?? 0,
            keyID: message.masterKeyId ?? -1,
            resourceManagerIdentifier: message.rmIdentifier ?? 0
        )
        priority = message.priority?.priority ?? 0
        creationTime = message.creationTime ?? 0
        logAggregation = message.logAggregationContext.map { LogAggregationContext($0) }
        nodeLabelExpression = message.nodeLabelExpression ?? ""
        isApplicationMaster = message.containerType == .applicationMaster
        executionType = ExecutionType(message.executionType ?? .guaranteed)
        version = message.version ?? 0
        allocationRequestID = message.allocationRequestId ?? -1
    }

    /// The identifier's bytes.
    public var bytes: [UInt8] {
        ContainerTokenIdentifierProto(
            containerId: container.message,
            nmHostAddr: node,
            appSubmitter: submitter,
            resource: resource.message,
            expiryTimeStamp: expiryTime,
            masterKeyId: keyID,
            rmIdentifier: resourceManagerIdentifier,
            priority: PriorityProto(priority: priority),
            creationTime: creationTime,
            logAggregationContext: logAggregation?.message,
            nodeLabelExpression: nodeLabelExpression,
            containerType: isApplicationMaster ? .applicationMaster : .task,
            executionType: executionType.message,
            version: version,
            allocationRequestId: allocationRequestID
        ).serialized()
    }
}
