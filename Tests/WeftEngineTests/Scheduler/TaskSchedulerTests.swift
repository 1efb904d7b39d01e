import Testing
import WeftDiagnostics

@testable import WeftEngine

private let now = SchedulerTime.zero

@Suite struct TaskSchedulerTests {
    /// Executors by name, one to a host, with the same number of slots.
    private func scheduler(
        _ executorIDs: [String] = ["a"],
        slots: Int = 2,
        settings: SchedulerSettings = SchedulerSettings()
    ) -> TaskScheduler {
        var scheduler = TaskScheduler(settings: settings)
        for id in executorIDs {
            #expect(scheduler.executorAdded(id, host: "host-\(id)", slots: slots, now: now).isEmpty)
        }
        return scheduler
    }

    @Test func `a task set fills the slots, and each end makes room for the next task`() {
        var scheduler = scheduler()
        let first = scheduler.submit(TaskSetSpec(stageID: 7, partitions: [4, 5, 6]), now: now)
        #expect(first.launches == ["7.0/4@a", "7.0/5@a"])
        #expect(first.launched.map(\.taskID) == [0, 1])
        #expect(first.launched.map(\.attemptNumber) == [0, 0])
        let task = first.launched[1]
        let next = scheduler.taskFinished(1, outcome: .succeeded, now: now)
        #expect(next.first == .taskEnded(TaskEnd(task: task, outcome: .succeeded)))
        #expect(next.launches == ["7.0/6@a"])
        #expect(scheduler.taskFinished(2, outcome: .succeeded, now: now).finishedSets == [])
        #expect(scheduler.taskFinished(0, outcome: .succeeded, now: now).finishedSets == ["7.0"])
        #expect(scheduler.taskSets.isEmpty && scheduler.runningTaskCount == 0 && scheduler.executors.freeSlots == 2)
    }

    @Test func `tasks are spread over the executors`() {
        var scheduler = scheduler(["a", "b", "c"])
        let launched = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1, 2]), now: now).launched
        #expect(Set(launched.map(\.executorID)) == ["a", "b", "c"])
    }

    @Test func `single tasks don't all go to the same executor`() {
        var scheduler = scheduler(["a", "b"], slots: 4)
        let used = (0..<2).flatMap {
            scheduler.submit(TaskSetSpec(stageID: $0, partitions: [0]), now: now).launched.map(\.executorID)
        }
        #expect(Set(used) == ["a", "b"])
    }

    @Test func `tasks wait for an executor to come`() {
        var scheduler = TaskScheduler()
        #expect(scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1]), now: now).isEmpty)
        #expect(scheduler.nextWakeUp == nil)
        #expect(scheduler.pendingTaskCount == 2)
        #expect(scheduler.executorAdded("a", host: "h", slots: 1, now: now).launches == ["0.0/0@a"])
        #expect(scheduler.executorAdded("a", host: "h", slots: 1, now: now).isEmpty, "it is there already")
    }

    @Test func `a task set without tasks is finished at once`() {
        var scheduler = scheduler()
        #expect(scheduler.submit(TaskSetSpec(stageID: 3, partitions: []), now: now).finishedSets == ["3.0"])
        #expect(scheduler.taskSets.isEmpty)
    }

    @Test func `what is said of an unknown task is ignored`() {
        var scheduler = scheduler()
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: now)
        #expect(scheduler.taskFinished(99, outcome: .succeeded, now: now).isEmpty)
        #expect(scheduler.taskFinished(0, outcome: .succeeded, now: now).finishedSets == ["0.0"])
        #expect(scheduler.taskFinished(0, outcome: .succeeded, now: now).isEmpty)
    }

    @Test func `a failed task is tried again, under a new id, before tasks that haven't run`() {
        var scheduler = scheduler(slots: 1)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1]), now: now)
        let retry = scheduler.taskFinished(0, outcome: .failure(), now: now).launched
        #expect(retry.map(\.partition) == [0] && retry.map(\.attemptNumber) == [1] && retry.map(\.taskID) == [1])
    }

    @Test func `a task that fails too often has its set given up, with its last error and its names`() throws {
        var scheduler = scheduler(slots: 1)
        _ = scheduler.submit(
            TaskSetSpec(stageID: 2, stageAttempt: 1, name: "sortBy", partitions: [5], maxFailures: 3),
            now: now
        )
        #expect(scheduler.taskFinished(0, outcome: .failure("one"), now: now).launches == ["2.1/5@a"])
        #expect(scheduler.taskFinished(1, outcome: .failure("two"), now: now).launches == ["2.1/5@a"])
        let end = scheduler.taskFinished(2, outcome: .failure("three"), now: now)
        let error = try #require(end.aborts.first)
        #expect(error.code == "task-failed")
        #expect(
            error.message
                == "task 5 of stage 2 failed 3 times, last in attempt 2 (task id 2) on executor a"
        )
        #expect(
            error.details == [
                .init("stage", "2.1 sortBy"), .init("task", "5"), .init("attempt", "2"),
                .init("executor", "a on host-a"),
            ]
        )
        #expect(error.cause?.message == "three")
        #expect(end.finishedSets == ["2.1"])
        #expect(end.launches == [])
    }

    @Test func `a failure that another attempt can't mend gives the set up at once`() {
        var scheduler = scheduler()
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: now)
        let end = scheduler.taskFinished(0, outcome: .failure(retryable: false), now: now)
        #expect(end.aborts.first?.message.contains("another attempt can't mend") == true)
    }

    @Test func `failures that aren't the task's fault don't count, nor do kills`() {
        var scheduler = scheduler(slots: 1)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0], maxFailures: 1), now: now)
        for taskID in 0..<10 {
            let outcome: TaskOutcome = taskID.isMultiple(of: 2) ? .failure(counts: false) : .killed(reason: "preempted")
            let actions = scheduler.taskFinished(taskID, outcome: outcome, now: now)
            #expect(actions.aborts.isEmpty && actions.launches == ["0.0/0@a"])
        }
    }

    @Test func `a fetch failure ends the set: nothing more is launched`() {
        var scheduler = scheduler()
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1, 2]), now: now)
        let failure = FetchFailure(shuffleID: 0, mapIndex: 1, executorID: "b", message: "gone")
        #expect(scheduler.taskFinished(0, outcome: .fetchFailed(failure), now: now).launches == [])
        let late = scheduler.taskFinished(1, outcome: .succeeded, now: now)
        #expect(late.launches == [])
        #expect(late.contains { if case .taskEnded(let end) = $0 { end.outcome == .succeeded } else { false } })
        #expect(late.finishedSets == ["0.0"])
    }

    @Test func `a new attempt at a stage stops the old one from launching`() {
        var scheduler = scheduler(slots: 1)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1]), now: now)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, stageAttempt: 1, partitions: [1]), now: now)
        let end = scheduler.taskFinished(0, outcome: .succeeded, now: now)
        #expect(end.finishedSets == ["0.0"] && end.launches == ["0.1/1@a"])
    }

    @Test func `a partition another attempt has computed isn't launched`() {
        var scheduler = scheduler(slots: 1)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, stageAttempt: 1, partitions: [3, 4]), now: now)
        _ = scheduler.partitionCompleted(stageID: 0, partition: 4, now: now)
        let end = scheduler.taskFinished(0, outcome: .succeeded, now: now)
        #expect(end.launches == [] && end.finishedSets == ["0.1"])
    }

    @Test func `cancelling kills what runs, and each slot is free when its task has ended`() {
        var scheduler = scheduler()
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1, 2]), now: now)
        let actions = scheduler.cancel(stageID: 0, reason: "enough", interrupt: true, now: now)
        #expect(
            actions == [
                .kill(taskID: 0, executorID: "a", interrupt: true, reason: "enough"),
                .kill(taskID: 1, executorID: "a", interrupt: true, reason: "enough"),
            ]
        )
        #expect(scheduler.cancel(stageID: 0, reason: "enough", interrupt: true, now: now).isEmpty)
        _ = scheduler.submit(TaskSetSpec(stageID: 1, partitions: [0]), now: now)
        #expect(scheduler.taskFinished(0, outcome: .killed(reason: "enough"), now: now).launches == ["1.0/0@a"])
        #expect(scheduler.taskFinished(1, outcome: .killed(reason: "enough"), now: now).finishedSets == ["0.0"])
    }

    @Test func `cancelling a set none of whose tasks run ends it`() {
        var scheduler = TaskScheduler()
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: now)
        #expect(scheduler.cancel(stageID: 0, reason: "", interrupt: false, now: now).finishedSets == ["0.0"])
    }

    @Test func `a single killed task runs again`() {
        var scheduler = scheduler(slots: 1)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: now)
        #expect(scheduler.killTask(0, reason: "by hand", interrupt: false).kills == [0])
        #expect(scheduler.killTask(0, reason: "by hand", interrupt: false).isEmpty)
        #expect(scheduler.taskFinished(0, outcome: .killed(reason: "by hand"), now: now).launches == ["0.0/0@a"])
    }
}

@Suite struct TaskSchedulerExecutorLossTests {
    @Test func `running tasks of a lost executor run elsewhere`() {
        var scheduler = TaskScheduler()
        _ = scheduler.executorAdded("a", host: "h", slots: 2, now: now)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1]), now: now)
        _ = scheduler.executorAdded("b", host: "i", slots: 1, now: now)
        let actions = scheduler.executorLost("a", reason: ExecutorLossReason("exit code 9"), now: now)
        #expect(actions.launched.map(\.executorID) == ["b"])
        let ends = actions.compactMap { if case .taskEnded(let end) = $0 { end } else { nil } }
        #expect(ends.map(\.task.taskID) == [0, 1])
        guard case .failed(let failure) = ends[0].outcome else {
            Issue.record("not a failure: \(ends[0].outcome)")
            return
        }
        #expect(failure.error.code == "executor-lost")
        #expect(failure.error.message == "executor a on h was lost: exit code 9")
        #expect(scheduler.taskFinished(0, outcome: .succeeded, now: now).isEmpty, "it was given up with its executor")
        #expect(scheduler.executorLost("a", reason: ExecutorLossReason("again"), now: now).isEmpty)
    }

    @Test(arguments: [true, false])
    func `the loss counts as a failure only if the tasks may have caused it`(causedByApplication: Bool) {
        var scheduler = TaskScheduler()
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0], maxFailures: 2), now: now)
        var aborts: [WeftError] = []
        for id in ["a", "b"] {
            _ = scheduler.executorAdded(id, host: "h", slots: 1, now: now)
            let reason = ExecutorLossReason("gone", causedByApplication: causedByApplication)
            aborts += scheduler.executorLost(id, reason: reason, now: now).aborts
        }
        #expect(aborts.count == (causedByApplication ? 1 : 0))
    }

    @Test(arguments: [
        // (map tasks?, files lost?, partitions that run again)
        (true, true, [0]), (true, false, []), (false, true, []),
    ])
    func `finished map tasks run again when their output is lost`(isMap: Bool, areLost: Bool, again: [Int]) {
        var scheduler = TaskScheduler()
        _ = scheduler.executorAdded("a", host: "h", slots: 1, now: now)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1], isShuffleMap: isMap), now: now)
        _ = scheduler.taskFinished(0, outcome: .succeeded, now: now)
        _ = scheduler.executorAdded("b", host: "i", slots: 4, now: now)
        let actions = scheduler.executorLost("a", reason: ExecutorLossReason("", shuffleFilesLost: areLost), now: now)
        let resubmitted = actions.compactMap {
            if case .taskResubmitted(_, _, let partition) = $0 { partition } else { nil }
        }
        #expect(resubmitted == again)
        #expect(actions.launched.map(\.partition).sorted() == again + [1])
    }

    @Test func `a task told to stop before its executor was lost counts as killed`() {
        var scheduler = TaskScheduler()
        _ = scheduler.executorAdded("a", host: "h", slots: 1, now: now)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: now)
        _ = scheduler.cancel(stageID: 0, reason: "enough", interrupt: false, now: now)
        let actions = scheduler.executorLost("a", reason: ExecutorLossReason("exit"), now: now)
        #expect(actions.finishedSets == ["0.0"])
        #expect(
            actions.contains {
                if case .taskEnded(let end) = $0, case .killed = end.outcome { true } else { false }
            }
        )
    }
}
