import BinaryCoding
import WeftDiagnostics

/// Reads one partition of a shuffle: its part of every map output, in any order of the maps.
struct ShuffleReader<Row: Sendable> {
    let shuffleID: Int
    let partition: Int
    let task: TaskContext

    /// The rows.
    ///
    /// - Throws: `ShuffleFetchFailure` when it isn't known where an output is. Later, when one can't be had.
    func batches() throws -> BatchIterator<Row> {
        let coder = try RowCoder<Row>()
        let input = try ShuffleInput(shuffleID: shuffleID, partition: partition, task: task)
        var offset = 0
        return BatchIterator { [task] in
            while offset == input.block.count {
                guard try input.nextBlock() else { return nil }
                offset = 0
            }
            var reader = ByteReader(UnsafeRawBufferPointer(rebasing: input.block.bytes[offset...]))
            let rows: [Row]
            do {
                rows = try coder.decode(from: &reader)
            } catch {
                throw input.failure(decoding: error)
            }
            offset += reader.offset
            task.metrics.shuffleReadRecords += Int64(rows.count)
            return rows
        }
    }
}
