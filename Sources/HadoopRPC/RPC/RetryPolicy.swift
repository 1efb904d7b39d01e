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
    private(set) var handshakeRetries = 0
    private(set) var reconnects = 0
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
        case WeftError.handshakeLost:
            return handshake(error, jitter)
        case let code where Self.neverSent.contains(code):
            // The connection ended just before the call, perhaps because nobody used it; the server may be fine.
            if code == "connection-not-ready", reconnects == 0 {
                reconnects += 1
                return .retry(0)
            }
            if serverCount > 1 { return failover(jitter) }
            // A name that isn't known won't be in a second.
            if code == "unknown-host" { return .fail }
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

    /// A few times only: a server that closes may be starting or stopping, but most often it refuses without a word. One
    /// that hangs is left for another one.
    private mutating func handshake(_ error: WeftError, _ jitter: Double) -> Decision {
        if serverCount > 1, error.cause?.code == "timed-out" { return failover(jitter) }
        guard handshakeRetries < max(serverCount - 1, min(2, options.connectRetries) * serverCount) else {
            return .fail
        }
        handshakeRetries += 1
        if serverCount > 1 { return failover(jitter) }
        return .retry(handshakeRetries == 1 ? 0 : options.connectRetryInterval)
    }

    private mutating func busy(_ jitter: Double) -> Decision {
        guard busyRetries < options.maximumFailovers else { return .fail }
        busyRetries += 1
        return .retry(spread(busyRetries, jitter))
    }

    private func spread(_ attempt: Int, _ jitter: Double) -> Int {
        // Bounded before it is doubled and before it becomes a floating-point number: neither may overflow.
        let base = min(max(0, options.failoverBaseDelay), Int(Int32.max))
        let delay = min(max(0, options.failoverMaximumDelay), Int(Int32.max), base << min(max(0, attempt - 1), 16))
        return Int(Double(delay) * (0.5 + min(1, max(0, jitter))))
    }
}
