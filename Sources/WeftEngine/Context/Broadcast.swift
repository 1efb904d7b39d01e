import BinaryCoding
import Synchronization
import WeftDiagnostics

/// A read-only value that goes to each executor once, not with each task.
public struct Broadcast<Value: Sendable>: Sendable, Codable {
    let id: Int
    private let store: BroadcastStore

    init(id: Int, store: BroadcastStore) {
        self.id = id
        self.store = store
    }

    /// What travels with tasks is the broadcast's number only.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(id)
    }

    /// Makes a task's side of a broadcast.
    public init(from decoder: any Decoder) throws {
        id = try decoder.singleValueContainer().decode(Int.self)
        store = BroadcastStore.process
    }

    /// The value; it is decoded once a process.
    ///
    /// - Throws: `broadcast-destroyed` after `destroy()`, or the error of a type that can't be decoded.
    public var value: Value {
        get throws { try store.value(id, as: Value.self) }
    }

    /// Removes the value everywhere. Tasks that ask for it afterwards fail.
    public func destroy() { store.remove(id) }
}

/// The broadcast values of a process: coded where they were made, decoded where they are read.
final class BroadcastStore: Sendable {
    /// The store of this process. A decoded `Broadcast` has nothing but its number, hence it is found here.
    static let process = BroadcastStore()

    private struct Entry {
        var bytes: [UInt8]
        var decoded: (any Sendable)?
    }

    private let entries = Mutex<(next: Int, byID: [Int: Entry])>((0, [:]))

    func add(_ bytes: [UInt8]) -> Int {
        entries.withLock { entries in
            defer { entries.next += 1 }
            entries.byID[entries.next] = Entry(bytes: bytes)
            return entries.next
        }
    }

    func value<Value: Sendable>(_ id: Int, as type: Value.Type) throws -> Value {
        // Decoding inside the lock: of two tasks that ask at once, one would decode a large value for nothing.
        try entries.withLock { entries in
            guard let entry = entries.byID[id] else {
                throw WeftError(
                    "broadcast-destroyed",
                    "broadcast \(id) doesn't exist any more",
                    remedy: "call `destroy()` only when no job uses the value"
                )
            }
            if let decoded = entry.decoded {
                guard let value = decoded as? Value else {
                    throw WeftError("bad-task", "broadcast \(id) isn't of type \(Value.self)")
                }
                return value
            }
            let value = try BinaryCoding.decode(Value.self, from: entry.bytes)
            entries.byID[id]?.decoded = value
            return value
        }
    }

    /// Drops all values: at the end of the context that made them.
    func removeAll() { entries.withLock { $0.byID = [:] } }

    func remove(_ id: Int) {
        _ = entries.withLock { $0.byID.removeValue(forKey: id) }
    }
}
