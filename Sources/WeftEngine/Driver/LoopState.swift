import BinaryCoding
import Logging
import WeftDiagnostics

/// What the scheduler's thread keeps beside the pure schedulers: the jobs' data, by the ids that the schedulers know.
struct LoopState {
    private var scheduler: SchedulerState
    private let backend: any ExecutorBackend
    private let outputs: MapOutputTable
    private let binaries: StageBinaries
    private let events: EventBus
    private let accumulators: AccumulatorRegistry
    private let progressBar: ConsoleProgressBar?
    private let minimum: MinimumResources
    private let logger: Logger
    private let start = SchedulerTime.now

    private struct Job {
        var request: JobRequest
        var completion: @Sendable (Result<[[UInt8]], WeftError>) -> Void
        var results: [[UInt8]]
        var start: SchedulerTime
    }

    private struct Stage {
        var work: StageWork
        var properties: [String: String]
        var binaryID: Int?
    }

    private var jobs: [Int: Job] = [:]
    private var stages: [Int: Stage] = [:]
    private var stopping: (@Sendable () -> Void)?
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
    private var waiting: [LoopEvent] = []
    private var registeredSlots: [String: Int] = [:]
    private var isReady = false
    /// Why there will be no executors any more.
    private var failure: WeftError?
    /// Where executors that are still to come would be best.
    private var wishes = HostWishes()
    /// Where no new executor is wanted.
    private var excludedHosts: Set<String> = []

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

    private mutating func finish(_ results: [TaskResult]) {
        guard !results.isEmpty else { return }
        let effects = scheduler.tasksFinished(
            results.map { ($0.taskID, TaskOutcome($0.outcome)) },
            now: .now
        )
        for (index, effects) in effects.enumerated() {
            carryOut(effects, of: index < results.count ? results[index] : nil)
        }
    }

    private mutating func handle(_ event: LoopEvent) {
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

    // MARK: - Waiting for executors

    /// Submits what has waited, once there are enough executors or the time is over.
    private mutating func submitWaiting(_ now: SchedulerTime) {
        if !isReady {
            isReady = registeredSlots.values.reduce(0, +) >= minimum.slots || now >= start + minimum.patience
        }
        guard isReady, !waiting.isEmpty else { return }
        let jobs = waiting
        waiting = []
        for case .submit(let request, let completion) in jobs { submit(request, completion, now) }
    }

    private mutating func cancelWaiting(_ reason: String, where isMeant: (JobRequest) -> Bool = { _ in true }) {
        let jobs = waiting
        waiting = []
        for job in jobs {
            guard case .submit(let request, let completion) = job else { continue }
            if isMeant(request) {
                completion(.failure(WeftError("job-cancelled", "job \(request.id) was cancelled: \(reason)")))
            } else {
                waiting.append(job)
            }
        }
    }

    private mutating func cancelWaiting(_ id: Int, _ reason: String) -> Bool {
        let count = waiting.count
        cancelWaiting(reason) { $0.id == id }
        return waiting.count < count
    }

    /// How many tasks wait for which hosts, also of jobs that wait for the first executors themselves.
    private var waitingTasksByHost: [String: Int] {
        var counts = scheduler.pendingTasksByHost
        for case .submit(let request, _) in waiting {
            let tasks = HostWishes.tasksByHost(request.plan.stages.map(\.spec), partitions: request.plan.partitions)
            counts.merge(tasks, uniquingKeysWith: +)
        }
        return counts
    }

    /// Tells the cluster manager where tasks wait, if executors are still to come. Their number stays as it is.
    private mutating func tellWishes() {
        let target = backend.target
        guard failure == nil, registeredSlots.count < target else { return }
        let hosts = waitingTasksByHost
        if wishes.note(hosts) { backend.setTarget(target, hosts: hosts) }
    }

    /// Ends all jobs, these and later ones, with an error.
    private mutating func fail(_ error: WeftError, _ now: SchedulerTime) {
        guard failure == nil else { return }
        failure = error
        for case .submit(_, let completion) in waiting { completion(.failure(error)) }
        waiting = []
        carryOut(scheduler.cancelAllJobs(reason: error.message, now: now), of: nil)
    }

    private mutating func submit(
        _ request: JobRequest,
        _ completion: @escaping @Sendable (Result<[[UInt8]], WeftError>) -> Void,
        _ now: SchedulerTime
    ) {
        jobs[request.id] = Job(
            request: request,
            completion: completion,
            results: Array(repeating: [], count: request.plan.partitions.count),
            start: now
        )
        for stage in request.plan.stages {
            if case .shuffleMap(let shuffleID) = stage.spec.key {
                outputs.expect(shuffleID: shuffleID, mapCount: stage.spec.partitionCount)
            }
        }
        let spec = JobSpec(
            jobID: request.id,
            group: request.group,
            description: request.description,
            pool: request.properties[Context.schedulerPool],
            properties: request.properties,
            stages: request.plan.stages.map(\.spec),
            partitions: request.plan.partitions
        )
        carryOut(scheduler.submit(spec, now: now), of: nil)
    }

    /// Carries out what the schedulers decided; `result` is what came with the event that they decided on.
    private mutating func carryOut(_ effects: [SchedulerEffect], of result: TaskResult?) {
        var isMerged = false
        for effect in effects {
            switch effect {
            case .launch(let task): launch(task)
            case .kill(let taskID, let executorID, _, let reason):
                backend.kill(taskID: taskID, on: executorID, reason: reason)
            case .taskEnded(let end): tell(end, result)
            case .jobStarted(let jobID, let stageIDs): started(jobID, stageIDs)
            case .stageSubmitted(let info):
                events.post(
                    .stageSubmitted(.init(time: .epochMilliseconds, stage: .init(info), jobIDs: info.jobIDs))
                )
            case .stageCompleted(let stageID, let attempt, let failure):
                events.post(
                    .stageCompleted(
                        .init(time: .epochMilliseconds, stageID: stageID, attempt: attempt, failure: failure)
                    )
                )
            case .stageSkipped(let stageID, let jobID):
                events.post(.stageSkipped(.init(time: .epochMilliseconds, stageID: stageID, jobID: jobID)))
            case .stageRemoved(let stageID):
                if let binaryID = stages.removeValue(forKey: stageID)?.binaryID {
                    binaries.remove(binaryID)
                    backend.removeBinary(binaryID)
                }
            case .taskResult(let jobID, let index):
                guard let result, case .succeeded(let bytes) = result.outcome else { continue }
                jobs[jobID]?.results[index] = bytes
                merge(result, &isMerged)
            case .mapOutputRegistered(let shuffleID, let mapIndex, let executorID):
                if let result {
                    register(shuffleID, mapIndex, executorID, result)
                    merge(result, &isMerged)
                }
            case .mapOutputsLost(let shuffleID, let mapIndexes):
                outputs.lose(shuffleID: shuffleID, mapIndexes: mapIndexes)
            case .shuffleRemoved(let shuffleID):
                outputs.remove(shuffleID: shuffleID)
                backend.removeShuffle(shuffleID)
            case .jobSucceeded(let jobID): end(jobID, failure: nil)
            case .jobFailed(let jobID, let error): end(jobID, failure: error)
            case .taskSetFinished: break
            case .executorExcluded(let executorID, let stageID, _):
                logger.warning("executor excluded", metadata: ["executor": "\(executorID)", "stage": "\(stageID)"])
            case .hostExcluded(let host, let stageID, _):
                logger.warning("host excluded", metadata: ["host": "\(host)", "stage": "\(stageID)"])
            case .executorExcludedForApplication(let executorID):
                logger.warning("executor excluded", metadata: ["executor": "\(executorID)"])
            case .hostExcludedForApplication(let host):
                logger.warning("host excluded", metadata: ["host": "\(host)"])
                excludedHosts.insert(host)
                backend.exclude(hosts: excludedHosts)
            case .executorUnexcluded(let executorID):
                logger.info("executor not excluded any more", metadata: ["executor": "\(executorID)"])
            case .hostUnexcluded(let host):
                logger.info("host not excluded any more", metadata: ["host": "\(host)"])
                excludedHosts.remove(host)
                backend.exclude(hosts: excludedHosts)
            case .applicationFailed(let error):
                failure = error
                backend.setTarget(0, hosts: [:])
                for case .submit(_, let completion) in waiting { completion(.failure(error)) }
                waiting = []
            case .mapOutputMoved(let shuffleID, let mapIndex, _, let to):
                outputs.move(shuffleID: shuffleID, mapIndex: mapIndex, to: to)
            case .blocksForgotten(let executorID): backend.reportBlocks(executorID)
            case .executorTargetChanged(let count):
                let hosts = waitingTasksByHost
                wishes.note(hosts)
                backend.setTarget(count, hosts: hosts)
            case .replaceExecutor(let executorID, let reason): backend.replace(executorID, reason: reason)
            case .decommissionExecutor(let executorID, let reason):
                backend.decommission(executorID, reason: reason)
            case .releaseExecutor(let executorID, let reason): backend.release(executorID, reason: reason)
            }
        }
    }

    /// Keeps what a map task says of its output.
    private func register(_ shuffleID: Int, _ mapIndex: Int, _ executorID: String, _ result: TaskResult) {
        guard case .succeeded(let bytes) = result.outcome else { return }
        do {
            let output = try BinaryCoding.decode(ShuffleMapOutput.self, from: bytes)
            let status = MapStatus(executorID: executorID, attempt: output.attempt, sizes: output.sizes)
            outputs.register(shuffleID: shuffleID, mapIndex: mapIndex, status: status)
        } catch {
            // Readers find it missing, and the stage runs again.
            logger.error("a map output is lost", metadata: ["task": "\(result.taskID)", "error": "\(error)"])
        }
    }

    /// Adds a task's accumulator updates, once.
    private func merge(_ result: TaskResult, _ isMerged: inout Bool) {
        guard !isMerged else { return }
        isMerged = true
        do {
            try accumulators.merge(result.accumulators)
        } catch {
            logger.error("accumulator updates lost", metadata: ["task": "\(result.taskID)", "error": "\(error)"])
        }
    }

    private mutating func started(_ jobID: Int, _ stageIDs: [Int]) {
        guard let job = jobs[jobID] else { return }
        for (stageID, work) in zip(stageIDs, job.request.plan.stages) {
            // A stage that an earlier job shares keeps its work, and the tasks that run it.
            if stages[stageID] == nil {
                stages[stageID] = Stage(work: work, properties: job.request.properties)
            }
        }
        let request = job.request
        events.post(
            .jobStart(
                .init(
                    time: .epochMilliseconds,
                    jobID: jobID,
                    description: request.description,
                    group: request.group,
                    pool: request.properties[Context.schedulerPool],
                    stages: zip(stageIDs, request.plan.stages).map { stageID, work in
                        WeftEvent.StageInfo(
                            stageID: stageID,
                            attempt: 0,
                            name: work.spec.name,
                            callSite: work.spec.callSite,
                            taskCount: work.spec.partitionCount
                        )
                    }
                )
            )
        )
    }

    private mutating func launch(_ task: TaskDescriptionSpec) {
        do {
            guard var stage = stages[task.stageID] else {
                throw WeftError("bad-task", "stage \(task.stageID) of the task is over")
            }
            let binaryID: Int
            if let known = stage.binaryID {
                binaryID = known
            } else {
                binaryID = binaries.add(try stage.work.binary())
                stage.binaryID = binaryID
                stages[task.stageID] = stage
            }
            let description = TaskDescription(
                taskID: task.taskID,
                stageID: task.stageID,
                stageAttempt: task.stageAttempt,
                partition: task.partition,
                attemptNumber: task.attemptNumber,
                mapOutputEpoch: task.epoch,
                binaryID: binaryID,
                properties: stage.properties,
                payloads: try stage.work.payloads(of: task.partition)
            )
            events.post(.taskStart(.init(time: .epochMilliseconds, task: .init(task))))
            outputs.reached(epoch: task.epoch)
            backend.launch(description, on: task.executorID)
        } catch {
            // What can't be coded now can't be coded at another attempt either.
            let failure = TaskFailure(WeftError(wrapping: error), isRetryable: false)
            let effects = scheduler.taskFinished(task.taskID, outcome: .failed(failure), now: .now)
            carryOut(effects, of: nil)
        }
    }

    private func tell(_ end: TaskEnd, _ result: TaskResult?) {
        // A task that ends because its executor is lost comes without a result of its own.
        let metrics = result.flatMap { $0.taskID == end.task.taskID ? $0.metrics : nil }
        events.post(
            .taskEnd(
                .init(time: .epochMilliseconds, task: .init(end.task), status: .init(end.outcome), metrics: metrics)
            )
        )
    }

    private mutating func end(_ jobID: Int, failure: WeftError?) {
        events.post(.jobEnd(.init(time: .epochMilliseconds, jobID: jobID, error: failure)))
        guard let job = jobs.removeValue(forKey: jobID) else { return }
        // Now, not when the event arrives: what the application prints next must not land on the bar.
        progressBar?.clear()
        if let failure {
            // Of a cluster that has failed, that is the reason, not the cancellation that follows from it.
            job.completion(.failure(self.failure ?? failure))
        } else {
            job.completion(.success(job.results))
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
