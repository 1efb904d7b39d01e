import Weft

/// Command lines as people who know Hadoop's type them: `weft fs -ls`, `-Dkey=value`, `cp -ptopax`.
enum HadoopArguments {
    /// The arguments as the parser takes them. Those of `weft submit` belong to the application and stay as they are.
    static func normalized(_ arguments: [String]) -> [String] {
        let takesDefinitions: [any ParsableCommand.Type] = [
            FileSystemCommands.self, YARNCommands.self, DiagnoseCommand.self,
        ]
        guard let first = arguments.first,
            takesDefinitions.contains(where: { $0.configuration.commandName == first })
        else { return arguments }
        var result: [String] = []
        var isOver = false
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { isOver = true }
            if isOver {
                result.append(argument)
            } else if index == 1, first == FileSystemCommands.configuration.commandName, isFileCommand(argument) {
                result.append(String(argument.dropFirst()))
            } else if argument.hasPrefix("-D"), argument.contains("=") {
                result += ["-D", String(argument.dropFirst(2))]
            } else if result.starts(with: Self.copy), let letters = preserved(argument) {
                result += ["--preserve", letters]
            } else {
                result.append(argument)
            }
        }
        return result
    }

    private static let copy = ["fs", "cp"]

    /// The letters of `-ptopax`, which the parser would take for five flags.
    private static func preserved(_ argument: String) -> String? {
        argument.hasPrefix("-p") && argument.utf8.count > 2 ? String(argument.dropFirst(2)) : nil
    }

    private static func isFileCommand(_ argument: String) -> Bool {
        argument.hasPrefix("-")
            && FileSystemCommands.configuration.subcommands.contains {
                $0.configuration.commandName == String(argument.dropFirst())
            }
    }
}
