import HadoopProtos

/// How a file is created.
public struct CreateOptions: Sendable, Hashable {
    /// Whether a file of that name is replaced; otherwise it is an error. Off by default.
    public var overwrites: Bool
    /// Whether missing folders above are made; on by default.
    public var makesParents: Bool
    /// The permission before the umask; 0o666 by default.
    public var permission: UInt16
    /// How many replicas blocks shall have; what the configuration or the server says by default.
    public var replication: Int?
    /// How many bytes blocks have, a multiple of the checksums' chunk; what the configuration or the server says by
    /// default.
    public var blockSize: Int?
    /// Whether DataNodes may keep it in memory first and write it to disk later (`LAZY_PERSIST`): what wasn't written
    /// yet is lost with a DataNode. Off by default.
    public var lazilyPersists: Bool

    /// Makes options.
    public init(
        overwrites: Bool = false,
        makesParents: Bool = true,
        permission: UInt16 = 0o666,
        replication: Int? = nil,
        blockSize: Int? = nil,
        lazilyPersists: Bool = false
    ) {
        self.overwrites = overwrites
        self.makesParents = makesParents
        self.permission = permission
        self.replication = replication
        self.blockSize = blockSize
        self.lazilyPersists = lazilyPersists
    }
}
