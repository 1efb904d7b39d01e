import ArgumentParser
import WeftDiagnostics

/// `weft fs mkdir` (Mkdir.java).
struct MakeDirectoryCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "mkdir",
        abstract: "Make folders.",
        discussion: """
            Example:
              weft fs mkdir -p /data/2024/02
            """
    )

    @Flag(name: .customShort("p"), help: "Make the folders above too, and say nothing of what is there.")
    var withParents = false

    @Argument(help: "Folders.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        for text in paths {
            try shell.attempt {
                let path = ShellPath(text)
                let item = try ShellItem(path, on: shell.fileSystems.fileSystem(for: path))
                if item.status != nil {
                    if !item.isDirectory { throw ShellFailure.isNotDirectory(item.text) }
                    if !withParents { throw ShellFailure.exists(item.text) }
                    return
                }
                if !withParents, try item.fileSystem.status(ShellPath.parent(of: item.path)) == nil {
                    throw ShellFailure.notFound(ShellPath.parent(of: item.path))
                }
                try item.fileSystem.makeDirectory(item.path, permission: 0o777, withParents: withParents)
            }
        }
    }
}

/// `weft fs touch` (TouchCommands.java).
struct TouchCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "touch",
        abstract: "Set the times of files to now, and make those that aren't there.",
        discussion: """
            Examples:
              weft fs touch /data/_SUCCESS
              weft fs touch -m -t 20240229:133700 /data/part-00000
            """
    )

    @Flag(name: .customShort("a"), help: "Set the time of the last access only.")
    var accessOnly = false

    @Flag(name: .customShort("m"), help: "Set the time of the last change only.")
    var modificationOnly = false

    @Flag(name: .customShort("c"), help: "Make no files.")
    var makesNone = false

    @Option(
        name: .customShort("t"),
        help: ArgumentHelp("The time to set, in this time zone, not now.", valueName: "yyyyMMdd:HHmmss")
    )
    var timestamp: String?

    @Argument(help: "Files.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func validate() throws {
        if let timestamp, TimeText.parse(timestamp) == nil {
            throw ValidationError("\"\(timestamp)\" is not a time: write it as yyyyMMdd:HHmmss.")
        }
    }

    func run(in shell: Shell) throws {
        let time = timestamp.flatMap(TimeText.parse) ?? TimeText.now
        for text in paths {
            try shell.attempt {
                for item in try NewFiles.items(text, shell) { try shell.attempt { try touch(item, time) } }
            }
        }
    }

    private func touch(_ item: ShellItem, _ time: Int64) throws {
        if item.isDirectory { throw ShellFailure.isDirectory(item.text) }
        if item.status == nil {
            if makesNone { return }
            try NewFiles.make(item)
            if timestamp == nil, !accessOnly, !modificationOnly { return }
        }
        try item.fileSystem.setTimes(
            item.path,
            modification: accessOnly && !modificationOnly ? nil : time,
            access: modificationOnly && !accessOnly ? nil : time
        )
    }
}

/// `weft fs touchz` (Touch.java, Touchz).
struct TouchEmptyCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "touchz",
        abstract: "Make files without bytes.",
        discussion: """
            A file that is there must be empty; it gets the present time.

            Example:
              weft fs touchz /data/_SUCCESS
            """
    )

    @Argument(help: "Files.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        for text in paths {
            try shell.attempt {
                for item in try NewFiles.items(text, shell) {
                    try shell.attempt {
                        if item.isDirectory { throw ShellFailure.isDirectory(item.text) }
                        guard item.status?.length ?? 0 == 0 else {
                            throw ShellFailure.failure("output-exists", item.text, "Not a zero-length file")
                        }
                        try NewFiles.make(item)
                    }
                }
            }
        }
    }
}

/// Files that commands make empty.
enum NewFiles {
    /// What a path stands for. A pattern that fits nothing is the name of a new file, as in Java.
    static func items(_ text: String, _ shell: Shell) throws -> [ShellItem] {
        do {
            return try shell.items(text)
        } catch let error as WeftError where error.code == "input-not-found" {
            let path = ShellPath(text)
            return [try ShellItem(path, on: shell.fileSystems.fileSystem(for: path))]
        }
    }

    /// Makes a file; one that is there is replaced.
    static func make(_ item: ShellItem) throws {
        guard let parent = try item.fileSystem.status(ShellPath.parent(of: item.path)) else {
            throw ShellFailure.notFound(item.text)
        }
        if !parent.isDirectory { throw ShellFailure.isNotDirectory(item.text) }
        let options = ShellCreateOptions(overwrites: item.status != nil)
        try item.fileSystem.create(item.path, options).close()
    }
}

/// `weft fs appendToFile` (CopyCommands.java).
struct AppendCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "appendToFile",
        abstract: "Write local files behind the end of a file of HDFS.",
        discussion: """
            The file is made if it isn't there. With - for a local file, standard input is read.

            Example:
              tail -n 100 app.log | weft fs appendToFile - /logs/app
            """
    )

    @Argument(help: "Local files, then the file of HDFS.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func validate() throws { try Sources.validate(paths) }

    func run(in shell: Shell) throws {
        let targetPath = ShellPath(paths[paths.count - 1])
        let target = try ShellItem(targetPath, on: shell.fileSystems.fileSystem(for: targetPath))
        if target.isDirectory { throw ShellFailure.isDirectory(target.text) }
        // All are opened before anything is written.
        let readers = try paths.dropLast().map { source in
            source == "-" ? LocalShellReader.standardInput() : try LocalShellReader(shell.localItem(source).path)
        }
        let writer =
            target.status == nil
            ? try target.fileSystem.create(target.path, ShellCreateOptions())
            : try target.fileSystem.append(target.path)
        do {
            for reader in readers { try write(reader, writer) }
        } catch {
            // What was written up to here is in the file.
            try? writer.close()
            throw error
        }
        try writer.close()
    }

    private func write(_ reader: LocalShellReader, _ writer: any ShellWriter) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { buffer.deallocate() }
        while true {
            try Interruption.check()
            let count = try reader.read(into: buffer)
            guard count > 0 else { return }
            try writer.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

/// `weft fs truncate` (Truncate.java).
struct TruncateCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "truncate",
        abstract: "Cut files off.",
        discussion: """
            Example:
              weft fs truncate -w 1048576 /data/part-00000
            """
    )

    @Flag(name: .customShort("w"), help: "Wait until the last block was cut.")
    var waits = false

    @Argument(help: "How many bytes are left.")
    var length: UInt64

    @Argument(help: "Files; patterns too.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        try shell.forEach(paths) { item in
            if item.isDirectory { throw ShellFailure.isDirectory(item.text) }
            let old = item.status?.length ?? 0
            guard length < old else {
                if length == old { return }
                throw WeftError("invalid-argument", "`\(item.text)': has only \(old) bytes")
            }
            let isDone = try item.fileSystem.truncate(item.path, to: length)
            if isDone {
                try shell.output.print("Truncated \(item.text) to length: \(length)")
            } else if waits {
                try Waiting.until(shell) { try item.fileSystem.status(item.path)?.length == length }
                try shell.output.print("Truncated \(item.text) to length: \(length)")
            } else {
                try shell.output.print(
                    "Truncating \(item.text) to length: \(length). Wait for block recovery to complete before further "
                        + "updating this file."
                )
            }
        }
    }
}
