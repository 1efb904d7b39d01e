import ArgumentParser
import WeftDiagnostics

/// `weft fs du` (FsUsage.java).
struct DiskUsageCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "du",
        abstract: "Show how much files and folders hold.",
        discussion: """
            The columns are: bytes, bytes of all replicas together, path. Of a folder each entry is shown.

            Examples:
              weft fs du -h /data
              weft fs du -s -h '/user/*'
            """
    )

    @Flag(name: .customShort("s"), help: "Show one line for each path.")
    var isSummary = false

    @Flag(name: .customShort("h"), help: "Print sizes as 1.5 K, 2 M.")
    var isHuman = false

    @Flag(name: .customShort("v"), help: "Print a line of titles first.")
    var hasHeader = false

    @Flag(name: .customShort("x"), help: "Leave out what only snapshots hold (Hadoop 2.8 or later).")
    var leavesOutSnapshots = false

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String] = []

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        var table = ColumnTable([.left, .left, .left])
        if hasHeader { table.add(["SIZE", "DISK_SPACE_CONSUMED_WITH_ALL_REPLICAS", "FULL_PATH_NAME"]) }
        var isFilled = false
        func add(_ item: ShellItem) throws {
            var summary = try item.fileSystem.summary(item.path)
            if leavesOutSnapshots { summary = try summary.withoutSnapshots() }
            table.add([
                SizeText.text(summary.length, isHuman: isHuman), SizeText.text(summary.spaceConsumed, isHuman: isHuman),
                item.text,
            ])
            isFilled = true
        }
        try shell.forEach(paths.isEmpty ? ["."] : paths) { item in
            guard item.isDirectory, !isSummary else { return try add(item) }
            for entry in try item.children() {
                try Interruption.check()
                try shell.attempt { try add(entry) }
            }
        }
        if isFilled { for line in table.lines { try shell.output.print(line) } }
    }
}

/// `weft fs df` (FsUsage.java).
struct CapacityCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "df",
        abstract: "Show the space of file systems.",
        discussion: """
            Examples:
              weft fs df -h
              weft fs df -h hdfs://old:8020/ file:///
            """
    )

    @Flag(name: .customShort("h"), help: "Print sizes as 1.5 K, 2 M.")
    var isHuman = false

    @Argument(help: "Paths on the file systems.")
    var paths: [String] = []

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        var table = ColumnTable([.left, .right, .right, .right, .right])
        table.add(["Filesystem", "Size", "Used", "Available", "Use%"])
        var isFilled = false
        try shell.forEach(paths.isEmpty ? ["/"] : paths) { item in
            let space = try item.fileSystem.capacity(item.path)
            // A server may say anything.
            let share = space.capacity == 0 ? 0 : min(Double(space.used) / Double(space.capacity) * 100, 1e15).rounded()
            table.add(
                [item.fileSystem.name]
                    + [space.capacity, space.used, space.remaining].map { SizeText.text($0, isHuman: isHuman) }
                    + ["\(Int(share))%"]
            )
            isFilled = true
        }
        if isFilled { for line in table.lines { try shell.output.print(line) } }
    }
}
