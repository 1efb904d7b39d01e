extension Bytes: RandomAccessCollection {
    /// A byte.
    public typealias Element = UInt8
    /// A position, from 0.
    public typealias Index = Int
    /// What the generic algorithms of the standard library cut out; `bytes[2..<5]`, `prefix`, `suffix`, `dropFirst` and
    /// `dropLast` give `Bytes`, whose positions start at 0 again.
    public typealias SubSequence = Slice<Bytes>
    /// The positions.
    public typealias Indices = Range<Int>

    /// 0.
    @inlinable public var startIndex: Int { 0 }
    /// The count.
    @inlinable public var endIndex: Int { count }

    /// The byte at a position; one outside `0..<count` is a programming error and stops the process.
    @inlinable
    public subscript(position: Int) -> UInt8 {
        precondition(position >= 0 && position < count, "position outside the bytes")
        switch storage {
        case .inline(let low, let middle, let high, _):
            let word = position < 8 ? low : UInt64(middle) | UInt64(high) &<< 32
            return UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: 8 &* (position & 7)))
        case .slice(let buffer, let offset, _, _):
            return buffer.base.load(fromByteOffset: Int(offset) &+ position, as: UInt8.self)
        case .large(let slice):
            return slice.buffer.base.load(fromByteOffset: slice.offset &+ position, as: UInt8.self)
        }
    }

    /// Calls a closure with the bytes, as the standard library's algorithms ask for them.
    @inlinable
    public func withContiguousStorageIfAvailable<R>(_ body: (UnsafeBufferPointer<UInt8>) throws -> R) rethrows -> R? {
        try withUnsafeBytes { try $0.withMemoryRebound(to: UInt8.self, body) }
    }

    /// The first `length` bytes, or all when there are fewer.
    @inlinable
    public func prefix(_ length: Int) -> Bytes { slicing(0, Swift.min(Swift.max(0, length), count)) }

    /// The last `length` bytes, or all when there are fewer.
    @inlinable
    public func suffix(_ length: Int) -> Bytes { slicing(count - Swift.min(Swift.max(0, length), count), count) }

    /// All but the first `length` bytes.
    @inlinable
    public func dropFirst(_ length: Int = 1) -> Bytes { slicing(Swift.min(Swift.max(0, length), count), count) }

    /// All but the last `length` bytes.
    @inlinable
    public func dropLast(_ length: Int = 1) -> Bytes { slicing(0, count - Swift.min(Swift.max(0, length), count)) }
}
