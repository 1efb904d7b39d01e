import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Runs `body` with a context whose temporary files are on a disk of 64 KiB.
private func withTinyLocalDisk(_ body: (Context, ScratchFolder) async throws -> Void) async throws {
    try await withContextTurn {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let disk = try TinyDisk(in: folder)
        defer { disk.unmount() }
        let context = try Context(configuration: testConfiguration(in: folder, ["weft.local.dir": disk.path]))
        do {
            try await body(context, folder)
        } catch {
            await context.stop()
            throw error
        }
        await context.stop()
        #expect(try folder.names(in: "disk").isEmpty)
    }
}

@Suite(
    "A full local disk",
    .enabled(if: TinyDisk.isPossible, "only root can mount a disk; LocalFolderTests has the same with one made up")
)
struct LocalDiskTests {
    @Test("a shuffle that doesn't fit is an error, and one that fits works afterwards")
    func shuffle() async throws {
        try await withTinyLocalDisk { context, _ in
            let rows = context.range(0..<60_000, partitions: 2).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
            let error = try await failure { _ = try await rows.repartition(2).count() }
            #expect(error.root.code == "disk-full")
            #expect(error.remedy.contains("space"))
            let left = try ScratchFolder(root: context.temporaryFolder).names(in: ".")
            #expect(left.allSatisfy { !$0.contains(".") }, "\(left)")
            #expect(
                try await context.range(0..<100).map { ($0 % 2, $0) }.reduceByKey(+).collectAsMap() == [
                    0: 2450, 1: 2500,
                ]
            )
        }
    }

    @Test("a block that doesn't fit on the disk is an error, and leaves nothing half-written")
    func diskBlock() async throws {
        try await withTinyLocalDisk { context, _ in
            let rows = context.range(0..<60_000, partitions: 1).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
            let error = try await failure { _ = try await rows.persist(.diskOnly).count() }
            #expect(error.root.code == "disk-full")
            #expect(try ScratchFolder(root: context.temporaryFolder).names(in: ".").isEmpty)
            rows.unpersist()
            #expect(try await rows.count() == 60_000)
        }
    }

    @Test("a file that doesn't fit can't be added")
    func addedFile() async throws {
        try await withTinyLocalDisk { context, folder in
            let large = try folder.write("large", [UInt8](repeating: 7, count: 200_000))
            let error = try await failure { try context.addFile(large) }
            #expect(error.code == "disk-full")
            try context.addFile(try folder.write("small", "fits") + "#large")
            #expect(try String(contentsOfFile: try WeftFiles.path(of: "large"), encoding: .utf8) == "fits")
        }
    }

    @Test("what spills to it fails, and gives all of the disk back")
    func spill() throws {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let disk = try TinyDisk(in: folder)
        defer { disk.unmount() }
        let directories = try LocalDirectories(bases: [disk.path], name: "spill")
        let manager = MemoryManager(budget: 64 << 10, slots: 1, storageFraction: 0)
        let memory = TaskMemory(manager, taskID: 1, directories: directories)
        let rows = (0..<200).map { batch in (0..<500).map { (UInt64(batch * 500 + $0) &* 0x9E37_79B9_7F4A_7C15, $0) } }
        let works: [() throws -> Void] = [
            {
                let table = SpillableTable<UInt64, Int>(.merged(), memory: memory)
                for batch in rows { try table.combine(batch, insert: { $0 }, merge: { $0 += $1 }) }
                _ = try table.results { $0 += $1 }.collect()
            },
            {
                let sorter = ExternalSorter<(UInt64, Int), UInt64>(ascending: true, memory: memory, key: { $0.0 })
                for batch in rows { try sorter.add(batch) }
                _ = try sorter.sorted().collect()
            },
            {
                let left = BatchIterator(batches: Array(rows.prefix(2)))
                _ = try HashJoin.inner(left, BatchIterator(batches: rows), memory: memory).collect()
                _ = try HashJoin.inner(BatchIterator(batches: rows), left, memory: memory).collect()
            },
        ]
        for work in works {
            let error = #expect(throws: WeftError.self) { try work() }
            #expect(error?.code == "disk-full")
            #expect(try folder.names(in: "disk/spill").isEmpty)
            #expect(manager.metrics.executionUsed == 0)
            // All but a page is free again.
            try folder.write("disk/probe", [UInt8](repeating: 1, count: 50_000))
            try folder.delete("disk/probe")
        }
    }
}
