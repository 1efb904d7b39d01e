import Synchronization
import WeftDiagnostics

@testable import WeftEngine

/// Keeps the events it gets; can be made to wait at the first one.
final class RecordingListener: EventListener {
    private let state = Mutex<[WeftEvent]>([])
    private let onFirst: @Sendable () -> Void

    init(onFirst: @escaping @Sendable () -> Void = {}) { self.onFirst = onFirst }

    var events: [WeftEvent] { state.withLock { $0 } }

    func onEvent(_ event: WeftEvent) {
        let isFirst = state.withLock { events in
            events.append(event)
            return events.count == 1
        }
        if isFirst { onFirst() }
    }
}

func stageSubmitted(_ stageID: Int, attempt: Int = 0, tasks: Int = 4) -> WeftEvent {
    .stageSubmitted(
        WeftEvent.StageSubmitted(
            time: 0,
            stage: WeftEvent.StageInfo(stageID: stageID, attempt: attempt, name: "map", taskCount: tasks),
            jobIDs: [0]
        )
    )
}

func stageCompleted(_ stageID: Int, attempt: Int = 0) -> WeftEvent {
    .stageCompleted(WeftEvent.StageCompleted(time: 0, stageID: stageID, attempt: attempt))
}

private func task(_ taskID: Int, _ stageID: Int, _ attempt: Int, _ partition: Int) -> WeftEvent.TaskInfo {
    WeftEvent.TaskInfo(
        taskID: taskID,
        stageID: stageID,
        stageAttempt: attempt,
        partition: partition,
        attemptNumber: 0,
        executorID: "driver"
    )
}

func taskStart(_ taskID: Int, stage: Int, attempt: Int = 0, partition: Int = 0) -> WeftEvent {
    .taskStart(WeftEvent.TaskStart(time: 0, task: task(taskID, stage, attempt, partition)))
}

func taskEnd(
    _ taskID: Int,
    stage: Int,
    attempt: Int = 0,
    partition: Int = 0,
    _ status: WeftEvent.TaskStatus = .succeeded
) -> WeftEvent {
    .taskEnd(WeftEvent.TaskEnd(time: 0, task: task(taskID, stage, attempt, partition), status: status))
}
