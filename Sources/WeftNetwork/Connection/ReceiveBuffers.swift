import NIOCore
import Synchronization

/// The memory that an event loop reads into, one piece for all of its connections.
///
/// Whatever is kept of a read is copied or opened out of it, so that a connection that is idle has no memory of its own,
/// and what is read is still in the core's cache when it is copied.
struct ReceiveBuffers: RecvByteBufferAllocator {
    private static let byteCount = 256 << 10

    /// The buffer while nobody reads into it.
    private final class Shelf: Sendable {
        let buffer = Mutex<ByteBuffer?>(nil)
    }

    private let shelf = Shelf()

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = shelf.buffer.withLock { $0.take() } ?? allocator.buffer(capacity: Self.byteCount)
        // Gets memory of its own where a message still has a part of this.
        buffer.clear(minimumCapacity: Self.byteCount)
        return buffer
    }

    /// What was read has been dealt with.
    func giveBack(_ buffer: consuming ByteBuffer) {
        let buffer = buffer
        shelf.buffer.withLock { $0 = buffer }
    }

    /// Without a size there is no pool, which would keep buffers for every connection.
    func nextBufferSize() -> Int? { nil }

    mutating func record(actualReadBytes: Int) -> Bool { false }
}
