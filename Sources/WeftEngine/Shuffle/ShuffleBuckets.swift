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

    // Plain memory with room for `capacity` rows in each bucket: an array for each would cost a check of uniqueness and one of
    // exclusive access for each row.
    @usableFromInline let rows: UnsafeMutablePointer<Row>
    @usableFromInline let fills: UnsafeMutablePointer<Int>
    @usableFromInline let capacity: Int
    /// How many rows gather in a bucket before they are coded; at most `capacity`.
    @exclusivity(unchecked) @usableFromInline var rowLimit: Int
    /// How many rows are coded at once; few until it is known how large they are.
    private var batchLimit = 16
    private let coder: RowCoder<Row>
    private let output: ShuffleOutput
    private var codedRows = 0
    private var codedBytes = 0

    init(count: Int, mapPartition: Int, output: ShuffleOutput) throws {
        self.count = count
        self.mapPartition = mapPartition
        self.output = output
        coder = try RowCoder<Row>()
        // Many buckets get shorter batches, so that all together stay within some ten thousand rows.
        capacity = max(8, min(1024, 131_072 / max(1, count)))
        rowLimit = capacity
        rows = .allocate(capacity: count * capacity)
        fills = .allocate(capacity: count)
        fills.initialize(repeating: 0, count: count)
    }

    deinit {
        for partition in 0..<count { (rows + partition * capacity).deinitialize(count: fills[partition]) }
        rows.deallocate()
        fills.deallocate()
    }

    /// Puts a row into a bucket.
    ///
    /// - Throws: `bad-partitioner` when there is no such bucket, or what writing the file throws.
    @inlinable
    public func append(_ row: Row, to partition: Int) throws {
        guard partition >= 0, partition < count else { throw noSuchBucket(partition, count) }
        let filled = fills[partition]
        (rows + (partition &* capacity &+ filled)).initialize(to: row)
        fills[partition] = filled &+ 1
        if filled &+ 1 >= rowLimit { try write(partition) }
    }

    @usableFromInline
    func write(_ partition: Int) throws {
        let bucket = rows + partition * capacity
        let filled = fills[partition]
        defer {
            bucket.deinitialize(count: filled)
            fills[partition] = 0
        }
        var start = 0
        while start < filled {
            let batch = UnsafeBufferPointer(start: bucket + start, count: min(filled - start, batchLimit))
            let bytes = try output.append(to: partition, rows: batch.count) { try coder.encode(batch, into: $0) }
            start += batch.count
            adapt(rows: batch.count, bytes: bytes)
        }
    }

    /// Makes batches and buckets of large rows shorter, so that neither a block nor all buckets together become too large.
    private func adapt(rows: Int, bytes: Int) {
        codedRows += rows
        codedBytes += bytes
        let size = max(1, bytes / max(1, rows), codedBytes / max(1, codedRows))
        batchLimit = max(1, min(1024, ShuffleBlock.targetSize / size))
        rowLimit = max(1, min(capacity, output.flushLimit / 2 / count / size))
    }

    /// Puts all combinations of a table into the buckets of their keys, and leaves the table empty.
    @inlinable
    public func take<Key: Hashable, Value>(_ table: AggregationTable<Key, Value>) throws where Row == (Key, Value) {
        try table.drain { hash, key, value in
            try append((key, value), to: hashPartition(ofHash: hash, count: count))
        }
    }

    func finish() throws {
        for partition in 0..<count where fills[partition] > 0 { try write(partition) }
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
                output: output
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
