extension TaskSetManager {
    /// What became of an offer.
    enum OfferAnswer: Sendable {
        /// Launch this task.
        case launch(index: Int, locality: TaskLocality, isSpeculative: Bool)
        /// Nothing may run there yet; `forLocality` when waiting is why.
        case declined(forLocality: Bool)
        /// Nothing waits for any slot.
        case notWanted
    }

    /// Offers a slot, to be used at most this far from the data.
    mutating func answer(_ offer: SlotOffer, maxLocality: TaskLocality, now: SchedulerTime) -> OfferAnswer {
        guard wantsOffers else { return .notWanted }
        let (executorID, host, rack) = (offer.executorID, offer.host, offer.rack)
        guard !exclusion.isExcluded(executorID: executorID, host: host) else {
            return .declined(forLocality: false)
        }
        var allowed = maxLocality
        // Tasks without a preference needn't wait for those that have one.
        if maxLocality != .noPreference { allowed = min(allowedLocality(now), maxLocality) }
        if let (index, locality) = takePending(executorID, host, rack, allowed) {
            return .launch(index: index, locality: locality, isSpeculative: false)
        }
        if !speculatable.isEmpty, let (index, locality) = takeSpeculatable(executorID, host, rack, allowed) {
            return .launch(index: index, locality: locality, isSpeculative: true)
        }
        return .declined(forLocality: maxLocality == .any && wantsOffers)
    }

    private mutating func takePending(
        _ executorID: String,
        _ host: String,
        _ rack: String?,
        _ allowed: TaskLocality
    ) -> (Int, TaskLocality)? {
        Self.take(
            &pending,
            executorID,
            host,
            rack,
            allowed,
            isStale: { [isSuccessful, copiesRunning] in isSuccessful[$0] || copiesRunning[$0] > 0 },
            mayRun: { [exclusion] in !exclusion.isExcluded(executorID: executorID, host: host, task: $0) }
        )
    }

    private mutating func takeSpeculatable(
        _ executorID: String,
        _ host: String,
        _ rack: String?,
        _ allowed: TaskLocality
    ) -> (Int, TaskLocality)? {
        Self.take(
            &speculative,
            executorID,
            host,
            rack,
            allowed,
            isStale: { [speculatable] in !speculatable.contains($0) },
            // What made the first copy slow may be its host; where there is no other, it may at least be its executor.
            mayRun: { [exclusion, taskIDs, runningTasks, isOneHost] index in
                !exclusion.isExcluded(executorID: executorID, host: host, task: index)
                    && !taskIDs[index].contains { taskID in
                        guard let running = runningTasks[taskID] else { return false }
                        return isOneHost ? running.task.executorID == executorID : running.host == host
                    }
            }
        )
    }

    private static func take(
        _ tasks: inout PendingTasks,
        _ executorID: String,
        _ host: String,
        _ rack: String?,
        _ allowed: TaskLocality,
        isStale: (Int) -> Bool,
        mayRun: (Int) -> Bool
    ) -> (Int, TaskLocality)? {
        func take(_ list: inout [Int]?) -> Int? {
            guard list != nil else { return nil }
            return PendingTasks.take(&list!, isStale: isStale, mayRun: mayRun)
        }
        if let index = take(&tasks.forExecutor[executorID]) { return (index, .processLocal) }
        if allowed >= .nodeLocal, let index = take(&tasks.forHost[host]) { return (index, .nodeLocal) }
        if allowed >= .noPreference,
            let index = PendingTasks.take(&tasks.withoutPreference, isStale: isStale, mayRun: mayRun)
        {
            // No place is better than this one for it.
            return (index, .processLocal)
        }
        if allowed >= .rackLocal, let rack, let index = take(&tasks.forRack[rack]) { return (index, .rackLocal) }
        if allowed >= .any, let index = PendingTasks.take(&tasks.all, isStale: isStale, mayRun: mayRun) {
            return (index, .any)
        }
        return nil
    }

    /// How far from their data tasks may run by now.
    ///
    /// A level no task waits for is left at once; any other after its wait.
    mutating func allowedLocality(_ now: SchedulerTime) -> TaskLocality {
        while localityIndex < localityLevels.count - 1 {
            let level = localityLevels[localityIndex]
            let wait = settings.localityWait[level]
            if !hasPendingTasks(at: level) {
                localityWaitStart = now
                localityIndex += 1
            } else if now - localityWaitStart >= wait {
                // Not `now`: the time already spent counts for the next level.
                localityWaitStart = localityWaitStart + wait
                localityIndex += 1
            } else {
                return level
            }
        }
        return localityLevels[localityIndex]
    }

    /// When the current level's wait is over; nil when there is none further.
    var localityWaitEnd: SchedulerTime? {
        guard wantsOffers, localityIndex < localityLevels.count - 1 else { return nil }
        return localityWaitStart + settings.localityWait[localityLevels[localityIndex]]
    }

    private mutating func hasPendingTasks(at level: TaskLocality) -> Bool {
        let isStale: (Int) -> Bool = { [isSuccessful, copiesRunning] in isSuccessful[$0] || copiesRunning[$0] > 0 }
        return switch level {
        case .processLocal: PendingTasks.hasTasks(&pending.forExecutor, isStale: isStale)
        case .nodeLocal: PendingTasks.hasTasks(&pending.forHost, isStale: isStale)
        case .noPreference: PendingTasks.hasTasks(&pending.withoutPreference, isStale: isStale)
        case .rackLocal: PendingTasks.hasTasks(&pending.forRack, isStale: isStale)
        case .any: true
        }
    }

    /// Begins the wait anew because all slots have been put to use, at the level of the nearest launch.
    mutating func resetLocalityWait(_ nearest: TaskLocality?, now: SchedulerTime) {
        localityWaitStart = now
        if let nearest { localityIndex = localityIndex(of: nearest) }
    }

    /// Executors have come or gone.
    mutating func executorsChanged(_ executors: ExecutorTable) {
        guard !isZombie else { return }
        isOneHost = executors.isOneHost
        let previousIndex = localityIndex
        let previousLevels = localityLevels
        localityLevels = validLocalityLevels(executors)
        localityIndex = localityIndex(of: previousLevels[previousIndex])
        // A level nearer than the current one has become possible: it gets its chance.
        if localityIndex > previousIndex, let new = localityLevels.first(where: { !previousLevels.contains($0) }) {
            localityIndex = localityIndex(of: new)
        }
    }

    private func localityIndex(of locality: TaskLocality) -> Int {
        localityLevels.firstIndex { $0 >= locality } ?? localityLevels.count - 1
    }

    /// The levels at which some task could run on the executors there are; `any` is always one.
    func validLocalityLevels(_ executors: ExecutorTable) -> [TaskLocality] {
        var levels: [TaskLocality] = []
        if pending.forExecutor.keys.contains(where: executors.isUsable) { levels.append(.processLocal) }
        if pending.forHost.keys.contains(where: executors.hasUsableExecutor(onHost:)) { levels.append(.nodeLocal) }
        if !pending.withoutPreference.isEmpty { levels.append(.noPreference) }
        if pending.forRack.keys.contains(where: executors.hasUsableExecutor(onRack:)) { levels.append(.rackLocal) }
        levels.append(.any)
        return levels
    }
}
