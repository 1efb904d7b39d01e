import HadoopRPC
import WeftDiagnostics

/// What a client's configuration says about its connections to DataNodes (HdfsClientConfigKeys.java).
public struct DataTransferSettings: Sendable {
    /// `dfs.client.use.datanode.hostname`: connect to a DataNode's host name instead of the address it registered with.
    public var usesDatanodeHostname = false
    /// `dfs.client.socket-timeout`, milliseconds: how long a DataNode may take to connect and to send more bytes.
    public var socketTimeout = 60_000
    /// `dfs.datanode.socket.write.timeout`, milliseconds: how long a DataNode may take to accept more bytes.
    public var writeTimeout = 480_000
    /// Whether `hadoop.security.authentication` is `kerberos`.
    public var isSecure = false
    /// `dfs.data.transfer.protection`: the levels to accept, in order of preference; empty when it isn't set.
    public var protection: [SaslProtection] = []
    /// Whether AES/CTR/NoPadding is offered with privacy. On unless `dfs.encrypt.data.transfer.cipher.suites` is there
    /// and empty: a DataNode that has it configured then uses it, and others fall back to the ciphers of DIGEST-MD5.
    public var offersAES = true
    /// `dfs.client.socketcache.capacity`: how many idle connections are kept.
    public var idleConnections = 16
    /// `dfs.client.socketcache.expiryMsec`, milliseconds: how long one is kept; less than the DataNode's own limit of
    /// 4 s (`dfs.datanode.socket.reuse.keepalive`).
    public var idleTimeout = 3_000

    /// The settings of a client without configuration.
    public init() {}

    /// Reads the settings.
    ///
    /// - Throws: `hadoop-configuration` for a value that isn't one, and for a feature that Weft doesn't have.
    public init(_ configuration: HadoopConfiguration) throws {
        usesDatanodeHostname = try configuration.bool("dfs.client.use.datanode.hostname", default: false)
        socketTimeout = try configuration.milliseconds("dfs.client.socket-timeout", default: 60_000)
        writeTimeout = try configuration.milliseconds("dfs.datanode.socket.write.timeout", default: 480_000)
        // Java takes 0 for no limit at all; nothing here waits for ever.
        if socketTimeout == 0 { socketTimeout = Int(Int32.max) }
        if writeTimeout == 0 { writeTimeout = Int(Int32.max) }
        isSecure = try configuration.security.isSecure
        protection = try configuration.protection("dfs.data.transfer.protection") ?? []
        if let suites = try configuration.string("dfs.encrypt.data.transfer.cipher.suites") {
            guard suites.isEmpty || suites == "AES/CTR/NoPadding" else {
                throw WeftError(
                    "hadoop-configuration",
                    "dfs.encrypt.data.transfer.cipher.suites has the unknown cipher suite \"\(suites)\"",
                    remedy: "use AES/CTR/NoPadding, or leave it empty"
                )
            }
            offersAES = !suites.isEmpty
        }
        try Self.refuseClass(
            "dfs.data.transfer.saslproperties.resolver.class",
            but: "SaslPropertiesResolver",
            configuration
        )
        try Self.refuseClass(
            "hadoop.security.saslproperties.resolver.class",
            but: "SaslPropertiesResolver",
            configuration
        )
        try Self.refuseClass("dfs.trustedchannel.resolver.class", but: "TrustedChannelResolver", configuration)
        idleConnections = try configuration.int("dfs.client.socketcache.capacity", default: 16, in: 0...65_536)
        idleTimeout = try configuration.milliseconds("dfs.client.socketcache.expiryMsec", default: 3_000)
    }

    /// Refuses a Java class that this client can't run, so that nobody believes it works.
    private static func refuseClass(_ key: String, but standard: String, _ configuration: HadoopConfiguration) throws {
        guard let name = try configuration.string(key), !name.isEmpty,
            name.split(separator: ".").last.map(String.init) != standard
        else { return }
        throw WeftError(
            "hadoop-configuration",
            "\(key) names the class \(name), which only a Java client can run",
            remedy: "remove it from the configuration that Weft reads (HADOOP_CONF_DIR)"
        )
    }
}

extension HadoopConfiguration {
    /// A time in milliseconds, whole numbers without a unit being milliseconds.
    func milliseconds(_ key: String, default standard: Int) throws -> Int {
        let duration = try duration(key, default: .milliseconds(standard), unit: .milliseconds)
        let (seconds, attoseconds) = duration.components
        guard seconds >= 0, attoseconds >= 0, seconds <= Int64(Int32.max) / 1000 else {
            throw WeftError(
                "hadoop-configuration",
                "\(key) is out of range",
                remedy: "give a time from 0 to 24 days, or leave the key out"
            )
        }
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
