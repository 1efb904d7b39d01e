import Logging
import Synchronization
import WeftDiagnostics

/// A job on its way to the scheduler.
struct JobRequest: Sendable {
    var id: Int
    var plan: JobPlan
    var group: String?
    var description: String
    var properties: [String: String]
}

/// What happens to the scheduler.
enum LoopEvent: Sendable {
    case submit(JobRequest, @Sendable (Result<[[UInt8]], WeftError>) -> Void)
    case taskFinished(TaskResult)
    case executorAdded(id: String, host: String, slots: Int)
    case executorLost(id: String, reason: String)
    case cancelJob(Int, reason: String)
    case cancelGroup(String, reason: String)
    case cancelAll(reason: String)
    case blockChanged(BlockID, executorID: String, isStored: Bool)
    case clean(Cleaner.Work)
    case stop(reason: String, @Sendable () -> Void)
}

/// What the scheduler's loop asks of the executors.
protocol ExecutorBackend: Sendable {
    /// Runs a task on an executor; its end comes back as `taskFinished`.
    func launch(_ task: TaskDescription, on executorID: String)
    /// Asks a running task to stop; its end still comes back.
    func kill(taskID: Int, on executorID: String, reason: String)
    /// Drops an RDD's blocks everywhere.
    func removeBlocks(rddID: Int)
    /// Deletes a shuffle's files everywhere.
    func removeShuffle(_ shuffleID: Int)
}

/// The driver's heart: one thread that feeds the pure schedulers with what happens and carries out what they decide.
///
/// It has a thread of its own, not a place on Swift's cooperative pool, so that a driver program that blocks the pool
/// doesn't stop the scheduling.
final class SchedulerLoop: Sendable {
    private let queue = Condition<Queue>(Queue())
    private let outputs: MapOutputTable
    private let binaries: StageBinaries
    private let events: EventBus
    private let accumulators: AccumulatorRegistry
    private let progressBar: ConsoleProgressBar?
    private let logger: Logger

    private struct Queue {
        var events: [LoopEvent] = []
        var isClosed = false
    }

    init(
        settings: SchedulerSettings,
        pools: [PoolSpec],
        outputs: MapOutputTable,
        binaries: StageBinaries,
        events: EventBus,
        accumulators: AccumulatorRegistry,
        progressBar: ConsoleProgressBar?,
        logger: Logger
    ) {
        self.outputs = outputs
        self.binaries = binaries
        self.events = events
        self.accumulators = accumulators
        self.progressBar = progressBar
        self.logger = logger
        start = Mutex((settings, pools))
    }

    private let start: Mutex<(SchedulerSettings, [PoolSpec])>

    /// Starts the loop's thread.
    func run(on backend: any ExecutorBackend) throws {
        let (settings, pools) = start.withLock { $0 }
        try DedicatedThread.start(name: "weft-scheduler", stackSize: 8 << 20) { [self] in
            var state = LoopState(
                scheduler: SchedulerState(settings: settings, pools: pools),
                backend: backend,
                outputs: outputs,
                binaries: binaries,
                events: events,
                accumulators: accumulators,
                progressBar: progressBar,
                logger: logger
            )
            while let events = nextEvents(until: state.nextWakeUp) {
                for event in events { state.handle(event) }
                state.tick()
                if state.isStopped { return }
            }
        }
    }

    private func nextEvents(until deadline: SchedulerTime?) -> [LoopEvent]? {
        let limit = deadline.map { max(.zero, $0 - .now) }
        let taken = queue.wait(upTo: limit) { queue -> [LoopEvent]? in
            guard !queue.events.isEmpty else { return nil }
            defer { queue.events = [] }
            return queue.events
        }
        return taken ?? []
    }

    /// Tells the loop that something happened. After `stop`, nothing happens any more.
    func post(_ event: LoopEvent) {
        let accepted = queue.withLock { queue in
            guard !queue.isClosed else { return false }
            queue.events.append(event)
            return true
        }
        if accepted {
            queue.signal()
        } else if case .submit(_, let completion) = event {
            completion(.failure(Self.stopped))
        }
    }

    private static var stopped: WeftError {
        WeftError(
            "context-stopped",
            "the context was stopped",
            remedy: "run jobs before `stop()`, or make a new Context"
        )
    }

    /// Runs a job and waits for its results.
    func run(_ request: JobRequest) async throws -> [[UInt8]] {
        try Task.checkCancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                post(.submit(request) { continuation.resume(with: $0.mapError { $0 }) })
                // Cancelled before that: the handler's request came too early for the scheduler to know the job.
                if Task.isCancelled { post(.cancelJob(request.id, reason: Self.cancelledTask)) }
            }
        } onCancel: {
            post(.cancelJob(request.id, reason: Self.cancelledTask))
        }
    }

    private static let cancelledTask = "the Swift task that ran it was cancelled"

    /// Ends the loop without waiting, if it still runs.
    func close() {
        let accepted = queue.withLock { queue in
            guard !queue.isClosed else { return false }
            queue.events.append(.stop(reason: "") {})
            queue.isClosed = true
            return true
        }
        if accepted { queue.signal() }
    }

    /// Cancels all jobs and ends the loop.
    func stop(reason: String) async {
        await withCheckedContinuation { continuation in
            let accepted = queue.withLock { queue in
                guard !queue.isClosed else { return false }
                queue.events.append(.stop(reason: reason) { continuation.resume() })
                queue.isClosed = true
                return true
            }
            if accepted { queue.signal() } else { continuation.resume() }
        }
    }
}

extension SchedulerTime {
    private static let origin = ContinuousClock().now

    /// The time since the process first asked.
    static var now: SchedulerTime { .zero + (ContinuousClock().now - origin) }
}

/// The stages' coded work, where executors of this process find it.
final class StageBinaries: Sendable {
    private let byID = Mutex<(next: Int, bytes: [Int: [UInt8]])>((0, [:]))

    func add(_ bytes: [UInt8]) -> Int {
        byID.withLock { state in
            defer { state.next += 1 }
            state.bytes[state.next] = bytes
            return state.next
        }
    }

    func remove(_ id: Int) {
        _ = byID.withLock { $0.bytes.removeValue(forKey: id) }
    }

    func bytes(_ id: Int) throws -> [UInt8] {
        guard let bytes = byID.withLock({ $0.bytes[id] }) else {
            throw WeftError("bad-task", "the stage of the task is over")
        }
        return bytes
    }
}

/// Where map outputs are, as tasks of this process ask for it. The schedulers have the original.
final class MapOutputTable: MapOutputSource {
    private let byShuffle = Mutex<[Int: [MapStatus?]]>([:])

    func expect(shuffleID: Int, mapCount: Int) {
        byShuffle.withLock { table in
            if table[shuffleID] == nil { table[shuffleID] = Array(repeating: nil, count: mapCount) }
        }
    }

    func register(shuffleID: Int, mapIndex: Int, status: MapStatus) {
        byShuffle.withLock { $0[shuffleID]?[mapIndex] = status }
    }

    func lose(shuffleID: Int, mapIndexes: [Int]) {
        byShuffle.withLock { table in
            for index in mapIndexes { table[shuffleID]?[index] = nil }
        }
    }

    func remove(shuffleID: Int) {
        _ = byShuffle.withLock { $0.removeValue(forKey: shuffleID) }
    }

    func locations(shuffleID: Int, partition: Int, epoch: Int) throws -> [MapOutputLocation] {
        // A shuffle without map partitions is known and has no outputs, which is not the same as an unknown one.
        let known = byShuffle.withLock { $0[shuffleID] }
        let present = known?.compactMap { $0 } ?? []
        guard let known, present.count == known.count else {
            throw ShuffleFetchFailure(
                shuffleID: shuffleID,
                mapIndex: known?.firstIndex { $0 == nil },
                executorID: nil,
                cause: WeftError("shuffle-missing", "map outputs of shuffle \(shuffleID) are missing")
            )
        }
        return present.map {
            MapOutputLocation(executorID: $0.executorID, attempt: $0.attempt, bytes: $0.sizes[partition])
        }
    }
}
