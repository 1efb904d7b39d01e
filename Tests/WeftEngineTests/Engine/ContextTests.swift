import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Contexts")
struct ContextTests {
    @Test("a process has one context at a time")
    func onlyOne() async throws {
        try await withContext { context async throws in
            let error = try await failure { _ = try Context(configuration: context.configuration) }
            #expect(error.code == "context-exists")
            #expect(error.remedy.contains("stop"))
            #expect(try await context.range(0..<3).count() == 3)
        }
        try await withContext { context async throws in #expect(try await context.range(0..<4).count() == 4) }
    }

    @Test("after stop every action fails, and says why")
    func stopped() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<10, partitions: 2)
            let kept = rdd.map { $0 }.persist(.memoryAndDisk)
            _ = try await kept.count()
            let sums = rdd.map { ($0 % 2, $0) }.reduceByKey(+)
            _ = try await sums.count()
            await context.stop()
            let actions: [() async throws -> Void] = [
                { _ = try await rdd.count() }, { _ = try await kept.collect() }, { _ = try await sums.collect() },
                { _ = try await rdd.sortBy { $0 }.take(1) }, { _ = try await rdd.zipWithIndex().count() },
                { try await rdd.saveAsTextFile(context.scratch.path("out")) },
                { _ = try await context.parallelize([1]).first() },
            ]
            for action in actions {
                let error = try await failure(action)
                #expect(error.code == "context-stopped")
                #expect(!error.remedy.isEmpty)
            }
            #expect(!context.scratch.exists("out"))
            kept.unpersist()
            context.cancelAllJobs(reason: "nothing runs")
            await context.stop()
        }
    }

    @Test("a context that can't start leaves room for the next one, and no files")
    func failedStart() async throws {
        try await withContextTurn {
            let folder = try ScratchFolder.make()
            defer { folder.remove() }
            try folder.makeFolder("local")
            let attempts: [([String: String], WeftError.Code)] = [
                (["weft.local.dir": folder.path("nowhere")], "local-dir"),
                (["weft.files": folder.path("no-such-file")], "input-not-found"),
                (["weft.archives": folder.path("no-such-file.tar")], "input-not-found"),
                (
                    ["weft.scheduler.mode": "FAIR", "weft.scheduler.allocation.file": folder.path("none")],
                    "input-not-found"
                ),
            ]
            for (settings, code) in attempts {
                let error = try await failure {
                    _ = try Context(configuration: testConfiguration(in: folder, settings))
                }
                #expect(error.code == code, "\(error)")
                #expect(try folder.names(in: "local").isEmpty, "\(settings)")
            }
            let context = try Context(configuration: testConfiguration(in: folder))
            #expect(try await context.range(0..<5).count() == 5)
            await context.stop()
        }
    }

    @Test("several local folders share the files")
    func localFolders() async throws {
        try await withContextTurn {
            let folder = try ScratchFolder.make()
            defer { folder.remove() }
            try folder.makeFolder("a")
            try folder.makeFolder("b")
            let bases = "\(folder.path("a")),\(folder.path("nowhere")),\(folder.path("b"))"
            let context = try Context(configuration: testConfiguration(in: folder, ["weft.local.dir": bases]))
            let rdd = context.range(0..<100, partitions: 10).repartition(10)
            #expect(try await rdd.count() == 100)
            #expect(context.directories.roots.count == 2)
            for root in context.directories.roots { #expect(try !ScratchFolder(root: root).names(in: ".").isEmpty) }
            await context.stop()
            #expect(try folder.names(in: "a").isEmpty && folder.names(in: "b").isEmpty)
        }
    }

    @Test("masters decide how many tasks run at once", arguments: [("local", 1), ("local[3]", 3), ("local[2,5]", 2)])
    func masters(master: String, slots: Int) async throws {
        try await withContext(master: master) { context async throws in
            #expect(context.defaultParallelism == slots)
            #expect(context.backend.defaultParallelism == slots)
            #expect(try await context.range(0..<100, partitions: 9).sum() == 4950)
        }
    }

    @Test("a context can be stopped by its user while RDDs and closures still refer to it")
    func rddsOutlive() async throws {
        var rdds: [RDD<Int>] = []
        try await withContext { context async throws in
            let rdd = context.range(0..<10, partitions: 2).map { $0 }.persist(.diskOnly)
            #expect(try await rdd.sum() == 45)
            rdds.append(rdd)
        }
        let error = try await failure { _ = try await rdds[0].sum() }
        #expect(error.code == "context-stopped")
    }
}
