import Weft

/// Counts the words of text files and prints the most frequent ones.
@main
struct WordCount: Application {
    static let configuration = CommandConfiguration(
        commandName: "WordCount",
        abstract: "Counts the words of text files.",
        discussion: """
            EXAMPLES
              weft submit --master 'local[4]' WordCount README.md
              weft submit WordCount '/logs/2026-*.gz' --output counts --top 20
            """
    )

    @Argument(help: "A file, a folder or a glob.")
    var input: String

    @Option(help: "A folder for all counts; it must not exist.")
    var output: String?

    @Option(help: "How many words to print.")
    var top = 10

    @Flag(help: "Rows as String instead of bytes: slower, and words are then Swift's characters.")
    var strings = false

    func run(in context: Context) async throws {
        if strings {
            let counts = context.textFile(input).flatMap { $0.words() }.map { ($0, 1) }.reduceByKey(+)
            try await report(counts)
        } else {
            let counts = context.textFile(input, as: Bytes.self).flatMap { $0.words() }.map { ($0, 1) }.reduceByKey(+)
            try await report(counts)
        }
    }

    private func report<Word: Hashable & Comparable & Sendable>(_ counts: RDD<(Word, Int)>) async throws {
        counts.cache()
        for (word, count) in try await counts.top(top, by: \.value) { print("\(count)\t\(word)") }
        if let output { try await counts.saveAsTextFile(output) }
    }
}
