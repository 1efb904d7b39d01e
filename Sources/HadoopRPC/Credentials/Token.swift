/// A Hadoop token: what a service gave to a user who proved who they are, so that they need not prove it again.
///
/// Tokens are compared by all they hold. Printing one shows its kind and service, never its password.
public struct Token: Sendable, Hashable {
    /// What sort of token this is, as Hadoop names it.
    public struct Kind: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
        /// The name on the wire and in credentials files.
        public var rawValue: String

        /// Makes a kind from its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Makes a kind from a literal.
        public init(stringLiteral value: String) { self.rawValue = value }

        /// What a NameNode gives.
        public static let hdfsDelegation: Kind = "HDFS_DELEGATION_TOKEN"
        /// What lets a client read or write one block on DataNodes.
        public static let hdfsBlock: Kind = "HDFS_BLOCK_TOKEN"
        /// What a key management server gives.
        public static let kmsDelegation: Kind = "kms-dt"
        /// What a ResourceManager gives to a client.
        public static let resourceManagerDelegation: Kind = "RM_DELEGATION_TOKEN"
        /// What an application master shows to its ResourceManager.
        public static let applicationMaster: Kind = "YARN_AM_RM_TOKEN"
        /// What an application master shows to a NodeManager.
        public static let nodeManager: Kind = "NMToken"
        /// What lets an application master start one container.
        public static let container: Kind = "ContainerToken"
        /// What a client shows to an application master.
        public static let clientToApplicationMaster: Kind = "YARN_CLIENT_TOKEN"
        /// What a timeline server gives.
        public static let timelineDelegation: Kind = "TIMELINE_DELEGATION_TOKEN"
    }

    /// What the service knows the token by; opaque to clients, see `DelegationTokenIdentifier` for showing it.
    public var identifier: [UInt8]
    /// The secret that proves the token is ours.
    public var password: [UInt8]
    /// What sort of token it is.
    public var kind: Kind
    /// What it is good for: `10.0.0.1:8020`, `nn.example.com:8020`, `ha-hdfs:ns1`, several with commas, or nothing.
    public var service: String

    /// Makes a token.
    public init(identifier: [UInt8], password: [UInt8], kind: Kind, service: String) {
        self.identifier = identifier
        self.password = password
        self.kind = kind
        self.service = service
    }
}

extension Token.Kind: CustomStringConvertible {
    /// The name.
    public var description: String { rawValue }
}

extension Token: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Kind and service; no secret.
    public var description: String { "\(kind) for \(service.isEmpty ? "any service" : service)" }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Without the password, so that `dump` and test reports don't show it.
    public var customMirror: Mirror {
        Mirror(self, children: ["kind": kind.rawValue, "service": service, "identifier": identifier])
    }
}
