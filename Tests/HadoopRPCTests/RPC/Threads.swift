import Synchronization

@testable import HadoopRPC

/// Runs a closure on several threads of the system, which all start before any of them goes on, and waits for them.
///
/// - Parameter limit: how long, in milliseconds, each of them is waited for; those that take longer give no value.
func inThreads<Value: Sendable>(
    _ count: Int,
    limit: Int = 300_000,
    _ body: @escaping @Sendable (Int) -> Value
) -> [Value] {
    let condition = Condition()
    let started = Mutex(0)
    let outcomes = (0..<count).map { _ in PendingOutcome<Value>() }
    for index in 0..<count {
        Pause.startThread {
            condition.withLock {
                started.withLock { $0 += 1 }
                condition.broadcast()
                let deadline = Deadline.after(milliseconds: 60_000)
                while started.withLock({ $0 }) < count, condition.wait(until: deadline) {}
            }
            outcomes[index].finish(.success(body(index)))
        }
    }
    return outcomes.compactMap { try? $0.wait(until: .after(milliseconds: limit))?.get() }
}
