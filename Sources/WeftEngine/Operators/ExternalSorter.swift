import CWeftEngine

/// Sorts rows by a key, on disk where memory doesn't do. Rows with equal keys stay in the order they came in.
///
/// Rows stay in the batches they came in; what is sorted are their places, by the first eight bytes of the key where its type
/// allows that (`SortPrefix`), and by whole keys where these are equal. When memory is refused, the rows so far are sorted and
/// written as a run; at the end the runs and what is in memory are merged.
@usableFromInline
final class ExternalSorter<Row, Key: Comparable> {
    @usableFromInline let ascending: Bool
    @usableFromInline let key: (Row) throws -> Key
    @usableFromInline let memory: TaskMemory
    @usableFromInline let space: SortSpace<Row>
    @usableFromInline var chunks: [[Row]] = []
    @usableFromInline var count = 0
    /// The prefixes of the chunks' rows; no longer filled once a key had none.
    @usableFromInline var prefixes: [[UInt64]] = []
    @usableFromInline var usesPrefixes: Bool

    /// Makes a sorter without rows.
    ///
    /// - Parameters:
    ///   - ascending: false for the largest key first.
    ///   - memory: the task's.
    ///   - key: what to sort by; called more than once for a row.
    @inlinable
    init(ascending: Bool, memory: TaskMemory, key: @escaping (Row) throws -> Key) {
        self.ascending = ascending
        self.memory = memory
        self.key = key
        usesPrefixes = SortPrefix.exists(for: Key.self)
        // A prefix and an entry; or a key beside its entry, half of which are there twice while they are sorted.
        let keyed = MemoryLayout<(Key, SortEntry)>.stride * 3 / 2
        let isAlwaysPrefixed = usesPrefixes && Key.self != String.self
        space = SortSpace(memory, placeBytes: isAlwaysPrefixed ? 8 + MemoryLayout<SortEntry>.stride : keyed)
    }

    /// Adds rows.
    ///
    /// - Throws: what the key throws, and what spilling throws.
    @inlinable
    func add(_ batch: [Row]) throws {
        guard !batch.isEmpty else { return }
        if try !space.hasRoom(for: batch, count: count) {
            try spill()
            space.forceBatch()
        }
        if usesPrefixes { try addPrefixes(batch) }
        chunks.append(batch)
        count &+= batch.count
    }

    @inlinable
    func addPrefixes(_ batch: [Row]) throws {
        let flip: UInt64 = ascending ? 0 : .max
        var isComplete = true
        let made = try batch.withUnsafeBufferPointer { rows in
            try [UInt64](unsafeUninitializedCapacity: rows.count) { target, initialized in
                for index in 0..<rows.count {
                    guard let prefix = SortPrefix.of(try key(rows[index])) else {
                        isComplete = false
                        return
                    }
                    target.initializeElement(at: index, to: prefix ^ flip)
                    initialized = index &+ 1
                }
            }
        }
        if isComplete {
            prefixes.append(made)
        } else {
            usesPrefixes = false
            prefixes = []
        }
    }

    /// Whether one key comes before another one in the order that was asked for.
    @inlinable @inline(__always)
    func comesFirst(_ left: Key, _ right: Key) -> Bool {
        ascending ? precedes(left, right) : precedes(right, left)
    }

    /// The places of all rows in memory, in order.
    @inlinable
    func order() throws -> [SortEntry] {
        guard usesPrefixes else { return try orderByKeys() }
        var entries = PrefixSort.sorted(prefixes, count: count)
        prefixes = []
        if !SortPrefix.isExact(for: Key.self) { try orderEqualPrefixes(&entries) }
        return entries
    }

    @inlinable
    func orderByKeys() throws -> [SortEntry] {
        var keyed: [(Key, SortEntry)] = []
        keyed.reserveCapacity(count)
        for (index, chunk) in chunks.enumerated() {
            for (offset, row) in chunk.enumerated() {
                let place = SortEntry(
                    prefix: 0,
                    chunk: UInt32(truncatingIfNeeded: index),
                    offset: UInt32(truncatingIfNeeded: offset)
                )
                keyed.append((try key(row), place))
            }
        }
        if ascending { keyed.sort { precedes($0.0, $1.0) } } else { keyed.sort { precedes($1.0, $0.0) } }
        return keyed.map { $0.1 }
    }

    /// Sorts the runs of entries with equal prefixes by their keys.
    @inlinable
    func orderEqualPrefixes(_ entries: inout [SortEntry]) throws {
        var start = 0
        while start < entries.count {
            var end = start &+ 1
            while end < entries.count, entries[end].prefix == entries[start].prefix { end &+= 1 }
            if end &- start > 1 {
                var keyed: [(Key, SortEntry)] = []
                keyed.reserveCapacity(end &- start)
                for index in start..<end {
                    let entry = entries[index]
                    keyed.append((try key(chunks[Int(entry.chunk)][Int(entry.offset)]), entry))
                }
                if ascending { keyed.sort { precedes($0.0, $1.0) } } else { keyed.sort { precedes($1.0, $0.0) } }
                for index in start..<end { entries[index] = keyed[index &- start].1 }
            }
            start = end
        }
    }

    /// The rows in memory, in order, and nothing in memory any more but what the iterator holds.
    @inlinable
    func takeOrdered() throws -> BatchIterator<Row> {
        let entries = try order()
        let chunks = self.chunks
        self.chunks = []
        prefixes = []
        count = 0
        var next = 0
        return BatchIterator {
            guard next < entries.count else { return nil }
            let end = Swift.min(entries.count, next &+ rowsPerBatch)
            var batch: [Row] = []
            batch.reserveCapacity(end &- next)
            chunks.withUnsafeBufferPointer { chunks in
                while next < end {
                    // Rows in their order are anywhere in memory: each is asked for some rows before its turn.
                    let coming = entries[Swift.min(next &+ 16, entries.count &- 1)]
                    chunks[Int(coming.chunk)].withUnsafeBufferPointer { rows in
                        if let first = rows.baseAddress { weft_prefetch(first + Int(coming.offset)) }
                    }
                    let entry = entries[next]
                    chunks[Int(entry.chunk)].withUnsafeBufferPointer { batch.append($0[Int(entry.offset)]) }
                    next &+= 1
                }
            }
            return batch
        }
    }

    @inlinable
    func spill() throws {
        guard count > 0 else { return }
        try space.write(try takeOrdered())
    }

    /// All rows, in order.
    @inlinable
    func sorted() throws -> BatchIterator<Row> {
        guard space.runCount > 0 else { return try rowsInMemory() }
        if count > 0, try !space.hasRoomToMerge() { try spill() }
        while space.runCount >= space.mergeLimit {
            let runs = space.takeRuns(space.mergeLimit)
            try space.write(try merging(runs), first: true)
        }
        return try merging(space.takeRuns(space.runCount) + (count > 0 ? [try takeOrdered()] : []))
    }

    /// The rows when none was spilled; they go to disk when a later step of the task needs their memory.
    @inlinable
    func rowsInMemory() throws -> BatchIterator<Row> {
        let rows = try takeOrdered()
        let rest = SpillableRest<Row>(space.reservation)
        rest.write = { [space] in
            try space.write(rows)
            return space.takeRuns(1)[0]
        }
        return rest.following(rows)
    }

    /// The rows of several runs, each of which is in order.
    @inlinable
    func merging(_ runs: [BatchIterator<Row>]) throws -> BatchIterator<Row> {
        let merge = try RunMerge(runs, ascending: ascending, key: key)
        return BatchIterator { [space] in
            let batch = try merge.next(rowsPerBatch)
            if batch == nil { space.reservation.release() }
            return batch
        }
    }
}

/// Merges runs in order, the earlier run first where keys are equal.
@usableFromInline
final class RunMerge<Row, Key: Comparable> {
    /// A run and its first row that hasn't been taken.
    @usableFromInline
    struct Head {
        @usableFromInline var rows: BatchIterator<Row>
        @usableFromInline var batch: [Row]
        @usableFromInline var index: Int
        @usableFromInline var prefix: UInt64
        @usableFromInline var key: Key

        @inlinable
        init(rows: BatchIterator<Row>, batch: [Row], prefix: UInt64, key: Key) {
            self.rows = rows
            self.batch = batch
            index = 0
            self.prefix = prefix
            self.key = key
        }
    }

    @usableFromInline let ascending: Bool
    @usableFromInline let key: (Row) throws -> Key
    @usableFromInline var heads: [Head] = []
    /// The runs that aren't at their end, as a heap: the one whose row is next at the front.
    @usableFromInline var heap: [Int] = []

    @inlinable
    init(_ runs: [BatchIterator<Row>], ascending: Bool, key: @escaping (Row) throws -> Key) throws {
        self.ascending = ascending
        self.key = key
        for rows in runs {
            guard let batch = try Self.nextRows(rows) else { continue }
            let first = try key(batch[0])
            heads.append(Head(rows: rows, batch: batch, prefix: prefix(first), key: first))
        }
        heap = Array(heads.indices)
        for index in heap.indices.reversed() { siftDown(from: index) }
    }

    @inlinable
    static func nextRows(_ rows: BatchIterator<Row>) throws -> [Row]? {
        while let batch = try rows.next() {
            if !batch.isEmpty { return batch }
        }
        return nil
    }

    /// The prefix in the order that was asked for; 0, which decides nothing, unless each key has one.
    @inlinable @inline(__always)
    func prefix(_ key: Key) -> UInt64 {
        guard SortPrefix.exists(for: Key.self), Key.self != String.self else { return 0 }
        let prefix = SortPrefix.of(key) ?? 0
        return ascending ? prefix : ~prefix
    }

    @inlinable @inline(__always)
    func comesFirst(_ left: Int, _ right: Int) -> Bool {
        let first = heads[left].prefix
        let second = heads[right].prefix
        if first != second { return first < second }
        if !SortPrefix.isExact(for: Key.self) {
            if ascending {
                if precedes(heads[left].key, heads[right].key) { return true }
                if precedes(heads[right].key, heads[left].key) { return false }
            } else {
                if precedes(heads[right].key, heads[left].key) { return true }
                if precedes(heads[left].key, heads[right].key) { return false }
            }
        }
        return left < right
    }

    @inlinable
    func siftDown(from start: Int) {
        var index = start
        while true {
            var child = 2 &* index &+ 1
            guard child < heap.count else { return }
            if child &+ 1 < heap.count, comesFirst(heap[child &+ 1], heap[child]) { child &+= 1 }
            guard comesFirst(heap[child], heap[index]) else { return }
            heap.swapAt(index, child)
            index = child
        }
    }

    /// The next rows, at most `limit`; nil at the end.
    @inlinable
    func next(_ limit: Int) throws -> [Row]? {
        guard !heap.isEmpty else { return nil }
        var result: [Row] = []
        result.reserveCapacity(limit)
        while result.count < limit, let run = heap.first {
            result.append(heads[run].batch[heads[run].index])
            heads[run].index &+= 1
            if heads[run].index == heads[run].batch.count {
                if let batch = try Self.nextRows(heads[run].rows) {
                    heads[run].batch = batch
                    heads[run].index = 0
                } else {
                    heads[run].batch = []
                    heap[0] = heap[heap.count &- 1]
                    heap.removeLast()
                    siftDown(from: 0)
                    continue
                }
            }
            let following = try key(heads[run].batch[heads[run].index])
            heads[run].prefix = prefix(following)
            heads[run].key = following
            siftDown(from: 0)
        }
        return result
    }
}
