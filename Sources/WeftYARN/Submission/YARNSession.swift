import HDFS
import HadoopRPC
import Logging
import WeftDiagnostics
import WeftEngine
import YARN

/// A client's way to a YARN cluster: its configuration, the user who is logged in, its ResourceManager.
final class YARNSession: Sendable {
    let configuration: Configuration
    let hadoop: HadoopConfiguration
    let user: UserGroupInformation
    let resourceManager: ResourceManagerClient
    let logger: Logger
    /// A time in which the ResourceManager can't be reached.
    let outage = Outage()

    /// - Throws: `hadoop-configuration` when nothing says where the cluster is.
    init(
        _ configuration: Configuration,
        environment: [String: String] = ProcessVariables.all,
        logger: Logger = Logger(label: "weft.yarn")
    ) throws {
        self.configuration = configuration
        self.logger = logger
        var hadoop = try HadoopConfiguration(loadingFrom: nil, environment: environment)
        for (key, value) in configuration.values(below: ConfigurationKeys.hadoopPrefix) {
            hadoop.set(key, to: value, by: ConfigurationKeys.hadoopPrefix.name)
        }
        try Self.checkIsThere(hadoop)
        self.hadoop = hadoop
        user = try UserGroupInformation(
            configuration: hadoop,
            keytab: configuration[ConfigurationKeys.kerberosKeytab],
            principal: configuration[ConfigurationKeys.kerberosPrincipal],
            proxiedUser: configuration[ConfigurationKeys.submitProxyUser]
        )
        resourceManager = try ResourceManagerClient(configuration: hadoop, user: user) { [logger, outage] error, _ in
            guard outage.begins() else { return }
            logger.warning("the ResourceManager is asked again: \(error.message)")
        }
    }

    /// What there is to say of an application.
    func report(_ id: ApplicationID) throws -> ApplicationReport {
        let report = try resourceManager.report(id)
        outage.ends()
        return report
    }

    /// Without a configuration every address would be a default of Hadoop's, and the error would be about that.
    private static func checkIsThere(_ hadoop: HadoopConfiguration) throws {
        let keys = ["yarn.resourcemanager.address", "yarn.resourcemanager.hostname", "yarn.resourcemanager.ha.rm-ids"]
        guard !keys.contains(where: hadoop.isSet) else { return }
        let isNamed = ["HADOOP_CONF_DIR", "YARN_CONF_DIR", "HADOOP_HOME"].contains { hadoop.environment[$0] != nil }
        throw WeftError(
            "hadoop-configuration",
            isNamed
                ? "the cluster's configuration doesn't say where the ResourceManager is"
                : "master yarn needs the cluster's configuration, and HADOOP_CONF_DIR isn't set",
            remedy: isNamed
                ? "set yarn.resourcemanager.hostname in yarn-site.xml"
                : "set HADOOP_CONF_DIR to the folder that has the cluster's core-site.xml and yarn-site.xml",
            details: [.init("configuration", hadoop.searchReport)]
        )
    }

    func close() { resourceManager.close() }

    /// The name that the cluster knows the user by.
    func userName() throws -> String { try user.shortUserName(hadoop) }

    /// The file system that applications are uploaded to, and the folder in it.
    func staging(for application: ApplicationID) throws -> StagingFolder {
        let replication = configuration[ConfigurationKeys.yarnFileReplication]
        let given = try configuration[ConfigurationKeys.yarnStagingDir].map { try ResourcePath($0) }
        let standard = hadoop.isSet("fs.defaultFS") ? try hadoop.defaultFileSystem : ("file", "")
        let scheme = given?.scheme ?? standard.0
        let store: any StagingStore
        switch scheme {
        case "file": store = LocalStagingStore()
        case "hdfs":
            let authority = given?.scheme == nil ? standard.1 : given?.authority
            store = HDFSStagingStore(client: try hdfs(authority ?? standard.1))
        default:
            throw WeftError(
                "hadoop-configuration",
                "applications can't be uploaded to a file system of the scheme \(scheme)",
                remedy: "name a folder on HDFS, or one that all nodes have mounted, in weft.yarn.stagingDir"
            )
        }
        let base = try given?.path ?? store.homeDirectory()
        return StagingFolder(store, base: base, application: application, replication: replication)
    }

    private func hdfs(_ authority: String) throws -> HDFSClient {
        try HDFSClient(configuration: hadoop, authority: authority.isEmpty ? nil : authority, user: user)
    }

    /// The delegation tokens that an application's containers need: for the file system that they are fetched from, and
    /// those that `NamedFileSystems` has. The ResourceManager may renew them.
    ///
    /// - Throws: why there is none; without one, containers couldn't be started.
    func tokens(for staging: StagingFolder) throws -> Credentials {
        // What this process was handed goes on to the application; it may be all that there is.
        var credentials = ContainerSecrets.stripped(user.credentials)
        guard try hadoop.security.isSecure else { return credentials }
        var authorities = try NamedFileSystems.authorities(configuration, hadoop)
        if staging.store.scheme == "hdfs" { authorities.insert(staging.store.authority) }
        for authority in authorities.sorted() {
            let client = try hdfs(authority)
            defer { client.close() }
            let service = try client.tokenService()
            if credentials.tokens.values.contains(where: { $0.kind == .hdfsDelegation && $0.service == service }) {
                continue
            }
            if let token = try client.delegationToken(renewer: try renewer()) { credentials.add(token) }
        }
        return credentials
    }

    /// The ResourceManager's principal.
    private func renewer() throws -> String {
        guard
            let host = try hadoop.resourceManagers("yarn.resourcemanager.address", defaultPort: 8032).first?.address
                .host
        else { throw WeftError("hadoop-configuration", "no ResourceManager is configured") }
        guard let principal = try hadoop.string("yarn.resourcemanager.principal"), !principal.isEmpty else {
            throw WeftError(
                "hadoop-configuration",
                "yarn.resourcemanager.principal isn't set: nobody could renew the application's tokens",
                remedy: "set it in yarn-site.xml, rm/_HOST@REALM for instance"
            )
        }
        return principal.replacing("_HOST", with: host.lowercased())
    }
}

/// The file systems that an application's settings name.
enum NamedFileSystems {
    /// The authorities of each HDFS: the default one, that of each file and archive, and those that are listed. An empty
    /// one is the default's.
    static func authorities(_ configuration: Configuration, _ hadoop: HadoopConfiguration) throws -> Set<String> {
        var authorities: Set<String> = []
        if hadoop.isSet("fs.defaultFS"), case let standard = try hadoop.defaultFileSystem, standard.scheme == "hdfs" {
            authorities.insert(standard.authority)
        }
        for key in [ConfigurationKeys.files, ConfigurationKeys.archives] {
            for text in configuration[key] {
                let path = try ResourcePath(String(text.prefix { $0 != "#" }))
                if path.scheme == "hdfs" { authorities.insert(path.authority) }
            }
        }
        for text in configuration[ConfigurationKeys.kerberosAccessFileSystems] {
            authorities.insert(try ResourcePath(text).authority)
        }
        return authorities
    }
}

extension String {
    /// The text with each place of `part` replaced.
    func replacing(_ part: String, with other: String) -> String {
        var result = ""
        var rest = self[...]
        while let range = rest.firstRange(of: part) {
            result += rest[..<range.lowerBound] + other
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
