import HadoopRPC
import Synchronization
import WeftEngine

/// Threads that do what waits for servers, started as they are needed.
final class WorkerThreads: Sendable {
    private struct State {
        var work: [@Sendable () -> Void] = []
        var running = 0
        var isClosed = false
    }

    private let limit: Int
    private let name: String
    private let state = Mutex(State())

    init(limit: Int, name: String) {
        self.limit = max(1, limit)
        self.name = name
    }

    /// Does the work on one of the threads; nothing after `close()`.
    func run(_ work: @escaping @Sendable () -> Void) {
        let needsThread = state.withLock { state in
            guard !state.isClosed else { return false }
            state.work.append(work)
            guard state.running < limit else { return false }
            state.running += 1
            return true
        }
        guard needsThread else { return }
        do {
            try DedicatedThread.start(name: name) { [self] in
                while let next = next() { next() }
            }
        } catch {
            // The machine has no thread left: this one has to do.
            while let next = next() { next() }
        }
    }

    /// Drops what hasn't been begun.
    func close() {
        state.withLock { state in
            state.isClosed = true
            state.work = []
        }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard !state.work.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.work.removeFirst()
        }
    }
}

/// Wakes a thread that waits.
final class Signal: @unchecked Sendable {
    private let condition = Condition()
    private var isRaised = false

    /// Ends the wait that is or that comes.
    func raise() {
        condition.withLock {
            isRaised = true
            condition.broadcast()
        }
    }

    /// Waits until it is raised.
    ///
    /// - Returns: whether it was raised, and not the time over.
    @discardableResult
    func wait(upTo limit: Duration) -> Bool {
        let deadline = Deadline.after(milliseconds: Int(limit / .milliseconds(1)))
        return condition.withLock {
            while !isRaised, condition.wait(until: deadline) {}
            defer { isRaised = false }
            return isRaised
        }
    }
}
