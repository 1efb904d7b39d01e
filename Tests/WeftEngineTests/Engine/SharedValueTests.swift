import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Accumulators")
struct AccumulatorTests {
    @Test("integer, double and collection accumulators", arguments: [1, 4])
    func kinds(partitions: Int) async throws {
        try await withContext { context async throws in
            let count = context.longAccumulator("count")
            let sum = context.doubleAccumulator("sum")
            let rows = context.collectionAccumulator(of: (String, Int).self, "rows")
            #expect(count.name == "count" && sum.name == "sum" && rows.name == "rows")
            try await context.range(0..<8, partitions: partitions).foreach { row in
                count.add(1)
                sum.add(0.5)
                if row % 2 == 0 { rows.add(("r", row)) }
            }
            #expect(count.value == 8)
            #expect(sum.value == 4)
            #expect(rows.value.map { $0.1 }.sorted() == [0, 2, 4, 6])
            count.add(-3)
            rows.add(("driver", 9))
            #expect(count.value == 5)
            #expect(rows.value.last?.0 == "driver")
        }
    }

    @Test("a task sees what it has added itself")
    func inTask() async throws {
        try await withContext(master: "local[1]") { context async throws in
            let count = context.longAccumulator()
            count.add(100)
            let seen = try await context.range(0..<6, partitions: 2).map { _ in
                count.add(1)
                return count.value
            }.collect()
            #expect(seen == [1, 2, 3, 1, 2, 3])
            #expect(count.value == 106)
        }
    }

    @Test("in a transformation it counts each time a partition is computed, in a skipped stage not")
    func transformations() async throws {
        try await withContext { context async throws in
            let count = context.longAccumulator()
            let rdd = context.range(0..<5, partitions: 2).map { row in
                count.add(1)
                return (row, 1)
            }
            #expect(count.value == 0)
            _ = try await rdd.count()
            _ = try await rdd.count()
            #expect(count.value == 10)
            let reduced = rdd.reduceByKey(+)
            _ = try await reduced.count()
            _ = try await reduced.count()
            #expect(count.value == 15)
        }
    }

    @Test("what a job's failed tasks added is not counted")
    func failedJob() async throws {
        struct Bad: Error {}
        try await withContext(master: "local[1]") { context async throws in
            let count = context.longAccumulator()
            let error = try await failure {
                try await context.range(0..<4, partitions: 2).foreach { row in
                    count.add(1)
                    if row == 3 { throw Bad() }
                }
            }
            #expect(error.root.message.contains("Bad"))
            #expect(count.value == 2)
        }
    }

    @Test("two accumulators in one task stay apart")
    func several() async throws {
        try await withContext { context async throws in
            let counters = (0..<5).map { _ in context.longAccumulator() }
            try await context.range(0..<100, partitions: 4).foreach { counters[$0 % 5].add($0) }
            #expect(counters.map(\.value) == (0..<5).map { start in stride(from: start, to: 100, by: 5).reduce(0, +) })
        }
    }
}

@Suite("Broadcasts")
struct BroadcastTests {
    private struct Table: Codable, Sendable {
        var names: [Int: String]
    }

    @Test("tasks and the driver read the value")
    func reads() async throws {
        try await withContext { context async throws in
            let table = try context.broadcast(Table(names: [0: "even", 1: "odd"]))
            let names = try await context.range(0..<4, partitions: 2).map { try table.value.names[$0 % 2] ?? "" }
                .collect()
            #expect(names == ["even", "odd", "even", "odd"])
            #expect(try table.value.names.count == 2)
            let tuples = try context.broadcast([(1, "a"), (2, "b")])
            #expect(try await context.range(0..<2).map { try tuples.value[$0].1 }.collect() == ["a", "b"])
            let counted = try await context.parallelize([(3, 1), (4, 1)]).map {
                (try table.value.names[$0.0 % 2] ?? "", $0.1)
            }
            .reduceByKey(+).collectAsMap()
            #expect(counted == ["odd": 1, "even": 1])
        }
    }

    @Test("after destroy it is an error", arguments: [true, false])
    func destroyed(wasRead: Bool) async throws {
        try await withContext { context async throws in
            let value = try context.broadcast([1, 2, 3])
            let rdd = context.range(0..<2).map { try value.value[$0] }
            if wasRead { #expect(try await rdd.collect() == [1, 2]) }
            value.destroy()
            let error = try await failure { _ = try await rdd.collect() }
            #expect(error.root.code == "broadcast-destroyed")
            #expect(throws: WeftError.self) { try value.value }
            value.destroy()
        }
    }

    @Test("a value that can't be coded is refused")
    func notCodable() async throws {
        struct Opaque: Sendable {}
        try await withContext { context async throws in
            let error = try await failure { _ = try context.broadcast(Opaque()) }
            #expect(error.code == "not-codable" && error.message.contains("Opaque"))
        }
    }
}

@Suite("Added files")
struct AddedFileTests {
    @Test("tasks and the driver find files by name")
    func files() async throws {
        try await withContext { context async throws in
            let path = try context.scratch.write("words.txt", "fig\npear\n")
            try context.addFile(path)
            try context.addFile(path + "#alias")
            let texts = try await context.parallelize(["words.txt", "alias"], partitions: 2).map { name in
                try String(contentsOfFile: try WeftFiles.path(of: name), encoding: .utf8)
            }.collect()
            #expect(texts == ["fig\npear\n", "fig\npear\n"])
            #expect(try WeftFiles.path(of: "alias") != path)
            // The copy is the application's own.
            try context.scratch.write("words.txt", "changed")
            #expect(try String(contentsOfFile: try WeftFiles.path(of: "words.txt"), encoding: .utf8) == "fig\npear\n")
        }
    }

    @Test("a name that wasn't added is an error that names those that were")
    func unknown() async throws {
        try await withContext { context async throws in
            let none = try await failure { _ = try WeftFiles.path(of: "x") }
            #expect(none.code == "file-not-added" && none.remedy.contains("addFile"))
            try context.addFile(try context.scratch.write("a.txt", ""))
            let error = try await failure {
                try await context.range(0..<1).foreach { _ in _ = try WeftFiles.path(of: "b.txt") }
            }
            #expect(error.root.code == "file-not-added" && error.root.remedy.contains("a.txt"))
        }
        let outside = try await withContextTurn { try await failure { _ = try WeftFiles.path(of: "a.txt") } }
        #expect(outside.code == "no-context")
    }

    @Test("a file added twice, under one name, is refused; a failed one can be added again")
    func twice() async throws {
        try await withContext { context async throws in
            let path = try context.scratch.write("a.txt", "first")
            try context.addFile(path)
            let other = try context.scratch.write("other/a.txt", "second")
            let error = try await failure { try context.addFile(other) }
            #expect(error.code == "file-exists" && error.remedy.contains("#"))
            #expect(try String(contentsOfFile: try WeftFiles.path(of: "a.txt"), encoding: .utf8) == "first")
            try context.addFile(other + "#b.txt")
            let missing = try await failure { try context.addFile(context.scratch.path("late.txt")) }
            #expect(missing.code == "input-not-found")
            try context.scratch.write("late.txt", "late")
            try context.addFile(context.scratch.path("late.txt"))
            #expect(try String(contentsOfFile: try WeftFiles.path(of: "late.txt"), encoding: .utf8) == "late")
            for name in ["#", "#a/b", "#.."] {
                let bad = try await failure { try context.addFile(path + name) }
                #expect(bad.code == "bad-argument")
            }
        }
    }

    @Test("archives are unpacked", arguments: ["data.tar.gz", "data.tgz", "data.tar"])
    func archives(name: String) async throws {
        try await withContext { context async throws in
            try context.scratch.write("data/sub/words.txt", "fig\n")
            try context.scratch.write("data/top.txt", "top\n")
            let root = context.scratch.root
            let made = try await context.range(0..<1, partitions: 1)
                .pipe(["tar", name.hasSuffix("r") ? "-cf" : "-czf", root + "/" + name, "-C", root + "/data", "."])
                .count()
            #expect(made == 0)
            try context.addArchive(root + "/" + name)
            try context.addArchive(root + "/" + name + "#model")
            let texts = try await context.parallelize([name + "/top.txt", "model/sub/words.txt"], partitions: 2).map {
                path in
                let parts = path.split(separator: "/", maxSplits: 1)
                return try String(
                    contentsOfFile: try WeftFiles.path(of: String(parts[0])) + "/" + parts[1],
                    encoding: .utf8
                )
            }.collect()
            #expect(texts == ["top\n", "fig\n"])
        }
    }

    @Test("archives that are none")
    func badArchives() async throws {
        try await withContext { context async throws in
            let kind = try await failure { try context.addArchive(try context.scratch.write("a.rar", "x")) }
            #expect(kind.code == "bad-archive" && kind.remedy.contains(".tar.gz"))
            let broken = try await failure {
                try context.addArchive(try context.scratch.write("b.tar.gz", "no archive"))
            }
            #expect(broken.code == "bad-archive" && broken.description.contains("b.tar.gz"))
            let missing = try await failure { try context.addArchive(context.scratch.path("c.tar")) }
            #expect(missing.code == "input-not-found")
        }
    }

    @Test("the configuration's files are there from the start")
    func configured() async throws {
        try await withContextTurn {
            let folder = try ScratchFolder.make()
            defer { folder.remove() }
            try folder.makeFolder("local")
            let path = try folder.write("a.txt", "configured")
            let context = try Context(configuration: testConfiguration(in: folder, ["weft.files": path + "#name"]))
            let texts = try await context.range(0..<1).map { _ in
                try String(contentsOfFile: try WeftFiles.path(of: "name"), encoding: .utf8)
            }.collect()
            #expect(texts == ["configured"])
            await context.stop()
            #expect(try folder.names(in: "local").isEmpty)
        }
    }
}
