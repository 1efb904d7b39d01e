import BinaryCoding
import WeftDiagnostics

/// What a block in memory holds, without the type of its rows.
protocol BlockContent: Sendable {
    /// Writes the block to a file in the form of `BlockFile`.
    func write(to file: any OutputFile) throws
}

/// Rows as Swift values.
struct ValueBlock<Row: Sendable>: BlockContent {
    let coder: RowCoder<Row>
    private var stored: [[Row]] = []
    private var bytesPerRow = 0
    private var batchCount = 0

    init(coder: RowCoder<Row>) { self.coder = coder }

    /// Adds rows and gives the bytes that they fill, as estimated.
    mutating func append(_ rows: [Row]) throws -> Int {
        let inline = rows.count * MemoryLayout<Row>.stride
        if Row.self == Bytes.self, let bytes = rows as? [Bytes] {
            let (compact, held) = Bytes.compacted(bytes)
            stored.append(compact as? [Row] ?? rows)
            return inline + held
        }
        stored.append(rows)
        if _isPOD(Row.self) { return inline }
        if batchCount & 7 == 0 || rows.count < 64 {
            // What rows hold elsewhere is about what they are in coded form; some of them tell for all.
            let writer = ByteWriter(capacity: 1024)
            let sample = Array(rows.prefix(32))
            try coder.encode(sample, into: writer)
            bytesPerRow = writer.count / max(1, sample.count) + 16
        }
        batchCount += 1
        return inline + bytesPerRow * rows.count
    }

    func batches() -> BatchIterator<Row> { BatchIterator(batches: stored) }

    func write(to file: any OutputFile) throws { _ = try BlockFile.write(batches(), to: file, coder: coder) }
}

extension Bytes {
    /// Rows that keep little more in memory than themselves, and what they keep, in bytes.
    ///
    /// Rows that are slices keep the block of input that they were cut from. Where most of it isn't theirs, as after a filter,
    /// they move together into a buffer of their own.
    static func compacted(_ rows: [Bytes]) -> (rows: [Bytes], held: Int) {
        var own = 0
        var held = 0
        var last: ObjectIdentifier?
        for row in rows {
            guard let slice = row.slice else { continue }
            own += row.count
            let id = ObjectIdentifier(slice.buffer)
            if id != last { held += slice.buffer.capacity }
            last = id
        }
        guard held > 2 * own + 1024 else { return (rows, held) }
        let buffer = BytesBuffer(capacity: own)
        var offset = 0
        let compact = rows.map { row in
            guard row.slice != nil else { return row }
            row.withUnsafeBytes { bytes in
                guard let from = bytes.baseAddress else { return }
                (buffer.base + offset).copyMemory(from: from, byteCount: bytes.count)
            }
            defer { offset += row.count }
            return Bytes(slice: buffer, offset..<(offset + row.count))
        }
        return (compact, own)
    }
}

/// Rows in coded form. Their type is only known to who reads them: a block that came from another executor has none.
struct CodedBlock: BlockContent {
    private var stored: [[UInt8]] = []
    private var rowCount = 0

    /// What a batch takes besides its bytes.
    static let overhead = 48

    /// Adds a coded batch.
    mutating func append(_ batch: [UInt8], rows: Int) {
        stored.append(batch)
        rowCount += rows
    }

    /// Adds rows and gives the bytes that they fill.

    mutating func append<Row>(_ rows: [Row], coder: RowCoder<Row>) throws -> Int {
        let writer = ByteWriter(capacity: 4096)
        try coder.encode(rows, into: writer)
        append(writer.toArray(), rows: rows.count)
        return writer.count + Self.overhead
    }

    func batches<Row>(coder: RowCoder<Row>) -> BatchIterator<Row> {
        var next = 0
        return BatchIterator { [stored] in
            guard next < stored.count else { return nil }
            defer { next += 1 }
            return try BlockFile.decode(
                stored[next],
                coder: coder,
                orThrow: WeftError("corrupt-data", "a batch of a block in memory can't be decoded")
            )
        }
    }

    func write(to file: any OutputFile) throws {
        try writeBatches(to: file)
        try BlockFile.writeEnd(rowCount: rowCount, to: file)
    }

    /// Writes what there is so far, without an end.
    func writeBatches(to file: any OutputFile) throws {
        for batch in stored { try BlockFile.write(coded: batch, to: file) }
    }
}
