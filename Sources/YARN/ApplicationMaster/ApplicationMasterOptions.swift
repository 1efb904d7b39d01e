import HadoopRPC
import WeftDiagnostics

/// How an application master keeps in touch with its ResourceManager. Times are in milliseconds.
public struct ApplicationMasterOptions: Sendable, Hashable {
    /// For how long one call asks again when the ResourceManager can't be reached; 5 s by default.
    public var callWait = 5_000
    /// For how long one call waits for its answer; 30 s by default. A call that is sent again does nothing twice.
    public var callTimeout = 30_000
    /// After which time without an answer this application master gives up: the ResourceManager takes it for dead then, and
    /// starts another one (`yarn.am.liveness-monitor.expiry-interval-ms`, 10 minutes by default).
    public var expiry = 600_000
    /// How long to wait before a registration that got no answer is sent again; 1 s by default.
    public var registrationInterval = 1_000
    /// How often the end is asked for, until the ResourceManager has noted it; 100 ms by default.
    public var unregisterInterval = 100

    /// The defaults.
    public init() {}

    /// What a cluster's configuration files set.
    ///
    /// - Throws: `hadoop-configuration` for values that aren't right.
    public init(configuration: HadoopConfiguration) throws {
        self.init()
        expiry = try configuration.int(
            "yarn.am.liveness-monitor.expiry-interval-ms",
            default: expiry,
            in: 1...Int(Int32.max)
        )
    }
}
