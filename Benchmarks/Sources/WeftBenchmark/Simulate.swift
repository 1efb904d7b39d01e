import Glibc
import Weft
import WeftEngine

/// A driver with thousands of executors, all in this process: what the driver's own work costs.
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run tasks on simulated executors."
    )

    @Option(help: "How many executors.")
    var executors = 2_000

    @Option(help: "How many tasks.")
    var tasks = 200_000

    func run() async throws {
        let count = executors
        ClusterManagers.register { _ in try SimulatedCluster(count: count, cores: 1, result: 1) }
        var configuration = Configuration()
        try configuration.set("weft.scheduler.minRegisteredResourcesRatio", "1", source: .code)
        try configuration.set("weft.scheduler.maxRegisteredResourcesWaitingTime", "10min", source: .code)
        let before = Self.resident
        let start = ContinuousClock.now
        let context = try Context(configuration: configuration)
        // The first job waits until all executors are there.
        _ = try await context.parallelize(0..<count, partitions: count).count()
        Report.line("connect seconds", Self.seconds(since: start))
        Report.line("executor KiB", Double(Self.resident - before) / 1024 / Double(count))
        let cpu = Self.processorTime
        let job = ContinuousClock.now
        let rows = try await context.parallelize(0..<tasks, partitions: tasks).count()
        guard rows == tasks else { throw ExitCode.failure }
        Report.line("job seconds", Self.seconds(since: job))
        Report.line("task microseconds", (Self.processorTime - cpu) * 1e6 / Double(tasks))
        Report.peakMemory()
        await context.stop()
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let parts = (ContinuousClock.now - start).components
        return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
    }

    /// The processor time of this process in seconds.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// The resident bytes of this process.
    private static var resident: Int {
        guard let statistics = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(statistics) }
        var text = [CChar](repeating: 0, count: 128)
        guard fgets(&text, Int32(text.count), statistics) != nil else { return 0 }
        let fields = text.withUnsafeBytes { Bytes(copying: $0) }.words().prefix(2).map { $0 }
        return fields.count == 2 ? (Int(String(fields[1])) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }
}
