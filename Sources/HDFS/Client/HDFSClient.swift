import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// A client of one HDFS file system, for one user. Share it: its calls may come from several threads.
///
/// Calls block, none without end. All paths are absolute, without scheme and authority. Errors are `WeftError`; those of
/// the NameNode have the codes `input-not-found`, `permission-denied`, `output-exists`, `quota-exceeded` and others, and
/// name the path.
public final class HDFSClient: Sendable {
    /// The configuration.
    public let configuration: HadoopConfiguration
    /// Who calls.
    public let user: UserGroupInformation
    /// What makes the calls to the NameNode.
    public let namenode: NamenodeService
    /// The name under which this client holds leases: one for each client, so that a lease says whose it is.
    public let clientName: String
    let defaults: ServerDefaults
    /// Made when the first file is opened: who only asks the NameNode needs no settings of DataNodes.
    let connector = Mutex<DatanodeConnector?>(nil)
    let reading = Mutex<ReadContext?>(nil)
    let writing = Mutex<FileWriter?>(nil)

    /// Makes a client. Nothing is sent until the first call.
    ///
    /// - Parameters:
    ///   - configuration: the cluster's configuration.
    ///   - authority: what stands behind `hdfs://` in paths of the file system: a name service, or `host:port`; that of
    ///     `fs.defaultFS` by default.
    ///   - user: who calls; this process's user by default.
    ///   - onRetry: called before a call to the NameNode waits to be made again: why, and how long in milliseconds.
    /// - Throws: `hadoop-configuration`.
    public init(
        configuration: HadoopConfiguration,
        authority: String? = nil,
        user: UserGroupInformation? = nil,
        onRetry: (@Sendable (WeftError, Int) -> Void)? = nil
    ) throws {
        self.configuration = configuration
        let user = try user ?? UserGroupInformation(configuration: configuration)
        self.user = user
        let named: String
        if let authority, !authority.isEmpty {
            named = authority
        } else {
            let standard = try configuration.defaultFileSystem
            guard standard.scheme == "hdfs" else {
                throw WeftError(
                    "hadoop-configuration",
                    "fs.defaultFS is \(standard.scheme)://\(standard.authority), not an HDFS",
                    remedy: "name the file system in the path: hdfs://host:port/…",
                    details: [.init("configuration", configuration.searchReport)]
                )
            }
            named = standard.authority
        }
        namenode = try NamenodeService(
            client: RPCClient(configuration: configuration, user: user),
            authority: named,
            onRetry: onRetry
        )
        defaults = ServerDefaults(namenode: namenode)
        var generator = SystemRandomNumberGenerator()
        clientName = "Weft_\(String(UInt64.random(in: .min ... .max, using: &generator), radix: 16))"
    }

    /// The file system's name as in paths: a name service, or `host:port`.
    public var authority: String { namenode.nameService.authority }

    /// Ends the connections to the NameNode, and the idle ones to DataNodes.
    public func close() {
        connector.withLock { $0?.closeIdle() }
        namenode.service.client.close()
    }

    /// What the NameNode wants of clients that say nothing else: block size, replication, checksums. Asked once.
    public func serverDefaults() throws -> FsServerDefaultsProto {
        try defaults.get()
    }

    /// The user's home folder: `/user/` and the user's short name.
    public func homeDirectory() throws -> String {
        let base = try configuration.string("dfs.user.home.dir.prefix", default: "/user")
        return "\(base)/\(try user.shortUserName(configuration))"
    }

    // MARK: For the extensions

    func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ idempotency: Idempotency,
        path: String? = nil,
        returning: Response.Type = Response.self
    ) throws -> Response {
        do {
            return try namenode.call(method, request, idempotency, returning: Response.self)
        } catch {
            guard let path else { throw error }
            throw WeftError(wrapping: error).about(path)
        }
    }
}

/// What the NameNode wants of its clients, asked once.
final class ServerDefaults: Sendable {
    private let namenode: any NamenodeCalls
    private let known = Mutex<FsServerDefaultsProto?>(nil)

    init(namenode: any NamenodeCalls) { self.namenode = namenode }

    func get() throws -> FsServerDefaultsProto {
        if let known = known.withLock({ $0 }) { return known }
        let response = try namenode.call(
            "getServerDefaults",
            GetServerDefaultsRequestProto(),
            .idempotent,
            returning: GetServerDefaultsResponseProto.self
        )
        known.withLock { $0 = response.serverDefaults }
        return response.serverDefaults
    }
}

extension WeftError {
    func about(_ path: String) -> WeftError {
        guard !details.contains(where: { $0.name == "path" }) else { return self }
        var error = self
        error.details.insert(.init("path", path), at: 0)
        return error
    }
}
