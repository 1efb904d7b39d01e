import ArgumentParser
import WeftDiagnostics

/// `weft fs ls` (Ls.java).
struct ListCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List files and what is in folders.",
        discussion: """
            Without a path it lists the home folder. The columns are: permissions (with + if there is an access control
            list), replicas, owner, group, bytes, time of the last change, path.

            Examples:
              weft fs ls /
              weft fs ls -R -h /data
              weft fs ls -t -r '/data/part-*'
              weft fs ls -C /data | xargs weft fs cat
            """
    )

    @Flag(name: .customShort("C"), help: "Print the paths only.")
    var pathsOnly = false

    @Flag(name: .customShort("d"), help: "List a folder itself, not what is in it.")
    var foldersAsFiles = false

    @Flag(name: .customShort("h"), help: "Print sizes as 1.5 K, 2 M.")
    var isHuman = false

    @Flag(name: .customShort("q"), help: "Print ? for characters that can't be printed.")
    var hidesControls = false

    @Flag(name: .customShort("R"), help: "List what is in folders within folders too.")
    var isRecursive = false

    @Flag(name: .customShort("t"), help: "Sort by time, the latest first.")
    var sortsByTime = false

    @Flag(name: .customShort("S"), help: "Sort by size, the largest first.")
    var sortsBySize = false

    @Flag(name: .customShort("r"), help: "Sort the other way round.")
    var isReversed = false

    @Flag(name: .customShort("u"), help: "Print and sort by the time of the last access.")
    var usesAccessTime = false

    @Argument(help: "Files and folders; patterns too.")
    var paths: [String] = []

    @OptionGroup var cluster: ClusterOptions

    func run(in shell: Shell) throws {
        var widths = Widths()
        for path in paths.isEmpty ? ["."] : paths {
            try shell.attempt {
                for item in try shell.items(path) {
                    try Interruption.check()
                    try shell.attempt { try list(item, &widths, shell) }
                }
            }
        }
    }

    private func list(_ item: ShellItem, _ widths: inout Widths, _ shell: Shell) throws {
        guard item.status != nil else { throw ShellFailure.notFound(item.text) }
        guard item.isDirectory, !foldersAsFiles else {
            try print([item], &widths, shell)
            return
        }
        let entries = sorted(try item.children())
        if isRecursive { return try printTree(entries, &widths, shell) }
        if !pathsOnly, !entries.isEmpty { try shell.output.print("Found \(entries.count) items") }
        try print(entries, &widths, shell)
    }

    /// Prints entries, and after each folder what is in it.
    private func printTree(_ entries: [ShellItem], _ widths: inout Widths, _ shell: Shell) throws {
        widths.fit(entries, isHuman)
        var levels = [entries[...]]
        while var level = levels.popLast() {
            guard let entry = level.popFirst() else { continue }
            levels.append(level)
            try Interruption.check()
            try shell.output.print(line(entry, widths))
            guard entry.isDirectory else { continue }
            try shell.attempt {
                let below = sorted(try entry.children())
                widths.fit(below, isHuman)
                levels.append(below[...])
            }
        }
    }

    private func print(_ entries: [ShellItem], _ widths: inout Widths, _ shell: Shell) throws {
        widths.fit(entries, isHuman)
        for entry in entries { try shell.output.print(line(entry, widths)) }
    }

    // MARK: - Order

    private func sorted(_ items: [ShellItem]) -> [ShellItem] {
        guard sortsByTime || sortsBySize || isReversed else { return items }
        func isBefore(_ left: ShellItem, _ right: ShellItem) -> Bool {
            if sortsByTime, time(left) != time(right) { return time(left) > time(right) }
            if !sortsByTime, sortsBySize, length(left) != length(right) { return length(left) > length(right) }
            return sortsByTime || sortsBySize ? false : left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        // Swift's sort is stable: what is equal stays in the order of the names, reversed or not.
        return items.sorted { isReversed ? isBefore($1, $0) : isBefore($0, $1) }
    }

    private func time(_ item: ShellItem) -> Int64 {
        (usesAccessTime ? item.status?.accessTime : item.status?.modificationTime) ?? 0
    }

    private func length(_ item: ShellItem) -> UInt64 { item.status?.length ?? 0 }

    // MARK: - Lines

    /// How wide the columns are: they grow with what is listed, and never get narrower again, as in Java.
    private struct Widths {
        var replication = 3
        var length = 10
        var owner = 0
        var group = 0

        mutating func fit(_ items: [ShellItem], _ isHuman: Bool) {
            for case let status? in items.map(\.status) {
                replication = max(replication, ListCommand.replication(status).count)
                length = max(length, SizeText.text(status.length, isHuman: isHuman).count)
                owner = max(owner, status.owner.count)
                group = max(group, status.group.count)
            }
        }
    }

    private static func replication(_ status: ShellFileStatus) -> String {
        status.isDirectory ? "-" : String(status.replication)
    }

    private func line(_ item: ShellItem, _ widths: Widths) -> String {
        let text = hidesControls ? Self.withoutControls(item.text) : item.text
        guard !pathsOnly, let status = item.status else { return text }
        var line = PermissionText.letters(status) + (status.hasACL ? "+" : " ")
        line += Self.replication(status).padded(toLeft: widths.replication) + " "
        if widths.owner > 0 { line += status.owner.padded(toRight: widths.owner) + " " }
        if widths.group > 0 { line += status.group.padded(toRight: widths.group) + " " }
        line += SizeText.text(status.length, isHuman: isHuman).padded(toLeft: widths.length) + " "
        line += TimeText.minutes(time(item)) + " "
        return line + text
    }

    private static func withoutControls(_ text: String) -> String {
        String(
            text.map { character in
                let controls: Set<Unicode.GeneralCategory> = [.control, .format, .surrogate, .unassigned]
                return character.unicodeScalars.contains { controls.contains($0.properties.generalCategory) }
                    ? "?" : character
            }
        )
    }
}
