import Glibc
import Weft

/// Saves numbers while one task fails in the middle of its file and another one's executor is killed.
struct Saving: Application {
    @Argument(help: "A folder that doesn't exist.") var output: String
    @Argument(help: "A local folder that all processes share.") var folder: String

    func run(in context: Context) async throws {
        let faults = Faults(folder: folder, signal: SIGKILL)
        let rows = context.parallelize(0..<60_000, partitions: 6).map { number in
            if TaskContext.current?.attemptNumber == 0, number == 15_000 { throw SourMilk() }
            if number == 35_000 { faults.hitSelf("saving") }
            return number
        }
        try await rows.saveAsTextFile(output)
        print("rows \(try await context.textFile(output).map { Int($0) ?? -1 }.reduce(+))")
        // Checkpoints go where the settings say, and are read back from there.
        let doubled = context.parallelize(0..<100, partitions: 2).map { $0 * 2 }
        try doubled.checkpoint()
        _ = try await doubled.count()
        print("checkpoint \(doubled.isCheckpointed) \(try await doubled.reduce(+))")
    }
}

/// Reads a file again and again for a time, each time over new connections if the idle time is short.
struct Rereading: Application {
    @Argument var path: String
    @Argument(help: "For how many seconds.") var seconds: Int

    func run(in context: Context) async throws {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var counts: Set<Int> = []
        var life = Duration.zero
        while clock.now < end {
            counts.insert(try await context.textFile(path, minPartitions: 2).count())
            life = max(life, context.credentials.compactMap(\.expiresIn).max() ?? .zero)
            usleep(700_000)
        }
        let states = context.credentials
        print("counts \(counts.sorted())")
        // Each token lived less than the time that this took.
        print("renewed \(life < .seconds(seconds)) \(states.allSatisfy { $0.lastError == nil }) \(states.count)")
    }
}
