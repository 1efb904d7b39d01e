import Weft

/// The pairs that `join` and `group` work on.
struct PairOptions: ParsableArguments {
    @Option(help: "How many pairs, on each side of a join.")
    var count = 10_000_000

    @Option(help: "How many partitions.")
    var partitions = 8

    @Option(help: "How many times.")
    var repetitions = 1
}

/// Joins pairs of numbers with as many others.
struct JoinPairs: Application {
    static let configuration = CommandConfiguration(commandName: "join", abstract: "Join pairs with pairs.")

    @OptionGroup var options: PairOptions

    func run(in context: Context) async throws {
        let count = options.count
        for _ in 0..<options.repetitions {
            let start = ContinuousClock.now
            let rows = context.range(0..<count, partitions: options.partitions)
            let left = rows.map { (PairKeys.scattered($0, count, repeating: 16), $0) }
            let right = rows.map { (PairKeys.scattered($0, count, repeating: 10), $0 &* 3) }
            let pairs = left.join(right, partitions: options.partitions)
            Report.line("result", try await pairs.summary { key, values in (key &* 31 &+ values.0) &* 31 &+ values.1 })
            Report.seconds(since: start)
        }
    }
}

/// Groups pairs of numbers by a tenth as many keys.
struct GroupPairs: Application {
    static let configuration = CommandConfiguration(commandName: "group", abstract: "Group pairs by their keys.")

    @OptionGroup var options: PairOptions

    func run(in context: Context) async throws {
        let keys = max(1, options.count / 10)
        for _ in 0..<options.repetitions {
            let start = ContinuousClock.now
            let pairs = context.range(0..<options.count, partitions: options.partitions).map {
                (PairKeys.drawn($0, of: keys), $0)
            }
            let groups = pairs.groupByKey(partitions: options.partitions)
            let summary = try await groups.summary { key, values in
                (key &* 31 &+ values.count) &* 31 &+ values.reduce(0, &+)
            }
            Report.line("result", summary)
            Report.seconds(since: start)
        }
    }
}

enum PairKeys {
    /// One number below `count` for each index, in no order; one index in `step` has the key of another one.
    static func scattered(_ index: Int, _ count: Int, repeating step: Int) -> Int {
        (index % step == 0 ? index / step : index) &* 7_368_787 % count
    }

    /// A number below `count`, each as likely as any other.
    static func drawn(_ index: Int, of count: Int) -> Int {
        Int(truncatingIfNeeded: SplitMix.mix(UInt64(truncatingIfNeeded: index)) >> 1) % count
    }
}

extension RDD {
    /// How many pairs there are, and the sum of their hashes modulo 2^64.
    fileprivate func summary<Value: Sendable>(
        _ hash: @escaping @Sendable (Int, Value) -> Int
    ) async throws -> String where Element == (Int, Value) {
        let parts = try await mapPartitions { rows in
            var (count, sum) = (0, 0)
            for (key, value) in rows {
                count += 1
                sum &+= hash(key, value)
            }
            return [(count, sum)]
        }.collect()
        return "count=\(parts.reduce(0) { $0 + $1.0 }) sum=\(parts.reduce(0) { $0 &+ $1.1 })"
    }
}
