import ClosureShipping
import WeftDiagnostics

/// A resilient distributed dataset: rows in partitions, described by how they are made from other datasets or from files.
///
/// Transformations (`map`, `reduceByKey`) describe a new RDD and return at once; actions (`collect`, `count`) run a job.
/// Closures given to either travel to the executors, so what they capture must be `Codable`; where that fails, the first
/// action throws an error that names the line of the transformation, the captured type and what to do.
public struct RDD<Element: Sendable>: Sendable {
    /// The context that made it.
    public let context: Context
    @usableFromInline let node: LineageNode

    init(context: Context, node: LineageNode) {
        self.context = context
        self.node = node
    }

    /// The RDD's number, unique in its context.
    public var id: Int { node.id }

    /// The RDD's name, if `setName` gave it one.
    public var name: String? { node.name }

    /// Gives the RDD a name, shown by `toDebugString` and in the names of its stages.
    @discardableResult
    public func setName(_ name: String) -> Self {
        node.name = name
        return self
    }

    /// How many partitions the RDD has.
    ///
    /// - Throws: what finding the inputs throws (`input-not-found` for instance).
    public func partitionCount() async throws -> Int {
        try await node.resolved().partitionCount
    }
}

extension LineageNode {
    /// Codes an operator or action when it is built, so that a closure that can't travel is found there.
    static func code<Value: Encodable>(
        _ value: Value,
        operation: String,
        callSite: CallSite
    ) -> Result<ErasedCode, WeftError> {
        do {
            return .success(try ErasedCode(value))
        } catch {
            var located = WeftError(wrapping: error)
            located.message = "`\(operation)` can't be sent to executors: \(located.message)"
            located.location = callSite.description
            return .failure(located)
        }
    }
}

extension Result where Failure == WeftError {
    var failure: WeftError? {
        if case .failure(let error) = self { error } else { nil }
    }
}

extension RDD {
    /// A new RDD under this one and `others`.
    func child<Output>(
        _ operation: String,
        _ callSite: CallSite,
        with others: [LineageNode] = [],
        buildError: WeftError? = nil,
        resolver: @escaping LineageNode.Resolver
    ) -> RDD<Output> {
        let made = LineageNode(
            operation: operation,
            callSite: callSite,
            parents: [node] + others,
            services: node.services,
            buildError: buildError,
            resolver: resolver
        )
        return RDD<Output>(context: context, node: made)
    }

    /// A new RDD whose partitions are made from this one's, one to one, by an operator that is known now.
    func narrowChild<Output, Operation: Operator>(
        _ operation: String,
        _ operator: Operation,
        _ callSite: CallSite,
        keepsPartitioner: Bool
    ) -> RDD<Output> where Operation.Output == Output {
        let code = LineageNode.code(`operator`, operation: operation, callSite: callSite)
        return child(operation, callSite, buildError: code.failure) { node in
            let parent = try await node.parents[0].ownResolution()
            return ResolvedNode(
                partitionCount: parent.partitionCount,
                operation: try code.get(),
                dependencies: [.narrow(node.parents[0])],
                partitioner: keepsPartitioner ? parent.partitioner : nil
            )
        }
    }

    /// A new RDD made by a kernel that takes a batch of rows.
    @usableFromInline
    func mapBatches<Output>(
        _ operation: String,
        _ callSite: CallSite,
        keepsPartitioner: Bool = false,
        _ kernel: Function<[Element], [Output]>
    ) -> RDD<Output> {
        narrowChild(
            operation,
            MapBatches(kernel: kernel),
            callSite,
            keepsPartitioner: keepsPartitioner
        )
    }

    /// A new RDD made by a kernel that takes a partition's rows and its index.
    @usableFromInline
    func mapPartitionBatches<Output>(
        _ operation: String,
        _ callSite: CallSite,
        keepsPartitioner: Bool = false,
        _ kernel: Function2<BatchIterator<Element>, Int, BatchIterator<Output>>
    ) -> RDD<Output> {
        narrowChild(
            operation,
            MapPartitions(kernel: kernel),
            callSite,
            keepsPartitioner: keepsPartitioner
        )
    }
}
