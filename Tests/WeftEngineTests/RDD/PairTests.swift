import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Sends a key to the partition that its last digit names.
private struct DigitPartitioner: Partitioner {
    var partitionCount: Int
    func partition(of key: Int) -> Int { key % partitionCount }
}

@Suite("Operations on pairs")
struct PairTests {
    static let sales = [("fig", 3), ("pear", -1), ("fig", 4), ("apple", 10), ("pear", 6), ("fig", 3)]

    @Test("keys, values, mapValues, flatMapValues")
    func projections() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(Self.sales, partitions: 3)
            #expect(try await rdd.keys().collect() == Self.sales.map { $0.0 })
            #expect(try await rdd.values().collect() == Self.sales.map { $0.1 })
            #expect(pairs(try await rdd.mapValues { $0 * 2 }.collect()) == Self.sales.map { Pair($0.0, $0.1 * 2) })
            let repeated = try await rdd.flatMapValues { [Int](repeating: $0, count: $0 > 5 ? 2 : 0) }.collect()
            #expect(pairs(repeated) == [Pair("apple", 10), Pair("apple", 10), Pair("pear", 6), Pair("pear", 6)])
        }
    }

    @Test("combining by key", arguments: [(1, 1), (3, 2), (6, 9), (20, 1)])
    func combines(partitions: Int, reducers: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(Self.sales, partitions: partitions)
            let sums = rdd.reduceByKey(partitions: reducers, +)
            #expect(try await sums.partitionCount() == reducers)
            #expect(try await sums.collectAsMap() == ["fig": 10, "pear": 5, "apple": 10])
            #expect(
                try await rdd.foldByKey(1, partitions: reducers, *).collectAsMap() == [
                    "fig": 36, "pear": -6, "apple": 10,
                ]
            )
            let grouped = try await rdd.groupByKey(partitions: reducers).collectAsMap()
            #expect(grouped.mapValues { $0.sorted() } == ["fig": [3, 3, 4], "pear": [-1, 6], "apple": [10]])
            let averages = try await rdd.aggregateByKey(
                [0, 0],
                partitions: reducers,
                add: { [$0[0] + $1, $0[1] + 1] },
                merge: { [$0[0] + $1[0], $0[1] + $1[1]] }
            ).collectAsMap()
            #expect(averages == ["fig": [10, 3], "pear": [5, 2], "apple": [10, 1]])
            for mapSide in [true, false] {
                let texts = try await rdd.combineByKey(
                    partitions: reducers,
                    mapSideCombine: mapSide,
                    createCombiner: { "\($0)" },
                    mergeValue: { "\($0) \($1)" },
                    mergeCombiners: { "\($0) \($1)" }
                ).mapValues { $0.split(separator: " ").sorted().joined(separator: ",") }.collectAsMap()
                #expect(texts == ["fig": "3,3,4", "pear": "-1,6", "apple": "10"])
            }
        }
    }

    @Test("groupBy gathers the rows of a key")
    func groups() async throws {
        try await withContext { context async throws in
            let grouped = try await context.range(0..<10, partitions: 4).groupBy { $0 % 3 }.collectAsMap()
            #expect(grouped.mapValues { $0.sorted() } == [0: [0, 3, 6, 9], 1: [1, 4, 7], 2: [2, 5, 8]])
        }
    }

    @Test("a single key, and one key with almost all rows", arguments: [1, 4])
    func skewed(partitions: Int) async throws {
        try await withContext { context async throws in
            let skewed = context.range(0..<20_000, partitions: partitions).map { ($0 % 1000 == 0 ? $0 : -1, 1) }
            let counts = try await skewed.reduceByKey(partitions: 5, +).collectAsMap()
            #expect(counts[-1] == 19_980)
            #expect(counts.count == 21)
            let grouped = skewed.groupByKey(partitions: 3).mapValues { $0.count }
            #expect(try await grouped.collectAsMap() == counts)
            let one = try await skewed.map { ("k", $0.1) }.reduceByKey(partitions: 4, +).collect()
            #expect(pairs(one) == [Pair("k", 20_000)])
        }
    }

    @Test("joins", arguments: [(1, 1), (2, 3), (5, 2)])
    func joins(left: Int, right: Int) async throws {
        try await withContext { context async throws in
            let a = context.parallelize([(1, "a"), (2, "b"), (2, "B"), (3, "c")], partitions: left)
            let b = context.parallelize([(2, 20), (2, 21), (3, 30), (4, 40)], partitions: right)
            let joined = try await a.join(b).collect().map { "\($0.0)\($0.1.0)\($0.1.1)" }.sorted()
            #expect(joined == ["2B20", "2B21", "2b20", "2b21", "3c30"])
            func text(_ key: Int, _ left: String?, _ right: Int?) -> String {
                "\(key)\(left ?? "-")\(right.map(String.init) ?? "-")"
            }
            let leftOuter = try await a.leftOuterJoin(b).collect().map { text($0.0, $0.1.0, $0.1.1) }
            #expect(leftOuter.sorted() == (joined + ["1a-"]).sorted())
            let rightOuter = try await a.rightOuterJoin(b).collect().map { text($0.0, $0.1.0, $0.1.1) }
            #expect(rightOuter.sorted() == (joined + ["4-40"]).sorted())
            let full = try await a.fullOuterJoin(b, partitions: 2).collect().map { text($0.0, $0.1.0, $0.1.1) }
            #expect(full.sorted() == (joined + ["1a-", "4-40"]).sorted())
            let groups = try await a.cogroup(b).collect().map { "\($0.0)\($0.1.0.sorted())\($0.1.1.sorted())" }
            #expect(groups.sorted() == ["1[\"a\"][]", "2[\"B\", \"b\"][20, 21]", "3[\"c\"][30]", "4[][40]"])
            #expect(pairs(try await a.subtractByKey(b).collect()) == [Pair(1, "a")])
            #expect(try await a.join(a).count() == 6)
            let nobody = context.parallelize([(Int, Double)](), partitions: right)
            #expect(try await a.join(nobody).count() == 0)
            #expect(try await nobody.join(a).count() == 0)
            #expect(try await a.subtractByKey(nobody).count() == 4)
            #expect(try await a.leftOuterJoin(nobody).filter { $0.1.1 == nil }.count() == 4)
        }
    }

    @Test("sortByKey in both directions", arguments: [1, 3, 20])
    func sortsByKey(partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(Self.sales, partitions: partitions)
            let keys = Self.sales.map { $0.0 }
            #expect(try await rdd.sortByKey().keys().collect() == keys.sorted())
            #expect(try await rdd.sortByKey(ascending: false).keys().collect() == keys.sorted(by: >))
            #expect(try await rdd.sortByKey(partitions: 2).partitionCount() <= 2)
            let many = context.range(0..<5000, partitions: partitions).map { (($0 &* 7919) % 5003, $0) }
            let sorted = many.sortByKey(partitions: 4)
            #expect(try await sorted.keys().collect() == (0..<5000).map { ($0 &* 7919) % 5003 }.sorted())
            let sizes = try await sorted.glom().collect().map(\.count)
            #expect(sizes.count == 4 && sizes.allSatisfy { $0 > 500 })
        }
    }

    @Test("partitionBy puts keys where the partitioner says")
    func partitions() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<30, partitions: 3).map { ($0, -$0) }
            let digits = try await rdd.partitionBy(DigitPartitioner(partitionCount: 10)).keys().glom().collect()
            for (digit, keys) in digits.enumerated() { #expect(keys.sorted() == [digit, digit + 10, digit + 20]) }
            let hash = HashPartitioner<Int>(7)
            let hashed = try await rdd.partitionBy(hash).keys().glom().collect()
            for (index, keys) in hashed.enumerated() { #expect(keys.allSatisfy { hash.partition(of: $0) == index }) }
            let ranges = RangePartitioner(bounds: [20, 9], ascending: false)
            let ranged = try await rdd.partitionBy(ranges).keys().glom().collect()
            #expect(ranged.map { $0.sorted() } == [Array(21..<30), Array(10...20), Array(0...9)])
        }
    }

    @Test("a partitioner that names a partition there is none of fails the job")
    func badPartitioner() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize([(-1, 1)], partitions: 1)
            let error = try await failure {
                _ = try await rdd.partitionBy(DigitPartitioner(partitionCount: 3)).count()
            }
            #expect(error.root.code == "bad-partitioner")
            let none = try await failure {
                _ = try await rdd.partitionBy(DigitPartitioner(partitionCount: 0)).count()
            }
            #expect(none.code == "bad-partitioner")
        }
    }

    @Test("lookup reads one partition where the keys are partitioned")
    func lookups() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<100, partitions: 4).map { ($0 % 10, $0) }
            #expect(try await rdd.lookup(3) == Array(stride(from: 3, to: 100, by: 10)))
            #expect(try await rdd.lookup(77).isEmpty)
            let hashed = rdd.partitionBy(HashPartitioner(6))
            _ = try await hashed.count()
            let (values, record) = try await context.recording { try await hashed.lookup(3) }
            #expect(values.sorted() == Array(stride(from: 3, to: 100, by: 10)))
            #expect(record.startedTasks.count == 1)
            let ranged = rdd.sortByKey(partitions: 3)
            #expect(try await ranged.lookup(9).sorted() == Array(stride(from: 9, to: 100, by: 10)))
        }
    }

    @Test("countByKey, countByValue and collectAsMap")
    func counts() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(Self.sales, partitions: 4)
            #expect(try await rdd.countByKey() == ["fig": 3, "pear": 2, "apple": 1])
            #expect(try await rdd.values().countByValue() == [3: 2, -1: 1, 4: 1, 10: 1, 6: 1])
            #expect(try await rdd.collectAsMap() == ["fig": 3, "pear": 6, "apple": 10])
        }
    }
}
