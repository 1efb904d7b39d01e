import Synchronization
import WeftDiagnostics

/// One RDD as the driver keeps it: its parents, how it becomes an operator, and whether it is persisted.
///
/// Partition counts, partitioners and operators are found ("resolved") when the first job needs them, not when the
/// transformation is written: listing input files is I/O and sorting needs a sampling job, and neither belongs in a
/// function that can't wait or throw.
@usableFromInline
final class LineageNode: Sendable {
    typealias Resolver = @Sendable (LineageNode) async throws -> ResolvedNode

    let id: Int
    /// What made it, `map` for instance.
    let operation: String
    let callSite: CallSite
    /// Why it can't run, when that was known as soon as it was built: a closure that can't travel.
    let buildError: WeftError?
    /// The parts of the driver that lineage needs.
    let services: DriverServices
    private let state: Mutex<State>

    private struct State {
        // Emptied by a checkpoint, so that the lineage above it can go.
        var parents: [LineageNode]
        var name: String?
        var storageLevel = StorageLevel.none
        // Gone after a checkpoint: it may capture lineage that isn't needed any more.
        var resolver: Resolver?
        var resolution: Task<ResolvedNode, any Error>?
        var checkpoint = CheckpointState.none
    }

    /// Writes the checkpoint of the node, which it is given because it must not capture it, and gives what reads it.
    typealias CheckpointWriter = @Sendable (LineageNode) async throws -> ResolvedNode

    /// How far `checkpoint()` has come.
    private enum CheckpointState {
        case none
        case requested(CheckpointWriter)
        case writing
        case done
    }

    init(
        operation: String,
        callSite: CallSite,
        parents: [LineageNode],
        services: DriverServices,
        buildError: WeftError?,
        resolver: @escaping Resolver
    ) {
        self.id = services.nextRDDID()
        self.operation = operation
        self.callSite = callSite
        self.buildError = buildError
        self.services = services
        self.state = Mutex(State(parents: parents, resolver: resolver))
    }

    deinit {
        if state.withLock({ $0.storageLevel.isPersistent }) { services.cleaner.removeBlocks(ofRDD: id) }
    }

    var parents: [LineageNode] {
        state.withLock { $0.parents }
    }

    var name: String? {
        get { state.withLock { $0.name } }
        set { state.withLock { $0.name = newValue } }
    }

    var storageLevel: StorageLevel {
        get { state.withLock { $0.storageLevel } }
        set { state.withLock { $0.storageLevel = newValue } }
    }

    var isCheckpointed: Bool {
        state.withLock { if case .done = $0.checkpoint { true } else { false } }
    }

    /// Asks for a checkpoint, unless there is one.
    func requestCheckpoint(_ write: @escaping CheckpointWriter) {
        state.withLock { state in
            if case .none = state.checkpoint { state.checkpoint = .requested(write) }
        }
    }

    /// The checkpoint that was asked for, to be written by the caller; nil when there is none to write.
    func takeCheckpointRequest() -> CheckpointWriter? {
        state.withLock { state in
            guard case .requested(let write) = state.checkpoint else { return nil }
            // The job that writes it must not ask for it again.
            state.checkpoint = .writing
            return write
        }
    }

    /// Leaves a checkpoint that couldn't be written to the next job.
    func retryCheckpoint(_ write: @escaping CheckpointWriter) {
        state.withLock { $0.checkpoint = .requested(write) }
    }

    /// Puts what reads the checkpoint in the place of the lineage.
    func completeCheckpoint(reading resolved: ResolvedNode) {
        // What is replaced is let go after the lock: it may be the last hold on a long lineage.
        _ = state.withLock { state in
            let old = (state.resolution, state.resolver, state.parents)
            state.checkpoint = .done
            state.resolution = Task { resolved }
            state.resolver = nil
            state.parents = []
            return old
        }
    }

    /// What the transformation became; the parents are resolved first.
    ///
    /// - Throws: `buildError`, or what listing inputs or sampling throws; a failure is not kept, so that a later job
    ///   tries again.
    func resolved() async throws -> ResolvedNode {
        // Lineages grow with each iteration of a loop, so the walk is a list, not a recursion.
        for node in Self.topologicalOrder(from: self) { _ = try await node.ownResolution() }
        return try await ownResolution()
    }

    /// What the transformation became, for a node whose parents are resolved.
    func ownResolution() async throws -> ResolvedNode {
        if let buildError { throw buildError }
        let task = state.withLock { state -> Task<ResolvedNode, any Error>? in
            if let running = state.resolution { return running }
            // A checkpoint, which ends the need for it, comes with a resolution.
            guard let resolver = state.resolver else { return nil }
            let new = Task { try await resolver(self) }
            state.resolution = new
            return new
        }
        guard let task else { throw WeftError("bad-lineage", "`\(operation)` at \(callSite) has no lineage left") }
        do {
            return try await task.value
        } catch {
            state.withLock { state in
                if state.resolution == task { state.resolution = nil }
            }
            throw error
        }
    }

    /// A node and all above it, parents before children.
    static func topologicalOrder(from last: LineageNode) -> [LineageNode] {
        var order: [LineageNode] = []
        var seen: Set<ObjectIdentifier> = []
        var stack: [(node: LineageNode, expanded: Bool)] = [(last, false)]
        while let (node, expanded) = stack.popLast() {
            if expanded {
                order.append(node)
                continue
            }
            guard seen.insert(ObjectIdentifier(node)).inserted else { continue }
            stack.append((node, true))
            for parent in node.parents.reversed() { stack.append((parent, false)) }
        }
        return order
    }
}

/// What an RDD is once its inputs are known.
struct ResolvedNode: Sendable {
    /// Where an input's rows come from.
    enum Dependency: Sendable {
        case narrow(LineageNode)
        case shuffle(ShuffleDependency)
    }

    /// Which partition of which dependency an output partition reads.
    struct Source: Sendable, Hashable {
        var dependency: Int
        var partition: Int
    }

    var partitionCount: Int
    var operation: ErasedCode
    var dependencies: [Dependency]
    /// How rows are spread over the partitions, when that is known.
    var partitioner: PartitionerIdentity?
    /// The narrow dependencies' partitions that an output partition reads.
    var sources: @Sendable (Int) -> [Source]
    /// Whether each output partition reads the partition of the same number of each narrow dependency.
    var isOneToOne: Bool
    /// What travels with the task that computes a partition.
    var payload: (@Sendable (Int) throws -> [UInt8])?
    /// The hosts on which a partition is best computed.
    var preferredHosts: @Sendable (Int) -> [String]

    init(
        partitionCount: Int,
        operation: ErasedCode,
        dependencies: [Dependency] = [],
        partitioner: PartitionerIdentity? = nil,
        sources: (@Sendable (Int) -> [Source])? = nil,
        payload: (@Sendable (Int) throws -> [UInt8])? = nil,
        preferredHosts: @escaping @Sendable (Int) -> [String] = { _ in [] }
    ) {
        self.partitionCount = partitionCount
        self.operation = operation
        self.dependencies = dependencies
        self.partitioner = partitioner
        let narrow = dependencies.indices.filter { index in
            if case .narrow = dependencies[index] { true } else { false }
        }
        isOneToOne = sources == nil
        self.sources = sources ?? { partition in narrow.map { Source(dependency: $0, partition: partition) } }
        self.payload = payload
        self.preferredHosts = preferredHosts
    }
}

/// A shuffle between a map stage and the stages that read it. Its files are removed when nothing refers to it any more.
final class ShuffleDependency: Sendable {
    let id: Int
    /// The RDD whose rows are shuffled.
    let parent: LineageNode
    /// The coded `ShuffleWriteAction` that the map stage's tasks end with.
    let writer: ErasedCode
    /// How many partitions the map stage has.
    let mapCount: Int
    /// How many partitions it is shuffled into.
    let partitionCount: Int
    private let cleaner: Cleaner

    init(id: Int, parent: LineageNode, writer: ErasedCode, mapCount: Int, partitionCount: Int) {
        self.id = id
        self.parent = parent
        self.writer = writer
        self.mapCount = mapCount
        self.partitionCount = partitionCount
        cleaner = parent.services.cleaner
    }

    deinit { cleaner.removeShuffle(id) }
}
