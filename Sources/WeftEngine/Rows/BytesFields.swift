extension Bytes {
    /// The fields between separators, found as they are asked for.
    ///
    /// - Parameters:
    ///   - separator: the byte between fields.
    ///   - omittingEmpty: whether fields of no bytes are left out. Without it, `n` separators make `n + 1` fields.
    @inlinable
    public func fields(_ separator: UInt8, omittingEmpty: Bool = false) -> BytesFields {
        BytesFields(self, separator: separator, omittingEmpty: omittingEmpty)
    }

    /// The fields between separators, found as they are asked for.
    ///
    /// - Parameters:
    ///   - separator: the character between fields, which must be ASCII: `,` or `\t` for instance.
    ///   - omittingEmpty: whether fields of no bytes are left out.
    @inlinable
    public func fields(_ separator: Unicode.Scalar, omittingEmpty: Bool = false) -> BytesFields {
        fields(UInt8(ascii: separator), omittingEmpty: omittingEmpty)
    }

    /// The parts between separators, as an array.
    ///
    /// - Parameters:
    ///   - separator: the byte between parts.
    ///   - omittingEmptySubsequences: whether parts of no bytes are left out, as the standard library does.
    @inlinable
    public func split(separator: UInt8, omittingEmptySubsequences: Bool = true) -> [Bytes] {
        Array(fields(separator, omittingEmpty: omittingEmptySubsequences))
    }

    /// The parts between separators, as an array.
    ///
    /// - Parameters:
    ///   - separator: the character between parts, which must be ASCII.
    ///   - omittingEmptySubsequences: whether parts of no bytes are left out, as the standard library does.
    @inlinable
    public func split(separator: Unicode.Scalar, omittingEmptySubsequences: Bool = true) -> [Bytes] {
        split(separator: UInt8(ascii: separator), omittingEmptySubsequences: omittingEmptySubsequences)
    }
}

/// The fields of a `Bytes`, made by `Bytes.fields(_:omittingEmpty:)`.
@frozen
public struct BytesFields: Sequence, Sendable {
    @usableFromInline let source: Bytes
    @usableFromInline let separator: UInt8
    @usableFromInline let omittingEmpty: Bool

    @inlinable
    init(_ source: Bytes, separator: UInt8, omittingEmpty: Bool) {
        self.source = source
        self.separator = separator
        self.omittingEmpty = omittingEmpty
    }

    /// Makes an iterator.
    @inlinable
    public func makeIterator() -> Iterator { Iterator(self) }

    /// Goes through the fields.
    @frozen
    public struct Iterator: IteratorProtocol {
        @usableFromInline let source: Bytes
        @usableFromInline let pattern: UInt64
        @usableFromInline let omittingEmpty: Bool
        @usableFromInline let buffer: BytesBuffer?
        /// Positions in the buffer, or in the source when that is inline.
        @usableFromInline var position: Int
        /// One less than `position` can become: the end of the source, where the last field ends.
        @usableFromInline let end: Int

        @inlinable
        init(_ fields: BytesFields) {
            source = fields.source
            pattern = ASCII.repeated(fields.separator)
            omittingEmpty = fields.omittingEmpty
            let slice = source.slice
            buffer = slice?.buffer
            position = slice?.offset ?? 0
            end = position + source.count
        }

        /// The next field.
        @inlinable
        public mutating func next() -> Bytes? {
            while position <= end {
                let start = position
                let stop = separatorOrEnd()
                position = stop &+ 1
                if stop == start && omittingEmpty { continue }
                guard let buffer else { return source.slicing(start, stop) }
                return Bytes(uncheckedSlice: buffer, offset: start, count: stop &- start)
            }
            return nil
        }

        @inlinable
        func separatorOrEnd() -> Int {
            guard let buffer else {
                guard let words = source.inlineWords else { return end }
                let rest = UInt64.max << UInt64(truncatingIfNeeded: 8 &* position)
                let inLow = ASCII.equal(words.low, pattern) & rest
                if inLow != 0 { return Swift.min(inLow.trailingZeroBitCount &>> 3, end) }
                let highRest = UInt64.max << UInt64(truncatingIfNeeded: 8 &* Swift.max(position &- 8, 0))
                let inHigh = ASCII.equal(words.high, pattern) & highRest
                return Swift.min(8 &+ inHigh.trailingZeroBitCount &>> 3, end)
            }
            defer { withExtendedLifetime(buffer) {} }
            let base = UnsafeRawPointer(buffer.base)
            var stop = position
            while stop < end {
                let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: stop, as: UInt64.self))
                let found = ASCII.equal(word, pattern)
                stop &+= found.trailingZeroBitCount &>> 3
                if found != 0 { break }
            }
            return Swift.min(stop, end)
        }
    }
}
