import Glibc
import Synchronization
import WeftDiagnostics

/// The threads on which an executor runs tasks, one a slot. Task code may block and compute for hours, which threads of
/// Swift's cooperative pool must not.
final class TaskSlots: Sendable {
    typealias Job = @Sendable () -> Void

    private struct State {
        var queue: [Job] = []
        var head = 0
        var isStopped = false
        var running = 0
    }

    /// Stack of a slot's thread in bytes: deep lineages nest one frame a narrow step, and user code may recurse.
    static let taskStackSize = 64 << 20

    private let state: Condition<State>

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - count: how many, at least 1.
    ///   - name: the threads' name, which a number follows.
    ///   - stackSize: the stack of each, in bytes.
    /// - Throws: `resource-exhausted` when the system gives no more threads.
    init(count: Int, name: String = "weft-task", stackSize: Int = taskStackSize) throws {
        state = Condition(State())
        do {
            for index in 0..<max(1, count) {
                try DedicatedThread.start(name: "\(name)-\(index)", stackSize: stackSize) { [state] in
                    Self.blockBrokenPipes()
                    while let job = Self.next(state) {
                        job()
                        let isStopped = state.withLock { state in
                            state.running -= 1
                            return state.isStopped
                        }
                        // Only whoever stops the slots waits for the end of a job.
                        if isStopped { state.broadcast() }
                    }
                }
            }
        } catch {
            _ = stop(waitingUpTo: .zero)
            throw error
        }
    }

    /// A piped program that ends before it has read everything is an error of `write`, not the end of this process.
    ///
    /// Blocked for the thread rather than ignored for the process: the process is the user's.
    private static func blockBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private static func next(_ condition: Condition<State>) -> Job? {
        condition.wait { state -> Job?? in
            if state.head < state.queue.count {
                let job = state.queue[state.head]
                state.head += 1
                if state.head == state.queue.count {
                    state.queue.removeAll(keepingCapacity: true)
                    state.head = 0
                }
                state.running += 1
                return .some(job)
            }
            return state.isStopped ? .some(nil) : nil
        }
    }

    /// Runs a job on the next free thread.
    func run(_ job: @escaping Job) {
        state.withLock { $0.queue.append(job) }
        state.signal()
    }

    /// Ends the threads once the queue is empty and waits, up to a limit, for what runs.
    ///
    /// - Returns: whether all had ended; a task in a loop that never looks up is left to the process's end.
    func stop(waitingUpTo limit: Duration) -> Bool {
        state.withLock { $0.isStopped = true }
        state.broadcast()
        return state.wait(upTo: limit) { $0.running == 0 && $0.head == $0.queue.count }
    }
}
