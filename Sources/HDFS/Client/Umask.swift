/// The two ways to write `fs.permissions.umask-mode` (UmaskParser.java, PermissionParser.java).
enum Umask {
    /// The bits that are taken away: of `027` these, of `u=rwx,g=rx,o=` those that aren't named; `nil` when it is neither.
    static func bits(_ text: String) -> UInt16? {
        let words = text.split(whereSeparator: \.isWhitespace)
        let first = words.first?.utf8.first ?? 0
        if words.count == 1, (48...57).contains(first) || text.allSatisfy({ !$0.isLetter }) {
            guard let bits = UInt16(words[0], radix: 8), bits <= 0o777 else { return nil }
            return bits
        }
        let clauses = text.split { $0 == "," || $0.isWhitespace }
        guard !clauses.isEmpty else { return nil }
        var allowed: [UInt16] = [0, 0, 0]
        for clause in clauses {
            guard apply(clause, to: &allowed) else { return nil }
        }
        return ~(allowed[0] << 6 | allowed[1] << 3 | allowed[2]) & 0o777
    }

    /// Applies `ug=rx`. A later clause about the same people replaces an earlier one, as in Java.
    private static func apply(_ clause: Substring, to allowed: inout [UInt16]) -> Bool {
        guard let sign = clause.firstIndex(where: { "+-=".contains($0) }) else { return false }
        var who: Set<Int> = []
        for letter in clause[..<sign] {
            switch letter {
            case "u": who.insert(0)
            case "g": who.insert(1)
            case "o": who.insert(2)
            case "a": who.formUnion(0...2)
            default: return false
            }
        }
        if who.isEmpty { who = [0, 1, 2] }
        var mode: UInt16 = 0
        for letter in clause[clause.index(after: sign)...] {
            switch letter {
            case "r": mode |= 4
            case "w": mode |= 2
            case "x": mode |= 1
            default: return false
            }
        }
        // There is nothing that could be taken away from.
        for index in who { allowed[index] = clause[sign] == "-" ? 0 : mode }
        return true
    }
}
