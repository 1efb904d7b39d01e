import BinaryCoding
import CWeftEngine
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

    /// The value; it is fetched and decoded once a process.
    ///
    /// - Throws: `broadcast-destroyed` after `destroy()`, or the error of a type that can't be decoded.
    public var value: Value {
        get throws { try store.value(id, as: Value.self) }
    }

    /// Removes the value everywhere. Tasks that ask for it afterwards fail.
    public func destroy() { store.destroy(id) }
}

/// The broadcast values of a process: coded where they were made, fetched and decoded where they are read.
final class BroadcastStore: Sendable {
    /// The store of this process. A decoded `Broadcast` has nothing but its number, hence it is found here.
    static let process = BroadcastStore()

    /// Gets a value's bytes from elsewhere, in an executor.
    typealias Source = @Sendable (Int) throws -> [UInt8]

    private struct Entry {
        var bytes: [UInt8]
        var decoded: (any Sendable)?
    }

    private struct State {
        var next = 0
        var entries: [Int: Entry] = [:]
        /// What has come so far of values that are on their way.
        var pieces: [Int: [Int: [UInt8]]] = [:]
        var pieceSize = 4 << 20
        var source: Source?
        var onDestroy: (@Sendable (Int) -> Void)?
    }

    private let state = Mutex(State())
    private let decoding = SingleFlight<Int, any Sendable>()

    func add(_ bytes: [UInt8]) -> Int {
        state.withLock { state in
            defer { state.next += 1 }
            state.entries[state.next] = Entry(bytes: bytes)
            return state.next
        }
    }

    /// Says where values come from that weren't made here, and how large their pieces are.
    func fetch(from source: Source?, pieceSize: Int) {
        state.withLock { state in
            state.source = source
            state.pieceSize = pieceSize
        }
    }

    /// Says whom to tell when the user destroys a value.
    func onDestroy(_ handler: (@Sendable (Int) -> Void)?) { state.withLock { $0.onDestroy = handler } }

    func value<Value: Sendable>(_ id: Int, as type: Value.Type) throws -> Value {
        func typed(_ value: any Sendable) throws -> Value {
            guard let value = value as? Value else {
                throw WeftError("bad-task", "broadcast \(id) isn't of type \(Value.self)")
            }
            return value
        }
        if let decoded = state.withLock({ $0.entries[id]?.decoded }) { return try typed(decoded) }
        // One thread fetches and decodes: of two that ask at once, the other would do it for nothing.
        let decoded = try decoding.run(id) { () -> any Sendable in
            if let decoded = state.withLock({ $0.entries[id]?.decoded }) { return decoded }
            let value = try BinaryCoding.decode(Value.self, from: try bytes(id))
            state.withLock { $0.entries[id]?.decoded = value }
            return value
        }
        return try typed(decoded)
    }

    private func bytes(_ id: Int) throws -> [UInt8] {
        let (present, source) = state.withLock { ($0.entries[id]?.bytes, $0.source) }
        if let present { return present }
        guard let source else { throw Self.destroyed(id) }
        let bytes = try source(id)
        state.withLock { state in
            state.entries[id] = Entry(bytes: bytes)
            state.pieces[id] = nil
        }
        return bytes
    }

    static func destroyed(_ id: Int) -> WeftError {
        WeftError(
            "broadcast-destroyed",
            "broadcast \(id) doesn't exist any more",
            remedy: "call `destroy()` only when no job uses the value"
        )
    }

    /// The user doesn't need the value any more.
    func destroy(_ id: Int) {
        remove(id)
        state.withLock { $0.onDestroy }?(id)
    }

    func remove(_ id: Int) {
        state.withLock { state in
            state.entries[id] = nil
            state.pieces[id] = nil
        }
    }

    /// Drops all values: at the end of the context that made them.
    func removeAll() {
        state.withLock { state in
            state.entries = [:]
            state.pieces = [:]
            state.onDestroy = nil
            state.source = nil
        }
    }
}

// MARK: - Pieces

extension BroadcastStore {
    /// The size of a value and the checksums of its pieces; nil when there is no such value.
    func info(_ id: Int) -> (byteCount: Int, pieceSize: Int, checksums: [UInt32])? {
        let (bytes, size) = state.withLock { ($0.entries[id]?.bytes, $0.pieceSize) }
        guard let bytes else { return nil }
        let sums = stride(from: 0, to: bytes.count, by: size).map { start in
            bytes.withUnsafeBytes {
                let piece = UnsafeRawBufferPointer(rebasing: $0[start..<min(bytes.count, start + size)])
                return weft_crc32c(0, piece.baseAddress, piece.count)
            }
        }
        return (bytes.count, size, sums)
    }

    /// Keeps a piece of a value that is on its way, so that others can have it.
    func hold(_ piece: [UInt8], of id: Int, index: Int) {
        state.withLock { $0.pieces[id, default: [:]][index] = piece }
    }

    /// A piece of a value, if it is here.
    func piece(_ index: Int, of id: Int) -> [UInt8]? {
        state.withLock { state in
            if let piece = state.pieces[id]?[index] { return piece }
            guard let bytes = state.entries[id]?.bytes, index >= 0, index <= bytes.count / state.pieceSize else {
                return nil
            }
            let start = index * state.pieceSize
            return Array(bytes[start..<min(bytes.count, start + state.pieceSize)])
        }
    }
}
