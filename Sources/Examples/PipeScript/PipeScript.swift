import Weft

/// Sends the lines of text files through a script.
@main
struct PipeScript: Application {
    static let configuration = CommandConfiguration(
        commandName: "PipeScript",
        abstract: "Sends the lines of text files through a Python script, one process a partition.",
        discussion: """
            The script reads lines from its standard input and prints lines; it runs where the data is, with python3. What
            it prints is shown, or written with --output. longest_word.py, beside the source of this example, is one.

            EXAMPLES
              weft submit --master 'local[2]' PipeScript README.md --script longest_word.py
              weft submit --files longest_word.py PipeScript README.md --script longest_word.py --output words
            """
    )

    @Argument(help: "A file, a folder or a glob.")
    var input: String

    @Option(help: "A script's path, or the name under which --files has sent one.")
    var script: String

    @Option(help: "A folder for what the script prints; it must not exist.")
    var output: String?

    func run(in context: Context) async throws {
        let name = script.split(separator: "/").last.map { String($0) } ?? script
        if (try? WeftFiles.path(of: name)) == nil { try context.addFile(script) }
        // The closure runs in the task: where the script lies is different on each executor.
        let lines = context.textFile(input, as: Bytes.self).pipe { ["python3", try WeftFiles.path(of: name)] }
        if let output {
            try await lines.saveAsTextFile(output)
        } else {
            for line in try await lines.collect() { print(line) }
        }
    }
}
