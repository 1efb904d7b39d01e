import Weft

/// Estimates pi by throwing darts at a square and counting those that hit the circle in it.
@main
struct PiEstimate: Application {
    static let configuration = CommandConfiguration(
        commandName: "PiEstimate",
        abstract: "Estimates pi by throwing darts.",
        discussion: """
            Each slice has random numbers of its own, so the same seed gives the same estimate on every master.

            EXAMPLES
              weft submit --master 'local[2]' PiEstimate
              weft submit PiEstimate 100 --samples 10000000 --seed 7
            """
    )

    @Argument(help: "How many partitions.")
    var slices = 2

    @Option(help: "How many darts a slice throws.")
    var samples = 1_000_000

    @Option(help: "Where the random numbers start.")
    var seed: UInt64 = 1

    func validate() throws {
        guard slices >= 1 else { throw ValidationError("give at least 1 slice") }
        guard samples >= 1 else { throw ValidationError("give at least 1 sample") }
        guard !slices.multipliedReportingOverflow(by: samples).overflow else {
            throw ValidationError("\(slices) slices of \(samples) samples are too many to count")
        }
    }

    func run(in context: Context) async throws {
        // Copies: a closure that used the properties would take the whole command with it, which can't travel.
        let (samples, seed) = (samples, seed)
        let hits = try await context.range(0..<slices, partitions: slices)
            .map { slice in
                var darts = SampleGenerator(seed: seed, stream: slice)
                var hits = 0
                for _ in 0..<samples {
                    let x = darts.nextUnit() * 2 - 1
                    let y = darts.nextUnit() * 2 - 1
                    if x * x + y * y <= 1 { hits += 1 }
                }
                return hits
            }
            .sum()
        let darts = slices * samples
        print("\(hits) of \(darts) darts hit")
        print("Pi is roughly \(4 * Double(hits) / Double(darts))")
    }
}
