/// Combines rows by key in a table that spills.
///
/// When memory is refused, what the table holds is written to a spill file, split into buckets by hash, and the table begins
/// anew. At the end, if nothing was spilled, the results come from the table. Otherwise the rest is written too, and one bucket
/// after the other is read back and combined in a table of its own, which may spill again, by other bits of the hash. All of
/// one key's combination is held at the end, whatever it takes: a row of the result is one value.
@usableFromInline
final class SpillableTable<Key: Hashable, Combined> {
    @usableFromInline let table = AggregationTable<Key, Combined>()
    @usableFromInline let room: TableRoom<Key, Combined>
    @usableFromInline let memory: TaskMemory
    @usableFromInline let shape: TableShape<Combined>
    @usableFromInline let level: Int
    @usableFromInline var spilled: SpillBuckets<(Key, Combined)>?

    /// Makes an empty table.
    ///
    /// - Parameters:
    ///   - shape: what the combinations are like.
    ///   - memory: the task's.
    ///   - level: how often the rows have been split already.
    ///   - cutsKeys: whether one key's combination needn't be in memory as a whole in the end.
    @inlinable
    init(_ shape: TableShape<Combined>, memory: TaskMemory, level: Int = 0, cutsKeys: Bool = false) {
        self.shape = shape
        self.memory = memory
        self.level = level
        room = TableRoom(table, shape, memory, cutsKeys: cutsKeys)
    }

    /// Combines the values of a batch with what is there for their keys.
    ///
    /// - Throws: what the closures throw, and what spilling throws.
    @inlinable @inline(__always)
    func combine<Row>(
        _ batch: [(Key, Row)],
        insert: (Row) throws -> Combined,
        merge: (inout Combined, Row) throws -> Void
    ) throws {
        if try !room.hasRoom(for: batch, units: batch.count) { try empty(for: batch.count) }
        try table.combine(batch, insert: insert, merge: merge)
    }

    /// Adds combinations, whole or in pieces.
    @inlinable
    func combine(pieces batch: [(Key, Combined)], merge: (inout Combined, Combined) throws -> Void) throws {
        let units = shape.gathers ? batch.reduce(0) { $0 + shape.units($1.1) } : batch.count
        if try !room.hasRoom(for: batch, units: units) { try empty(for: units) }
        try table.combine(batch, insert: { $0 }, merge: merge)
    }

    @inlinable
    func empty(for units: Int) throws {
        if level < SpillHash.maximumLevel { try spill() }
        room.force(units: units)
    }

    /// Writes all that the table holds.
    @inlinable
    func spill() throws {
        let buckets = try openBuckets()
        try table.drain { hash, key, combined in
            let bucket = SpillHash.bucket(hash, level: level)
            try shape.cut(combined) { piece, units in
                try buckets.append((key, piece), weight: units, to: bucket)
            }
        }
        wasSpilled()
    }

    @usableFromInline
    func openBuckets() throws -> SpillBuckets<(Key, Combined)> {
        if let spilled { return spilled }
        let bytesPerUnit =
            shape.gathers
            ? room.unitBytes + room.keyBytes / TableShape<Combined>.pieceLength
            : MemoryLayout<(Key, Combined)>.stride + room.keyBytes
        let buckets = try SpillBuckets<(Key, Combined)>(
            count: SpillHash.bucketCount,
            memory: memory,
            bytesPerUnit: bytesPerUnit
        )
        spilled = buckets
        return buckets
    }

    @usableFromInline
    func wasSpilled() {
        memory.noteSpill(memory: room.reservation.bytes, disk: 0)
        room.wasEmptied()
    }

    /// Writes the rest too, and gives the buckets with all that was combined; nil when nothing was ever spilled, and all is in
    /// the table.
    @inlinable
    func finishSpilling() throws -> SpillBuckets<(Key, Combined)>? {
        guard let spilled else { return nil }
        try spill()
        try spilled.finish()
        return spilled
    }

    /// The combinations of all keys, in no order.
    ///
    /// - Parameter merge: joins two combinations of a key.
    @inlinable
    func results(
        merge: @escaping (inout Combined, Combined) throws -> Void
    ) throws -> BatchIterator<(Key, Combined)> {
        guard let buckets = try finishSpilling() else { return tableRows() }
        var bucket = 0
        var current: BatchIterator<(Key, Combined)>?
        return BatchIterator { [shape, memory, level] in
            while true {
                if let batch = try current?.next() { return batch }
                current = nil
                guard bucket < buckets.count else { return nil }
                let rows = buckets.read(bucket)
                bucket += 1
                let table = SpillableTable(shape, memory: memory, level: level + 1)
                while let batch = try rows.next() { try table.combine(pieces: batch, merge: merge) }
                current = try table.results(merge: merge)
            }
        }
    }

    /// The rows of the table, which go to disk when another step of the task needs the memory more.
    @inlinable
    func tableRows() -> BatchIterator<(Key, Combined)> {
        let rows = table.batches(size: rowsPerBatch)
        let rest = SpillableRest<(Key, Combined)>(room.reservation)
        rest.write = { [self] in
            try spill()
            let buckets = try openBuckets()
            try buckets.finish()
            var bucket = 0
            var current: BatchIterator<(Key, Combined)>?
            return BatchIterator {
                while true {
                    if let batch = try current?.next() { return batch }
                    guard bucket < buckets.count else { return nil }
                    current = buckets.read(bucket)
                    bucket += 1
                }
            }
        }
        return rest.following(rows)
    }
}

/// The rows that a step of a task has ready in memory and hands out little by little. They go to disk when a later step of the
/// same task needs their memory.
@usableFromInline
final class SpillableRest<Row>: MemoryConsumer {
    private let reservation: MemoryReservation
    /// Writes what hasn't been handed out and gives it back as it is read from disk.
    ///
    /// Its rows are unique combinations or in order already: nothing has to be merged.
    @usableFromInline var write: (() throws -> BatchIterator<Row>)?
    private var rows: BatchIterator<Row>?

    @usableFromInline
    init(_ reservation: MemoryReservation) { self.reservation = reservation }

    var spillableBytes: Int { write == nil ? 0 : reservation.bytes }

    func spill() throws {
        guard let write else { return }
        self.write = nil
        // The last reference to what was in memory goes here.
        rows = try write()
        reservation.release()
    }

    /// The rows, wherever they are.
    @usableFromInline
    func following(_ rows: BatchIterator<Row>) -> BatchIterator<Row> {
        self.rows = rows
        reservation.memory.register(self)
        return BatchIterator { [self] in
            if let batch = try self.rows?.next() { return batch }
            write = nil
            self.rows = nil
            reservation.memory.unregister(self)
            reservation.release()
            return nil
        }
    }
}
