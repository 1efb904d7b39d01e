/// A value for programs, as JSON (RFC 8259).
enum JSONText: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONText])
    /// Its names come in the order that they have here.
    case object([(String, JSONText)])

    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }

    /// A text; null for none.
    static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

    /// A time in milliseconds since 1970; null for what hasn't happened.
    static func time(_ milliseconds: Int64) -> JSONText { milliseconds > 0 ? .integer(milliseconds) : .null }

    /// The value on lines, elements of an array and of an object one each.
    var lines: [String] { lines(indent: "") }

    private func lines(indent: String) -> [String] {
        switch self {
        case .array(let elements) where !elements.isEmpty:
            Self.block("[", elements.map { $0.lines(indent: indent + "  ") }, "]", indent)
        case .object(let members) where !members.isEmpty:
            Self.block(
                "{",
                members.map { name, value in
                    var lines = value.lines(indent: indent + "  ")
                    if let first = lines.first { lines[0] = "\(Self.quoted(name)): \(first)" }
                    return lines
                },
                "}",
                indent
            )
        default: [scalar]
        }
    }

    /// What is between brackets; the first line has no indentation, which whoever puts it somewhere gives it.
    private static func block(_ open: String, _ parts: [[String]], _ close: String, _ indent: String) -> [String] {
        var lines = [open]
        for (index, part) in parts.enumerated() {
            for (line, text) in part.enumerated() {
                let comma = line == part.count - 1 && index < parts.count - 1 ? "," : ""
                lines.append((line == 0 ? indent + "  " : "") + text + comma)
            }
        }
        return lines + [indent + close]
    }

    private var scalar: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        // JSON has no words for what isn't a number.
        case .number(let value): value.isFinite ? "\(value)" : "null"
        case .string(let text): Self.quoted(text)
        case .array: "[]"
        case .object: "{}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func == (left: Self, right: Self) -> Bool { left.lines == right.lines }
}
