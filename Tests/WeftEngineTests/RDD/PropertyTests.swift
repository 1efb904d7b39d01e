import Testing

@testable import WeftEngine

/// Random pairs, from few to many keys, and a random cut.
private struct RandomInput {
    var rows: [(Int, Int)]
    var others: [(Int, Int)]
    var partitions: Int
    var reducers: Int

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let keys = [1, 3, 20, 500].randomElement(using: &random) ?? 1
        func pairs(_ count: Int) -> [(Int, Int)] {
            (0..<count).map { _ in
                (Int.random(in: -keys...keys, using: &random), Int.random(in: -99...99, using: &random))
            }
        }
        rows = pairs([0, 1, 7, 100, 2500].randomElement(using: &random) ?? 0)
        others = pairs([0, 1, 10, 60].randomElement(using: &random) ?? 0)
        partitions = Int.random(in: 1...9, using: &random)
        reducers = Int.random(in: 1...9, using: &random)
    }
}

@Suite("Against plain Swift, on random rows")
struct PropertyTests {
    @Test("by key", arguments: 0..<12 as Range<UInt64>)
    func byKey(seed: UInt64) async throws {
        let input = RandomInput(seed: seed)
        let rows = input.rows
        let groups = Dictionary(grouping: rows, by: { $0.0 }).mapValues { $0.map { $0.1 } }
        try await withContext { context async throws in
            let rdd = context.parallelize(rows, partitions: input.partitions)
            let sums = try await rdd.reduceByKey(partitions: input.reducers, +).collectAsMap()
            #expect(sums == groups.mapValues { $0.reduce(0, +) })
            let grouped = try await rdd.groupByKey(partitions: input.reducers).collectAsMap()
            #expect(grouped.mapValues { $0.sorted() } == groups.mapValues { $0.sorted() })
            #expect(try await rdd.countByKey() == groups.mapValues(\.count))
            let sorted = try await rdd.sortByKey(partitions: input.reducers).collect()
            #expect(sorted.map { $0.0 } == rows.map { $0.0 }.sorted())
            #expect(bag(pairs(sorted)) == bag(pairs(rows)))
        }
    }

    @Test("joins", arguments: 100..<110 as Range<UInt64>)
    func joins(seed: UInt64) async throws {
        let input = RandomInput(seed: seed)
        let (rows, others) = (input.rows, input.others)
        let otherGroups = Dictionary(grouping: others, by: { $0.0 }).mapValues { $0.map { $0.1 } }
        let keys = Set(rows.map { $0.0 })
        try await withContext { context async throws in
            let a = context.parallelize(rows, partitions: input.partitions)
            let b = context.parallelize(others, partitions: input.reducers)
            let inner = rows.flatMap { row in (otherGroups[row.0] ?? []).map { [row.0, row.1, $0] } }
            #expect(bag(try await a.join(b).collect().map { [$0.0, $0.1.0, $0.1.1] }) == bag(inner))
            let onlyLeft = rows.filter { otherGroups[$0.0] == nil }.map { [$0.0, $0.1, nil] }
            let onlyRight = others.filter { !keys.contains($0.0) }.map { [$0.0, nil, $0.1] }
            let optional = inner.map { $0.map(Optional.some) }
            let full = try await a.fullOuterJoin(b).collect().map { [$0.0, $0.1.0, $0.1.1] }
            #expect(bag(full) == bag(optional + onlyLeft + onlyRight))
            let left = try await a.leftOuterJoin(b).collect().map { [$0.0, $0.1.0, $0.1.1] }
            #expect(bag(left) == bag(optional + onlyLeft))
            let right = try await a.rightOuterJoin(b).collect().map { [$0.0, $0.1.0, $0.1.1] }
            #expect(bag(right) == bag(optional + onlyRight))
            let subtracted = try await a.subtractByKey(b).collect()
            #expect(bag(pairs(subtracted)) == bag(pairs(rows.filter { otherGroups[$0.0] == nil })))
        }
    }

    @Test("sets and order", arguments: 200..<210 as Range<UInt64>)
    func sets(seed: UInt64) async throws {
        let input = RandomInput(seed: seed)
        let rows = input.rows.map { $0.0 }
        let others = input.others.map { $0.0 }
        try await withContext { context async throws in
            let a = context.parallelize(rows, partitions: input.partitions)
            let b = context.parallelize(others, partitions: input.reducers)
            #expect(try await a.distinct().collect().sorted() == Set(rows).sorted())
            #expect(try await a.intersection(b).collect().sorted() == Set(rows).intersection(others).sorted())
            let kept = rows.filter { !others.contains($0) }
            #expect(try await a.subtract(b).collect().sorted() == kept.sorted())
            #expect(try await a.sortBy(partitions: input.reducers) { $0 }.collect() == rows.sorted())
            #expect(try await a.sortBy(ascending: false) { $0 }.collect() == rows.sorted(by: >))
            #expect(try await a.takeOrdered(10) == Array(rows.sorted().prefix(10)))
            #expect(try await a.top(10) == Array(rows.sorted(by: >).prefix(10)))
            #expect(try await a.countByValue() == bag(rows))
            #expect(try await a.treeReduceOrZero() == rows.reduce(0, +))
        }
    }

    @Test("random parts", arguments: 300..<306 as Range<UInt64>)
    func randomParts(seed: UInt64) async throws {
        let input = RandomInput(seed: seed)
        let rows = Array(input.rows.enumerated().map { $0.offset })
        try await withContext { context async throws in
            let rdd = context.parallelize(rows, partitions: input.partitions)
            let parts = rdd.randomSplit([3, 0, 1, -2], seed: seed)
            var all: [Int] = []
            for part in parts { all += try await part.collect() }
            #expect(all.sorted() == rows)
            #expect(try await parts[1].isEmpty())
            let sample = try await rdd.sample(fraction: 0.5, seed: seed).collect()
            // A sample keeps the order of the rows.
            #expect(sample == sample.sorted() && Set(sample).isSubset(of: rows))
            let taken = try await rdd.takeSample(10, seed: seed)
            #expect(taken.count == min(10, rows.count) && Set(taken).count == taken.count)
        }
    }
}

extension RDD<Int> {
    fileprivate func treeReduceOrZero() async throws -> Int {
        try await isEmpty() ? 0 : try await treeReduce(depth: 3, +)
    }
}
