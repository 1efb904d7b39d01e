import WeftDiagnostics

/// The characters of an XML document.
enum XMLText {
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// Whether a byte may be in a name. All beyond ASCII may; the parser need not know which characters those are.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        case UInt8(ascii: "_"), UInt8(ascii: ":"), 0x80...: true
        default: false
        }
    }

    /// What stands between `&` and `;`, as the character; nil when it isn't known.
    static func character(ofReference name: String) -> String? {
        switch name {
        case "lt": return "<"
        case "gt": return ">"
        case "amp": return "&"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let number = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let number, number >= 0x20 || [0x09, 0x0A, 0x0D].contains(number), number < 0xFFFE || number > 0xFFFF,
            let scalar = Unicode.Scalar(number)
        else { return nil }
        return String(Character(scalar))
    }

    /// A document's bytes as UTF-8 with `\n` as the only line end, whatever it was written in.
    static func utf8(_ bytes: [UInt8], name: String) throws -> [UInt8] {
        if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
            throw error(name, line: 1, "it is in UTF-16; save it as UTF-8")
        }
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes[3...]) : bytes
        var text = bytes
        switch declaredEncoding(bytes) {
        case nil, "utf-8", "utf8", "us-ascii", "ascii": break
        case "iso-8859-1", "latin1", "iso8859-1": text = bytes.flatMap { Array(String(Unicode.Scalar($0)).utf8) }
        case let other?: throw error(name, line: 1, "it is in \(other); save it as UTF-8")
        }
        guard String(validating: text, as: UTF8.self) != nil else {
            throw error(name, line: 1, "it isn't proper UTF-8")
        }
        if let index = text.firstIndex(where: { $0 < 0x20 && !isBlank($0) }) {
            let line = text[..<index].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
            throw error(name, line: line, "there is a control character in it")
        }
        return text.contains(0x0D) ? normalized(text) : text
    }

    private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        let head = bytes.prefix(200)
        guard head.starts(with: Array("<?xml".utf8)) else { return nil }
        let declaration = String(decoding: head.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let key = declaration.firstTextRange(of: "encoding") else { return nil }
        let rest = declaration[key.upperBound...].drop { $0.isWhitespace || $0 == "=" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return rest.dropFirst().prefix { $0 != quote }.lowercased()
    }

    private static func normalized(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte != 0x0D {
                result.append(byte)
            } else if index + 1 == bytes.count || bytes[index + 1] != 0x0A {
                result.append(0x0A)
            }
        }
        return result
    }

    static func error(_ name: String, line: Int, _ message: String) -> WeftError {
        WeftError(
            "hadoop-configuration",
            "\(name):\(line) is not proper XML: \(message)",
            remedy: "correct the file",
            details: [.init("path", name)]
        )
    }
}
