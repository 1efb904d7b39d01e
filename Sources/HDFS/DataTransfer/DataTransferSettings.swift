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
    /// - Parameter value: a configuration key's value, `nil` when it isn't set.
    /// - Throws: `hadoop-configuration` for a value that isn't one, and for a feature that Weft doesn't have.
    public init(_ value: @escaping (String) throws -> String?) throws {
        let reader = ConfigurationReader(value: value)
        usesDatanodeHostname = try reader.truth("dfs.client.use.datanode.hostname", or: false)
        socketTimeout = try reader.number("dfs.client.socket-timeout", or: 60_000, 1...Int(Int32.max))
        writeTimeout = try reader.number("dfs.datanode.socket.write.timeout", or: 480_000, 0...Int(Int32.max))
        // Java takes 0 for no limit at all; nothing here waits for ever.
        if writeTimeout == 0 { writeTimeout = Int(Int32.max) }
        isSecure = try reader.text("hadoop.security.authentication")?.lowercased() == "kerberos"
        if let levels = try reader.text("dfs.data.transfer.protection") {
            protection = try SaslProtection.list(levels, key: "dfs.data.transfer.protection")
        }
        if let suites = try value("dfs.encrypt.data.transfer.cipher.suites") {
            switch suites.filter({ !$0.isWhitespace }) {
            case "": offersAES = false
            case "AES/CTR/NoPadding": offersAES = true
            default:
                throw WeftError(
                    "hadoop-configuration",
                    "dfs.encrypt.data.transfer.cipher.suites has the unknown cipher suite \"\(suites)\"",
                    remedy: "use AES/CTR/NoPadding, or leave it empty"
                )
            }
        }
        try reader.refuse("dfs.data.transfer.saslproperties.resolver.class", unless: "SaslPropertiesResolver")
        try reader.refuse("hadoop.security.saslproperties.resolver.class", unless: "SaslPropertiesResolver")
        try reader.refuse("dfs.trustedchannel.resolver.class", unless: "TrustedChannelResolver")
        idleConnections = try reader.number("dfs.client.socketcache.capacity", or: 16, 0...65_536)
        idleTimeout = try reader.number("dfs.client.socketcache.expiryMsec", or: 3_000, 0...Int(Int32.max))
    }
}

/// Typed reading of configuration values that come as text.
struct ConfigurationReader {
    let value: (String) throws -> String?

    /// The value without the space around it, `nil` when nothing is left.
    func text(_ key: String) throws -> String? {
        guard let value = try value(key) else { return nil }
        let trimmed = value.drop { $0.isWhitespace }
        guard let end = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(trimmed[...end])
    }

    func truth(_ key: String, or fallback: Bool) throws -> Bool {
        switch try text(key)?.lowercased() {
        case "true": true
        case "false": false
        // As Java does: what is neither counts as not set (Configuration.getBoolean).
        default: fallback
        }
    }

    func number(_ key: String, or fallback: Int, _ range: ClosedRange<Int>) throws -> Int {
        guard let text = try text(key) else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw WeftError(
                "hadoop-configuration",
                "\(key) is \"\(text)\", which isn't a number from \(range.lowerBound) to \(range.upperBound)",
                remedy: "correct it, or remove it for its default of \(fallback)"
            )
        }
        return number
    }

    /// Refuses a Java class that this client can't run, so that nobody believes it works.
    func refuse(_ key: String, unless standard: String) throws {
        guard let name = try text(key), name.split(separator: ".").last.map(String.init) != standard else { return }
        throw WeftError(
            "hadoop-configuration",
            "\(key) names the class \(name), which only a Java client can run",
            remedy: "remove it from the configuration that Weft reads (HADOOP_CONF_DIR)"
        )
    }
}
