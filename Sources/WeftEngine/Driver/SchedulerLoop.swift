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
    /// An executor's connection broke; why will be told.
    case executorSilent(id: String)
    case executorLost(id: String, reason: ExecutorLossReason)
    /// An executor ended before it could take tasks.
    case executorNeverCame(id: String, reason: ExecutorLossReason)
    /// There will be no executors any more.
    case clusterFailed(WeftError)
    /// An executor is on its way out, because its host is.
    case executorDecommissioned(id: String)
    /// A leaving executor has given a map output to another one.
    case mapOutputMoved(shuffleID: Int, mapIndex: Int, attempt: Int, from: String, to: String)
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
    /// Drops a broadcast everywhere but here.
    func removeBroadcast(_ id: Int)
    /// Drops the work of a stage that is over.
    func removeBinary(_ id: Int)
    /// How many partitions make good use of the executors.
    var defaultParallelism: Int { get }
    /// Ends all executors, which may take a moment.
    func stop()

    /// How many executors there should be; 0 where they are no processes.
    var target: Int { get }
    /// Says how many executors there should be, and how many waiting tasks would like to run on which hosts; no executor
    /// is ended for it.
    func setTarget(_ count: Int, hosts: [String: Int])
    /// Says on which hosts no new executor is wanted.
    func exclude(hosts: Set<String>)
    /// Has an executor give what it holds to others and end.
    func decommission(_ executorID: String, reason: String)
    /// Ends an executor that isn't needed.
    func release(_ executorID: String, reason: String)
    /// Ends an executor that is of no use, for another one to come in its place.
    func replace(_ executorID: String, reason: String)
    /// Has an executor tell once more which blocks it holds.
    func reportBlocks(_ executorID: String)
}

extension ExecutorBackend {
    // Where executors are no processes, none comes and none goes.
    var target: Int { 0 }
    func setTarget(_ count: Int, hosts: [String: Int]) {}
    func exclude(hosts: Set<String>) {}
    func decommission(_ executorID: String, reason: String) {}
    func release(_ executorID: String, reason: String) {}
    func replace(_ executorID: String, reason: String) {}
    func reportBlocks(_ executorID: String) {}
}

/// What must be there before the first tasks are placed, lest they all go to the executor that came first.
struct MinimumResources: Sendable {
    /// Task slots of registered executors.
    var slots = 0
    /// After this time from the start, what is there has to do.
    var patience = Duration.zero
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
    private let minimum: MinimumResources
    private let logger: Logger

    private struct Queue {
        var events: [LoopEvent] = []
        var isClosed = false
    }

    init(
        scheduler: SchedulerState,
        outputs: MapOutputTable,
        binaries: StageBinaries,
        events: EventBus,
        accumulators: AccumulatorRegistry,
        progressBar: ConsoleProgressBar?,
        minimum: MinimumResources = MinimumResources(),
        logger: Logger
    ) {
        self.minimum = minimum
        self.outputs = outputs
        self.binaries = binaries
        self.events = events
        self.accumulators = accumulators
        self.progressBar = progressBar
        self.logger = logger
        self.scheduler = scheduler
    }

    /// The schedulers as they are in the beginning.
    private let scheduler: SchedulerState

    /// Starts the loop's thread.
    func run(on backend: any ExecutorBackend) throws {
        try DedicatedThread.start(name: "weft-scheduler", stackSize: 8 << 20) { [self] in
            var state = LoopState(
                scheduler: scheduler,
                backend: backend,
                outputs: outputs,
                binaries: binaries,
                events: events,
                accumulators: accumulators,
                progressBar: progressBar,
                minimum: minimum,
                logger: logger
            )
            while let events = nextEvents(until: state.nextWakeUp) {
                state.handle(events)
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
