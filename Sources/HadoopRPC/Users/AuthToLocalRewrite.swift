/// One rule `RULE:[n:format](regex)s/from/to/g/L` of `hadoop.security.auth_to_local`.
struct AuthToLocalRewrite: Sendable, Hashable {
    typealias SyntaxError = RegularExpression.SyntaxError

    private struct Substitution: Sendable, Hashable {
        var from: RegularExpression
        var to: String
        var everywhere: Bool
    }

    /// How many parts before the realm a principal must have.
    private let componentCount: Int
    /// What the parts are put together to: `$0` is the realm, `$1` the first part.
    private let format: String
    private let condition: RegularExpression?
    private let substitution: Substitution?
    /// Whether the name is written with small letters at the end.
    let lowersCase: Bool
    private let text: String

    /// Takes a rule off the front of a text.
    init(_ rest: inout Substring) throws {
        let whole = rest
        guard Self.take("RULE:[", from: &rest), let count = Self.take(until: ":", from: &rest),
            let format = Self.take(until: "]", from: &rest)
        else { throw SyntaxError(reason: "it doesn't start with RULE:[n:format] and isn't DEFAULT") }
        guard let componentCount = Int(count), componentCount >= 0 else {
            throw SyntaxError(reason: "\"\(count)\" is not a number of parts")
        }
        self.componentCount = componentCount
        self.format = String(format)
        var condition: RegularExpression?
        if Self.take("(", from: &rest) {
            guard let expression = Self.take(until: ")", from: &rest) else {
                throw SyntaxError(reason: "a ( isn't closed")
            }
            condition = try RegularExpression(String(expression))
        }
        self.condition = condition
        var substitution: Substitution?
        if Self.take("s/", from: &rest) {
            guard let from = Self.take(until: "/", from: &rest), let to = Self.take(until: "/", from: &rest) else {
                throw SyntaxError(reason: "s/from/to/ isn't complete")
            }
            let everywhere = Self.take("g", from: &rest)
            substitution = Substitution(
                from: try RegularExpression(String(from)),
                to: String(to),
                everywhere: everywhere
            )
        }
        self.substitution = substitution
        _ = Self.take("/", from: &rest)
        lowersCase = Self.take("L", from: &rest)
        text = String(whole[..<rest.startIndex])
    }

    /// What the rule makes of a principal.
    ///
    /// - Parameter parts: the realm, then the parts before it.
    /// - Returns: the name; nil when the rule doesn't fit.
    func apply(_ parts: [String]) throws -> String? {
        guard parts.count - 1 == componentCount else { return nil }
        let base = try filled(parts)
        if let condition, !condition.matchesWhole(base) { return nil }
        guard let substitution else { return base }
        return try substitution.from.replacing(in: base, with: substitution.to, everywhere: substitution.everywhere)
    }

    private func filled(_ parts: [String]) throws -> String {
        var result = ""
        var rest = format[...]
        while let character = rest.popFirst() {
            guard character == "$" else {
                result.append(character)
                continue
            }
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard let number = Int(digits), number < parts.count else {
                throw SyntaxError(reason: "$\(digits) in its format is not one of $0 to $\(parts.count - 1)")
            }
            result += parts[number]
        }
        return result
    }

    private static func take(_ text: String, from rest: inout Substring) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    /// Takes what stands before a character, and the character.
    private static func take(until end: Character, from rest: inout Substring) -> Substring? {
        guard let index = rest.firstIndex(of: end) else { return nil }
        defer { rest = rest[rest.index(after: index)...] }
        return rest[..<index]
    }
}

extension AuthToLocalRewrite: CustomStringConvertible {
    /// The rule as it was written.
    var description: String { text }
}
