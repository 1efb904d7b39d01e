import HadoopProtos

/// One row of what an application asks for: so many containers of one size at one place (ResourceRequest.java).
public struct ResourceRequest: Sendable, Hashable {
    /// The place of rows that don't care for one.
    public static let any = "*"

    /// What is asked first: lower numbers before higher ones.
    public var priority: Int32
    /// A host, a rack, or `*`.
    public var location: String
    /// How much each container shall have.
    public var capability: Resource
    /// How many there shall be; 0 takes a request back.
    public var count: Int32
    /// Whether another place will do: of a row for a rack, another host of it; of one for `*`, any. On by default.
    public var relaxLocality: Bool
    /// The label that nodes must have, on rows for `*` only; `nil` for the queue's default.
    public var nodeLabelExpression: String?
    /// What the containers may count on.
    public var executionType: ExecutionType
    /// Whether another execution type won't do.
    public var enforcesExecutionType: Bool
    /// A number of the application's own, which containers come back with; −1 for none.
    public var allocationRequestID: Int64

    /// Makes a row.
    public init(
        priority: Int32,
        location: String = ResourceRequest.any,
        capability: Resource,
        count: Int32,
        relaxLocality: Bool = true,
        nodeLabelExpression: String? = nil,
        executionType: ExecutionType = .guaranteed,
        enforcesExecutionType: Bool = false,
        allocationRequestID: Int64 = -1
    ) {
        self.priority = priority
        self.location = location
        self.capability = capability
        self.count = count
        self.relaxLocality = relaxLocality
        self.nodeLabelExpression = nodeLabelExpression
        self.executionType = executionType
        self.enforcesExecutionType = enforcesExecutionType
        self.allocationRequestID = allocationRequestID
    }
}

extension ResourceRequest {
    /// A row as messages have it.
    public init(_ message: ResourceRequestProto) {
        self.init(
            priority: message.priority?.priority ?? 0,
            location: message.resourceName ?? "",
            capability: Resource(message.capability),
            count: message.numContainers ?? 0,
            relaxLocality: message.relaxLocality ?? true,
            nodeLabelExpression: message.nodeLabelExpression,
            executionType: ExecutionType(message.executionTypeRequest?.executionType ?? .guaranteed),
            enforcesExecutionType: message.executionTypeRequest?.enforceExecutionType ?? false,
            allocationRequestID: message.allocationRequestId ?? -1
        )
    }

    /// The row for a message.
    public var message: ResourceRequestProto {
        ResourceRequestProto(
            priority: PriorityProto(priority: priority),
            resourceName: location,
            capability: capability.message,
            numContainers: count,
            relaxLocality: relaxLocality,
            nodeLabelExpression: nodeLabelExpression,
            executionTypeRequest: ExecutionTypeRequestProto(
                executionType: executionType.message,
                enforceExecutionType: enforcesExecutionType
            ),
            allocationRequestId: allocationRequestID
        )
    }
}
