/// Permissions in letters.
enum PermissionText {
    /// `rwxr-xr-x`, with `t` or `T` at the end for the sticky bit.
    static func letters(_ permission: UInt16) -> String {
        var text = ""
        for shift in [6, 3, 0] as [UInt16] {
            let bits = permission >> shift
            text += bits & 4 != 0 ? "r" : "-"
            text += bits & 2 != 0 ? "w" : "-"
            text += bits & 1 != 0 ? "x" : "-"
        }
        guard permission & 0o1000 != 0 else { return text }
        return text.dropLast() + (permission & 1 != 0 ? "t" : "T")
    }

    /// The same with the kind before it, as `ls` has it.
    static func letters(_ status: ShellFileStatus) -> String {
        let kind =
            switch status.kind {
            case .directory: "d"
            case .symbolicLink: "l"
            case .file: "-"
            }
        return kind + letters(status.permission)
    }

    /// `755`, `1777`.
    static func octal(_ permission: UInt16) -> String { String(permission, radix: 8) }
}
