import ArgumentParser
import HadoopRPC

/// Where a cluster's configuration is, and who asks.
struct HadoopOptions: ParsableArguments {
    @Option(
        name: .customShort("D", allowingJoined: true),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Set a key of Hadoop's configuration; may be repeated.", valueName: "key=value")
    )
    var definitions: [String] = []

    @Option(help: ArgumentHelp("Read the configuration in this folder, not in HADOOP_CONF_DIR.", valueName: "folder"))
    var confDir: String?

    @Option(help: ArgumentHelp("Log in with a key of this keytab.", valueName: "file"))
    var keytab: String?

    @Option(help: ArgumentHelp("As whom to log in with the keytab, or whose ticket to use.", valueName: "name"))
    var principal: String?

    @Option(help: ArgumentHelp("Act for this user, as the cluster allows it to services.", valueName: "name"))
    var proxyUser: String?

    /// The configuration that these options ask for.
    func configuration() throws -> HadoopConfiguration {
        try HadoopConfiguration(loadingFrom: confDir.map { [$0] }, overrides: definitions)
    }

    func user(_ configuration: HadoopConfiguration) throws -> UserGroupInformation {
        try UserGroupInformation(
            configuration: configuration,
            keytab: keytab,
            principal: principal,
            proxiedUser: proxyUser
        )
    }
}
