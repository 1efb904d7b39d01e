public import HadoopRPC

/// What an embedded cluster is like.
public struct MiniClusterOptions: Sendable {
    /// Where tickets come from in a secure cluster.
    public enum Realm: Sendable, Hashable {
        /// A KDC of its own, which is started and stopped with the cluster. MIT's `krb5kdc` must be installed.
        case own
        /// A realm that is there already, that of deploy/testbed for instance.
        ///
        /// - Parameters:
        ///   - configuration: the path of its `krb5.conf`.
        ///   - keytab: a keytab with the key of the ResourceManager's principal.
        ///   - principal: that principal, `rm/localhost@REALM`.
        case existing(configuration: String, keytab: String, principal: String)
    }

    /// How many NodeManagers there are, each with its own port and folders.
    public var nodes = 1
    /// The memory of each node, in MiB.
    public var nodeMemory: Int64 = 8_192
    /// The virtual cores of each node.
    public var nodeVcores: Int32 = 8
    /// The labels of nodes, by the node's number from 1 on.
    public var labels: [Int: String] = [:]
    /// How the ResourceManager behaves: queues, limits, attempts, timeouts.
    public var resourceManager = ResourceManagerSettings()
    /// Whether clients must have Kerberos tickets.
    public var isSecure = false
    /// Where the tickets come from.
    public var realm = Realm.own
    /// How much RPC is protected (`hadoop.rpc.protection`).
    public var protection = SaslProtection.authentication
    /// The users of the cluster's own realm, beside the one who starts it. Each has a keytab and a ticket.
    public var users = ["alice", "bob"]
    /// Who may act for others (`hadoop.proxyuser.*`), beside the one who starts the cluster.
    public var proxyUsers: Set<String> = ["gateway"]
    /// A configuration folder of an HDFS, whose file system becomes the cluster's; nil for local files.
    public var hdfsConfiguration: String?
    /// Further properties of the cluster's `yarn-site.xml`.
    public var properties: [String: String] = [:]
    /// Where all files go: a folder that is empty, isn't there yet, or was a cluster's before; nil for a new one below
    /// `/tmp`, which is removed at the end.
    public var directory: String?

    /// One node of 8 GiB, insecure, on local files.
    public init() {}
}
