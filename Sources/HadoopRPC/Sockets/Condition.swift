import Glibc

/// A lock and what threads wait for while they give it up, with deadlines on the monotonic clock.
///
/// `Synchronization.Mutex` has no condition variables, and pthread's must not move in memory.
package final class Condition: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = Condition.makeCondition()

    package init() { pthread_mutex_init(mutex, nil) }

    private static func makeCondition() -> UnsafeMutablePointer<pthread_cond_t> {
        let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
        return condition
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    package func lock() { pthread_mutex_lock(mutex) }

    package func unlock() { pthread_mutex_unlock(mutex) }

    package func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
        lock()
        defer { unlock() }
        return try body()
    }

    /// Gives up the lock until somebody signals; returns with the lock, perhaps without a signal.
    ///
    /// - Returns: `false` when the deadline has passed.
    package func wait(until deadline: Deadline) -> Bool { Self.wait(condition, mutex, deadline) }

    private static func wait(
        _ condition: UnsafeMutablePointer<pthread_cond_t>,
        _ mutex: UnsafeMutablePointer<pthread_mutex_t>,
        _ deadline: Deadline
    ) -> Bool {
        var time = timespec(
            tv_sec: Int(clamping: deadline.nanoseconds / 1_000_000_000),
            tv_nsec: Int(deadline.nanoseconds % 1_000_000_000)
        )
        return pthread_cond_timedwait(condition, mutex, &time) != ETIMEDOUT
    }

    /// A place where one thread waits for this condition's lock and what it guards, so that it alone can be woken.
    package final class Place: @unchecked Sendable {
        fileprivate let condition = Condition.makeCondition()

        package init() {}

        deinit {
            pthread_cond_destroy(condition)
            condition.deallocate()
        }

        /// Wakes who waits here.
        package func signal() { pthread_cond_signal(condition) }
    }

    /// The same as `wait(until:)`, at a place.
    package func wait(at place: Place, until deadline: Deadline) -> Bool {
        Self.wait(place.condition, mutex, deadline)
    }

    package func signal() { pthread_cond_signal(condition) }

    package func broadcast() { pthread_cond_broadcast(condition) }
}
