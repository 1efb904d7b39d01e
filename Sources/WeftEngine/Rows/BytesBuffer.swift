/// Memory shared by the `Bytes` values that are slices of it, freed with the last of them.
///
/// A buffer is filled by one owner and only read once a `Bytes` refers to it; that is what makes it `Sendable`.
public final class BytesBuffer: @unchecked Sendable {
    /// How many bytes after `capacity` can be read (their values mean nothing): text is searched 64 bytes at a time, and
    /// short values are loaded as two words, without asking how near the end is.
    @inlinable public static var padding: Int { 64 }

    /// The first byte.
    public let base: UnsafeMutableRawPointer
    /// How many bytes can be stored.
    public let capacity: Int

    /// Makes a buffer whose bytes are not initialised.
    ///
    /// - Parameter capacity: how many bytes it holds, at least 0.
    @inlinable
    public init(capacity: Int) {
        precondition(capacity >= 0, "a buffer can't hold a negative number of bytes")
        self.capacity = capacity
        base = .allocate(byteCount: capacity + BytesBuffer.padding, alignment: 16)
        (base + capacity).initializeMemory(as: UInt8.self, repeating: 0, count: BytesBuffer.padding)
    }

    /// Makes a buffer with a copy of `bytes`.
    @inlinable
    public convenience init(copying bytes: UnsafeRawBufferPointer) {
        self.init(capacity: bytes.count)
        if let source = bytes.baseAddress { base.copyMemory(from: source, byteCount: bytes.count) }
    }

    @inlinable
    deinit { base.deallocate() }

    /// All `capacity` bytes, for filling them while nobody else has the buffer.
    @inlinable public var bytes: UnsafeMutableRawBufferPointer { .init(start: base, count: capacity) }
}

/// What a slice needs when it doesn't fit in the bits of a `Bytes`: the offset is 4 GiB or more, or the length 16 MiB or
/// more.
@usableFromInline
final class LargeSlice: Sendable {
    @usableFromInline let buffer: BytesBuffer
    @usableFromInline let offset: Int
    @usableFromInline let count: Int

    @inlinable
    init(buffer: BytesBuffer, offset: Int, count: Int) {
        self.buffer = buffer
        self.offset = offset
        self.count = count
    }
}
