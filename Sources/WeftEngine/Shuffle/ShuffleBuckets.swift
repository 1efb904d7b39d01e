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
    @usableFromInline let rowLimit: Int
    private let coder: RowCoder<Row>
    private let output: ShuffleOutput

    init(count: Int, mapPartition: Int, output: ShuffleOutput, combineLimit: Int) throws {
        self.count = count
        self.mapPartition = mapPartition
        self.combineLimit = combineLimit
        self.output = output
        coder = try RowCoder<Row>()
        rows = Array(repeating: [], count: count)
        // Many buckets get shorter batches, so that all together stay within some tens of thousands of rows.
        rowLimit = max(64, min(1024, 65_536 / max(1, count)))
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
        try output.append(to: partition, rows: rows[partition].count) { writer in
            try coder.encode(rows[partition], into: writer)
        }
        rows[partition].removeAll(keepingCapacity: true)
    }

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
        let output = try task.environment.shuffles.output(
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
            return result
        } catch {
            output.abort()
            throw error
        }
    }
}
