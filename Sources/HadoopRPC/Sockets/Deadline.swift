import Glibc

/// A moment after which nobody waits any longer, on the clock that nobody sets.
public struct Deadline: Sendable, Hashable, Comparable {
    /// Nanoseconds of the monotonic clock.
    public let nanoseconds: UInt64

    private init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// The monotonic clock's nanoseconds.
    public static var now: Deadline {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    /// A moment from now on.
    ///
    /// - Parameter milliseconds: how far away it is; negative numbers count as 0.
    public static func after(milliseconds: Int) -> Deadline { now.later(by: milliseconds) }

    /// A later moment; the last one there is where it would be beyond that.
    func later(by milliseconds: Int) -> Deadline {
        let (span, overflow) = UInt64(max(0, milliseconds)).multipliedReportingOverflow(by: 1_000_000)
        let (sum, passed) = nanoseconds.addingReportingOverflow(overflow ? .max : span)
        return Deadline(nanoseconds: passed ? .max : sum)
    }

    /// The milliseconds until then, rounded up; 0 when it has passed.
    public var remainingMilliseconds: Int {
        let now = Self.now.nanoseconds
        return now >= nanoseconds ? 0 : Int(clamping: (nanoseconds - now + 999_999) / 1_000_000)
    }

    /// Whether it has passed.
    public var hasPassed: Bool { Self.now.nanoseconds >= nanoseconds }

    /// The earlier one is less.
    public static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }
}
