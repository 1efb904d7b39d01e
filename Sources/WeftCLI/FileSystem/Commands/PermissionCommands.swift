import ArgumentParser
import WeftDiagnostics

/// `weft fs chmod` (FsShellPermissions.java).
struct ChangeModeCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "chmod",
        abstract: "Change permissions.",
        discussion: """
            The mode is three octal digits, or four of which the first is the sticky bit, or letters: u, g, o or a;
            +, - or =; and r, w, x, X or t. Several are separated by commas. No umask is applied.

            Examples:
              weft fs chmod 750 /data
              weft fs chmod -R u+rwX,g-w,o= /data
            """
    )

    @Flag(name: .customShort("R"), help: "Change what is in folders too.")
    var isRecursive = false

    @Argument(help: "The mode.")
    var mode: String

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func validate() throws { _ = try Self.parsed { try ModeChange(mode) } }

    func run(in shell: Shell) throws {
        let change = try ModeChange(mode)
        try Self.forEach(paths, isRecursive, shell) { item in
            guard let status = item.status else { return }
            let permission = change.applied(to: status)
            if permission != status.permission { try item.fileSystem.setPermission(item.path, to: permission) }
        }
    }
}

/// `weft fs chown` (FsShellPermissions.java).
struct ChangeOwnerCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "chown",
        abstract: "Change owners and groups.",
        discussion: """
            Only superusers may change an owner.

            Examples:
              weft fs chown alice /user/alice
              weft fs chown -R alice:analysts /data
              weft fs chown :analysts /data
            """
    )

    @Flag(name: .customShort("R"), help: "Change what is in folders too.")
    var isRecursive = false

    @Argument(help: ArgumentHelp("The owner, the group, or both.", valueName: "owner:group"))
    var owner: String

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func validate() throws { _ = try Self.parsed { try OwnerChange(owner) } }

    func run(in shell: Shell) throws {
        let change = try OwnerChange(owner)
        try Self.forEach(paths, isRecursive, shell) { item in
            guard let status = item.status, change.changes(status) else { return }
            try item.fileSystem.setOwner(item.path, owner: change.owner, group: change.group)
        }
    }
}

/// `weft fs chgrp` (FsShellPermissions.java).
struct ChangeGroupCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "chgrp",
        abstract: "Change groups.",
        discussion: """
            Example:
              weft fs chgrp -R analysts /data
            """
    )

    @Flag(name: .customShort("R"), help: "Change what is in folders too.")
    var isRecursive = false

    @Argument(help: "The group.")
    var group: String

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func validate() throws { _ = try Self.parsed { try OwnerChange(group, isGroup: true) } }

    func run(in shell: Shell) throws {
        let change = try OwnerChange(group, isGroup: true)
        try Self.forEach(paths, isRecursive, shell) { item in
            guard let status = item.status, change.changes(status) else { return }
            try item.fileSystem.setOwner(item.path, owner: nil, group: change.group)
        }
    }
}

extension FileSystemCommand {
    /// Calls `body` for what paths stand for and, when `isRecursive`, for all that is in folders.
    fileprivate static func forEach(
        _ paths: [String],
        _ isRecursive: Bool,
        _ shell: Shell,
        _ body: (ShellItem) throws -> Void
    ) throws {
        try shell.forEach(paths) { item in
            try body(item)
            if isRecursive, item.isDirectory { try shell.walk(item, body) }
        }
    }

    /// Reads an argument; what is wrong with it is told with the command's usage.
    static func parsed<Value>(_ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch let error as WeftError {
            throw ValidationError(error.remedy.isEmpty ? error.message : "\(error.message): \(error.remedy)")
        }
    }
}

/// `weft fs setrep` (SetReplication.java).
struct SetReplicationCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "setrep",
        abstract: "Change how many replicas files have.",
        discussion: """
            Of a folder all files in it are changed, at any depth.

            Examples:
              weft fs setrep 2 /data/part-00000
              weft fs setrep -w 3 /data
            """
    )

    @Flag(name: .customShort("w"), help: "Wait until there are so many.")
    var waits = false

    @Flag(name: .customShort("R"), help: "Changes nothing: folders are always gone through.")
    var isRecursive = false

    @Argument(help: "How many replicas, 1 to 512.")
    var replication: Int

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func validate() throws {
        guard (1...512).contains(replication) else { throw ValidationError("The replication must be from 1 to 512.") }
    }

    func run(in shell: Shell) throws {
        var changed: [ShellItem] = []
        func change(_ item: ShellItem) throws {
            guard item.status?.kind == .file else { return }
            try item.fileSystem.setReplication(item.path, to: replication)
            try shell.output.print("Replication \(replication) set: \(item.text)")
            if waits { changed.append(item) }
        }
        try shell.forEach(paths) { item in
            if item.isDirectory { try shell.walk(item, change) } else { try change(item) }
        }
        for item in changed {
            try shell.output.write(Array("Waiting for \(item.text) ...".utf8))
            try Waiting.until(shell) {
                if try item.fileSystem.hasReplicas(item.path, replication) { return true }
                try shell.output.write(Array(".".utf8))
                return false
            }
            try shell.output.print(" done")
        }
    }
}
