import BinaryCoding

/// What the values of a table are made of, as far as it matters to how much memory they take and how they spill.
@usableFromInline
struct TableShape<Combined> {
    /// Whether combinations grow with each row, as lists do; else they take about the same room however many rows went in.
    @usableFromInline let gathers: Bool
    /// The bytes that a row takes in a list, with the list's room to grow.
    @usableFromInline let unitBytes: Int
    /// Whether list elements hold nothing outside the list.
    @usableFromInline let isFlat: Bool
    /// How many list elements a combination has.
    @usableFromInline let units: (Combined) -> Int
    /// Hands a combination over in pieces of bounded length, with their units: a list of millions isn't coded in one go.
    @usableFromInline let cut: (Combined, (Combined, Int) throws -> Void) throws -> Void

    @inlinable
    init(
        gathers: Bool,
        unitBytes: Int,
        isFlat: Bool,
        units: @escaping (Combined) -> Int,
        cut: @escaping (Combined, (Combined, Int) throws -> Void) throws -> Void
    ) {
        self.gathers = gathers
        self.unitBytes = unitBytes
        self.isFlat = isFlat
        self.units = units
        self.cut = cut
    }

    /// Combinations that are as large as what they were made of, sums for instance.
    @inlinable
    static func merged() -> TableShape {
        TableShape(gathers: false, unitBytes: 0, isFlat: true, units: { _ in 1 }, cut: { try $1($0, 1) })
    }

    /// Lists of values.
    @inlinable
    static func list<Value>(of type: Value.Type = Value.self) -> TableShape where Combined == [Value] {
        TableShape(
            gathers: true,
            unitBytes: MemoryLayout<Value>.stride * 3 / 2,
            isFlat: _isPOD(Value.self),
            units: { $0.count },
            cut: { list, emit in
                for start in stride(from: 0, to: list.count, by: pieceLength) {
                    let end = Swift.min(list.count, start + pieceLength)
                    try emit(end - start == list.count ? list : Array(list[start..<end]), end - start)
                }
            }
        )
    }

    /// Two lists of values.
    @inlinable
    static func lists<Value, Other>() -> TableShape where Combined == ([Value], [Other]) {
        TableShape(
            gathers: true,
            unitBytes: Swift.max(MemoryLayout<Value>.stride, MemoryLayout<Other>.stride) * 3 / 2,
            isFlat: _isPOD(Value.self) && _isPOD(Other.self),
            units: { $0.0.count + $0.1.count },
            cut: { lists, emit in
                for start in stride(from: 0, to: lists.0.count, by: pieceLength) {
                    let end = Swift.min(lists.0.count, start + pieceLength)
                    try emit((Array(lists.0[start..<end]), []), end - start)
                }
                for start in stride(from: 0, to: lists.1.count, by: pieceLength) {
                    let end = Swift.min(lists.1.count, start + pieceLength)
                    try emit(([], Array(lists.1[start..<end])), end - start)
                }
            }
        )
    }

    /// How many list elements are spilled as one row at the most.
    @usableFromInline static var pieceLength: Int { 1024 }
}

/// Asks for a table's memory before it is needed.
///
/// A batch that fits in what was reserved costs some additions. Otherwise, and every few batches, some rows tell what they
/// hold outside the table, and the memory manager is asked.
@usableFromInline
final class TableRoom<Key: Hashable, Combined> {
    @usableFromInline let table: AggregationTable<Key, Combined>
    @usableFromInline let shape: TableShape<Combined>
    @usableFromInline let memory: TaskMemory
    @usableFromInline let reservation: MemoryReservation
    @usableFromInline var units = 0
    @usableFromInline var unitBytes: Int
    @usableFromInline var keyBytes: Int
    @usableFromInline var batchCount = 0

    private let cutsKeys: Bool

    @usableFromInline
    init(
        _ table: AggregationTable<Key, Combined>,
        _ shape: TableShape<Combined>,
        _ memory: TaskMemory,
        cutsKeys: Bool = false
    ) {
        self.cutsKeys = cutsKeys
        self.table = table
        self.shape = shape
        self.memory = memory
        reservation = MemoryReservation(memory)
        unitBytes = shape.unitBytes
        // The header of a list and what the allocator adds.
        keyBytes = shape.gathers ? 48 : 0
    }

    /// What the table takes, about, after `more` rows more.
    @inlinable @inline(__always)
    func estimate(adding more: Int) -> Int {
        // While it grows, a table is there twice, the new one being twice as large.
        let slots = table.mayGrow(adding: more) ? table.byteCount &* 3 : table.byteCount
        return slots &+ table.count &* keyBytes &+ (shape.gathers ? (units &+ more) &* unitBytes : more &* keyBytes)
    }

    /// Whether a batch may be added.
    ///
    /// - Parameters:
    ///   - batch: the rows.
    ///   - count: how many list elements they come to.
    /// - Returns: false when the table has to be emptied before.
    @inlinable
    func hasRoom<Row>(for batch: [(Key, Row)], units count: Int) throws -> Bool {
        batchCount &+= 1
        if batchCount & 15 != 0, estimate(adding: count) <= reservation.bytes {
            units &+= count
            return true
        }
        return try look(at: batch, units: count)
    }

    @usableFromInline
    func look<Row>(at batch: [(Key, Row)], units count: Int) throws -> Bool {
        try sample(batch, units: count)
        let wanted = estimate(adding: count)
        var isCovered = try reservation.cover(wanted)
        if !isCovered, table.count <= (cutsKeys ? 0 : 1) {
            // What has to be whole in the end isn't made smaller by writing it, and an empty table can't be emptied.
            reservation.force(wanted)
            isCovered = true
        }
        if isCovered { units &+= count }
        return isCovered
    }

    /// Books a batch for which there was no room, after the table was emptied.
    @usableFromInline
    func force(units count: Int) {
        units &+= count
        reservation.force(estimate(adding: 0))
    }

    /// The table has been emptied.
    @usableFromInline
    func wasEmptied() {
        units = 0
        reservation.release()
    }

    /// Learns from some rows what rows hold outside the table.
    private func sample<Row>(_ batch: [(Key, Row)], units count: Int) throws {
        guard let first = batch.first else { return }
        if shape.gathers {
            let some = batch.prefix(16)
            if !_isPOD(Key.self) {
                let size = try codedSize(some.map { $0.0 }) / some.count
                keyBytes = smoothed(keyBytes, 48 + 16 + size)
            }
            guard !shape.isFlat else { return }
            let isPieces = first.1 is Combined
            let share = isPieces ? some.reduce(0) { $0 + (($1.1 as? Combined).map(shape.units) ?? 1) } : some.count
            let size = try codedSize(some.map { $0.1 }) / max(1, share)
            unitBytes = smoothed(unitBytes, shape.unitBytes + 16 + size)
        } else if !_isPOD(Key.self) || !_isPOD(Combined.self) {
            let some = table.sample(16)
            guard !some.isEmpty else { return }
            keyBytes = smoothed(keyBytes, 16 + (try codedSize(some)) / some.count)
        }
    }

    private func codedSize<Value>(_ values: [Value]) throws -> Int {
        let writer = ByteWriter(capacity: 1024)
        try RowCoder<Value>().encode(values, into: writer)
        return writer.count
    }

    // Up at once, down slowly.
    private func smoothed(_ old: Int, _ new: Int) -> Int { new >= old ? new : (7 * old + new) / 8 }
}
