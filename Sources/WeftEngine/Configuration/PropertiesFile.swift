import Glibc
import WeftDiagnostics

/// A file of `key value` lines, in the format of Spark's `spark-defaults.conf`, which is that of Java's properties.
///
/// A line is a key, then blanks, `=` or `:`, then the value. Lines that start with `#` or `!` are comments. A backslash
/// at the end of a line continues it; before another character it takes that character as it is, save for `\t`, `\n`
/// and `\r`.
enum PropertiesFile {
    struct Line: Equatable {
        var number: Int
        var key: String
        var value: String
    }

    /// More than this is no configuration file, whatever it is.
    private static let byteLimit = 4 << 20

    /// Reads a file.
    ///
    /// - Throws: `WeftError` `configuration-file-unreadable`.
    static func read(_ path: String) throws -> [Line] { parse(try text(path)) }

    /// The text of a configuration file of any format.
    ///
    /// - Throws: `WeftError` `configuration-file-unreadable`.
    static func text(_ path: String) throws -> String {
        func failure(_ reason: String) -> WeftError {
            WeftError(
                "configuration-file-unreadable",
                "can't read the configuration file \(path): \(reason)",
                remedy: "give the path of a readable text file"
            )
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        guard let bytes = DescriptorBytes.readAll(descriptor, limit: byteLimit) else {
            throw failure(errno == EFBIG ? "it has more than 4 MiB" : String(cString: strerror(errno)))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Takes a text apart.
    static func parse(_ text: String) -> [Line] {
        var lines: [Line] = []
        var pending: (number: Int, text: String)?
        let physical = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, raw) in physical.enumerated() {
            let line = raw.drop { $0.isWhitespace }
            if pending == nil, line.isEmpty || line.first == "#" || line.first == "!" { continue }
            var logical = pending ?? (index + 1, "")
            pending = nil
            // An odd number of backslashes at the end: the last one escapes the line's end.
            if line.reversed().prefix(while: { $0 == "\\" }).count % 2 == 1, index + 1 < physical.count {
                logical.text += line.dropLast()
                pending = logical
            } else {
                logical.text += line
                lines.append(entry(logical.text, number: logical.number))
            }
        }
        return lines
    }

    private static func entry(_ text: String, number: Int) -> Line {
        var key = "", rest = text[...]
        while let character = rest.first, !character.isWhitespace, character != "=", character != ":" {
            key.append(takeCharacter(&rest))
        }
        rest = rest.drop { $0.isWhitespace }
        if rest.first == "=" || rest.first == ":" { rest = rest.dropFirst().drop { $0.isWhitespace } }
        var value = ""
        while !rest.isEmpty { value.append(takeCharacter(&rest)) }
        return Line(number: number, key: key, value: String(value.trimmingBlanks()))
    }

    /// Takes the first character, or the one that a backslash stands before; `rest` isn't empty.
    private static func takeCharacter(_ rest: inout Substring) -> Character {
        let first = rest.removeFirst()
        guard first == "\\", let escaped = rest.first else { return first }
        rest.removeFirst()
        switch escaped {
        case "t": return "\t"
        case "n": return "\n"
        case "r": return "\r"
        default: return escaped
        }
    }
}

/// Reading and writing whole descriptors.
enum DescriptorBytes {
    /// The bytes from the descriptor's position to its end; `nil`, with `errno` set, when it can't be read or has more
    /// than `limit` bytes (`EFBIG`).
    static func readAll(_ descriptor: Int32, limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                return nil
            }
            bytes += chunk[..<count]
            if bytes.count > limit {
                errno = EFBIG
                return nil
            }
        }
    }

    /// Writes all bytes; false, with `errno` set, when that fails.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            written += count
        }
        return true
    }
}
