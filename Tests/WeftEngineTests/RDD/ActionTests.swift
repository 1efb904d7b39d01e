import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Actions")
struct ActionTests {
    @Test("count, first, isEmpty, collect", arguments: [1, 2, 9])
    func simple(partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize([7, -2, 7], partitions: partitions)
            #expect(try await rdd.count() == 3)
            #expect(try await rdd.first() == 7)
            #expect(try await rdd.isEmpty() == false)
            #expect(try await rdd.filter { $0 > 9 }.isEmpty())
            #expect(try await rdd.collect() == [7, -2, 7])
        }
    }

    @Test("actions that need a row say so", arguments: [1, 3])
    func emptyCollection(partitions: Int) async throws {
        try await withContext { context async throws in
            let none = context.parallelize([Int](), partitions: partitions)
            let actions: [(String, () async throws -> Void)] = [
                ("first", { _ = try await none.first() }), ("reduce", { _ = try await none.reduce(+) }),
                ("max", { _ = try await none.max() }), ("min", { _ = try await none.min() }),
                ("treeReduce", { _ = try await none.treeReduce(+) }),
            ]
            for (name, action) in actions {
                let error = try await failure(action)
                #expect(error.code == "empty-collection")
                #expect(error.message.contains(name))
                #expect(error.location?.contains("ActionTests.swift") == true)
            }
            #expect(try await none.fold(5, +) == 5 * (partitions + 1))
            #expect(try await none.sum() == 0)
            #expect(try await none.stats().count == 0)
            #expect(try await none.map { Double($0) }.mean().isNaN)
            #expect(try await none.countByValue().isEmpty)
            #expect(try await none.top(3).isEmpty)
            #expect(try await none.take(3).isEmpty)
            #expect(try await none.takeSample(3).isEmpty)
            #expect(try await none.takeSample(withReplacement: true, 3).isEmpty)
        }
    }

    @Test("take reads only as many partitions as it needs", arguments: [0, 1, 3, 10, 49, 99, 100, 500])
    func takes(count: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<100, partitions: 40)
            let (rows, record) = try await context.recording { try await rdd.take(count) }
            #expect(rows == Array((0..<100).prefix(count)))
            switch count {
            case 0: #expect(record.jobs.isEmpty)
            case 1: #expect(record.startedTasks.count == 1)
            case 3: #expect(record.startedTasks.count < 10)
            default: break
            }
        }
    }

    @Test("take finds rows in the last partitions, and across batches")
    func takesLate() async throws {
        try await withContext { context async throws in
            let late = context.range(0..<100, partitions: 25).filter { $0 >= 98 }
            #expect(try await late.take(1) == [98])
            #expect(try await late.take(5) == [98, 99])
            #expect(try await late.first() == 98)
            #expect(try await context.range(0..<5000, partitions: 2).take(4000) == Array(0..<4000))
            #expect(try await context.range(0..<5000, partitions: 2).take(-1).isEmpty)
        }
    }

    @Test("top, takeOrdered, min and max", arguments: [1, 2, 6])
    func ordered(partitions: Int) async throws {
        try await withContext { context async throws in
            let rows = [5, -1, 9, 9, 0, 3]
            let rdd = context.parallelize(rows, partitions: partitions)
            #expect(try await rdd.top(3) == [9, 9, 5])
            #expect(try await rdd.takeOrdered(3) == [-1, 0, 3])
            #expect(try await rdd.top(100) == rows.sorted(by: >))
            #expect(try await rdd.top(0).isEmpty)
            #expect(try await rdd.takeOrdered(-1).isEmpty)
            #expect(try await rdd.max() == 9)
            #expect(try await rdd.min() == -1)
            #expect(try await rdd.top(2) { -$0 } == [-1, 0])
            #expect(try await rdd.takeOrdered(2) { abs($0 - 4) }.sorted() == [3, 5])
            let many = context.range(0..<10_000, partitions: partitions).map { ($0 &* 7919) % 10_007 }
            let sorted = (0..<10_000).map { ($0 &* 7919) % 10_007 }.sorted()
            #expect(try await many.takeOrdered(50) == Array(sorted.prefix(50)))
            #expect(try await many.top(50) == Array(sorted.reversed().prefix(50)))
        }
    }

    @Test("top and takeOrdered by \\.value and \\.key", arguments: [1, 3])
    func orderedPairs(partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize([("b", 2), ("a", 2), ("c", 9), ("d", -4)], partitions: partitions)
            let top = try await rdd.top(3, by: \.value)
            #expect(top.map { $0.key } == ["c", "a", "b"])
            #expect(top.map { $0.value } == [9, 2, 2])
            #expect(try await rdd.takeOrdered(2, by: \.value).map { $0.key } == ["d", "a"])
            let numbers = context.parallelize([(1, 30), (2, 10), (3, 20)], partitions: partitions)
            #expect(try await numbers.top(2, by: \.value).map { $0.key } == [1, 3])
            #expect(try await numbers.top(2, by: \.key).map { $0.key } == [3, 2])
            #expect(try await numbers.takeOrdered(1, by: \.key).map { $0.value } == [30])
        }
    }

    @Test("reduce, fold, aggregate", arguments: [1, 2, 7, 30])
    func folds(partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(1...20, partitions: partitions)
            #expect(try await rdd.reduce(+) == 210)
            #expect(try await rdd.filter { $0 == 13 }.reduce(*) == 13)
            #expect(try await rdd.fold(0, +) == 210)
            #expect(try await rdd.fold(-100) { max($0, $1) } == 20)
            let joined = try await rdd.aggregate("", add: { $0 + "\($1)," }, merge: { $0 + $1 })
            #expect(joined == (1...20).map { "\($0)," }.joined())
            let counts = try await rdd.aggregate(
                [Int: Int](),
                add: { $0.merging([$1 % 3: 1], uniquingKeysWith: +) },
                merge: { $0.merging($1, uniquingKeysWith: +) }
            )
            #expect(counts == [0: 6, 1: 7, 2: 7])
        }
    }

    @Test("treeReduce at any depth", arguments: [(1, 1), (1, 3), (7, 1), (7, 2), (40, 2), (40, 3), (40, 6), (40, 0)])
    func treeReduces(partitions: Int, depth: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.range(1..<201, partitions: partitions)
            #expect(try await rdd.treeReduce(depth: depth, +) == 20_100)
            #expect(try await rdd.filter { $0 == 200 }.treeReduce(depth: depth) { max($0, $1) } == 200)
        }
    }

    @Test("takeSample is exact, fair and repeats with its seed", arguments: [1, 4])
    func takeSample(partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<300, partitions: partitions)
            let sample = try await rdd.takeSample(40, seed: 11)
            #expect(sample.count == 40 && Set(sample).count == 40)
            #expect(try await rdd.takeSample(40, seed: 11) == sample)
            #expect(try await rdd.takeSample(40, seed: 12) != sample)
            #expect(try await rdd.takeSample(1000, seed: 1).sorted() == Array(0..<300))
            #expect(try await rdd.takeSample(0, seed: 1).isEmpty)
            #expect(sample.contains { $0 >= 150 } && sample.contains { $0 < 150 })
            let doubles = try await rdd.takeSample(withReplacement: true, 600, seed: 5)
            #expect(doubles.count == 600)
            #expect(Set(doubles).count < 600 && Set(doubles).count > 150)
            #expect(
                try await context.parallelize([4], partitions: partitions).takeSample(withReplacement: true, 3) == [
                    4, 4, 4,
                ]
            )
        }
    }

    @Test("foreach and foreachPartition run on the executors", arguments: [1, 3])
    func foreach(partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<1500, partitions: partitions)
            let sum = context.longAccumulator("sum")
            try await rdd.foreach { sum.add($0) }
            #expect(sum.value == 1500 * 1499 / 2)
            let calls = context.longAccumulator()
            let rows = context.longAccumulator()
            try await rdd.foreachPartition { part in
                calls.add(1)
                for _ in part { rows.add(1) }
            }
            #expect(calls.value == partitions)
            #expect(rows.value == 1500)
        }
    }

    @Test("sum, mean, stats", arguments: [1, 2, 10])
    func statistics(partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize([2, 4, 4, 4, 5, 5, 7, 9], partitions: partitions)
            #expect(try await rdd.sum() == 40)
            let stats = try await rdd.stats()
            #expect(stats.count == 8)
            #expect(abs(stats.mean - 5) < 1e-12)
            #expect(abs(stats.variance - 4) < 1e-12)
            #expect(abs(stats.standardDeviation - 2) < 1e-12)
            #expect(abs(stats.sampleVariance - 32.0 / 7) < 1e-12)
            #expect(stats.min == 2 && stats.max == 9 && abs(stats.sum - 40) < 1e-9)
            let doubles = rdd.map { Double($0) / 2 }
            #expect(try await doubles.sum() == 20)
            #expect(try await doubles.mean() == 2.5)
            #expect(try await rdd.map { UInt8($0) }.sum() == 40)
            #expect(try await rdd.map { Float($0) }.stats().max == 9)
            // A large mean with a small spread, which sums of squares lose.
            let offset = try await rdd.map { Double($0) + 1e9 }.stats()
            #expect(abs(offset.variance - 4) < 1e-5)
        }
    }

    @Test("a sum beyond 64 bits is an error", arguments: [1, 2])
    func overflow(partitions: Int) async throws {
        try await withContext { context async throws in
            let error = try await failure {
                _ = try await context.parallelize([Int.max, 1], partitions: partitions).sum()
            }
            #expect(error.root.code == "overflow")
            let wide = try await failure { _ = try await context.parallelize([UInt64.max], partitions: 1).sum() }
            #expect(wide.root.code == "overflow")
        }
    }
}
