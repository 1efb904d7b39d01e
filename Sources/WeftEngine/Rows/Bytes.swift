/// A sequence of bytes as a row: the fast type beside `String` for text and records.
///
/// Up to 14 bytes are stored in the value itself, so that words and short fields cost neither memory nor reference
/// counting; longer values are slices of a block that was read once. A value takes 16 bytes.
///
/// Nothing is assumed about the encoding. Text helpers (`words()`, `trimmed()`, …) look at ASCII only, which is right for
/// UTF-8 too, because no byte of a longer UTF-8 sequence is an ASCII byte. Equality and order are those of the bytes.
///
/// A slice keeps its whole block in memory. Call `detached()` on what is kept for long when most of the block isn't.
@frozen
public struct Bytes: Sendable {
    /// Every value of at most `inlineCapacity` bytes is `.inline`, with zeros after its bytes: equality and hashing rely
    /// on there being one form only.
    @frozen
    @usableFromInline
    enum Storage: Sendable {
        /// Bytes 0–7, 8–11, 12–13 (little endian) and the count.
        case inline(UInt64, UInt32, UInt16, UInt8)
        /// The buffer, the offset, and bits 0–15 and 16–23 of the count.
        case slice(BytesBuffer, UInt32, UInt16, UInt8)
        case large(LargeSlice)
    }

    @usableFromInline var storage: Storage

    /// How many bytes are stored in the value itself.
    @inlinable public static var inlineCapacity: Int { 14 }

    @inlinable
    @inline(__always)
    init(storage: Storage) { self.storage = storage }

    /// Makes an inline value from two words, the bytes after `count` being zero already.
    @inlinable
    @inline(__always)
    init(low: UInt64, high: UInt64, count: Int) {
        storage = .inline(
            low,
            UInt32(truncatingIfNeeded: high),
            UInt16(truncatingIfNeeded: high &>> 32),
            UInt8(truncatingIfNeeded: count)
        )
    }

    /// Makes an inline value of `count` ≤ 14 bytes from memory of which 16 bytes can be read.
    @inlinable
    @inline(__always)
    init(inlinePadded start: UnsafeRawPointer, count: Int) {
        let low = UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
        let high = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        self.init(
            low: low & Bytes.mask(count),
            high: high & Bytes.mask(Swift.max(count &- 8, 0)),
            count: count
        )
    }

    /// Makes an inline value of `count` ≤ 14 bytes from memory of which no more than `count` bytes can be read.
    @inlinable
    init(inlineExact start: UnsafeRawPointer, count: Int) {
        if count >= 8 {
            let low = UInt64(littleEndian: start.loadUnaligned(as: UInt64.self))
            let last = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
            self.init(low: low, high: last >> UInt64(8 * (16 - count)), count: count)
        } else {
            var low: UInt64 = 0
            for index in 0..<count {
                low |= UInt64(start.load(fromByteOffset: index, as: UInt8.self)) &<< UInt64(8 * index)
            }
            self.init(low: low, high: 0, count: count)
        }
    }

    /// The lowest `count` bytes of a word set; all of them from 8 on.
    @inlinable
    @inline(__always)
    static func mask(_ count: Int) -> UInt64 { ~(UInt64.max << UInt64(truncatingIfNeeded: 8 &* count)) }

    /// Makes an empty value.
    @inlinable public init() { self.init(low: 0, high: 0, count: 0) }

    /// Makes a value with a copy of `bytes`.
    @inlinable
    public init(copying bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, !bytes.isEmpty else {
            self.init()
            return
        }
        if bytes.count <= Bytes.inlineCapacity {
            self.init(inlineExact: start, count: bytes.count)
        } else {
            self.init(uncheckedSlice: BytesBuffer(copying: bytes), offset: 0, count: bytes.count)
        }
    }

    /// Makes a value that refers to a part of `buffer`, or copies it when it is short.
    ///
    /// The bytes of the range must not change any more.
    ///
    /// - Parameters:
    ///   - buffer: the memory.
    ///   - range: offsets in it; a range that isn't within `0..<buffer.capacity` is a programming error and stops the
    ///     process.
    @inlinable
    public init(slice buffer: BytesBuffer, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= buffer.capacity, "slice outside its buffer")
        self.init(uncheckedSlice: buffer, offset: range.lowerBound, count: range.count)
    }

    @inlinable
    @inline(__always)
    init(uncheckedSlice buffer: BytesBuffer, offset: Int, count: Int) {
        if count <= Bytes.inlineCapacity {
            self.init(inlinePadded: UnsafeRawPointer(buffer.base + offset), count: count)
        } else if offset &>> 32 == 0 && count &>> 24 == 0 {
            let low = UInt16(truncatingIfNeeded: count)
            let high = UInt8(truncatingIfNeeded: count &>> 16)
            self.init(storage: .slice(buffer, UInt32(truncatingIfNeeded: offset), low, high))
        } else {
            self.init(storage: .large(LargeSlice(buffer: buffer, offset: offset, count: count)))
        }
    }

    /// Makes a value with the UTF-8 form of `text`.
    @inlinable
    public init(_ text: some StringProtocol) {
        if let bytes = text.utf8.withContiguousStorageIfAvailable({ Bytes(copying: UnsafeRawBufferPointer($0)) }) {
            self = bytes
        } else {
            self.init(Array(text.utf8))
        }
    }

    /// Makes a value with a copy of the bytes of a collection.
    @inlinable
    public init(_ bytes: some Collection<UInt8>) {
        if let copy = bytes.withContiguousStorageIfAvailable({ Bytes(copying: UnsafeRawBufferPointer($0)) }) {
            self = copy
        } else {
            self = Array(bytes).withUnsafeBytes { Bytes(copying: $0) }
        }
    }

    /// Makes a value of `capacity` bytes at most by letting a closure write them.
    ///
    /// - Parameters:
    ///   - capacity: how many bytes the closure may write.
    ///   - initializer: writes from the start of its buffer and returns how many bytes it wrote.
    @inlinable
    public init(
        capacity: Int,
        initializingWith initializer: (UnsafeMutableRawBufferPointer) throws -> Int
    ) rethrows {
        if capacity <= Bytes.inlineCapacity {
            var words: (UInt64, UInt64) = (0, 0)
            let count = try withUnsafeMutableBytes(of: &words) {
                try initializer(UnsafeMutableRawBufferPointer(rebasing: $0[..<Swift.max(0, capacity)]))
            }
            precondition(count >= 0 && count <= Swift.max(0, capacity), "more bytes written than there is room for")
            self.init(
                low: UInt64(littleEndian: words.0) & Bytes.mask(count),
                high: UInt64(littleEndian: words.1) & Bytes.mask(Swift.max(count - 8, 0)),
                count: count
            )
        } else {
            let buffer = BytesBuffer(capacity: capacity)
            let count = try initializer(buffer.bytes)
            precondition(count >= 0 && count <= capacity, "more bytes written than there is room for")
            self.init(uncheckedSlice: buffer, offset: 0, count: count)
        }
    }
}

extension Bytes {
    /// How many bytes there are.
    @inlinable
    public var count: Int {
        @inline(__always)
        get {
            switch storage {
            case .inline(_, _, _, let count): Int(count)
            case .slice(_, _, let low, let high): Int(low) | Int(high) &<< 16
            case .large(let slice): slice.count
            }
        }
    }

    /// Whether there are no bytes.
    @inlinable public var isEmpty: Bool { count == 0 }

    /// The bytes as two little-endian words with zeros after them, when they are stored in the value.
    @inlinable
    var inlineWords: (low: UInt64, high: UInt64, count: Int)? {
        @inline(__always)
        get {
            guard case .inline(let low, let middle, let high, let count) = storage else { return nil }
            return (low, UInt64(middle) | UInt64(high) &<< 32, Int(count))
        }
    }

    /// Calls a closure with the bytes; the pointer is valid during the call only.
    @inlinable
    @inline(__always)
    public func withUnsafeBytes<R, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> R
    ) throws(Failure) -> R {
        switch storage {
        case .inline(let low, let middle, let high, let count):
            // The two words are one value in memory: the tuple's elements are adjacent.
            var words = (low.littleEndian, (UInt64(middle) | UInt64(high) &<< 32).littleEndian)
            return try Bytes.borrowing(&words, count: Int(count), body)
        case .slice(let buffer, let offset, let low, let high):
            let start = UnsafeRawPointer(buffer.base) + Int(offset)
            let count = Int(low) | Int(high) &<< 16
            defer { withExtendedLifetime(buffer) {} }
            return try body(UnsafeRawBufferPointer(start: start, count: count))
        case .large(let slice):
            let start = UnsafeRawPointer(slice.buffer.base) + slice.offset
            defer { withExtendedLifetime(slice) {} }
            return try body(UnsafeRawBufferPointer(start: start, count: slice.count))
        }
    }

    @inlinable
    @inline(__always)
    static func borrowing<R, Failure: Error>(
        _ words: inout (UInt64, UInt64),
        count: Int,
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> R
    ) throws(Failure) -> R {
        try withUnsafePointer(to: &words) { (pointer) throws(Failure) -> R in
            try body(UnsafeRawBufferPointer(start: UnsafeRawPointer(pointer), count: count))
        }
    }

    /// The buffer and the offset in it, for values that aren't inline.
    @inlinable
    var slice: (buffer: BytesBuffer, offset: Int)? {
        switch storage {
        case .inline: nil
        case .slice(let buffer, let offset, _, _): (buffer, Int(offset))
        case .large(let slice): (slice.buffer, slice.offset)
        }
    }

    /// The same bytes in memory of their own, so that the block they were read in can be freed.
    @inlinable
    public func detached() -> Bytes {
        if case .inline = storage { return self }
        return withUnsafeBytes { Bytes(copying: $0) }
    }

    /// The bytes of a range.
    ///
    /// - Parameter range: positions from 0; a range that isn't within `0..<count` is a programming error and stops the
    ///   process.
    @inlinable
    public subscript(range: Range<Int>) -> Bytes {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "range outside the bytes")
        return slicing(range.lowerBound, range.upperBound)
    }

    /// The bytes of a range given as `2...`, `..<5` and the like.
    @inlinable
    public subscript(range: some RangeExpression<Int>) -> Bytes { self[range.relative(to: 0..<count)] }

    @inlinable
    func slicing(_ start: Int, _ end: Int) -> Bytes {
        if let words = inlineWords {
            return Bytes.slicing(low: words.low, high: words.high, start: start, count: end &- start)
        }
        if case .slice(let buffer, let offset, _, _) = storage, end &- start <= Bytes.inlineCapacity {
            // The short beginning of a record, its key: nothing that has to be counted as a reference.
            let from = UnsafeRawPointer(buffer.base) + (Int(offset) &+ start)
            return Bytes(inlinePadded: from, count: end &- start)
        }
        guard let slice else { return Bytes() }
        return Bytes(uncheckedSlice: slice.buffer, offset: slice.offset &+ start, count: end &- start)
    }

    /// `count` bytes from `start` of two words.
    @inlinable
    @inline(__always)
    static func slicing(low: UInt64, high: UInt64, start: Int, count: Int) -> Bytes {
        let shift = UInt64(truncatingIfNeeded: 8 &* start)
        let newLow = low >> shift | (start >= 8 ? high >> (shift &- 64) : high << (64 &- shift))
        let newHigh = high >> shift
        return Bytes(
            low: newLow & mask(count),
            high: newHigh & mask(Swift.max(count &- 8, 0)),
            count: count
        )
    }
}
