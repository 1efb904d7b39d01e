import BinaryCoding
import WeftDiagnostics

/// The rows of `parallelize`: each partition's rows travel with its task.
struct ParallelizedRows<Row: Sendable>: Operator {

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Row> {
        let bytes = try inputs.payload(partition: partition)
        let rows = try bytes.withUnsafeBytes { buffer in
            var reader = ByteReader(buffer)
            return try RowCoder<Row>().decode(from: &reader)
        }
        return .slicing(rows)
    }
}

/// Whole numbers from a start, a step apart, cut into partitions of about the same length.
struct RangeRows: Operator {
    let start: Int
    let step: Int
    let count: Int
    let partitions: Int

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Int> {
        let slice = PartitionSlices(count: count, partitions: partitions)[partition]
        var next = slice.lowerBound
        return BatchIterator {
            guard next < slice.upperBound else { return nil }
            let end = min(slice.upperBound, next + rowsPerBatch)
            defer { next = end }
            if step == 1 { return Array(start &+ next..<start &+ end) }
            return (next..<end).map { start &+ $0 &* step }
        }
    }
}

/// How `parallelize` and `range` cut `count` rows into partitions: lengths differ by one row at the most.
struct PartitionSlices {
    let count: Int
    let partitions: Int

    subscript(partition: Int) -> Range<Int> { boundary(partition)..<boundary(partition + 1) }

    private func boundary(_ partition: Int) -> Int {
        let (high, low) = count.multipliedFullWidth(by: partition)
        return partitions.dividingFullWidth((high, low)).quotient
    }
}
