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

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String] = []

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        var table = ColumnTable([.left, .left, .left])
        if hasHeader { table.add(["SIZE", "DISK_SPACE_CONSUMED_WITH_ALL_REPLICAS", "FULL_PATH_NAME"]) }
        var isFilled = false
        func add(_ item: ShellItem) throws {
            let summary = try item.fileSystem.summary(item.path)
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

/// `weft fs count` (Count.java, ContentSummary.java).
struct CountCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Count folders, files and bytes.",
        discussion: """
            The columns are: folders, files, bytes, path. With -q four come before them: how many names there may be,
            how many of these are left, how many bytes of all replicas there may be, how many of these are left.

            Examples:
              weft fs count -h -v /data
              weft fs count -q '/user/*'
            """
    )

    @Flag(name: .customShort("q"), help: "Show quotas too.")
    var showsQuota = false

    @Flag(name: .customShort("u"), help: "Show quotas only.")
    var showsQuotaOnly = false

    @Flag(name: .customShort("h"), help: "Print sizes as 1.5 K, 2 M.")
    var isHuman = false

    @Flag(name: .customShort("v"), help: "Print a line of titles first.")
    var hasHeader = false

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String] = []

    @OptionGroup var cluster: ClusterOptions

    private var quotaColumns: Bool { showsQuota || showsQuotaOnly }

    func run(in shell: Shell) throws {
        if hasHeader {
            var titles: [String] = []
            if quotaColumns { titles += Self.quota(["QUOTA", "REM_QUOTA", "SPACE_QUOTA", "REM_SPACE_QUOTA"]) }
            if !showsQuotaOnly { titles += Self.counts(["DIR_COUNT", "FILE_COUNT", "CONTENT_SIZE"]) }
            try shell.output.print((titles + ["PATHNAME"]).joined(separator: " "))
        }
        try shell.forEach(paths.isEmpty ? ["."] : paths) { item in
            let summary = try item.fileSystem.summary(item.path)
            var columns: [String] = []
            if quotaColumns {
                let (names, freeNames) = quota(summary.quota, used: summary.nameCount)
                let (space, freeSpace) = quota(summary.spaceQuota, used: summary.spaceConsumed)
                columns += Self.quota([names, freeNames, space, freeSpace])
            }
            if !showsQuotaOnly {
                columns += Self.counts([
                    text(summary.directoryCount), text(summary.fileCount), text(summary.length),
                ])
            }
            try shell.output.print((columns + [item.text]).joined(separator: " "))
        }
    }

    private func text(_ number: UInt64) -> String { SizeText.text(number, isHuman: isHuman) }

    private func quota(_ quota: UInt64?, used: UInt64) -> (all: String, left: String) {
        guard let quota else { return ("none", "inf") }
        return (text(quota), quota >= used ? text(quota - used) : "-" + text(used - quota))
    }

    private static func quota(_ texts: [String]) -> [String] {
        zip(texts, [12, 15, 15, 15]).map { $0.padded(toLeft: $1) }
    }

    private static func counts(_ texts: [String]) -> [String] {
        zip(texts, [12, 12, 18]).map { $0.padded(toLeft: $1) }
    }
}
