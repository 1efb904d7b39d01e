import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Jobs in contexts of which almost all memory is taken, so that little data is much.
@Suite("Jobs that spill")
struct SpillingJobTests {
    /// Runs `body` in a context that has two megabytes left for its two slots, and checks that tasks spilled.
    private func withLittleMemory(_ body: (Context) async throws -> Void) async throws {
        try await withContext(["weft.memory.storageFraction": "1", "weft.driver.memory": "64m"]) {
            context async throws in
            let memory = context.environment.memory
            // Protected storage, which tasks can't get back.
            #expect(memory.acquireStorage(memory.budget - (2 << 20)) == .granted)
            let (_, record) = try await context.recording { try await body(context) }
            let spilled = record.endedTasks.reduce(0) { $0 + ($1.metrics?.diskSpilledBytes ?? 0) }
            #expect(spilled > 0)
            #expect(record.endedTasks.contains { ($0.metrics?.memorySpilledBytes ?? 0) > 0 })
            #expect(record.endedTasks.contains { ($0.metrics?.peakExecutionMemoryBytes ?? 0) > 0 })
            #expect(memory.metrics.executionUsed == 0)
        }
    }

    @Test("reduceByKey, with and without a shuffle")
    func reduce() async throws {
        try await withLittleMemory { context async throws in
            let rows = context.range(0..<300_000, partitions: 4).map { ($0 % 150_000, 1) }
            let counts = rows.reduceByKey(partitions: 2, +)
            #expect(try await counts.count() == 150_000)
            #expect(try await counts.filter { $0.1 != 2 }.count() == 0)
            let again = rows.partitionBy(HashPartitioner(2)).reduceByKey(+)
            #expect(try await again.values().sum() == 300_000)
        }
    }

    @Test("groupByKey and cogroup, one key having a fifth of the rows")
    func group() async throws {
        try await withLittleMemory { context async throws in
            let rows = context.range(0..<120_000, partitions: 3).map { ($0 % 5 == 0 ? -1 : $0 % 7001, "value \($0)") }
            let sizes = try await rows.groupByKey(partitions: 2).mapValues { $0.count }.collectAsMap()
            let expected = Dictionary((0..<120_000).map { ($0 % 5 == 0 ? -1 : $0 % 7001, 1) }, uniquingKeysWith: +)
            #expect(sizes == expected)
            let other = context.range(0..<7001, partitions: 2).map { ($0, $0) }
            let groups = rows.cogroup(other, partitions: 2).mapValues { $0.0.count * 10 + $0.1.count }
            let both = try await groups.collectAsMap()
            #expect(
                both
                    == expected.merging((0..<7001).map { ($0, 0) }) { old, _ in old }.reduce(into: [:]) {
                        $0[$1.key] = $1.value * 10 + ($1.key >= 0 ? 1 : 0)
                    }
            )
        }
    }

    @Test("join, outer joins and subtractByKey, one key having a fifth of the rows")
    func join() async throws {
        try await withLittleMemory { context async throws in
            let left = context.range(0..<100_000, partitions: 3).map { ($0 % 5 == 0 ? -1 : $0, "left \($0)") }
            let right = context.range(-50_000..<50_000, partitions: 3).map { ($0, $0) }
            #expect(try await left.join(right, partitions: 2).count() == 20_000 + 40_000)
            #expect(try await left.leftOuterJoin(right, partitions: 2).count() == 100_000)
            #expect(
                try await left.fullOuterJoin(right, partitions: 2).filter { $0.1.0 == nil }.count() == 59_999
            )
            #expect(try await left.subtractByKey(right, partitions: 2).count() == 40_000)
        }
    }

    @Test("distinct, intersection and subtract")
    func sets() async throws {
        try await withLittleMemory { context async throws in
            let rows = context.range(0..<200_000, partitions: 3).map { "row number \($0 % 90_000)" }
            let other = context.range(0..<200_000, partitions: 3).map { "row number \($0 + 45_000)" }
            #expect(try await rows.distinct(partitions: 2).count() == 90_000)
            #expect(try await rows.intersection(other, partitions: 2).count() == 45_000)
            #expect(try await rows.subtract(other, partitions: 2).count() == 90_000 + 20_000)
        }
    }

    @Test("sortBy and sortByKey in both directions")
    func sort() async throws {
        try await withLittleMemory { context async throws in
            let rows = context.range(0..<200_000, partitions: 3).map { $0 &* 7919 % 200_000 }
            #expect(try await rows.sortBy(partitions: 2) { $0 }.collect() == Array(0..<200_000))
            let texts = rows.map { ("key \($0)", $0) }.sortByKey(ascending: false, partitions: 2)
            #expect(try await texts.keys().collect() == (0..<200_000).map { "key \($0)" }.sorted(by: >))
        }
    }

    @Test("a table below a sort gives its memory up to it")
    func twoSteps() async throws {
        try await withLittleMemory { context async throws in
            let counts = context.range(0..<200_000, partitions: 2).map { ($0 % 100_000, 1) }
                .partitionBy(HashPartitioner(1)).reduceByKey(+).groupBy(partitions: 1) { $0.0 % 50_000 }
            #expect(try await counts.mapValues { $0.count }.values().sum() == 100_000)
        }
    }

    @Test("what a merge throws fails the job, and nothing is left behind")
    func throwing() async throws {
        try await withLittleMemory { context async throws in
            let rows = context.range(0..<200_000, partitions: 2).map { ($0 % 100_000, $0) }
            let error = try await failure {
                _ = try await rows.reduceByKey(partitions: 1) { first, second in
                    if first % 100_000 == 99_999 { throw WeftError("test-failure", "no") }
                    return first + second
                }.count()
            }
            #expect(error.codes.contains("test-failure"))
            #expect(try await rows.reduceByKey(partitions: 1, +).count() == 100_000)
        }
    }

    @Test("keys that hash differently in each process are refused")
    func unstableKeys() async throws {
        try await withContext { context async throws in
            let rows = context.range(0..<10, partitions: 2).map { (Set([$0]), $0) }
            for job in [rows.reduceByKey(+).count, rows.mapValues { [$0] }.groupByKey().count] {
                let error = try await failure { _ = try await job(#fileID, #line) }
                #expect(error.codes.contains("unstable-key"))
            }
        }
    }
}
