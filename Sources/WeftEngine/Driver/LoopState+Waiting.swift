import WeftDiagnostics

/// Jobs that wait for the first executors, and what the cluster manager is told of where tasks wait.
extension LoopState {
    /// Submits what has waited, once there are enough executors or the time is over.
    mutating func submitWaiting(_ now: SchedulerTime) {
        if !isReady {
            isReady = registeredSlots.values.reduce(0, +) >= minimum.slots || now >= start + minimum.patience
        }
        guard isReady, !waiting.isEmpty else { return }
        let jobs = waiting
        waiting = []
        for case .submit(let request, let completion) in jobs { submit(request, completion, now) }
    }

    mutating func cancelWaiting(_ reason: String, where isMeant: (JobRequest) -> Bool = { _ in true }) {
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

    mutating func cancelWaiting(_ id: Int, _ reason: String) -> Bool {
        let count = waiting.count
        cancelWaiting(reason) { $0.id == id }
        return waiting.count < count
    }

    /// How many tasks wait for which hosts, also of jobs that wait for the first executors themselves.
    var waitingTasksByHost: [String: Int] {
        var counts = scheduler.pendingTasksByHost
        for case .submit(let request, _) in waiting {
            let tasks = HostWishes.tasksByHost(request.plan.stages.map(\.spec), partitions: request.plan.partitions)
            counts.merge(tasks, uniquingKeysWith: +)
        }
        return counts
    }

    /// Tells the cluster manager where tasks wait, if executors are still to come. Their number stays as it is.
    mutating func tellWishes() {
        let target = backend.target
        guard failure == nil, registeredSlots.count < target else { return }
        let hosts = waitingTasksByHost
        if wishes.note(hosts) { backend.setTarget(target, hosts: hosts) }
    }

    /// Ends all jobs, these and later ones, with an error.
    mutating func fail(_ error: WeftError, _ now: SchedulerTime) {
        guard failure == nil else { return }
        failure = error
        for case .submit(_, let completion) in waiting { completion(.failure(error)) }
        waiting = []
        carryOut(scheduler.cancelAllJobs(reason: error.message, now: now), of: nil)
    }
}
