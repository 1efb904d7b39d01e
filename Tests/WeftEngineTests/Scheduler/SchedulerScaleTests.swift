import Foundation
import Testing

@testable import WeftEngine

/// Large clusters: that everything is launched and ends. `WEFT_SCALE=10` is 200,000 tasks on 2,000 executors.
@Suite struct SchedulerScaleTests {
    /// With `WEFT_SCALE` set, prints what a task costs.
    private static func report(_ start: ContinuousClock.Instant, _ executors: Int, _ tasks: Int, _ what: String) {
        guard ProcessInfo.processInfo.environment["WEFT_SCALE"] != nil else { return }
        let nanoseconds = (ContinuousClock.now - start).wholeNanoseconds / Int64(tasks)
        print("\(executors) executors, \(tasks) tasks, \(what): \(nanoseconds) ns a task")
    }

    private static let scale = ProcessInfo.processInfo.environment["WEFT_SCALE"].flatMap(Int.init) ?? 1

    @Test(arguments: [false, true], [1, 50])
    func `many tasks on many executors all run once`(haveLocations: Bool, batchSize: Int) {
        let executorCount = 200 * Self.scale
        let taskCount = 20_000 * Self.scale
        var settings = SchedulerSettings()
        settings.localityWait = SchedulerSettings.LocalityWait(all: .seconds(1))
        var state = SchedulerState(settings: settings)
        for number in 0..<executorCount {
            let effects = state.executorAdded("e\(number)", host: "h\(number / 2)", slots: 4, now: .zero)
            #expect(effects.isEmpty)
        }
        let locations = (0..<taskCount).map { [TaskLocation(host: "h\($0 % (executorCount / 2))")] }
        let stages = [
            mapStage(
                0,
                partitions: taskCount / 2,
                locations: haveLocations ? Array(locations.prefix(taskCount / 2)) : []
            ),
            resultStage(partitions: taskCount / 2, reads: [0]),
        ]
        var queue: [TaskDescriptionSpec] = []
        var position = 0
        var resultCount = 0
        var isOver = false
        let started = ContinuousClock.now
        func perform(_ effects: [SchedulerEffect]) {
            for effect in effects {
                switch effect {
                case .launch(let task): queue.append(task)
                case .taskResult: resultCount += 1
                case .jobSucceeded: isOver = true
                default: break
                }
            }
        }
        perform(state.submit(job(stages), now: .zero))
        #expect(queue.count == executorCount * 4)
        while position < queue.count {
            let now = SchedulerTime(nanoseconds: Int64(position) * 1000)
            if batchSize == 1 {
                perform(state.taskFinished(queue[position].taskID, outcome: .succeeded, now: now))
                position += 1
            } else {
                let ends = queue[position...].prefix(batchSize).map { ($0.taskID, TaskOutcome.succeeded) }
                for effects in state.tasksFinished(ends, now: now) { perform(effects) }
                position += ends.count
            }
        }
        Self.report(started, executorCount, taskCount, "locations \(haveLocations), \(batchSize) ends at a time")
        #expect(isOver && resultCount == taskCount / 2 && queue.count == taskCount)
        #expect(Set(queue.map { [$0.stageID, $0.partition] }).count == taskCount)
        #expect(haveLocations ? queue.prefix(taskCount / 2).allSatisfy { $0.locality == .nodeLocal } : true)
    }

    /// A cluster that grows and shrinks while tasks fail: what costs a walk over all executors each time would show.
    @Test func `executors come and go and tasks fail, and all run in the end`() {
        let executorCount = 200 * Self.scale
        let taskCount = 10_000 * Self.scale
        var settings = SchedulerSettings()
        settings.maxTaskFailures = 1_000_000
        settings.exclusion.isEnabled = true
        settings.exclusion.maxFailedTasksPerExecutor = 1_000_000
        settings.exclusion.maxTaskAttemptsPerNode = 1_000_000
        settings.exclusion.maxFailedTasksPerExecutorInApplication = 1_000_000
        var state = SchedulerState(settings: settings)
        var queue: [TaskDescriptionSpec] = []
        var position = 0
        var lost: Set<String> = []
        var nextExecutor = 0
        var isOver = false
        func perform(_ effects: [SchedulerEffect]) {
            for effect in effects {
                if case .launch(let task) = effect { queue.append(task) }
                if case .jobSucceeded = effect { isOver = true }
            }
        }
        func add() {
            perform(state.executorAdded("e\(nextExecutor)", host: "h\(nextExecutor / 2)", slots: 4, now: .zero))
            nextExecutor += 1
        }
        for _ in 0..<executorCount { add() }
        let started = ContinuousClock.now
        perform(state.submit(job([resultStage(partitions: taskCount)]), now: .zero))
        while position < queue.count {
            let task = queue[position]
            position += 1
            if lost.contains(task.executorID) { continue }
            let now = SchedulerTime(nanoseconds: Int64(position) * 1000)
            if position.isMultiple(of: 50) {
                lost.insert(task.executorID)
                let reason = ExecutorLossReason("gone", causedByApplication: false)
                perform(state.executorLost(task.executorID, reason: reason, now: now))
                add()
            } else {
                let outcome: TaskOutcome = position.isMultiple(of: 9) ? .failure() : .succeeded
                perform(state.taskFinished(task.taskID, outcome: outcome, now: now))
            }
        }
        Self.report(started, executorCount, taskCount, "with failures and losses")
        #expect(isOver)
    }
}
