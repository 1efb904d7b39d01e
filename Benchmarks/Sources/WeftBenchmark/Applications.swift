import Weft

/// Counts the words of a text and prints the ten most frequent ones.
struct CountWords: Application {
    static let configuration = CommandConfiguration(commandName: "words", abstract: "Count the words of a text.")

    @Argument(help: "The text.")
    var input: String

    @Flag(help: "Rows as String instead of Bytes.")
    var strings = false

    @Option(help: "How many times.")
    var repetitions = 1

    func run(in context: Context) async throws {
        for _ in 0..<repetitions {
            let start = ContinuousClock.now
            if strings {
                let counts = context.textFile(input).flatMap { $0.words() }.map { ($0, 1) }.reduceByKey(+)
                Report.top(try await counts.top(10) { $0.1 })
            } else {
                let lines = context.textFile(input, as: Bytes.self)
                let counts = lines.flatMap { $0.words() }.map { ($0, 1) }.reduceByKey(+)
                Report.top(try await counts.top(10) { $0.1 })
            }
            Report.seconds(since: start)
        }
        Report.peakMemory()
    }
}

/// Runs map, filter and map over whole numbers.
struct Chain: Application {
    static let configuration = CommandConfiguration(commandName: "chain", abstract: "Run map, filter and map.")

    @Argument(help: "How many numbers.")
    var count: Int

    @Option(help: "How many times.")
    var repetitions = 5

    func run(in context: Context) async throws {
        for _ in 0..<repetitions {
            let start = ContinuousClock.now
            let rows = context.range(0..<count, partitions: 1).map { $0 &* 3 }.filter { $0 & 1 == 0 }.map { $0 &+ 1 }
            Report.line("sum", try await rows.sum())
            Report.seconds(since: start)
        }
        Report.peakMemory()
    }
}

/// Runs one task over one row and prints its result.
struct FirstResult: Application {
    static let configuration = CommandConfiguration(commandName: "first", abstract: "Run one task over one row.")

    func run(in context: Context) async throws {
        let rows = try await context.parallelize([20], partitions: 1).map { $0 + 22 }.collect()
        Report.line("result", rows[0])
    }
}
