import ArgumentParser
import WeftDiagnostics

/// `weft fs count` (Count.java, ContentSummary.java, QuotaUsage.java).
struct CountCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Count folders, files and bytes.",
        discussion: """
            The columns are: folders, files, bytes, path. With -q four come before them: how many names there may be,
            how many of these are left, how many bytes of all replicas there may be, how many of these are left. With
            -t the columns are those of kinds of storage instead: how many bytes there may be, how many are left.

            Examples:
              weft fs count -h -v /data
              weft fs count -q '/user/*'
              weft fs count -q -t ssd,disk -v /data
            """
    )

    @Flag(name: .customShort("q"), help: "Show quotas too.")
    var showsQuota = false

    @Flag(name: .customShort("u"), help: "Show quotas only.")
    var showsQuotaOnly = false

    @Option(
        name: .customShort("t"),
        help: ArgumentHelp(
            "With -q or -u, show the quotas of these kinds of storage: ssd, disk, archive, provided, or all.",
            valueName: "types"
        ),
        transform: { try Self.storageTypes($0) }
    )
    var types: [String]?

    @Flag(name: .customShort("h"), help: "Print sizes as 1.5 K, 2 M.")
    var isHuman = false

    @Flag(name: .customShort("v"), help: "Print a line of titles first.")
    var hasHeader = false

    @Flag(name: .customShort("x"), help: "Leave out what only snapshots hold (Hadoop 2.8 or later).")
    var leavesOutSnapshots = false

    @Flag(name: .customShort("e"), help: "Show the erasure coding policy (Hadoop 3 or later).")
    var showsErasureCoding = false

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String] = []

    @OptionGroup var cluster: ClusterOptions

    private var quotaColumns: Bool { showsQuota || showsQuotaOnly }

    /// The kinds of storage whose quotas are shown instead of the other columns.
    private var shownTypes: [String]? { quotaColumns ? types : nil }

    func validate() throws {
        guard leavesOutSnapshots, quotaColumns else { return }
        throw ValidationError("Quotas count what snapshots hold: -x doesn't go together with -q or -u.")
    }

    func run(in shell: Shell) throws {
        if hasHeader { try shell.output.print((titles + ["PATHNAME"]).joined(separator: " ")) }
        try shell.forEach(paths.isEmpty ? ["."] : paths) { item in
            var summary = try item.fileSystem.summary(item.path)
            if leavesOutSnapshots { summary = try summary.withoutSnapshots() }
            let columns = try columns(summary) + [item.text]
            try shell.output.print(columns.joined(separator: " "))
        }
    }

    private var titles: [String] {
        var titles: [String] = []
        if let shownTypes {
            for type in shownTypes { titles += Self.storage("\(type)_QUOTA", "REM_\(type)_QUOTA") }
        } else {
            if quotaColumns { titles += Self.quota(["QUOTA", "REM_QUOTA", "SPACE_QUOTA", "REM_SPACE_QUOTA"]) }
            if !showsQuotaOnly { titles += Self.counts(["DIR_COUNT", "FILE_COUNT", "CONTENT_SIZE"]) }
        }
        return titles + (showsErasureCoding ? ["ERASURECODING_POLICY"] : [])
    }

    private func columns(_ summary: ShellContentSummary) throws -> [String] {
        var columns: [String] = []
        if let shownTypes {
            for type in shownTypes {
                let usage = summary.storage[type] ?? ShellStorageUsage()
                let (space, free) = quota(usage.quota, used: usage.consumed)
                columns += Self.storage(space, free)
            }
        } else {
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
        }
        guard showsErasureCoding else { return columns }
        guard let policy = summary.erasureCodingPolicy else {
            throw WeftError(
                "hdfs-unsupported",
                "the file system doesn't say how files are erasure-coded",
                remedy: "leave out -e: NameNodes know it from Hadoop 3 on"
            )
        }
        return columns + [policy == "Replicated" ? policy : "EC:\(policy)"]
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

    private static func storage(_ all: String, _ left: String) -> [String] {
        [all.padded(toLeft: 13), left.padded(toLeft: 17)]
    }

    /// The kinds of storage that a text names; those that may have a quota, for `all`.
    private static func storageTypes(_ text: String) throws -> [String] {
        let withQuota = ["SSD", "DISK", "ARCHIVE", "PROVIDED"]
        if text.isEmpty || text.lowercased() == "all" { return withQuota }
        return try text.split(separator: ",").map { name in
            let name = name.uppercased()
            guard withQuota.contains(name) || name == "RAM_DISK" else {
                throw ValidationError(
                    "-t takes ssd, disk, archive, provided, ram_disk or all, not \(name.lowercased())."
                )
            }
            return name
        }
    }
}
