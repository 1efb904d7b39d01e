import WeftDiagnostics

/// Whether and when a failed call is made again (RetryPolicies.java, `failoverOnNetworkException`), without a clock: one
/// value for one call.
struct RetryPolicy {
    enum Decision: Hashable {
        case fail
        /// The same server again after so many milliseconds.
        case retry(Int)
        /// The next server after so many milliseconds.
        case failover(Int)
    }

    let options: RPCOptions
    let serverCount: Int
    private(set) var failovers = 0
    private(set) var connectRetries = 0
    private(set) var resends = 0
    private(set) var busyRetries = 0

    init(options: RPCOptions, serverCount: Int) {
        self.options = options
        self.serverCount = serverCount
    }

    /// Errors of before the call was sent.
    private static let neverSent: Set<WeftError.Code> = [
        "unknown-host", "connection-refused", "connect-timeout", "connection-failed", "connection-not-ready",
    ]

    /// Says what to do about an error.
    ///
    /// - Parameters:
    ///   - error: why the call failed.
    ///   - idempotency: what may be done when its answer is lost.
    ///   - jitter: a random number from 0 to 1, which spreads the clients of a restarted server.
    mutating func decide(_ error: WeftError, _ idempotency: Idempotency, jitter: Double) -> Decision {
        switch error.code {
        case "standby":
            return serverCount > 1 ? failover(jitter) : busy(jitter)
        case "server-busy":
            return busy(jitter)
        case let code where Self.neverSent.contains(code):
            if serverCount > 1 { return failover(jitter) }
            // A name that isn't known won't be in a second.
            if code == "unknown-host" { return .fail }
            // The connection ended just before the call; a new one is made at once.
            if code == "connection-not-ready", resends == 0 {
                resends += 1
                return .retry(0)
            }
            guard connectRetries < options.connectRetries else { return .fail }
            connectRetries += 1
            return .retry(options.connectRetryInterval)
        case "connection-lost", "timed-out":
            guard idempotency != .once else { return .fail }
            if serverCount > 1 { return failover(jitter) }
            guard resends < (error.code == "timed-out" ? 1 : options.connectRetries) else { return .fail }
            resends += 1
            return .retry(resends == 1 ? 0 : options.connectRetryInterval)
        default:
            return .fail
        }
    }

    /// The first time at once, then after a time that doubles, half of it up to one and a half of it.
    private mutating func failover(_ jitter: Double) -> Decision {
        guard failovers < options.maximumFailovers else { return .fail }
        failovers += 1
        // Every server is tried once before anybody waits.
        if failovers < serverCount { return .failover(0) }
        return .failover(spread(failovers - serverCount + 1, jitter))
    }

    private mutating func busy(_ jitter: Double) -> Decision {
        guard busyRetries < options.maximumFailovers else { return .fail }
        busyRetries += 1
        return .retry(spread(busyRetries, jitter))
    }

    private func spread(_ attempt: Int, _ jitter: Double) -> Int {
        let doubled = options.failoverBaseDelay << min(max(0, attempt - 1), 16)
        let delay = min(options.failoverMaximumDelay, doubled)
        return Int(Double(delay) * (0.5 + min(1, max(0, jitter))))
    }
}
