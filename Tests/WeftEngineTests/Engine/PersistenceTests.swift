import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Persisted RDDs")
struct PersistenceTests {
    static let levels: [StorageLevel] = [.memoryOnly, .memoryOnlySer, .memoryAndDisk, .memoryAndDiskSer, .diskOnly]

    @Test("each partition is computed once, and again after unpersist", arguments: levels)
    func computesOnce(level: StorageLevel) async throws {
        try await withContext { context async throws in
            let computed = context.longAccumulator()
            let rdd = context.range(0..<3000, partitions: 3).map { row in
                computed.add(1)
                return "row \(row)"
            }.persist(level)
            #expect(rdd.storageLevel == level)
            let expected = (0..<3000).map { "row \($0)" }
            #expect(try await rdd.collect() == expected)
            #expect(computed.value == 3000)
            #expect(try await rdd.collect() == expected)
            #expect(try await rdd.map { $0.count }.sum() == expected.map(\.count).reduce(0, +))
            #expect(computed.value == 3000)
            let onDisk = try FileManager.default.contentsOfDirectory(atPath: context.temporaryFolder)
            #expect(onDisk.filter { $0.hasPrefix("rdd_") }.count == (level == .diskOnly ? 3 : 0))
            rdd.unpersist()
            #expect(rdd.storageLevel == .none)
            #expect(try await rdd.count() == 3000)
            #expect(computed.value == 6000)
            #expect(context.environment.blocks.memoryUsed == 0)
            let left = try FileManager.default.contentsOfDirectory(atPath: context.temporaryFolder)
            #expect(left.filter { $0.hasPrefix("rdd_") }.isEmpty)
        }
    }

    @Test("a partition that isn't read isn't stored")
    func partial() async throws {
        try await withContext { context async throws in
            let computed = context.longAccumulator()
            let rdd = context.range(0..<40, partitions: 4).map { row in
                computed.add(1)
                return row
            }.cache()
            #expect(try await rdd.first() == 0)
            #expect(computed.value == 10)
            #expect(try await rdd.sum() == 780)
            #expect(computed.value == 40)
        }
    }

    @Test("the first level stays until unpersist")
    func keepsLevel() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<4).persist(.diskOnly).persist(.memoryOnly)
            #expect(rdd.storageLevel == .diskOnly)
            #expect(rdd.unpersist().cache().storageLevel == .memoryOnly)
            #expect(rdd.unpersist().unpersist().storageLevel == .none)
        }
    }

    /// Takes all but 256 KiB of a context's memory away from its blocks.
    private func tighten(_ context: Context) {
        let memory = context.environment.memory
        #expect(memory.acquireStorage(memory.budget - (256 << 10)) == .granted)
    }

    @Test("what doesn't fit is computed again, spilled, or on disk anyway", arguments: levels)
    func tooLarge(level: StorageLevel) async throws {
        try await withContext { context async throws in
            tighten(context)
            let computed = context.longAccumulator()
            let rdd = context.range(0..<80_000, partitions: 4).map { row in
                computed.add(1)
                return row &* 7
            }.persist(level)
            let sum = 7 * (0..<80_000).reduce(0, +)
            for _ in 0..<3 { #expect(try await rdd.sum() == sum) }
            #expect(context.environment.blocks.memoryUsed <= 256 << 10)
            let files = try FileManager.default.contentsOfDirectory(atPath: context.temporaryFolder)
            let spilled = files.filter { $0.hasPrefix("rdd_") && !$0.hasSuffix(".tmp") }.count
            if level.useDisk {
                #expect(computed.value == 80_000)
                #expect(spilled > 0)
            } else {
                #expect(computed.value > 80_000)
                #expect(spilled == 0)
            }
        }
    }

    @Test("a newer RDD pushes out the one used longest ago", arguments: levels.filter(\.useMemory))
    func evicts(level: StorageLevel) async throws {
        try await withContext(master: "local[1]") { context async throws in
            tighten(context)
            let computed = context.longAccumulator()
            func block(_ offset: Int) -> RDD<Int> {
                // More than half of the budget, in memory and coded.
                context.range(0..<20_000, partitions: 1).map { row in
                    computed.add(1)
                    return row &* 0x1_0000_0001 &+ offset &+ (1 << 60)
                }.persist(level)
            }
            let first = block(1)
            let second = block(2)
            let expected = try await first.collect()
            #expect(computed.value == 20_000)
            _ = try await second.count()
            #expect(computed.value == 40_000)
            #expect(try await first.collect() == expected)
            #expect(computed.value == (level.useDisk ? 40_000 : 60_000))
        }
    }

    @Test("blocks go when the last reference to their RDD goes")
    func cleansUp() async throws {
        try await withContext { context async throws in
            func keep() async throws {
                let rdd = context.range(0..<1000, partitions: 2).map { $0 }.persist(.diskOnly)
                #expect(try await rdd.count() == 1000)
                #expect(try FileManager.default.contentsOfDirectory(atPath: context.temporaryFolder).count == 2)
            }
            try await keep()
            // The next job comes behind the cleaning in the scheduler's queue.
            _ = try await context.range(0..<1).count()
            #expect(try FileManager.default.contentsOfDirectory(atPath: context.temporaryFolder).isEmpty)
        }
    }

    @Test("a block whose file is gone is computed again")
    func lostBlock() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<1000, partitions: 2).map { $0 + 1 }.persist(.diskOnly)
            #expect(try await rdd.sum() == 500_500)
            for name in try FileManager.default.contentsOfDirectory(atPath: context.temporaryFolder) {
                try FileManager.default.removeItem(atPath: context.temporaryFolder + "/" + name)
            }
            #expect(try await rdd.sum() == 500_500)
            #expect(try await rdd.sum() == 500_500)
        }
    }

    @Test("a block whose file is broken costs one attempt", arguments: [1, 10])
    func brokenBlock(length: Int) async throws {
        try await withContext(master: "local[1,2]") { context async throws in
            let rdd = context.range(0..<1000, partitions: 1).map { $0 + 1 }.persist(.diskOnly)
            #expect(try await rdd.sum() == 500_500)
            let folder = ScratchFolder(root: context.temporaryFolder)
            let name = try #require(try folder.names(in: ".").first)
            try folder.write(name, Array(try folder.bytes(name).prefix(length)))
            #expect(try await rdd.sum() == 500_500)
            #expect(try await rdd.sum() == 500_500)
        }
    }

    @Test("two jobs that store the same blocks at once agree on them", arguments: levels)
    func storedTwice(level: StorageLevel) async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<5000, partitions: 4).map { "row \($0)" }.persist(level)
            async let first = rdd.collect()
            async let second = rdd.collect()
            #expect(try await first == (0..<5000).map { "row \($0)" })
            #expect(try await second == first)
            let used = context.environment.blocks.memoryUsed
            #expect(try await rdd.count() == 5000)
            #expect(context.environment.blocks.memoryUsed == used)
            rdd.unpersist()
            _ = try await context.range(0..<1).count()
            #expect(context.environment.blocks.memoryUsed == 0)
        }
    }

    @Test("persisting behind a shuffle, and an RDD used twice in one job")
    func behindShuffle() async throws {
        try await withContext { context async throws in
            let computed = context.longAccumulator()
            let counts = context.range(0..<100, partitions: 4).map { ($0 % 5, 1) }.reduceByKey(+).mapValues { count in
                computed.add(1)
                return count
            }.cache()
            #expect(try await counts.join(counts).count() == 5)
            #expect(try await counts.values().sum() == 100)
            #expect(computed.value == 5)
        }
    }
}
