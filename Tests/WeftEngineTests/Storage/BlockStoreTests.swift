import Foundation
import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Stored blocks")
struct BlockStoreTests {
    /// What a store told.
    private final class Record: Sendable {
        let told = Mutex<[(BlockID, Bool)]>([])
        let replicated = Mutex<[BlockID]>([])
    }

    /// A block store of its own.
    private final class Store {
        let folder: ScratchFolder
        let memory: MemoryManager
        let record = Record()
        let blocks: BlockStore

        init(budget: Int, storageFraction: Double = 0.5, remote: BlockStore.RemoteSource? = nil) throws {
            folder = try ScratchFolder.make()
            memory = MemoryManager(budget: budget, slots: 1, storageFraction: storageFraction)
            blocks = BlockStore(
                memory: memory,
                directories: try LocalDirectories(bases: [folder.root], name: "blocks"),
                onStored: { [record] id, _ in record.replicated.withLock { $0.append(id) } },
                remote: remote,
                listener: { [record] id, isStored in record.told.withLock { $0.append((id, isStored)) } }
            )
        }

        deinit { folder.remove() }

        var files: [String] { get throws { try folder.names(in: "blocks") } }

        /// Reads a block to its end, computing `rows` when it isn't stored; gives whether they were computed.
        func read<Row: Sendable & Equatable>(_ id: BlockID, _ level: StorageLevel, _ rows: [Row]) throws -> Bool {
            var computed = false
            let read = try blocks.rows(of: id, level: level) { () -> BatchIterator<Row> in
                computed = true
                return BatchIterator(
                    batches: stride(from: 0, to: rows.count, by: 100).map {
                        Array(rows[$0..<min(rows.count, $0 + 100)])
                    }
                )
            }
            #expect(try read.collect() == rows)
            return computed
        }
    }

    private static let levels: [StorageLevel] = [
        .memoryOnly, .memoryOnlySer, .memoryAndDisk, .memoryAndDiskSer, .diskOnly,
    ]
    private let texts = (0..<5000).map { "a row of text, number \($0)" }

    @Test("memory is booked while a block gathers, kept with it and given back with it", arguments: levels)
    func booking(level: StorageLevel) throws {
        let store = try Store(budget: 1 << 20)
        let id = BlockID.rdd(1, partition: 0)
        let seen = try store.blocks.rows(of: id, level: level) { () -> BatchIterator<String> in
            var count = 0
            return BatchIterator {
                count += 1
                if count > 1, level.useMemory { #expect(store.memory.metrics.storageUsed > 0) }
                return count <= 10 ? texts[0..<100].map { $0 } : nil
            }
        }
        #expect(try seen.collect().count == 1000)
        #expect(store.memory.metrics.storageUsed == store.blocks.memoryUsed)
        #expect((store.blocks.memoryUsed > 0) == level.useMemory)
        store.blocks.remove(rddID: 1)
        #expect(store.memory.metrics.storageUsed == 0)
        #expect(try store.files.isEmpty)
    }

    @Test("an error while a block gathers gives its memory back", arguments: levels)
    func failing(level: StorageLevel) throws {
        let store = try Store(budget: 1 << 20)
        #expect(throws: Trouble.self) {
            _ = try store.blocks.rows(of: .rdd(1, partition: 0), level: level) { () -> BatchIterator<Int> in
                var count = 0
                return BatchIterator {
                    count += 1
                    if count > 5 { throw Trouble() }
                    return [1, 2, 3]
                }
            }
        }
        #expect(store.memory.metrics.storageUsed == 0)
        #expect(try store.files.isEmpty)
    }

    @Test("what doesn't fit goes to disk or is used once", arguments: levels)
    func tooLarge(level: StorageLevel) throws {
        let store = try Store(budget: 20 << 10)
        let id = BlockID.rdd(1, partition: 0)
        #expect(try store.read(id, level, texts))
        #expect(try store.read(id, level, texts) == !level.useDisk)
        #expect(store.memory.metrics.storageUsed == 0)
        #expect(try store.files == (level.useDisk ? ["rdd_1_0"] : []))
    }

    @Test("a task's memory pushes blocks out, down to their protected part", arguments: levels.filter(\.useMemory))
    func execution(level: StorageLevel) throws {
        let store = try Store(budget: 1 << 20, storageFraction: 0.3)
        let numbers: [Int] = (0..<4000).map { row in row &* 0x5DEE_CE66D }
        for number in 0..<40 {
            _ = try store.read(.rdd(number, partition: 0), level, numbers)
        }
        #expect(store.memory.metrics.storageUsed > 700 << 10)
        store.memory.start(task: 1)
        #expect(store.memory.reserve(600 << 10, task: 1))
        #expect(store.memory.metrics.storageUsed <= 424 << 10)
        #expect(store.memory.metrics.storageUsed >= 250 << 10)
        // The oldest ones went.
        #expect(try store.read(.rdd(0, partition: 0), level, numbers) == !level.useDisk)
        #expect(store.record.told.withLock { told in told.contains { !$0.1 } } == !level.useDisk)
    }

    @Test("a block goes to another store and is read there, whatever its form here", arguments: levels)
    func transfer(level: StorageLevel) throws {
        let store = try Store(budget: 10 << 20)
        let id = BlockID.rdd(3, partition: 1)
        _ = try store.read(id, level, texts)
        #expect(try store.blocks.codedBytes(of: .rdd(9, partition: 9)) == nil)
        for target in Self.levels {
            for budget in [10 << 20, 10 << 10] {
                let other = try Store(budget: budget)
                let source = try #require(try store.blocks.codedBytes(of: id))
                let isStored = try other.blocks.store(coded: source, as: id, level: target)
                #expect(isStored == (target.useDisk || budget > 1 << 20))
                #expect(try other.read(id, target, texts) == !isStored)
                #expect(other.record.replicated.withLock { $0.isEmpty })
                other.blocks.remove(rddID: 3)
                #expect(other.memory.metrics.storageUsed == 0)
                #expect(try other.files.isEmpty)
            }
        }
    }

    @Test("bytes that are no block, or half a block, aren't stored", arguments: levels)
    func broken(level: StorageLevel) throws {
        let store = try Store(budget: 10 << 20)
        let id = BlockID.rdd(3, partition: 1)
        _ = try store.read(id, .diskOnly, Array(texts.prefix(150)))
        let whole = try store.folder.bytes("blocks/rdd_3_1")
        for length in stride(from: 0, to: whole.count, by: 7) {
            try store.folder.write("cut", Array(whole.prefix(length)))
            let error = #expect(throws: WeftError.self) {
                let source = try LocalFileSystem().open(.local(store.folder.path("cut")))
                try store.blocks.store(coded: source, as: .rdd(4, partition: 0), level: level)
            }
            #expect(error?.code == "corrupt-data")
        }
        var wrong = whole
        wrong[whole.count - 8] ^= 1
        try store.folder.write("cut", wrong)
        #expect(throws: WeftError.self) {
            let source = try LocalFileSystem().open(.local(store.folder.path("cut")))
            try store.blocks.store(coded: source, as: .rdd(4, partition: 0), level: level)
        }
        #expect(try store.files == ["rdd_3_1"])
        #expect(store.memory.metrics.storageUsed == 0)
    }

    @Test("a block that another executor has isn't computed; when that fails, it is")
    func remote() throws {
        let owner = try Store(budget: 10 << 20)
        let id = BlockID.rdd(3, partition: 1)
        _ = try owner.read(id, .memoryOnly, texts)
        let reader = try Store(budget: 1 << 20, remote: { [blocks = owner.blocks] in try blocks.codedBytes(of: $0) })
        #expect(try !reader.read(id, .memoryOnly, texts))
        #expect(try reader.read(.rdd(3, partition: 2), .memoryOnly, texts))
        let unlucky = try Store(budget: 10 << 20, remote: { _ in throw Trouble() })
        #expect(try unlucky.read(id, .memoryOnly, texts))
    }

    @Test("levels with two copies say so once a block is stored, and no other does")
    func replication() throws {
        let levels: [StorageLevel] = [.memoryOnly2, .memoryOnlySer2, .memoryAndDisk2, .memoryAndDiskSer2, .diskOnly2]
        #expect(
            levels.map(\.description) == [
                "MEMORY_ONLY_2", "MEMORY_ONLY_SER_2", "MEMORY_AND_DISK_2", "MEMORY_AND_DISK_SER_2", "DISK_ONLY_2",
            ]
        )
        let store = try Store(budget: 10 << 20)
        for (number, level) in levels.enumerated() {
            _ = try store.read(.rdd(number, partition: 0), level, texts)
            _ = try store.read(.rdd(number, partition: 0), level, texts)
        }
        _ = try store.read(.rdd(9, partition: 0), .memoryAndDisk, texts)
        #expect(store.record.replicated.withLock { $0 } == (0..<5).map { .rdd($0, partition: 0) })
    }

    @Test("rows that are a small part of their block of input don't keep it")
    func compacted() throws {
        let block = BytesBuffer(copying: UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(block.capacity == 0)
        let input = BytesBuffer(capacity: 1 << 20)
        input.bytes.initializeMemory(as: UInt8.self, repeating: 65)
        let few = (0..<10).map { Bytes(slice: input, ($0 * 1000)..<($0 * 1000 + 100)) } + [Bytes("short")]
        let (rows, held) = Bytes.compacted(few)
        #expect(rows == few)
        #expect(held == 1000)
        #expect(rows.allSatisfy { $0.slice == nil || $0.slice?.buffer.capacity == 1000 })
        let most = (0..<1000).map { Bytes(slice: input, ($0 * 1000)..<($0 * 1000 + 900)) }
        #expect(Bytes.compacted(most).held == 1 << 20)
        #expect(Bytes.compacted([]).rows.isEmpty)
    }
}
