import Testing

@testable import WeftEngine

@Suite("How much of the running jobs is done")
struct JobProgressTests {
    private func start(_ job: Int, _ stages: [(id: Int, tasks: Int)]) -> WeftEvent {
        .jobStart(
            WeftEvent.JobStart(
                time: 0,
                jobID: job,
                description: "",
                stages: stages.map { WeftEvent.StageInfo(stageID: $0.id, attempt: 0, name: "", taskCount: $0.tasks) }
            )
        )
    }

    private func end(_ job: Int) -> WeftEvent { .jobEnd(WeftEvent.JobEnd(time: 0, jobID: job)) }

    /// The value after each of the events.
    private func values(_ events: [WeftEvent]) -> [Float] {
        var state = JobProgress.State()
        return events.map { event in
            state.apply(event)
            return state.value
        }
    }

    @Test("finished tasks count, each stage up to its size, and failed or killed ones don't")
    func tasks() {
        let events: [WeftEvent] = [
            start(0, [(0, 2), (1, 2)]), taskEnd(0, stage: 0), taskEnd(1, stage: 0, .killed(reason: "")),
            taskEnd(2, stage: 0), taskEnd(3, stage: 0), taskEnd(4, stage: 1), taskEnd(5, stage: 9), end(0),
        ]
        let expected: [Float] = [0, 0.25, 0.25, 0.5, 0.5, 0.75, 0.75, 1]
        #expect(values(events) == expected)
    }

    @Test("stages that needn't run are done, and those of two jobs stay while one of them runs")
    func stages() {
        let events: [WeftEvent] = [
            start(0, [(0, 3), (1, 1)]), .stageSkipped(WeftEvent.StageSkipped(time: 0, stageID: 0, jobID: 0)),
            start(1, [(0, 3), (2, 4)]), end(0), end(1), start(2, [(3, 0)]),
        ]
        let expected: [Float] = [0, 0.75, 0.375, 3 / 7, 1, 0]
        #expect(values(events) == expected)
    }

    @Test("before the first job nothing is done")
    func nothing() {
        #expect(JobProgress().value == 0)
    }
}
