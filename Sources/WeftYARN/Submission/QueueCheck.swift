import WeftDiagnostics
import YARN

/// What can be said of a queue before anything is uploaded: only what is surely wrong. Placement rules, queues that
/// are made when they are needed, and what schedulers don't tell, are the ResourceManager's to decide.
enum QueueCheck {
    /// Why a queue takes no application.
    ///
    /// - Parameters:
    ///   - name: the queue that somebody named.
    ///   - queue: what the cluster tells of it; nil when it knows none of that name.
    ///   - root: all queues; nil where they can't be seen.
    /// - Returns: nil when it may well take them.
    static func refusal(of name: String, _ queue: QueueInfo?, root: QueueInfo?) -> WeftError? {
        guard let queue else {
            // A path may be one that is made when somebody asks for it; the FairScheduler makes any.
            guard !name.contains("."), let root, !isFair(root) else { return nil }
            return WeftError(
                "queue-not-found",
                "there is no queue \(name)",
                remedy: "name one of these with --queue: \(leaves(of: root).joined(separator: ", "))"
            )
        }
        if queue.state == .stopped || queue.state == .draining {
            return WeftError(
                "queue-stopped",
                "the queue \(name) is \(queue.state == .stopped ? "stopped" : "about to stop") and takes no applications",
                remedy: "name another one with --queue"
            )
        }
        if !queue.children.isEmpty {
            return WeftError(
                "queue-not-found",
                "the queue \(name) has queues in it, and takes no applications itself",
                remedy: "name one of these with --queue: \(leaves(of: queue).joined(separator: ", "))"
            )
        }
        return nil
    }

    /// The FairScheduler calls its queues by their paths, the CapacityScheduler by their own names.
    private static func isFair(_ root: QueueInfo) -> Bool { root.children.contains { $0.name.hasPrefix("root.") } }

    /// The names of the queues that take applications.
    private static func leaves(of queue: QueueInfo) -> [String] {
        queue.children.isEmpty ? [queue.name] : queue.children.flatMap { leaves(of: $0) }
    }
}
