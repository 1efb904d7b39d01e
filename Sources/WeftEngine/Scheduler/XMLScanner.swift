/// Reads the tags of a small XML file: no namespaces, no entities of its own, nothing kept.
struct XMLScanner {
    enum Tag: Hashable, CustomStringConvertible {
        /// `<name key="value">`, or with `isEmpty` `<name/>`.
        case start(String, [String: String], isEmpty: Bool)
        /// `</name>`
        case end(String)
        case endOfFile

        var description: String {
            switch self {
            case .start(let name, _, _): "<\(name)>"
            case .end(let name): "</\(name)>"
            case .endOfFile: "the end of the file"
            }
        }
    }

    struct Failure: Error {
        var message: String
        var line: Int
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    func failure(_ message: String) -> Failure {
        Failure(message: message, line: 1 + bytes[..<position].count { $0 == UInt8(ascii: "\n") })
    }

    /// The next tag; comments, declarations and blanks are passed over, and other text isn't expected here.
    mutating func nextTag() throws -> Tag {
        while true {
            skipBlanks()
            guard position < bytes.count else { return .endOfFile }
            guard bytes[position] == UInt8(ascii: "<") else { throw failure("text where a tag is expected") }
            if skip("<!--") {
                try skipPast("-->")
            } else if skip("<?") {
                try skipPast("?>")
            } else if skip("<!") {
                try skipPast(">")
            } else if skip("</") {
                let name = try name()
                skipBlanks()
                guard skip(">") else { throw failure("</\(name) lacks its >") }
                return .end(name)
            } else {
                position += 1
                return try startTag()
            }
        }
    }

    /// The text up to an end tag, without blanks around it.
    mutating func text(upToEndOf element: String) throws -> String {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        let text = try unescape(bytes[start..<position])
        guard try nextTag() == .end(element) else { throw failure("<\(element)> isn't closed") }
        return text
    }

    private mutating func startTag() throws -> Tag {
        let name = try name()
        var attributes: [String: String] = [:]
        while true {
            skipBlanks()
            if skip("/>") { return .start(name, attributes, isEmpty: true) }
            if skip(">") { return .start(name, attributes, isEmpty: false) }
            guard position < bytes.count else { throw failure("<\(name) lacks its >") }
            let key = try self.name()
            skipBlanks()
            guard skip("=") else { throw failure("\(key) in <\(name)> lacks its value") }
            skipBlanks()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
            else { throw failure("the value of \(key) in <\(name)> must be in quotes") }
            let quote = bytes[position]
            position += 1
            let start = position
            while position < bytes.count, bytes[position] != quote { position += 1 }
            guard position < bytes.count else { throw failure("the value of \(key) in <\(name)> has no end") }
            attributes[key] = try unescape(bytes[start..<position])
            position += 1
        }
    }

    private mutating func name() throws -> String {
        let start = position
        while position < bytes.count, isNameByte(bytes[position]) { position += 1 }
        guard position > start else { throw failure("a name is missing") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ":"), 0x80...:
            true
        default:
            false
        }
    }

    private mutating func skipBlanks() {
        while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private mutating func skip(_ token: StaticString) -> Bool {
        let count = token.utf8CodeUnitCount
        guard bytes.count - position >= count else { return false }
        for offset in 0..<count where bytes[position + offset] != token.utf8Start[offset] { return false }
        position += count
        return true
    }

    private mutating func skipPast(_ token: StaticString) throws {
        while position < bytes.count {
            if skip(token) { return }
            position += 1
        }
        throw failure("\(token) is missing")
    }

    private func unescape(_ slice: ArraySlice<UInt8>) throws -> String {
        var slice = slice
        while let first = slice.first, isBlank(first) { slice.removeFirst() }
        while let last = slice.last, isBlank(last) { slice.removeLast() }
        var text = ""
        for (index, part) in String(decoding: slice, as: UTF8.self).split(
            separator: "&",
            omittingEmptySubsequences: false
        ).enumerated() {
            if index == 0 {
                text += part
                continue
            }
            guard let end = part.firstIndex(of: ";"), let character = Self.entities[String(part[..<end])] else {
                throw failure("& must be written &amp;")
            }
            text += character
            text += part[part.index(after: end)...]
        }
        return text
    }

    private static let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
}
