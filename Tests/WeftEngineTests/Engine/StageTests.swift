import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Sends a key to the partition of its rest.
private struct RestPartitioner: Partitioner {
    var partitionCount: Int
    func partition(of key: Int) -> Int { key % partitionCount }
}

@Suite("Stages")
struct StageTests {
    @Test("a job is cut at its shuffles")
    func cutsAtShuffles() async throws {
        try await withContext { context async throws in
            let rows = context.range(0..<20, partitions: 4).map { ($0 % 3, $0) }
            let (_, narrow) = try await context.recording { try await rows.mapValues { $0 + 1 }.count() }
            #expect(narrow.submittedStages.map(\.taskCount) == [4])
            let (_, one) = try await context.recording { try await rows.reduceByKey(partitions: 3, +).count() }
            #expect(one.submittedStages.map(\.taskCount) == [4, 3])
            let (_, two) = try await context.recording {
                try await rows.reduceByKey(partitions: 3, +).map { ($0.1, $0.0) }.groupByKey(partitions: 2).count()
            }
            #expect(two.submittedStages.map(\.taskCount) == [4, 3, 2])
            let (_, joined) = try await context.recording {
                try await rows.join(context.range(0..<5, partitions: 2).map { ($0, $0) }, partitions: 6).count()
            }
            #expect(joined.submittedStages.map(\.taskCount).sorted() == [2, 4, 6])
            #expect(joined.jobs.count == 1)
            #expect(joined.skippedStageCount == 0)
        }
    }

    @Test("a second action skips the stages whose output is there")
    func skips() async throws {
        try await withContext { context async throws in
            let mapped = context.longAccumulator()
            let sums = context.range(0..<20, partitions: 4).map { row in
                mapped.add(1)
                return (row % 3, row)
            }.reduceByKey(partitions: 3, +)
            let (first, before) = try await context.recording { try await sums.collectAsMap() }
            #expect(before.submittedStages.count == 2 && before.skippedStageCount == 0)
            let (second, after) = try await context.recording { try await sums.collectAsMap() }
            #expect(after.submittedStages.count == 1)
            #expect(after.skippedStageCount == 1)
            #expect(after.startedTasks.count == 3)
            #expect(first == second)
            // Another RDD on the same shuffle skips it too.
            let (_, derived) = try await context.recording { try await sums.mapValues { -$0 }.count() }
            #expect(derived.submittedStages.count == 1 && derived.skippedStageCount == 1)
            #expect(mapped.value == 20)
        }
    }

    @Test("no shuffle where the rows are where they belong")
    func fittingPartitioner() async throws {
        try await withContext { context async throws in
            let rows = context.range(0..<40, partitions: 4).map { ($0 % 7, $0) }
            let hashed = rows.partitionBy(HashPartitioner(3))
            let other = context.range(0..<9, partitions: 2).map { ($0, $0) }.partitionBy(HashPartitioner(3))
            _ = try await hashed.count()
            _ = try await other.count()
            func stages(_ name: String, _ expected: Int, _ action: () async throws -> Int) async throws {
                let (_, record) = try await context.recording(action)
                #expect(record.submittedStages.count == expected, "\(name)")
            }
            try await stages("reduceByKey", 1) { try await hashed.reduceByKey(+).count() }
            try await stages("groupByKey", 1) { try await hashed.groupByKey().count() }
            try await stages("mapValues keeps", 1) {
                try await hashed.mapValues { $0 + 1 }.filter { $0.1 > 3 }.reduceByKey(+).count()
            }
            try await stages("flatMapValues keeps", 1) {
                try await hashed.flatMapValues { [$0, $0] }.groupByKey().count()
            }
            try await stages("same partitioner", 1) { try await hashed.partitionBy(HashPartitioner(3)).count() }
            try await stages("join", 1) { try await hashed.join(other).count() }
            try await stages("cogroup", 1) { try await hashed.cogroup(other).count() }
            try await stages("subtractByKey", 1) { try await hashed.subtractByKey(other).count() }
            try await stages("leftOuterJoin", 1) { try await hashed.leftOuterJoin(other).count() }
            try await stages("join of sums", 1) { try await hashed.reduceByKey(+).join(other.groupByKey()).count() }
            try await stages("map forgets", 2) {
                try await hashed.map { ($0.0, $0.1) }.reduceByKey(partitions: 3, +).count()
            }
            try await stages("another number", 2) { try await hashed.reduceByKey(partitions: 5, +).count() }
            try await stages("one side", 2) { try await hashed.join(rows).count() }
            let kept = hashed.mapPartitions(keepsPartitioning: true) { $0.map { ($0.0, 1) } }
            try await stages("mapPartitions", 1) { try await kept.reduceByKey(+).count() }
            let digits = rows.partitionBy(RestPartitioner(partitionCount: 4))
            _ = try await digits.count()
            try await stages("equal custom partitioner", 1) {
                try await digits.partitionBy(RestPartitioner(partitionCount: 4)).count()
            }
            try await stages("other custom partitioner", 2) {
                try await digits.partitionBy(RestPartitioner(partitionCount: 5)).count()
            }
            // And the answers are right without the shuffle.
            #expect(try await hashed.reduceByKey(+).collectAsMap() == rows.reduceByKey(+).collectAsMap())
            #expect(try await hashed.join(other).count() == 40)
        }
    }

    @Test("reduceByKey after reduceByKey needs one shuffle")
    func chained() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<50, partitions: 4).map { ($0 % 5, 1) }.reduceByKey(+).mapValues { $0 * 2 }
            let (sums, record) = try await context.recording { try await rdd.reduceByKey(+).collectAsMap() }
            #expect(sums == [0: 20, 1: 20, 2: 20, 3: 20, 4: 20])
            #expect(record.submittedStages.count == 2)
        }
    }

    @Test("toDebugString shows the lineage with lines and shuffles")
    func debugString() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<9, partitions: 3).setName("numbers").map { ($0 % 2, $0) }.cache()
                .reduceByKey(partitions: 2, +).filter { $0.1 > 0 }
            let lines = try await rdd.toDebugString().split(separator: "\n").map(String.init)
            #expect(lines.count == 4)
            #expect(lines[0].hasPrefix("(2) filter[3] at ") && lines[0].contains("StageTests.swift:"))
            #expect(lines[1].contains("| (2) reduceByKey[2]"))
            #expect(lines[2].contains("  +-(3) map[1]") && lines[2].contains("[MEMORY_ONLY]"))
            #expect(lines[3].contains("(3) numbers range[0]"))
            #expect(rdd.name == nil)
        }
    }

    @Test("events tell what a job did")
    func events() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<100, partitions: 2).map { ($0 % 10, $0) }.reduceByKey(partitions: 3, +)
            let (_, record) = try await context.recording { try await rdd.count() }
            let job = try #require(record.jobs.first)
            #expect(job.description.hasPrefix("count at ") && job.description.contains("StageTests.swift:"))
            #expect(job.stages.count == 2)
            #expect(record.endedTasks.count == 5)
            #expect(record.endedTasks.allSatisfy { $0.status == .succeeded })
            let written = record.endedTasks.compactMap { $0.metrics?.shuffleWriteRecords }.reduce(0, +)
            let read = record.endedTasks.compactMap { $0.metrics?.shuffleReadRecords }.reduce(0, +)
            #expect(written == 20 && read == 20)
            #expect(record.endedTasks.allSatisfy { ($0.metrics?.runTimeNanoseconds ?? 0) > 0 })
        }
    }

    @Test("a shuffle's files go when nothing refers to it any more")
    func cleansShuffles() async throws {
        try await withContext { context async throws in
            func shuffle() async throws {
                let rdd = context.range(0..<10, partitions: 2).repartition(2)
                _ = try await rdd.count()
                #expect(try context.scratch.shuffleFiles(of: context).count == 2)
            }
            try await shuffle()
            _ = try await context.range(0..<1).count()
            #expect(try context.scratch.shuffleFiles(of: context).isEmpty)
        }
    }

    @Test("a lost or broken shuffle file is made again", arguments: ShuffleDamage.allCases)
    func recomputes(damage: ShuffleDamage) async throws {
        try await withContext { context async throws in
            let mapped = context.longAccumulator()
            let sums = context.range(0..<1000, partitions: 3).map { row in
                mapped.add(1)
                return (row % 50, row)
            }.reduceByKey(partitions: 4, +).mapValues { $0 }
            let expected = try await sums.collectAsMap()
            #expect(mapped.value == 1000)
            try damage.apply(in: context)
            let (again, record) = try await context.recording { try await sums.collectAsMap() }
            #expect(again == expected)
            // Map tasks ran again, and their rows counted again, as documented.
            #expect(mapped.value > 1000 && mapped.value <= 2000)
            #expect(record.endedTasks.contains { if case .fetchFailed = $0.status { true } else { false } })
            #expect(try await sums.collectAsMap() == expected)
        }
    }

    @Test("a shuffle that is lost again and again fails the job in the end")
    func givesUp() async throws {
        try await withContext(["weft.stage.maxConsecutiveAttempts": "2"]) { context async throws in
            let folder = context.temporaryFolder
            let sums = context.range(0..<10, partitions: 2).map { ($0 % 2, $0) }.reduceByKey(partitions: 1, +)
            let rdd = context.parallelize([0], partitions: 1).flatMap { _ -> [(Int, Int)] in
                // Runs in the stage that reads the shuffle, before it is read.
                try ScratchFolder(root: folder).deleteShuffles()
                return []
            }.union(sums).coalesce(1)
            let error = try await failure { _ = try await rdd.collect() }
            #expect(error.code == "job-aborted")
            #expect(error.description.contains("shuffle"))
            // The engine is none the worse for it.
            #expect(try await context.range(0..<3).count() == 3)
        }
    }
}

/// What happens to a shuffle's files between two jobs.
enum ShuffleDamage: String, CaseIterable, CustomTestStringConvertible {
    case gone
    case truncated
    case emptied
    case garbled
    case indexGarbled

    var testDescription: String { rawValue }

    func apply(in context: Context) throws {
        let folder = ScratchFolder(root: context.temporaryFolder)
        let name = try #require(
            try folder.names(in: ".").first { $0.hasPrefix("shuffle_") && $0.hasSuffix("_1") }
        )
        let bytes = try folder.bytes(name)
        switch self {
        case .gone: try folder.delete(name)
        case .truncated: try folder.write(name, Array(bytes.prefix(bytes.count / 2)))
        case .emptied: try folder.write(name, [])
        case .garbled: try folder.write(name, bytes.map { $0 ^ 0xFF })
        case .indexGarbled: try folder.write(name, bytes.dropLast(16) + bytes.suffix(16).map { $0 ^ 0xFF })
        }
    }
}

extension ScratchFolder {
    func shuffleFiles(of context: Context) throws -> [String] {
        try ScratchFolder(root: context.temporaryFolder).names(in: ".").filter { $0.hasPrefix("shuffle_") }
    }

    func deleteShuffles() throws {
        for name in try names(in: ".") where name.hasPrefix("shuffle_") { try delete(name) }
    }
}
