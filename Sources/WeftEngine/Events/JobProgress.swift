import Synchronization

/// How much of the running jobs is done, from the events: for cluster managers, which show it beside the application.
final class JobProgress: EventListener {
    private let state = Mutex(State())

    /// Finished tasks of the running jobs by known ones; 0 before the first job, 1 after the last one.
    var value: Float { state.withLock { $0.value } }

    func onEvent(_ event: WeftEvent) { state.withLock { $0.apply(event) } }

    /// A pure function of the events.
    struct State: Sendable {
        private struct Stage: Sendable {
            var taskCount: Int
            var finished = 0
            /// How many running jobs have it.
            var jobs = 1
        }

        private var jobs: [Int: [Int]] = [:]
        private var stages: [Int: Stage] = [:]
        private var hasRun = false

        mutating func apply(_ event: WeftEvent) {
            switch event {
            case .jobStart(let event):
                hasRun = true
                jobs[event.jobID] = event.stages.map(\.stageID)
                for stage in event.stages where stages[stage.stageID] == nil {
                    stages[stage.stageID] = Stage(taskCount: stage.taskCount, jobs: 0)
                }
                for stage in event.stages { stages[stage.stageID]?.jobs += 1 }
            case .jobEnd(let event):
                for stage in jobs.removeValue(forKey: event.jobID) ?? [] {
                    stages[stage]?.jobs -= 1
                    if stages[stage]?.jobs == 0 { stages[stage] = nil }
                }
            case .stageSkipped(let event):
                // Its output is there.
                if let count = stages[event.stageID]?.taskCount { stages[event.stageID]?.finished = count }
            case .taskEnd(let event):
                if event.status == .succeeded { stages[event.task.stageID]?.finished += 1 }
            default: break
            }
        }

        var value: Float {
            guard !jobs.isEmpty else { return hasRun ? 1 : 0 }
            // Tasks that run once more, because what they made was lost, don't make a stage more than complete.
            let finished = stages.values.reduce(0) { $0 + min($1.finished, $1.taskCount) }
            let known = stages.values.reduce(0) { $0 + $1.taskCount }
            return known == 0 ? 0 : Float(finished) / Float(known)
        }
    }
}
