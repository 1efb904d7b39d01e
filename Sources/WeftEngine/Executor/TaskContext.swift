import CWeftEngine
import Synchronization
import WeftDiagnostics

/// The running task: which one it is, whether it should stop, and what it reports.
///
/// User code reaches it by `TaskContext.current`. It belongs to its task slot's thread; only the request to stop comes
/// from outside.
public final class TaskContext: @unchecked Sendable {
    /// The attempt's number, unique in the application.
    public let taskID: Int
    /// The stage.
    public let stageID: Int
    /// Which attempt at the stage this is, from 0.
    public let stageAttempt: Int
    /// The partition being computed.
    public let partition: Int
    /// Which attempt at the task this is, from 0.
    public let attemptNumber: Int
    /// The local properties of the job, set by `Context.setLocalProperty`.
    public let properties: [String: String]

    /// What the task must know of lost map outputs.
    let mapOutputEpoch: Int
    let environment: ExecutorEnvironment
    let payloads: [PayloadKey: [UInt8]]
    private let cancellation: TaskCancellation
    /// The task's part of the executor's memory.
    let memory: TaskMemory
    /// What the task has read and written so far.
    var metrics = TaskMetrics()
    private var accumulators: [Int: any AccumulatorBuffer] = [:]

    init(_ description: TaskDescription, environment: ExecutorEnvironment, cancellation: TaskCancellation) {
        taskID = description.taskID
        stageID = description.stageID
        stageAttempt = description.stageAttempt
        partition = description.partition
        attemptNumber = description.attemptNumber
        properties = description.properties
        mapOutputEpoch = description.mapOutputEpoch
        payloads = description.payloads
        self.environment = environment
        self.cancellation = cancellation
        memory = TaskMemory(
            environment.memory,
            taskID: description.taskID,
            directories: environment.directories,
            checkCancelled: { if cancellation.isCancelled { throw TaskKilled(reason: cancellation.reason) } }
        )
    }

    /// The task that the calling thread runs; nil outside tasks.
    public static var current: TaskContext? {
        guard let pointer = weft_current_task() else { return nil }
        return Unmanaged<TaskContext>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Runs `body` with this task as the thread's current one.
    func withCurrent<Result>(_ body: () throws -> Result) rethrows -> Result {
        let outer = weft_current_task()
        weft_set_current_task(Unmanaged.passUnretained(self).toOpaque())
        defer { weft_set_current_task(outer) }
        return try body()
    }

    /// Whether the task was told to stop. The engine looks at it between batches; a long row function may look too.
    public var isCancelled: Bool { cancellation.isCancelled }

    /// Throws when the task was told to stop.
    public func checkCancelled() throws {
        if cancellation.isCancelled { throw TaskKilled(reason: cancellation.reason) }
    }

    /// The task's own part of an accumulator.
    func accumulatorBuffer<Buffer: AccumulatorBuffer>(_ id: Int, make: () -> Buffer) -> Buffer {
        if let present = accumulators[id] as? Buffer { return present }
        let new = make()
        accumulators[id] = new
        return new
    }

    /// What the task added to accumulators, coded.
    func accumulatorUpdates() throws -> [AccumulatorUpdate] {
        try accumulators.map { AccumulatorUpdate(id: $0.key, bytes: try $0.value.encoded()) }
    }
}

/// The request to a running task to stop.
final class TaskCancellation: Sendable {
    private let flag = Atomic<Bool>(false)
    private let text = Mutex("")

    var isCancelled: Bool { flag.load(ordering: .relaxed) }
    var reason: String { text.withLock { $0 } }

    func cancel(reason: String) {
        text.withLock { $0 = reason }
        flag.store(true, ordering: .releasing)
    }
}

/// Ends a task that was told to stop; not a failure.
struct TaskKilled: Error {
    let reason: String
}

/// One attempt at a task as it goes to an executor.
struct TaskDescription: Sendable, Codable {
    var taskID: Int
    var stageID: Int
    var stageAttempt: Int
    var partition: Int
    var attemptNumber: Int
    /// What the task must know of lost map outputs.
    var mapOutputEpoch: Int
    /// Which stage binary the task runs.
    var binaryID: Int
    var properties: [String: String]
    var payloads: [PayloadKey: [UInt8]]
}

/// How an attempt at a task ended, with what it made.
struct TaskResult: Sendable, Codable {
    var taskID: Int
    var outcome: Outcome
    var metrics: TaskMetrics
    var accumulators: [AccumulatorUpdate]

    enum Outcome: Sendable, Codable {
        case succeeded([UInt8])
        case failed(WeftError)
        case fetchFailed(ShuffleFetchFailure)
        case killed(reason: String)
    }

    init(taskID: Int, outcome: Outcome, metrics: TaskMetrics, accumulators: [AccumulatorUpdate]) {
        self.taskID = taskID
        self.outcome = outcome
        self.metrics = metrics
        self.accumulators = accumulators
    }

    /// The end of a task that couldn't even be sent.
    init(taskID: Int, failure: WeftError) {
        self.init(taskID: taskID, outcome: .failed(failure), metrics: TaskMetrics(), accumulators: [])
    }
}
