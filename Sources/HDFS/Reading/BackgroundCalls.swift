import HadoopRPC
import Synchronization
import WeftDiagnostics

/// Calls that nobody waits for but at the end.
final class BackgroundCalls: Sendable {
    private let running = Atomic<Int>(0)
    private let changed = Condition()

    /// Makes calls on a thread of its own; where the system has none, they aren't made.
    func run(_ body: @escaping @Sendable () -> Void) {
        running.add(1, ordering: .relaxed)
        if !Pause.startThread({ [self] in
            body()
            ended()
        }) {
            ended()
        }
    }

    /// Waits until all are made.
    func wait(until deadline: Deadline) {
        guard running.load(ordering: .acquiring) > 0 else { return }
        changed.withLock {
            while running.load(ordering: .acquiring) > 0, !deadline.hasPassed { _ = changed.wait(until: deadline) }
        }
    }

    private func ended() {
        changed.withLock {
            running.subtract(1, ordering: .releasing)
            changed.broadcast()
        }
    }
}
