import NIOCore

/// How much memory is there for the next read: little for a connection that is idle, up to 1 MiB while much comes.
///
/// Buffers aren't pooled: a pool would keep the biggest for as long as its connection lives, and a process has thousands.
struct ReceiveBuffers: RecvByteBufferAllocator {
    private static let smallest = 2 << 10
    private static let biggest = 1 << 20

    private var size = smallest
    private var wasSmall = false

    func buffer(allocator: ByteBufferAllocator) -> ByteBuffer { allocator.buffer(capacity: size) }

    func nextBufferSize() -> Int? { nil }

    mutating func record(actualReadBytes: Int) -> Bool {
        if actualReadBytes >= size, size < Self.biggest {
            size = min(size * 8, Self.biggest)
            wasSmall = false
            return true
        }
        // Two small reads, one after the other: a pause ends a run of big ones, not one short read.
        if actualReadBytes < size / 4 {
            if wasSmall { size = max(size / 2, Self.smallest) }
            wasSmall.toggle()
        } else {
            wasSmall = false
        }
        return false
    }
}
