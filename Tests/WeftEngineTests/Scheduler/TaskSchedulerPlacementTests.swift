import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct LocalityTests {
    private let seconds = SchedulerTime.seconds

    private func scheduler(rack: Bool = false) -> TaskScheduler {
        var settings = SchedulerSettings()
        settings.localityWait = SchedulerSettings.LocalityWait(all: .seconds(3))
        var scheduler = TaskScheduler(settings: settings)
        _ = scheduler.executorAdded("a", host: "h1", rack: rack ? "r1" : nil, slots: 1, now: .zero)
        _ = scheduler.executorAdded("b", host: "h2", rack: rack ? "r1" : nil, slots: 1, now: .zero)
        _ = scheduler.executorAdded("c", host: "h3", rack: rack ? "r2" : nil, slots: 1, now: .zero)
        return scheduler
    }

    @Test func `each task goes where it would like to run`() {
        var scheduler = scheduler()
        let set = TaskSetSpec(
            stageID: 0,
            partitions: [0, 1, 2],
            preferredLocations: [
                [TaskLocation(host: "h3")], [TaskLocation(host: "h2", executorID: "b")], [],
            ]
        )
        let launched = scheduler.submit(set, now: .zero).launched.sorted { $0.partition < $1.partition }
        #expect(launched.map(\.executorID) == ["c", "b", "a"])
        #expect(launched.map(\.locality) == [.nodeLocal, .processLocal, .processLocal])
    }

    @Test func `a task waits for its executor, then takes another`() {
        var scheduler = scheduler()
        let location = [TaskLocation(host: "h1", executorID: "a")]
        let set = TaskSetSpec(stageID: 0, partitions: [0, 1], preferredLocations: [location, location])
        #expect(scheduler.submit(set, now: .zero).launches == ["0.0/0@a"])
        #expect(scheduler.nextWakeUp == seconds(3))
        #expect(scheduler.tick(now: seconds(2.9)).isEmpty)
        // From the executor to its host: the same here, so another wait.
        #expect(scheduler.tick(now: seconds(3)).isEmpty)
        #expect(scheduler.nextWakeUp == seconds(6))
        let late = scheduler.tick(now: seconds(6)).launched
        #expect(late.map(\.partition) == [1] && late.map(\.locality) == [.any])
        #expect(late.first.map { $0.executorID != "a" } == true)
        #expect(scheduler.nextWakeUp == nil)
    }

    @Test func `a slot freed when the wait is over has the other free slots offered too`() {
        var scheduler = scheduler()
        let location = [TaskLocation(host: "h1")]
        let set = TaskSetSpec(stageID: 0, partitions: [0, 1, 2], preferredLocations: [location, location, location])
        #expect(scheduler.submit(set, now: .zero).launches == ["0.0/0@a"])
        let late = scheduler.taskFinished(0, outcome: .succeeded, now: seconds(3)).launched
        #expect(late.map(\.partition).sorted() == [1, 2] && Set(late.map(\.locality)) == [.nodeLocal, .any])
    }

    @Test func `a slot freed in time at the right place ends the wait`() {
        var scheduler = scheduler()
        let location = [TaskLocation(host: "h1")]
        let set = TaskSetSpec(stageID: 0, partitions: [0, 1], preferredLocations: [location, location])
        #expect(scheduler.submit(set, now: .zero).launches == ["0.0/0@a"])
        let next = scheduler.taskFinished(0, outcome: .succeeded, now: seconds(1)).launched
        #expect(next.map(\.executorID) == ["a"] && next.map(\.locality) == [.nodeLocal])
    }

    @Test func `without a wait any slot is taken at once`() {
        var settings = SchedulerSettings()
        settings.localityWait = SchedulerSettings.LocalityWait(all: .zero)
        var scheduler = TaskScheduler(settings: settings)
        _ = scheduler.executorAdded("a", host: "h1", slots: 1, now: .zero)
        _ = scheduler.executorAdded("b", host: "h2", slots: 1, now: .zero)
        let location = [TaskLocation(host: "h1")]
        let set = TaskSetSpec(stageID: 0, partitions: [0, 1], preferredLocations: [location, location])
        #expect(Set(scheduler.submit(set, now: .zero).launched.map(\.locality)) == [.nodeLocal, .any])
    }

    @Test func `a host where no executor runs is waited for by nobody`() {
        var scheduler = scheduler()
        let set = TaskSetSpec(stageID: 0, partitions: [0], preferredLocations: [[TaskLocation(host: "elsewhere")]])
        #expect(scheduler.submit(set, now: .zero).launched.map(\.locality) == [.any])
    }

    @Test func `an executor that comes to the preferred host makes waiting worthwhile`() {
        var settings = SchedulerSettings()
        settings.localityWait = SchedulerSettings.LocalityWait(all: .seconds(3))
        var scheduler = TaskScheduler(settings: settings)
        let location = [TaskLocation(host: "h9")]
        let set = TaskSetSpec(
            stageID: 0,
            partitions: [0, 1, 2],
            preferredLocations: [location, location, location]
        )
        _ = scheduler.submit(set, now: .zero)
        #expect(scheduler.executorAdded("x", host: "h9", slots: 1, now: seconds(1)).launched.count == 1)
        #expect(scheduler.executorAdded("y", host: "h8", slots: 1, now: seconds(1)).isEmpty)
        #expect(scheduler.nextWakeUp == seconds(4))
    }

    @Test func `the preferred executor's loss leaves its host, then anywhere`() {
        var scheduler = scheduler()
        _ = scheduler.executorAdded("a2", host: "h1", slots: 1, now: .zero)
        let location = [TaskLocation(host: "h1", executorID: "a")]
        let set = TaskSetSpec(stageID: 0, partitions: [0, 1], preferredLocations: [location, location])
        #expect(scheduler.submit(set, now: .zero).launches == ["0.0/0@a"])
        let moved = scheduler.executorLost("a", reason: ExecutorLossReason("gone"), now: seconds(1)).launched
        #expect(moved.map(\.executorID) == ["a2"] && moved.map(\.locality) == [.nodeLocal])
    }

    @Test func `the same rack is better than any other place`() {
        var scheduler = scheduler(rack: true)
        scheduler.setRack("r2", ofHost: "h4")
        let set = TaskSetSpec(stageID: 0, partitions: [0], preferredLocations: [[TaskLocation(host: "h4")]])
        let launched = scheduler.submit(set, now: .zero).launched
        #expect(launched.map(\.executorID) == ["c"] && launched.map(\.locality) == [.rackLocal])
    }

    @Test func `tasks without a preference don't wait for those that have one`() {
        var scheduler = scheduler()
        let set = TaskSetSpec(
            stageID: 0,
            partitions: [0, 1, 2],
            preferredLocations: [[TaskLocation(host: "h1")], [TaskLocation(host: "h1")], []]
        )
        #expect(scheduler.submit(set, now: .zero).launched.map(\.partition).sorted() == [0, 2])
    }
}

@Suite struct SpeculationTests {
    private let seconds = SchedulerTime.seconds

    private func scheduler() -> TaskScheduler {
        var settings = SchedulerSettings()
        settings.speculation.isEnabled = true
        var scheduler = TaskScheduler(settings: settings)
        _ = scheduler.executorAdded("a", host: "h1", slots: 4, now: .zero)
        _ = scheduler.executorAdded("b", host: "h2", slots: 4, now: .zero)
        return scheduler
    }

    /// Four tasks, of which three have ended after a second.
    private func withOneLeft() -> (TaskScheduler, TaskDescriptionSpec) {
        var scheduler = scheduler()
        let launched = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1, 2, 3]), now: .zero).launched
        for task in launched.dropLast() {
            _ = scheduler.taskFinished(task.taskID, outcome: .succeeded, now: seconds(1))
        }
        return (scheduler, launched[3])
    }

    @Test func `a task slower than one and a half medians gets a second copy on another host`() throws {
        var (scheduler, slow) = withOneLeft()
        #expect(scheduler.nextWakeUp != nil)
        #expect(scheduler.tick(now: seconds(1.5)).isEmpty)
        let copy = try #require(scheduler.tick(now: seconds(1.7)).launched.first)
        #expect(copy.partition == slow.partition && copy.isSpeculative && copy.attemptNumber == 1)
        #expect(copy.executorID != slow.executorID)
        #expect(scheduler.tick(now: seconds(9)).isEmpty, "two copies are enough")
        let end = scheduler.taskFinished(copy.taskID, outcome: .succeeded, now: seconds(10))
        #expect(end.kills == [slow.taskID])
        #expect(
            scheduler.taskFinished(slow.taskID, outcome: .killed(reason: ""), now: seconds(10)).finishedSets == ["0.0"]
        )
    }

    @Test func `where there is one host, the copy goes to another executor of it`() throws {
        var settings = SchedulerSettings()
        settings.speculation.isEnabled = true
        var scheduler = TaskScheduler(settings: settings)
        for id in ["a", "b"] { _ = scheduler.executorAdded(id, host: "h1", slots: 4, now: .zero) }
        let launched = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1, 2, 3]), now: .zero).launched
        for task in launched.dropLast() {
            _ = scheduler.taskFinished(task.taskID, outcome: .succeeded, now: seconds(1))
        }
        var another = scheduler
        let copy = try #require(scheduler.tick(now: seconds(2)).launched.first)
        #expect(copy.partition == launched[3].partition && copy.executorID != launched[3].executorID)
        // Once there is another host, the copy goes there.
        let free = try #require(["a", "b"].first { $0 != launched[3].executorID })
        _ = another.executorDecommissioned(free, now: seconds(1))
        #expect(another.tick(now: seconds(2)).launched.isEmpty, "never to the executor of the first one")
        let end = another.executorAdded("c", host: "h2", slots: 4, now: seconds(3))
        #expect(end.launches == ["0.0/3@c"])
    }

    @Test func `of two copies that both succeed only the first counts`() throws {
        var (scheduler, slow) = withOneLeft()
        let copy = try #require(scheduler.tick(now: seconds(2)).launched.first)
        _ = scheduler.taskFinished(slow.taskID, outcome: .succeeded, now: seconds(3))
        #expect(
            scheduler.taskFinished(copy.taskID, outcome: .succeeded, now: seconds(3)).first
                == .taskEnded(TaskEnd(task: copy, outcome: .killed(reason: "another attempt succeeded")))
        )
    }

    @Test func `a copy's failure leaves the other copy to it`() throws {
        var (scheduler, slow) = withOneLeft()
        let copy = try #require(scheduler.tick(now: seconds(2)).launched.first)
        #expect(scheduler.taskFinished(slow.taskID, outcome: .failure(), now: seconds(3)).launches == [])
        #expect(scheduler.taskFinished(copy.taskID, outcome: .succeeded, now: seconds(3)).finishedSets == ["0.0"])
    }

    @Test func `a copy told to stop may fail without harm`() throws {
        var settings = SchedulerSettings()
        settings.speculation.isEnabled = true
        var scheduler = TaskScheduler(settings: settings)
        for id in ["a", "b"] { _ = scheduler.executorAdded(id, host: id, slots: 2, now: .zero) }
        let set = TaskSetSpec(stageID: 0, partitions: [0, 1, 2, 3, 4], maxFailures: 1)
        let launched = scheduler.submit(set, now: .zero).launched
        var rest: [TaskDescriptionSpec] = []
        for task in launched.prefix(3) {
            rest += scheduler.taskFinished(task.taskID, outcome: .succeeded, now: seconds(1)).launched
        }
        let copies = scheduler.tick(now: seconds(2)).launched
        let copy = try #require(copies.first { $0.partition == launched[3].partition })
        #expect(scheduler.taskFinished(copy.taskID, outcome: .succeeded, now: seconds(2)).kills == [3])
        #expect(scheduler.taskFinished(3, outcome: .failure(), now: seconds(2)).aborts.isEmpty)
        #expect(scheduler.taskFinished(rest[0].taskID, outcome: .failure(), now: seconds(2)).aborts.count == 1)
    }

    @Test func `no copy before enough tasks have ended, nor without speculation`() {
        var early = scheduler()
        let launched = early.submit(TaskSetSpec(stageID: 0, partitions: [0, 1, 2, 3]), now: .zero).launched
        _ = early.taskFinished(launched[0].taskID, outcome: .succeeded, now: seconds(1))
        #expect(early.tick(now: seconds(60)).isEmpty)
        var off = TaskScheduler()
        _ = off.executorAdded("a", host: "h1", slots: 4, now: .zero)
        _ = off.submit(TaskSetSpec(stageID: 0, partitions: [0, 1]), now: .zero)
        _ = off.taskFinished(0, outcome: .succeeded, now: seconds(1))
        #expect(off.tick(now: seconds(60)).isEmpty && off.nextWakeUp == nil)
    }

    @Test func `short tasks aren't thought slow`() {
        var scheduler = scheduler()
        let launched = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1]), now: .zero).launched
        _ = scheduler.taskFinished(launched[0].taskID, outcome: .succeeded, now: seconds(0.001))
        #expect(scheduler.tick(now: seconds(0.1)).isEmpty)
        #expect(scheduler.tick(now: seconds(0.25)).launched.count == 1)
    }
}

@Suite struct ExclusionTests {
    private let seconds = SchedulerTime.seconds

    private func scheduler(_ hosts: [(String, String)]) -> TaskScheduler {
        var settings = SchedulerSettings()
        settings.exclusion.isEnabled = true
        var scheduler = TaskScheduler(settings: settings)
        for (id, host) in hosts { _ = scheduler.executorAdded(id, host: host, slots: 1, now: .zero) }
        return scheduler
    }

    @Test func `a failed task doesn't go back to its executor`() throws {
        var scheduler = scheduler([("a", "h1"), ("b", "h1")])
        let first = try #require(
            scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: .zero).launched.first
        )
        let second = try #require(scheduler.taskFinished(first.taskID, outcome: .failure(), now: .zero).launched.first)
        #expect(second.executorID != first.executorID)
    }

    @Test func `a task that failed on two executors of a host doesn't go back to the host`() throws {
        var scheduler = scheduler([("a", "h1"), ("b", "h1"), ("c", "h1")])
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: .zero)
        #expect(scheduler.taskFinished(0, outcome: .failure(), now: .zero).launched.count == 1)
        #expect(scheduler.taskFinished(1, outcome: .failure(), now: .zero).launched.isEmpty)
        #expect(scheduler.executorAdded("d", host: "h2", slots: 1, now: .zero).launches == ["0.0/0@d"])
    }

    @Test func `an executor where two tasks failed is excluded for the stage, a host after two executors`() {
        var scheduler = scheduler([("a", "h1")])
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0, 1, 2, 3, 4]), now: .zero)
        #expect(!scheduler.taskFinished(0, outcome: .failure(), now: .zero).launched.isEmpty)
        let end = scheduler.taskFinished(1, outcome: .failure(), now: .zero)
        #expect(end.contains(.executorExcluded(executorID: "a", stageID: 0, stageAttempt: 0)))
        #expect(end.launched.isEmpty)
        #expect(!scheduler.executorAdded("b", host: "h1", slots: 1, now: .zero).launched.isEmpty)
        #expect(!scheduler.taskFinished(2, outcome: .failure(), now: .zero).launched.isEmpty)
        let last = scheduler.taskFinished(3, outcome: .failure(), now: .zero)
        #expect(last.contains(.hostExcluded(host: "h1", stageID: 0, stageAttempt: 0)))
        #expect(scheduler.executorAdded("c", host: "h1", slots: 1, now: .zero).isEmpty)
        #expect(scheduler.executorAdded("d", host: "h2", slots: 1, now: .zero).launched.count == 1)
    }

    @Test func `another stage still uses the executor`() {
        var scheduler = scheduler([("a", "h1")])
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: .zero)
        _ = scheduler.taskFinished(0, outcome: .failure(), now: .zero)
        #expect(scheduler.submit(TaskSetSpec(stageID: 1, partitions: [0]), now: .zero).launches == ["1.0/0@a"])
    }

    @Test func `a task that may run nowhere waits for another executor, and in the end its set is given up`() {
        var scheduler = scheduler([("a", "h1")])
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: .zero)
        #expect(scheduler.taskFinished(0, outcome: .failure(), now: seconds(10)).aborts.isEmpty)
        #expect(scheduler.nextWakeUp == seconds(130))
        var rescued = scheduler
        #expect(rescued.executorAdded("b", host: "h2", slots: 1, now: seconds(100)).launched.count == 1)
        #expect(rescued.nextWakeUp == nil)
        #expect(scheduler.tick(now: seconds(129)).isEmpty)
        let end = scheduler.tick(now: seconds(130))
        #expect(end.aborts.first?.code == "task-excluded-everywhere")
        #expect(end.finishedSets == ["0.0"])
    }

    @Test func `switched off, a task goes back to the executor where it failed`() {
        var scheduler = TaskScheduler()
        _ = scheduler.executorAdded("a", host: "h1", slots: 1, now: .zero)
        _ = scheduler.submit(TaskSetSpec(stageID: 0, partitions: [0]), now: .zero)
        #expect(scheduler.taskFinished(0, outcome: .failure(), now: .zero).launches == ["0.0/0@a"])
    }
}
