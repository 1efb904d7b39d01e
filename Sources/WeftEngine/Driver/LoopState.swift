import Logging
import WeftDiagnostics

/// What the scheduler's thread keeps beside the pure schedulers: the jobs' data, by the ids that the schedulers know.
struct LoopState {
    var scheduler: SchedulerState
    let backend: any ExecutorBackend
    let outputs: MapOutputTable
    let binaries: StageBinaries
    let events: EventBus
    let accumulators: AccumulatorRegistry
    let progressBar: ConsoleProgressBar?
    let minimum: MinimumResources
    let logger: Logger
    let start = SchedulerTime.now

    struct Job {
        var request: JobRequest
        var completion: @Sendable (Result<[[UInt8]], WeftError>) -> Void
        var results: [[UInt8]]
        var start: SchedulerTime
    }

    struct Stage {
        var work: StageWork
        var properties: [String: String]
        var binaryID: Int?
    }

    var jobs: [Int: Job] = [:]
    var stages: [Int: Stage] = [:]
    private(set) var isStopped = false

    init(
        scheduler: SchedulerState,
        backend: any ExecutorBackend,
        outputs: MapOutputTable,
        binaries: StageBinaries,
        events: EventBus,
        accumulators: AccumulatorRegistry,
        progressBar: ConsoleProgressBar?,
        minimum: MinimumResources,
        logger: Logger
    ) {
        self.scheduler = scheduler
        self.backend = backend
        self.outputs = outputs
        self.binaries = binaries
        self.events = events
        self.accumulators = accumulators
        self.progressBar = progressBar
        self.minimum = minimum
        self.logger = logger
    }

    /// Jobs that wait for the first executors.
    var waiting: [LoopEvent] = []
    var registeredSlots: [String: Int] = [:]
    var isReady = false
    /// Why there will be no executors any more.
    var failure: WeftError?
    /// Where executors that are still to come would be best.
    var wishes = HostWishes()
    /// Where no new executor is wanted.
    var excludedHosts: Set<String> = []

    var nextWakeUp: SchedulerTime? {
        guard !waiting.isEmpty else { return scheduler.nextWakeUp }
        let end = start + minimum.patience
        return min(end, scheduler.nextWakeUp ?? end)
    }

    mutating func tick() {
        let now = SchedulerTime.now
        submitWaiting(now)
        if let wakeUp = scheduler.nextWakeUp, wakeUp <= now { carryOut(scheduler.tick(now: now), of: nil) }
    }

    /// Takes in what has happened, in order. Ends of tasks that follow one another are taken together: their slots are then
    /// offered once.
    mutating func handle(_ events: [LoopEvent]) {
        var ended: [TaskResult] = []
        for event in events {
            // Slots that are offered together all go to the pool that comes first, so FAIR gets them one by one.
            if case .taskFinished(let result) = event, scheduler.tasks.settings.mode == .fifo {
                ended.append(result)
                continue
            }
            finish(ended)
            ended = []
            handle(event)
            if isStopped { return }
        }
        finish(ended)
    }

    mutating func finish(_ results: [TaskResult]) {
        guard !results.isEmpty else { return }
        let effects = scheduler.tasksFinished(
            results.map { ($0.taskID, TaskOutcome($0.outcome)) },
            now: .now
        )
        for (index, effects) in effects.enumerated() {
            carryOut(effects, of: index < results.count ? results[index] : nil)
        }
    }

    mutating func handle(_ event: LoopEvent) {
        let now = SchedulerTime.now
        switch event {
        case .submit(_, let completion):
            if let failure {
                completion(.failure(failure))
            } else {
                waiting.append(event)
                submitWaiting(now)
                tellWishes()
            }
        case .taskFinished(let result):
            finish([result])
        case .executorAdded(let id, let host, let slots):
            events.post(.executorAdded(.init(time: .epochMilliseconds, executorID: id, host: host, slots: slots)))
            registeredSlots[id] = slots
            carryOut(scheduler.executorAdded(id, host: host, slots: slots, now: now), of: nil)
            submitWaiting(now)
        case .executorSilent(let id): scheduler.executorSilent(id)
        case .executorLost(let id, let reason):
            events.post(.executorRemoved(.init(time: .epochMilliseconds, executorID: id, reason: reason.message)))
            registeredSlots[id] = nil
            if reason.countsAsFailure { logger.warning("executor \(id) is lost: \(reason.message)") }
            carryOut(scheduler.executorLost(id, reason: reason, now: now), of: nil)
            tellWishes()
        case .executorNeverCame(let id, let reason):
            if reason.countsAsFailure {
                logger.warning("executor \(id) ended before it registered: \(reason.message)")
            }
            carryOut(scheduler.executorStartFailed(id, reason: reason, now: now), of: nil)
            tellWishes()
        case .clusterFailed(let error):
            fail(error, now)
        case .executorDecommissioned(let id):
            carryOut(scheduler.executorDecommissioned(id, now: now), of: nil)
            backend.decommission(id, reason: "its host is taken away")
        case .mapOutputMoved(let shuffleID, let mapIndex, let attempt, let from, let to):
            guard outputs.isHeld(shuffleID: shuffleID, mapIndex: mapIndex, attempt: attempt, by: from) else { return }
            carryOut(
                scheduler.mapOutputMoved(shuffleID: shuffleID, mapIndex: mapIndex, from: from, to: to, now: now),
                of: nil
            )
        case .cancelJob(let id, let reason):
            if cancelWaiting(id, reason) { return }
            carryOut(scheduler.cancelJob(id, reason: reason, now: now), of: nil)
        case .cancelGroup(let group, let reason):
            cancelWaiting(reason) { $0.group == group }
            carryOut(scheduler.cancelJobGroup(group, reason: reason, now: now), of: nil)
        case .cancelAll(let reason):
            cancelWaiting(reason)
            carryOut(scheduler.cancelAllJobs(reason: reason, now: now), of: nil)
        case .blockChanged(.rdd(let rddID, let partition), let executorID, let isStored):
            if isStored {
                scheduler.blockCached(rddID: rddID, partition: partition, executorID: executorID)
            } else {
                scheduler.blockRemoved(rddID: rddID, partition: partition, executorID: executorID)
            }
        case .clean(.blocks(let rddID)):
            scheduler.rddUnpersisted(rddID)
            backend.removeBlocks(rddID: rddID)
        case .clean(.shuffle(let shuffleID)):
            carryOut(scheduler.shuffleUnreferenced(shuffleID, now: now), of: nil)
        case .clean(.broadcast(let id)):
            backend.removeBroadcast(id)
        case .stop(let reason, let completion):
            cancelWaiting(reason)
            carryOut(scheduler.cancelAllJobs(reason: reason, now: now), of: nil)
            isStopped = true
            completion()
        }
    }
}

extension TaskOutcome {
    init(_ outcome: TaskResult.Outcome) {
        switch outcome {
        case .succeeded: self = .succeeded
        case .failed(let error): self = .failed(TaskFailure(error))
        case .killed(let reason): self = .killed(reason: reason)
        case .fetchFailed(let failure):
            self = .fetchFailed(
                FetchFailure(
                    shuffleID: failure.shuffleID,
                    mapIndex: failure.mapIndex,
                    executorID: failure.executorID,
                    message: failure.cause.description,
                    isCorruption: failure.cause.code == "corrupt-data"
                )
            )
        }
    }
}
