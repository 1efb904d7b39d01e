import WeftDiagnostics

/// Runs one attempt at a task on the calling thread and says how it ended.
enum TaskRunner {
    static func run(
        _ description: TaskDescription,
        environment: ExecutorEnvironment,
        cancellation: TaskCancellation
    ) -> TaskResult {
        let task = TaskContext(description, environment: environment, cancellation: cancellation)
        let clock = ContinuousClock()
        let start = clock.now
        var outcome: TaskResult.Outcome
        var updates: [AccumulatorUpdate] = []
        do {
            try task.checkCancelled()
            let bytes = try task.withCurrent {
                try environment.plan(description.binaryID).run(partition: description.partition, task: task)
            }
            try task.checkCancelled()
            updates = try task.accumulatorUpdates()
            task.metrics.resultSizeBytes = Int64(bytes.count)
            outcome = .succeeded(bytes)
        } catch let error as TaskKilled {
            outcome = .killed(reason: error.reason)
        } catch let error as ShuffleFetchFailure {
            outcome = .fetchFailed(error)
        } catch {
            // A task that was told to stop may end with any error: of a closed file, of the user's own check.
            outcome =
                cancellation.isCancelled
                ? .killed(reason: cancellation.reason) : .failed(WeftError(wrapping: error))
        }
        task.memory.end()
        task.memory.report(to: &task.metrics)
        task.metrics.runTimeNanoseconds = (clock.now - start).wholeNanoseconds
        return TaskResult(
            taskID: description.taskID,
            outcome: outcome,
            metrics: task.metrics,
            accumulators: updates
        )
    }
}
