import WeftDiagnostics

/// A protocol of a Hadoop service, as its clients name it.
public struct RPCProtocol: Sendable {
    /// The Java interface, `org.apache.hadoop.hdfs.protocol.ClientProtocol` for instance.
    public var name: String
    /// Its version; 1 for all of today.
    public var version: UInt64
    /// The configuration key that has the server's principal, `dfs.namenode.kerberos.principal` for instance; `nil` for
    /// protocols that take tokens only.
    public var principalKey: String?
    /// Finds the token for a server among those at hand: given are the credentials, the address as it was configured, and
    /// the one that was connected to.
    public var selectToken: @Sendable (Credentials, HadoopAddress, ResolvedAddress) -> Token?

    /// Makes a protocol.
    public init(
        name: String,
        version: UInt64 = 1,
        principalKey: String?,
        selectToken: @escaping @Sendable (Credentials, HadoopAddress, ResolvedAddress) -> Token?
    ) {
        self.name = name
        self.version = version
        self.principalKey = principalKey
        self.selectToken = selectToken
    }
}
