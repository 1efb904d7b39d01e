/// A moment on a monotonic clock, in nanoseconds from an origin of the caller's choice.
///
/// The schedulers read no clock: whoever feeds them an event passes the time along, so that a test can let hours go by.
struct SchedulerTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since the origin.
    var nanoseconds: Int64

    static let zero = SchedulerTime(nanoseconds: 0)

    init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    static func < (left: SchedulerTime, right: SchedulerTime) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment `duration` later; it stays at the end of time rather than wrapping around.
    static func + (time: SchedulerTime, duration: Duration) -> SchedulerTime {
        let (sum, overflow) = time.nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        if overflow { return SchedulerTime(nanoseconds: duration.wholeNanoseconds < 0 ? .min : .max) }
        return SchedulerTime(nanoseconds: sum)
    }

    static func - (left: SchedulerTime, right: SchedulerTime) -> Duration {
        let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
        if overflow { return .nanoseconds(left > right ? Int64.max : Int64.min) }
        return .nanoseconds(difference)
    }
}

extension Duration {
    /// The duration in nanoseconds, kept within what 64 bits can hold.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        if carried { return seconds < 0 ? .min : .max }
        return sum
    }
}
