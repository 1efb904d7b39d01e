import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct DAGSchedulerTests {
    @Test func `a job of one stage runs it, hands out each result once and ends`() {
        var dag = DAGScheduler.withExecutors()
        let first = dag.submit(job([resultStage()]))
        let info = StageAttemptInfo(
            stageID: 0,
            stageAttempt: 0,
            name: "collect",
            callSite: "App.swift:7",
            taskCount: 2,
            shuffleID: nil,
            parentIDs: [],
            jobIDs: [0]
        )
        let set = TaskSetSpec(stageID: 0, name: "collect", partitions: [0, 1])
        #expect(first == [.jobStarted(jobID: 0, stageIDs: [0]), .stageSubmitted(info), .submitTaskSet(set)])
        #expect(dag.finishResult(0, [1]) == [.taskResult(jobID: 0, index: 1)])
        #expect(dag.finishResult(0, [1]) == [])
        #expect(
            dag.finishResult(0, [0]) == [
                .taskResult(jobID: 0, index: 0),
                .stageCompleted(stageID: 0, stageAttempt: 0, failure: nil),
                .cancelTaskSets(stageID: 0, reason: "job 0 is finished", interrupt: false),
                .stageRemoved(stageID: 0),
                .jobSucceeded(jobID: 0),
            ]
        )
        #expect(dag.activeJobIDs.isEmpty && dag.stages.isEmpty && dag.runningStages.isEmpty)
    }

    @Test func `a linear job runs its stages one after the other`() {
        var dag = DAGScheduler.withExecutors()
        #expect(
            dag.submit(job([mapStage(0), mapStage(1, partitions: 3, reads: [0]), resultStage(reads: [1])])).submitted
                == ["0.0:0,1"]
        )
        #expect(dag.finishMap(0, [0]).submitted == [])
        #expect(dag.finishMap(0, [1]).submitted == ["1.0:0,1,2"])
        #expect(dag.finishMap(1, [2, 0, 1], on: "b").submitted == ["2.0:0,1"])
        #expect(dag.mapOutputs.executors(of: 1) == ["b", "b", "b"])
        #expect(dag.finishResult(2, [0, 1]).succeededJobs == [0])
    }

    @Test func `both sides of a diamond run at once, and its foot once`() {
        var dag = DAGScheduler.withExecutors()
        let stages = [
            mapStage(0), mapStage(1, reads: [0]), mapStage(2, reads: [0]), resultStage(reads: [1, 2]),
        ]
        #expect(dag.submit(job(stages)).submitted == ["0.0:0,1"])
        #expect(dag.finishMap(0, [0, 1]).submitted == ["1.0:0,1", "2.0:0,1"])
        #expect(dag.finishMap(2, [0, 1]).submitted == [])
        #expect(dag.finishMap(1, [0, 1]).submitted == ["3.0:0,1"])
    }

    @Test func `only the partitions asked for are computed, and one asked for twice is computed once`() {
        var dag = DAGScheduler.withExecutors()
        let spec = JobSpec(jobID: 4, stages: [resultStage(partitions: 10)], partitions: [7, 3, 7])
        #expect(dag.submit(spec).submitted == ["0.0:7,3"])
        #expect(dag.finishResult(0, [7]).results == ["4:0", "4:2"])
        let last = dag.finishResult(0, [3])
        #expect(last.results == ["4:1"])
        #expect(last.succeededJobs == [4])
    }

    @Test func `a job that asks for nothing succeeds at once`() {
        var dag = DAGScheduler.withExecutors()
        let actions = dag.submit(JobSpec(jobID: 0, stages: [mapStage(0), resultStage(reads: [0])], partitions: []))
        #expect(actions.submitted == [] && actions.succeededJobs == [0] && actions.skippedStages == [0, 1])
        #expect(dag.stages.isEmpty)
    }

    @Test func `a shuffle without map partitions is complete from the start`() {
        var dag = DAGScheduler.withExecutors()
        #expect(dag.submit(job([mapStage(0, partitions: 0), resultStage(reads: [0])])).submitted == ["1.0:0,1"])
    }

    @Test func `stages whose outputs an earlier job left are skipped`() {
        var dag = DAGScheduler.withExecutors()
        let stages = [mapStage(0), mapStage(1, reads: [0]), resultStage(reads: [1])]
        _ = dag.submit(job(0, stages))
        _ = dag.finishMap(0, [0, 1])
        _ = dag.finishMap(1, [0, 1])
        _ = dag.finishResult(2, [0, 1])
        let second = dag.submit(job(1, stages))
        #expect(second.submitted == ["5.0:0,1"])
        let end = dag.finishResult(5, [0, 1])
        #expect(end.skippedStages == [3, 4])
        #expect(end.succeededJobs == [1])
    }

    @Test func `two jobs at once share the map stage of their common shuffle`() {
        var dag = DAGScheduler.withExecutors()
        #expect(dag.submit(job(0, [mapStage(0), resultStage(reads: [0])])).submitted == ["0.0:0,1"])
        let second = dag.submit(job(1, [mapStage(0), resultStage(partitions: 1, reads: [0])]))
        #expect(second == [.jobStarted(jobID: 1, stageIDs: [0, 2])])
        #expect(dag.finishMap(0, [0, 1]).submitted == ["1.0:0,1", "2.0:0"])
        let end = dag.finishResult(2, [0])
        #expect(end.succeededJobs == [1] && end.skippedStages == [] && end.removedStages == [2])
        #expect(dag.finishResult(1, [0, 1]).removedStages == [0, 1])
    }

    @Test func `a task set belongs to the oldest job that needs its stage, with that job's pool`() throws {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job(3, pool: "slow", [mapStage(0), mapStage(1, reads: [0]), resultStage(reads: [1])]))
        _ = dag.submit(job(5, pool: "fast", [mapStage(0), mapStage(1, reads: [0]), resultStage(reads: [1])]))
        let set = try #require(dag.finishMap(0, [0, 1]).taskSets.first)
        #expect(set.priority == 3 && set.jobID == 3 && set.jobIDs == [3, 5] && set.pool == "slow")
        #expect(set.isShuffleMap)
    }

    @Test func `a stage shared with a job that names more of its lineage waits for that`() {
        var dag = DAGScheduler.withExecutors()
        // The first job knows shuffle 1 from a checkpoint, the second one still through shuffle 0.
        _ = dag.submit(job(0, [mapStage(1), resultStage(reads: [1])]))
        _ = dag.submit(job(1, [mapStage(0), mapStage(1, reads: [0]), resultStage(reads: [1])]))
        _ = dag.finishMap(0, [0])
        _ = dag.executorLost("a", hasShuffleFilesElsewhere: false)
        #expect(dag.finishMap(0, [1], on: "b").submitted == ["2.0:0,1"])
        #expect(dag.finishMap(2, [0, 1], on: "b").submitted == ["0.1:0"])
        #expect(dag.finishMap(0, attempt: 1, [0], on: "b").submitted == ["1.0:0,1", "3.0:0,1"])
    }

    @Test(arguments: [
        ("its last stage isn't a result stage", job([mapStage(0)])),
        ("it has two result stages", job([resultStage(), resultStage()])),
        ("two stages write shuffle 0", job([mapStage(0), mapStage(0), resultStage()])),
        ("stage 0 reads shuffle 9, which no stage before it writes", job([resultStage(reads: [9])])),
        ("it asks for a partition", JobSpec(jobID: 0, stages: [resultStage()], partitions: [2])),
        ("stage 0 is empty", job([StageSpec(key: .result, partitionCount: 1, nodes: [])])),
        ("stage 0 has locations for some", job([resultStage(locations: [[]])])),
    ])
    func `a malformed job fails and leaves nothing behind`(problem: String, spec: JobSpec) {
        var dag = DAGScheduler.withExecutors()
        let actions = dag.submit(spec)
        #expect(actions.count == 1)
        #expect(actions.failedJobs[0]?.code == "invalid-job")
        #expect(actions.failedJobs[0]?.message.contains(problem) == true)
        #expect(dag.stages.isEmpty && dag.jobs.isEmpty)
    }

    @Test func `a job whose id is in use, or that disagrees on a shuffle's size, fails alone`() {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(job(0, [mapStage(0), resultStage(reads: [0])]))
        #expect(dag.submit(job(0, [resultStage()])).failedJobs[0]?.code == "invalid-job")
        #expect(
            dag.submit(job(1, [mapStage(0, partitions: 3), resultStage(reads: [0])])).failedJobs[1]?.code
                == "invalid-job"
        )
        #expect(dag.activeJobIDs == [0])
    }

    @Test func `a lineage of three thousand stages needs no deep stack`() {
        var dag = DAGScheduler.withExecutors()
        let maps = (0..<3_000).map { mapStage($0, partitions: 1, reads: $0 == 0 ? [] : [$0 - 1]) }
        var actions = dag.submit(job(maps + [resultStage(partitions: 1, reads: [2_999])]))
        for stageID in 0..<3_000 {
            #expect(actions.taskSets.map(\.stageID) == [stageID])
            actions = dag.finishMap(stageID, [0])
        }
        #expect(dag.finishResult(3_000, [0]).succeededJobs == [0])
    }
}

@Suite struct DAGSchedulerCacheTests {
    /// shuffle 0 → cached RDD 1 → map → result
    private func cachedJob(_ jobID: Int, isCached: Bool = true) -> JobSpec {
        let result = StageSpec(
            key: .result,
            partitionCount: 2,
            nodes: [
                NodeSpec(rddID: 1, partitionCount: 2, isCached: isCached, dependencies: [.shuffle(0)]),
                NodeSpec(rddID: 2, partitionCount: 2, dependencies: [.narrow(0)]),
            ],
            preferredLocations: [[TaskLocation(host: "x")], [TaskLocation(host: "y")]]
        )
        return job(jobID, [mapStage(0), result])
    }

    @Test func `nothing below a node cached as a whole is computed`() throws {
        var dag = DAGScheduler.withExecutors()
        dag.blockCached(rddID: 1, partition: 0, executorID: "a")
        dag.blockCached(rddID: 1, partition: 1, executorID: "b")
        let set = try #require(dag.submit(cachedJob(0)).taskSets.first)
        #expect(set.stageID == 1)
        #expect(
            set.preferredLocations == [
                [TaskLocation(host: "host-a", executorID: "a")], [TaskLocation(host: "host-b", executorID: "b")],
            ]
        )
        #expect(dag.finishResult(1, [0, 1]).skippedStages == [0])
    }

    @Test func `one partition not cached, or an RDD not persisted, is reason to go on`() {
        var partly = DAGScheduler.withExecutors()
        partly.blockCached(rddID: 1, partition: 0, executorID: "a")
        #expect(partly.submit(cachedJob(0)).submitted == ["0.0:0,1"])
        partly.blockCached(rddID: 1, partition: 1, executorID: "a")
        #expect(partly.submit(cachedJob(1, isCached: false)).submitted == [])
    }

    @Test func `blocks removed, unpersisted or lost with their executor are computed again`() {
        let losses: [(inout DAGScheduler) -> Void] = [
            { $0.blockRemoved(rddID: 1, partition: 1, executorID: "b") },
            { $0.rddUnpersisted(1) },
            { _ = $0.executorLost("b", hasShuffleFilesElsewhere: true) },
        ]
        for lose in losses {
            var dag = DAGScheduler.withExecutors()
            dag.blockCached(rddID: 1, partition: 0, executorID: "a")
            dag.blockCached(rddID: 1, partition: 1, executorID: "b")
            lose(&dag)
            #expect(dag.submit(cachedJob(0)).submitted == ["0.0:0,1"])
        }
    }

    @Test func `a block with two holders survives the loss of one`() {
        var dag = DAGScheduler.withExecutors()
        for partition in 0...1 {
            dag.blockCached(rddID: 1, partition: partition, executorID: "a")
            dag.blockCached(rddID: 1, partition: partition, executorID: "b")
        }
        _ = dag.executorLost("a", hasShuffleFilesElsewhere: false)
        #expect(dag.submit(cachedJob(0)).submitted == ["1.0:0,1"])
    }

    @Test func `tasks prefer the input's hosts where nothing is cached`() throws {
        var dag = DAGScheduler.withExecutors()
        _ = dag.submit(cachedJob(0))
        dag.blockCached(rddID: 1, partition: 1, executorID: "b")
        let set = try #require(dag.finishMap(0, [0, 1]).taskSets.first)
        #expect(
            set.preferredLocations == [
                [TaskLocation(host: "x")], [TaskLocation(host: "host-b", executorID: "b")],
            ]
        )
    }

    @Test func `a union finds the cached partition behind its offset`() throws {
        var dag = DAGScheduler.withExecutors()
        dag.blockCached(rddID: 2, partition: 0, executorID: "b")
        let union = StageSpec(
            key: .result,
            partitionCount: 3,
            nodes: [
                NodeSpec(rddID: 1, partitionCount: 2),
                NodeSpec(rddID: 2, partitionCount: 1, isCached: true),
                NodeSpec(
                    rddID: 3,
                    partitionCount: 3,
                    dependencies: [
                        .narrow(0, .range(start: 0, parentStart: 0, count: 2)),
                        .narrow(1, .range(start: 2, parentStart: 0, count: 1)),
                    ]
                ),
            ]
        )
        let set = try #require(dag.submit(job([union])).taskSets.first)
        #expect(set.preferredLocations == [[], [], [TaskLocation(host: "host-b", executorID: "b")]])
    }
}
