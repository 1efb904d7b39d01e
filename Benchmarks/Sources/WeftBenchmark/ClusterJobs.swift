import Weft

/// Runs a job of many tasks that do nothing but count one row each.
struct EmptyTasks: Application {
    static let configuration = CommandConfiguration(commandName: "tasks", abstract: "Run many empty tasks.")

    @Argument(help: "How many tasks.")
    var count: Int

    @Option(help: "How many tasks before these.")
    var warmUp = 5_000

    func run(in context: Context) async throws {
        if warmUp > 0 { _ = try await context.range(0..<warmUp, partitions: warmUp).count() }
        let start = ContinuousClock.now
        Report.line("result", try await context.range(0..<count, partitions: count).count())
        Report.seconds(since: start)
    }
}

/// Runs a job with a shuffle and then does nothing, so that executors without work can be looked at.
struct Idle: Application {
    static let configuration = CommandConfiguration(commandName: "idle", abstract: "Run one job, then wait.")

    @Option(help: "How many seconds to wait.")
    var wait = 2.0

    func run(in context: Context) async throws {
        let pairs = context.range(0..<1_000_000, partitions: 4).map { ($0 % 1000, $0) }
        Report.line("result", try await pairs.reduceByKey(+).count())
        Report.line("idle", "now")
        try await Task.sleep(for: .seconds(wait))
    }
}
