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

    /// The time between heartbeats while somebody waits to be told how a container ended. NodeManagers tell each second,
    /// so that less would only be more work.
    static let hastened = Duration.milliseconds(200)

    /// The time until the next heartbeat.
    ///
    /// - Parameters:
    ///   - isWaiting: whether containers are awaited.
    ///   - isHastened: whether the end of a container is.
    mutating func wait(isWaiting: Bool, isHastened: Bool = false) -> Duration {
        let longest = isHastened ? min(Self.hastened, interval) : interval
        guard isWaiting else {
            next = initial
            return longest
        }
        defer { next = min(next * 2, interval) }
        return min(next, longest)
    }
}
