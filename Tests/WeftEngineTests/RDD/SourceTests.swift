import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Sources of rows")
struct SourceTests {
    @Test(
        "parallelize keeps the order and cuts evenly",
        arguments: [(0, 1), (0, 3), (1, 4), (7, 1), (7, 3), (2500, 4)]
    )
    func parallelizes(rowCount: Int, partitions: Int) async throws {
        try await withContext { context async throws in
            let rows = (0..<rowCount).map { $0 * 3 - 5 }
            let parts = try await context.parallelize(rows, partitions: partitions).glom().collect()
            #expect(parts.count == partitions)
            #expect(Array(parts.joined()) == rows)
            let sizes = parts.map(\.count)
            #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
        }
    }

    @Test(
        "range counts like stride",
        arguments: [
            (0, 10, 1, 3), (-5, 5, 3, 2), (0, 0, 1, 4), (3, 4, 100, 2), (0, 5000, 7, 3), (Int.max - 3, Int.max, 2, 2),
        ]
    )
    func ranges(start: Int, end: Int, step: Int, partitions: Int) async throws {
        try await withContext { context async throws in
            let rdd = context.range(start..<end, step: step, partitions: partitions)
            #expect(try await rdd.partitionCount() == partitions)
            // `stride` overflows at the end of Int, so the expected numbers are counted.
            var expected: [Int] = []
            var next = start
            while next < end {
                expected.append(next)
                let (sum, overflow) = next.addingReportingOverflow(step)
                if overflow { break }
                next = sum
            }
            #expect(try await rdd.collect() == expected)
        }
    }

    @Test("arguments that make no sense are refused with their line")
    func refusesArguments() async throws {
        try await withContext { context async throws in
            let actions: [(String, () async throws -> Void)] = [
                ("parallelize", { _ = try await context.parallelize([1], partitions: 0).count() }),
                ("range", { _ = try await context.range(0..<3, partitions: -1).count() }),
                ("range", { _ = try await context.range(0..<3, step: 0).count() }),
                ("range", { _ = try await context.range(Int.min..<Int.max).count() }),
                ("binaryRecords", { _ = try await context.binaryRecords("/x", recordLength: 0).count() }),
                ("reduceByKey", { _ = try await context.parallelize([(1, 1)]).reduceByKey(partitions: 0, +).count() }),
                ("repartition", { _ = try await context.parallelize([1]).repartition(0).count() }),
                ("coalesce", { _ = try await context.parallelize([1]).coalesce(0).count() }),
                ("sortBy", { _ = try await context.parallelize([1]).sortBy(partitions: 0, { $0 }).count() }),
                ("pipe", { _ = try await context.parallelize([1]).pipe([]).count() }),
            ]
            for (name, action) in actions {
                let error = try await failure(action)
                #expect(error.code == "bad-argument", "\(name)")
                #expect(error.message.contains(name))
                #expect(error.location?.contains("SourceTests.swift:") == true, "\(name)")
                #expect(!error.remedy.isEmpty)
            }
        }
    }

    @Test("default.parallelism decides where nothing else does")
    func defaultParallelism() async throws {
        try await withContext(["weft.default.parallelism": "5"]) { context async throws in
            #expect(context.defaultParallelism == 5)
            #expect(try await context.parallelize([1, 2, 3]).partitionCount() == 5)
            let grouped = context.parallelize([(1, 2)], partitions: 2).groupByKey()
            #expect(try await grouped.partitionCount() == 5)
        }
        try await withContext(master: "local[3]") { context async throws in
            #expect(context.defaultParallelism == 3)
            #expect(try await context.range(0..<9).partitionCount() == 3)
        }
    }

    @Test("textFile gives every line once", arguments: [1, 2, 3, 7, 40])
    func readsText(partitions: Int) async throws {
        try await withContext { context async throws in
            let lines = ["alpha", "", "beta gamma", "δελτα", "x", "last without an end"]
            let path = try context.scratch.write("in.txt", lines.joined(separator: "\n"))
            #expect(try await context.textFile(path, minPartitions: partitions).collect() == lines)
            let windows = try context.scratch.write("crlf.txt", lines.joined(separator: "\r\n") + "\r\n")
            #expect(try await context.textFile(windows, minPartitions: partitions).collect() == lines)
            let bytes = try await context.textFile(path, as: Bytes.self, minPartitions: partitions).collect()
            #expect(bytes.map { String($0) } == lines)
        }
    }

    @Test("textFile takes folders, globs, lists and gzip")
    func readsFolders() async throws {
        try await withContext { context async throws in
            let scratch = context.scratch
            try scratch.write("in/a.txt", "1\n2\n")
            try scratch.write("in/b.txt", "3\n")
            try scratch.write("in/_hidden", "no\n")
            try scratch.write("in/.hidden", "no\n")
            try scratch.write("in/empty.txt", "")
            let gz = context.parallelize(["4", "5"], partitions: 1)
            try await gz.saveAsTextFile(scratch.path("gz"), compression: .gzip)
            func lines(_ spec: String) async throws -> [String] { try await context.textFile(spec).collect() }
            #expect(try await lines(scratch.path("in")) == ["1", "2", "3"])
            #expect(try await lines(scratch.path("in/*.txt")) == ["1", "2", "3"])
            #expect(try await lines(scratch.path("in/[b-z]*")) == ["3"])
            #expect(try await lines("\(scratch.path("in/b.txt")),\(scratch.path("gz"))") == ["3", "4", "5"])
            #expect(try await lines("file://" + scratch.path("in/a.txt")) == ["1", "2"])
            #expect(try await lines(scratch.path("in/empty.txt")).isEmpty)
        }
    }

    @Test("an empty folder has no partitions, and every action works on it")
    func emptyFolder() async throws {
        try await withContext { context async throws in
            try context.scratch.makeFolder("in")
            let lines = context.textFile(context.scratch.path("in"))
            #expect(try await lines.partitionCount() == 0)
            #expect(try await lines.collect().isEmpty)
            #expect(try await lines.count() == 0)
            #expect(try await lines.isEmpty())
            #expect(try await lines.take(3).isEmpty)
            #expect(try await lines.map { ($0, 1) }.reduceByKey(+).collect().isEmpty)
            #expect(try await lines.sortBy { $0 }.collect().isEmpty)
            #expect(try await lines.coalesce(3).collect().isEmpty)
            #expect(try await lines.repartition(2).glom().collect() == [[], []])
            #expect(try await lines.zipWithIndex().count() == 0)
            #expect(try await lines.union(context.parallelize(["x"], partitions: 1)).collect() == ["x"])
            #expect(try await lines.cartesian(context.parallelize([1])).count() == 0)
            #expect(try await context.parallelize([1]).cartesian(lines).count() == 0)
            #expect(try await lines.takeSample(2).isEmpty)
            try await lines.saveAsTextFile(context.scratch.path("out"))
            #expect(try context.scratch.names(in: "out") == ["_SUCCESS"])
            #expect(try await context.wholeTextFiles(context.scratch.path("in")).count() == 0)
        }
    }

    @Test("wholeTextFiles gives each file's path and text", arguments: [1, 2, 9])
    func readsWholeFiles(partitions: Int) async throws {
        try await withContext { context async throws in
            let scratch = context.scratch
            try scratch.write("in/a", "one\ntwo")
            try scratch.write("in/b", "")
            try scratch.write("in/c", [0x61, 0xFF, 0x62])
            let files = try await context.wholeTextFiles(scratch.path("in"), minPartitions: partitions).collect()
            #expect(files.map { ($0.0 as NSString).lastPathComponent } == ["a", "b", "c"])
            #expect(files.map { $0.1 } == ["one\ntwo", "", "a\u{FFFD}b"])
            #expect(files.allSatisfy { $0.0.contains(scratch.root) })
        }
    }

    @Test("binaryRecords cuts files at multiples of the record", arguments: [1, 2, 3, 50])
    func readsRecords(partitions: Int) async throws {
        try await withContext { context async throws in
            let bytes = (0..<UInt8(40)).map { $0 }
            let path = try context.scratch.write("in.bin", bytes)
            let rdd = context.binaryRecords(path, recordLength: 4, minPartitions: partitions)
            let records = try await rdd.collect()
            #expect(records.map { Array($0) } == stride(from: 0, to: 40, by: 4).map { Array(bytes[$0..<$0 + 4]) })
            let error = try await failure { _ = try await context.binaryRecords(path, recordLength: 7).count() }
            #expect(error.description.contains("in.bin"))
        }
    }

    @Test("union keeps order and doubles, of one's own rows too")
    func unites() async throws {
        try await withContext { context async throws in
            let a = context.parallelize([1, 2], partitions: 2)
            let b = context.parallelize([2, 3], partitions: 1)
            #expect(try await a.union(b, a).collect() == [1, 2, 2, 3, 1, 2])
            #expect(try await a.union(a).partitionCount() == 4)
            #expect(try await context.union([b, a]).collect() == [2, 3, 1, 2])
            #expect(try await context.union([RDD<Int>]()).collect().isEmpty)
            let mixed = a.map { ($0, 1) }.reduceByKey(+).union(b.map { ($0, 5) })
            #expect(bag(pairs(try await mixed.collect())) == bag([Pair(1, 1), Pair(2, 1), Pair(2, 5), Pair(3, 5)]))
        }
    }

    @Test("objects come back as they were saved", arguments: [1, 3, 8])
    func objectRoundTrip(partitions: Int) async throws {
        try await withContext { context async throws in
            let rows = (0..<2000).map { ($0, "row \($0 % 7)", Double($0) / 4, [$0, -$0]) }
            let path = context.scratch.path("objects")
            try await context.parallelize(rows, partitions: partitions).saveAsObjectFile(path)
            #expect(try context.scratch.names(in: "objects").contains("_SUCCESS"))
            let read = context.objectFile(path, of: (Int, String, Double, [Int]).self)
            #expect(try await read.partitionCount() == partitions)
            let back = try await read.collect()
            #expect(back.map { $0.0 } == rows.map { $0.0 })
            #expect(back.map { $0.1 } == rows.map { $0.1 })
            #expect(back.map { $0.2 } == rows.map { $0.2 })
            #expect(back.map { $0.3 } == rows.map { $0.3 })
        }
    }
}
