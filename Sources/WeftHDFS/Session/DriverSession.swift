import HDFS
import HadoopRPC
import Logging
import WeftDiagnostics
import WeftEngine

/// A driver's way to Hadoop: the cluster's configuration and the user who is logged in.
final class DriverSession: HDFSClients {
    let hadoop: HadoopConfiguration
    let user: UserGroupInformation
    private let clients = ClientTable()
    let logger: Logger

    /// - Parameter environment: the environment variables; this process's by default.
    init(
        _ configuration: Configuration,
        environment: [String: String] = ProcessVariables.all,
        logger: Logger
    ) throws {
        var hadoop = try HadoopConfiguration(loadingFrom: nil, environment: environment)
        for (key, value) in configuration.values(below: ConfigurationKeys.hadoopPrefix) {
            hadoop.set(key, to: value, by: ConfigurationKeys.hadoopPrefix.name)
        }
        self.hadoop = hadoop
        let given = try UserGroupInformation(
            configuration: hadoop,
            keytab: configuration[ConfigurationKeys.kerberosKeytab],
            principal: configuration[ConfigurationKeys.kerberosPrincipal],
            proxiedUser: configuration[ConfigurationKeys.submitProxyUser]
        )
        // Who is let in with a token gets no new ones; with a keytab there are always new ones to be had.
        user = if case .keytab = given.loginSource { given.withoutTokens } else { given }
        self.logger = logger
    }

    func client(_ authority: String) throws -> HDFSClient {
        try clients.client(authority) {
            try HDFSClient(
                configuration: hadoop,
                authority: authority,
                user: user,
                onRetry: RetryLog.warn(logger, authority)
            )
        }
    }

    func close() { clients.close() }

    func explained(_ error: WeftError, authority: String) -> WeftError { error }

    /// The scheme of `fs.defaultFS`, where a file or a setting has it.
    var defaultScheme: String? {
        get throws { hadoop.isSet("fs.defaultFS") ? try hadoop.defaultFileSystem.scheme : nil }
    }

    var defaultAuthority: String? {
        guard hadoop.isSet("fs.defaultFS"), let standard = try? hadoop.defaultFileSystem, standard.scheme == "hdfs"
        else { return nil }
        return standard.authority
    }

    /// The authorities of file systems that the configuration names as paths.
    ///
    /// - Throws: `invalid-configuration-value` for one that isn't an HDFS.
    func authorities(named paths: [String]) throws -> [String] {
        try paths.map { text in
            let path = try ResourcePath(text)
            guard path.scheme == "hdfs", !path.authority.isEmpty else {
                throw WeftError(
                    "invalid-configuration-value",
                    "\(ConfigurationKeys.kerberosAccessFileSystems.name): \(text) is not an HDFS",
                    remedy: "write it as hdfs://host:port or hdfs://nameservice"
                )
            }
            return path.authority
        }
    }
}

/// Says in the log why a call is made again.
enum RetryLog {
    static func warn(_ logger: Logger, _ authority: String) -> @Sendable (WeftError, Int) -> Void {
        { error, milliseconds in
            logger.warning(
                "hdfs://\(authority) is asked again in \(milliseconds) ms: \(error.message)",
                metadata: ["code": "\(error.code.rawValue)"]
            )
        }
    }
}
