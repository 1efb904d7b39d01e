/// The part of a join's table that is in memory, when the whole isn't: as much of a bucket as there is room for, and then as
/// much of the rest, until all of it has been there once.
@usableFromInline
final class TableParts<Key: Hashable, Combined> {
    @usableFromInline let table = AggregationTable<Key, Combined>()
    @usableFromInline let room: TableRoom<Key, Combined>
    @usableFromInline let rows: BatchIterator<(Key, Combined)>
    @usableFromInline let shape: TableShape<Combined>
    @usableFromInline var pending: [(Key, Combined)]?
    /// Whether the part that is loaded is the last one.
    @usableFromInline var isLast = false

    @inlinable
    init(_ rows: BatchIterator<(Key, Combined)>, _ shape: TableShape<Combined>, _ memory: TaskMemory) {
        self.rows = rows
        self.shape = shape
        room = TableRoom(table, shape, memory, cutsKeys: true)
    }

    /// Loads the next part.
    ///
    /// - Returns: whether there is one.
    @inlinable
    func load(merge: (inout Combined, Combined) throws -> Void) throws -> Bool {
        guard !isLast else { return false }
        table.removeAll()
        room.wasEmptied()
        var isEmpty = true
        while let batch = try pending ?? rows.next() {
            pending = nil
            let units = shape.gathers ? batch.reduce(0) { $0 + shape.units($1.1) } : batch.count
            if try !room.hasRoom(for: batch, units: units) {
                guard isEmpty else {
                    pending = batch
                    return true
                }
                room.force(units: units)
            }
            try table.combine(batch, insert: { $0 }, merge: merge)
            isEmpty = false
        }
        isLast = true
        return !isEmpty
    }
}

/// The two sides of a join, of which one is in a table and the other one streams past it.
///
/// When the table doesn't fit in memory it spills by hash; then the other side is written too, split alike, and bucket after
/// bucket is joined. A bucket whose table doesn't fit, because one key has very many rows for instance, is joined in parts,
/// reading its other side once for each.
@usableFromInline
enum HashJoin {
    /// Each pair of values of each key that is on both sides.
    @inlinable
    static func inner<Key: Hashable, Value, Other>(
        _ left: BatchIterator<(Key, Value)>,
        _ right: BatchIterator<(Key, Other)>,
        memory: TaskMemory = .current()
    ) throws -> BatchIterator<(Key, (Value, Other))> {
        let shape = TableShape.list(of: Value.self)
        let build = SpillableTable<Key, [Value]>(shape, memory: memory, cutsKeys: true)
        while let batch = try left.next() {
            try build.combine(batch, insert: { [$0] }, merge: { $0.append($1) })
        }
        guard let lefts = try build.finishSpilling() else {
            return pairs(of: build.table, keeping: build.room, and: right)
        }
        let rights = try split(right, like: lefts, memory)
        var bucket = -1
        var parts: TableParts<Key, [Value]>?
        var current: BatchIterator<(Key, (Value, Other))>?
        return BatchIterator {
            while true {
                if let batch = try current?.next() { return batch }
                current = nil
                if let loaded = parts, try loaded.load(merge: { $0.append(contentsOf: $1) }) {
                    current = pairs(of: loaded.table, keeping: loaded.room, and: rights.read(bucket))
                    continue
                }
                parts = nil
                guard bucket + 1 < lefts.count else { return nil }
                bucket += 1
                if lefts.rowCount(bucket) > 0, rights.rowCount(bucket) > 0 {
                    parts = TableParts(lefts.read(bucket), shape, memory)
                }
            }
        }
    }

    /// The rows on the left whose key isn't on the right.
    @inlinable
    static func anti<Key: Hashable, Value, Other>(
        _ left: BatchIterator<(Key, Value)>,
        _ right: BatchIterator<(Key, Other)>,
        memory: TaskMemory = .current()
    ) throws -> BatchIterator<(Key, Value)> {
        let shape = TableShape<Bool>.merged()
        let build = SpillableTable<Key, Bool>(shape, memory: memory)
        while let batch = try right.next() {
            try build.combine(batch, insert: { _ in true }, merge: { _, _ in })
        }
        guard let rights = try build.finishSpilling() else {
            return left.mapBatches { [build] batch in batch.filter { build.table[$0.0] == nil } }
        }
        let lefts = try split(left, like: rights, memory)
        var bucket = -1
        var current: BatchIterator<(Key, Value)>?
        return BatchIterator {
            while true {
                if let batch = try current?.next() { return batch }
                current = nil
                guard bucket + 1 < lefts.count else { return nil }
                bucket += 1
                guard lefts.rowCount(bucket) > 0 else { continue }
                let parts = TableParts(rights.read(bucket), shape, memory)
                var rest = lefts.read(bucket)
                // What one part doesn't rule out has to pass the next one.
                while try parts.load(merge: { _, _ in }), !parts.isLast {
                    let passed = try SpillBuckets<(Key, Value)>(
                        count: 1,
                        memory: memory,
                        bytesPerUnit: MemoryLayout<(Key, Value)>.stride
                    )
                    while let batch = try rest.next() {
                        for row in batch where parts.table[row.0] == nil { try passed.append(row, to: 0) }
                    }
                    try passed.finish()
                    rest = passed.read(0)
                }
                current = rest.mapBatches { [parts] batch in batch.filter { parts.table[$0.0] == nil } }
            }
        }
    }

    /// Writes the other side, split as the table was.
    @inlinable
    static func split<Key: Hashable, Row, Combined>(
        _ rows: BatchIterator<(Key, Row)>,
        like buckets: SpillBuckets<(Key, Combined)>,
        _ memory: TaskMemory
    ) throws -> SpillBuckets<(Key, Row)> {
        let result = try SpillBuckets<(Key, Row)>(
            count: buckets.count,
            memory: memory,
            // Twice the value's own size, for what it holds elsewhere.
            bytesPerUnit: 2 * MemoryLayout<(Key, Row)>.stride
        )
        while let batch = try rows.next() {
            for row in batch {
                let hash = withUnsafePointer(to: row.0) { AggregationTable<Key, Row>.hash(of: $0) }
                try result.append(row, to: SpillHash.bucket(hash, level: 0))
            }
        }
        try result.finish()
        return result
    }

    /// The pairs of a table's values and of rows with the same keys, some thousand at a time: a frequent key's pairs are many
    /// more than the rows.
    @inlinable
    static func pairs<Key: Hashable, Value, Other>(
        of table: AggregationTable<Key, [Value]>,
        keeping room: TableRoom<Key, [Value]>,
        and rows: BatchIterator<(Key, Other)>
    ) -> BatchIterator<(Key, (Value, Other))> {
        let limit = 4 * rowsPerBatch
        var batch: [(Key, Other)] = []
        var row = 0
        var value = 0
        return BatchIterator {
            var result: [(Key, (Value, Other))] = []
            while true {
                while row < batch.count {
                    let (key, other) = batch[row]
                    if let values = table[key] {
                        let end = Swift.min(values.count, value + limit - result.count)
                        while value < end {
                            result.append((key, (values[value], other)))
                            value &+= 1
                        }
                        if value < values.count { return result }
                        value = 0
                    }
                    row &+= 1
                    if result.count >= limit { return result }
                }
                if !result.isEmpty { return result }
                guard let next = try rows.next() else {
                    room.wasEmptied()
                    return nil
                }
                batch = next
                row = 0
                result.reserveCapacity(batch.count)
            }
        }
    }

    /// Each key on either side with its values on both.
    @inlinable
    static func groups<Key: Hashable, Value, Other>(
        _ left: BatchIterator<(Key, Value)>,
        _ right: BatchIterator<(Key, Other)>,
        memory: TaskMemory = .current()
    ) throws -> BatchIterator<(Key, ([Value], [Other]))> {
        let table = SpillableTable<Key, ([Value], [Other])>(.lists(), memory: memory)
        while let batch = try left.next() {
            try table.combine(batch, insert: { ([$0], []) }, merge: { $0.0.append($1) })
        }
        while let batch = try right.next() {
            try table.combine(batch, insert: { ([], [$0]) }, merge: { $0.1.append($1) })
        }
        return try table.results { lists, more in
            lists.0.append(contentsOf: more.0)
            lists.1.append(contentsOf: more.1)
        }
    }

    /// The rows of an outer join, some thousand at a time.
    ///
    /// - Parameters:
    ///   - groups: each key's values on both sides.
    ///   - keepsLeft: whether values on the left without any on the right make rows.
    ///   - keepsRight: whether values on the right without any on the left make rows.
    ///   - make: makes a row of the values at two positions; nil stands for the value of a side that has none.
    @inlinable
    static func outer<Key, Value, Other, Row>(
        _ groups: BatchIterator<(Key, ([Value], [Other]))>,
        keepsLeft: Bool,
        keepsRight: Bool,
        _ make: @escaping (_ left: [Value], Int?, _ right: [Other], Int?) -> Row
    ) -> BatchIterator<(Key, Row)> {
        let limit = 4 * rowsPerBatch
        var batch: [(Key, ([Value], [Other]))] = []
        var group = 0
        var left = 0
        var right = 0
        return BatchIterator {
            var result: [(Key, Row)] = []
            while true {
                while group < batch.count {
                    let (key, (lefts, rights)) = batch[group]
                    let leftCount = lefts.isEmpty && keepsRight ? 1 : lefts.count
                    let rightCount = rights.isEmpty && keepsLeft ? 1 : rights.count
                    while left < leftCount {
                        while right < rightCount {
                            if result.count >= limit { return result }
                            let row = make(lefts, lefts.isEmpty ? nil : left, rights, rights.isEmpty ? nil : right)
                            result.append((key, row))
                            right &+= 1
                        }
                        right = 0
                        left &+= 1
                    }
                    left = 0
                    group &+= 1
                }
                if !result.isEmpty { return result }
                guard let next = try groups.next() else { return nil }
                batch = next
                group = 0
            }
        }
    }
}
