import WeftDiagnostics

extension TaskSetManager {
    /// Looks whether one of the tasks has been excluded from every executor there is.
    ///
    /// An idle one of these is then to be replaced, once; the set is given up when that doesn't help in time.
    mutating func checkSchedulable(executors: ExecutorTable, now: SchedulerTime) -> [TaskSchedulerAction] {
        guard !isZombie, pendingCount > 0, let index = taskExcludedEverywhere(executors) else {
            unschedulableSince = nil
            hasAskedForReplacement = false
            return []
        }
        let since = unschedulableSince ?? now
        unschedulableSince = since
        let remedy = "look at the earlier failures of the stage; weft.excludeOnFailure.* sets how many are borne"
        if now >= since + settings.exclusion.unschedulableTaskSetTimeout {
            return [
                abort(
                    WeftError(
                        "task-excluded-everywhere",
                        "task \(spec.partitions[index]) of stage \(spec.stageID) may run nowhere, because tasks failed "
                            + "on every executor",
                        remedy: remedy
                    )
                )
            ]
        }
        guard !hasAskedForReplacement, let idle = idleExecutor(executors) else { return [] }
        hasAskedForReplacement = true
        let reason = "task \(spec.partitions[index]) of stage \(spec.stageID) may run on no executor there is"
        return [.replaceExecutor(executorID: idle, reason: reason)]
    }

    private func idleExecutor(_ executors: ExecutorTable) -> String? {
        executors.executors.values.lazy.filter { $0.runningTaskIDs.isEmpty && !$0.isDecommissioned }.map(\.id).min()
    }

    private mutating func taskExcludedEverywhere(_ executors: ExecutorTable) -> Int? {
        guard executors.count > 0,
            PendingTasks.hasTasks(
                &pending.all,
                isStale: { [isSuccessful, copiesRunning] in isSuccessful[$0] || copiesRunning[$0] > 0 }
            ),
            let index = pending.all.last,
            executors.usableCount == 0 || exclusion.concerns(task: index)
        else { return nil }
        var isAnywhere = false
        for executor in executors.executors.values where !executor.isDecommissioned {
            guard
                executor.isExcluded || exclusion.isExcluded(executorID: executor.id, host: executor.host)
                    || exclusion.isExcluded(executorID: executor.id, host: executor.host, task: index)
            else { return nil }
            isAnywhere = true
        }
        // Without any executor it is patience that is wanted, not another one.
        return isAnywhere ? index : nil
    }
}
