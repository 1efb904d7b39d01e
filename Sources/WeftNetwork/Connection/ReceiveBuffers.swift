import NIOCore
import Synchronization

/// The memory that an event loop reads into, one piece for all of its connections.
///
/// Whatever is kept of a read is copied or opened out of it, so that a connection that is idle has no memory of its own,
/// and what is read is still in the core's cache when it is copied.
struct ReceiveBuffers: RecvByteBufferAllocator {
    private static let byteCount = 256 << 10
    private static let firstByteCount = 1 << 10

    /// The buffer while nobody reads into it.
    private final class Shelf: Sendable {
        let buffer = Mutex<ByteBuffer?>(nil)
    }

    private let shelf = Shelf()
    private var isFirstRead = true

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer {
        // NIO keeps the first buffer of each channel for as long as the channel lives, so that one is small.
        if isFirstRead { return allocator.buffer(capacity: Self.firstByteCount) }
        var buffer = shelf.buffer.withLock { $0.take() } ?? allocator.buffer(capacity: Self.byteCount)
        // Gets memory of its own where a message still has a part of this.
        buffer.clear(minimumCapacity: Self.byteCount)
        return buffer
    }

    /// What was read has been dealt with.
    func giveBack(_ buffer: consuming ByteBuffer) {
        let buffer = buffer
        guard buffer.storageCapacity >= Self.byteCount else { return }
        shelf.buffer.withLock { $0 = buffer }
    }

    /// Without a size NIO doesn't pool buffers, of which it would keep some for every connection.
    func nextBufferSize() -> Int? { nil }

    /// Says that the next buffer may be bigger, which keeps NIO from reading into its first one again.
    mutating func record(actualReadBytes: Int) -> Bool {
        isFirstRead = false
        return true
    }
}
