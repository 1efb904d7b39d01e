extension Bytes {
    /// The words: what lies between ASCII white space (space, tab, LF, VT, FF, CR), without empty ones.
    ///
    /// Words are found as they are asked for. Those of up to 14 bytes cost no memory.
    @inlinable
    public func words() -> BytesWords { BytesWords(self) }
}

/// The words of a `Bytes`, made by `Bytes.words()`.
@frozen
public struct BytesWords: Sequence, Sendable {
    @usableFromInline let source: Bytes

    @inlinable
    init(_ source: Bytes) { self.source = source }

    /// Makes an iterator.
    @inlinable
    public func makeIterator() -> Iterator { Iterator(source) }

    /// Goes through the words.
    @frozen
    public struct Iterator: IteratorProtocol {
        /// The memory of a source that isn't inline.
        @usableFromInline let buffer: BytesBuffer?
        @usableFromInline var position: Int
        @usableFromInline let end: Int
        /// What is left of an inline source, its first byte lowest.
        @usableFromInline var low: UInt64
        @usableFromInline var high: UInt64

        @inlinable
        init(_ source: Bytes) {
            if let words = source.inlineWords {
                buffer = nil
                position = 0
                end = words.count
                low = words.low
                high = words.high
            } else {
                let slice = source.slice
                buffer = slice?.buffer
                position = slice?.offset ?? 0
                end = position + source.count
                low = 0
                high = 0
            }
        }

        /// The next word.
        @inlinable
        public mutating func next() -> Bytes? {
            guard let buffer else { return nextInline() }
            let base = UnsafeRawPointer(buffer.base)
            defer { withExtendedLifetime(buffer) {} }
            // Reads go up to 16 bytes past the end of the source, which a buffer's padding allows.
            while position < end {
                let start = position
                let first = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: start, as: UInt64.self))
                let spaces = ASCII.whiteSpace(first)
                if spaces != 0 {
                    let length = Swift.min(spaces.trailingZeroBitCount &>> 3, end &- start)
                    position = start &+ length &+ 1
                    if length == 0 { continue }
                    return Bytes(
                        low: first & ~(UInt64.max &<< UInt64(truncatingIfNeeded: 8 &* length)),
                        high: 0,
                        count: length
                    )
                }
                let second = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: start &+ 8, as: UInt64.self))
                let length = Swift.min(8 &+ ASCII.whiteSpace(second).trailingZeroBitCount &>> 3, end &- start)
                if length <= Bytes.inlineCapacity {
                    position = start &+ length &+ 1
                    return Bytes(
                        low: first & Bytes.mask(length),
                        high: second & Bytes.mask(Swift.max(length &- 8, 0)),
                        count: length
                    )
                }
                return nextLong(buffer, base)
            }
            return nil
        }

        /// A word of at least 15 bytes that starts at `position`.
        @inlinable
        @inline(never)
        mutating func nextLong(_ buffer: BytesBuffer, _ base: UnsafeRawPointer) -> Bytes {
            let start = position
            var stop = start &+ 8
            while stop < end {
                let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: stop, as: UInt64.self))
                let spaces = ASCII.whiteSpace(word)
                stop &+= spaces.trailingZeroBitCount &>> 3
                if spaces != 0 { break }
            }
            stop = Swift.min(stop, end)
            position = stop &+ 1
            return Bytes(uncheckedSlice: buffer, offset: start, count: stop &- start)
        }

        @inlinable
        mutating func nextInline() -> Bytes? {
            while position < end {
                let inLow = ASCII.whiteSpace(low)
                var length = inLow.trailingZeroBitCount &>> 3
                if inLow == 0 { length = 8 &+ ASCII.whiteSpace(high).trailingZeroBitCount &>> 3 }
                length = Swift.min(length, end &- position)
                let word = Bytes.slicing(low: low, high: high, start: 0, count: length)
                let used = length &+ 1
                let shift = UInt64(truncatingIfNeeded: 8 &* used)
                low = low >> shift | (used >= 8 ? high >> (shift &- 64) : high << (64 &- shift))
                high = high >> shift
                position &+= used
                if length > 0 { return word }
            }
            return nil
        }
    }
}
