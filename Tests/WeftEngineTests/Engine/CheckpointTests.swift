import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Checkpoints")
struct CheckpointTests {
    @Test("the first job writes it, later ones read it, and the lineage above is gone", arguments: [1, 3])
    func checkpoints(partitions: Int) async throws {
        try await withContext { context async throws in
            let computed = context.longAccumulator()
            let rdd = context.range(0..<100, partitions: partitions).map { row in
                computed.add(1)
                return (row % 10, row)
            }
            let kept = rdd.filter { $0.1 != 50 }
            try kept.checkpoint()
            #expect(!kept.isCheckpointed)
            #expect(try await kept.toDebugString().contains("range"))
            #expect(try await kept.count() == 99)
            #expect(kept.isCheckpointed)
            let before = computed.value
            #expect(try await kept.partitionCount() == partitions)
            #expect(try await kept.values().sum() == 4900)
            #expect(try await kept.reduceByKey(+).collectAsMap()[0] == 400)
            #expect(computed.value == before)
            #expect(try await !kept.toDebugString().contains("range"))
            try kept.checkpoint()
            #expect(try await kept.count() == 99)
            let files = try context.scratch.names(in: "checkpoints/\(context.applicationID)/rdd-\(kept.id)")
            #expect(files == ["_SUCCESS"] + (0..<partitions).map { "part-0000\($0)" })
        }
    }

    @Test("partitions without rows stay partitions")
    func emptyPartitions() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize([1], partitions: 4).map { ($0, $0) }.partitionBy(HashPartitioner(5))
            try rdd.checkpoint()
            #expect(try await rdd.count() == 1)
            #expect(try await rdd.partitionCount() == 5)
            #expect(try await rdd.lookup(1) == [1])
        }
    }

    @Test("a cached RDD is not computed again for its checkpoint, and its partitioner stays known")
    func cachedAndPartitioned() async throws {
        try await withContext { context async throws in
            let computed = context.longAccumulator()
            let sums = context.range(0..<20, partitions: 4).map { ($0 % 4, 1) }.reduceByKey(partitions: 3, +)
                .mapValues { value in
                    computed.add(1)
                    return value
                }.cache()
            try sums.checkpoint()
            #expect(try await sums.count() == 4)
            #expect(computed.value == 4)
            #expect(sums.isCheckpointed)
            let (map, record) = try await context.recording {
                try await sums.reduceByKey(partitions: 3, +).collectAsMap()
            }
            #expect(map == [0: 5, 1: 5, 2: 5, 3: 5])
            #expect(record.submittedStages.count == 1)
        }
    }

    @Test("a checkpoint that couldn't be written is written by the next job")
    func retries() async throws {
        struct Once: Error {}
        try await withContext { context async throws in
            let blocked = "checkpoints"
            try context.scratch.write(blocked, "a file where the folder should be")
            let rdd = context.range(0..<10, partitions: 2).map { $0 + 1 }
            try rdd.checkpoint()
            let error = try await failure { _ = try await rdd.count() }
            #expect(!error.message.isEmpty)
            #expect(!rdd.isCheckpointed)
            try context.scratch.delete(blocked)
            #expect(try await rdd.sum() == 55)
            #expect(rdd.isCheckpointed)
            #expect(try await rdd.sum() == 55)
        }
    }

    @Test("without a folder it is refused")
    func noFolder() async throws {
        try await withContextTurn {
            let folder = try ScratchFolder.make()
            defer { folder.remove() }
            var configuration = Configuration()
            try configuration.set("weft.local.dir", folder.root, source: .code)
            let context = try Context(configuration: configuration)
            let rdd = context.range(0..<3)
            let error = try await failure { try rdd.checkpoint() }
            #expect(error.code == "no-checkpoint-dir" && error.remedy.contains("weft.checkpoint.dir"))
            #expect(try await rdd.count() == 3)
            await context.stop()
        }
    }

    @Test("a loop's lineage stays short")
    func loop() async throws {
        try await withContext { context async throws in
            var rdd = context.parallelize([(1, 1.0), (2, 2.0)], partitions: 2)
            for round in 1...6 {
                rdd = rdd.mapValues { $0 * 2 }.reduceByKey(+).cache()
                if round % 2 == 0 {
                    try rdd.checkpoint()
                    #expect(try await rdd.count() == 2)
                }
            }
            #expect(try await rdd.collectAsMap() == [1: 64, 2: 128])
            #expect(try await rdd.toDebugString().split(separator: "\n").count == 1)
        }
    }
}
