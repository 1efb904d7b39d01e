/// How long an application master waits from one heartbeat to the next: little while containers are awaited, then longer
/// and longer, at last as long as the ResourceManager's patience and the configuration allow.
struct HeartbeatPace: Sendable, Hashable {
    /// The longest time.
    let interval: Duration
    /// The time after a new request.
    let initial: Duration
    private var next: Duration

    /// - Parameters:
    ///   - interval: the configured interval.
    ///   - initial: the configured first interval.
    ///   - expiry: after which time the ResourceManager takes a silent application master for dead.
    init(interval: Duration, initial: Duration, expiry: Duration) {
        self.interval = min(interval, expiry / 2)
        self.initial = min(initial, self.interval)
        next = self.initial
    }

    /// Something new was asked for.
    mutating func quicken() { next = initial }

    /// The time until the next heartbeat.
    ///
    /// - Parameter isWaiting: whether containers are awaited.
    mutating func wait(isWaiting: Bool) -> Duration {
        guard isWaiting else {
            next = initial
            return interval
        }
        defer { next = min(next * 2, interval) }
        return next
    }
}
