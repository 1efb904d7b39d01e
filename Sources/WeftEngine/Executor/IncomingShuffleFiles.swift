import NIOCore
import Synchronization
import WeftDiagnostics

/// Shuffle files that leaving executors give to this one, while they come.
final class IncomingShuffleFiles: Sendable {
    /// Used under the lock only.
    private struct Adoption: @unchecked Sendable {
        let output: ShuffleOutputID
        let file: ShuffleAdoption
    }

    private let adoptions = Mutex<[Adoption]>([])
    /// How many may be on their way at once.
    private static let limit = 16

    /// Answers `PutShuffleFile`. The last part is answered when the file has been checked and is in its place.
    func take(_ part: PutShuffleFile, into store: ShuffleStore) throws -> ByteBuffer {
        let output = ShuffleOutputID(shuffleID: part.shuffleID, mapIndex: part.mapIndex, attempt: part.attempt)
        try adoptions.withLock { list in
            if part.offset == 0 {
                for stale in list where stale.output == output { stale.file.abort() }
                list.removeAll { $0.output == output }
                list.append(Adoption(output: output, file: store.adopt(output)))
                // Of an executor that ended in the middle, nothing more comes.
                if list.count > Self.limit { list.removeFirst().file.abort() }
            }
            guard let adoption = list.first(where: { $0.output == output }), adoption.file.byteCount == part.offset
            else {
                throw WeftError("corrupt-data", "a part of a shuffle file came out of order")
            }
            do {
                try part.bytes.withUnsafeBytes { try adoption.file.append($0) }
                guard adoption.file.byteCount >= part.total else { return }
                list.removeAll { $0.output == output }
                _ = try adoption.file.commit()
            } catch {
                list.removeAll { $0.output == output }
                adoption.file.abort()
                throw error
            }
        }
        return ByteBuffer()
    }
}
