import Glibc

/// When to log in again, on a clock that nobody sets: times are in milliseconds of `BootClock`.
struct RenewalSchedule: Sendable, Equatable {
    /// How long a ticket lives, in milliseconds.
    struct Life: Sendable, Equatable {
        /// From its start to its end.
        var whole: Int64
        /// From now on.
        var left: Int64
    }

    private let end: Int64
    private var next: Int64
    private var tried: Int64

    /// Between two tries to renew a ticket that still counts.
    static let pause: Int64 = 30_000
    /// After this a cache that isn't a file is looked into again.
    static let age: Int64 = 5000

    init(life: Life, now: Int64) {
        end = now + life.left
        // Java's clients renew at the same point (UserGroupInformation.java, TICKET_RENEW_WINDOW).
        next = now + life.left - life.whole / 5
        tried = now
    }

    /// Whether the ticket counts.
    func isValid(at now: Int64) -> Bool { now < end }

    /// Whether it is time to renew the ticket: at 80 % of its life.
    func isDue(at now: Int64) -> Bool { now >= min(next, end) }

    /// Whether the cache was last looked into a while ago.
    func isOld(at now: Int64) -> Bool { now - tried >= Self.age }

    /// Whether the last try is long enough ago.
    func mayRelogin(at now: Int64, gap: Duration) -> Bool { now - tried >= Int64(gap.milliseconds) }

    /// A try that failed: the next one waits, as long as the ticket counts.
    mutating func failed(at now: Int64) {
        tried = now
        next = now + Self.pause
    }
}

/// The time since the machine started, with the time that it slept.
enum BootClock {
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
