import ArgumentParser
import WeftDiagnostics

/// `weft fs stat` (Stat.java).
struct StatCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "stat",
        abstract: "Print what is known about files and folders, in a format of your own.",
        discussion: """
            In the format stands: %a permission in octal, %A in letters, %b bytes, %F kind, %g group, %n name, %o block
            size, %r replicas, %u owner, %x and %X time of the last access, %y and %Y of the last change, both in UTC or
            in milliseconds since 1970; %% a percent sign. The format is the first argument if it has a % in it; without
            one it is %y.

            Examples:
              weft fs stat '%b %y %n' '/data/part-*'
              weft fs stat /data
            """
    )

    @Argument(help: "The format, if there is one, and files and folders; patterns too.")
    var arguments: [String]

    @OptionGroup var cluster: ClusterOptions

    func validate() throws {
        guard arguments.count > 1 || !arguments[0].contains("%") else {
            throw ValidationError("Give a path behind the format.")
        }
    }

    func run(in shell: Shell) throws {
        let hasFormat = arguments[0].contains("%")
        let format = hasFormat ? arguments[0] : "%y"
        try shell.forEach(Array(arguments.dropFirst(hasFormat ? 1 : 0))) { item in
            guard let status = item.status else { return }
            try shell.output.print(Self.text(format, status))
        }
    }

    static func text(_ format: String, _ status: ShellFileStatus) -> String {
        var text = ""
        var rest = format[...]
        while let character = rest.popFirst() {
            guard character == "%", let letter = rest.popFirst() else {
                text.append(character)
                continue
            }
            switch letter {
            case "a": text += PermissionText.octal(status.permission)
            case "A": text += PermissionText.letters(status.permission)
            case "b": text += String(status.length)
            case "F": text += kind(status)
            case "g": text += status.group
            case "n": text += status.name
            case "o": text += String(status.blockSize)
            case "r": text += String(status.replication)
            case "u": text += status.owner
            case "x": text += TimeText.secondsUTC(status.accessTime)
            case "X": text += String(status.accessTime)
            case "y": text += TimeText.secondsUTC(status.modificationTime)
            case "Y": text += String(status.modificationTime)
            // Java leaves the percent sign out, and so makes % of %%.
            default: text.append(letter)
            }
        }
        return text
    }

    private static func kind(_ status: ShellFileStatus) -> String {
        switch status.kind {
        case .directory: "directory"
        case .symbolicLink: "symlink"
        case .file: "regular file"
        }
    }
}
