import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Saving")
struct SavingTests {
    @Test("text goes into one file a partition, _SUCCESS last", arguments: [1, 3, 6])
    func savesText(partitions: Int) async throws {
        try await withContext { context async throws in
            let rows = ["a", "", "ü b", "c"]
            try await context.parallelize(rows, partitions: partitions).saveAsTextFile(context.scratch.path("deep/out"))
            let names = try context.scratch.names(in: "deep/out")
            #expect(names == ["_SUCCESS"] + (0..<partitions).map { "part-0000\($0)" })
            let text = try names.dropFirst().map { try context.scratch.text("deep/out/\($0)") }.joined()
            #expect(text == "a\n\nü b\nc\n")
            #expect(try context.scratch.text("deep/out/_SUCCESS").isEmpty)
            #expect(try await context.textFile(context.scratch.path("deep/out")).collect() == rows)
        }
    }

    @Test("rows of other types are written as Spark's users expect")
    func savesOthers() async throws {
        try await withContext { context async throws in
            func written(_ name: String) throws -> String { try context.scratch.text("\(name)/part-00000") }
            let path = context.scratch.path
            try await context.parallelize([1, -2], partitions: 1).saveAsTextFile(path("int"))
            #expect(try written("int") == "1\n-2\n")
            try await context.parallelize([1.5], partitions: 1).saveAsTextFile(path("double"))
            #expect(try written("double") == "1.5\n")
            try await context.parallelize([("k", 3), ("l", -4)], partitions: 1).saveAsTextFile(path("pair"))
            #expect(try written("pair") == "(k,3)\n(l,-4)\n")
            try await context.parallelize([(1, ("x", 2.5))], partitions: 1).mapValues { "\($0.0)/\($0.1)" }
                .saveAsTextFile(path("nested"))
            #expect(try written("nested") == "(1,x/2.5)\n")
            try await context.parallelize([Bytes("raw"), Bytes("")], partitions: 1).saveAsTextFile(path("bytes"))
            #expect(try written("bytes") == "raw\n\n")
            try await context.parallelize([[1, 2]], partitions: 1).saveAsTextFile(path("array"))
            #expect(try written("array") == "[1, 2]\n")
        }
    }

    @Test("gzip output is what gunzip reads")
    func savesGzip() async throws {
        try await withContext { context async throws in
            let rows = (0..<3000).map { "line \($0)" }
            let out = context.scratch.path("out")
            try await context.parallelize(rows, partitions: 2).saveAsTextFile(out, compression: .gzip)
            #expect(try context.scratch.names(in: "out") == ["_SUCCESS", "part-00000.gz", "part-00001.gz"])
            #expect(try await context.textFile(out).collect() == rows)
            let files = context.parallelize([out + "/part-00000.gz", out + "/part-00001.gz"], partitions: 1)
            #expect(try await files.pipe(["xargs", "gunzip", "-c"]).collect() == rows)
            try await context.parallelize([("a", 1)], partitions: 1)
                .saveAsTextFile(context.scratch.path("pairs"), compression: .gzip)
            #expect(try await context.textFile(context.scratch.path("pairs")).collect() == ["(a,1)"])
        }
    }

    @Test("an existing folder or file is refused and stays as it is", arguments: [true, false])
    func refusesExisting(isFolder: Bool) async throws {
        try await withContext { context async throws in
            try context.scratch.write(isFolder ? "out/mine" : "out", "precious")
            let computed = context.longAccumulator()
            let rdd = context.parallelize([1], partitions: 1).map { row in
                computed.add(1)
                return row
            }
            for save in [
                { try await rdd.saveAsTextFile(context.scratch.path("out")) },
                { try await rdd.saveAsObjectFile(context.scratch.path("out")) },
            ] as [() async throws -> Void] {
                let error = try await failure(save)
                #expect(error.code == "output-exists")
                #expect(error.message.contains(context.scratch.path("out")))
                #expect(error.location?.contains("SavingTests.swift:") == true)
                #expect(!error.remedy.isEmpty)
            }
            #expect(computed.value == 0)
            #expect(try context.scratch.text(isFolder ? "out/mine" : "out") == "precious")
            if isFolder { #expect(try context.scratch.names(in: "out") == ["mine"]) }
        }
    }

    @Test("a failed job leaves no output folder")
    func failedJob() async throws {
        struct Bad: Error {}
        try await withContext { context async throws in
            let rdd = context.range(0..<4000, partitions: 4).map { row -> Int in
                if row == 3500 { throw Bad() }
                return row
            }
            for save in [
                { try await rdd.saveAsTextFile(context.scratch.path("out")) },
                { try await rdd.saveAsTextFile(context.scratch.path("out"), compression: .gzip) },
                { try await rdd.saveAsObjectFile(context.scratch.path("out")) },
            ] as [() async throws -> Void] {
                let error = try await failure(save)
                #expect(error.root.message.contains("Bad"))
                #expect(!context.scratch.exists("out"))
            }
        }
    }

    @Test("of a task that failed and succeeded only the second attempt's file is there")
    func retriedTask() async throws {
        struct Flaky: Error {}
        try await withContext(master: "local[2,2]") { context async throws in
            let rdd = context.range(0..<3000, partitions: 2).map { row -> Int in
                if row == 2999, TaskContext.current?.attemptNumber == 0 { throw Flaky() }
                return row
            }
            try await rdd.saveAsTextFile(context.scratch.path("out"))
            #expect(try context.scratch.names(in: "out") == ["_SUCCESS", "part-00000", "part-00001"])
            #expect(
                try await context.textFile(context.scratch.path("out")).map { Int($0) ?? -1 }.sum() == 2999 * 3000 / 2
            )
        }
    }

    @Test("a missing input leaves no output folder")
    func missingInput() async throws {
        try await withContext { context async throws in
            let lines = context.textFile(context.scratch.path("nowhere"))
            let error = try await failure { try await lines.saveAsTextFile(context.scratch.path("out")) }
            #expect(error.code == "input-not-found")
            #expect(!context.scratch.exists("out"))
        }
    }

    @Test("an object file of another type is an error, not a crash")
    func wrongObjectType() async throws {
        try await withContext { context async throws in
            let path = context.scratch.path("objects")
            try await context.parallelize(0..<100, partitions: 1).saveAsObjectFile(path)
            let error = try await failure { _ = try await context.objectFile(path, of: [String].self).collect() }
            #expect(error.root.code == "corrupt-data")
            let text = try context.scratch.write("text", "this is no object file at all")
            let other = try await failure { _ = try await context.objectFile(text, of: Int.self).collect() }
            #expect(other.description.contains("saveAsObjectFile"))
            let bytes = try context.scratch.bytes("objects/part-00000")
            let cut = try context.scratch.write("cut", Array(bytes.dropLast(3)))
            let short = try await failure { _ = try await context.objectFile(cut, of: Int.self).collect() }
            #expect(short.root.code == "corrupt-data")
        }
    }

    @Test("a path of an unknown scheme is named with those there are")
    func unknownScheme() async throws {
        try await withContext { context async throws in
            let save = try await failure { try await context.parallelize([1]).saveAsTextFile("s9://bucket/x") }
            #expect(save.code == "unknown-scheme")
            let read = try await failure { _ = try await context.textFile("s9://bucket/x").count() }
            #expect(read.code == "unknown-scheme" && read.remedy.contains("file:"))
        }
    }
}
