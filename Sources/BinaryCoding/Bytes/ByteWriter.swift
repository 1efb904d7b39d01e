import Glibc

/// A growable buffer of bytes that is written from front to back.
///
/// It owns its storage, so that writing neither checks uniqueness nor zeroes memory. It is not safe to use one writer
/// from two threads at once. All numbers are little endian.
///
/// Its state is exempt from the run-time checks for overlapping access, which would cost more than the writing: nothing
/// that is called while a property changes can reach the writer.
public final class ByteWriter {
    @exclusivity(unchecked) @usableFromInline var base: UnsafeMutableRawPointer
    @exclusivity(unchecked) @usableFromInline var capacity: Int
    /// How many bytes were written.
    public private(set) var count: Int {
        @inlinable get { used }
        set { used = newValue }
    }
    @exclusivity(unchecked) @usableFromInline var used = 0

    /// What Codable values of one column share, while one is being written.
    @exclusivity(unchecked) var session: EncodingSession?
    /// Containers whose bytes are kept elsewhere until the value that holds them is complete.
    @exclusivity(unchecked) var inserts: [EncodingInsert] = []

    /// Makes an empty buffer.
    ///
    /// - Parameter capacity: how many bytes to make room for; the buffer grows beyond it.
    public init(capacity: Int = 256) {
        self.capacity = max(capacity, 16)
        base = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    /// Makes room for `additional` more bytes.
    @inlinable
    public func reserve(_ additional: Int) {
        if capacity - used < additional { grow(additional) }
    }

    @usableFromInline
    @inline(never)
    func grow(_ additional: Int) {
        let wanted = max(used + additional, capacity * 2)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        larger.copyMemory(from: base, byteCount: used)
        base.deallocate()
        base = larger
        capacity = wanted
    }

    /// Forgets all bytes.
    ///
    /// - Parameter keepingCapacity: whether to keep the storage for the next use.
    public func removeAll(keepingCapacity: Bool = true) {
        used = 0
        if !keepingCapacity && capacity > 256 {
            base.deallocate()
            capacity = 256
            base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        }
    }

    /// Forgets the bytes from `count` on. `count` must not be above the present count.
    public func truncate(to count: Int) {
        precondition(count >= 0 && count <= used, "a buffer can't be truncated to more than it holds")
        used = count
    }

    /// Writes an integer with its full width.
    @inlinable
    public func write<T: FixedWidthInteger>(_ value: T) {
        reserve(MemoryLayout<T>.size)
        base.storeBytes(of: value.littleEndian, toByteOffset: used, as: T.self)
        used += MemoryLayout<T>.size
    }

    /// Writes the eight bytes of a double.
    @inlinable
    public func write(_ value: Double) { write(value.bitPattern) }

    /// Writes the four bytes of a float.
    @inlinable
    public func write(_ value: Float) { write(value.bitPattern) }

    /// Writes an unsigned integer in one to ten bytes of seven bits, the low ones first.
    @inlinable
    public func writeVarint(_ value: UInt64) {
        reserve(10)
        var rest = value
        while rest >= 0x80 {
            base.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: used, as: UInt8.self)
            used += 1
            rest >>= 7
        }
        base.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: used, as: UInt8.self)
        used += 1
    }

    /// Writes a signed integer such that small magnitudes of either sign are short.
    @inlinable
    public func writeZigzag(_ value: Int64) { writeVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63))) }

    /// Writes bytes as they are, without their count.
    @inlinable
    public func write(bytes: UnsafeRawBufferPointer) {
        guard let from = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(bytes.count)
        (base + used).copyMemory(from: from, byteCount: bytes.count)
        used += bytes.count
    }

    /// Writes a string: the count of its UTF-8 bytes as a varint, then the bytes.
    @inlinable
    public func write(_ value: String) {
        let utf8 = value.utf8
        let written: Void? = utf8.withContiguousStorageIfAvailable { bytes in
            writeVarint(UInt64(bytes.count))
            write(bytes: UnsafeRawBufferPointer(bytes))
        }
        if written == nil { writeSlowly(Array(utf8)) }
    }

    @usableFromInline
    @inline(never)
    func writeSlowly(_ bytes: [UInt8]) {
        writeVarint(UInt64(bytes.count))
        bytes.withUnsafeBytes { write(bytes: $0) }
    }

    /// Replaces an integer written earlier with its full width.
    ///
    /// - Parameters:
    ///   - value: the new value.
    ///   - offset: where the old one begins; all its bytes must have been written.
    @inlinable
    public func overwrite<T: FixedWidthInteger>(_ value: T, at offset: Int) {
        precondition(offset >= 0 && offset + MemoryLayout<T>.size <= used, "only written bytes can be overwritten")
        base.storeBytes(of: value.littleEndian, toByteOffset: offset, as: T.self)
    }

    /// Makes a gap of `size` bytes at `offset` by moving what follows.
    func insertGap(at offset: Int, size: Int) {
        reserve(size)
        memmove(base + offset + size, base + offset, used - offset)
        used += size
    }

    /// Calls `body` with all bytes written so far; the pointer isn't valid afterwards.
    @inlinable
    public func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try body(UnsafeRawBufferPointer(start: base, count: used))
    }

    /// A copy of all bytes written so far.
    public func toArray() -> [UInt8] { withUnsafeBytes { [UInt8]($0) } }
}
