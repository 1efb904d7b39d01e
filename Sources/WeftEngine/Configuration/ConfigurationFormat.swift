import WeftDiagnostics

/// How a configuration value is written as text, and which values are allowed.
public struct ConfigurationFormat<Value: Sendable & Equatable>: Sendable {
    /// What a value looks like, as it ends the sentence "it has to be …": `an integer of 1 or more`.
    public let summary: String
    let parse: @Sendable (String) -> Value?
    let format: @Sendable (Value) -> String
    /// The error for a text that isn't a value, where the format knows more than its summary says.
    let refusal: @Sendable (String) -> WeftError?

    init(
        _ summary: String,
        parse: @escaping @Sendable (String) -> Value?,
        format: @escaping @Sendable (Value) -> String,
        refusal: @escaping @Sendable (String) -> WeftError? = { _ in nil }
    ) {
        self.summary = summary
        self.parse = parse
        self.format = format
        self.refusal = refusal
    }
}

extension ConfigurationFormat {
    /// The values of another format, or none, which is written as empty text.
    static func optional<Wrapped>(_ format: ConfigurationFormat<Wrapped>) -> Self where Value == Wrapped? {
        ConfigurationFormat(
            format.summary,
            parse: { text in text.isEmpty ? .some(nil) : format.parse(text).map { .some($0) } },
            format: { $0.map(format.format) ?? "" },
            refusal: format.refusal
        )
    }
}

extension ConfigurationFormat where Value == Int {
    /// A whole number in a range.
    static func integer(_ range: ClosedRange<Int>) -> Self {
        ConfigurationFormat(
            "an integer " + rangeText(range, .max),
            parse: { Int($0).flatMap { range.contains($0) ? $0 : nil } },
            format: { String($0) }
        )
    }
}

extension ConfigurationFormat where Value == Double {
    /// A number in a range.
    static func number(_ range: ClosedRange<Double>) -> Self {
        ConfigurationFormat(
            "a number " + rangeText(range, .infinity),
            parse: { Double($0).flatMap { range.contains($0) ? $0 : nil } },
            format: { String($0) }
        )
    }
}

extension ConfigurationFormat where Value == Bool {
    /// `true` or `false`.
    static var boolean: Self {
        ConfigurationFormat("true or false", parse: { Bool($0.lowercased()) }, format: { String($0) })
    }
}

extension ConfigurationFormat where Value == String {
    /// Text that isn't empty; `summary` says what it means.
    static func text(_ summary: String) -> Self {
        ConfigurationFormat(summary, parse: { $0.isEmpty ? nil : $0 }, format: { $0 })
    }
}

extension ConfigurationFormat where Value == [String] {
    /// Items with commas between them; blanks around an item don't count. An item can't hold a comma.
    static func list(_ items: String) -> Self {
        ConfigurationFormat(
            "\(items), with commas between them",
            parse: { text in
                text.split(separator: ",").map { String($0.trimmingBlanks()) }.filter { !$0.isEmpty }
            },
            format: { $0.joined(separator: ",") }
        )
    }
}

extension ConfigurationFormat where Value == MemorySize {
    /// A memory size of at least `minimum`.
    static func memory(atLeast minimum: MemorySize) -> Self {
        ConfigurationFormat(
            "a memory size of \(minimum) or more, such as 512m or 2g",
            parse: { MemorySize($0).flatMap { $0 >= minimum ? $0 : nil } },
            format: { $0.description }
        )
    }

    /// A memory size in a range.
    static func memory(_ range: ClosedRange<MemorySize>) -> Self {
        ConfigurationFormat(
            "a memory size from \(range.lowerBound) to \(range.upperBound), such as 4m",
            parse: { MemorySize($0).flatMap { range.contains($0) ? $0 : nil } },
            format: { $0.description }
        )
    }
}

extension ConfigurationFormat where Value == Duration? {
    /// A duration in a range, or `infinite`, which is `nil`.
    static func durationOrInfinite(_ range: ClosedRange<Duration>) -> Self {
        let duration = ConfigurationFormat<Duration>.duration(range)
        return ConfigurationFormat(
            "\(duration.summary), or infinite",
            parse: { text in
                // Spark writes it "infinity".
                if ["infinite", "infinity"].contains(text.lowercased()) { return .some(nil) }
                return duration.parse(text).map { .some($0) }
            },
            format: { $0.map(duration.format) ?? "infinite" }
        )
    }
}

extension ConfigurationFormat where Value == Duration {
    /// A duration in a range.
    static func duration(_ range: ClosedRange<Duration>) -> Self {
        let ends = "\(DurationText.format(range.lowerBound)) to \(DurationText.format(range.upperBound))"
        return ConfigurationFormat(
            "a duration with its unit, such as 500ms, 10s or 2min, from \(ends)",
            parse: { DurationText.parse($0).flatMap { range.contains($0) ? $0 : nil } },
            format: { DurationText.format($0) }
        )
    }
}

extension ConfigurationFormat where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One of the cases of an enumeration, in upper or lower case.
    static var choice: Self {
        ConfigurationFormat(
            "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "),
            parse: { text in Value.allCases.first { $0.rawValue.lowercased() == text.lowercased() } },
            format: { $0.rawValue }
        )
    }
}

private func rangeText<Bound>(_ range: ClosedRange<Bound>, _ highest: Bound) -> String {
    range.upperBound == highest ? "of \(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
}
