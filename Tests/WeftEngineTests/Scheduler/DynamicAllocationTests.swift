import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct DynamicAllocationTests {
    private let seconds = SchedulerTime.seconds
    private static func nothing(_ executorID: String) -> ExecutorHoldings { ExecutorHoldings() }

    private func allocation(_ change: (inout DynamicAllocationSettings) -> Void = { _ in }) -> DynamicAllocation {
        var settings = DynamicAllocationSettings()
        settings.maxExecutors = 100
        change(&settings)
        return DynamicAllocation(settings: settings)
    }

    private func pending(_ count: Int, running: Int = 0) -> DynamicAllocation.Demand {
        DynamicAllocation.Demand(pendingTasks: count, runningTasks: running)
    }

    /// Updates at each of its wake-ups up to a time, and returns the targets it asks for.
    private func targets(
        _ allocation: inout DynamicAllocation,
        _ demand: DynamicAllocation.Demand,
        upTo end: SchedulerTime
    ) -> [Int] {
        var now = SchedulerTime.zero
        var targets: [Int] = []
        for _ in 0..<1000 {
            for case .setTarget(let target) in allocation.update(demand, now: now, holdings: Self.nothing) {
                targets.append(target)
            }
            guard let next = allocation.nextWakeUp, next <= end else { break }
            #expect(next > now)
            now = next
        }
        return targets
    }

    @Test func `executors are asked for by ones, twos, fours, up to what the tasks need`() {
        var allocation = allocation { $0.slotsPerExecutor = 4 }
        #expect(targets(&allocation, pending(80), upTo: seconds(60)) == [1, 3, 7, 15, 20])
        #expect(allocation.nextWakeUp == nil)
    }

    @Test func `the first request waits for a backlog, the next ones for a sustained one`() {
        var allocation = allocation {
            $0.schedulerBacklogTimeout = .seconds(10)
            $0.sustainedSchedulerBacklogTimeout = .seconds(1)
        }
        #expect(allocation.update(pending(9), now: .zero, holdings: Self.nothing).isEmpty)
        #expect(allocation.nextWakeUp == seconds(10))
        #expect(allocation.update(pending(9), now: seconds(9), holdings: Self.nothing).isEmpty)
        #expect(allocation.update(pending(9), now: seconds(10), holdings: Self.nothing) == [.setTarget(1)])
        #expect(allocation.nextWakeUp == seconds(11))
        #expect(allocation.update(pending(9), now: seconds(11), holdings: Self.nothing) == [.setTarget(3)])
        // The backlog is gone for a moment: patience and steps begin anew.
        #expect(allocation.update(pending(0, running: 9), now: seconds(12), holdings: Self.nothing).isEmpty)
        #expect(allocation.nextWakeUp == nil)
        #expect(allocation.update(pending(9, running: 9), now: seconds(13), holdings: Self.nothing).isEmpty)
        #expect(allocation.update(pending(9, running: 9), now: seconds(23), holdings: Self.nothing) == [.setTarget(4)])
    }

    @Test func `the maximum and the ratio are kept`() {
        var few = allocation { $0.maxExecutors = 5 }
        #expect(targets(&few, pending(80), upTo: seconds(60)).last == 5)
        var half = allocation { $0.executorAllocationRatio = 0.5 }
        #expect(targets(&half, pending(20), upTo: seconds(60)).last == 10)
        var all = allocation { $0.maxExecutors = .max }
        #expect(targets(&all, pending(.max / 2), upTo: seconds(5)).last == 31)
    }

    @Test func `what isn't needed any more is not asked for, down to the minimum`() {
        var allocation = allocation { $0.minExecutors = 2 }
        _ = targets(&allocation, pending(15), upTo: seconds(60))
        #expect(allocation.target == 15)
        #expect(allocation.update(pending(0, running: 6), now: seconds(70), holdings: Self.nothing) == [.setTarget(6)])
        #expect(allocation.update(pending(0), now: seconds(71), holdings: Self.nothing) == [.setTarget(2)])
    }

    @Test func `the initial number stays until there is work`() {
        var allocation = allocation {
            $0.initialExecutors = 4
            $0.minExecutors = 1
        }
        #expect(allocation.target == 4)
        #expect(allocation.update(pending(0), now: seconds(1000), holdings: Self.nothing).isEmpty)
        #expect(allocation.update(pending(1), now: seconds(1001), holdings: Self.nothing) == [.setTarget(1)])
    }

    @Test func `a second copy needs a second executor`() {
        let demand = DynamicAllocation.Demand(speculativeTasks: 1, runningTasks: 1)
        #expect(allocation { $0.slotsPerExecutor = 8 }.executorsNeeded(demand) == 2)
    }

    @Test func `a task that may run nowhere needs one executor more than there are`() {
        var allocation = allocation()
        for id in ["a", "b", "c"] { allocation.executorAdded(id, now: .zero) }
        #expect(
            allocation.executorsNeeded(DynamicAllocation.Demand(pendingTasks: 1, unschedulableTaskSets: 1)) == 4
        )
    }

    @Test func `an executor idle for long enough goes, one that works doesn't`() {
        var allocation = allocation()
        allocation.executorAdded("a", now: .zero)
        allocation.executorAdded("b", now: .zero)
        allocation.taskStarted(on: "b")
        #expect(allocation.nextWakeUp == seconds(60))
        #expect(allocation.update(pending(0, running: 1), now: seconds(59), holdings: Self.nothing).isEmpty)
        #expect(
            allocation.update(pending(0, running: 1), now: seconds(60), holdings: Self.nothing) == [
                .release(executorID: "a", idleFor: .seconds(60))
            ]
        )
        #expect(allocation.update(pending(0, running: 1), now: seconds(500), holdings: Self.nothing).isEmpty)
        allocation.executorRemoved("a")
        allocation.taskEnded(on: "b", now: seconds(500))
        #expect(allocation.nextWakeUp == seconds(560))
        allocation.taskStarted(on: "b")
        allocation.taskEnded(on: "b", now: seconds(550))
        #expect(allocation.update(pending(0), now: seconds(560), holdings: Self.nothing).isEmpty)
        #expect(
            allocation.update(pending(0), now: seconds(610), holdings: Self.nothing) == [
                .release(executorID: "b", idleFor: .seconds(60))
            ]
        )
    }

    @Test func `never so many go that fewer than the minimum or the target are left`() {
        var allocation = allocation { $0.minExecutors = 2 }
        for number in 0..<4 { allocation.executorAdded("e\(number)", now: seconds(Double(number))) }
        let released = allocation.update(pending(0), now: seconds(100), holdings: Self.nothing)
        #expect(
            released == [
                .setTarget(2), .release(executorID: "e0", idleFor: .seconds(100)),
                .release(executorID: "e1", idleFor: .seconds(99)),
            ]
                || released.suffix(2) == [
                    .release(executorID: "e0", idleFor: .seconds(100)),
                    .release(executorID: "e1", idleFor: .seconds(99)),
                ]
        )
        // Another one comes: there is one too many again.
        allocation.executorAdded("e4", now: seconds(101))
        #expect(
            allocation.update(pending(0), now: seconds(101), holdings: Self.nothing) == [
                .release(executorID: "e2", idleFor: .seconds(99))
            ]
        )
    }

    @Test func `executors kept for a target go when the target falls`() {
        var allocation = allocation()
        _ = targets(&allocation, pending(2), upTo: seconds(10))
        for id in ["a", "b"] { allocation.executorAdded(id, now: seconds(10)) }
        #expect(allocation.update(pending(2), now: seconds(70), holdings: Self.nothing).isEmpty)
        #expect(
            allocation.update(pending(0), now: seconds(71), holdings: Self.nothing) == [
                .setTarget(0), .release(executorID: "a", idleFor: .seconds(61)),
                .release(executorID: "b", idleFor: .seconds(61)),
            ]
        )
    }

    private static let held: [(holdings: ExecutorHoldings, timeout: Duration?)] = [
        (ExecutorHoldings(), .seconds(60)),
        (ExecutorHoldings(hasCachedBlocks: true), .seconds(300)),
        (ExecutorHoldings(hasShuffleOutputs: true), .seconds(200)),
        (ExecutorHoldings(hasCachedBlocks: true, hasShuffleOutputs: true), .seconds(300)),
        (ExecutorHoldings(hasShuffleOutputs: true, hasActiveShuffleOutputs: true), nil),
    ]

    @Test(arguments: held)
    func `what an executor holds keeps it longer`(holdings: ExecutorHoldings, timeout: Duration?) {
        var allocation = allocation {
            $0.cachedExecutorIdleTimeout = .seconds(300)
            $0.shuffleTrackingTimeout = .seconds(200)
        }
        allocation.executorAdded("a", now: .zero)
        _ = allocation.update(pending(0), now: seconds(60)) { _ in holdings }
        guard let timeout else {
            #expect(allocation.nextWakeUp == nil)
            // Its jobs are over, and nothing refers to the files.
            allocation.holdingsChanged(now: seconds(400))
            #expect(allocation.nextWakeUp == seconds(400))
            #expect(allocation.update(pending(0), now: seconds(400), holdings: Self.nothing).count == 1)
            return
        }
        if timeout > .seconds(60) { #expect(allocation.nextWakeUp == SchedulerTime.zero + timeout) }
        let later = allocation.update(pending(0), now: SchedulerTime.zero + timeout) { _ in holdings }
        #expect(timeout == .seconds(60) ? later.isEmpty : later == [.release(executorID: "a", idleFor: timeout)])
        #expect(allocation.executorCount == 0)
    }

    @Test func `without time-outs nothing goes, and shuffle files count only where they are tracked`() {
        var settings = DynamicAllocationSettings()
        #expect(settings.idleTimeout(ExecutorHoldings(hasCachedBlocks: true)) == nil)
        #expect(settings.idleTimeout(ExecutorHoldings(hasShuffleOutputs: true)) == nil)
        settings.isShuffleTrackingEnabled = false
        #expect(
            settings.idleTimeout(ExecutorHoldings(hasShuffleOutputs: true, hasActiveShuffleOutputs: true))
                == .seconds(60)
        )
        settings.executorIdleTimeout = nil
        #expect(settings.idleTimeout(ExecutorHoldings()) == nil)
        var allocation = DynamicAllocation(settings: settings)
        allocation.executorAdded("a", now: .zero)
        #expect(allocation.nextWakeUp == nil)
    }

    @Test func `executors on their way out for other reasons aren't counted`() {
        var allocation = allocation { $0.minExecutors = 1 }
        for id in ["a", "b"] { allocation.executorAdded(id, now: .zero) }
        allocation.executorLeaving("a")
        allocation.executorLeaving("x")
        #expect(allocation.executorCount == 1)
        #expect(
            !allocation.update(pending(0), now: seconds(60), holdings: Self.nothing).contains {
                if case .release = $0 { true } else { false }
            }
        )
    }
}

@Suite struct DynamicAllocationSchedulingTests {
    private let seconds = SchedulerTime.seconds

    private func state(decommissions: Bool = true) -> SchedulerState {
        var settings = SchedulerSettings()
        settings.isDecommissionEnabled = decommissions
        var allocation = DynamicAllocationSettings()
        allocation.maxExecutors = 3
        allocation.slotsPerExecutor = 2
        return SchedulerState(settings: settings, allocation: allocation)
    }

    private func launched(_ effects: [SchedulerEffect]) -> [Int] {
        effects.compactMap { if case .launch(let task) = $0 { task.taskID } else { nil } }
    }

    @Test(arguments: [true, false])
    func `a job gets executors, and they go when it is over and its files aren't referred to`(decommissions: Bool) {
        var state = state(decommissions: decommissions)
        #expect(state.executorTarget == 0 && state.nextWakeUp == nil)
        #expect(
            !state.submit(job([mapStage(0, partitions: 4), resultStage(partitions: 1, reads: [0])]), now: .zero).isEmpty
        )
        #expect(state.nextWakeUp == seconds(1))
        #expect(state.tick(now: seconds(1)) == [.executorTargetChanged(1)])
        #expect(state.tick(now: seconds(2)) == [.executorTargetChanged(2)])
        var running = launched(state.executorAdded("a", host: "h1", slots: 2, now: seconds(3)))
        running += launched(state.executorAdded("b", host: "h2", slots: 2, now: seconds(3)))
        #expect(running.count == 4)
        var isOver = false
        while let taskID = running.popLast() {
            let effects = state.taskFinished(taskID, outcome: .succeeded, now: seconds(4))
            running += launched(effects)
            isOver = isOver || effects.contains(.jobSucceeded(jobID: 0))
        }
        #expect(isOver && state.executorTarget == 0)
        #expect(state.tick(now: seconds(500)).isEmpty, "the files may be used again")
        let effects = state.shuffleUnreferenced(0, now: seconds(501))
        let reason = "it was idle for 497 s"
        let expected: [SchedulerEffect] = ["a", "b"].map {
            decommissions
                ? .decommissionExecutor(executorID: $0, reason: reason)
                : .releaseExecutor(executorID: $0, reason: reason)
        }
        #expect(Set(effects.suffix(2)) == Set(expected), "\(effects)")
        let next = state.submit(job(1, [resultStage(partitions: 1)]), now: seconds(502))
        #expect(launched(next).isEmpty, "nothing is launched on what goes")
        #expect(state.executorLost("a", reason: .released("idle"), now: seconds(502.5)).isEmpty)
    }
}
