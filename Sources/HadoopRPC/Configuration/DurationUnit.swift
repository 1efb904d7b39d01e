/// What a plain number in a time of Hadoop's configuration counts.
public enum DurationUnit: Sendable, CaseIterable {
    /// Milliseconds, the unit of most keys.
    case milliseconds
    /// Seconds.
    case seconds
    /// Minutes.
    case minutes
    /// Days.
    case days

    /// The unit's name, in the plural.
    public var name: String {
        switch self {
        case .milliseconds: "milliseconds"
        case .seconds: "seconds"
        case .minutes: "minutes"
        case .days: "days"
        }
    }

    private var nanoseconds: Int {
        switch self {
        case .milliseconds: 1_000_000
        case .seconds: 1_000_000_000
        case .minutes: 60_000_000_000
        case .days: 86_400_000_000_000
        }
    }

    /// Reads a time; nil when it isn't one or is longer than 292 years.
    public func parse(_ text: some StringProtocol) -> Duration? {
        let text = text.trimmingWhitespace().lowercased()
        // The longer suffixes first: `ms` ends with `s`.
        let suffixes = [
            ("ns", 1), ("us", 1000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000),
            ("h", 3_600_000_000_000), ("d", 86_400_000_000_000),
        ]
        let suffix = suffixes.first { text.hasSuffix($0.0) }
        guard let number = Int(text.dropLast(suffix?.0.count ?? 0)) else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: suffix?.1 ?? nanoseconds)
        return overflow ? nil : .nanoseconds(product)
    }
}
