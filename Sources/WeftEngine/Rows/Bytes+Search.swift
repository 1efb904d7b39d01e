import CZlib
import Glibc

extension Bytes {
    /// Whether the bytes start with `prefix`.
    @inlinable
    public func hasPrefix(_ prefix: Bytes) -> Bool {
        let length = prefix.count
        return length <= count && slicing(0, length) == prefix
    }

    /// Whether the bytes end with `suffix`.
    @inlinable
    public func hasSuffix(_ suffix: Bytes) -> Bool {
        let length = suffix.count
        let count = count
        return length <= count && slicing(count &- length, count) == suffix
    }

    /// The position of the first byte that equals `byte`.
    @inlinable
    public func firstIndex(of byte: UInt8) -> Int? {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let found = memchr(start, Int32(byte), bytes.count) else { return nil }
            return UnsafeRawPointer(found) - start
        }
    }

    /// The position of the last byte that equals `byte`.
    @inlinable
    public func lastIndex(of byte: UInt8) -> Int? {
        withUnsafeBytes { bytes in bytes.lastIndex(of: byte) }
    }

    /// Whether some byte equals `byte`.
    @inlinable
    public func contains(_ byte: UInt8) -> Bool { firstIndex(of: byte) != nil }

    /// Whether `other` occurs in the bytes; an empty one always does.
    @inlinable
    public func contains(_ other: Bytes) -> Bool { range(of: other) != nil }

    /// Where `other` first occurs at or after a position; an empty one occurs at once.
    ///
    /// - Parameters:
    ///   - other: the bytes to find.
    ///   - start: where to start, within `0...count`; 0 by default.
    @inlinable
    public func range(of other: Bytes, from start: Int = 0) -> Range<Int>? {
        precondition(start >= 0 && start <= count, "position outside the bytes")
        let length = other.count
        if length == 0 { return start..<start }
        return withUnsafeBytes { bytes in other.withUnsafeBytes { Bytes.find($0, in: bytes, from: start) } }
    }
}

extension Bytes {
    @usableFromInline
    static func find(
        _ wanted: UnsafeRawBufferPointer,
        in bytes: UnsafeRawBufferPointer,
        from start: Int
    ) -> Range<Int>? {
        guard let base = bytes.baseAddress, let pattern = wanted.baseAddress,
            let found = memmem(base + start, bytes.count - start, pattern, wanted.count)
        else { return nil }
        let position = UnsafeRawPointer(found) - base
        return position..<(position + wanted.count)
    }
}
