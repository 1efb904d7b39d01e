import WeftDiagnostics

extension DAGScheduler {
    /// A new job.
    mutating func submit(_ job: JobSpec) -> [DAGSchedulerAction] {
        if let error = validate(job) { return [.jobFailed(jobID: job.jobID, error: error)] }
        var actions: [DAGSchedulerAction] = []
        var stageIDs: [Int] = []
        for spec in job.stages { stageIDs.append(findOrCreateStage(spec, jobID: job.jobID)) }
        actions.append(.jobStarted(jobID: job.jobID, stageIDs: stageIDs))
        var active = ActiveJob(spec: job, stageIDs: stageIDs)
        active.submittedStageIDs = runningStages.intersection(stageIDs)
        jobs[job.jobID] = active
        if job.partitions.isEmpty {
            finishJob(job.jobID, &actions)
        } else if let resultStageID = active.resultStageID {
            submitStage(resultStageID, &actions)
        }
        return actions
    }

    private func validate(_ job: JobSpec) -> WeftError? {
        func invalid(_ what: String) -> WeftError {
            WeftError("invalid-job", "job \(job.jobID) can't be scheduled: \(what)")
        }
        if jobs[job.jobID] != nil { return invalid("another job under way has its id") }
        guard let last = job.stages.last, last.key == .result else {
            return invalid("its last stage isn't a result stage")
        }
        var shuffles: Set<Int> = []
        for (position, stage) in job.stages.enumerated() {
            guard stage.nodes.indices.contains(stage.finalNode) else { return invalid("stage \(position) is empty") }
            guard stage.preferredLocations.isEmpty || stage.preferredLocations.count == stage.partitionCount else {
                return invalid("stage \(position) has locations for some partitions only")
            }
            for dependency in stage.nodes.lazy.flatMap(\.dependencies) {
                switch dependency {
                case .narrow(let node, _):
                    guard stage.nodes.indices.contains(node) else {
                        return invalid("stage \(position) lacks node \(node)")
                    }
                case .shuffle(let shuffleID):
                    guard shuffles.contains(shuffleID) else {
                        return invalid("stage \(position) reads shuffle \(shuffleID), which no stage before it writes")
                    }
                }
            }
            switch stage.key {
            case .shuffleMap(let shuffleID):
                guard shuffles.insert(shuffleID).inserted else {
                    return invalid("two stages write shuffle \(shuffleID)")
                }
                if let mapCount = mapOutputs.mapCount(of: shuffleID), mapCount != stage.partitionCount {
                    return invalid("shuffle \(shuffleID) has \(mapCount) map partitions, not \(stage.partitionCount)")
                }
            case .result:
                guard position == job.stages.count - 1 else { return invalid("it has two result stages") }
            }
        }
        guard job.partitions.allSatisfy({ $0 >= 0 && $0 < last.partitionCount }) else {
            return invalid("it asks for a partition its last stage doesn't have")
        }
        return nil
    }

    private mutating func findOrCreateStage(_ spec: StageSpec, jobID: Int) -> Int {
        var parentIDs: Set<Int> = []
        for case .shuffle(let shuffleID) in spec.nodes.lazy.flatMap(\.dependencies) {
            if let parentID = stageOfShuffle[shuffleID] { parentIDs.insert(parentID) }
        }
        if case .shuffleMap(let shuffleID) = spec.key, let stageID = stageOfShuffle[shuffleID] {
            stages[stageID]?.jobIDs.insert(jobID)
            // The lineage may have been cut by a checkpoint, or an RDD persisted, since the stage was made.
            stages[stageID]?.spec = spec
            stages[stageID]?.parentIDs = parentIDs.sorted()
            for parentID in parentIDs { stages[parentID]?.childIDs.insert(stageID) }
            return stageID
        }
        let stageID = nextStageID
        nextStageID += 1
        stages[stageID] = Stage(id: stageID, spec: spec, parentIDs: parentIDs.sorted(), jobIDs: [jobID])
        for parentID in parentIDs { stages[parentID]?.childIDs.insert(stageID) }
        if case .shuffleMap(let shuffleID) = spec.key {
            stageOfShuffle[shuffleID] = stageID
            mapOutputs.registerShuffle(shuffleID, mapCount: spec.partitionCount)
        }
        return stageID
    }

    /// The oldest active job that needs the stage.
    func activeJob(forStage stageID: Int) -> Int? {
        stages[stageID]?.jobIDs.lazy.filter { jobs[$0] != nil }.min()
    }

    /// The map stages whose outputs the stage needs and that aren't complete, in ascending order.
    ///
    /// Only the outer edge of what must be computed is walked: a node that is cached as a whole needs no input.
    func missingParents(of stageID: Int) -> [Int] {
        guard let stage = stages[stageID] else { return [] }
        var missing: Set<Int> = []
        var isVisited = Array(repeating: false, count: stage.spec.nodes.count)
        var stack = [stage.spec.finalNode]
        while let index = stack.popLast() {
            if isVisited[index] { continue }
            isVisited[index] = true
            let node = stage.spec.nodes[index]
            if node.isCached, cachedBlocks.isComplete(rddID: node.rddID, partitionCount: node.partitionCount) {
                continue
            }
            for dependency in node.dependencies {
                switch dependency {
                case .narrow(let parent, _):
                    stack.append(parent)
                case .shuffle(let shuffleID):
                    if let parentID = stageOfShuffle[shuffleID], !mapOutputs.isAvailable(shuffleID) {
                        missing.insert(parentID)
                    }
                }
            }
        }
        return missing.sorted()
    }

    /// Submits a stage, or the stages it waits for.
    mutating func submitStage(_ stageID: Int, _ actions: inout [DAGSchedulerAction]) {
        // A stack of its own: an iterative program's lineage may be thousands of stages deep.
        var stack = [stageID]
        while let stageID = stack.popLast() {
            guard let jobID = activeJob(forStage: stageID), !waitingStages.contains(stageID),
                !runningStages.contains(stageID), !failedStages.contains(stageID)
            else { continue }
            let missing = missingParents(of: stageID)
            if missing.isEmpty {
                submitMissingTasks(stageID, jobID: jobID, &actions)
            } else {
                waitingStages.insert(stageID)
                stack.append(contentsOf: missing.reversed())
            }
        }
    }

    /// Submits the children that waited for a map stage.
    mutating func submitWaitingChildren(of stageID: Int, _ actions: inout [DAGSchedulerAction]) {
        let children = stages[stageID]?.childIDs.intersection(waitingStages) ?? []
        waitingStages.subtract(children)
        for child in children.sorted(by: isOlder) { submitStage(child, &actions) }
    }

    /// The order in which stages that could all run are submitted: that of their oldest jobs, then of the stages.
    func isOlder(_ left: Int, _ right: Int) -> Bool {
        (activeJob(forStage: left) ?? .max, left) < (activeJob(forStage: right) ?? .max, right)
    }

    private mutating func submitMissingTasks(_ stageID: Int, jobID: Int, _ actions: inout [DAGSchedulerAction]) {
        guard let stage = stages[stageID], let job = jobs[jobID] else { return }
        let partitions =
            if let shuffleID = stage.shuffleID {
                mapOutputs.missingMapIndexes(of: shuffleID)
            } else {
                job.missingPartitions
            }
        guard !partitions.isEmpty else {
            // Another attempt's late results have completed the stage meanwhile.
            submitWaitingChildren(of: stageID, &actions)
            return
        }
        runningStages.insert(stageID)
        for jobID in stage.jobIDs { jobs[jobID]?.submittedStageIDs.insert(stageID) }
        stages[stageID]?.attemptEpochs.append(mapOutputs.epoch)
        stages[stageID]?.pendingPartitions = stage.shuffleID == nil ? [] : Set(partitions)
        let attempt = stage.latestAttempt + 1
        let jobIDs = stage.jobIDs.sorted()
        actions.append(
            .stageSubmitted(
                StageAttemptInfo(
                    stageID: stageID,
                    stageAttempt: attempt,
                    name: stage.spec.name,
                    callSite: stage.spec.callSite,
                    taskCount: partitions.count,
                    shuffleID: stage.shuffleID,
                    parentIDs: stage.parentIDs,
                    jobIDs: jobIDs
                )
            )
        )
        actions.append(
            .submitTaskSet(
                TaskSetSpec(
                    stageID: stageID,
                    stageAttempt: attempt,
                    jobID: jobID,
                    jobIDs: jobIDs,
                    priority: jobID,
                    pool: job.spec.pool,
                    name: stage.spec.name,
                    partitions: partitions,
                    preferredLocations: preferredLocations(of: stage.spec, partitions: partitions),
                    maxFailures: settings.maxTaskFailures,
                    isShuffleMap: stage.shuffleID != nil,
                    epoch: mapOutputs.epoch
                )
            )
        )
    }

    /// Where the partitions would like to run: where they are cached, else where their input is.
    private func preferredLocations(of spec: StageSpec, partitions: [Int]) -> [[TaskLocation]] {
        let anyIsCached = spec.nodes.contains { $0.isCached && cachedBlocks.hasAny(rddID: $0.rddID) }
        guard anyIsCached else {
            return spec.preferredLocations.isEmpty ? [] : partitions.map { spec.preferredLocations[$0] }
        }
        return partitions.map { partition in
            let cached = cachedLocations(of: spec, partition: partition)
            if !cached.isEmpty { return cached }
            return spec.preferredLocations.isEmpty ? [] : spec.preferredLocations[partition]
        }
    }

    private func cachedLocations(of spec: StageSpec, partition: Int) -> [TaskLocation] {
        var isVisited = Array(repeating: false, count: spec.nodes.count)
        var stack = [(node: spec.finalNode, partition: partition)]
        while let (index, partition) = stack.popLast() {
            if isVisited[index] { continue }
            isVisited[index] = true
            let node = spec.nodes[index]
            if node.isCached {
                let locations = cachedBlocks.executors(rddID: node.rddID, partition: partition).compactMap { id in
                    executorHosts[id].map { TaskLocation(host: $0, executorID: id) }
                }
                if !locations.isEmpty { return locations }
            }
            for case .narrow(let parent, let mapping) in node.dependencies.reversed() {
                if let parentPartition = mapping.parentPartition(of: partition) {
                    stack.append((parent, parentPartition))
                }
            }
        }
        return []
    }
}
