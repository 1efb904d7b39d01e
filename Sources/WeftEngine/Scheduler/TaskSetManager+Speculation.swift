extension TaskSetManager {
    /// Looks for tasks much slower than the others; true when some were found.
    mutating func findSpeculatableTasks(now: SchedulerTime, executors: ExecutorTable) -> Bool {
        // A single task has nothing to be compared with.
        guard settings.speculation.isEnabled, !isZombie, taskCount > 1 else { return false }
        let enough = max(Int(settings.speculation.quantile * Double(taskCount)), 1)
        guard durations.count >= enough, let median = durations.median else { return false }
        let limit = max(
            Int64(settings.speculation.multiplier * Double(median)),
            settings.speculation.minTaskRuntime.wholeNanoseconds
        )
        var found = false
        for taskID in runningTasks.keys.sorted() {
            guard let running = runningTasks[taskID] else { continue }
            let index = running.task.index
            guard !isSuccessful[index], copiesRunning[index] == 1, !speculatable.contains(index), !running.isKilled,
                (now - running.launchTime).wholeNanoseconds > limit
            else { continue }
            speculatable.insert(index)
            speculative.add(index, preferences: preferences(of: index), rackOfHost: executors.rack(ofHost:))
            found = true
        }
        return found
    }
}
