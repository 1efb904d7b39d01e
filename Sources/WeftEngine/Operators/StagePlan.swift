import BinaryCoding
import ClosureShipping
import WeftDiagnostics

/// A value of a type known only at run time, coded: its type and its bytes.
struct ErasedCode: Codable, Sendable, Hashable {
    var type: TypeCode
    var bytes: [UInt8]

    /// Codes a value.
    ///
    /// - Throws: `capture-not-codable` and its kin when a closure inside can't travel.
    init<Value: Encodable>(_ value: Value) throws {
        type = try TypeCode(Value.self)
        bytes = try BinaryCoding.encode(value)
    }

    func decodeOperator() throws -> any Operator {
        guard let type = try type.resolve() as? any Operator.Type else {
            throw WeftError("bad-task", "the task's plan names a type that is no operator")
        }
        return try decode(type)
    }

    func decodeAction() throws -> any PartitionAction {
        guard let type = try type.resolve() as? any PartitionAction.Type else {
            throw WeftError("bad-task", "the task's plan names a type that is no action")
        }
        return try decode(type)
    }

    private func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try BinaryCoding.decode(type, from: bytes)
    }
}

/// A stage's work in coded form, made once a stage and shared by its tasks ("task binary").
struct StageBinary: Codable, Sendable {
    /// Where a node's rows come from.
    enum Input: Codable, Sendable, Hashable {
        /// An earlier node of the same stage.
        case node(Int)
        /// The output of a shuffle's map stage.
        case shuffle(Int)
    }

    /// One step of the stage's lineage.
    struct Node: Codable, Sendable {
        var rddID: Int
        var operation: ErasedCode
        var inputs: [Input]
        var storageLevel: StorageLevel
    }

    /// The steps, inputs before the steps that read them; the last one gives the rows that the action takes.
    var nodes: [Node]
    /// What is made of the last node's rows.
    var action: ErasedCode
}

/// A stage's work, decoded: what a task runs.
final class StagePlan: Sendable {
    struct Node: Sendable {
        let rddID: Int
        let operation: any Operator
        let inputs: [StageBinary.Input]
        let storageLevel: StorageLevel
    }

    let nodes: [Node]
    let action: any PartitionAction

    /// Decodes a stage's work.
    ///
    /// - Throws: `corrupt-data`, `bad-task` or the error of the type that can't be decoded.
    init(decoding bytes: [UInt8]) throws {
        let binary = try BinaryCoding.decode(StageBinary.self, from: bytes)
        guard !binary.nodes.isEmpty else { throw WeftError("bad-task", "the task's plan is empty") }
        var nodes: [Node] = []
        nodes.reserveCapacity(binary.nodes.count)
        for (index, node) in binary.nodes.enumerated() {
            for case .node(let input) in node.inputs where input < 0 || input >= index {
                throw WeftError("bad-task", "operator \(index) of the task's plan reads operator \(input)")
            }
            nodes.append(
                Node(
                    rddID: node.rddID,
                    operation: try node.operation.decodeOperator(),
                    inputs: node.inputs,
                    storageLevel: node.storageLevel
                )
            )
        }
        self.nodes = nodes
        action = try binary.action.decodeAction()
    }

    func run(partition: Int, task: TaskContext) throws -> [UInt8] {
        try action.runErased(plan: self, partition: partition, task: task)
    }
}
