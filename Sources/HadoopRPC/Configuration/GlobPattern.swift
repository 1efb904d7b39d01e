/// A pattern as Hadoop has them for paths and principals (GlobPattern.java): `*` for any characters, `?` for one, `[a-z]`
/// and `[^a-z]` for one of a set, `{a,b}` for one of several texts, `\` before a character that means itself.
public struct GlobPattern: Sendable, Hashable {
    fileprivate enum Token: Sendable, Hashable {
        case one(Unicode.Scalar)
        case anyOne
        case anyNumber
        case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
    }

    /// How many texts the braces of a pattern may stand for in all.
    public static let maxAlternatives = 1024
    /// How deep braces may be nested.
    private static let maxDepth = 16

    private let text: String
    private let alternatives: [[Token]]

    /// Reads a pattern; nil when a bracket or brace isn't closed, and when braces stand for too much.
    public init?(_ text: String) {
        self.text = text
        let scalars = Array(text.unicodeScalars)
        var position = 0
        guard let alternatives = Self.sequence(scalars, &position, depth: 0), position == scalars.count else {
            return nil
        }
        self.alternatives = alternatives
    }

    /// Whether the text means more than itself.
    public var isWildcard: Bool {
        alternatives.count != 1
            || alternatives[0].contains { token in
                if case .one = token { false } else { true }
            }
    }

    /// The text that the pattern stands for when it has no wildcard: without its `\`.
    public var literal: String? {
        guard !isWildcard else { return nil }
        var literal = String.UnicodeScalarView()
        for case .one(let scalar) in alternatives[0] { literal.append(scalar) }
        return String(literal)
    }

    /// Whether the pattern fits the whole of a text.
    public func matches(_ text: some StringProtocol) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return alternatives.contains { Self.matches($0, scalars) }
    }

    // MARK: - Reading

    /// Reads until the end, or, within braces, until their end or a comma.
    private static func sequence(_ scalars: [Unicode.Scalar], _ position: inout Int, depth: Int) -> [[Token]]? {
        var found: [[Token]] = [[]]
        while position < scalars.count {
            let scalar = scalars[position]
            var token: Token
            switch scalar {
            case "}" where depth > 0, "," where depth > 0:
                return found
            case "{":
                position += 1
                guard depth < maxDepth, let choices = group(scalars, &position, depth: depth + 1),
                    choices.count * found.count <= maxAlternatives
                else { return nil }
                found = found.flatMap { before in choices.map { before + $0 } }
                continue
            case "*": token = .anyNumber
            case "?": token = .anyOne
            case "[":
                guard let set = set(scalars, &position) else { return nil }
                token = set
            case "\\":
                position += 1
                guard position < scalars.count else { return nil }
                token = .one(scalars[position])
            default: token = .one(scalar)
            }
            position += 1
            for index in found.indices { found[index].append(token) }
        }
        return depth == 0 ? found : nil
    }

    private static func group(_ scalars: [Unicode.Scalar], _ position: inout Int, depth: Int) -> [[Token]]? {
        var choices: [[Token]] = []
        while true {
            guard let choice = sequence(scalars, &position, depth: depth),
                choices.count + choice.count <= maxAlternatives
            else { return nil }
            choices += choice
            position += 1
            if scalars[position - 1] == "}" { return choices }
        }
    }

    /// Reads from `[` and stops at its `]`.
    private static func set(_ scalars: [Unicode.Scalar], _ position: inout Int) -> Token? {
        position += 1
        var isNegated = false
        if position < scalars.count, scalars[position] == "^" || scalars[position] == "!" {
            isNegated = true
            position += 1
        }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        // A bracket right behind the first one is a member.
        while position < scalars.count, scalars[position] != "]" || ranges.isEmpty {
            guard let first = member(scalars, &position) else { return nil }
            var last = first
            if position + 1 < scalars.count, scalars[position] == "-", scalars[position + 1] != "]" {
                position += 1
                guard let end = member(scalars, &position), end >= first else { return nil }
                last = end
            }
            ranges.append(first...last)
        }
        return position < scalars.count && !ranges.isEmpty ? .set(ranges, isNegated: isNegated) : nil
    }

    private static func member(_ scalars: [Unicode.Scalar], _ position: inout Int) -> Unicode.Scalar? {
        if scalars[position] == "\\" { position += 1 }
        guard position < scalars.count else { return nil }
        position += 1
        return scalars[position - 1]
    }

    // MARK: - Matching

    /// Goes back to the last `*` only, so the time is at most the product of both lengths.
    private static func matches(_ tokens: [Token], _ text: [Unicode.Scalar]) -> Bool {
        var token = 0
        var position = 0
        var retry: (token: Int, position: Int)?
        while position < text.count {
            if token < tokens.count, case .anyNumber = tokens[token] {
                token += 1
                retry = (token, position)
            } else if token < tokens.count, tokens[token].fits(text[position]) {
                token += 1
                position += 1
            } else if let again = retry {
                retry = (again.token, again.position + 1)
                token = again.token
                position = again.position + 1
            } else {
                return false
            }
        }
        return tokens[token...].allSatisfy { $0 == .anyNumber }
    }
}

extension GlobPattern.Token {
    fileprivate func fits(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .one(let own): own == scalar
        case .anyOne: true
        case .anyNumber: false
        case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
        }
    }
}

extension GlobPattern: CustomStringConvertible {
    /// The pattern as it was written.
    public var description: String { text }
}
