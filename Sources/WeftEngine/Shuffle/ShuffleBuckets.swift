import BinaryCoding
import ClosureShipping
import WeftDiagnostics

/// Where a map task puts its rows: one bucket for each partition of the shuffle.
///
/// Rows gather in arrays and are coded a batch at a time; coded bytes gather until there are `flushLimit` of them and
/// then go to the file, so a map task's memory doesn't grow with its output.
public final class ShuffleBuckets<Row> {
    /// How many buckets there are.
    public let count: Int
    /// The partition that the map task computes.
    public let mapPartition: Int
    /// The size in bytes from which a table of combinations is handed over although more rows are to come.
    public let combineLimit: Int

    @usableFromInline var rows: [[Row]]
    /// How many rows gather in a bucket before they are coded.
    @usableFromInline var rowLimit: Int
    /// How many rows are coded at once; few until it is known how large they are.
    private var batchLimit = 16
    private let coder: RowCoder<Row>
    private let output: ShuffleOutput
    private var codedRows = 0
    private var codedBytes = 0

    init(count: Int, mapPartition: Int, output: ShuffleOutput, combineLimit: Int) throws {
        self.count = count
        self.mapPartition = mapPartition
        self.combineLimit = combineLimit
        self.output = output
        coder = try RowCoder<Row>()
        rows = Array(repeating: [], count: count)
        rowLimit = Self.rowLimit(count)
    }

    /// Puts a row into a bucket.
    ///
    /// - Throws: `bad-partitioner` when there is no such bucket, or what writing the file throws.
    @inlinable
    public func append(_ row: Row, to partition: Int) throws {
        guard partition >= 0, partition < count else { throw noSuchBucket(partition, count) }
        rows[partition].append(row)
        if rows[partition].count >= rowLimit { try write(partition) }
    }

    /// Puts all combinations of a table into the buckets of their keys, and leaves the table empty.
    @inlinable
    public func take<Key: Hashable, Value>(_ table: AggregationTable<Key, Value>) throws where Row == (Key, Value) {
        try table.drain { hash, key, value in
            try append((key, value), to: hashPartition(ofHash: hash, count: count))
        }
    }

    @usableFromInline
    func write(_ partition: Int) throws {
        try rows[partition].withUnsafeBufferPointer { rows in
            var start = 0
            while start < rows.count {
                let end = min(rows.count, start + batchLimit)
                let batch = UnsafeBufferPointer(rebasing: rows[start..<end])
                let bytes = try output.append(to: partition, rows: batch.count) { try coder.encode(batch, into: $0) }
                start = end
                adapt(rows: batch.count, bytes: bytes)
            }
        }
        rows[partition].removeAll(keepingCapacity: true)
    }

    /// Makes batches and buckets of large rows shorter, so that neither a block nor all buckets together become too large.
    private func adapt(rows: Int, bytes: Int) {
        codedRows += rows
        codedBytes += bytes
        let size = max(1, bytes / max(1, rows), codedBytes / max(1, codedRows))
        batchLimit = max(1, min(1024, ShuffleBlock.targetSize / size))
        rowLimit = max(1, min(Self.rowLimit(count), output.flushLimit / 2 / count / size))
    }

    /// Many buckets get shorter batches, so that all together stay within some tens of thousands of rows.
    private static func rowLimit(_ count: Int) -> Int { max(64, min(1024, 65_536 / max(1, count))) }

    func finish() throws {
        for partition in rows.indices where !rows[partition].isEmpty { try write(partition) }
    }
}

@usableFromInline
func noSuchBucket(_ partition: Int, _ count: Int) -> WeftError {
    WeftError(
        "bad-partitioner",
        "the partitioner gave partition \(partition) of \(count)",
        remedy: "give numbers from 0 up to, not including, `partitionCount`"
    )
}

/// What a map task ends with: its rows, spread over the buckets, in a file.
struct ShuffleWriteAction<Row: Sendable, Written: Sendable>: PartitionAction {
    let shuffleID: Int
    let partitionCount: Int
    let kernel: Function2<BatchIterator<Row>, ShuffleBuckets<Written>, Void>

    func run(_ rows: BatchIterator<Row>, _ task: TaskContext) throws -> ShuffleMapOutput {
        let output = task.environment.shuffles.output(
            shuffleID: shuffleID,
            mapIndex: task.partition,
            attempt: task.taskID,
            partitionCount: partitionCount
        )
        do {
            let buckets = try ShuffleBuckets<Written>(
                count: partitionCount,
                mapPartition: task.partition,
                output: output,
                combineLimit: task.environment.combineLimit
            )
            try kernel.body(rows, buckets)
            try buckets.finish()
            let result = try output.commit()
            task.metrics.shuffleWriteRecords += Int64(output.recordCount)
            task.metrics.shuffleWriteBytes += Int64(result.byteCount)
            task.metrics.shuffleWriteTimeNanoseconds += output.writeNanoseconds
            return result
        } catch {
            output.abort()
            throw error
        }
    }
}
