import Testing
import WeftDiagnostics

@testable import WeftEngine

struct EdgeCaseTests {
    @Test("takeOrdered and top find rows that come after a batch that filled them exactly")
    func exactFill() async throws {
        try await withContext { context async throws in
            let rows = context.parallelize([9, 1, 5, 7], partitions: 2).coalesce(1)
            #expect(try await rows.takeOrdered(2) == [1, 5])
            #expect(try await context.parallelize([1, 9, 5, 3], partitions: 2).coalesce(1).top(2) == [9, 5])
        }
    }

    @Test("take of more than there can be gives all rows", arguments: [6, Int.max / 2, Int.max])
    func takeAll(count: Int) async throws {
        try await withContext { context async throws in
            #expect(try await context.range(0..<5, partitions: 4).take(count) == [0, 1, 2, 3, 4])
        }
    }

    @Test("a path to a part of the value is refused, not taken for the value")
    func pathToPart() async throws {
        try await withContext { context async throws in
            let pairs = context.parallelize([("a", -3.0), ("b", 2.0)])
            let error = await #expect(throws: WeftError.self) { try await pairs.top(1, by: \.value.magnitude) }
            #expect(error?.code == "bad-argument")
            #expect(try await pairs.top(1, by: \.value).map(\.key) == ["b"])
            let numbers = context.parallelize([(1, 9), (2, 8)])
            #expect(try await numbers.top(1, by: \.key).map(\.value) == [8])
        }
    }

    @Test("all NaNs are one key")
    func notANumberAsKey() async throws {
        try await withContext { context async throws in
            let keys = (0..<3000).map { $0 % 3 == 0 ? Double.nan : Double($0 % 3) }
            let counts = try await context.parallelize(keys, partitions: 3).map { ($0, 1) }.reduceByKey(+).collect()
            #expect(counts.count == 3)
            #expect(counts.allSatisfy { $0.1 == 1000 })
        }
    }

    @Test("NaN comes last in ascending order and doesn't disturb the others", arguments: [true, false])
    func notANumber(ascending: Bool) async throws {
        try await withContext { context async throws in
            let rows = (0..<500).map { $0 % 7 == 0 ? Double.nan : Double(($0 * 37) % 500) }
            let expected = rows.filter { !$0.isNaN }.sorted { ascending ? $0 < $1 : $1 < $0 }
            let sorted = try await context.parallelize(rows, partitions: 3).sortBy(ascending: ascending) { $0 }
                .collect()
            #expect(sorted.count == rows.count)
            #expect(Array(ascending ? sorted.prefix(expected.count) : sorted.suffix(expected.count)) == expected)
            #expect(
                try await context.parallelize(rows, partitions: 3).takeOrdered(3) == Array(expected.sorted().prefix(3))
            )
        }
    }

    @Test("lineage read twice is shown once in full")
    func debugStringOfDiamonds() async throws {
        try await withContext { context async throws in
            var rdd = context.range(0..<4, partitions: 1)
            for _ in 0..<30 { rdd = rdd.zip(rdd).map { $0.0 } }
            let lines = try await rdd.toDebugString().split(separator: "\n")
            #expect(lines.count < 200)
            #expect(lines.contains { $0.hasSuffix("(as above)") })
        }
    }

    @Test("a combining table that was handed over is small again")
    func drainedTable() throws {
        let table = AggregationTable<Int, Int>()
        let empty = table.byteCount
        for key in 0..<10_000 { table.combine(key, insert: { 1 }, merge: { $0 += 1 }) }
        #expect(table.byteCount > empty)
        var handedOver = 0
        table.drain { _, _, _ in handedOver += 1 }
        #expect(handedOver == 10_000)
        #expect(table.byteCount == empty)
        table.combine(7, insert: { 3 }, merge: { $0 += 1 })
        #expect(table[7] == 3 && table.count == 1)
    }

    @Test("each row of an RDD on disk is read right by tasks that store its blocks at the same time")
    func cartesianOfStoredBlocks() async throws {
        try await withContext(master: "local[4]") { context async throws in
            let rows = context.range(0..<20_000, partitions: 2).map { $0 % 50 }.persist(.diskOnly)
            let few = context.range(0..<4, partitions: 4)
            #expect(try await few.cartesian(rows).map { $0.1 }.sum() == 4 * 20_000 * 49 / 2)
        }
    }

    @Test("a stop beside another one waits for it")
    func stopTwice() async throws {
        try await withContext { context async throws in
            async let first: Void = context.stop()
            await context.stop()
            #expect(try context.scratch.names(in: "local").isEmpty)
            await first
        }
    }

    @Test("a driver that can't start leaves no folder")
    func failedStart() async throws {
        try await withContextTurn {
            let folder = try ScratchFolder.make()
            defer { folder.remove() }
            try folder.makeFolder("local")
            let file = try folder.write("pools.xml", "<allocations><pool name=")
            let settings = ["weft.scheduler.mode": "FAIR", "weft.scheduler.allocation.file": file]
            let configuration = try testConfiguration(in: folder, settings)
            #expect(throws: WeftError.self) { try Context(configuration: configuration) }
            #expect(try folder.names(in: "local").isEmpty)
        }
    }

    @Test("a file that couldn't be added can be added afterwards")
    func addFileAgain() async throws {
        try await withContext { context async throws in
            let path = context.scratch.path("late.txt")
            #expect(throws: WeftError.self) { try context.addFile(path) }
            try context.scratch.write("late.txt", "here")
            try context.addFile(path)
            #expect(try WeftFiles.path(of: "late.txt").hasSuffix("late.txt"))
        }
    }

    @Test("a checkpoint that couldn't be written is written by the next job")
    func checkpointAgain() async throws {
        try await withContext { context async throws in
            let base = context.scratch.path("checkpoints")
            try context.scratch.write("checkpoints", "in the way")
            let rdd = context.range(0..<10, partitions: 2).map { $0 + 1 }
            try rdd.checkpoint()
            await #expect(throws: WeftError.self) { try await rdd.count() }
            #expect(!rdd.isCheckpointed)
            try LocalFileSystem().delete(.local(base), recursive: false)
            #expect(try await rdd.count() == 10)
            #expect(rdd.isCheckpointed)
            #expect(try await rdd.sum() == 55)
        }
    }

    @Test("a checkpoint that was asked for doesn't keep its RDD alive")
    func forgottenCheckpoint() async throws {
        try await withContext { context async throws in
            weak var node: LineageNode?
            do {
                let rdd = context.range(0..<10)
                try rdd.checkpoint()
                node = rdd.node
            }
            #expect(node == nil)
        }
    }

    @Test("a job of a task that was cancelled before is not run")
    func cancelledBefore() async throws {
        try await withContext { context async throws in
            let job = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await context.range(0..<4).count()
            }
            job.cancel()
            await #expect(throws: (any Error).self) { try await job.value }
            #expect(try await context.range(0..<4).count() == 4)
        }
    }
}

@Suite("The text of errors")
struct ErrorTextTests {
    @Test("a remedy that the chain shares is printed once, another one where it belongs")
    func remedies() {
        let root = WeftError("root", "the disk is full", remedy: "free some space")
        let task = WeftError("task", "the task failed", remedy: "free some space", cause: root)
        let job = WeftError("job", "the job failed", remedy: "run it again", cause: task)
        #expect(
            job.description == """
                the job failed
                  to do: run it again
                  cause: the task failed
                    to do: free some space
                    cause: the disk is full
                """
        )
    }
}
