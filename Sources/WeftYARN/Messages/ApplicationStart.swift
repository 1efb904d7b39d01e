import BinaryCoding
import HadoopRPC
import WeftDiagnostics
import WeftEngine
import WeftNetwork
import YARN

/// What an application master is told, as a secret of its container's credentials: others can read command lines and
/// environments.
struct ApplicationStart: Codable, Sendable {
    /// What runs in its process.
    enum Mode: Codable, Sendable, Hashable {
        /// The driver, with these arguments of the user's.
        case cluster(arguments: [String])
        /// Nothing else: the driver is there, and knows it by this secret.
        case client(driver: NetworkAddress, secret: [UInt8])
    }

    var mode: Mode
    var application: String
    var name: String
    /// Settings, as `Configuration.handoverBytes` has them.
    var settings: [UInt8]
    /// Hadoop's properties as the client has read them.
    var hadoop: [String: String]
    /// Who submitted it.
    var user: String
    /// What executors' containers get, besides what the application master's has: executable and libraries.
    var resources: [StagedResource]
    /// The file of the program in each container.
    var executable: String
    /// The keytab's name in the application master's container; nil when there is none.
    var keytab: String?
    /// What the application master removes at the end, by its URL; nil when the client does it.
    var stagingFolder: String?
    /// What executors may have at most, as the ResourceManager said.
    var maximumMemory: Int64
    /// The hosts of each rack that isn't the default one.
    var racks: [String: [String]] = [:]

    static let alias = "weft.application"
}

/// A file for containers.
struct StagedResource: Codable, Sendable, Hashable {
    var name: String
    var scheme: String
    var authority: String
    var path: String
    var size: Int64
    var timestamp: Int64
    var isPublic: Bool
}

/// The secrets of containers.
enum ContainerSecrets {
    /// What an executor is told.
    static let launch = "weft.executor.launch"
    /// What all of ours begin with: no other container gets them.
    static let prefix = "weft."

    /// Credentials for another container: without what is only this one's.
    static func stripped(_ credentials: Credentials) -> Credentials {
        var credentials = credentials.withoutApplicationMasterToken
        credentials.secrets = credentials.secrets.filter { !$0.key.hasPrefix(prefix) }
        return credentials
    }
}

extension Credentials {
    /// Takes tokens in place of older ones for the same services.
    mutating func renew(with fresh: Credentials) {
        for token in fresh.tokens.values where token.kind != .applicationMaster {
            tokens = tokens.filter { $0.value.kind != token.kind || $0.value.service != token.service }
        }
        for (alias, token) in fresh.tokens where token.kind != .applicationMaster { tokens[alias] = token }
    }
}

/// How a container's program finds out what it is.
public enum ContainerRole: Sendable, Hashable {
    /// It negotiates containers, and may be the driver too.
    case applicationMaster
    /// It runs tasks.
    case executor

    static let masterArgument = "--weft-application-master"
    static let executorArgument = "--weft-yarn-executor"

    /// What the arguments of this process say; nil when it isn't in a container of ours.
    public static func of(_ arguments: [String]) -> ContainerRole? {
        guard arguments.count == 2 else { return nil }
        switch arguments[1] {
        case masterArgument: return .applicationMaster
        case executorArgument: return .executor
        default: return nil
        }
    }
}
