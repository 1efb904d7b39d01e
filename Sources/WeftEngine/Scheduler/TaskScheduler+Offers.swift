/// The free slots of an executor, on offer.
struct SlotOffer: Sendable {
    let executorID: String
    let host: String
    let rack: String?
    var freeSlots: Int
}

extension TaskScheduler {
    mutating func offerAllFreeSlots(_ now: SchedulerTime) -> [TaskSchedulerAction] {
        lastFullOffer = now
        needsFullOffer = false
        freedExecutors = []
        return offerSlots(of: executors.executorsWithFreeSlots(), isAllFreeSlots: true, now)
    }

    /// Offers the slots that tasks have left since the last offer; all free ones where that is called for.
    mutating func offerFreedSlots(_ now: SchedulerTime) -> [TaskSchedulerAction] {
        if needsFullOffer { return offerAllFreeSlots(now) }
        guard !freedExecutors.isEmpty else { return [] }
        let freed = freedExecutors
        freedExecutors = []
        return offerSlots(of: freed, isAllFreeSlots: false, now)
    }

    /// Offers the free slots of some executors, each named once, to the task sets, in the order of their pools.
    mutating func offerSlots(
        of executorIDs: [String],
        isAllFreeSlots: Bool,
        _ now: SchedulerTime
    ) -> [TaskSchedulerAction] {
        let ended = applicationExclusion.expire(now: now)
        guard ended.isEmpty else { return apply(ended) + offerAllFreeSlots(now) }
        var actions: [TaskSchedulerAction] = []
        var offers = executorIDs.compactMap { id in
            executors.offer(of: id).map {
                SlotOffer(executorID: id, host: $0.host, rack: executors.rack(ofHost: $0.host), freeSlots: $0.freeSlots)
            }
        }
        var hasWidenedLocality = false
        // Where nobody is offered anything, it may be because all are excluded.
        if !offers.isEmpty || settings.exclusion.isEnabled {
            for key in pools.sortedTaskSets() {
                if offer(&offers, to: key, isAllFreeSlots: isAllFreeSlots, now, &actions) { hasWidenedLocality = true }
                if offers.isEmpty, !settings.exclusion.isEnabled { break }
            }
        }
        // What a wait that is over allows now, the other free slots weren't offered yet.
        if hasWidenedLocality, !isAllFreeSlots { return actions + offerAllFreeSlots(now) }
        updateWakeUp(now)
        return actions
    }

    /// Offers the slots to one task set; true when it takes slots farther from its data than before.
    private mutating func offer(
        _ offers: inout [SlotOffer],
        to key: TaskSetKey,
        isAllFreeSlots: Bool,
        _ now: SchedulerTime,
        _ actions: inout [TaskSchedulerAction]
    ) -> Bool {
        var hasWidened = false
        let launched =
            taskSets[key]?.take(
                &offers,
                nextTaskID: &nextTaskID,
                isAllFreeSlots: isAllFreeSlots,
                hasWidened: &hasWidened,
                now: now
            ) ?? []
        for task in launched {
            taskSetOfTask[task.taskID] = key
            executors.taskLaunched(task.taskID, on: task.executorID)
            pools.taskLaunched(key)
            actions.append(.launch(task))
        }
        if launched.isEmpty, settings.exclusion.isEnabled {
            actions += taskSets[key]?.checkSchedulable(executors: executors, now: now) ?? []
        }
        actions += settle(key, now)
        return hasWidened
    }
}

extension TaskSetManager {
    /// Takes slots for tasks, and from the offers what is used up.
    mutating func take(
        _ offers: inout [SlotOffer],
        nextTaskID: inout Int,
        isAllFreeSlots: Bool,
        hasWidened: inout Bool,
        now: SchedulerTime
    ) -> [TaskDescriptionSpec] {
        let previousLevel = localityIndex
        var launched: [TaskDescriptionSpec] = []
        var nearest: TaskLocality?
        var wasDeclinedForLocality = false
        levels: for maxLocality in localityLevels {
            var hasLaunched: Bool
            repeat {
                hasLaunched = false
                // One task for each executor in turn, so that a small set is spread out.
                for position in offers.indices where offers[position].freeSlots > 0 {
                    switch answer(offers[position], maxLocality: maxLocality, now: now) {
                    case .launch(let index, let locality, let isSpeculative):
                        launched.append(
                            launch(
                                index,
                                taskID: nextTaskID,
                                executorID: offers[position].executorID,
                                host: offers[position].host,
                                locality: locality,
                                isSpeculative: isSpeculative,
                                now: now
                            )
                        )
                        nextTaskID += 1
                        offers[position].freeSlots -= 1
                        nearest = min(nearest ?? locality, locality)
                        hasLaunched = true
                    case .declined(let forLocality):
                        if forLocality { wasDeclinedForLocality = true }
                    case .notWanted:
                        break levels
                    }
                }
                if hasLaunched { offers.removeAll { $0.freeSlots == 0 } }
            } while hasLaunched && !offers.isEmpty
            if offers.isEmpty { break }
        }
        if !launched.isEmpty { offers.removeAll { $0.freeSlots == 0 } }
        hasWidened = wantsOffers && localityIndex > previousLevel
        if wasDeclinedForLocality {
            noRejectsSinceReset = false
        } else if nearest != nil, isAllFreeSlots || noRejectsSinceReset {
            resetLocalityWait(nearest, now: now)
            noRejectsSinceReset = true
        }
        return launched
    }
}
