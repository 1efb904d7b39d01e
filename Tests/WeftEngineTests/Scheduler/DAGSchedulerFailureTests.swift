import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct DAGSchedulerFailureTests {
    /// Map stage 0 is done, half on a and half on b; result stage 1 runs.
    private func reducing() -> DAGScheduler {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job([mapStage(0), resultStage(reads: [0])]))
        _ = dag.finishMap(0, [0], on: "a")
        _ = dag.finishMap(0, [1], on: "b")
        return dag
    }

    @Test func `a fetch failure runs the lost map partition again, then the missing results`() {
        var dag = reducing()
        #expect(dag.finishResult(1, [0]).results == ["0:0"])
        let failure = dag.failFetch(1, shuffle: 0, map: 0, from: "a")
        #expect(
            failure == [
                .stageCompleted(stageID: 1, stageAttempt: 0, failure: "connection refused"),
                .mapOutputsLost(shuffleID: 0, mapIndexes: [0]),
                .scheduleResubmit(after: .milliseconds(200)),
            ]
        )
        #expect(dag.resubmitFailedStages().submitted == ["0.1:0"])
        #expect(dag.finishMap(0, attempt: 1, [0], on: "b").submitted == ["1.1:1"])
        let end = dag.finishResult(1, attempt: 1, [1])
        #expect(end.results == ["0:1"] && end.succeededJobs == [0])
    }

    @Test func `all outputs of the executor that couldn't be reached are taken for lost`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job([mapStage(0, partitions: 3), mapStage(1), resultStage(reads: [0, 1])]))
        _ = dag.finishMap(0, [0, 1], on: "a")
        _ = dag.finishMap(0, [2], on: "b")
        _ = dag.finishMap(1, [0, 1], on: "a")
        #expect(
            dag.failFetch(2, shuffle: 0, map: 1, from: "a").filter {
                if case .mapOutputsLost = $0 { true } else { false }
            } == [
                .mapOutputsLost(shuffleID: 0, mapIndexes: [1]), .mapOutputsLost(shuffleID: 0, mapIndexes: [0]),
                .mapOutputsLost(shuffleID: 1, mapIndexes: [0, 1]),
            ]
        )
        #expect(dag.resubmitFailedStages().submitted == ["0.1:0,1", "1.1:0,1"])
    }

    @Test func `several fetch failures of one attempt make one resubmission`() {
        var dag = reducing()
        #expect(dag.failFetch(1, shuffle: 0, map: 0, from: "a").schedulesResubmit)
        #expect(!dag.failFetch(1, shuffle: 0, map: 1, from: "b").schedulesResubmit)
        #expect(dag.resubmitFailedStages().submitted == ["0.1:0,1"])
        #expect(dag.resubmitFailedStages().isEmpty)
    }

    @Test func `a fetch failure of an old attempt changes nothing`() {
        var dag = reducing()
        _ = dag.failFetch(1, shuffle: 0, map: 0, from: "a")
        _ = dag.resubmitFailedStages()
        _ = dag.finishMap(0, attempt: 1, [0], on: "b")
        #expect(dag.failFetch(1, attempt: 0, shuffle: 0, map: 1, from: "b").isEmpty)
        #expect(dag.mapOutputs.isAvailable(0))
    }

    @Test func `a fetch failure without a known place still repeats the stage`() {
        var dag = reducing()
        #expect(dag.failFetch(1, shuffle: 0, map: nil, from: nil).schedulesResubmit)
        #expect(dag.resubmitFailedStages().submitted == ["1.1:0,1"])
    }

    @Test func `a stage that keeps losing its input is given up after four attempts in a row`() {
        var dag = reducing()
        for attempt in 0..<3 {
            #expect(dag.failFetch(1, attempt: attempt, shuffle: 0, map: 0, from: "a").failedJobs.isEmpty)
            #expect(dag.resubmitFailedStages().submitted == ["0.\(attempt + 1):0"])
            #expect(dag.finishMap(0, attempt: attempt + 1, [0]).submitted == ["1.\(attempt + 1):0,1"])
        }
        let end = dag.failFetch(1, attempt: 3, shuffle: 0, map: 0, from: "a")
        #expect(!end.schedulesResubmit)
        let error = end.failedJobs[0]
        #expect(error?.code == "job-aborted")
        #expect(error?.message == "job 0 was aborted because stage 1 (collect) failed")
        #expect(error?.location == "App.swift:7")
        #expect(error?.cause?.code == "stage-attempts-exhausted")
        #expect(
            error?.cause?.message
                == "stage 1 couldn't read its shuffle input in 4 attempts in a row; the last time: connection refused"
        )
        #expect(dag.stages.isEmpty && dag.failedStages.isEmpty)
        #expect(dag.resubmitFailedStages().isEmpty)
    }

    @Test func `an attempt that ends well resets the count`() {
        var dag = DAGScheduler.withExecutors(["a", "b", "c"])
        _ = dag.submit(job([mapStage(0), mapStage(1, reads: [0]), resultStage(reads: [1])]))
        _ = dag.finishMap(0, [0, 1], on: "a")
        for attempt in 0..<3 {
            _ = dag.failFetch(1, attempt: attempt, shuffle: 0, map: 0, from: nil)
            _ = dag.resubmitFailedStages()
            _ = dag.finishMap(0, attempt: attempt + 1, [0], on: "a")
        }
        #expect(dag.finishMap(1, attempt: 3, [0, 1], on: "b").submitted == ["2.0:0,1"])
        _ = dag.failFetch(2, shuffle: 1, map: 0, from: "b")
        #expect(dag.resubmitFailedStages().submitted == ["1.4:0,1"])
        #expect(dag.failFetch(1, attempt: 4, shuffle: 0, map: 0, from: nil).failedJobs.isEmpty)
    }

    @Test func `outputs lost while the map stage runs are computed by another attempt`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job([mapStage(0, partitions: 3), resultStage(reads: [0])]))
        _ = dag.finishMap(0, [0], on: "a")
        #expect(
            dag.executorLost("a", hasShuffleFilesElsewhere: false) == [.mapOutputsLost(shuffleID: 0, mapIndexes: [0])]
        )
        let end = dag.finishMap(0, [1, 2], on: "b")
        #expect(end.contains(.stageCompleted(stageID: 0, stageAttempt: 0, failure: nil)))
        #expect(end.submitted == ["0.1:0"])
        #expect(dag.finishMap(0, attempt: 1, [0], on: "b").submitted == ["1.0:0,1"])
    }

    @Test func `a partition its task set computes again is awaited`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job([mapStage(0), resultStage(reads: [0])]))
        _ = dag.finishMap(0, [0], on: "a")
        _ = dag.taskResubmitted(stageID: 0, stageAttempt: 0, partition: 0)
        _ = dag.executorLost("a", hasShuffleFilesElsewhere: false)
        #expect(dag.finishMap(0, [1], on: "b").isEmpty == false)
        #expect(dag.runningStageIDs == [0])
        #expect(dag.finishMap(0, [0], on: "b").submitted == ["1.0:0,1"])
    }

    @Test func `outputs lost after the map stage are computed when the reduce stage fails to fetch`() {
        var dag = reducing()
        #expect(
            dag.executorLost("b", hasShuffleFilesElsewhere: false) == [.mapOutputsLost(shuffleID: 0, mapIndexes: [1])]
        )
        _ = dag.failFetch(1, shuffle: 0, map: 1, from: "b")
        #expect(dag.resubmitFailedStages().submitted == ["0.1:1"])
    }

    @Test func `outputs in a shuffle service outlive their executor`() {
        var dag = reducing()
        #expect(dag.executorLost("b", hasShuffleFilesElsewhere: true).isEmpty)
        #expect(dag.mapOutputs.isAvailable(0))
    }

    @Test func `what an executor lost since says isn't believed`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job([mapStage(0), resultStage(reads: [0])]))
        _ = dag.executorLost("a", hasShuffleFilesElsewhere: false)
        #expect(dag.finishMap(0, [0], on: "a").isEmpty)
        #expect(dag.mapOutputs.availableCount(of: 0) == 0)
        #expect(dag.finishMap(0, [1], on: "b").submitted == ["0.1:0"])
        // The same id come back is another executor.
        dag.executorAdded("a", host: "host-a")
        #expect(dag.finishMap(0, attempt: 1, [0], on: "a").submitted == ["1.0:0,1"])
    }

    @Test func `late results of an old attempt count, and spare the current one the work`() {
        var dag = DAGScheduler.withExecutors(["a", "b", "c"])
        _ = dag.submit(job([mapStage(0), mapStage(1, partitions: 3, reads: [0]), resultStage(reads: [1])]))
        _ = dag.finishMap(0, [0, 1], on: "a")
        _ = dag.failFetch(1, shuffle: 0, map: 0, from: "a")
        _ = dag.resubmitFailedStages()
        #expect(dag.finishMap(0, attempt: 1, [0, 1], on: "b").submitted == ["1.1:0,1,2"])
        #expect(
            dag.finishMap(1, attempt: 0, [2], on: "c") == [
                .mapOutputRegistered(shuffleID: 1, mapIndex: 2, executorID: "c"),
                .partitionCompleted(stageID: 1, partition: 2),
            ]
        )
        #expect(dag.finishMap(1, attempt: 0, [1], on: "a").isEmpty, "a was lost after that attempt began")
        #expect(dag.finishMap(1, attempt: 1, [0, 1], on: "b").submitted == ["2.0:0,1"])
    }

    @Test func `late results complete a stage that was about to be repeated`() {
        var dag = DAGScheduler.withExecutors(["a", "b", "c"])
        _ = dag.submit(job([mapStage(0), mapStage(1, reads: [0]), resultStage(reads: [1])]))
        _ = dag.finishMap(0, [0, 1], on: "a")
        _ = dag.finishMap(1, [0], on: "b")
        _ = dag.failFetch(1, shuffle: 0, map: 0, from: "a")
        _ = dag.finishMap(1, [1], on: "b")
        let actions = dag.resubmitFailedStages()
        #expect(!actions.submitted.contains { $0.hasPrefix("1.") })
        _ = dag.finishMap(0, attempt: 1, [0, 1], on: "c")
        #expect(dag.runningStageIDs == [2])
    }

    @Test func `a result computed twice is handed out once`() {
        var dag = reducing()
        _ = dag.failFetch(1, shuffle: 0, map: 0, from: "a")
        _ = dag.resubmitFailedStages()
        _ = dag.finishMap(0, attempt: 1, [0], on: "b")
        #expect(
            dag.finishResult(1, attempt: 0, [0]) == [
                .partitionCompleted(stageID: 1, partition: 0), .taskResult(jobID: 0, index: 0),
            ]
        )
        #expect(dag.finishResult(1, attempt: 1, [0]).isEmpty)
        #expect(dag.finishResult(1, attempt: 1, [1]).succeededJobs == [0])
    }

    @Test func `a task set given up fails every job that needs its stage, with the reason below`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job(0, [mapStage(0), resultStage(reads: [0])]))
        _ = dag.submit(job(1, [mapStage(0), resultStage(reads: [0])]))
        _ = dag.submit(job(2, [resultStage()]))
        let actions = dag.taskSetFailed(stageID: 0, stageAttempt: 0, error: WeftError("task-failed", "boom"))
        #expect(actions.failedJobs.keys.sorted() == [0, 1])
        #expect(actions.failedJobs[1]?.cause?.message == "boom")
        #expect(actions.cancelledStages == [0])
        #expect(dag.activeJobIDs == [2])
        #expect(dag.runningStageIDs == [3])
        #expect(dag.taskSetFailed(stageID: 0, stageAttempt: 0, error: WeftError("task-failed", "again")).isEmpty)
    }

    @Test func `a shuffle that nothing refers to any more is forgotten`() {
        var dag = reducing()
        _ = dag.finishResult(1, [0, 1])
        #expect(dag.shuffleUnreferenced(0) == [.shuffleRemoved(shuffleID: 0)])
        #expect(dag.shuffleUnreferenced(0).isEmpty)
        #expect(dag.submit(job(1, [mapStage(0), resultStage(reads: [0])])).submitted == ["2.0:0,1"])
    }
}

@Suite struct DAGSchedulerCancellationTests {
    @Test func `cancelling a job ends the stages no other job needs`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job(0, [mapStage(0), mapStage(1), resultStage(reads: [0, 1])]))
        _ = dag.submit(job(1, [mapStage(0), resultStage(reads: [0])]))
        let actions = dag.cancelJob(0, reason: "enough")
        #expect(actions.cancelledStages == [1])
        #expect(actions.removedStages == [1, 2])
        #expect(actions.failedJobs[0]?.code == "job-cancelled")
        #expect(actions.failedJobs[0]?.message == "job 0 was cancelled: enough")
        #expect(dag.finishMap(1, [0]).isEmpty, "a task on its way out is no concern any more")
        #expect(dag.finishMap(0, [0, 1]).submitted == ["3.0:0,1"])
        #expect(dag.cancelJob(0).isEmpty)
    }

    @Test func `cancelling a job passes on whether its tasks are interrupted`() {
        var dag = DAGScheduler.withExecutors()
        var spec = job([resultStage()])
        spec.interruptOnCancel = true
        _ = dag.submit(spec)
        #expect(
            dag.cancelJob(0).contains(
                .cancelTaskSets(stageID: 0, reason: "job 0 was cancelled", interrupt: true)
            )
        )
    }

    @Test func `cancelling a group ends its jobs only`() {
        var dag = DAGScheduler.withExecutors()
        for (jobID, group) in ["etl", "etl", nil, "web"].enumerated() {
            _ = dag.submit(job(jobID, group: group, [resultStage()]))
        }
        #expect(dag.cancelJobGroup("etl").failedJobs.keys.sorted() == [0, 1])
        #expect(dag.activeJobIDs == [2, 3])
        #expect(dag.cancelAllJobs().failedJobs.keys.sorted() == [2, 3])
        #expect(dag.stages.isEmpty)
    }

    @Test func `a job cancelled while it waits for a resubmission leaves nothing to resubmit`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job([mapStage(0), resultStage(reads: [0])]))
        _ = dag.finishMap(0, [0, 1])
        _ = dag.failFetch(1, shuffle: 0)
        #expect(dag.cancelJob(0).cancelledStages == [0, 1])
        #expect(dag.resubmitFailedStages().isEmpty)
    }
}
