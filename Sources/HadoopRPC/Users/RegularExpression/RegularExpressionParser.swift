/// A regular expression as a tree.
indirect enum RegularExpressionNode {
    case empty
    case one(CharacterSet)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    case sequence([RegularExpressionNode])
    case choice([RegularExpressionNode])
    case group(Int, RegularExpressionNode)
    case repetition(RegularExpressionNode, least: Int, most: Int?, isLazy: Bool)

    /// Some characters.
    struct CharacterSet: Sendable, Hashable {
        var ranges: [ClosedRange<Unicode.Scalar>]
        var isNegated = false

        func contains(_ scalar: Unicode.Scalar) -> Bool {
            ranges.contains { $0.contains(scalar) } != isNegated
        }

        static let digits = CharacterSet(ranges: ["0"..."9"])
        static let word = CharacterSet(ranges: ["a"..."z", "A"..."Z", "0"..."9", "_"..."_"])
        static let blanks = CharacterSet(ranges: [" "..." ", "\t"..."\r"])
        static let anyButLineEnd = CharacterSet(ranges: ["\n"..."\n", "\r"..."\r"], isNegated: true)

        /// The set of the other case of letters too.
        var ignoringCase: CharacterSet {
            var all = ranges
            for range in ranges {
                for (letters, distance) in [("a"..."z", -32), ("A"..."Z", 32)] as [(ClosedRange<Unicode.Scalar>, Int)] {
                    let low = max(range.lowerBound, letters.lowerBound)
                    let high = min(range.upperBound, letters.upperBound)
                    guard low <= high, let first = Unicode.Scalar(UInt32(Int(low.value) + distance)),
                        let last = Unicode.Scalar(UInt32(Int(high.value) + distance))
                    else { continue }
                    all.append(first...last)
                }
            }
            return CharacterSet(ranges: all, isNegated: isNegated)
        }
    }
}

/// Reads the text of a regular expression.
struct RegularExpressionParser {
    typealias Node = RegularExpressionNode
    typealias CharacterSet = RegularExpressionNode.CharacterSet

    /// How deep groups may be nested.
    private static let maxDepth = 50
    /// The highest count in `{m,n}`.
    private static let maxCount = 1000

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var ignoresCase = false
    private(set) var groupCount = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func parse() throws -> Node {
        if take("(?i)") { ignoresCase = true }
        let node = try choice(depth: 0)
        guard position == scalars.count else { throw error("there is a ) without its (") }
        return node
    }

    private mutating func choice(depth: Int) throws -> Node {
        guard depth <= Self.maxDepth else { throw error("groups are nested too deep") }
        var choices = [try sequence(depth: depth)]
        while take("|") { choices.append(try sequence(depth: depth)) }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func sequence(depth: Int) throws -> Node {
        var parts: [Node] = []
        while let next = peek, next != "|", next != ")" {
            parts.append(try repetition(of: try atom(depth: depth)))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func atom(depth: Int) throws -> Node {
        guard let scalar = next() else { return .empty }
        switch scalar {
        case ".": return .one(.anyButLineEnd)
        case "^": return .start
        case "$": return .end
        case "[": return .one(try set())
        case "\\": return try escaped()
        case "(":
            var number: Int?
            if take("?") {
                guard take(":") else { throw error("(? is known only as (?: and, at the start, as (?i)") }
            } else {
                groupCount += 1
                number = groupCount
            }
            let inner = try choice(depth: depth + 1)
            guard take(")") else { throw error("a ( isn't closed") }
            return number.map { .group($0, inner) } ?? inner
        case "*", "+", "?": throw error("there is nothing before a \(scalar)")
        case "{": throw error("there is nothing before a {")
        default: return .one(single(scalar))
        }
    }

    private mutating func repetition(of node: Node) throws -> Node {
        guard let (least, most) = try bounds() else { return node }
        let isLazy = take("?")
        // Java has possessive repetitions here, and refuses others.
        if try bounds() != nil { throw error("there are two repetitions one behind the other") }
        return .repetition(node, least: least, most: most, isLazy: isLazy)
    }

    /// How often something may be repeated, if that is said here.
    private mutating func bounds() throws -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        let least = try number()
        var most: Int? = least
        if take(",") { most = peek == "}" ? nil : try number() }
        guard take("}") else { throw error("a { isn't closed") }
        if let most, most < least { throw error("the numbers in {} are the wrong way round") }
        return (least, most)
    }

    private mutating func escaped() throws -> Node {
        guard let scalar = next() else { throw error("it ends with a backslash") }
        switch scalar {
        case "b": return .wordBoundary(isNegated: false)
        case "B": return .wordBoundary(isNegated: true)
        case "A": return .start
        case "z", "Z": return .end
        case "Q":
            var parts: [Node] = []
            while position < scalars.count, !take("\\E") {
                parts.append(.one(single(scalars[position])))
                position += 1
            }
            return .sequence(parts)
        default: return .one(try escapedSet(scalar))
        }
    }

    /// What a backslash and a character stand for, within `[…]` too.
    private func escapedSet(_ scalar: Unicode.Scalar) throws -> CharacterSet {
        switch scalar {
        case "d": return .digits
        case "w": return .word
        case "s": return .blanks
        case "D": return CharacterSet(ranges: CharacterSet.digits.ranges, isNegated: true)
        case "W": return CharacterSet(ranges: CharacterSet.word.ranges, isNegated: true)
        case "S": return CharacterSet(ranges: CharacterSet.blanks.ranges, isNegated: true)
        case "t": return CharacterSet(ranges: ["\t"..."\t"])
        case "n": return CharacterSet(ranges: ["\n"..."\n"])
        case "r": return CharacterSet(ranges: ["\r"..."\r"])
        case "a"..."z", "A"..."Z", "0"..."9": throw error("\\\(scalar) is not known here")
        default: return single(scalar)
        }
    }

    private mutating func set() throws -> CharacterSet {
        var set = CharacterSet(ranges: [])
        if take("^") { set.isNegated = true }
        var isFirst = true
        while let scalar = next() {
            if scalar == "]", !isFirst { return ignoresCase ? set.ignoringCase : set }
            isFirst = false
            guard scalar != "[", !(scalar == "&" && peek == "&") else {
                throw error("sets within sets are not known here")
            }
            var first = scalar
            if scalar == "\\" {
                guard let escape = next() else { break }
                let escaped = try escapedSet(escape)
                guard escaped.ranges.count == 1, !escaped.isNegated, escaped.ranges[0].count == 1 else {
                    guard !escaped.isNegated else { throw error("\\\(escape) in a set is not known here") }
                    set.ranges += escaped.ranges
                    continue
                }
                first = escaped.ranges[0].lowerBound
            }
            var last = first
            if peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
                position += 1
                guard var end = next() else { break }
                if end == "\\" {
                    guard let escape = next() else { break }
                    end = escape
                }
                guard end >= first else { throw error("a range in a set is the wrong way round") }
                last = end
            }
            set.ranges.append(first...last)
        }
        throw error("a [ isn't closed")
    }

    private func single(_ scalar: Unicode.Scalar) -> CharacterSet {
        let set = CharacterSet(ranges: [scalar...scalar])
        return ignoresCase ? set.ignoringCase : set
    }

    private mutating func number() throws -> Int {
        var value: Int?
        while let digit = peek?.digit {
            value = (value ?? 0) * 10 + digit
            position += 1
            if let value, value > Self.maxCount { throw error("a number in {} is more than \(Self.maxCount)") }
        }
        guard let value else { throw error("there is no number in {}") }
        return value
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func next() -> Unicode.Scalar? {
        guard position < scalars.count else { return nil }
        position += 1
        return scalars[position - 1]
    }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private func error(_ reason: String) -> RegularExpression.SyntaxError { .init(reason: reason) }
}

extension ClosedRange<Unicode.Scalar> {
    fileprivate var count: Int { Int(upperBound.value) - Int(lowerBound.value) + 1 }
}
