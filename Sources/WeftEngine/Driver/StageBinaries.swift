import Synchronization
import WeftDiagnostics

/// The stages' coded work, where executors find it.
final class StageBinaries: Sendable {
    private let byID = Mutex<(next: Int, bytes: [Int: [UInt8]])>((0, [:]))

    func add(_ bytes: [UInt8]) -> Int {
        byID.withLock { state in
            defer { state.next += 1 }
            state.bytes[state.next] = bytes
            return state.next
        }
    }

    func remove(_ id: Int) {
        _ = byID.withLock { $0.bytes.removeValue(forKey: id) }
    }

    func bytes(_ id: Int) throws -> [UInt8] {
        guard let bytes = byID.withLock({ $0.bytes[id] }) else {
            throw WeftError("bad-task", "the stage of the task is over")
        }
        return bytes
    }
}
