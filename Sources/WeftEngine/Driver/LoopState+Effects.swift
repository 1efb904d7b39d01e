import BinaryCoding
import Logging
import WeftDiagnostics

/// What the schedulers decided, done.
extension LoopState {
    /// Carries out what the schedulers decided; `result` is what came with the event that they decided on.
    mutating func carryOut(_ effects: [SchedulerEffect], of result: TaskResult?) {
        var isMerged = false
        for effect in effects {
            switch effect {
            case .launch(let task): launch(task)
            case .kill(let taskID, let executorID, _, let reason):
                backend.kill(taskID: taskID, on: executorID, reason: reason)
            case .taskEnded(let end): tell(end, result)
            case .jobStarted(let jobID, let stageIDs): started(jobID, stageIDs)
            case .stageSubmitted(let info):
                events.post(
                    .stageSubmitted(.init(time: .epochMilliseconds, stage: .init(info), jobIDs: info.jobIDs))
                )
            case .stageCompleted(let stageID, let attempt, let failure):
                events.post(
                    .stageCompleted(
                        .init(time: .epochMilliseconds, stageID: stageID, attempt: attempt, failure: failure)
                    )
                )
            case .stageSkipped(let stageID, let jobID):
                events.post(.stageSkipped(.init(time: .epochMilliseconds, stageID: stageID, jobID: jobID)))
            case .stageRemoved(let stageID):
                if let binaryID = stages.removeValue(forKey: stageID)?.binaryID {
                    binaries.remove(binaryID)
                    backend.removeBinary(binaryID)
                }
            case .taskResult(let jobID, let index):
                guard let result, case .succeeded(let bytes) = result.outcome else { continue }
                jobs[jobID]?.results[index] = bytes
                merge(result, &isMerged)
            case .mapOutputRegistered(let shuffleID, let mapIndex, let executorID):
                if let result {
                    register(shuffleID, mapIndex, executorID, result)
                    merge(result, &isMerged)
                }
            case .mapOutputsLost(let shuffleID, let mapIndexes):
                outputs.lose(shuffleID: shuffleID, mapIndexes: mapIndexes)
            case .shuffleRemoved(let shuffleID):
                outputs.remove(shuffleID: shuffleID)
                backend.removeShuffle(shuffleID)
            case .jobSucceeded(let jobID): end(jobID, failure: nil)
            case .jobFailed(let jobID, let error): end(jobID, failure: error)
            case .taskSetFinished: break
            case .executorExcluded(let executorID, let stageID, _):
                logger.warning("executor excluded", metadata: ["executor": "\(executorID)", "stage": "\(stageID)"])
            case .hostExcluded(let host, let stageID, _):
                logger.warning("host excluded", metadata: ["host": "\(host)", "stage": "\(stageID)"])
            case .executorExcludedForApplication(let executorID):
                logger.warning("executor excluded", metadata: ["executor": "\(executorID)"])
            case .hostExcludedForApplication(let host):
                logger.warning("host excluded", metadata: ["host": "\(host)"])
                excludedHosts.insert(host)
                backend.exclude(hosts: excludedHosts)
            case .executorUnexcluded(let executorID):
                logger.info("executor not excluded any more", metadata: ["executor": "\(executorID)"])
            case .hostUnexcluded(let host):
                logger.info("host not excluded any more", metadata: ["host": "\(host)"])
                excludedHosts.remove(host)
                backend.exclude(hosts: excludedHosts)
            case .applicationFailed(let error):
                failure = error
                backend.setTarget(0, hosts: [:])
                for case .submit(_, let completion) in waiting { completion(.failure(error)) }
                waiting = []
            case .mapOutputMoved(let shuffleID, let mapIndex, _, let to):
                outputs.move(shuffleID: shuffleID, mapIndex: mapIndex, to: to)
            case .blocksForgotten(let executorID): backend.reportBlocks(executorID)
            case .executorTargetChanged(let count):
                let hosts = waitingTasksByHost
                wishes.note(hosts)
                backend.setTarget(count, hosts: hosts)
            case .replaceExecutor(let executorID, let reason): backend.replace(executorID, reason: reason)
            case .decommissionExecutor(let executorID, let reason):
                backend.decommission(executorID, reason: reason)
            case .releaseExecutor(let executorID, let reason): backend.release(executorID, reason: reason)
            }
        }
    }

    /// Keeps what a map task says of its output.
    func register(_ shuffleID: Int, _ mapIndex: Int, _ executorID: String, _ result: TaskResult) {
        guard case .succeeded(let bytes) = result.outcome else { return }
        do {
            let output = try BinaryCoding.decode(ShuffleMapOutput.self, from: bytes)
            let status = MapStatus(executorID: executorID, attempt: output.attempt, sizes: output.sizes)
            outputs.register(shuffleID: shuffleID, mapIndex: mapIndex, status: status)
        } catch {
            // Readers find it missing, and the stage runs again.
            logger.error("a map output is lost", metadata: ["task": "\(result.taskID)", "error": "\(error)"])
        }
    }

    /// Adds a task's accumulator updates, once.
    func merge(_ result: TaskResult, _ isMerged: inout Bool) {
        guard !isMerged else { return }
        isMerged = true
        do {
            try accumulators.merge(result.accumulators)
        } catch {
            logger.error("accumulator updates lost", metadata: ["task": "\(result.taskID)", "error": "\(error)"])
        }
    }
}
