import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct ApplicationExclusionTests {
    private let seconds = SchedulerTime.seconds

    private func exclusion() -> ApplicationExclusion {
        var settings = SchedulerSettings.Exclusion()
        settings.isEnabled = true
        settings.timeout = .seconds(100)
        return ApplicationExclusion(settings: settings)
    }

    private func key(_ stageID: Int) -> TaskSetKey { TaskSetKey(stageID: stageID, stageAttempt: 0) }

    private typealias Failures = [String: (host: String, failures: [ApplicationExclusion.Failure])]

    private func failures(_ executorID: String, on host: String, _ indexes: Int..., at time: Double = 0) -> Failures {
        let failed = indexes.map { ApplicationExclusion.Failure(index: $0, time: seconds(time)) }
        return [executorID: (host, failed)]
    }

    @Test func `failures in several stages add up`() {
        var exclusion = exclusion()
        #expect(exclusion.taskSetSucceeded(key(0), failures: failures("a", on: "h", 0), now: .zero).isEmpty)
        let change = exclusion.taskSetSucceeded(key(1), failures: failures("a", on: "h", 0), now: seconds(1))
        #expect(change.excludedExecutors == ["a"] && change.excludedHosts.isEmpty)
        #expect(exclusion.isExcluded(executorID: "a", host: "h"))
        #expect(!exclusion.isExcluded(executorID: "b", host: "h"))
        #expect(exclusion.nextExpiry == seconds(101))
    }

    @Test func `the same task counts once, and an old failure not at all`() {
        var exclusion = exclusion()
        #expect(exclusion.taskSetSucceeded(key(0), failures: failures("a", on: "h", 0, 0), now: .zero).isEmpty)
        #expect(exclusion.taskSetSucceeded(key(1), failures: failures("a", on: "h", 0), now: seconds(100)).isEmpty)
        #expect(
            exclusion.taskSetSucceeded(key(2), failures: failures("a", on: "h", 1, at: 80), now: seconds(180)).isEmpty
        )
    }

    @Test func `a host is excluded with its second executor, also when the first one is gone`() {
        var exclusion = exclusion()
        _ = exclusion.taskSetSucceeded(key(0), failures: failures("a", on: "h", 0, 1), now: .zero)
        exclusion.executorRemoved("a")
        let change = exclusion.taskSetSucceeded(key(0), failures: failures("b", on: "h", 0, 1), now: seconds(10))
        #expect(change.excludedExecutors == ["b"] && change.excludedHosts == ["h"])
        #expect(exclusion.isExcluded(executorID: "c", host: "h"))
    }

    @Test func `exclusions end one after the other`() {
        var exclusion = exclusion()
        _ = exclusion.taskSetSucceeded(key(0), failures: failures("a", on: "h", 0, 1), now: .zero)
        _ = exclusion.taskSetSucceeded(key(0), failures: failures("b", on: "h", 0, 1, at: 10), now: seconds(10))
        #expect(exclusion.expire(now: seconds(99)).isEmpty)
        #expect(exclusion.expire(now: seconds(100)).includedExecutors == ["a"])
        #expect(exclusion.isExcluded(executorID: "a", host: "h"), "its host still is")
        let last = exclusion.expire(now: seconds(110))
        #expect(last.includedExecutors == ["b"] && last.includedHosts == ["h"])
        #expect(exclusion.nextExpiry == nil && !exclusion.isExcluded(executorID: "a", host: "h"))
        #expect(exclusion.expire(now: seconds(1000)).isEmpty)
    }

    @Test func `switched off, nothing is excluded`() {
        var exclusion = ApplicationExclusion(settings: SchedulerSettings.Exclusion())
        #expect(exclusion.taskSetSucceeded(key(0), failures: failures("a", on: "h", 0, 1, 2), now: .zero).isEmpty)
    }
}

@Suite struct ApplicationExclusionSchedulingTests {
    private let seconds = SchedulerTime.seconds

    /// Executors a on h1 and b on h2 with one slot each.
    private func scheduler(_ change: (inout SchedulerSettings.Exclusion) -> Void = { _ in }) -> TaskScheduler {
        var settings = SchedulerSettings()
        settings.exclusion.isEnabled = true
        settings.exclusion.maxFailedTasksPerExecutorInApplication = 1
        settings.exclusion.timeout = .seconds(100)
        change(&settings.exclusion)
        var scheduler = TaskScheduler(settings: settings)
        _ = scheduler.executorAdded("a", host: "h1", slots: 1, now: .zero)
        _ = scheduler.executorAdded("b", host: "h2", slots: 1, now: .zero)
        return scheduler
    }

    /// Has a task fail on an executor and succeed on the other.
    private func failOnce(
        _ scheduler: inout TaskScheduler,
        stage: Int,
        on executorID: String,
        now: SchedulerTime = .zero
    ) -> [TaskSchedulerAction] {
        let host = executorID == "a" ? "h1" : "h2"
        let set = TaskSetSpec(stageID: stage, partitions: [0], preferredLocations: [[TaskLocation(host: host)]])
        let first = scheduler.submit(set, now: now).launched
        #expect(first.map(\.executorID) == [executorID])
        var actions: [TaskSchedulerAction] = []
        for task in first {
            let later = now + .seconds(4)
            var second = scheduler.taskFinished(task.taskID, outcome: .failure(), now: later).launched
            if second.isEmpty { second = scheduler.tick(now: later).launched }
            #expect(second.count == 1 && second.first?.executorID != executorID)
            for task in second { actions += scheduler.taskFinished(task.taskID, outcome: .succeeded, now: later) }
        }
        return actions
    }

    @Test func `an executor where tasks of good stages fail gets no more, until its time is over`() {
        var scheduler = scheduler()
        #expect(
            failOnce(&scheduler, stage: 0, on: "a").contains(.executorExcludedForApplication(executorID: "a"))
        )
        #expect(scheduler.executors.freeSlots == 1)
        #expect(scheduler.submit(TaskSetSpec(stageID: 1, partitions: [0, 1]), now: seconds(5)).launches == ["1.0/0@b"])
        #expect(scheduler.nextWakeUp == seconds(104))
        let end = scheduler.tick(now: seconds(104))
        #expect(end.first == .executorUnexcluded(executorID: "a"))
        #expect(end.launches == ["1.0/1@a"])
    }

    @Test func `an executor that comes to an excluded host gets nothing`() {
        var scheduler = scheduler { $0.maxFailedExecutorsPerNodeInApplication = 1 }
        let actions = failOnce(&scheduler, stage: 0, on: "a")
        #expect(actions.contains(.hostExcludedForApplication(host: "h1")))
        _ = scheduler.submit(TaskSetSpec(stageID: 1, partitions: [0, 1]), now: seconds(5))
        #expect(scheduler.executorAdded("c", host: "h1", slots: 1, now: seconds(6)).launches == [])
        #expect(scheduler.executorAdded("d", host: "h3", slots: 1, now: seconds(6)).launches == ["1.0/1@d"])
    }

    @Test func `excluded executors are ended where that is wanted`() {
        var scheduler = scheduler { $0.killsExcludedExecutors = true }
        let replaced = failOnce(&scheduler, stage: 0, on: "a").compactMap {
            if case .replaceExecutor(let executorID, _) = $0 { executorID } else { nil }
        }
        #expect(replaced == ["a"])
    }

    @Test func `with all executors excluded one is replaced, and without help the set is given up`() {
        var scheduler = scheduler()
        _ = failOnce(&scheduler, stage: 0, on: "a")
        var both = scheduler
        // b is the only one left, and its failure excludes it for the stage.
        _ = both.submit(TaskSetSpec(stageID: 1, partitions: [0]), now: seconds(5))
        let actions = both.taskFinished(2, outcome: .failure(), now: seconds(6))
        let replaced = actions.compactMap {
            if case .replaceExecutor(let executorID, _) = $0 { executorID } else { nil }
        }
        #expect(replaced == ["a"])
        #expect(both.tick(now: seconds(7)).isEmpty, "once is enough")
        // That a may be used again comes first, and is all the set needs.
        #expect(both.tick(now: seconds(104)).launches == ["1.0/0@a"])
        var longer = scheduler
        _ = longer.executorLost("b", reason: ExecutorLossReason("gone"), now: seconds(5))
        #expect(
            longer.submit(TaskSetSpec(stageID: 2, partitions: [0]), now: seconds(5)).contains {
                if case .replaceExecutor("a", _) = $0 { true } else { false }
            }
        )
        _ = longer.executorLost("a", reason: .released("replaced"), now: seconds(6))
        #expect(longer.executorAdded("c", host: "h3", slots: 1, now: seconds(7)).launches == ["2.0/0@c"])
    }

    @Test func `nothing helps in time`() {
        var scheduler = scheduler { $0.timeout = .seconds(3600) }
        _ = failOnce(&scheduler, stage: 0, on: "a")
        _ = scheduler.executorLost("b", reason: ExecutorLossReason("gone"), now: seconds(5))
        #expect(scheduler.submit(TaskSetSpec(stageID: 1, partitions: [0]), now: seconds(5)).aborts.isEmpty)
        #expect(scheduler.nextWakeUp == seconds(125))
        #expect(scheduler.tick(now: seconds(125)).aborts.first?.code == "task-excluded-everywhere")
    }
}
