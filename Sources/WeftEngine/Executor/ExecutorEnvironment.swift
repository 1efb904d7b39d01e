import Synchronization
import WeftDiagnostics

/// What tasks of one executor share.
final class ExecutorEnvironment: Sendable {
    let executorID: String
    /// What tasks and blocks share.
    let memory: MemoryManager
    /// Where tasks spill.
    let directories: LocalDirectories
    let blocks: BlockStore
    let shuffles: ShuffleStore
    let mapOutputs: any MapOutputSource
    /// How map outputs of other executors are fetched; nil where there are none.
    let shuffleFetcher: (any ShuffleFetcher)?
    let fetchSettings: ShuffleFetchSettings
    let fileSystems: FileSystems
    let files: TaskFiles

    private let binarySource: @Sendable (Int) throws -> [UInt8]
    private let plans = Mutex<[Int: StagePlan]>([:])
    private let decoding = SingleFlight<Int, StagePlan>()
    /// Stages of which decoded plans are kept; a stage's tasks come close together.
    private static let planLimit = 32

    init(
        executorID: String,
        memory: MemoryManager,
        directories: LocalDirectories,
        blocks: BlockStore,
        shuffles: ShuffleStore,
        mapOutputs: any MapOutputSource,
        fileSystems: FileSystems,
        files: TaskFiles,
        shuffleFetcher: (any ShuffleFetcher)? = nil,
        fetchSettings: ShuffleFetchSettings = ShuffleFetchSettings(),
        binarySource: @escaping @Sendable (Int) throws -> [UInt8]
    ) {
        self.executorID = executorID
        self.memory = memory
        self.directories = directories
        self.blocks = blocks
        self.shuffles = shuffles
        self.mapOutputs = mapOutputs
        self.shuffleFetcher = shuffleFetcher
        self.fetchSettings = fetchSettings
        self.fileSystems = fileSystems
        self.files = files
        self.binarySource = binarySource
    }

    /// The decoded work of a stage: decoded by its first task, shared by the others. Sharing is safe because all that a
    /// closure captures is Sendable.
    func plan(_ binaryID: Int) throws -> StagePlan {
        if let plan = plans.withLock({ $0[binaryID] }) { return plan }
        return try decoding.run(binaryID) {
            if let plan = plans.withLock({ $0[binaryID] }) { return plan }
            let plan = try StagePlan(decoding: try binarySource(binaryID))
            plans.withLock { plans in
                if plans.count >= Self.planLimit, let oldest = plans.keys.min() { plans.removeValue(forKey: oldest) }
                plans[binaryID] = plan
            }
            return plan
        }
    }

    /// The stage is over.
    func forget(binaryID: Int) { _ = plans.withLock { $0.removeValue(forKey: binaryID) } }
}
