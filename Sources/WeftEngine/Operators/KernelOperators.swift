import ClosureShipping
import WeftDiagnostics

// These few operators carry almost every transformation: the loop over the rows is a closure (a "kernel") that was made
// in the user's module, where it specialised, and travelled here.

/// Rows made a batch at a time from the rows of the input's same partition.
struct MapBatches<Input: Sendable, Output: Sendable>: Operator {
    let kernel: Function<[Input], [Output]>

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Output> {
        let rows = try inputs.rows(partition: partition, as: Input.self)
        let transform = kernel.body
        return BatchIterator {
            guard let batch = try rows.next() else { return nil }
            return try transform(batch)
        }
    }
}

/// Rows made from a whole partition of the input: the kernel takes its rows and the partition's index.
struct MapPartitions<Input: Sendable, Output: Sendable>: Operator {
    let kernel: Function2<BatchIterator<Input>, Int, BatchIterator<Output>>

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Output> {
        try kernel.body(try inputs.rows(partition: partition, as: Input.self), partition)
    }
}

/// Rows made from the same partition of two inputs (`zip`, `cogroup`).
struct ZipPartitions<Left: Sendable, Right: Sendable, Output: Sendable>: Operator {
    let kernel: Function2<BatchIterator<Left>, BatchIterator<Right>, BatchIterator<Output>>

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Output> {
        try kernel.body(
            try inputs.rows(0, partition: partition, as: Left.self),
            try inputs.rows(1, partition: partition, as: Right.self)
        )
    }
}

/// The rows of an input as they are: what stands above a shuffle whose rows need nothing more.
struct PassRows<Row: Sendable>: Operator {
    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Row> {
        try inputs.rows(partition: partition, as: Row.self)
    }
}

/// The partitions of several inputs, one input after the other.
struct UnionRows<Row: Sendable>: Operator {
    /// Where each input's partitions begin in the output; one more element than inputs.
    let starts: [Int]

    /// The input and the partition in it that an output partition stands for.
    func source(of partition: Int) -> (input: Int, partition: Int) {
        var input = 0
        while input + 2 < starts.count, starts[input + 1] <= partition { input += 1 }
        return (input, partition - starts[input])
    }

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Row> {
        let (input, source) = source(of: partition)
        return try inputs.rows(input, partition: source, as: Row.self)
    }
}

/// Several partitions of the input read one after the other as one.
struct CoalesceRows<Row: Sendable>: Operator {
    /// The input's partitions that make up each output partition.
    let groups: [[Int]]

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Row> {
        var left = groups[partition][...]
        var current: BatchIterator<Row>?
        return BatchIterator {
            while true {
                if let batch = try current?.next() { return batch }
                guard let next = left.popFirst() else { return nil }
                current = try inputs.rows(partition: next, as: Row.self)
            }
        }
    }
}

/// Every pair of a row of the left input and a row of the right one.
struct CartesianRows<Left: Sendable, Right: Sendable>: Operator {
    /// How many partitions the right input has: output partition p pairs left p / count with right p % count.
    let rightCount: Int

    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<(Left, Right)> {
        let left = try inputs.rows(0, partition: partition / rightCount, as: Left.self)
        // The right side is walked once for each batch of the left one, so that neither is held whole.
        var leftBatch: [Left] = []
        var right: BatchIterator<Right>?
        var rightBatch: [Right] = []
        var leftIndex = 0
        return BatchIterator {
            while true {
                if !rightBatch.isEmpty, leftIndex < leftBatch.count {
                    let row = leftBatch[leftIndex]
                    leftIndex += 1
                    return rightBatch.map { (row, $0) }
                }
                if let batch = try right?.next() {
                    rightBatch = batch
                    leftIndex = 0
                    continue
                }
                guard let batch = try left.next() else { return nil }
                guard !batch.isEmpty else { continue }
                leftBatch = batch
                rightBatch = []
                right = try inputs.rows(1, partition: partition % rightCount, as: Right.self)
            }
        }
    }
}

/// An action whose work is a kernel over the partition's rows.
struct KernelAction<Input: Sendable, Output: Sendable>: PartitionAction {
    let kernel: Function2<BatchIterator<Input>, TaskContext, Output>

    func run(_ rows: BatchIterator<Input>, _ task: TaskContext) throws -> Output {
        try kernel.body(rows, task)
    }
}
