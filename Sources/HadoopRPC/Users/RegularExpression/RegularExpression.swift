/// A regular expression in the part of Java's syntax that rules for user names are written in: characters, `.`, `[…]`,
/// `\d \w \s`, `^ $ \b`, groups, `|`, and `* + ? {m,n}`, greedy or not, and `(?i)` at the start.
///
/// Matching takes time proportional to the text's length times the expression's, whatever the expression is; back
/// references and looking around, for which that can't be, are refused.
public struct RegularExpression: Sendable, Hashable {
    /// What is wrong with an expression, as the end of a sentence.
    public struct SyntaxError: Error, Sendable, Hashable {
        /// The reason.
        public var reason: String
    }

    let program: [RegularExpressionInstruction]
    /// How many pairs of parentheses capture something.
    public let groupCount: Int
    private let text: String

    /// Reads an expression.
    ///
    /// - Throws: `SyntaxError`.
    public init(_ text: String) throws {
        var parser = RegularExpressionParser(text)
        let node = try parser.parse()
        var compiler = RegularExpressionCompiler()
        try compiler.compileWhole(node)
        program = compiler.program
        groupCount = parser.groupCount
        self.text = text
    }

    /// Whether the expression fits the whole text.
    public func matchesWhole(_ text: String) -> Bool {
        RegularExpressionMatcher(self, text).match(at: 0, mustEndAtEnd: true) != nil
    }

    /// Replaces what fits, as Java's `replaceFirst` and `replaceAll` do.
    ///
    /// - Parameters:
    ///   - text: where.
    ///   - replacement: by what. `$1` stands for the first group, `$0` for all that fits, `\` before a character for that
    ///     character.
    ///   - everywhere: whether to go on after the first place.
    /// - Throws: `SyntaxError` when the replacement names a group that isn't there, or ends within `$` or `\`.
    public func replacing(in text: String, with replacement: String, everywhere: Bool) throws -> String {
        let parts = try Replacement(replacement, groupCount: groupCount)
        let matcher = RegularExpressionMatcher(self, text)
        var result = String.UnicodeScalarView()
        var position = 0
        var copied = 0
        while position <= matcher.text.count, let groups = matcher.search(from: position), let whole = groups[0] {
            result.append(contentsOf: matcher.text[copied..<whole.lowerBound])
            parts.append(to: &result, groups, matcher.text)
            copied = whole.upperBound
            // An empty match must not be found again.
            position = whole.isEmpty ? whole.upperBound + 1 : whole.upperBound
            if !everywhere { break }
        }
        if copied < matcher.text.count { result.append(contentsOf: matcher.text[copied...]) }
        return String(result)
    }

    /// Two expressions are the same when their texts are.
    public static func == (left: RegularExpression, right: RegularExpression) -> Bool { left.text == right.text }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension RegularExpression: CustomStringConvertible {
    /// The expression as it was written.
    public var description: String { text }
}

/// What to put in place of a match.
private struct Replacement {
    private enum Part {
        case text(Unicode.Scalar)
        case group(Int)
    }

    private var parts: [Part] = []

    init(_ text: String, groupCount: Int) throws {
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\":
                guard let next = rest.popFirst() else {
                    throw RegularExpression.SyntaxError(reason: "the replacement ends with a backslash")
                }
                parts.append(.text(next))
            case "$":
                guard var group = rest.popFirst().flatMap(\.digit) else {
                    throw RegularExpression.SyntaxError(reason: "there is no number behind a $ in the replacement")
                }
                guard group <= groupCount else {
                    throw RegularExpression.SyntaxError(
                        reason: "the replacement names group \(group), which isn't there"
                    )
                }
                // More digits belong to the number as long as there is such a group.
                while let digit = rest.first?.digit, group * 10 + digit <= groupCount {
                    group = group * 10 + digit
                    rest.removeFirst()
                }
                parts.append(.group(group))
            default: parts.append(.text(scalar))
            }
        }
    }

    func append(to result: inout String.UnicodeScalarView, _ groups: [Range<Int>?], _ text: [Unicode.Scalar]) {
        for part in parts {
            switch part {
            case .text(let scalar): result.append(scalar)
            case .group(let number): if let range = groups[number] { result.append(contentsOf: text[range]) }
            }
        }
    }
}

extension Unicode.Scalar {
    /// The value of an ASCII digit.
    var digit: Int? { ("0"..."9").contains(self) ? Int(value) - 48 : nil }
}
