import HadoopProtos
import HadoopRPC

/// A piece of a node that an application was given (Container.java).
///
/// It must be started within the time its token is good for, ten minutes by default, or it is taken back.
public struct Container: Sendable, Hashable {
    /// Its name.
    public var id: ContainerID
    /// Where it is.
    public var node: NodeID
    /// The node's web page, `host:port`.
    public var nodeHTTPAddress: String
    /// How much it has; at least what was asked for, see `Resource.satisfies`.
    public var resource: Resource
    /// The priority of the request.
    public var priority: Int32
    /// What lets it be started; `nil` only when a server left it out.
    public var token: Token?
    /// What it may count on.
    public var executionType: ExecutionType
    /// The number of the request; −1 for none.
    public var allocationRequestID: Int64
    /// How often its size was changed.
    public var version: Int32

    /// Makes a container.
    public init(
        id: ContainerID,
        node: NodeID,
        nodeHTTPAddress: String = "",
        resource: Resource,
        priority: Int32,
        token: Token? = nil,
        executionType: ExecutionType = .guaranteed,
        allocationRequestID: Int64 = -1,
        version: Int32 = 0
    ) {
        self.id = id
        self.node = node
        self.nodeHTTPAddress = nodeHTTPAddress
        self.resource = resource
        self.priority = priority
        self.token = token
        self.executionType = executionType
        self.allocationRequestID = allocationRequestID
        self.version = version
    }
}

extension Container {
    /// A container as messages have it.
    public init(_ message: ContainerProto) {
        self.init(
            id: ContainerID(message.id ?? ContainerIdProto()),
            node: NodeID(message.nodeId ?? NodeIdProto()),
            nodeHTTPAddress: message.nodeHttpAddress ?? "",
            resource: Resource(message.resource),
            priority: message.priority?.priority ?? 0,
            token: message.containerToken.map { Token($0) },
            executionType: ExecutionType(message.executionType ?? .guaranteed),
            allocationRequestID: message.allocationRequestId ?? -1,
            version: message.version ?? 0
        )
    }

    /// The container for a message.
    public var message: ContainerProto {
        ContainerProto(
            id: id.message,
            nodeId: node.message,
            nodeHttpAddress: nodeHTTPAddress,
            resource: resource.message,
            priority: PriorityProto(priority: priority),
            containerToken: token?.message,
            executionType: executionType.message,
            allocationRequestId: allocationRequestID,
            version: version
        )
    }
}
