import BinaryCoding
import ClosureShipping
import WeftDiagnostics

/// What a task does at one step of the lineage, as a value that travels to executors.
///
/// A stage's operators are coded once a stage; what differs from partition to partition (a file split, the rows of
/// `parallelize`) travels as the task's payloads.
public protocol Operator<Output>: Codable, Sendable {
    /// The type of the rows it gives.
    associatedtype Output: Sendable

    /// The rows of one partition.
    ///
    /// - Parameters:
    ///   - partition: the partition's index in this operator's own output.
    ///   - inputs: the way to the operator's inputs and to the running task.
    /// - Throws: what reading the inputs or running the user's functions throws.
    func compute(_ partition: Int, _ inputs: OperatorInputs) throws -> BatchIterator<Output>
}

extension Operator {
    /// `compute` with its result's type erased: the plan knows its operators only as `any Operator`.
    func computeErased(_ partition: Int, _ inputs: OperatorInputs) throws -> AnyObject {
        try compute(partition, inputs)
    }
}

/// The last step of a task: what is made of a partition's rows, as a value that travels to executors.
public protocol PartitionAction<Input, Output>: Codable, Sendable {
    /// The type of the rows it takes.
    associatedtype Input: Sendable
    /// What it makes of a partition; coded, it is the task's result.
    associatedtype Output: Sendable

    /// Makes the result from a partition's rows.
    ///
    /// - Throws: what reading the rows or running the user's functions throws.
    func run(_ rows: BatchIterator<Input>, _ task: TaskContext) throws -> Output
}

extension PartitionAction {
    /// Runs the action over the plan's final node and codes the result.
    func runErased(plan: StagePlan, partition: Int, task: TaskContext) throws -> [UInt8] {
        let rows = try OperatorInputs(plan: plan, node: plan.nodes.count - 1, task: task)
            .rows(ofNode: plan.nodes.count - 1, partition: partition, as: Input.self)
        let output = try run(rows, task)
        return try BinaryCoding.encode(output)
    }
}

/// How an operator reaches its inputs: the rows of its parents in the same stage, the shuffles before it, its payload.
public struct OperatorInputs {
    let plan: StagePlan
    let node: Int
    /// The running task.
    public let task: TaskContext

    init(plan: StagePlan, node: Int, task: TaskContext) {
        self.plan = plan
        self.node = node
        self.task = task
    }

    /// The rows of one partition of the operator's input number `input`, whether that is computed in this stage or read
    /// from a shuffle.
    ///
    /// - Throws: what computing the input throws, and `bad-task` when its rows have another type.
    public func rows<T: Sendable>(
        _ input: Int = 0,
        partition: Int,
        as type: T.Type = T.self
    ) throws -> BatchIterator<T> {
        guard plan.nodes[node].inputs.indices.contains(input) else {
            throw WeftError("bad-task", "operator \(node) has no input \(input)")
        }
        switch plan.nodes[node].inputs[input] {
        case .node(let index):
            return try rows(ofNode: index, partition: partition, as: type)
        case .shuffle(let id):
            return try ShuffleReader<T>(shuffleID: id, partition: partition, task: task).batches()
        }
    }

    /// The rows of one partition of a node of the plan, from the block store where it is persisted.
    func rows<T: Sendable>(ofNode index: Int, partition: Int, as type: T.Type) throws -> BatchIterator<T> {
        let node = plan.nodes[index]
        let inputs = OperatorInputs(plan: plan, node: index, task: task)
        let compute: () throws -> BatchIterator<T> = { [task] in
            guard let rows = try node.operation.computeErased(partition, inputs) as? BatchIterator<T> else {
                throw WeftError("bad-task", "operator \(index) of the stage doesn't give rows of type \(T.self)")
            }
            return BatchIterator {
                try task.checkCancelled()
                return try rows.next()
            }
        }
        guard node.storageLevel.isPersistent else { return try compute() }
        let block = BlockID.rdd(node.rddID, partition: partition)
        return try task.environment.blocks.rows(of: block, level: node.storageLevel, compute: compute)
    }

    /// The bytes that travelled with the task for this operator and partition.
    ///
    /// - Throws: `bad-task` when there are none.
    public func payload(partition: Int) throws -> [UInt8] {
        guard let bytes = task.payloads[PayloadKey(node: node, partition: partition)] else {
            throw WeftError("bad-task", "the task carries no payload for partition \(partition) of operator \(node)")
        }
        return bytes
    }
}

/// Which operator of a stage, and which of its partitions, a task's payload belongs to.
struct PayloadKey: Hashable, Codable, Sendable {
    var node: Int
    var partition: Int
}
