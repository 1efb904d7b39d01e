import Glibc

/// Waiting, and doing something every now and then, on threads of the system.
package enum Pause {
    /// Blocks the calling thread.
    package static func sleep(milliseconds: Int) {
        guard milliseconds > 0 else { return }
        let deadline = Deadline.after(milliseconds: milliseconds)
        while true {
            let left = deadline.remainingMilliseconds
            if left == 0 { return }
            var span = timespec(tv_sec: left / 1000, tv_nsec: left % 1000 * 1_000_000)
            _ = nanosleep(&span, nil)
        }
    }

    /// Runs a closure on a thread of its own, again after each interval, until it returns `false`.
    package static func everyNow(and milliseconds: Int, _ body: @escaping @Sendable () -> Bool) {
        startThread {
            repeat { sleep(milliseconds: milliseconds) } while body()
        }
    }

    /// Starts a thread that nobody waits for.
    ///
    /// - Returns: whether the system had one.
    @discardableResult
    package static func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
        final class Box: Sendable {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        let status = pthread_create(
            &thread,
            nil,
            { argument in
                // Signals are for the threads of the application.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            },
            box.toOpaque()
        )
        guard status == 0 else {
            box.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
