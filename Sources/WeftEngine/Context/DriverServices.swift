import Synchronization
import WeftDiagnostics

/// What lineage needs of the driver; it outlives the context's public object, which RDDs may be dropped after.
@usableFromInline
final class DriverServices: Sendable {
    /// `weft.default.parallelism`, if it is set.
    let configuredParallelism: Int?
    let configuration: Configuration
    let fileSystems: FileSystems
    let cleaner: Cleaner
    private let rddIDs = Atomic<Int>(0)
    private let shuffleIDs = Atomic<Int>(0)
    private let jobIDs = Atomic<Int>(0)
    private let outputIDs = Atomic<Int>(0)

    init(configuration: Configuration, fileSystems: FileSystems, cleaner: Cleaner) {
        configuredParallelism = configuration[ConfigurationKeys.defaultParallelism]
        self.configuration = configuration
        self.fileSystems = fileSystems
        self.cleaner = cleaner
    }

    func nextRDDID() -> Int { rddIDs.wrappingAdd(1, ordering: .relaxed).oldValue }
    func nextShuffleID() -> Int { shuffleIDs.wrappingAdd(1, ordering: .relaxed).oldValue }
    func nextOutputID() -> Int { outputIDs.wrappingAdd(1, ordering: .relaxed).oldValue }
    func nextJobID() -> Int { jobIDs.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// Removes what belongs to RDDs and shuffles that nothing refers to any more.
final class Cleaner: Sendable {
    enum Work: Sendable {
        case blocks(rddID: Int)
        case shuffle(Int)
        case broadcast(Int)
    }

    private let handler = Mutex<(@Sendable (Work) -> Void)?>(nil)

    /// Says what does the work. Before that and after `close`, there is nothing to clean.
    func open(_ work: @escaping @Sendable (Work) -> Void) { handler.withLock { $0 = work } }

    func close() { handler.withLock { $0 = nil } }

    func removeBlocks(ofRDD id: Int) { handler.withLock { $0 }?(.blocks(rddID: id)) }

    func removeBroadcast(_ id: Int) { handler.withLock { $0 }?(.broadcast(id)) }

    func removeShuffle(_ id: Int) { handler.withLock { $0 }?(.shuffle(id)) }
}
