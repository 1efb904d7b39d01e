import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Binary records, sets of pairs, programs that find their files")
struct RecordAndPairSetTests {
    @Test("binary records are written without anything between them", arguments: [1, 3])
    func savesRecords(partitions: Int) async throws {
        try await withContext { context async throws in
            // More than a buffer's worth, of a length that no buffer is a multiple of.
            let rows = (0..<5000).map { Bytes("\(100_000 + $0)" + String(repeating: "\n", count: 23)) }
            let out = context.scratch.path("out")
            try await context.parallelize(rows, partitions: partitions).saveAsBinaryRecords(out, recordLength: 29)
            let files = try context.scratch.names(in: "out").filter { $0 != "_SUCCESS" }
            #expect(files.count == partitions)
            let bytes = try files.flatMap { try context.scratch.bytes("out/\($0)") }
            #expect(bytes == rows.flatMap { Array($0) })
            #expect(try await context.binaryRecords(out, recordLength: 29).collect() == rows)
        }
    }

    @Test("a record of another length fails the job and leaves nothing")
    func refusesLengths() async throws {
        try await withContext { context async throws in
            let rows = context.parallelize(["four", "five5", "five"].map { Bytes($0) }, partitions: 1)
            let error = try await failure {
                try await rows.saveAsBinaryRecords(context.scratch.path("a"), recordLength: 4)
            }
            #expect(error.root.code == "bad-record")
            #expect(error.root.message == "row 1 of the partition has 5 bytes instead of 4")
            let zero = try await failure {
                try await rows.saveAsBinaryRecords(context.scratch.path("b"), recordLength: 0)
            }
            #expect(zero.code == "bad-argument")
            #expect(!context.scratch.exists("a") && !context.scratch.exists("b"))
        }
    }

    @Test("an existing output is refused before a sort samples its input")
    func refusesBeforeJobs() async throws {
        try await withContext { context async throws in
            try context.scratch.makeFolder("out")
            let sorted = context.parallelize([3, 1, 2], partitions: 2).sortBy { $0 }
            let (error, record) = try await context.recording {
                try await failure { try await sorted.saveAsTextFile(context.scratch.path("out")) }
            }
            #expect(error.code == "output-exists")
            #expect(record.jobs.isEmpty)
        }
    }

    @Test("pairs have the set operations of other rows")
    func pairSets() async throws {
        try await withContext { context async throws in
            let left = context.parallelize([("a", 1), ("a", 1), ("a", 2), ("b", 1), ("c", 9)], partitions: 3)
            let right = context.parallelize([("a", 2), ("b", 1), ("b", 1), ("c", 8)], partitions: 2)
            let distinct = pairs(try await left.distinct(partitions: 2).collect())
            #expect(distinct.sorted() == [Pair("a", 1), Pair("a", 2), Pair("b", 1), Pair("c", 9)])
            let both = pairs(try await left.intersection(right).collect())
            #expect(both.sorted() == [Pair("a", 2), Pair("b", 1)])
            let rest = pairs(try await left.subtract(right).collect())
            #expect(rest.sorted() == [Pair("a", 1), Pair("a", 1), Pair("c", 9)])
            #expect(try await left.distinct(partitions: 2).partitionCount() == 2)
        }
    }

    @Test("a zero that is a tuple can be folded and aggregated by key")
    func tupleZeros() async throws {
        try await withContext { context async throws in
            let rows = context.parallelize([("a", 1), ("b", 5), ("a", 3)], partitions: 2)
            let sums = try await rows.aggregateByKey(
                (0, 0),
                add: { ($0.0 + $1, $0.1 + 1) },
                merge: { ($0.0 + $1.0, $0.1 + $1.1) }
            ).mapValues { "\($0.0)/\($0.1)" }.collectAsMap()
            #expect(sums == ["a": "4/2", "b": "5/1"])
            let pairsOfInts = rows.mapValues { ($0, 1) }
            let folded = try await pairsOfInts.foldByKey((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
                .mapValues { "\($0.0)/\($0.1)" }.collectAsMap()
            #expect(folded == sums)
        }
    }

    @Test("the arguments of a pipe can be made in the task")
    func pipesFindTheirFiles() async throws {
        try await withContext { context async throws in
            try context.addFile(context.scratch.write("upper.sed", "y/ab/AB/\n") + "#tool")
            let rows = context.parallelize(["abc", "b"], partitions: 2)
            let upper = rows.pipe { ["sed", "-f", try WeftFiles.path(of: "tool")] }
            #expect(try await upper.collect() == ["ABc", "B"])
            let partitions = rows.pipe { ["echo", "\(TaskContext.current?.partition ?? -1)"] }
            #expect(try await partitions.collect() == ["0", "1"])
            let missing = try await failure { _ = try await rows.pipe { [try WeftFiles.path(of: "none")] }.collect() }
            #expect(missing.root.code == "file-not-added")
            let nothing = try await failure { _ = try await rows.pipe { [] }.collect() }
            #expect(nothing.root.code == "bad-argument")
            #expect(try await failure { _ = try await rows.pipe([]).collect() }.code == "bad-argument")
        }
    }

    @Test("a stage that two others read is planned before both")
    func sharedStages() async throws {
        try await withContext { context async throws in
            let first = context.range(0..<20, partitions: 2).map { ($0 % 5, $0) }.reduceByKey(partitions: 3, +)
            // Reads the shuffle of `first` directly, and by way of another shuffle.
            let second = first.map { ($0.1 % 5, $0.0) }.groupByKey(partitions: 3).mapValues { $0.count }
            let joined = try await first.union(second).join(first, partitions: 3).count()
            #expect(joined == 5 + (try await second.collect().count { (0..<5).contains($0.0) }))
            let swapped = try await second.union(first).join(first, partitions: 3).count()
            #expect(swapped == joined)
        }
    }

    @Test("a shuffle of no partitions gives no rows")
    func emptyShuffles() async throws {
        try await withContext { context async throws in
            let empty = context.textFile(try context.scratch.write("empty", ""))
            #expect(try await empty.map { ($0, 1) }.reduceByKey(+).collect().isEmpty)
            #expect(try await empty.sortBy { $0 }.collect().isEmpty)
            #expect(try await empty.distinct().count() == 0)
            let other = context.parallelize([("a", 1)])
            #expect(try await other.leftOuterJoin(empty.map { ($0, 2) }).count() == 1)
        }
    }
}
