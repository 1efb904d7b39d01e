import HadoopRPC

/// Does one thing after the other on a thread of its own.
final class SerialWorker: Sendable {
    private final class Shared: @unchecked Sendable {
        let condition = Condition()
        // Both belong to the condition's lock.
        var waiting: [@Sendable () -> Void] = []
        var isStopped = false
    }

    private let shared = Shared()

    init() {
        Pause.startThread { [shared] in
            while let next = Self.next(shared) { next() }
        }
    }

    deinit { stop() }

    private static func next(_ shared: Shared) -> (@Sendable () -> Void)? {
        shared.condition.withLock {
            while shared.waiting.isEmpty, !shared.isStopped {
                _ = shared.condition.wait(until: .after(milliseconds: 60_000))
            }
            return shared.waiting.isEmpty ? nil : shared.waiting.removeFirst()
        }
    }

    /// Adds something to do; after `stop()` nothing is taken.
    func add(_ work: @escaping @Sendable () -> Void) {
        shared.condition.withLock {
            guard !shared.isStopped else { return }
            shared.waiting.append(work)
            shared.condition.signal()
        }
    }

    /// Ends when all is done that was added.
    func stop() {
        shared.condition.withLock {
            shared.isStopped = true
            shared.condition.broadcast()
        }
    }
}
