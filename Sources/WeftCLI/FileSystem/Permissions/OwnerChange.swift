import WeftDiagnostics

/// What `chown` sets: `owner`, `owner:group` or `:group` (FsShellPermissions.java).
struct OwnerChange: Sendable, Hashable {
    let owner: String?
    let group: String?

    /// - Parameters:
    ///   - text: the owner, the group, or both.
    ///   - isGroup: whether the text is a group alone, as `chgrp` takes it.
    /// - Throws: `WeftError` of code `invalid-argument` for another text.
    init(_ text: String, isGroup: Bool = false) throws {
        let parts =
            isGroup ? ["", text[...]] : text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ $0.utf8.allSatisfy(Self.isAllowed) }) else {
            throw WeftError(
                "invalid-argument",
                "\"\(text)\" is not an owner or group",
                remedy: "write it as owner, owner:group or :group, with letters, digits and - _ . / @"
            )
        }
        owner = parts[0].isEmpty ? nil : String(parts[0])
        group = parts.count < 2 || parts[1].isEmpty ? nil : String(parts[1])
        guard owner != nil || group != nil else {
            throw WeftError("invalid-argument", "\"\(text)\" names no owner and no group")
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "@"): true
        default: false
        }
    }

    /// Whether anything about a file would be another.
    func changes(_ status: ShellFileStatus) -> Bool {
        owner != nil && owner != status.owner || group != nil && group != status.group
    }
}
