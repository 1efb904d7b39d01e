import HadoopProtos
import HadoopRPC

/// What the ResourceManager tells an application master that registers (RegisterApplicationMasterResponse.java).
public struct ApplicationMasterRegistration: Sendable, Hashable {
    /// The most that one container may have; `nil` where an earlier answer that said it was lost.
    public var maximumCapability: Resource?
    /// The application's queue; empty where an earlier answer was lost.
    public var queue = ""
    /// Who may do what with the application.
    public var accessControl: [ApplicationAccess: String] = [:]
    /// The key with which clients' tokens can be checked, on secure clusters; a secret.
    public var clientTokenKey: [UInt8]?
    /// Containers of earlier attempts that live on.
    public var recovered: [Container] = []
    /// Tokens for their nodes.
    public var nmTokens: [NodeID: Token] = [:]
    /// The types of resources that the cluster counts; empty from servers before 3.0.
    public var resourceTypes: [ResourceType] = []
    /// Whether the scheduler counts virtual cores; where it doesn't, containers come back with 1.
    public var countsVirtualCores = false

    /// Nothing is told.
    public init() {}

    /// What a message tells.
    public init(_ message: RegisterApplicationMasterResponseProto) {
        maximumCapability = message.maximumCapability.map { Resource($0) }
        queue = message.queue ?? ""
        accessControl = ApplicationAccess.rights(message.applicationACLs)
        clientTokenKey = message.clientToAmTokenMasterKey
        recovered = message.containersFromPreviousAttempts.map { Container($0) }
        nmTokens = AllocationState.tokens(message.nmTokensFromPreviousAttempts)
        resourceTypes = message.resourceTypes.map { ResourceType($0) }
        countsVirtualCores = message.schedulerResourceTypes.contains(.cpu)
    }
}

extension ApplicationMasterRegistration: CustomReflectable {
    /// Without the key, so that `dump` and test reports don't show it.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "maximumCapability": maximumCapability as Any, "queue": queue, "recovered": recovered,
                "resourceTypes": resourceTypes, "countsVirtualCores": countsVirtualCores,
            ]
        )
    }
}
