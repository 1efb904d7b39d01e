import WeftDiagnostics

/// Reads the XML that configuration files are written in: elements, attributes, text, CDATA, comments, processing
/// instructions, character references and the five entities that XML itself has. A document type is skipped, and what it
/// declares isn't known, so no document can make another file be read or grow when it is parsed.
struct XMLParser {
    /// The longest document, in bytes: 16 MiB.
    static let maxLength = 16 << 20
    /// How deep elements may be nested.
    static let maxDepth = 64

    private let bytes: [UInt8]
    private let name: String
    private var position = 0
    /// The line that `countedTo` is on; lines are counted once, as the parser goes forward.
    private var line = 1
    private var countedTo = 0
    private var stack: [XMLElement] = []
    private var text: [UInt8] = []

    private init(_ bytes: [UInt8], name: String) {
        self.bytes = bytes
        self.name = name
    }

    /// Parses a document.
    ///
    /// - Parameters:
    ///   - bytes: the document: UTF-8, or ISO-8859-1 if it says so.
    ///   - name: what errors call it: the file's path.
    /// - Returns: the root element.
    /// - Throws: `WeftError` of code `hadoop-configuration` when it isn't right, with the line.
    static func parse(_ bytes: [UInt8], name: String) throws -> XMLElement {
        guard bytes.count <= maxLength else {
            throw XMLParser([], name: name).error("it is longer than \(maxLength >> 20) MiB")
        }
        var parser = XMLParser(try XMLText.utf8(bytes, name: name), name: name)
        return try parser.document()
    }

    // MARK: - The document

    private mutating func document() throws -> XMLElement {
        var root: XMLElement?
        while position < bytes.count {
            if peek("<") {
                if let element = try markup() {
                    guard root == nil else {
                        throw error("there is a second element behind the first", line: element.line)
                    }
                    root = element
                }
            } else if stack.isEmpty {
                guard XMLText.isBlank(bytes[position]) else { throw error("there is text outside of the elements") }
                position += 1
            } else {
                try characters()
            }
        }
        if let open = stack.last { throw error("<\(open.name)> of line \(open.line) isn't closed") }
        guard let root else { throw error("there is no element in it") }
        return root
    }

    /// Takes one piece of markup; returns the root element when this closed it.
    private mutating func markup() throws -> XMLElement? {
        if skip("<!--") {
            try skipBehind("-->", "comment")
        } else if skip("<?") {
            try skipBehind("?>", "processing instruction")
        } else if skip("<![CDATA[") {
            guard !stack.isEmpty else { throw error("there is text outside of the elements") }
            let start = position
            try skipBehind("]]>", "CDATA section")
            text += bytes[start..<(position - 3)]
        } else if skip("<!DOCTYPE") {
            guard stack.isEmpty else { throw error("a document type stands within an element") }
            try skipDocumentType()
        } else if skip("</") {
            return try closingTag()
        } else {
            return try openingTag()
        }
        return nil
    }

    private mutating func openingTag() throws -> XMLElement? {
        let line = countLines()
        position += 1
        var element = XMLElement(name: try localName(), line: line)
        while true {
            let hadBlank = skipBlanks()
            if skip("/>") {
                return try close(element)
            }
            if skip(">") {
                flushText()
                guard stack.count < Self.maxDepth else {
                    throw error("elements are nested more than \(Self.maxDepth) deep")
                }
                stack.append(element)
                return nil
            }
            guard hadBlank, position < bytes.count else { throw error("<\(element.name)> isn't written right") }
            let attribute = try localName()
            skipBlanks()
            guard skip("=") else { throw error("the attribute \(attribute) has no value") }
            skipBlanks()
            element.attributes[attribute] = try attributeValue(attribute)
        }
    }

    private mutating func closingTag() throws -> XMLElement? {
        let closed = try localName()
        skipBlanks()
        guard skip(">") else { throw error("</\(closed)> isn't written right") }
        guard let element = stack.last else { throw error("</\(closed)> closes nothing") }
        guard element.name == closed else {
            throw error("</\(closed)> stands where <\(element.name)> of line \(element.line) should be closed")
        }
        flushText()
        guard let element = stack.popLast() else { return nil }
        return try close(element)
    }

    private mutating func close(_ element: XMLElement) throws -> XMLElement? {
        guard !stack.isEmpty else { return element }
        flushText()
        stack[stack.count - 1].content.append(.element(element))
        return nil
    }

    // MARK: - Text

    private mutating func characters() throws {
        let start = position
        position =
            bytes[position...].firstIndex { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") } ?? bytes.count
        text += bytes[start..<position]
        if peek("&") { text += try reference() }
    }

    private mutating func flushText() {
        guard !text.isEmpty, !stack.isEmpty else { return }
        stack[stack.count - 1].content.append(.text(String(decoding: text, as: UTF8.self)))
        text.removeAll(keepingCapacity: true)
    }

    private mutating func attributeValue(_ attribute: String) throws -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
        else {
            throw error("the value of the attribute \(attribute) has no quotes")
        }
        let quote = bytes[position]
        position += 1
        var value: [UInt8] = []
        while position < bytes.count, bytes[position] != quote {
            switch bytes[position] {
            case UInt8(ascii: "&"):
                value += try reference()
            case UInt8(ascii: "<"):
                throw error("there is a < in the attribute \(attribute)")
            case let byte:
                value.append(XMLText.isBlank(byte) ? UInt8(ascii: " ") : byte)
                position += 1
            }
        }
        guard position < bytes.count else { throw error("the value of the attribute \(attribute) doesn't end") }
        position += 1
        return String(decoding: value, as: UTF8.self)
    }

    /// A character's number or one of the five entities.
    private mutating func reference() throws -> [UInt8] {
        // The longest is &#x10FFFF; with some zeros.
        let limit = min(bytes.count, position + 16)
        guard let end = bytes[position..<limit].firstIndex(of: UInt8(ascii: ";")) else {
            throw error("an & must be written as &amp;")
        }
        let name = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        guard let character = XMLText.character(ofReference: name) else { throw error("&\(name); is not known here") }
        position = end + 1
        return Array(character.utf8)
    }

    // MARK: - Small things

    private mutating func localName() throws -> String {
        var start = position
        while position < bytes.count, XMLText.isNameByte(bytes[position]) {
            position += 1
            if bytes[position - 1] == UInt8(ascii: ":") { start = position }
        }
        guard position > start else { throw error("there is no name where one should be; a < must be written as &lt;") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipDocumentType() throws {
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "["):
                depth += 1
            case UInt8(ascii: "]"):
                depth -= 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                let quote = bytes[position]
                guard let end = bytes[(position + 1)...].firstIndex(of: quote) else {
                    throw error("a text in the document type doesn't end")
                }
                position = end
            case UInt8(ascii: "<"):
                if skip("<!--") {
                    try skipBehind("-->", "comment")
                    continue
                }
            case UInt8(ascii: ">") where depth <= 0:
                position += 1
                return
            default: break
            }
            position += 1
        }
        throw error("the document type doesn't end")
    }

    @discardableResult
    private mutating func skipBlanks() -> Bool {
        let start = position
        while position < bytes.count, XMLText.isBlank(bytes[position]) { position += 1 }
        return position > start
    }

    private func peek(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { expected in
            // The first byte decides nearly always.
            guard bytes.count - position >= expected.count, bytes[position] == expected[0] else { return false }
            return bytes[position..<(position + expected.count)].elementsEqual(expected)
        }
    }

    private mutating func skip(_ text: StaticString) -> Bool {
        guard peek(text) else { return false }
        position += text.utf8CodeUnitCount
        return true
    }

    private mutating func skipBehind(_ end: StaticString, _ what: String) throws {
        let line = countLines()
        let first = end.withUTF8Buffer { $0[0] }
        while position < bytes.count {
            if bytes[position] == first, skip(end) { return }
            position += 1
        }
        throw error("a \(what) doesn't end", line: line)
    }

    private mutating func countLines() -> Int {
        line = currentLine
        countedTo = position
        return line
    }

    private var currentLine: Int {
        bytes[countedTo..<position].reduce(line) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    }

    private func error(_ message: String, line: Int? = nil) -> WeftError {
        XMLText.error(name, line: line ?? currentLine, message)
    }
}
