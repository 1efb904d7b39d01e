import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Spill files")
struct SpillFileTests {
    @Test("a file has no name from the start, and gives back what was written")
    func nameless() throws {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let directories = try LocalDirectories(bases: [folder.root], name: "spill")
        let file = try SpillFile(in: directories)
        #expect(try folder.names(in: "spill").isEmpty)
        let first = try [1, 2, 3].withUnsafeBytes { try file.append($0) }
        let second = try ([] as [UInt8]).withUnsafeBytes { try file.append($0) }
        let third = try ([7, 8] as [UInt8]).withUnsafeBytes { try file.append($0) }
        #expect([first.length, second.length, third.length] == [24, 0, 2])
        var bytes: [UInt8] = []
        try file.read(third, into: &bytes)
        #expect(bytes.prefix(2) == [7, 8])
        try file.read(second, into: &bytes)
        try file.read(first, into: &bytes)
        #expect(bytes.count == 24 && bytes[8] == 2)
        let error = #expect(throws: WeftError.self) {
            try file.read(SpillSegment(offset: 20, length: 100), into: &bytes)
        }
        #expect(error?.code == "corrupt-data")
    }

    @Test("a folder that is gone is an error")
    func noFolder() throws {
        let folder = try ScratchFolder.make()
        let directories = try LocalDirectories(bases: [folder.root], name: "spill")
        folder.remove()
        let error = #expect(throws: WeftError.self) { _ = try SpillFile(in: directories) }
        #expect(error?.code == "input-not-found")
    }

    @Test("rows come back from their buckets in their order", arguments: [1, 7])
    func buckets(count: Int) throws {
        try withTaskMemory(budget: 1 << 20) { memory throws in
            let buckets = try SpillBuckets<String>(count: count, memory: memory, bytesPerUnit: 20)
            for row in 0..<20_000 { try buckets.append("row \(row)", weight: row % 3, to: row % count) }
            try buckets.finish()
            for bucket in 0..<count {
                let rows = stride(from: bucket, to: 20_000, by: count).map { "row \($0)" }
                #expect(buckets.rowCount(bucket) == rows.count)
                #expect(try buckets.read(bucket).collect() == rows)
                #expect(try buckets.read(bucket).collect() == rows)
            }
        }
    }

    @Test("levels of splitting are independent of each other and of a shuffle's partitions")
    func levels() {
        var counts: [Pair<Int, Int>: Int] = [:]
        for number in 0..<200_000 {
            let hash = stableHash(number)
            guard hashPartition(ofHash: hash, count: 4) == 1, SpillHash.bucket(hash, level: 0) == 3 else { continue }
            counts[Pair(SpillHash.bucket(hash, level: 1), Int(hash & 7)), default: 0] += 1
        }
        // About 1560 hashes in 32 buckets, each with all low bits.
        let buckets = Dictionary(counts.map { ($0.key.first, $0.value) }, uniquingKeysWith: +)
        #expect(buckets.count == 32)
        #expect(buckets.values.allSatisfy { $0 > 15 && $0 < 120 })
        #expect(Set(counts.keys.map(\.second)).count == 8)
    }
}
