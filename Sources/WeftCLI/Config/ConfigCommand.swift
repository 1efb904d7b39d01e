import Weft

/// `weft config`: what can be set, and what is.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show configuration keys and their values.",
        discussion: """
            Examples:
              weft config list
              weft config list --set
              weft config docs > docs/configuration.md
            """,
        subcommands: [List.self, Docs.self, Template.self]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every key with its value and where that comes from.",
            discussion: """
                These are the settings that an application gets when it is started from here: of weft-defaults.conf and of
                the environment. Secrets are not shown.

                Examples:
                  weft config list
                  WEFT_EXECUTOR_MEMORY=2g weft config list --set
                  weft config list --properties-file production.conf
                """
        )

        @Flag(name: .customLong("set"), help: "Only what isn't the default.")
        var onlySet = false

        @Option(help: ArgumentHelp("Read this file in place of weft-defaults.conf.", valueName: "path"))
        var propertiesFile: String?

        func run() throws {
            let configuration = try Configuration.load(propertiesFile: propertiesFile)
            let entries = configuration.entries.filter { !onlySet || $0.source != .defaultValue }
            print(SettingsTable.format(entries), terminator: "")
        }
    }

    struct Docs: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the documentation of all keys as Markdown.",
            discussion: """
                Example:
                  weft config docs > docs/configuration.md
                """
        )

        func run() { print(ConfigurationKeys.documentation, terminator: "") }
    }

    struct Template: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a weft-defaults.conf in which every key is a comment.",
            discussion: """
                Example:
                  weft config template > conf/weft-defaults.conf
                """
        )

        func run() { print(ConfigurationKeys.template, terminator: "") }
    }
}

/// Settings as lines of text.
enum SettingsTable {
    /// One line for each entry: key, value and, in brackets, the source.
    static func format(_ entries: [Configuration.Entry], indent: String = "") -> String {
        let width = entries.map(\.name.count).max() ?? 0
        return entries.map { entry in
            let padding = String(repeating: " ", count: width - entry.name.count)
            return "\(indent)\(entry.name)\(padding)  \(entry.value)  (\(entry.source))\n"
        }.joined()
    }
}
