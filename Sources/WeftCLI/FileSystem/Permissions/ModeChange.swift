import WeftDiagnostics

/// What `chmod` makes of a permission (ChmodParser.java, PermissionParser.java): `755`, `1777`, or `u+rw,g-w,o=r,+t` with
/// the letters `rwxXt`.
struct ModeChange: Sendable, Hashable {
    private enum Operator: Character {
        case add = "+"
        case remove = "-"
        case set = "="
    }

    private struct Clause: Sendable, Hashable {
        var `operator`: Operator
        /// The bits of those it is for: 0o700 for the owner.
        var subjects: UInt16
        /// 0 to 7, for each of them.
        var bits: UInt16
        /// Whether folders, and files that somebody may execute, get the bit for executing.
        var executableToo: Bool
        var sticky: Bool
    }

    private enum Change: Sendable, Hashable {
        case octal(UInt16)
        case clauses([Clause])
    }

    private let change: Change

    /// - Throws: `WeftError` of code `invalid-argument` for another text.
    init(_ text: String) throws {
        let octal = text.utf8.allSatisfy { (48...55).contains($0) }
        if octal, (3...4).contains(text.utf8.count), let bits = UInt16(text, radix: 8), bits <= 0o1777 {
            change = .octal(bits)
            return
        }
        guard !octal else { throw Self.wrong(text) }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        change = .clauses(
            try parts.map { part in
                guard let clause = Self.clause(part) else { throw Self.wrong(text) }
                return clause
            }
        )
    }

    private static func wrong(_ text: String) -> WeftError {
        WeftError(
            "invalid-argument",
            "\"\(text)\" is not a mode",
            remedy: "write three or four octal digits, the first of four 0 or 1, or something like u+rw,g-w,o=r,+t"
        )
    }

    private static func clause(_ text: Substring) -> Clause? {
        var rest = text
        var subjects: UInt16 = 0
        while let letter = rest.first, "ugoa".contains(letter) {
            switch letter {
            case "u": subjects |= 0o700
            case "g": subjects |= 0o070
            case "o": subjects |= 0o007
            default: subjects |= 0o777
            }
            rest = rest.dropFirst()
        }
        guard let sign = rest.popFirst(), let `operator` = Operator(rawValue: sign), !rest.isEmpty else { return nil }
        var clause = Clause(
            operator: `operator`,
            subjects: subjects == 0 ? 0o777 : subjects,
            bits: 0,
            executableToo: false,
            sticky: false
        )
        for letter in rest {
            switch letter {
            case "r": clause.bits |= 4
            case "w": clause.bits |= 2
            case "x": clause.bits |= 1
            case "X": clause.executableToo = true
            // The sticky bit is nobody's in particular.
            case "t" where subjects == 0 || subjects == 0o777: clause.sticky = true
            default: return nil
            }
        }
        return clause
    }

    /// The new permission of a file or folder.
    func applied(to status: ShellFileStatus) -> UInt16 {
        switch change {
        case .octal(let bits):
            return bits
        case .clauses(let clauses):
            return clauses.reduce(status.permission) { permission, clause in
                var bits = clause.bits
                if clause.executableToo, status.isDirectory || permission & 0o111 != 0 { bits |= 1 }
                // The same three bits for owner, group and others, then those it is for.
                let spread = (bits << 6 | bits << 3 | bits) & clause.subjects
                let sticky: UInt16 = clause.sticky ? 0o1000 : 0
                switch clause.operator {
                case .add: return permission | spread | sticky
                case .remove: return permission & ~(spread | sticky)
                case .set: return permission & ~clause.subjects & ~(clause.sticky ? 0o1000 : 0) | spread | sticky
                }
            }
        }
    }
}
