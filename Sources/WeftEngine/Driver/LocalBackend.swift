import Synchronization
import WeftDiagnostics

/// Executes tasks in the driver's process: the `local` masters.
///
/// Tasks run from their coded form here too, so that what can't travel fails on a laptop and not first on the cluster.
final class LocalBackend: ExecutorBackend {
    static let executorID = "driver"

    let defaultParallelism: Int
    private let slots: TaskSlots
    let environment: ExecutorEnvironment
    private let loop: SchedulerLoop
    private let running = Mutex<[Int: TaskCancellation]>([:])

    init(slotCount: Int, environment: ExecutorEnvironment, loop: SchedulerLoop) throws {
        defaultParallelism = slotCount
        self.environment = environment
        self.loop = loop
        slots = try TaskSlots(count: slotCount)
    }

    func launch(_ task: TaskDescription, on executorID: String) {
        let cancellation = TaskCancellation()
        running.withLock { $0[task.taskID] = cancellation }
        slots.run { [self] in
            let result = TaskRunner.run(task, environment: environment, cancellation: cancellation)
            _ = running.withLock { $0.removeValue(forKey: task.taskID) }
            loop.post(.taskFinished(result))
        }
    }

    func kill(taskID: Int, on executorID: String, reason: String) {
        running.withLock { $0[taskID] }?.cancel(reason: reason)
    }

    func removeBlocks(rddID: Int) { environment.blocks.remove(rddID: rddID) }

    func removeShuffle(_ shuffleID: Int) { environment.shuffles.remove(shuffleID: shuffleID) }

    /// There is nothing but what the driver holds itself.
    func removeBroadcast(_ id: Int) {}

    func removeBinary(_ id: Int) { environment.forget(binaryID: id) }

    /// Asks all running tasks to stop and waits a little for them.
    func stop() {
        for task in running.withLock({ Array($0.values) }) { task.cancel(reason: "the context was stopped") }
        _ = slots.stop(waitingUpTo: .seconds(5))
    }
}
