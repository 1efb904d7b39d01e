import BinaryCoding
import Synchronization
import WeftDiagnostics

/// Rows in a file, as blocks on disk, object files and checkpoints have them: batches in coded form, each behind its length
/// (four bytes, little endian), then `endMark` and the number of rows (eight bytes). Without that end, a file that was cut
/// between two batches would pass for a shorter one.
enum BlockFile {
    /// Stands where the length of another batch would.
    static let endMark = UInt32.max
    /// The largest batch in bytes that is believed when a file is read.
    static let batchLimit = 1 << 31

    private static let writes = Atomic<Int>(0)

    /// Writes rows; the file appears under its name when it is whole.
    static func write<Row>(_ rows: BatchIterator<Row>, to path: ResourcePath, coder: RowCoder<Row>) throws {
        try writeWhole(path) { _ = try write(rows, to: $0, coder: coder) }
    }

    /// Writes a file that appears under its name when it is whole.
    static func writeWhole(_ path: ResourcePath, _ body: (any OutputFile) throws -> Void) throws {
        let fileSystem = LocalFileSystem()
        // Two tasks may compute the same block at once; each writes a whole file, and the last one stays.
        let number = writes.wrappingAdd(1, ordering: .relaxed).oldValue
        let unfinished = ResourcePath.local("\(path.path).\(number)")
        let file = try fileSystem.create(unfinished, overwrite: true)
        do {
            try body(file)
            try file.close()
            try fileSystem.rename(unfinished, to: path, overwrite: true)
        } catch {
            file.abort()
            _ = try? fileSystem.delete(unfinished, recursive: false)
            throw error
        }
    }

    /// Writes rows to an open file and gives how many there were.
    static func write<Row>(_ rows: BatchIterator<Row>, to file: any OutputFile, coder: RowCoder<Row>) throws -> Int {
        let writer = ByteWriter(capacity: 64 << 10)
        var count = 0
        while let batch = try rows.next() {
            guard !batch.isEmpty else { continue }
            count += batch.count
            let start = writer.count
            writer.write(UInt32(0))
            try coder.encode(batch, into: writer)
            guard let length = UInt32(exactly: writer.count - start - 4), length < batchLimit else {
                throw WeftError(
                    "row-too-large",
                    "a batch of \(batch.count) rows takes \(writer.count - start - 4) bytes",
                    remedy: "make the rows smaller: a batch must stay below 2 GiB"
                )
            }
            writer.overwrite(length, at: start)
            if writer.count >= 64 << 10 {
                try writer.withUnsafeBytes { try file.write($0) }
                writer.removeAll(keepingCapacity: true)
            }
        }
        try writer.withUnsafeBytes { try file.write($0) }
        try writeEnd(rowCount: count, to: file)
        return count
    }

    /// Writes a batch that is in coded form already.
    static func write(coded batch: [UInt8], to file: any OutputFile) throws {
        guard let length = UInt32(exactly: batch.count), length < batchLimit else {
            throw WeftError("row-too-large", "a batch takes \(batch.count) bytes")
        }
        try withUnsafeBytes(of: length.littleEndian) { try file.write($0) }
        try batch.withUnsafeBytes { try file.write($0) }
    }

    /// Writes what comes behind the last batch.
    static func writeEnd(rowCount: Int, to file: any OutputFile) throws {
        let writer = ByteWriter(capacity: 16)
        writer.write(endMark)
        writer.write(UInt64(rowCount))
        try writer.withUnsafeBytes { try file.write($0) }
    }

    /// The rows of a file, read as they are needed.
    ///
    /// - Throws: at once when the file can't be opened; `corrupt-data`, later, when it isn't such a file.
    static func read<Row>(
        _ path: ResourcePath,
        coder: RowCoder<Row>,
        on fileSystem: any FileSystem = LocalFileSystem()
    ) throws -> BatchIterator<Row> {
        try read(try fileSystem.open(path), named: path.description, coder: coder)
    }

    /// The rows of an open file, read as they are needed.
    static func read<Row>(
        _ file: any RandomAccessFile,
        named name: String,
        coder: RowCoder<Row>
    ) throws -> BatchIterator<Row> {
        var batches = try CodedBatches(file, name: name)
        return BatchIterator {
            guard let bytes = try batches.next() else { return nil }
            let rows = try decode(bytes, coder: coder, orThrow: batches.corrupt("a batch can't be decoded"))
            batches.rowCount += rows.count
            return rows
        }
    }

    /// The rows of one coded batch.
    static func decode<Row>(
        _ bytes: [UInt8],
        coder: RowCoder<Row>,
        orThrow corrupt: @autoclosure () -> WeftError
    ) throws -> [Row] {
        try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            do {
                let rows = try coder.decode(from: &reader)
                try reader.expectEnd()
                return rows
            } catch {
                var located = corrupt()
                located.cause = WeftError(wrapping: error)
                throw located
            }
        }
    }
}

/// The batches of a file of coded rows, in coded form, one after the other. What the file says is checked.
struct CodedBatches {
    private let file: any RandomAccessFile
    private let name: String
    private let size: Int
    private var offset = 0
    /// How many rows the batches had so far, as far as somebody has counted them: at the end of the file their number is
    /// compared with what it should be.
    var rowCount = 0
    /// How many rows the file says that it has, once its end was read.
    private(set) var promisedRowCount: Int?

    init(_ file: any RandomAccessFile, name: String) throws {
        self.file = file
        self.name = name
        size = try file.size()
        file.willRead(0..<size)
    }

    func corrupt(_ what: String) -> WeftError {
        WeftError(
            "corrupt-data",
            "\(what) at byte \(offset)",
            remedy: "write the file again; it must come from saveAsObjectFile of an RDD of the same type",
            details: [.init("path", name)]
        )
    }

    /// The next batch; nil at the end.
    ///
    /// - Parameter countsRows: false when nobody adds to `rowCount`.
    mutating func next(countsRows: Bool = true) throws -> [UInt8]? {
        guard promisedRowCount == nil else { return nil }
        let length = try take(4).withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
        guard length != BlockFile.endMark else {
            let promised = try take(8).withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
            guard let count = Int(exactly: promised), !countsRows || count == rowCount, offset == size else {
                throw corrupt("the file's end doesn't fit it")
            }
            promisedRowCount = count
            file.close()
            return nil
        }
        guard length < BlockFile.batchLimit else { throw corrupt("a batch has an impossible length") }
        return try take(Int(length))
    }

    private mutating func take(_ count: Int) throws -> [UInt8] {
        guard count <= size - offset else { throw corrupt("the file ends early") }
        let read = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
            initialized = try file.readFully(into: target, at: offset)
        }
        guard read.count == count else { throw corrupt("the file ends early") }
        offset += count
        return read
    }
}
