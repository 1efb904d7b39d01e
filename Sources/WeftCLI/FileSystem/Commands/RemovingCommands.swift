import ArgumentParser
import WeftDiagnostics

/// `weft fs rm` (Delete.java).
struct RemoveCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove files and folders.",
        discussion: """
            Where the cluster has a trash (fs.trash.interval), they go to .Trash/Current in the home folder, and the
            NameNode empties that after a while. What is in the trash already is removed at once.

            Examples:
              weft fs rm /data/old.csv
              weft fs rm -r -skipTrash '/tmp/run-*'
            """
    )

    @Flag(name: .customShort("f"), help: "Say nothing of what isn't there.")
    var ignoresMissing = false

    @Flag(name: [.customShort("r"), .customShort("R")], help: "Remove folders with what is in them.")
    var isRecursive = false

    @Flag(
        name: [.customLong("skipTrash", withSingleDash: true), .customLong("skip-trash")],
        help: "Remove for good at once."
    )
    var skipsTrash = false

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        var trashes: [String: Trash?] = [:]
        for path in paths {
            try shell.attempt {
                for item in try items(path, shell) {
                    try Interruption.check()
                    try shell.attempt {
                        guard item.status != nil else {
                            if ignoresMissing { return }
                            throw ShellFailure.notFound(item.text)
                        }
                        let name = item.fileSystem.name
                        if trashes[name] == nil { trashes[name] = .some(skipsTrash ? nil : try Trash(item.fileSystem)) }
                        try remove(item, trashes[name] ?? nil, shell)
                    }
                }
            }
        }
    }

    private func items(_ path: String, _ shell: Shell) throws -> [ShellItem] {
        do {
            return try shell.items(path)
        } catch let error as WeftError where error.code == "input-not-found" && ignoresMissing {
            return []
        }
    }

    private func remove(_ item: ShellItem, _ trash: Trash?, _ shell: Shell) throws {
        if item.isDirectory, !isRecursive { throw ShellFailure.isDirectory(item.text) }
        guard item.path != "/" else {
            throw WeftError("invalid-argument", "`\(item.text)': the root folder can't be removed")
        }
        if let trash, let taken = try trash.take(item) {
            try shell.output.print("Moved: '\(item.qualified)' to trash at: \(item.fileSystem.name)\(taken)")
            return
        }
        do {
            try item.fileSystem.delete(item.path, recursive: isRecursive)
        } catch let error as WeftError where error.code == "input-not-found" && ignoresMissing {
            // Somebody else was faster.
            return
        }
        try shell.output.print("Deleted \(item.text)")
    }
}

/// `weft fs rmdir` (Delete.java, Rmdir).
struct RemoveDirectoryCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "rmdir",
        abstract: "Remove folders that are empty.",
        discussion: """
            Example:
              weft fs rmdir --ignore-fail-on-non-empty /data/2023
            """
    )

    @Flag(help: "Leave folders that aren't empty, without an error.")
    var ignoreFailOnNonEmpty = false

    @Argument(help: "Folders; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        try shell.forEach(paths) { item in
            guard item.isDirectory else { throw ShellFailure.isNotDirectory(item.text) }
            do {
                try item.fileSystem.delete(item.path, recursive: false)
            } catch let error as WeftError where error.code == "directory-not-empty" {
                if !ignoreFailOnNonEmpty { throw ShellFailure.isNotEmpty(item.text) }
            }
        }
    }
}
