import WeftDiagnostics

extension TaskScheduler {
    mutating func offerAllFreeSlots(_ now: SchedulerTime) -> [TaskSchedulerAction] {
        lastFullOffer = now
        return offerSlots(of: executors.executorsWithFreeSlots(), isAllFreeSlots: true, now)
    }

    /// Offers the free slots of some executors to the task sets, in the order of their pools.
    mutating func offerSlots(
        of executorIDs: [String],
        isAllFreeSlots: Bool,
        _ now: SchedulerTime
    ) -> [TaskSchedulerAction] {
        var actions: [TaskSchedulerAction] = []
        if !executorIDs.isEmpty {
            for key in pools.sortedTaskSets(where: { taskSets[$0]?.wantsOffers == true }) {
                offerSlots(of: executorIDs, to: key, isAllFreeSlots: isAllFreeSlots, now, &actions)
            }
        }
        updateWakeUp(now)
        return actions
    }

    private mutating func offerSlots(
        of executorIDs: [String],
        to key: TaskSetKey,
        isAllFreeSlots: Bool,
        _ now: SchedulerTime,
        _ actions: inout [TaskSchedulerAction]
    ) {
        var nearest: TaskLocality?
        var wasDeclinedForLocality = false
        var offers = executorIDs
        levels: for maxLocality in taskSets[key]?.localityLevels ?? [] {
            var hasLaunched: Bool
            repeat {
                hasLaunched = false
                // One task for each executor in turn, so that a small set is spread out.
                for executorID in offers {
                    guard let host = executors.host(ofExecutorWithFreeSlot: executorID) else { continue }
                    let answer = taskSets[key]?.offer(
                        executorID: executorID,
                        host: host,
                        rack: executors.rack(ofHost: host),
                        maxLocality: maxLocality,
                        now: now
                    )
                    switch answer {
                    case .launch(let index, let locality, let isSpeculative):
                        launch(index, of: key, on: executorID, host, locality, isSpeculative, now, &actions)
                        nearest = min(nearest ?? locality, locality)
                        hasLaunched = true
                    case .declined(let forLocality):
                        if forLocality { wasDeclinedForLocality = true }
                    case .notWanted, nil:
                        break levels
                    }
                }
                if hasLaunched { offers.removeAll { executors.host(ofExecutorWithFreeSlot: $0) == nil } }
            } while hasLaunched && !offers.isEmpty
            if offers.isEmpty { break }
        }
        if wasDeclinedForLocality {
            taskSets[key]?.noRejectsSinceReset = false
        } else if nearest != nil, isAllFreeSlots || taskSets[key]?.noRejectsSinceReset == true {
            taskSets[key]?.resetLocalityWait(nearest, now: now)
            taskSets[key]?.noRejectsSinceReset = true
        }
        if nearest == nil, settings.exclusion.isEnabled {
            actions += taskSets[key]?.abortIfUnschedulable(executors: executors, now: now) ?? []
            actions += removeIfFinished(key)
        }
    }

    private mutating func launch(
        _ index: Int,
        of key: TaskSetKey,
        on executorID: String,
        _ host: String,
        _ locality: TaskLocality,
        _ isSpeculative: Bool,
        _ now: SchedulerTime,
        _ actions: inout [TaskSchedulerAction]
    ) {
        let taskID = nextTaskID
        nextTaskID += 1
        guard
            let task = taskSets[key]?.launch(
                index,
                taskID: taskID,
                executorID: executorID,
                host: host,
                locality: locality,
                isSpeculative: isSpeculative,
                now: now
            )
        else { return }
        taskSetOfTask[taskID] = key
        executors.taskLaunched(taskID, on: executorID)
        pools.taskLaunched(key)
        actions.append(.launch(task))
    }
}

extension TaskSetManager {
    /// Gives the set up when one of its tasks has been excluded from every executor for too long.
    mutating func abortIfUnschedulable(executors: ExecutorTable, now: SchedulerTime) -> [TaskSchedulerAction] {
        guard !isZombie, pendingCount > 0, let index = taskExcludedEverywhere(executors) else {
            unschedulableSince = nil
            return []
        }
        let since = unschedulableSince ?? now
        unschedulableSince = since
        guard now >= since + settings.exclusion.unschedulableTaskSetTimeout else { return [] }
        return [
            abort(
                WeftError(
                    "task-excluded-everywhere",
                    "task \(spec.partitions[index]) of stage \(spec.stageID) may run nowhere, because tasks failed on "
                        + "every executor",
                    remedy: "look at the earlier failures of the stage; weft.excludeOnFailure.* sets how many are borne"
                )
            )
        ]
    }

    private func taskExcludedEverywhere(_ executors: ExecutorTable) -> Int? {
        guard executors.count > 0,
            let index = pending.all.last(where: { !isSuccessful[$0] && copiesRunning[$0] == 0 }),
            exclusion.concerns(task: index)
        else { return nil }
        let isExcludedEverywhere = executors.executors.values.allSatisfy {
            exclusion.isExcluded(executorID: $0.id, host: $0.host)
                || exclusion.isExcluded(executorID: $0.id, host: $0.host, task: index)
        }
        return isExcludedEverywhere ? index : nil
    }
}
