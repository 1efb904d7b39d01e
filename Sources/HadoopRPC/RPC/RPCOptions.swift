import WeftDiagnostics

/// How connections of Hadoop RPC behave. Times are in milliseconds.
public struct RPCOptions: Sendable, Hashable {
    /// Whether the cluster is secured by Kerberos (`hadoop.security.authentication`).
    public var isSecure = false
    /// Whether a server without security is accepted although the client has it on
    /// (`ipc.client.fallback-to-simple-auth-allowed`).
    public var allowsFallbackToSimple = false
    /// The levels of protection the client accepts, the preferred one first (`hadoop.rpc.protection`).
    public var protections: [SaslProtection] = [.authentication]
    /// How long connecting may take (`ipc.client.connect.timeout`).
    public var connectTimeout = 20_000
    /// How long the answer to a call may take. Hadoop's own clients wait without end by default
    /// (`ipc.client.rpc-timeout.ms`, 0); nothing in Weft does.
    public var callTimeout = 120_000
    /// After which silence a waiting client tells the server that it is there (`ipc.ping.interval`).
    public var pingInterval = 60_000
    /// After which time an unused connection is closed (`ipc.client.connection.maxidletime`).
    public var maximumIdleTime = 10_000
    /// The longest response that is accepted, in bytes (`ipc.maximum.response.length`).
    public var maximumResponseLength = 128 << 20
    /// How often a connection that is refused is tried again (`ipc.client.connect.max.retries`), where there is no other
    /// server to go to.
    public var connectRetries = 10
    /// How long to wait before that (`ipc.client.connect.retry.interval`).
    public var connectRetryInterval = 1_000
    /// How often a SASL exchange is tried that fails for a reason that may pass
    /// (`ipc.client.connect.max.retries.on.sasl`).
    public var saslRetries = 5
    /// How often a call goes to another server before it fails (`dfs.client.failover.max.attempts`).
    public var maximumFailovers = 15
    /// The first wait between servers, doubled with each failover (`dfs.client.failover.sleep.base.millis`).
    public var failoverBaseDelay = 500
    /// The longest wait between servers (`dfs.client.failover.sleep.max.millis`).
    public var failoverMaximumDelay = 15_000

    /// The defaults.
    public init() {}
}

extension RPCOptions {
    /// The options that a cluster's configuration files set. Times and counts that are longer or more than Java's own type
    /// for them can hold count as the most it can.
    ///
    /// - Throws: `hadoop-configuration` for values that aren't right.
    public init(configuration: HadoopConfiguration) throws {
        self.init()
        let security = try configuration.security
        isSecure = security.isSecure
        allowsFallbackToSimple = security.fallbackToSimpleAllowed
        protections = security.rpcProtection
        func bounded(_ key: String, _ value: Int) throws -> Int {
            min(max(0, try configuration.int(key, default: value)), Int(Int32.max))
        }
        connectTimeout = try bounded("ipc.client.connect.timeout", connectTimeout)
        let timeout = try bounded("ipc.client.rpc-timeout.ms", 0)
        if timeout > 0 { callTimeout = timeout }
        pingInterval = max(1, try bounded("ipc.ping.interval", pingInterval))
        maximumIdleTime = try bounded("ipc.client.connection.maxidletime", maximumIdleTime)
        maximumResponseLength = try configuration.int(
            "ipc.maximum.response.length",
            default: maximumResponseLength,
            in: 1...Int(Int32.max)
        )
        connectRetries = try bounded("ipc.client.connect.max.retries", connectRetries)
        connectRetryInterval = try bounded("ipc.client.connect.retry.interval", connectRetryInterval)
        saslRetries = try bounded("ipc.client.connect.max.retries.on.sasl", saslRetries)
        maximumFailovers = try bounded("dfs.client.failover.max.attempts", maximumFailovers)
        failoverBaseDelay = try bounded("dfs.client.failover.sleep.base.millis", failoverBaseDelay)
        failoverMaximumDelay = try bounded("dfs.client.failover.sleep.max.millis", failoverMaximumDelay)
    }
}
