import BinaryCoding
import Synchronization
import WeftDiagnostics

/// The name of a stored block.
enum BlockID: Hashable, Sendable, Codable {
    /// A partition of a persisted RDD.
    case rdd(Int, partition: Int)

    var fileName: String {
        switch self {
        case .rdd(let id, let partition): "rdd_\(id)_\(partition)"
        }
    }
}

/// A block in the form of `BlockFile`, to be read in ranges, on one thread at a time.
typealias BlockByteSource = any RandomAccessFile

/// The persisted partitions of one executor: in memory as the executor's `MemoryManager` allows, least recently used first to
/// go, and on disk.
final class BlockStore: Sendable {
    /// Told of each block that appears (true) or disappears (false).
    typealias Listener = @Sendable (BlockID, Bool) -> Void
    /// Told of each block that was computed and stored here and that should be on other executors too.
    typealias StoredHook = @Sendable (BlockID, StorageLevel) -> Void
    /// Asks other executors for a block that isn't here; nil when none has it. When it throws, the block is computed.
    typealias RemoteSource = @Sendable (BlockID) throws -> BlockByteSource?

    private struct Entry {
        var content: any BlockContent
        var bytes: Int
        var level: StorageLevel
        var lastUse: Int
    }

    private struct State {
        var entries: [BlockID: Entry] = [:]
        var used = 0
        var clock = 0
        var onDisk: Set<BlockID> = []
    }

    private let state = Mutex(State())
    private let memory: MemoryManager
    private let directories: LocalDirectories
    private let onStored: StoredHook
    private let remote: RemoteSource?
    private let listener: Listener

    init(
        memory: MemoryManager,
        directories: LocalDirectories,
        onStored: @escaping StoredHook = { _, _ in },
        remote: RemoteSource? = nil,
        listener: @escaping Listener
    ) {
        self.memory = memory
        self.directories = directories
        self.onStored = onStored
        self.remote = remote
        self.listener = listener
        memory.setEvictor { [weak self] bytes in self?.evict(bytes, sparing: nil) ?? 0 }
    }

    /// The bytes that blocks in memory fill, as estimated; blocks that are being gathered aren't counted.
    var memoryUsed: Int { state.withLock { $0.used } }

    /// The blocks that are here.
    var storedBlocks: [BlockID] { state.withLock { Array(Set($0.entries.keys).union($0.onDisk)) } }

    /// The level of a block in memory; nil when it isn't there.
    func level(of id: BlockID) -> StorageLevel? { state.withLock { $0.entries[id]?.level } }

    /// The rows of a block: those stored, here or elsewhere, else computed and stored as its level says and as room allows.
    ///
    /// - Throws: what computing the rows or the disk throws.
    func rows<Row: Sendable>(
        of id: BlockID,
        level: StorageLevel,
        compute: () throws -> BatchIterator<Row>
    ) throws -> BatchIterator<Row> {
        if let stored: BatchIterator<Row> = try stored(id) { return stored }
        let coder = try RowCoder<Row>()
        // Another executor that can't be asked is no reason to fail: the rows can be computed.
        if let source = try? remote?(id), let rows = try? BlockFile.read(source, named: id.fileName, coder: coder) {
            return rows
        }
        let rows = try compute()
        guard level.useMemory else {
            try writeToDisk(id, level) { _ = try BlockFile.write(rows, to: $0, coder: coder) }
            return try stored(id) ?? compute()
        }
        return level.deserialized
            ? try gather(rows, id, level, coder, into: ValueBlock(coder: coder)) {
                try $0.append($1)
            } reading: {
                $0.batches()
            }
            : try gather(rows, id, level, coder, into: CodedBlock()) {
                try $0.append($1, coder: coder)
            } reading: {
                $0.batches(coder: coder)
            }
    }

    private func gather<Row: Sendable, Content: BlockContent>(
        _ rows: BatchIterator<Row>,
        _ id: BlockID,
        _ level: StorageLevel,
        _ coder: RowCoder<Row>,
        into empty: Content,
        append: (inout Content, [Row]) throws -> Int,
        reading: (Content) -> BatchIterator<Row>
    ) throws -> BatchIterator<Row> {
        let room = GatheringRoom(self, id)
        var content = empty
        while let batch = try rows.next() {
            guard !batch.isEmpty else { continue }
            guard room.grow(by: try append(&content, batch)) else {
                // It doesn't fit: what was gathered so far and the rest go to disk, or are used once and forgotten.
                var gathered: BatchIterator<Row>? = reading(content)
                content = empty
                let all = BatchIterator<Row> {
                    if let batch = try gathered?.next() { return batch }
                    gathered = nil
                    room.giveUp()
                    return try rows.next()
                }
                guard level.useDisk else { return all }
                try writeToDisk(id, level) { _ = try BlockFile.write(all, to: $0, coder: coder) }
                guard let stored: BatchIterator<Row> = try stored(id) else {
                    throw WeftError("block-lost", "the block \(id.fileName) went as soon as it was written")
                }
                return stored
            }
        }
        let result = reading(content)
        put(id, content, bytes: room.takeOver(), level: level)
        if level.replication > 1 { onStored(id, level) }
        return result
    }

    private func put(_ id: BlockID, _ content: any BlockContent, bytes: Int, level: StorageLevel) {
        let replaced = state.withLock { state in
            state.clock += 1
            let old = state.entries[id]?.bytes ?? 0
            state.used += bytes - old
            state.entries[id] = Entry(content: content, bytes: bytes, level: level, lastUse: state.clock)
            return old
        }
        memory.releaseStorage(replaced)
        listener(id, true)
    }

    private func stored<Row: Sendable>(_ id: BlockID) throws -> BatchIterator<Row>? {
        let (content, onDisk) = state.withLock { state -> ((any BlockContent)?, Bool) in
            state.clock += 1
            state.entries[id]?.lastUse = state.clock
            return (state.entries[id]?.content, state.onDisk.contains(id))
        }
        switch content {
        case let values as ValueBlock<Row>: return values.batches()
        case let coded as CodedBlock: return coded.batches(coder: try RowCoder<Row>())
        case .some: throw WeftError("bad-task", "block \(id.fileName) doesn't hold rows of type \(Row.self)")
        case nil: break
        }
        guard onDisk else { return nil }
        do {
            let rows = try BlockFile.read(directories.path(of: id.fileName), coder: try RowCoder<Row>())
            return BatchIterator {
                do {
                    return try rows.next()
                } catch {
                    // Some rows may be in use already, so this attempt fails; the next one computes the block again.
                    self.forget(id)
                    throw error
                }
            }
        } catch {
            // A block that can't be read is a block that isn't there: it is computed again.
            forget(id)
            return nil
        }
    }

    private func writeToDisk(_ id: BlockID, _ level: StorageLevel, _ write: (any OutputFile) throws -> Void) throws {
        try BlockFile.writeWhole(directories.path(of: id.fileName), write)
        state.withLock { _ = $0.onDisk.insert(id) }
        listener(id, true)
        if level.replication > 1 { onStored(id, level) }
    }

    private func forget(_ id: BlockID) {
        let freed = state.withLock { state -> Int in
            state.onDisk.remove(id)
            return Self.take(id, from: &state)
        }
        memory.releaseStorage(freed)
        listener(id, false)
    }

    private static func take(_ id: BlockID, from state: inout State) -> Int {
        guard let entry = state.entries.removeValue(forKey: id) else { return 0 }
        state.used -= entry.bytes
        return entry.bytes
    }

    /// Removes all partitions of an RDD.
    func remove(rddID: Int) {
        let (removed, freed) = state.withLock { state -> ([BlockID], Int) in
            let all = Set(state.entries.keys).union(state.onDisk).filter { id in
                switch id {
                case .rdd(let rdd, _): rdd == rddID
                }
            }
            return (Array(all), all.reduce(0) { $0 + Self.take($1, from: &state) })
        }
        memory.releaseStorage(freed)
        for id in removed {
            if state.withLock({ $0.onDisk.remove(id) != nil }) {
                _ = try? LocalFileSystem().delete(directories.path(of: id.fileName), recursive: false)
            }
            listener(id, false)
        }
    }
}

// Room in memory.
extension BlockStore {
    /// Books room for a block by evicting blocks of other RDDs where it must.
    fileprivate func acquire(_ bytes: Int, for id: BlockID) -> Bool {
        while true {
            switch memory.acquireStorage(bytes) {
            case .granted: return true
            case .refused: return false
            case .evict(let wanted): if evict(wanted, sparing: id) == 0 { return false }
            }
        }
    }

    fileprivate func releaseStorage(_ bytes: Int) { memory.releaseStorage(bytes) }

    /// Evicts blocks, the one used longest ago first, until so many bytes are free.
    ///
    /// - Parameter spared: a block of an RDD of which nothing is evicted. An RDD doesn't push out its own partitions: reading it
    ///   front to back would then never find any.
    /// - Returns: how many bytes are free now that weren't before.
    fileprivate func evict(_ bytes: Int, sparing spared: BlockID?) -> Int {
        var freed = 0
        while freed < bytes {
            let victim = state.withLock { state -> (id: BlockID, entry: Entry)? in
                let candidates = state.entries.filter { entry in spared.map { !Self.sameRDD(entry.key, $0) } ?? true }
                guard let oldest = candidates.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return nil }
                _ = Self.take(oldest.key, from: &state)
                return (oldest.key, oldest.value)
            }
            guard let victim else { break }
            drop(victim.id, victim.entry)
            memory.releaseStorage(victim.entry.bytes)
            freed += victim.entry.bytes
        }
        return freed
    }

    private static func sameRDD(_ first: BlockID, _ second: BlockID) -> Bool {
        switch (first, second) {
        case (.rdd(let a, _), .rdd(let b, _)): a == b
        }
    }

    private func drop(_ id: BlockID, _ entry: Entry) {
        if entry.level.useDisk {
            // One that was stored on disk too, by another attempt, is there already.
            if state.withLock({ $0.onDisk.contains(id) }) { return }
            do {
                try BlockFile.writeWhole(directories.path(of: id.fileName)) { try entry.content.write(to: $0) }
                state.withLock { _ = $0.onDisk.insert(id) }
                return
            } catch {
                // A full disk costs the block, not the task that needed the memory.
            }
        }
        listener(id, false)
    }
}

// Blocks on their way to other executors and from them.
extension BlockStore {
    /// A block in the form of `BlockFile`, which needn't fit in memory: it is read from disk, where values in memory are coded
    /// to first.
    ///
    /// - Returns: nil when the block isn't here.
    /// - Throws: what the disk throws.
    func codedBytes(of id: BlockID) throws -> BlockByteSource? {
        let (content, onDisk) = state.withLock { ($0.entries[id]?.content, $0.onDisk.contains(id)) }
        if let content {
            let file = try SpillFile(in: directories)
            try content.write(to: SpillFileOutput(file))
            return SpillFileInput(file)
        }
        guard onDisk else { return nil }
        do {
            return try LocalFileSystem().open(directories.path(of: id.fileName))
        } catch {
            forget(id)
            throw error
        }
    }

    /// Stores a block that another executor has, as its level says and as room allows.
    ///
    /// In memory it stays in coded form, since only a task that reads it knows its type. Nobody is asked to replicate it.
    ///
    /// - Returns: whether it is stored.
    /// - Throws: `corrupt-data` when the bytes are no block, and what reading them and the disk throw.
    @discardableResult
    func store(coded source: BlockByteSource, as id: BlockID, level: StorageLevel) throws -> Bool {
        var batches = try CodedBatches(source, name: id.fileName)
        var content = CodedBlock()
        let room = GatheringRoom(self, id)
        var pending: [UInt8]?
        if level.useMemory {
            while let batch = try batches.next(countsRows: false) {
                let rows = try Self.rowCount(of: batch, in: batches)
                guard room.grow(by: batch.count + CodedBlock.overhead) else {
                    pending = batch
                    break
                }
                content.append(batch, rows: rows)
                batches.rowCount += rows
            }
            if pending == nil {
                try Self.checkEnd(batches)
                put(id, content, bytes: room.takeOver(), level: level)
                return true
            }
            guard level.useDisk else { return false }
        }
        try BlockFile.writeWhole(directories.path(of: id.fileName)) { file in
            try content.writeBatches(to: file)
            content = CodedBlock()
            room.giveUp()
            while let batch = try pending ?? batches.next(countsRows: false) {
                pending = nil
                batches.rowCount += try Self.rowCount(of: batch, in: batches)
                try BlockFile.write(coded: batch, to: file)
            }
            try Self.checkEnd(batches)
            try BlockFile.writeEnd(rowCount: batches.rowCount, to: file)
        }
        state.withLock { _ = $0.onDisk.insert(id) }
        listener(id, true)
        return true
    }

    /// A coded batch begins with the number of its rows.
    private static func rowCount(of batch: [UInt8], in batches: CodedBatches) throws -> Int {
        let count = try batch.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            return try reader.readVarint()
        }
        guard let count = Int(exactly: count), count < Int.max - batches.rowCount else {
            throw batches.corrupt("a batch has an impossible number of rows")
        }
        return count
    }

    private static func checkEnd(_ batches: CodedBatches) throws {
        guard batches.promisedRowCount == batches.rowCount else { throw batches.corrupt("the number of rows is wrong") }
    }
}

/// The memory of a block that is being gathered; given back unless the block is stored.
private final class GatheringRoom {
    private let store: BlockStore
    private let id: BlockID
    private var bytes = 0

    init(_ store: BlockStore, _ id: BlockID) {
        self.store = store
        self.id = id
    }

    deinit { giveUp() }

    func grow(by more: Int) -> Bool {
        guard store.acquire(more, for: id) else { return false }
        bytes += more
        return true
    }

    /// The bytes, which the stored block has from now on.
    func takeOver() -> Int {
        defer { bytes = 0 }
        return bytes
    }

    func giveUp() {
        store.releaseStorage(bytes)
        bytes = 0
    }
}
