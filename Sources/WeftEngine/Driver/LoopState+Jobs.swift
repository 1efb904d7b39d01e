import WeftDiagnostics

/// Jobs, their stages and their tasks, from the submission to the results.
extension LoopState {
    mutating func submit(
        _ request: JobRequest,
        _ completion: @escaping @Sendable (Result<[[UInt8]], WeftError>) -> Void,
        _ now: SchedulerTime
    ) {
        jobs[request.id] = Job(
            request: request,
            completion: completion,
            results: Array(repeating: [], count: request.plan.partitions.count),
            start: now
        )
        for stage in request.plan.stages {
            if case .shuffleMap(let shuffleID) = stage.spec.key {
                outputs.expect(shuffleID: shuffleID, mapCount: stage.spec.partitionCount)
            }
        }
        let spec = JobSpec(
            jobID: request.id,
            group: request.group,
            description: request.description,
            pool: request.properties[Context.schedulerPool],
            properties: request.properties,
            stages: request.plan.stages.map(\.spec),
            partitions: request.plan.partitions
        )
        carryOut(scheduler.submit(spec, now: now), of: nil)
    }

    mutating func started(_ jobID: Int, _ stageIDs: [Int]) {
        guard let job = jobs[jobID] else { return }
        for (stageID, work) in zip(stageIDs, job.request.plan.stages) {
            // A stage that an earlier job shares keeps its work, and the tasks that run it.
            if stages[stageID] == nil {
                stages[stageID] = Stage(work: work, properties: job.request.properties)
            }
        }
        let request = job.request
        events.post(
            .jobStart(
                .init(
                    time: .epochMilliseconds,
                    jobID: jobID,
                    description: request.description,
                    group: request.group,
                    pool: request.properties[Context.schedulerPool],
                    stages: zip(stageIDs, request.plan.stages).map { stageID, work in
                        WeftEvent.StageInfo(
                            stageID: stageID,
                            attempt: 0,
                            name: work.spec.name,
                            callSite: work.spec.callSite,
                            taskCount: work.spec.partitionCount
                        )
                    }
                )
            )
        )
    }

    mutating func launch(_ task: TaskDescriptionSpec) {
        do {
            guard var stage = stages[task.stageID] else {
                throw WeftError("bad-task", "stage \(task.stageID) of the task is over")
            }
            let binaryID: Int
            if let known = stage.binaryID {
                binaryID = known
            } else {
                binaryID = binaries.add(try stage.work.binary())
                stage.binaryID = binaryID
                stages[task.stageID] = stage
            }
            let description = TaskDescription(
                taskID: task.taskID,
                stageID: task.stageID,
                stageAttempt: task.stageAttempt,
                partition: task.partition,
                attemptNumber: task.attemptNumber,
                mapOutputEpoch: task.epoch,
                binaryID: binaryID,
                properties: stage.properties,
                payloads: try stage.work.payloads(of: task.partition)
            )
            events.post(.taskStart(.init(time: .epochMilliseconds, task: .init(task))))
            outputs.reached(epoch: task.epoch)
            backend.launch(description, on: task.executorID)
        } catch {
            // What can't be coded now can't be coded at another attempt either.
            let failure = TaskFailure(WeftError(wrapping: error), isRetryable: false)
            let effects = scheduler.taskFinished(task.taskID, outcome: .failed(failure), now: .now)
            carryOut(effects, of: nil)
        }
    }

    func tell(_ end: TaskEnd, _ result: TaskResult?) {
        // A task that ends because its executor is lost comes without a result of its own.
        let metrics = result.flatMap { $0.taskID == end.task.taskID ? $0.metrics : nil }
        events.post(
            .taskEnd(
                .init(time: .epochMilliseconds, task: .init(end.task), status: .init(end.outcome), metrics: metrics)
            )
        )
    }

    mutating func end(_ jobID: Int, failure: WeftError?) {
        events.post(.jobEnd(.init(time: .epochMilliseconds, jobID: jobID, error: failure)))
        guard let job = jobs.removeValue(forKey: jobID) else { return }
        // Now, not when the event arrives: what the application prints next must not land on the bar.
        progressBar?.clear()
        if let failure {
            // Of a cluster that has failed, that is the reason, not the cancellation that follows from it.
            job.completion(.failure(self.failure ?? failure))
        } else {
            job.completion(.success(job.results))
        }
    }
}
