import ArgumentParser
import WeftDiagnostics

/// What `put`, `get` and `cp` have in common.
struct TransferOptions: ParsableArguments {
    @Flag(name: .customShort("f"), help: "Replace files that are there.")
    var overwrites = false

    @Flag(name: .customShort("p"), help: "Keep times, owner, group and permissions.")
    var preserves = false

    @Flag(name: .customShort("d"), help: "Write under the file's own name at once, not under NAME._COPYING_ first.")
    var writesDirectly = false

    @Option(name: .customShort("t"), help: ArgumentHelp("How many files at once.", valueName: "threads"))
    var threads = 4

    func validate() throws {
        guard (1...256).contains(threads) else { throw ValidationError("-t must be from 1 to 256") }
    }

    var copying: Copier.Options {
        .init(
            overwrites: overwrites,
            preserved: preserves ? .standard : [],
            writesDirectly: writesDirectly,
            threads: threads
        )
    }
}

/// `weft fs put` (CopyCommands.java, Put).
struct PutCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "Copy files and folders of this machine to HDFS.",
        discussion: """
            A file is there whole or not at all: it is written under NAME._COPYING_ first. With - for the local file,
            standard input is read.

            Examples:
              weft fs put report.csv /data
              weft fs put -f -t 8 logs/ /data/logs
              gzip -dc dump.gz | weft fs put - /data/dump
            """,
        aliases: ["copyFromLocal"]
    )

    @OptionGroup var transfer: TransferOptions

    @Flag(
        name: .customShort("l"),
        help: "Let the DataNode keep it in memory and write it to disk later; it has one replica, which may get lost."
    )
    var persistsLazily = false

    @Argument(help: "Local files and folders, then where to in HDFS. With one path it goes to the home folder.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        let sources = paths.count > 1 ? Array(paths.dropLast()) : paths
        let targetPath = ShellPath(paths.count > 1 ? paths[paths.count - 1] : ".")
        var target = try ShellItem(targetPath, on: shell.fileSystems.fileSystem(for: targetPath))
        var options = transfer.copying
        options.persistsLazily = persistsLazily
        let copier = Copier(shell, options)
        if sources == ["-"] {
            try Copier.check(target, sources: 1, namesFolder: targetPath.namesFolder)
            if target.isDirectory { throw ShellFailure.isDirectory(target.text) }
            try target.refresh()
            try shell.attempt { try copier.copy(LocalShellReader.standardInput(), to: target) }
            return
        }
        var items: [ShellItem] = []
        for source in sources { try shell.attempt { items.append(try shell.localItem(source)) } }
        try shell.attempt { try copier.copy(items, to: target, namesFolder: targetPath.namesFolder) }
    }
}

/// `weft fs get` (CopyCommands.java, Get).
struct GetCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Copy files and folders of HDFS to this machine.",
        discussion: """
            With - for the local file, the content goes to standard output.

            -crc writes .NAME.crc beside each file, with the checksums that Java's clients compare local files with.
            Without it, one that is there from another file of that name is removed.

            Examples:
              weft fs get /data/report.csv
              weft fs get -ignoreCrc /data/damaged
              weft fs get -t 8 '/data/part-*' parts/
            """,
        aliases: ["copyToLocal"]
    )

    @OptionGroup var transfer: TransferOptions

    @OptionGroup var checksums: ChecksumOptions

    @Flag(name: .customLong("crc", withSingleDash: true), help: "Write checksums of each file to .NAME.crc beside it.")
    var writesChecksums = false

    @Argument(
        help:
            "Files and folders of HDFS, then where to on this machine. With one path it goes to the working directory."
    )
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        let sources = paths.count > 1 ? Array(paths.dropLast()) : paths
        let target = paths.count > 1 ? paths[paths.count - 1] : "."
        if target == "-" {
            try shell.forEach(sources) { item in
                if item.isDirectory { throw ShellFailure.isDirectory(item.text) }
                try FileOutput.print(item, from: 0, upTo: .max, verifiesChecksums: !checksums.ignores, to: shell)
            }
            return
        }
        let items = try Sources.items(sources, shell)
        guard !items.isEmpty else { return }
        var options = transfer.copying
        options.verifiesChecksums = !checksums.ignores
        options.writesChecksums = writesChecksums
        try shell.attempt {
            try Copier(shell, options).copy(
                items,
                to: try shell.localItem(target),
                namesFolder: ShellPath(target).namesFolder
            )
        }
    }
}

/// `weft fs cp` (CopyCommands.java, Cp).
struct CopyCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "cp",
        abstract: "Copy files and folders within HDFS, or from one file system to another.",
        discussion: """
            -p keeps times, owner, group and permission; letters behind it say what is kept: t times, o owner and group,
            p permission, a permission and access control list, x extended attributes.

            Examples:
              weft fs cp /data/2024 /backup
              weft fs cp -ptopax /data/2024 /backup
              weft fs cp -p -t 8 hdfs://old:8020/data hdfs://new:8020/data
            """
    )

    @OptionGroup var transfer: TransferOptions

    @Option(
        help: ArgumentHelp("Keep what the letters say; the same as -p with letters behind it.", valueName: "topax"),
        transform: { try Preservation(letters: $0) }
    )
    var preserve: Preservation?

    @Argument(help: "Files and folders, then where to.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func validate() throws { try Sources.validate(paths) }

    func run(in shell: Shell) throws {
        let targetPath = ShellPath(paths[paths.count - 1])
        let target = try ShellItem(targetPath, on: shell.fileSystems.fileSystem(for: targetPath))
        let items = try Sources.items(paths.dropLast(), shell)
        guard !items.isEmpty else { return }
        try shell.attempt {
            var options = transfer.copying
            if let preserve { options.preserved = preserve }
            try Copier(shell, options).copy(items, to: target, namesFolder: targetPath.namesFolder)
        }
    }
}

/// `weft fs mv` (MoveCommands.java, Rename).
struct MoveCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "mv",
        abstract: "Give files and folders another name, or move them into a folder.",
        discussion: """
            Both must be on the same file system. Nothing is replaced.

            Examples:
              weft fs mv /data/new /data/2024
              weft fs mv '/incoming/*.csv' /data
            """
    )

    @Argument(help: "Files and folders, then where to.")
    var paths: [String]

    @OptionGroup var cluster: ClusterOptions

    func validate() throws { try Sources.validate(paths) }

    func run(in shell: Shell) throws {
        let targetPath = ShellPath(paths[paths.count - 1])
        let target = try ShellItem(targetPath, on: shell.fileSystems.fileSystem(for: targetPath))
        let items = try Sources.items(paths.dropLast(), shell)
        guard !items.isEmpty else { return }
        try shell.attempt {
            try Copier.check(target, sources: items.count, namesFolder: targetPath.namesFolder)
            for item in items {
                try Interruption.check()
                try shell.attempt { try move(item, to: target) }
            }
        }
    }

    private func move(_ item: ShellItem, to target: ShellItem) throws {
        guard item.status != nil else { throw ShellFailure.notFound(item.text) }
        guard item.fileSystem.name == target.fileSystem.name else {
            throw ShellFailure.failure("invalid-argument", item.text, "Does not match target filesystem")
        }
        var own = try Copier.ownTarget(of: item, in: target)
        try own.refresh()
        if own.status != nil { throw ShellFailure.exists(own.text) }
        try item.fileSystem.rename(item.path, to: own.path, overwrite: false)
    }
}

/// Sources of a command that has a target behind them.
enum Sources {
    static func validate(_ paths: [String]) throws {
        guard paths.count > 1 else { throw ValidationError("Give at least two paths: what, and where to.") }
    }

    /// What the sources stand for. Of a pattern that fits nothing the error is reported here; of other paths, where they
    /// are used.
    static func items(_ paths: some Sequence<String>, _ shell: Shell) throws -> [ShellItem] {
        var items: [ShellItem] = []
        for path in paths { try shell.attempt { items += try shell.items(path) } }
        return items
    }
}
