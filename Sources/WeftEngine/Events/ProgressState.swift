/// What the progress bar shows: a pure function of the events, the time and the terminal's width.
struct ProgressState: Sendable {
    private struct Stage: Sendable {
        var attempt: Int
        var taskCount: Int
        var submitted: SchedulerTime
        var running: Set<Int> = []
        var completed: Set<Int> = []
    }

    /// A stage that is over sooner isn't worth a bar.
    static let firstDelay = Duration.milliseconds(500)
    /// More stages than this make bars too short to read.
    static let maxStages = 3

    private var stages: [Int: Stage] = [:]

    var isEmpty: Bool { stages.isEmpty }

    mutating func apply(_ event: WeftEvent, now: SchedulerTime) {
        switch event {
        case .stageSubmitted(let event):
            stages[event.stage.stageID] = Stage(
                attempt: event.stage.attempt,
                taskCount: event.stage.taskCount,
                submitted: now
            )
        case .stageCompleted(let event):
            if stages[event.stageID]?.attempt == event.attempt { stages[event.stageID] = nil }
        case .taskStart(let event):
            guard stages[event.task.stageID]?.attempt == event.task.stageAttempt else { return }
            stages[event.task.stageID]?.running.insert(event.task.taskID)
        case .taskEnd(let event):
            guard stages[event.task.stageID]?.attempt == event.task.stageAttempt else { return }
            stages[event.task.stageID]?.running.remove(event.task.taskID)
            // By partition: a second copy doesn't make the stage more complete.
            if event.status == .succeeded { stages[event.task.stageID]?.completed.insert(event.task.partition) }
        case .applicationEnd:
            stages = [:]
        default:
            break
        }
    }

    /// The line to show, at most `width` wide; nil when there should be none.
    func line(now: SchedulerTime, width: Int) -> String? {
        let shown = stages.filter { now - $0.value.submitted > Self.firstDelay }.sorted { $0.key < $1.key }
            .prefix(Self.maxStages)
        guard !shown.isEmpty, width > 0 else { return nil }
        let share = width / shown.count
        let line = shown.map { id, stage in
            Self.bar(
                stageID: id,
                completed: stage.completed.count,
                running: stage.running.count,
                total: stage.taskCount,
                width: share
            )
        }
        return String(line.joined().prefix(width))
    }

    /// `[Stage 3:=====>      (12 + 2) / 40]`
    static func bar(stageID: Int, completed: Int, running: Int, total: Int, width: Int) -> String {
        let head = "[Stage \(stageID):"
        let tail = "(\(completed) + \(running)) / \(total)]"
        let room = width - head.count - tail.count
        guard room > 0 else { return head + tail }
        let filled = min(room * completed / max(total, 1), room)
        let arrow = filled < room ? ">" : ""
        let blank = String(repeating: " ", count: room - filled - arrow.count)
        return head + String(repeating: "=", count: filled) + arrow + blank + tail
    }
}
