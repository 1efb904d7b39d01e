import WeftDiagnostics

/// The messages of DIGEST-MD5 as they travel: `name=value` pairs behind commas (RFC 2831, 7.1).
struct DigestMD5Directives {
    /// Longer messages are refused; RFC 2831 allows half as much at most, and Java's servers keep to that.
    static let maximumLength = 8192

    /// The pairs in the order they came, names in lower case, values without quotes.
    private(set) var pairs: [(name: String, value: [UInt8])] = []

    /// Reads a message.
    ///
    /// - Throws: `sasl-failed` for anything that isn't such a list.
    init(parsing bytes: [UInt8]) throws {
        guard bytes.count <= Self.maximumLength else {
            throw WeftError.sasl("a DIGEST-MD5 message has \(bytes.count) bytes, more than \(Self.maximumLength)")
        }
        var reader = Reader(bytes: bytes[...])
        while reader.skipSeparators() {
            let name = try reader.takeName()
            pairs.append((name, try reader.takeValue(of: name)))
        }
    }

    /// The value of a directive that may come once.
    func value(_ name: String) throws -> [UInt8]? {
        var found: [UInt8]?
        for pair in pairs where pair.name == name {
            guard found == nil else { throw WeftError.sasl("a DIGEST-MD5 message has \(name) twice") }
            found = pair.value
        }
        return found
    }

    /// The value of a directive that may come once, as text.
    func text(_ name: String) throws -> String? {
        try value(name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The words of a directive whose value is a list.
    func words(_ name: String) throws -> [Substring]? {
        try text(name).map { $0.lowercased().split(whereSeparator: { $0 == "," || $0 == " " || $0 == "\t" }) }
    }

    /// The number of a directive, which must be within a range.
    func number(_ name: String, in range: Range<Int>) throws -> Int? {
        guard let text = try text(name) else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text), range.contains(number)
        else {
            throw WeftError.sasl("a DIGEST-MD5 message has a wrong \(name)")
        }
        return number
    }

    /// Appends `name="value"` to a message.
    static func append(_ name: String, quoted value: some Sequence<UInt8>, to message: inout [UInt8]) {
        appendName(name, to: &message)
        message.append(UInt8(ascii: "\""))
        for byte in value {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { message.append(UInt8(ascii: "\\")) }
            message.append(byte)
        }
        message.append(UInt8(ascii: "\""))
    }

    /// Appends `name=value` to a message.
    static func append(_ name: String, _ value: String, to message: inout [UInt8]) {
        appendName(name, to: &message)
        message.append(contentsOf: value.utf8)
    }

    private static func appendName(_ name: String, to message: inout [UInt8]) {
        if !message.isEmpty { message.append(UInt8(ascii: ",")) }
        message.append(contentsOf: name.utf8)
        message.append(UInt8(ascii: "="))
    }
}

extension DigestMD5Directives {
    private struct Reader {
        var bytes: ArraySlice<UInt8>

        /// Passes commas and white space; false at the end.
        mutating func skipSeparators() -> Bool {
            bytes = bytes.drop { $0 == UInt8(ascii: ",") || Self.isSpace($0) }
            return !bytes.isEmpty
        }

        mutating func takeName() throws -> String {
            let name = takeToken()
            skipSpace()
            guard !name.isEmpty, bytes.first == UInt8(ascii: "=") else {
                throw WeftError.sasl("a DIGEST-MD5 message is no list of name=value")
            }
            bytes.removeFirst()
            skipSpace()
            return String(decoding: name, as: UTF8.self).lowercased()
        }

        mutating func takeValue(of name: String) throws -> [UInt8] {
            let value: [UInt8]
            if bytes.first == UInt8(ascii: "\"") {
                value = try takeQuoted(of: name)
            } else {
                value = Array(takeToken())
                // Hadoop's empty lists don't reach the wire; a bare `name=` is a mistake.
                guard !value.isEmpty else { throw WeftError.sasl("a DIGEST-MD5 message has \(name) without a value") }
            }
            skipSpace()
            guard bytes.isEmpty || bytes.first == UInt8(ascii: ",") else {
                throw WeftError.sasl("a DIGEST-MD5 message has something behind the value of \(name)")
            }
            return value
        }

        private mutating func takeQuoted(of name: String) throws -> [UInt8] {
            bytes.removeFirst()
            var value: [UInt8] = []
            while let byte = bytes.popFirst() {
                if byte == UInt8(ascii: "\"") { return value }
                if byte == UInt8(ascii: "\\") {
                    guard let escaped = bytes.popFirst() else { break }
                    value.append(escaped)
                } else {
                    value.append(byte)
                }
            }
            throw WeftError.sasl("a DIGEST-MD5 message ends within the value of \(name)")
        }

        private mutating func takeToken() -> ArraySlice<UInt8> {
            let token = bytes.prefix { Self.isToken($0) }
            bytes = bytes.dropFirst(token.count)
            return token
        }

        private mutating func skipSpace() { bytes = bytes.drop { Self.isSpace($0) } }

        private static func isSpace(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x09 || byte == 0x0d || byte == 0x0a
        }

        private static func isToken(_ byte: UInt8) -> Bool {
            switch byte {
            case 0...0x20, 0x7f, UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: "\""): false
            default: true
            }
        }
    }
}
