import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct DecommissionTests {
    private let seconds = SchedulerTime.seconds

    private func launches(_ effects: [SchedulerEffect]) -> [String] {
        effects.compactMap {
            if case .launch(let task) = $0 { "\(task.stageID)/\(task.partition)@\(task.executorID)" } else { nil }
        }
    }

    private func taskIDs(_ effects: [SchedulerEffect]) -> [Int] {
        effects.compactMap { if case .launch(let task) = $0 { task.taskID } else { nil } }
    }

    private func state(maxFailures: Int = 1) -> SchedulerState {
        var settings = SchedulerSettings()
        settings.maxTaskFailures = maxFailures
        var state = SchedulerState(settings: settings)
        _ = state.executorAdded("a", host: "h1", slots: 1, now: .zero)
        _ = state.executorAdded("b", host: "h2", slots: 1, now: .zero)
        return state
    }

    @Test func `nothing is launched on it, and what runs goes on`() {
        var state = state()
        let first = state.submit(job(0, [resultStage(partitions: 4)]), now: .zero)
        #expect(first.count { if case .launch = $0 { true } else { false } } == 2)
        #expect(state.executorDecommissioned("a", now: .zero).isEmpty)
        #expect(state.executorDecommissioned("a", now: .zero).isEmpty, "twice is once")
        #expect(state.executorDecommissioned("x", now: .zero).isEmpty)
        let onA = first.compactMap { effect -> Int? in
            if case .launch(let task) = effect, task.executorID == "a" { task.taskID } else { nil }
        }
        let end = state.taskFinished(onA[0], outcome: .succeeded, now: .zero)
        #expect(end.contains { if case .taskResult = $0 { true } else { false } })
        #expect(launches(end) == [])
        #expect(launches(state.executorAdded("c", host: "h1", slots: 1, now: .zero)).count == 1)
    }

    @Test func `nothing is launched on one that can't be reached, and its loss counts`() {
        var state = state(maxFailures: 1)
        let first = state.submit(job(0, [resultStage(partitions: 3)]), now: .zero)
        // The last executor offers its slot first.
        #expect(launches(first) == ["0/0@b", "0/1@a"])
        state.executorSilent("a")
        state.executorSilent("x")
        // Its task's end is known, so it has a slot free, which is of no use.
        #expect(launches(state.taskFinished(taskIDs(first)[1], outcome: .succeeded, now: .zero)) == [])
        #expect(launches(state.taskFinished(taskIDs(first)[0], outcome: .succeeded, now: .zero)) == ["0/2@b"])
        state.executorSilent("b")
        let lost = state.executorLost("b", reason: .exited(ExecutorExit(code: 132)), now: .zero)
        #expect(lost.contains { if case .jobFailed = $0 { true } else { false } })
    }

    @Test func `its loss is no task's failure, whatever ended it`() {
        var state = state(maxFailures: 1)
        _ = state.submit(job(0, [resultStage(partitions: 2)]), now: .zero)
        _ = state.executorDecommissioned("a", now: .zero)
        let effects = state.executorLost("a", reason: .exited(ExecutorExit(code: 137)), now: .zero)
        #expect(!effects.contains { if case .jobFailed = $0 { true } else { false } })
        #expect(!state.dag.activeJobIDs.isEmpty)
    }

    @Test func `tasks that would like to run there don't wait for it`() {
        var state = state()
        let location = [TaskLocation(host: "h1", executorID: "a")]
        let stage = resultStage(partitions: 2, locations: [location, location])
        #expect(launches(state.submit(job(0, [stage]), now: .zero)) == ["0/0@a"])
        #expect(launches(state.executorDecommissioned("a", now: .zero)) == ["0/1@b"])
    }

    /// Shuffle 0 has partition 0 on a; partition 1 runs on b.
    private func mapping() -> (SchedulerState, running: Int) {
        var state = state()
        let first = state.submit(
            job(
                0,
                [
                    mapStage(0, locations: [[TaskLocation(host: "h1")], [TaskLocation(host: "h2")]]),
                    resultStage(partitions: 1, reads: [0]),
                ]
            ),
            now: .zero
        )
        #expect(launches(first).sorted() == ["0/0@a", "0/1@b"])
        var running = -1
        for case .launch(let task) in first {
            if task.partition == 0 {
                _ = state.taskFinished(task.taskID, outcome: .succeeded, now: .zero)
            } else {
                running = task.taskID
            }
        }
        return (state, running)
    }

    @Test func `a map output that was moved isn't lost with the executor`() {
        var (state, running) = mapping()
        let epoch = state.dag.mapOutputs.epoch
        _ = state.executorDecommissioned("a", now: .zero)
        #expect(
            state.mapOutputMoved(shuffleID: 0, mapIndex: 0, from: "a", to: "b", now: .zero)
                == [.mapOutputMoved(shuffleID: 0, mapIndex: 0, from: "a", to: "b")]
        )
        #expect(state.dag.mapOutputs.epoch == epoch + 1)
        let lost = state.executorLost("a", reason: .decommissioned, now: .zero)
        #expect(lost.isEmpty, "\(lost)")
        let end = state.taskFinished(running, outcome: .succeeded, now: .zero)
        #expect(launches(end) == ["1/0@b"])
        guard case .launch(let task)? = end.last else {
            Issue.record("\(end)")
            return
        }
        #expect(task.epoch == state.dag.mapOutputs.epoch, "the executor learns that what it knows is old")
    }

    @Test func `a map output that wasn't moved is computed again`() {
        var (state, _) = mapping()
        _ = state.executorDecommissioned("a", now: .zero)
        let lost = state.executorLost("a", reason: .decommissioned, now: .zero)
        #expect(lost.contains(.mapOutputsLost(shuffleID: 0, mapIndexes: [0])))
        #expect(state.tasks.pendingTaskCount == 1)
    }

    @Test func `moves that can't be are ignored`() {
        var (state, _) = mapping()
        for (mapIndex, from, to) in [(0, "b", "a"), (0, "a", "x"), (0, "a", "a"), (1, "b", "a"), (9, "a", "b")] {
            let effects = state.mapOutputMoved(shuffleID: 0, mapIndex: mapIndex, from: from, to: to, now: .zero)
            #expect(effects.isEmpty)
        }
        #expect(state.mapOutputMoved(shuffleID: 7, mapIndex: 0, from: "a", to: "b", now: .zero).isEmpty)
        #expect(state.dag.mapOutputs.executor(of: 0, mapIndex: 0) == "a")
    }

    @Test func `ends told together are settled one by one, and the slots are offered once`() {
        var state = state()
        let first = taskIDs(state.submit(job(0, [resultStage(partitions: 4)]), now: .zero))
        let effects = state.tasksFinished(
            [(first[0], .succeeded), (99, .succeeded), (first[1], .succeeded)],
            now: .zero
        )
        #expect(effects.count == 4)
        #expect(effects[0].contains(.taskResult(jobID: 0, index: 0)))
        #expect(effects[1].isEmpty)
        #expect(effects[2].contains(.taskResult(jobID: 0, index: 1)))
        #expect(launches(effects[0] + effects[1] + effects[2]) == [])
        #expect(launches(effects[3]).count == 2)
        #expect(state.tasksFinished([], now: .zero) == [[]])
    }
}

@Suite struct FetchFailureScopeTests {
    /// Two shuffles' outputs on a and b; result stage 2 reads both.
    private func reducing() -> DAGScheduler {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job([mapStage(0), mapStage(1), resultStage(reads: [0, 1])]))
        _ = dag.finishMap(0, [0, 1], on: "a")
        _ = dag.finishMap(1, [0], on: "a")
        _ = dag.finishMap(1, [1], on: "b")
        dag.blockCached(rddID: 5, partition: 0, executorID: "a")
        return dag
    }

    private func failure(map: Int?, isCorruption: Bool) -> FetchFailure {
        FetchFailure(shuffleID: 0, mapIndex: map, executorID: "a", message: "bad", isCorruption: isCorruption)
    }

    @Test func `a damaged output alone is lost`() {
        var dag = reducing()
        let actions = dag.fetchFailed(
            stageID: 2,
            stageAttempt: 0,
            failure: failure(map: 1, isCorruption: true)
        )
        let lost = actions.filter { if case .mapOutputsLost = $0 { true } else { false } }
        #expect(lost == [.mapOutputsLost(shuffleID: 0, mapIndexes: [1])])
        #expect(dag.cachedBlocks.hasAny(executorID: "a"))
        #expect(dag.resubmitFailedStages().submitted == ["0.1:1"])
        #expect(dag.finishMap(0, attempt: 1, [1], on: "a").submitted == ["2.1:0,1"], "what a says is believed")
    }

    @Test func `any number of outputs may be damaged once; one damaged again and again ends the job`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job([mapStage(0, partitions: 6), resultStage(reads: [0])]))
        _ = dag.finishMap(0, Array(0..<6), on: "a")
        var attempt = 0
        func meet(_ map: Int) -> [DAGSchedulerAction] {
            let failure = failure(map: map, isCorruption: true)
            // Another task of the attempt meets the same output.
            let actions = (0..<2).flatMap { _ in
                dag.fetchFailed(stageID: 1, stageAttempt: attempt, failure: failure)
            }
            guard actions.failedJobs.isEmpty else { return actions }
            attempt += 1
            #expect(dag.resubmitFailedStages().submitted == ["0.\(attempt):\(map)"])
            #expect(dag.finishMap(0, attempt: attempt, [map], on: "a").submitted == ["1.\(attempt):0,1"])
            return actions
        }
        for map in 0..<6 { #expect(meet(map).failedJobs.isEmpty) }
        for _ in 0..<3 { #expect(meet(2).failedJobs.isEmpty) }
        #expect(meet(2).failedJobs[0]?.cause?.code == "stage-attempts-exhausted")
    }

    @Test func `damage isn't remembered beyond an attempt that ends well`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job([mapStage(0), mapStage(1, reads: [0]), resultStage(reads: [1])]))
        _ = dag.finishMap(0, [0, 1], on: "a")
        _ = dag.fetchFailed(stageID: 1, stageAttempt: 0, failure: failure(map: 1, isCorruption: true))
        #expect(dag.stages[1]?.damagedOutputs.count == 1 && dag.stages[1]?.failedAttempts.isEmpty == true)
        _ = dag.resubmitFailedStages()
        _ = dag.finishMap(0, attempt: 1, [1], on: "a")
        #expect(dag.finishMap(1, attempt: 1, [0, 1], on: "b").submitted == ["2.0:0,1"])
        #expect(dag.stages[1]?.damagedOutputs.isEmpty == true)
    }

    @Test func `where it can't be told which output is damaged, all of the executor's are lost`() {
        var dag = reducing()
        let actions = dag.fetchFailed(
            stageID: 2,
            stageAttempt: 0,
            failure: failure(map: nil, isCorruption: true)
        )
        #expect(actions.contains(.mapOutputsLost(shuffleID: 0, mapIndexes: [0, 1])))
        #expect(actions.contains(.mapOutputsLost(shuffleID: 1, mapIndexes: [0])))
    }

    @Test func `an executor that can't be reached may live: it is to tell its blocks again`() {
        var dag = reducing()
        let actions = dag.fetchFailed(
            stageID: 2,
            stageAttempt: 0,
            failure: failure(map: 0, isCorruption: false)
        )
        #expect(actions.contains(.blocksForgotten(executorID: "a")))
        #expect(!dag.cachedBlocks.hasAny(executorID: "a"))
        // It does, and is as good as before.
        dag.blockCached(rddID: 5, partition: 0, executorID: "a")
        #expect(dag.cachedBlocks.hasAny(executorID: "a"))
    }

    @Test func `outputs written since aren't thrown away by what an older attempt finds`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job(0, [mapStage(0), resultStage(reads: [0])]))
        _ = dag.finishMap(0, [0, 1], on: "a")
        _ = dag.submit(job(1, [mapStage(0), resultStage(reads: [0])]))
        // The first job finds out, and a computes its outputs again.
        _ = dag.failFetch(1, shuffle: 0, map: 0, from: "a")
        _ = dag.resubmitFailedStages()
        _ = dag.finishMap(0, attempt: 1, [0, 1], on: "a")
        // The second job's attempt is as old: one output is looked at again, no more.
        let actions = dag.failFetch(2, shuffle: 0, map: 1, from: "a")
        let lost = actions.filter { if case .mapOutputsLost = $0 { true } else { false } }
        #expect(lost == [.mapOutputsLost(shuffleID: 0, mapIndexes: [1])])
    }
}
