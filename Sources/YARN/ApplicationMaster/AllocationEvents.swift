import HadoopProtos
import HadoopRPC

/// What a heartbeat brought.
public struct AllocationEvents: Sendable, Hashable {
    /// A container and the request it is the answer to.
    public struct Allocation: Sendable, Hashable {
        /// The container.
        public var container: Container
        /// The request, of which there is one less now.
        public var request: ContainerRequest
        /// How near it is.
        public var locality: Locality

        /// Makes an allocation.
        public init(container: Container, request: ContainerRequest, locality: Locality) {
            self.container = container
            self.request = request
            self.locality = locality
        }
    }

    /// What the scheduler wants back (PreemptionMessage.java).
    public struct Preemption: Sendable, Hashable {
        /// Containers that will be taken, whatever is done.
        public var strict: Set<ContainerID> = []
        /// Containers that will be taken unless others of the sizes in `asked` are given back.
        public var negotiable: Set<ContainerID> = []
        /// What would do instead.
        public var asked: [ResourceRequest] = []

        /// Nothing.
        public init() {}
    }

    /// New containers for requests.
    public var allocated: [Allocation] = []
    /// New containers that nobody asked for any more, or on excluded hosts; they are being given back.
    public var surplus: [Container] = []
    /// Containers that have ended, each told once.
    public var completed: [ContainerStatus] = []
    /// Containers that had been given back, and are gone now.
    public var released: [ContainerStatus] = []
    /// Containers of earlier attempts that live on.
    public var recovered: [Container] = []
    /// Nodes whose state has changed.
    public var updatedNodes: [NodeReport] = []
    /// What the scheduler wants back; `nil` for nothing.
    public var preemption: Preemption?
    /// What could be allocated still; `nil` where it isn't told.
    public var headroom: Resource?
    /// How many nodes there are.
    public var clusterNodes = 0
    /// The application's priority, when it has been changed.
    public var priority: Int32?
    /// New tokens for NodeManagers.
    public var nmTokens: [NodeID: Token] = [:]
    /// A new token for the ResourceManager, in place of the old one.
    public var masterToken: Token?
    /// Whether the ResourceManager wants this application master to end.
    public var mustShutDown = false
    /// Whether the ResourceManager had been started anew, so that all was told to it once more.
    public var hasResynchronized = false

    /// Nothing.
    public init() {}
}

extension AllocationEvents.Preemption {
    init(_ message: PreemptionMessageProto) {
        strict = Self.ids(message.strictContract?.container)
        negotiable = Self.ids(message.contract?.container)
        asked = (message.contract?.resource ?? []).compactMap { $0.resource.map { ResourceRequest($0) } }
    }

    private static func ids(_ messages: [PreemptionContainerProto]?) -> Set<ContainerID> {
        Set((messages ?? []).compactMap { $0.id.map { ContainerID($0) } })
    }
}
