/// What one thread does and several wait for.
package final class PendingOutcome<Value: Sendable>: @unchecked Sendable {
    private let condition = Condition()
    /// Belongs to the condition's lock.
    private var outcome: Result<Value, any Error>?

    package init() {}

    /// Says how it went, to all who wait and who will.
    package func finish(_ outcome: Result<Value, any Error>) {
        condition.withLock {
            self.outcome = outcome
            condition.broadcast()
        }
    }

    /// Waits until it is done.
    ///
    /// - Returns: `nil` when the deadline has passed before.
    package func wait(until deadline: Deadline) -> Result<Value, any Error>? {
        condition.withLock {
            while outcome == nil, condition.wait(until: deadline) {}
            return outcome
        }
    }
}
