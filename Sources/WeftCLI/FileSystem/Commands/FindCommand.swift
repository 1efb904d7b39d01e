import ArgumentParser
import HadoopRPC
import WeftDiagnostics

/// `weft fs find` (find/Find.java).
struct FindCommand: FileSystemCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find files and folders by their names.",
        discussion: """
            Paths come first, then what must be true: -name PATTERN, -iname PATTERN (small and capital letters alike),
            -type f or d. -a or -and between them may be left out. -print prints the path on a line, -print0 ends it with
            a NUL; without either each path is printed on a line. Put weft's own flags before the paths.

            Examples:
              weft fs find /data -name '*.csv'
              weft fs find /data /logs -type f -name 'part-*' -print0 | xargs -0 -n 1 weft fs stat
            """
    )

    @OptionGroup var cluster: ClusterOptions

    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("Paths, then what must be true.", valueName: "arguments"))
    var arguments: [String] = []

    func run(in shell: Shell) throws {
        let (paths, expression) = try FindExpression.parse(arguments)
        try shell.forEach(paths) { item in
            try find(item, expression, shell)
            if item.isDirectory { try shell.walk(item) { try find($0, expression, shell) } }
        }
    }

    private func find(_ item: ShellItem, _ expression: FindExpression, _ shell: Shell) throws {
        for end in expression.endings(for: item) { try shell.output.write(Array((item.text + end).utf8)) }
    }
}

/// What `find` asks of each entry, from left to right, until something isn't true.
struct FindExpression: Sendable {
    private enum Primary: Sendable {
        case name(GlobPattern, ignoresCase: Bool)
        case kind(ShellFileStatus.Kind)
        case print(end: String)
    }

    private var primaries: [Primary] = []

    /// Reads the arguments of `find`.
    ///
    /// - Returns: the paths, `.` when there are none, and the expression.
    /// - Throws: `ValidationError`.
    static func parse(_ arguments: [String]) throws -> (paths: [String], FindExpression) {
        var rest = arguments[...]
        var paths: [String] = []
        while let argument = rest.first, !argument.hasPrefix("-") || argument == "-" {
            paths.append(argument)
            rest = rest.dropFirst()
        }
        var expression = FindExpression()
        var isAfterOperator = false
        while let word = rest.popFirst() {
            func value() throws -> String {
                guard let value = rest.popFirst() else { throw ValidationError("\(word) needs a word behind it.") }
                return value
            }
            switch word {
            case "-a", "-and":
                guard !expression.primaries.isEmpty, !isAfterOperator else {
                    throw ValidationError("There is nothing before \(word).")
                }
                isAfterOperator = true
                continue
            case "-name", "-iname":
                let text = try value()
                let ignoresCase = word == "-iname"
                guard let pattern = GlobPattern(ignoresCase ? text.lowercased() : text) else {
                    throw ValidationError("\"\(text)\" is not a pattern.")
                }
                expression.primaries.append(.name(pattern, ignoresCase: ignoresCase))
            case "-type":
                let letter = try value()
                guard let kind = ["f": ShellFileStatus.Kind.file, "d": .directory, "l": .symbolicLink][letter] else {
                    throw ValidationError("-type takes f, d or l, not \"\(letter)\".")
                }
                expression.primaries.append(.kind(kind))
            case "-print": expression.primaries.append(.print(end: "\n"))
            case "-print0": expression.primaries.append(.print(end: "\0"))
            default: throw ValidationError("Unexpected argument: \(word)")
            }
            isAfterOperator = false
        }
        if isAfterOperator { throw ValidationError("There is nothing behind the last -and.") }
        let prints = expression.primaries.contains { primary in
            if case .print = primary { true } else { false }
        }
        if !prints { expression.primaries.append(.print(end: "\n")) }
        return (paths.isEmpty ? ["."] : paths, expression)
    }

    /// With what to end the path each time that it is printed.
    func endings(for item: ShellItem) -> [String] {
        var endings: [String] = []
        for primary in primaries {
            switch primary {
            case .name(let pattern, let ignoresCase):
                guard pattern.matches(ignoresCase ? item.name.lowercased() : item.name) else { return endings }
            case .kind(let kind):
                guard item.status?.kind == kind else { return endings }
            case .print(let end): endings.append(end)
            }
        }
        return endings
    }
}
