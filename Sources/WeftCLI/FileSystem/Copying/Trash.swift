import WeftDiagnostics

/// Moves what a user removes into the folder `.Trash/Current`, under its own path (TrashPolicyDefault.java). The NameNode
/// empties it.
struct Trash {
    private let fileSystem: any ShellFileSystem
    private let root: String

    /// - Returns: nil when the file system has no trash, or it is switched off.
    init?(_ fileSystem: any ShellFileSystem) throws {
        guard let trash = try fileSystem.trash() else { return nil }
        self.fileSystem = fileSystem
        root = trash.root
    }

    /// Moves a file or folder into the trash.
    ///
    /// - Returns: its path there; nil when it is in the trash already, and so must be removed for good.
    /// - Throws: `WeftError` of code `trash-failed` when it contains the trash, or can't be moved.
    func take(_ item: ShellItem) throws -> String? {
        if ShellPath.contains(root, item.path) { return nil }
        guard !ShellPath.contains(item.path, root) else {
            throw WeftError(
                "trash-failed",
                "`\(item.text)': can't go to the trash, because it contains the trash",
                remedy: "remove it with -skipTrash"
            )
        }
        do {
            return try move(item.path)
        } catch {
            throw WeftError(
                "trash-failed",
                "`\(item.text)': can't be moved to the trash",
                remedy: "remove it with -skipTrash",
                cause: error
            )
        }
    }

    private func move(_ path: String) throws -> String {
        let current = ShellPath.join(root, "Current")
        let folder = try madeFolder(current + (ShellPath.parent(of: path) == "/" ? "" : ShellPath.parent(of: path)))
        let target = ShellPath.join(folder, ShellPath.lastPart(of: path))
        var free = target
        // Something of that name was removed before.
        while try fileSystem.status(free) != nil { free = "\(target)\(TimeText.now)" }
        try fileSystem.rename(path, to: free, overwrite: false)
        return free
    }

    /// Makes a folder; where a file stands in the way, a part of the path gets the time at its end.
    private func madeFolder(_ path: String) throws -> String {
        var made = ""
        for part in path.split(separator: "/") {
            let next = "\(made)/\(part)"
            let status = try fileSystem.status(next)
            made = status == nil || status?.isDirectory == true ? next : "\(next)\(TimeText.now)"
            if status?.isDirectory != true { try fileSystem.makeDirectory(made, permission: 0o700, withParents: true) }
        }
        return made
    }
}
