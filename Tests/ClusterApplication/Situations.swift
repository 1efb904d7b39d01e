import Glibc
import Weft

enum StandardOutput {
    /// Tells something that differs from run to run.
    static func note(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// Broadcasts, accumulators, files and archives in executors.
struct Shared: Application {
    @Argument(help: "A file and an archive that were added as `words` and `packed`.") var name = "words"

    func run(in context: Context) async throws {
        let table = try context.broadcast((0..<3_000_000).map { UInt32($0 % 251) })
        let small = try context.broadcast(["a": 1, "b": 2])
        let seen = context.longAccumulator("seen")
        let pids = try await context.parallelize(0..<16, partitions: 8).map { number in
            seen.add(1)
            let words = try WeftFiles.path(of: "words")
            guard access(words, R_OK) == 0, access(try WeftFiles.path(of: "packed") + "/inner.txt", R_OK) == 0 else {
                return (-1, 0)
            }
            return (Int(getpid()), Int(try table.value[number * 1000]) + (try small.value["b"] ?? 0))
        }.collect()
        let right = pids.enumerated().allSatisfy { $1.0 > 0 && $1.1 == ($0 * 1000) % 251 + 2 }
        print("right \(right) seen \(seen.value) driver \(pids.contains { $0.0 == Int(getpid()) })")
        small.destroy()
    }
}

/// A result that takes many messages.
struct LargeResult: Application {
    func run(in context: Context) async throws {
        let rows = try await context.parallelize(0..<4, partitions: 2).flatMap { part in
            (0..<1_000_000).map { part * 1_000_000 + $0 }
        }.collect()
        print("rows \(rows.count) sum \(rows.reduce(0, +))")
    }
}

/// Groups, sorts and joins more than the memory holds, and tells the most that any executor had resident.
struct Spill: Application {
    @Option var rows = 4_000_000
    @Option var partitions = 4

    func run(in context: Context) async throws {
        let rows = rows
        let pairs = context.parallelize(0..<rows, partitions: partitions).map { number in
            ((number &* 2_654_435_761) % (rows / 4), "value number \(number) with some more text to it")
        }
        let groups = try await pairs.groupByKey(partitions: partitions).map { $0.1.count }.reduce(+)
        let sorted = pairs.sortBy(partitions: partitions) { $0.1 }
        let isSorted = try await sorted.mapPartitions { part in
            var last = ""
            var isSorted = true
            for row in part {
                if row.1 < last { isSorted = false }
                last = row.1
            }
            return [isSorted]
        }.collect().allSatisfy { $0 }
        let peaks = try await context.parallelize(0..<8, partitions: 8).map { _ in
            let lines = Killer.read("/proc/self/status").split(separator: "\n")
            func kibibytes(_ name: String) -> Int {
                let line = lines.first { $0.hasPrefix(name) } ?? ""
                return Int(line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first ?? "") ?? 0
            }
            // A debug build maps more of its libraries than an executor may have in all.
            return kibibytes("VmHWM:") - kibibytes("RssFile:")
        }.collect()
        let peak = peaks.max() ?? 0
        print("grouped \(groups) sorted \(isSorted)")
        print("peak \(peak / 1024) MiB")
    }
}

/// Many tasks that do nothing.
struct EmptyTasks: Application {
    @Option var tasks = 20_000

    func run(in context: Context) async throws {
        _ = try await context.parallelize(0..<2, partitions: 2).count()
        let clock = ContinuousClock()
        let start = clock.now
        _ = try await context.parallelize(0..<tasks, partitions: tasks).count()
        let time = clock.now - start
        let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
        print("tasks a second: \(Int(Double(tasks) / seconds))")
    }
}
