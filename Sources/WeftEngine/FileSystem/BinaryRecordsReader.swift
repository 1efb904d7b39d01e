import WeftDiagnostics

/// Reads records of a fixed length. A record belongs to the split that has its first byte.
///
/// Not for several threads at once.
public final class BinaryRecordsReader {
    /// The longest record, in bytes: 1 GiB.
    public static let maxRecordLength = 1 << 30

    private let path: ResourcePath
    private let source: any ByteSource
    private let recordLength: Int
    private let recordsPerBatch: Int
    private var isDone = false

    /// How many bytes were read so far, uncompressed.
    public private(set) var bytesRead = 0

    /// Opens the file of a split.
    ///
    /// - Parameters:
    ///   - split: what to read.
    ///   - recordLength: the length of each record in bytes, from 1 to `maxRecordLength`.
    ///   - fileSystems: where its scheme is looked up.
    ///   - blockSize: about how much to read at a time, in bytes; 64 KiB by default.
    /// - Throws: `WeftError` of code `invalid-argument` for a length out of range, `corrupt-data` when the file's length isn't
    ///   a multiple of it.
    public init(
        _ split: FileSplit,
        recordLength: Int,
        fileSystems: FileSystems,
        blockSize: Int = LineReader.defaultBlockSize
    ) throws {
        guard (1...BinaryRecordsReader.maxRecordLength).contains(recordLength) else {
            throw WeftError(
                "invalid-argument",
                "records can't have a length of \(recordLength) bytes",
                remedy: "give the length of a record in bytes, from 1 to \(BinaryRecordsReader.maxRecordLength)"
            )
        }
        self.recordLength = recordLength
        path = split.path
        recordsPerBatch = max(1, blockSize / recordLength)
        let file = try fileSystems.fileSystem(for: path).open(path)
        if split.isGzip {
            let compressed = PlainSource(file, path: path, range: 0..<max(0, split.fileLength))
            source = try GzipSource(compressed, path: path)
            isDone = split.offset != 0
        } else {
            guard split.fileLength % recordLength == 0 else {
                throw Self.notWhole(path, recordLength, "its length is \(split.fileLength) bytes")
            }
            func firstRecord(from position: Int) -> Int {
                let clamped = max(0, min(position, split.fileLength))
                return (clamped / recordLength + (clamped % recordLength == 0 ? 0 : 1)) * recordLength
            }
            let start = firstRecord(from: split.offset)
            source = PlainSource(file, path: path, range: start..<max(start, firstRecord(from: split.end)))
        }
    }

    /// The next records, nil after the last.
    ///
    /// - Throws: `WeftError` of code `input-changed` when the file became shorter, `corrupt-data` when compressed data
    ///   isn't right or ends within a record, and what the file system throws.
    public func nextBatch() throws -> [Bytes]? {
        guard !isDone else { return nil }
        let buffer = BytesBuffer(capacity: recordsPerBatch * recordLength)
        let got = try source.readFully(into: buffer.bytes)
        bytesRead += got
        isDone = got < buffer.capacity
        guard got % recordLength == 0 else {
            throw Self.notWhole(path, recordLength, "uncompressed, it ends within a record")
        }
        guard got > 0 else { return nil }
        let length = recordLength
        return stride(from: 0, to: got, by: length).map { Bytes(slice: buffer, $0..<($0 + length)) }
    }

    private static func notWhole(_ path: ResourcePath, _ recordLength: Int, _ reason: String) -> WeftError {
        WeftError(
            "corrupt-data",
            "\(path) doesn't consist of records of \(recordLength) bytes: \(reason)",
            remedy: "check the record length and that the file is complete",
            details: [.init("path", path.description)]
        )
    }
}
