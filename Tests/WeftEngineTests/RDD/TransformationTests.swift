import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Transformations")
struct TransformationTests {
    @Test("row by row", arguments: [1, 2, 5, 30])
    func rowByRow(partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(-6..<7, partitions: partitions)
            let rows = Array(-6..<7)
            #expect(try await rdd.map { $0 * $0 }.collect() == rows.map { $0 * $0 })
            #expect(try await rdd.filter { $0 % 2 == 0 }.collect() == rows.filter { $0 % 2 == 0 })
            #expect(
                try await rdd.flatMap { Array(repeating: $0, count: max(0, $0)) }.collect()
                    == rows.flatMap { Array(repeating: $0, count: max(0, $0)) }
            )
            let keyed = try await rdd.keyBy { abs($0) }.collect()
            #expect(pairs(keyed) == rows.map { Pair(abs($0), $0) })
            #expect(try await rdd.map { String($0) }.filter { $0.count == 1 }.count() == 7)
        }
    }

    @Test("map, filter and flatMap with a value that travels")
    func withValue() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(1...4, partitions: 2)
            #expect(try await rdd.map(with: [10, 20]) { $0 * $1[1] }.collect() == [20, 40, 60, 80])
            #expect(try await rdd.filter(with: 2) { $0 > $1 }.collect() == [3, 4])
            #expect(
                try await rdd.flatMap(with: "a") { [$1, "\($0)"] }.collect() == [
                    "a", "1", "a", "2", "a", "3", "a", "4",
                ]
            )
        }
    }

    @Test("a long chain of steps over several batches")
    func longChain() async throws {
        try await withContext { context async throws in
            var rdd = context.range(0..<2000, partitions: 1)
            for step in 0..<1000 { rdd = rdd.map { $0 + step } }
            #expect(try await rdd.take(2) == [499_500, 499_501])
            #expect(try await rdd.max() == 499_500 + 1999)
        }
    }

    @Test("partition by partition")
    func partitionByPartition() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<10, partitions: 3)
            #expect(try await rdd.glom().collect() == [[0, 1, 2], [3, 4, 5], [6, 7, 8, 9]])
            #expect(try await rdd.mapPartitions { [$0.reduce(0, +)] }.collect() == [3, 12, 30])
            #expect(try await rdd.mapPartitions { $0.lazy.map { $0 + 1 } }.collect() == Array(1...10))
            #expect(try await rdd.mapPartitions { _ in [Int]() }.collect().isEmpty)
            let indexed = try await rdd.mapPartitionsWithIndex { index, rows in rows.map { (index, $0) } }.collect()
            #expect(pairs(indexed).prefix(4) == [Pair(0, 0), Pair(0, 1), Pair(0, 2), Pair(1, 3)])
            // A partition's rows may be left unread, and may be many more than a batch.
            #expect(
                try await context.range(0..<9000, partitions: 2).mapPartitions { $0.prefix(1) }.collect() == [0, 4500]
            )
            #expect(try await context.range(0..<9000, partitions: 2).mapPartitions { $0 }.count() == 9000)
        }
    }

    @Test("zip and zipWithIndex", arguments: [1, 2, 4, 9])
    func zips(partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(["a", "b", "c", "d"], partitions: partitions)
            let zipped = try await rdd.zip(rdd.map { $0 + $0 }).collect()
            #expect(pairs(zipped) == [Pair("a", "aa"), Pair("b", "bb"), Pair("c", "cc"), Pair("d", "dd")])
            let indexed = try await rdd.zipWithIndex().collect()
            #expect(pairs(indexed) == [Pair("a", 0), Pair("b", 1), Pair("c", 2), Pair("d", 3)])
            let filtered = try await context.range(0..<5000, partitions: partitions).filter { $0 % 2 == 1 }
                .zipWithIndex().collect()
            #expect(filtered.allSatisfy { $0.0 == 2 * $0.1 + 1 })
            #expect(filtered.count == 2500)
        }
    }

    @Test("zip of RDDs that don't match is an error")
    func zipMismatch() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(0..<10, partitions: 2)
            let partitions = try await failure {
                _ = try await rdd.zip(context.parallelize(0..<10, partitions: 3)).count()
            }
            #expect(partitions.code == "zip-mismatch")
            #expect(partitions.location?.contains("TransformationTests.swift:") == true)
            for other in [0..<9, 0..<12] {
                let rows = try await failure {
                    _ = try await rdd.zip(context.parallelize(other, partitions: 2)).count()
                }
                #expect(rows.root.code == "zip-mismatch")
            }
        }
    }

    @Test("cartesian pairs every row with every row", arguments: [(1, 1), (2, 3), (5, 2)])
    func cartesian(left: Int, right: Int) async throws {
        try await withContext { context async throws in
            let a = context.parallelize([1, 2, 3], partitions: left)
            let b = context.parallelize(["x", "y"], partitions: right)
            let product = a.cartesian(b)
            #expect(try await product.partitionCount() == left * right)
            let expected = [1, 2, 3].flatMap { number in ["x", "y"].map { Pair(number, $0) } }
            #expect(bag(pairs(try await product.collect())) == bag(expected))
            let large = context.range(0..<1500, partitions: left).cartesian(context.range(0..<3, partitions: right))
            #expect(try await large.count() == 4500)
            #expect(try await a.cartesian(a).count() == 9)
        }
    }

    @Test("set operations", arguments: [1, 3, 10])
    func sets(partitions: Int) async throws {
        try await withContext { context async throws in
            let a = context.parallelize([1, 1, 2, -3, 4, 4, 4], partitions: partitions)
            let b = context.parallelize([4, 4, 2, 9], partitions: 2)
            #expect(try await a.distinct().collect().sorted() == [-3, 1, 2, 4])
            #expect(try await a.distinct(partitions: 4).partitionCount() == 4)
            #expect(try await a.intersection(b).collect().sorted() == [2, 4])
            #expect(try await a.subtract(b).collect().sorted() == [-3, 1, 1])
            #expect(try await b.subtract(a).collect() == [9])
            #expect(try await a.subtract(a).isEmpty())
            #expect(try await a.intersection(a).collect().sorted() == [-3, 1, 2, 4])
        }
    }

    @Test("coalesce and repartition")
    func repartitions() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<100, partitions: 10)
            #expect(try await rdd.coalesce(3).glom().collect().map(\.count) == [30, 30, 40])
            #expect(try await rdd.coalesce(3).collect() == Array(0..<100))
            #expect(try await rdd.coalesce(30).partitionCount() == 10)
            #expect(try await rdd.coalesce(30, shuffle: true).partitionCount() == 30)
            let spread = try await rdd.repartition(4).glom().collect()
            #expect(spread.allSatisfy { (20...30).contains($0.count) })
            #expect(spread.joined().sorted() == Array(0..<100))
            let wide = try await context.range(0..<3, partitions: 1).repartition(8).glom().collect()
            #expect(wide.count == 8 && wide.joined().sorted() == [0, 1, 2])
            #expect(try await rdd.filter { $0 < 3 }.coalesce(1).collect() == [0, 1, 2])
        }
    }

    @Test("sortBy orders across partitions", arguments: [1, 2, 7, 50])
    func sorts(partitions: Int) async throws {
        try await withContext { context async throws in
            let rows = [5, -1, 3, 3, 3, 12, 0, -9, 3, 100, 7]
            let rdd = context.parallelize(rows, partitions: partitions)
            #expect(try await rdd.sortBy { $0 }.collect() == rows.sorted())
            #expect(try await rdd.sortBy(ascending: false) { $0 }.collect() == rows.sorted(by: >))
            #expect(try await rdd.sortBy(partitions: 3) { -$0 }.collect() == rows.sorted(by: >))
            let same = context.parallelize(Array(repeating: "same", count: 20), partitions: partitions)
            #expect(try await same.sortBy(partitions: 5) { $0 }.count() == 20)
            let words = context.parallelize(["pear", "fig", "apple"], partitions: partitions)
            #expect(try await words.sortBy { $0.count }.collect() == ["fig", "pear", "apple"])
        }
    }

    @Test("sample and randomSplit repeat with their seed")
    func samples() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<4000, partitions: 3)
            let first = try await rdd.sample(fraction: 0.25, seed: 7).collect()
            #expect(try await rdd.sample(fraction: 0.25, seed: 7).collect() == first)
            #expect(try await rdd.sample(fraction: 0.25, seed: 8).collect() != first)
            #expect((800...1200).contains(first.count))
            #expect(Set(first).count == first.count)
            #expect(try await rdd.sample(fraction: 0, seed: 1).isEmpty())
            #expect(try await rdd.sample(fraction: -1, seed: 1).isEmpty())
            #expect(try await rdd.sample(fraction: 1, seed: 1).count() == 4000)
            let twice = try await rdd.sample(withReplacement: true, fraction: 2, seed: 3).collect()
            #expect((7400...8600).contains(twice.count))
            #expect(bag(twice).values.contains { $0 > 2 })
            let parts = rdd.randomSplit([1, 2, 1], seed: 5)
            var all: [Int] = []
            for (part, expected) in zip(parts, [1000, 2000, 1000]) {
                let rows = try await part.collect()
                #expect(abs(rows.count - expected) < 250)
                all += rows
            }
            #expect(all.sorted() == Array(0..<4000))
            #expect(rdd.randomSplit([], seed: 1).isEmpty)
        }
    }

    @Test("pipe feeds each partition to a program")
    func pipes() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(["b", "a", "ü"], partitions: 1)
            #expect(try await rdd.pipe(["cat"]).collect() == ["b", "a", "ü"])
            #expect(try await rdd.pipe(["tr", "a-z", "A-Z"]).take(2) == ["B", "A"])
            #expect(
                try await context.parallelize([3, 1, 2], partitions: 1).pipe(["sort"]).collect() == ["1", "2", "3"]
            )
            let bytes = context.parallelize([Bytes("x y"), Bytes("")], partitions: 1)
            #expect(try await bytes.pipe(["cat"]).collect() == ["x y", ""])
            let numbered = context.range(0..<4, partitions: 2)
                .pipe(
                    ["sh", "-c", "while read x; do echo $WEFT_PARTITION:$x:$TONE; done"],
                    environment: ["TONE": "c#"]
                )
            #expect(try await numbered.collect() == ["0:0:c#", "0:1:c#", "1:2:c#", "1:3:c#"])
            #expect(
                try await context.range(0..<3, partitions: 3).pipe(["wc", "-l"]).map { Int($0) ?? -1 }.collect() == [
                    1, 1, 1,
                ]
            )
            // No end of the line behind the last line.
            #expect(try await rdd.pipe(["printf", "p\\nq"]).collect() == ["p", "q"])
        }
    }
}
