import Weft

struct LongLines: Application {
    static let configuration = CommandConfiguration(
        commandName: "LongLines",
        abstract: "Counts the lines that are long."
    )

    @Argument(help: "A file, a folder or a glob.")
    var input: String

    @Option(help: "How many characters are long.")
    var length = 80

    func run(in context: Context) async throws {
        let length = length
        let lines = context.textFile(input)
        print(try await lines.filter { $0.count >= length }.count())
    }
}
