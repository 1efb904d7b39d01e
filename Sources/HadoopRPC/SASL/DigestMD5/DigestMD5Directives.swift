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
        pairs = try bytes.withUnsafeBufferPointer { bytes in
            var reader = Reader(bytes: bytes)
            var pairs: [(name: String, value: [UInt8])] = []
            while reader.skipSeparators() {
                let name = try reader.takeName()
                pairs.append((name, try reader.takeValue(of: name)))
            }
            return pairs
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
        let bytes: UnsafeBufferPointer<UInt8>
        var position = 0

        var next: UInt8? { position < bytes.count ? bytes[position] : nil }

        /// Passes commas and white space; false at the end.
        mutating func skipSeparators() -> Bool {
            while let byte = next, Self.kinds[Int(byte)] == .space || byte == UInt8(ascii: ",") { position += 1 }
            return position < bytes.count
        }

        mutating func takeName() throws -> String {
            let name = takeToken()
            skipSpace()
            guard !name.isEmpty, next == UInt8(ascii: "=") else {
                throw WeftError.sasl("a DIGEST-MD5 message is no list of name=value")
            }
            position += 1
            skipSpace()
            return String(decoding: name, as: UTF8.self).lowercased()
        }

        mutating func takeValue(of name: String) throws -> [UInt8] {
            let value: [UInt8]
            if next == UInt8(ascii: "\"") {
                value = try takeQuoted(of: name)
            } else {
                value = Array(takeToken())
                // An empty value is always in quotes.
                guard !value.isEmpty else { throw WeftError.sasl("a DIGEST-MD5 message has \(name) without a value") }
            }
            skipSpace()
            guard next == nil || next == UInt8(ascii: ",") else {
                throw WeftError.sasl("a DIGEST-MD5 message has something behind the value of \(name)")
            }
            return value
        }

        private mutating func takeQuoted(of name: String) throws -> [UInt8] {
            position += 1
            var value: [UInt8] = []
            var start = position
            while position < bytes.count {
                let byte = bytes[position]
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                    value.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<position]))
                    position += 1
                    if byte == UInt8(ascii: "\"") { return value }
                    // The byte behind a backslash is taken whatever it is.
                    start = position
                }
                position += 1
            }
            throw WeftError.sasl("a DIGEST-MD5 message ends within the value of \(name)")
        }

        private mutating func takeToken() -> UnsafeBufferPointer<UInt8> {
            let start = position
            while position < bytes.count, Self.kinds[Int(bytes[position])] == .token { position += 1 }
            return UnsafeBufferPointer(rebasing: bytes[start..<position])
        }

        private mutating func skipSpace() {
            while position < bytes.count, Self.kinds[Int(bytes[position])] == .space { position += 1 }
        }

        private enum Kind: UInt8 {
            case token
            case space
            case other
        }

        private static let kinds: [Kind] = (0...255).map { byte in
            switch byte {
            case 0x09, 0x0a, 0x0d, 0x20: .space
            case 0...0x1f, 0x7f, 0x22, 0x2c, 0x3d: .other
            default: .token
            }
        }
    }
}
