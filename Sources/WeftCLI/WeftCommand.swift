import Glibc
import Weft

/// The command line of Weft.
@main
struct WeftCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weft",
        abstract: "Run distributed data applications written in Swift.",
        discussion: """
            Examples:
              weft submit --master 'local[4]' WordCount README.md
              weft submit --help
              weft fs ls /data
              weft yarn apps
              weft minicluster start --nodes 2
              weft diagnose
              weft config list
            """,
        version: "weft \(WeftVersion.current)",
        subcommands: [
            SubmitCommand.self, FileSystemCommands.self, YARNCommands.self, MiniClusterCommand.self,
            DiagnoseCommand.self,
            ConfigCommand.self,
        ]
    )

    /// Ends with 0, with 2 when settings or the application are refused, with 64 when the command line is wrong.
    static func main() {
        do {
            var command = try parseAsRoot(HadoopArguments.normalized(Array(CommandLine.arguments.dropFirst())))
            try command.run()
        } catch let error as WeftError {
            StandardError.print("error: \(error)")
            Glibc.exit(ExitStatus.badConfiguration)
        } catch {
            exit(withError: error)
        }
    }
}
