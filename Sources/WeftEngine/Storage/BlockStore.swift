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

/// The persisted partitions of one executor: in memory within a budget, least recently used first to go, and on disk.
final class BlockStore: Sendable {
    /// Told of each block that appears (true) or disappears (false).
    typealias Listener = @Sendable (BlockID, Bool) -> Void

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
    /// The bytes that blocks in memory may fill.
    let budget: Int
    private let directories: LocalDirectories
    private let listener: Listener

    init(budget: Int, directories: LocalDirectories, listener: @escaping Listener) {
        self.budget = budget
        self.directories = directories
        self.listener = listener
    }

    /// The bytes that blocks in memory fill, as estimated.
    var memoryUsed: Int { state.withLock { $0.used } }

    /// The rows of a block: those stored, else computed and stored as its level says and as room allows.
    ///
    /// - Throws: what computing the rows or the disk throws.
    func rows<Row: Sendable>(
        of id: BlockID,
        level: StorageLevel,
        task: TaskContext,
        compute: () throws -> BatchIterator<Row>
    ) throws -> BatchIterator<Row> {
        if let stored: BatchIterator<Row> = try stored(id) { return stored }
        let rows = try compute()
        let coder = try RowCoder<Row>()
        guard level.useMemory else {
            try writeToDisk(id, rows, coder: coder)
            return try stored(id) ?? compute()
        }
        var content: any BlockContent & RowSource<Row> =
            level.deserialized ? ValueBlock<Row>(coder: coder) : CodedBlock<Row>(coder: coder)
        var bytes = 0
        while let batch = try rows.next() {
            guard !batch.isEmpty else { continue }
            bytes += try content.append(batch)
            guard reserve(bytes, for: id) else {
                // It doesn't fit: what was gathered so far and the rest go to disk, or are used once and forgotten.
                let gathered = content.batches()
                let all = BatchIterator<Row> { try gathered.next() ?? rows.next() }
                guard level.useDisk else { return all }
                try writeToDisk(id, all, coder: coder)
                return try stored(id) ?? compute()
            }
        }
        let result = content.batches()
        state.withLock { state in
            state.clock += 1
            if let old = state.entries[id] { state.used -= old.bytes }
            state.used += bytes
            state.entries[id] = Entry(content: content, bytes: bytes, level: level, lastUse: state.clock)
        }
        listener(id, true)
        return result
    }

    private func stored<Row: Sendable>(_ id: BlockID) throws -> BatchIterator<Row>? {
        let (content, onDisk) = state.withLock { state -> ((any BlockContent)?, Bool) in
            state.clock += 1
            state.entries[id]?.lastUse = state.clock
            return (state.entries[id]?.content, state.onDisk.contains(id))
        }
        if let content {
            guard let source = content as? any RowSource<Row> else {
                throw WeftError("bad-task", "block \(id.fileName) doesn't hold rows of type \(Row.self)")
            }
            return source.batches()
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

    /// Makes room for a block that has grown to `bytes`, by evicting blocks of other RDDs.
    private func reserve(_ bytes: Int, for id: BlockID) -> Bool {
        guard bytes <= budget else { return false }
        while true {
            let victim = state.withLock { state -> (id: BlockID, entry: Entry)?? in
                if state.used + bytes <= budget { return .some(nil) }
                // An RDD doesn't push out its own partitions: reading it front to back would then never find any.
                let candidates = state.entries.filter { !Self.sameRDD($0.key, id) }
                guard let oldest = candidates.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return nil }
                state.entries.removeValue(forKey: oldest.key)
                state.used -= oldest.value.bytes
                return .some((oldest.key, oldest.value))
            }
            guard let victim else { return false }
            guard let victim else { return true }
            evict(victim.id, victim.entry)
        }
    }

    private static func sameRDD(_ first: BlockID, _ second: BlockID) -> Bool {
        switch (first, second) {
        case (.rdd(let a, _), .rdd(let b, _)): a == b
        }
    }

    private func evict(_ id: BlockID, _ entry: Entry) {
        if entry.level.useDisk {
            do {
                try entry.content.write(to: directories.path(of: id.fileName))
                state.withLock { _ = $0.onDisk.insert(id) }
                return
            } catch {
                // A full disk costs the block, not the task that needed the memory.
            }
        }
        listener(id, false)
    }

    private func writeToDisk<Row: Sendable>(
        _ id: BlockID,
        _ rows: BatchIterator<Row>,
        coder: RowCoder<Row>
    ) throws {
        try BlockFile.write(rows, to: directories.path(of: id.fileName), coder: coder)
        state.withLock { _ = $0.onDisk.insert(id) }
        listener(id, true)
    }

    private func forget(_ id: BlockID) {
        state.withLock { state in
            if let entry = state.entries.removeValue(forKey: id) { state.used -= entry.bytes }
            state.onDisk.remove(id)
        }
        listener(id, false)
    }

    /// Removes all partitions of an RDD.
    func remove(rddID: Int) {
        let removed = state.withLock { state -> [BlockID] in
            let all = Set(state.entries.keys).union(state.onDisk).filter { id in
                switch id {
                case .rdd(let rdd, _): rdd == rddID
                }
            }
            for id in all {
                if let entry = state.entries.removeValue(forKey: id) { state.used -= entry.bytes }
            }
            return Array(all)
        }
        for id in removed {
            if state.withLock({ $0.onDisk.remove(id) != nil }) {
                _ = try? LocalFileSystem().delete(directories.path(of: id.fileName), recursive: false)
            }
            listener(id, false)
        }
    }
}

/// What a block in memory holds, without the type of its rows.
protocol BlockContent: Sendable {
    /// Writes the block to a file that `BlockFile.read` reads.
    func write(to path: ResourcePath) throws
}

/// What a block in memory holds.
protocol RowSource<Row>: Sendable {
    associatedtype Row: Sendable
    /// Adds rows and gives the bytes that they fill, as estimated.
    mutating func append(_ rows: [Row]) throws -> Int
    func batches() -> BatchIterator<Row>
}

/// Rows as Swift values.
struct ValueBlock<Row: Sendable>: BlockContent, RowSource {
    let coder: RowCoder<Row>
    private var stored: [[Row]] = []

    init(coder: RowCoder<Row>) { self.coder = coder }

    mutating func append(_ rows: [Row]) throws -> Int {
        stored.append(rows)
        let inline = rows.count * MemoryLayout<Row>.stride
        if _isPOD(Row.self) { return inline }
        // What rows hold elsewhere is about what they are in coded form; some of them tell for all.
        let writer = ByteWriter(capacity: 1024)
        let sample = Array(rows.prefix(32))
        try coder.encode(sample, into: writer)
        return inline + writer.count * rows.count / max(1, sample.count)
    }

    func batches() -> BatchIterator<Row> { BatchIterator(batches: stored) }

    func write(to path: ResourcePath) throws {
        try BlockFile.write(batches(), to: path, coder: coder)
    }
}

/// Rows in coded form.
struct CodedBlock<Row: Sendable>: BlockContent, RowSource {
    let coder: RowCoder<Row>
    private var stored: [[UInt8]] = []

    init(coder: RowCoder<Row>) { self.coder = coder }

    mutating func append(_ rows: [Row]) throws -> Int {
        let writer = ByteWriter(capacity: 4096)
        try coder.encode(rows, into: writer)
        stored.append(writer.toArray())
        return writer.count
    }

    func batches() -> BatchIterator<Row> {
        var next = 0
        return BatchIterator { [stored, coder] in
            guard next < stored.count else { return nil }
            defer { next += 1 }
            return try stored[next].withUnsafeBytes { bytes in
                var reader = ByteReader(bytes)
                return try coder.decode(from: &reader)
            }
        }
    }

    func write(to path: ResourcePath) throws {
        try BlockFile.write(batches(), to: path, coder: coder)
    }
}
