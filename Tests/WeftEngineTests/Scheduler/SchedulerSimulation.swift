import WeftDiagnostics

@testable import WeftEngine

/// Plays the driver's loop and a cluster for both schedulers: random jobs, failures, losses and delays from one seed.
///
/// It keeps the truth, namely which executor is alive and which files and blocks it has, so that a task only succeeds
/// when the input the schedulers promised it is really there.
struct SchedulerSimulation {
    struct Options {
        var jobCount = 6
        var executorCount = 4
        var taskFailure = 0.0
        var executorLoss = 0.0
        var fetchFailure = 0.0
        var cancellation = 0.0
        var isCaching = false
        /// Executors on their way out, which move their map outputs before they go.
        var decommission = 0.0
        /// Map outputs that come damaged.
        var corruption = 0.0
        /// Whether the ends of tasks are told several at a time.
        var isBatching = false
        var allocation: DynamicAllocationSettings?
        var failureBudget: ExecutorFailureBudget?
        var settings = SchedulerSettings()
    }

    struct RunningTask {
        var task: TaskDescriptionSpec
        var end: SchedulerTime
        var isKilled = false
        /// What the driver told the task about its input at launch.
        var locations: [Int: [String?]]
    }

    struct Output: Hashable {
        var shuffleID: Int
        var mapIndex: Int
        var executorID: String
    }

    struct Block: Hashable {
        var rddID: Int
        var partition: Int
        var executorID: String
    }

    private let options: Options
    private var random: SeededRandom
    private(set) var state: SchedulerState
    private var now = SchedulerTime.zero
    private var shuffles: [StageSpec] = []
    private var unsubmitted: [JobSpec] = []

    private var slots: [String: Int] = [:]
    private var nextExecutor = 0
    private var hosts: [String: String] = [:]
    private var decommissioned: Set<String> = []
    private var excludedExecutors: Set<String> = []
    private var excludedHosts: Set<String> = []
    /// Executors that the scheduler wants ended.
    private var unwanted: [String] = []
    private var wantedExecutors: Int
    private var running: [Int: RunningTask] = [:]
    /// Tasks that have ended with others; what one end leads to may still be to kill another of them.
    private var endingTogether: Set<Int> = []
    private var files: Set<Output> = []
    /// Those of the files that can't be read any more.
    private var damaged: Set<Output> = []
    private var blocks: Set<Block> = []
    private var specs: [Int: StageSpec] = [:]
    private var activeJobs: [Int: JobSpec] = [:]
    private var launchedTaskIDs: Set<Int> = []
    private var liveStageIDs: Set<Int> = []
    private var results: [Int: Set<Int>] = [:]

    /// What went wrong; empty is well.
    private(set) var problems: [String] = []
    private(set) var log: [SchedulerEffect] = []
    private(set) var succeeded: Set<Int> = []
    private(set) var failed: [Int: WeftError] = [:]
    private(set) var submittedJobs: Set<Int> = []

    init(seed: UInt64, options: Options) {
        self.options = options
        random = SeededRandom(seed: seed)
        wantedExecutors = options.allocation?.initialExecutors ?? options.executorCount
        state = SchedulerState(
            settings: options.settings,
            pools: [PoolSpec(name: "x", mode: .fair, weight: 2)],
            failureBudget: options.failureBudget,
            allocation: options.allocation
        )
        makeJobs()
    }

    private mutating func makeJobs() {
        for shuffleID in 0..<6 {
            shuffles.append(
                makeStage(.shuffleMap(shuffleID: shuffleID), reads: (0..<shuffleID).filter { _ in random.chance(0.4) })
            )
        }
        for jobID in 0..<options.jobCount {
            let reads = shuffles.indices.filter { _ in random.chance(0.4) }
            var needed = Set(reads)
            for shuffleID in shuffles.indices.reversed() where needed.contains(shuffleID) {
                for case .shuffle(let parent) in shuffles[shuffleID].nodes.flatMap(\.dependencies) {
                    needed.insert(parent)
                }
            }
            let result = makeStage(.result, reads: reads)
            unsubmitted.append(
                JobSpec(
                    jobID: jobID,
                    group: jobID.isMultiple(of: 3) ? "g" : nil,
                    pool: random.chance(0.5) ? "x" : nil,
                    stages: needed.sorted().map { shuffles[$0] } + [result],
                    partitions: (0..<result.partitionCount).filter { _ in random.chance(0.9) }
                )
            )
        }
    }

    private mutating func makeStage(_ key: StageSpec.Key, reads: [Int]) -> StageSpec {
        let count = Int.random(in: 1...6, using: &random)
        let rddID: Int
        if case .shuffleMap(let shuffleID) = key { rddID = shuffleID } else { rddID = 100 }
        return StageSpec(
            key: key,
            partitionCount: count,
            nodes: [
                NodeSpec(
                    rddID: rddID,
                    partitionCount: count,
                    isCached: options.isCaching && rddID % 2 == 1,
                    dependencies: reads.map { .shuffle($0) }
                ),
                NodeSpec(rddID: 1000 + rddID, partitionCount: count, dependencies: [.narrow(0)]),
            ],
            preferredLocations: (0..<count).map { _ in
                random.chance(0.5) ? [TaskLocation(host: "host-\(Int.random(in: 0..<4, using: &random))")] : []
            }
        )
    }
}

extension SchedulerSimulation {
    /// Runs all jobs to their ends.
    mutating func run() {
        for _ in 0..<wantedExecutors { addExecutor() }
        for _ in 0..<200_000 where problems.isEmpty {
            if unsubmitted.isEmpty && activeJobs.isEmpty && running.isEmpty { break }
            if !unsubmitted.isEmpty, activeJobs.isEmpty || random.chance(0.05) { submitNext() }
            if activeJobs.isEmpty && running.isEmpty { continue }
            step()
        }
        check(activeJobs.isEmpty && unsubmitted.isEmpty && running.isEmpty, "not all jobs ended: \(activeJobs.keys)")
        check(state.dag.stages.isEmpty && state.dag.jobs.isEmpty, "stages or jobs are left")
        check(
            state.dag.waitingStages.isEmpty && state.dag.runningStages.isEmpty && state.dag.failedStages.isEmpty,
            "stages are left waiting, running or failed"
        )
        check(state.tasks.taskSets.isEmpty && state.tasks.runningTaskCount == 0, "task sets are left")
        for (id, count) in slots { check(state.tasks.executors[id]?.freeSlots == count, "slots of \(id) are lost") }
        let usable = slots.filter { isUsable($0.key) }
        check(state.tasks.executors.freeSlots == usable.values.reduce(0, +), "the count of free slots is wrong")
        check(state.tasks.executors.usableCount == usable.count, "the count of usable executors is wrong")
        check(state.tasks.pools.runningTasks(inPool: "x") == 0, "a pool counts tasks that don't run")
    }

    private mutating func check(_ condition: Bool, _ problem: String) {
        if !condition { problems.append("at \(now.nanoseconds): \(problem)") }
    }

    private mutating func submitNext() {
        let job = unsubmitted.removeFirst()
        activeJobs[job.jobID] = job
        submittedJobs.insert(job.jobID)
        perform(state.submit(job, now: now))
    }

    private mutating func addExecutor() {
        let executorID = "e\(nextExecutor)"
        let host = "host-\(nextExecutor % 4)"
        hosts[executorID] = host
        nextExecutor += 1
        slots[executorID] = Int.random(in: 1...3, using: &random)
        perform(state.executorAdded(executorID, host: host, slots: slots[executorID] ?? 0, now: now))
    }

    private func isUsable(_ executorID: String) -> Bool {
        slots[executorID] != nil && !decommissioned.contains(executorID) && !excludedExecutors.contains(executorID)
            && !excludedHosts.contains(hosts[executorID] ?? "")
    }

    /// Goes on with what is on its way out: outputs are moved, and those that are done end.
    private mutating func continueDecommissions() {
        for executorID in unwanted where slots[executorID] != nil { loseExecutor(executorID, .released("idle")) }
        unwanted = []
        for executorID in decommissioned.sorted() where slots[executorID] != nil {
            let target = slots.keys.filter { !decommissioned.contains($0) }.sorted().randomElement(using: &random)
            let outputs = files.filter { $0.executorID == executorID }
                .sorted { ($0.shuffleID, $0.mapIndex) < ($1.shuffleID, $1.mapIndex) }
            if let target, let output = outputs.randomElement(using: &random) {
                var moved = output
                moved.executorID = target
                files.insert(moved)
                // The first copy stays until the executor goes, for those who have its address.
                perform(
                    state.mapOutputMoved(
                        shuffleID: output.shuffleID,
                        mapIndex: output.mapIndex,
                        from: executorID,
                        to: target,
                        now: now
                    )
                )
            }
            let isBusy = running.values.contains { $0.task.executorID == executorID }
            if random.chance(isBusy ? 0.01 : 0.1) { loseExecutor(executorID, .decommissioned) }
        }
    }

    private mutating func loseExecutor(_ executorID: String, _ reason: ExecutorLossReason? = nil) {
        slots[executorID] = nil
        running = running.filter { $0.value.task.executorID != executorID }
        let areFilesLost = reason != nil || random.chance(0.8)
        if areFilesLost { files = files.filter { $0.executorID != executorID } }
        blocks = blocks.filter { $0.executorID != executorID }
        let reason =
            reason
            ?? ExecutorLossReason(
                "lost",
                causedByApplication: random.chance(0.2),
                shuffleFilesLost: areFilesLost
            )
        perform(state.executorLost(executorID, reason: reason, now: now))
    }

    /// The next thing to happen: a task's end, a timer, or bad luck.
    private mutating func step() {
        if random.chance(options.executorLoss), let executorID = slots.keys.sorted().randomElement(using: &random) {
            loseExecutor(executorID)
        }
        if random.chance(options.decommission),
            let executorID = slots.keys.filter({ !decommissioned.contains($0) }).sorted().randomElement(using: &random)
        {
            decommissioned.insert(executorID)
            perform(state.executorDecommissioned(executorID, now: now))
        }
        continueDecommissions()
        let staying = slots.keys.count { !decommissioned.contains($0) }
        // With nothing running, time would jump past what the scheduler is ready to wait for.
        if staying < wantedExecutors, running.isEmpty || random.chance(0.1) { addExecutor() }
        if random.chance(options.cancellation) { cancelSomething() }
        let next = running.values.min { ($0.end, $0.task.taskID) < ($1.end, $1.task.taskID) }
        let wakeUp = state.nextWakeUp
        if let next, next.end <= wakeUp ?? next.end {
            now = max(now, next.end)
            if options.isBatching { finishTogether() } else { finish(next) }
        } else if let wakeUp {
            now = max(now, wakeUp)
            perform(state.tick(now: now))
            check(state.nextWakeUp.map { $0 > now } ?? true, "the timer isn't past its time")
        } else if slots.keys.count(where: { !decommissioned.contains($0) }) < wantedExecutors {
            addExecutor()
        } else {
            check(activeJobs.isEmpty, "nothing runs, no timer is set, and jobs \(activeJobs.keys) haven't ended")
        }
    }

    private mutating func cancelSomething() {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: perform(state.cancelJobGroup("g", now: now))
        case 1:
            perform(state.shuffleUnreferenced(Int.random(in: 0..<6, using: &random), now: now))
        case 2:
            if let taskID = running.keys.sorted().randomElement(using: &random) {
                perform(state.killTask(taskID, reason: "by hand", interrupt: false, now: now))
            }
        default:
            if let jobID = activeJobs.keys.sorted().randomElement(using: &random) {
                perform(state.cancelJob(jobID, now: now))
            }
        }
    }

    private mutating func finish(_ running: RunningTask) {
        let outcome = outcome(of: running)
        perform(state.taskFinished(running.task.taskID, outcome: outcome, now: now))
        noteCached(running.task, outcome)
    }

    /// Tells all ends of the next tenth of a second at once.
    private mutating func finishTogether() {
        let soon = now + .milliseconds(100)
        let next = running.values.filter { $0.end <= soon }
            .sorted { ($0.end, $0.task.taskID) < ($1.end, $1.task.taskID) }
        now = next.last?.end ?? now
        let outcomes = next.map { outcome(of: $0) }
        let effects = state.tasksFinished(zip(next, outcomes).map { ($0.task.taskID, $1) }, now: now)
        check(effects.count == next.count + 1, "\(next.count) ends have \(effects.count) lists of effects")
        endingTogether = Set(next.map(\.task.taskID))
        for effects in effects { perform(effects) }
        endingTogether = []
        for (running, outcome) in zip(next, outcomes) { noteCached(running.task, outcome) }
    }

    private mutating func outcome(of running: RunningTask) -> TaskOutcome {
        let task = running.task
        self.running[task.taskID] = nil
        if running.isKilled, random.chance(0.8) { return .killed(reason: "told to") }
        if random.chance(options.taskFailure) { return .failed(TaskFailure(WeftError("user-error", "bad luck"))) }
        if let failure = fetchFailure(of: running) { return .fetchFailed(failure) }
        write(task)
        return .succeeded
    }

    private mutating func noteCached(_ task: TaskDescriptionSpec, _ outcome: TaskOutcome) {
        if options.isCaching, case .succeeded = outcome, let node = specs[task.stageID]?.nodes[0], node.isCached,
            slots[task.executorID] != nil
        {
            blocks.insert(Block(rddID: node.rddID, partition: task.partition, executorID: task.executorID))
            state.blockCached(rddID: node.rddID, partition: task.partition, executorID: task.executorID)
        }
    }

    private mutating func write(_ task: TaskDescriptionSpec) {
        guard case .shuffleMap(let shuffleID)? = specs[task.stageID]?.key else { return }
        let output = Output(shuffleID: shuffleID, mapIndex: task.partition, executorID: task.executorID)
        files.insert(output)
        damaged.remove(output)
    }

    /// Why the task can't read its input, as its executor would find out.
    private mutating func fetchFailure(of running: RunningTask) -> FetchFailure? {
        guard let node = specs[running.task.stageID]?.nodes[0] else { return nil }
        let isInMemory = blocks.contains { $0.rddID == node.rddID && $0.partition == running.task.partition }
        if node.isCached, isInMemory { return nil }
        for case .shuffle(let shuffleID) in node.dependencies {
            for (mapIndex, executorID) in (running.locations[shuffleID] ?? []).enumerated() {
                guard let executorID else {
                    return FetchFailure(shuffleID: shuffleID, mapIndex: nil, executorID: nil, message: "not known")
                }
                let output = Output(shuffleID: shuffleID, mapIndex: mapIndex, executorID: executorID)
                if files.contains(output), damaged.contains(output) || random.chance(options.corruption) {
                    damaged.insert(output)
                    var failure = FetchFailure(
                        shuffleID: shuffleID,
                        mapIndex: mapIndex,
                        executorID: executorID,
                        message: "damaged"
                    )
                    failure.isCorruption = true
                    return failure
                }
                if !files.contains(output) || random.chance(options.fetchFailure) {
                    let failure = FetchFailure(
                        shuffleID: shuffleID,
                        mapIndex: mapIndex,
                        executorID: executorID,
                        message: "gone"
                    )
                    return failure
                }
            }
        }
        return nil
    }
}

extension SchedulerSimulation {
    private mutating func perform(_ effects: [SchedulerEffect]) {
        log += effects
        for effect in effects { perform(effect) }
    }

    private mutating func perform(_ effect: SchedulerEffect) {
        switch effect {
        case .launch(let task): launch(task)
        case .kill(let taskID, let executorID, _, _):
            if endingTogether.contains(taskID) { return }
            guard let task = running[taskID] else { return check(false, "task \(taskID) is killed and doesn't run") }
            check(task.task.executorID == executorID, "task \(taskID) is killed on another executor")
            check(!task.isKilled, "task \(taskID) is killed twice")
            running[taskID]?.isKilled = true
        case .jobStarted(let jobID, let stageIDs):
            for (stageID, spec) in zip(stageIDs, activeJobs[jobID]?.stages ?? []) {
                specs[stageID] = spec
                liveStageIDs.insert(stageID)
            }
        case .stageRemoved(let stageID):
            check(liveStageIDs.remove(stageID) != nil, "stage \(stageID) is removed twice")
        case .taskResult(let jobID, let index):
            check(activeJobs[jobID] != nil, "a result comes for job \(jobID), which isn't under way")
            check(results[jobID, default: []].insert(index).inserted, "result \(index) of job \(jobID) comes twice")
        case .jobSucceeded(let jobID):
            let count = activeJobs[jobID]?.partitions.count
            check(count == results[jobID, default: []].count, "job \(jobID) ends without all results")
            check(activeJobs.removeValue(forKey: jobID) != nil, "job \(jobID) ends twice")
            succeeded.insert(jobID)
        case .jobFailed(let jobID, let error):
            check(activeJobs.removeValue(forKey: jobID) != nil, "job \(jobID) ends twice")
            failed[jobID] = error
        case .mapOutputRegistered(let shuffleID, let mapIndex, let executorID):
            let output = Output(shuffleID: shuffleID, mapIndex: mapIndex, executorID: executorID)
            check(files.contains(output), "an output is registered that isn't there: \(output)")
        case .executorExcludedForApplication(let executorID): excludedExecutors.insert(executorID)
        case .hostExcludedForApplication(let host): excludedHosts.insert(host)
        case .executorUnexcluded(let executorID):
            check(excludedExecutors.remove(executorID) != nil, "\(executorID) wasn't excluded")
        case .hostUnexcluded(let host): check(excludedHosts.remove(host) != nil, "\(host) wasn't excluded")
        case .replaceExecutor(let executorID, _):
            check(slots[executorID] != nil, "\(executorID) is to be replaced and is gone")
            unwanted.append(executorID)
        case .executorTargetChanged(let count):
            check(count != wantedExecutors, "the target doesn't change")
            check(count <= options.allocation?.maxExecutors ?? 0, "more executors are wanted than allowed")
            wantedExecutors = count
        case .decommissionExecutor(let executorID, _):
            check(slots[executorID] != nil, "\(executorID) is to be decommissioned and is gone")
            check(!running.values.contains { $0.task.executorID == executorID }, "\(executorID) isn't idle")
            decommissioned.insert(executorID)
        case .releaseExecutor(let executorID, _):
            check(!running.values.contains { $0.task.executorID == executorID }, "\(executorID) isn't idle")
            decommissioned.insert(executorID)
            unwanted.append(executorID)
        case .mapOutputMoved(let shuffleID, let mapIndex, _, let executorID):
            let output = Output(shuffleID: shuffleID, mapIndex: mapIndex, executorID: executorID)
            check(files.contains(output), "an output is moved that isn't there: \(output)")
        case .shuffleRemoved(let shuffleID):
            files = files.filter { $0.shuffleID != shuffleID }
        default:
            break
        }
    }

    private mutating func launch(_ task: TaskDescriptionSpec) {
        check(launchedTaskIDs.insert(task.taskID).inserted, "task id \(task.taskID) is used twice")
        check(liveStageIDs.contains(task.stageID), "a task of stage \(task.stageID) is launched, which is removed")
        guard let limit = slots[task.executorID] else {
            return check(false, "task \(task.taskID) is launched on lost executor \(task.executorID)")
        }
        check(isUsable(task.executorID), "task \(task.taskID) is launched on unusable executor \(task.executorID)")
        let used = running.values.count { $0.task.executorID == task.executorID }
        check(used < limit, "executor \(task.executorID) has \(limit) slots and gets another task")
        var locations: [Int: [String?]] = [:]
        for case .shuffle(let shuffleID) in specs[task.stageID]?.nodes[0].dependencies ?? [] {
            locations[shuffleID] = state.dag.mapOutputs.executors(of: shuffleID)
        }
        // Now and then a straggler.
        let duration = Duration.milliseconds(
            Int64.random(in: random.chance(0.05) ? 2000...9000 : 10...300, using: &random)
        )
        running[task.taskID] = RunningTask(task: task, end: now + duration, locations: locations)
    }
}
