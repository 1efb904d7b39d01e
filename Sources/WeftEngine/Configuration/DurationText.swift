/// Durations as configuration values write them: `500ms`, `10s`, `2min`, `1h`, `1d`.
enum DurationText {
    private static let units: [(names: [String], nanoseconds: Int)] = [
        (["d"], 86_400_000_000_000), (["h"], 3_600_000_000_000), (["min", "m"], 60_000_000_000),
        (["s"], 1_000_000_000), (["ms"], 1_000_000), (["us"], 1_000), (["ns"], 1),
    ]

    /// Reads a duration. A number without a unit is refused, except 0: Spark's keys differ in what such a number
    /// means, and a wait that is a thousand times too long is hard to see.
    static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits) else { return nil }
        let unit = text[digits.endIndex...].lowercased()
        if unit.isEmpty { return count == 0 ? .zero : nil }
        guard let scale = units.first(where: { $0.names.contains(unit) })?.nanoseconds else { return nil }
        let (nanoseconds, overflow) = count.multipliedReportingOverflow(by: scale)
        return overflow ? nil : .nanoseconds(nanoseconds)
    }

    /// The duration in the largest unit that divides it.
    static func format(_ duration: Duration) -> String {
        let parts = duration.components
        let nanoseconds = Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
        guard nanoseconds != 0, let unit = units.first(where: { nanoseconds.isMultiple(of: $0.nanoseconds) }) else {
            return "0s"
        }
        return "\(nanoseconds / unit.nanoseconds)\(unit.names[0])"
    }
}
