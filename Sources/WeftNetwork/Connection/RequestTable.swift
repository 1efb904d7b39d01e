import NIOCore
import WeftDiagnostics

/// The requests of this side that have no answer yet.
struct RequestTable<Completion> {
    private struct Entry {
        var deadline: NIODeadline?
        var completion: Completion
    }

    private var entries: [UInt64: Entry] = [:]
    /// Requests that have timed out here and may still be answered.
    private var late: Set<UInt64> = []
    private var nextID: UInt64 = 1
    /// When the timer goes off that has been asked for.
    private var timer: NIODeadline?

    /// How many answers the peer owes, those that nobody waits for any more included.
    var owed: Int { entries.count + late.count }

    /// A request goes out. Gives its id, and when to call `expire` unless that has been asked for already.
    mutating func add(deadline: NIODeadline?, _ completion: Completion) -> (id: UInt64, timer: NIODeadline?) {
        let id = nextID
        nextID += 1
        entries[id] = Entry(deadline: deadline, completion: completion)
        guard let deadline, timer.map({ deadline < $0 }) ?? true else { return (id, nil) }
        timer = deadline
        return (id, deadline)
    }

    /// An answer has come. Nil when it is too late; throws `broken-stream` when there is no such request.
    mutating func answered(_ id: UInt64) throws -> Completion? {
        if let entry = entries.removeValue(forKey: id) { return entry.completion }
        guard late.remove(id) != nil else { throw brokenStream("an answer to request \(id), which isn't open") }
        return nil
    }

    /// Time has passed. Gives the requests whose time is up, in the order they were made, and when to call again.
    mutating func expire(now: NIODeadline) -> (expired: [Completion], timer: NIODeadline?) {
        // A timer that was asked for and then overtaken by an earlier one goes off too.
        if let timer, timer > now { return ([], nil) }
        var expired: [(id: UInt64, completion: Completion)] = []
        var next: NIODeadline?
        for (id, entry) in entries {
            guard let deadline = entry.deadline else { continue }
            if deadline <= now {
                expired.append((id, entry.completion))
            } else {
                next = next.map { min($0, deadline) } ?? deadline
            }
        }
        for (id, _) in expired {
            entries[id] = nil
            late.insert(id)
        }
        timer = next
        return (expired.sorted { $0.id < $1.id }.map(\.completion), next)
    }

    /// The connection is gone. Gives all requests, in the order they were made.
    mutating func removeAll() -> [Completion] {
        defer {
            entries = [:]
            late = []
            timer = nil
        }
        return entries.sorted { $0.key < $1.key }.map(\.value.completion)
    }
}
