import HadoopRPC
import Logging
import WeftDiagnostics
import WeftEngine

/// HDFS for drivers and executors: the file system of `hdfs:` paths, and the delegation tokens that executors use it with.
///
/// Drivers read the cluster's configuration as every Hadoop client does (`HADOOP_CONF_DIR`) and log in with a ticket or a
/// keytab. Executors need neither: they are given what the driver has read, and tokens.
public final class HadoopExtension: EngineExtension {
    /// `hadoop`.
    public var name: String { Self.name }
    /// HDFS.
    public let fileSystems: [any FileSystem]
    /// That of `fs.defaultFS`, where a configuration file sets it.
    public let defaultScheme: String?
    /// What gets tokens in drivers and takes them in executors.
    public var credentials: (any CredentialsProvider)? { provider }

    private static let name = "hadoop"
    private let provider: any CredentialsProvider
    private let shutDown: @Sendable () -> Void

    /// Makes drivers and executors of this process have it.
    public static func register() { EngineExtensions.register(name) { try HadoopExtension($0) } }

    /// Makes the extension of one driver or executor.
    ///
    /// - Throws: `hadoop-configuration` in a driver when what `HADOOP_CONF_DIR` names can't be used.
    public init(_ setting: ExtensionSetting) throws {
        let logger = Logger(label: "weft.hadoop")
        switch setting.role {
        case .executor:
            let session = ExecutorSession(logger: logger)
            provider = session
            // Tasks are given paths that name their file system.
            defaultScheme = nil
            fileSystems = [HDFSFileSystem(clients: session)]
            shutDown = { session.close() }
        case .localDriver, .clusterDriver:
            let session = try DriverSession(setting.configuration, logger: logger)
            let tokens = DriverTokens(
                issuer: session,
                named: try session.authorities(
                    named: setting.configuration[ConfigurationKeys.kerberosAccessFileSystems]
                )
            )
            provider = tokens
            defaultScheme = try session.defaultScheme
            let clients: any HDFSClients = setting.role == .clusterDriver ? TokenedClients(session, tokens) : session
            fileSystems = [HDFSFileSystem(clients: clients)]
            shutDown = { session.close() }
        }
    }

    /// The tokens that executors of an application would be given now: with them containers fetch their files. Nil when
    /// the driver has none.
    public static func tokens(of application: ClusterApplication) -> Credentials? {
        guard let bytes = application.credentials(ofExtension: name),
            let credentials = try? HadoopHandover(bytes).credentials, !credentials.tokens.isEmpty
        else { return nil }
        return Credentials(tokens: credentials.tokens)
    }

    /// Closes all connections.
    public func close() { shutDown() }
}
