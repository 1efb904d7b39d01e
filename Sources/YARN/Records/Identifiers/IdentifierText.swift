import WeftDiagnostics

/// The numbers in the names of applications, attempts and containers.
enum IdentifierText {
    /// A number with zeroes in front.
    static func padded(_ number: Int64, digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// Digits alone as a number; `nil` for a sign, anything else, and what doesn't fit.
    static func number<Value: FixedWidthInteger>(_ text: some StringProtocol) -> Value? {
        guard text.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return Value(text)
    }

    static func invalid(_ text: String, _ what: String, example: String) -> WeftError {
        WeftError("invalid-argument", "\"\(text)\" is not \(what)", remedy: "such ids look like \(example)")
    }
}
