import BinaryCoding
import Synchronization
import WeftDiagnostics

/// Rows in a file, as blocks on disk, object files and checkpoints have them: batches in coded form, each behind its length.
enum BlockFile {
    /// The largest batch in bytes that is believed when a file is read.
    private static let batchLimit = 1 << 31

    private static let writes = Atomic<Int>(0)

    /// Writes rows; the file appears under its name when it is whole.
    static func write<Row>(_ rows: BatchIterator<Row>, to path: ResourcePath, coder: RowCoder<Row>) throws {
        let fileSystem = LocalFileSystem()
        // Two tasks may compute the same block at once; each writes a whole file, and the last one stays.
        let number = writes.wrappingAdd(1, ordering: .relaxed).oldValue
        let unfinished = ResourcePath.local("\(path.path).\(number)")
        let file = try fileSystem.create(unfinished, overwrite: true)
        do {
            _ = try write(rows, to: file, coder: coder)
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
        return count
    }

    /// The rows of a file, read as they are needed.
    ///
    /// - Throws: at once when the file can't be opened; `corrupt-data`, later, when it isn't such a file.
    static func read<Row>(
        _ path: ResourcePath,
        coder: RowCoder<Row>,
        on fileSystem: any FileSystem = LocalFileSystem()
    ) throws -> BatchIterator<Row> {
        let file = try fileSystem.open(path)
        let size = try file.size()
        file.willRead(0..<size)
        var offset = 0
        return BatchIterator {
            guard offset < size else {
                file.close()
                return nil
            }
            func corrupt(_ what: String) -> WeftError {
                WeftError(
                    "corrupt-data",
                    "\(what) at byte \(offset)",
                    remedy: "write the file again; it must come from saveAsObjectFile of an RDD of the same type",
                    details: [.init("path", path.description)]
                )
            }
            func bytes(_ count: Int) throws -> [UInt8] {
                guard count <= size - offset else { throw corrupt("the file ends early") }
                let read = try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
                    let target = UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]
                    )
                    initialized = try file.readFully(into: target, at: offset)
                }
                guard read.count == count else { throw corrupt("the file ends early") }
                offset += count
                return read
            }
            let length = try bytes(4).withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
            guard length < batchLimit else { throw corrupt("a batch has an impossible length") }
            return try bytes(Int(length)).withUnsafeBytes { buffer in
                var reader = ByteReader(buffer)
                do {
                    let rows = try coder.decode(from: &reader)
                    try reader.expectEnd()
                    return rows
                } catch {
                    var located = corrupt("a batch can't be decoded")
                    located.cause = WeftError(wrapping: error)
                    throw located
                }
            }
        }
    }
}
