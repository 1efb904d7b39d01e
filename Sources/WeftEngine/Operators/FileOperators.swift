import BinaryCoding
import WeftDiagnostics

/// A type that lines of text files can be read as.
public protocol TextRow: Sendable {
    /// The next lines of a reader; nil at the end.
    ///
    /// - Throws: what reading the file throws.
    static func nextBatch(of reader: LineReader) throws -> [Self]?
}

extension String: TextRow {
    /// The next lines, with invalid UTF-8 repaired.
    public static func nextBatch(of reader: LineReader) throws -> [String]? { try reader.nextStringBatch() }
}

extension Bytes: TextRow {
    /// The next lines, byte for byte.
    public static func nextBatch(of reader: LineReader) throws -> [Bytes]? { try reader.nextBatch() }
}

/// The lines of a part of a text file.
struct TextFileRows<Row: TextRow>: Operator {
    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Row> {
        let split = try BinaryCoding.decode(FileSplit.self, from: try inputs.payload(partition: partition))
        let task = inputs.task
        let reader = try LineReader(split, fileSystems: task.environment.fileSystems)
        var counted = 0
        return BatchIterator {
            let batch = try Row.nextBatch(of: reader)
            task.metrics.inputBytes += Int64(reader.bytesRead - counted)
            counted = reader.bytesRead
            task.metrics.inputRecords += Int64(batch?.count ?? 0)
            return batch
        }
    }
}

/// The records of a part of a file of records of fixed length.
struct BinaryRecordRows: Operator {
    let recordLength: Int

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Bytes> {
        let split = try BinaryCoding.decode(FileSplit.self, from: try inputs.payload(partition: partition))
        let task = inputs.task
        let reader = try BinaryRecordsReader(
            split,
            recordLength: recordLength,
            fileSystems: task.environment.fileSystems
        )
        return BatchIterator {
            let batch = try reader.nextBatch()
            task.metrics.inputBytes += Int64((batch?.count ?? 0) * recordLength)
            task.metrics.inputRecords += Int64(batch?.count ?? 0)
            return batch
        }
    }
}

/// Whole files as pairs of path and text.
struct WholeFileRows: Operator {
    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<(String, String)> {
        let files = try BinaryCoding.decode([FileStatus].self, from: try inputs.payload(partition: partition))
        let task = inputs.task
        var next = 0
        return BatchIterator {
            guard next < files.count else { return nil }
            let file = files[next]
            next += 1
            let bytes = try InputFiles.readWhole(file, fileSystems: task.environment.fileSystems)
            task.metrics.inputBytes += Int64(bytes.count)
            task.metrics.inputRecords += 1
            return [(file.path.description, String(bytes))]
        }
    }
}

/// The rows of a file that `saveAsObjectFile` or a checkpoint wrote.
struct ObjectFileRows<Row: Sendable>: Operator {
    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Row> {
        let split = try BinaryCoding.decode(FileSplit.self, from: try inputs.payload(partition: partition))
        let task = inputs.task
        let fileSystem = try task.environment.fileSystems.fileSystem(for: split.path)
        let rows = try BlockFile.read(split.path, coder: try RowCoder<Row>(), on: fileSystem)
        task.metrics.inputBytes += Int64(split.fileLength)
        return BatchIterator {
            let batch = try rows.next()
            task.metrics.inputRecords += Int64(batch?.count ?? 0)
            return batch
        }
    }
}
