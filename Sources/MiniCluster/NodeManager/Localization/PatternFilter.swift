import Glibc
import WeftDiagnostics

/// Keeps the files of an unpacked archive that a pattern names.
struct PatternFilter {
    private let pattern: String

    init(_ pattern: String) { self.pattern = pattern }

    /// Whether regcomp and regexec can take a pattern that anybody may have written: they recurse with its parentheses,
    /// copy what is repeated, and try all ways for what refers back.
    static func isModest(_ pattern: String) -> Bool {
        guard pattern.utf8.count <= 1_000 else { return false }
        var depth = 0
        var copies = 1
        var isEscaped = false
        var count: Int?
        for byte in pattern.utf8 {
            if isEscaped {
                if (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte) { return false }
                isEscaped = false
                continue
            }
            switch byte {
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "{"): count = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if let number = count { count = min(number, 10_000) * 10 + Int(byte - UInt8(ascii: "0")) }
            case UInt8(ascii: ","), UInt8(ascii: "}"):
                guard let number = count else { continue }
                copies *= max(1, number)
                count = byte == UInt8(ascii: ",") ? 0 : nil
            default: break
            }
            if depth > 50 || copies > 1_000 { return false }
        }
        return true
    }

    /// Removes the files whose path in the archive doesn't match as a whole.
    func keepMatching(in folder: String) throws {
        var expression = regex_t()
        // Java's \. and character classes are the same here, and the groups of MapReduce's own pattern nearly so; what
        // differs else isn't used for paths.
        let pattern = pattern.replacing("(?:", with: "(")
        guard Self.isModest(pattern), regcomp(&expression, "^(\(pattern))$", REG_EXTENDED | REG_NOSUB) == 0 else {
            throw WeftError("invalid-argument", "the pattern of a local resource, \(pattern), can't be read")
        }
        defer { regfree(&expression) }
        func visit(_ relative: String) {
            let path = relative.isEmpty ? folder : "\(folder)/\(relative)"
            for name in LocalDisk.list(path) {
                let entry = relative.isEmpty ? name : "\(relative)/\(name)"
                var status = stat()
                guard lstat("\(folder)/\(entry)", &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR {
                    visit(entry)
                    rmdir("\(folder)/\(entry)")
                } else if regexec(&expression, entry, 0, nil, 0) != 0 {
                    unlink("\(folder)/\(entry)")
                }
            }
        }
        visit("")
    }
}
