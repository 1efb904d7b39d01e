import CWeftEngine
import Glibc
import WeftDiagnostics

/// Threads outside Swift's cooperative pool.
package enum DedicatedThread {
    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts a detached thread.
    ///
    /// - Parameters:
    ///   - name: shown by `top -H` and debuggers; the system keeps 15 bytes of it.
    ///   - stackSize: in bytes; the system only reserves it until it is used.
    ///   - body: what it runs.
    /// - Throws: `resource-exhausted` when the system gives no more threads.
    package static func start(name: String, stackSize: Int = 1 << 20, _ body: @escaping @Sendable () -> Void) throws {
        // By address: another package's C module counts as the one that declares the type's initializer.
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        defer { attributes.deallocate() }
        pthread_attr_init(attributes)
        defer { pthread_attr_destroy(attributes) }
        pthread_attr_setstacksize(attributes, stackSize)
        pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            attributes,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                weft_name_current_thread(String(start.name.prefix(15)))
                start.body()
                return nil
            },
            start.toOpaque()
        )
        guard status == 0 else {
            start.release()
            throw WeftError(
                "resource-exhausted",
                "can't start a thread: \(String(cString: strerror(status)))",
                remedy: "ask for fewer task slots, or raise the limit on threads (ulimit -u)"
            )
        }
    }
}

/// A value behind a lock, with waiting for it to change.
final class Condition<Value>: @unchecked Sendable {
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Waits are on the monotonic clock: a clock set back must not make a second an hour.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }

    func signal() { pthread_cond_signal(condition) }

    func broadcast() { pthread_cond_broadcast(condition) }

    /// Waits until `ready` gives something.
    func wait<Result>(_ ready: (inout Value) -> Result?) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = ready(&value) { return result }
            pthread_cond_wait(condition, mutex)
        }
    }

    /// Waits until `ready` is true, at most for a time.
    func wait(upTo limit: Duration, _ ready: (Value) -> Bool) -> Bool {
        wait(upTo: limit) { value -> Bool? in ready(value) ? true : nil } ?? false
    }

    /// Waits until `ready` gives something, at most for a time; nil when the time is over.
    func wait<Result>(upTo limit: Duration?, _ ready: (inout Value) -> Result?) -> Result? {
        var deadline = timespec()
        if let limit {
            clock_gettime(CLOCK_MONOTONIC, &deadline)
            let nanoseconds = max(0, limit.wholeNanoseconds)
            deadline.tv_sec += Int(nanoseconds / 1_000_000_000)
            deadline.tv_nsec += Int(nanoseconds % 1_000_000_000)
            if deadline.tv_nsec >= 1_000_000_000 {
                deadline.tv_sec += 1
                deadline.tv_nsec -= 1_000_000_000
            }
        }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = ready(&value) { return result }
            if limit == nil {
                pthread_cond_wait(condition, mutex)
            } else if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT {
                return ready(&value)
            }
        }
    }
}
