import WeftDiagnostics

/// When credentials are to be got anew: pure state, on a clock that only goes forward.
///
/// New ones are got after a part of the old ones' life. Where that fails it is tried again, the sooner the less of their life
/// is left.
struct CredentialsSchedule: Sendable {
    struct Settings: Sendable, Hashable {
        /// `weft.security.credentials.renewalRatio`: after which part of their life credentials are replaced.
        var renewalRatio = 0.75
        /// `weft.security.credentials.retryWait`: the longest wait after a failure.
        var retryWait = Duration.seconds(3600)
    }

    /// No provider is asked more often, whatever lifetimes it tells of.
    static let shortestWait = Duration.seconds(1)
    /// A longer life is a mistake of whoever told it (an unset date, say), and is looked after as if it were this long.
    static let longestLife = Duration.seconds(30 * 86_400)

    private struct Entry: Sendable {
        var expiry: SchedulerTime?
        var next: SchedulerTime?
        var failuresInARow = 0
        var lastError: WeftError?
    }

    let settings: Settings
    private var entries: [String: Entry] = [:]

    init(settings: Settings = Settings()) { self.settings = settings }

    /// A provider has got credentials.
    ///
    /// - Parameter lifetime: how long they are good for from now on; nil when they never end.
    mutating func obtained(_ name: String, lifetime: Duration?, now: SchedulerTime) {
        var entry = Entry()
        if let lifetime {
            let life = min(max(lifetime, .zero), Self.longestLife)
            entry.expiry = now + life
            entry.next = now + max(Self.shortestWait, life * settings.renewalRatio)
        }
        entries[name] = entry
    }

    /// A provider needs none at present.
    mutating func notNeeded(_ name: String) { entries[name] = nil }

    /// A provider couldn't get new credentials.
    mutating func failed(_ name: String, _ error: WeftError, now: SchedulerTime) {
        var entry = entries[name] ?? Entry()
        entry.failuresInARow += 1
        entry.lastError = error
        var wait = settings.retryWait
        if let expiry = entry.expiry, expiry > now { wait = min(wait, (expiry - now) * 0.25) }
        // Where nothing is good any more, work stands still until this succeeds.
        if entry.expiry.map({ $0 <= now }) ?? false { wait = min(wait, .seconds(60)) }
        entry.next = now + max(Self.shortestWait, wait)
        entries[name] = entry
    }

    /// The providers whose turn it is.
    func due(now: SchedulerTime) -> [String] {
        entries.filter { $0.value.next.map { $0 <= now } ?? false }.keys.sorted()
    }

    /// When the next one's turn is.
    var nextWakeUp: SchedulerTime? { entries.values.compactMap(\.next).min() }

    /// How each provider stands.
    func states(now: SchedulerTime) -> [CredentialsState] {
        entries.sorted { $0.key < $1.key }.map { name, entry in
            CredentialsState(
                provider: name,
                expiresIn: entry.expiry.map { $0 - now },
                renewsIn: entry.next.map { $0 - now },
                failuresInARow: entry.failuresInARow,
                lastError: entry.lastError
            )
        }
    }
}

/// How one provider's credentials stand.
public struct CredentialsState: Sendable, Hashable, Codable {
    /// The extension's name.
    public var provider: String
    /// How long they are still good for, less than nothing once they have expired; nil when they never end.
    public var expiresIn: Duration?
    /// In what time they are got anew; nil when that isn't needed.
    public var renewsIn: Duration?
    /// How often getting new ones has failed since it last succeeded.
    public var failuresInARow: Int
    /// What went wrong last, if anything has since it last succeeded.
    public var lastError: WeftError?
}
