extension Bytes {
    /// The words: what lies between ASCII white space (space, tab, LF, VT, FF, CR), without empty ones.
    ///
    /// Words are found as they are asked for. Those of up to 14 bytes cost no memory.
    @inlinable
    @inline(__always)
    public func words() -> BytesFields { BytesFields(self, .whiteSpace, omittingEmpty: true) }

    /// The fields between separators, found as they are asked for.
    ///
    /// - Parameters:
    ///   - separator: the byte between fields.
    ///   - omittingEmpty: whether fields of no bytes are left out. Without it, `n` separators make `n + 1` fields.
    @inlinable
    public func fields(_ separator: UInt8, omittingEmpty: Bool = false) -> BytesFields {
        BytesFields(self, .byte(separator), omittingEmpty: omittingEmpty)
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

/// Parts of a `Bytes`, made by `Bytes.words()` and `Bytes.fields(_:omittingEmpty:)`.
///
/// It is its own iterator, so that going through the parts of a value costs one reference and no more.
@frozen
public struct BytesFields: Sequence, IteratorProtocol, @unchecked Sendable {
    /// The start of `buffer`; nil for an inline source. `next()` works with this alone for most parts, because taking the
    /// buffer out costs an increment and a decrement of its reference count. The buffer lives as long as this value.
    @usableFromInline let base: UnsafeRawPointer?
    @usableFromInline let buffer: BytesBuffer?
    /// The bytes of an inline source.
    @usableFromInline let low: UInt64
    @usableFromInline let high: UInt64
    @usableFromInline let omittingEmpty: Bool
    @usableFromInline var cutter: ByteCutter

    @inlinable
    @inline(__always)
    init(_ source: Bytes, _ separator: Separator, omittingEmpty: Bool) {
        self.omittingEmpty = omittingEmpty
        // A switch of its own, not `inlineWords` and `slice`: those take the buffer out once more each.
        switch source.storage {
        case .inline(let low, let middle, let high, let count):
            base = nil
            buffer = nil
            self.low = low
            self.high = UInt64(middle) | UInt64(high) &<< 32
            cutter = ByteCutter(separator, low: low, high: self.high, count: Int(count))
        case .slice(let buffer, let offset, let low, let high):
            base = UnsafeRawPointer(buffer.base)
            self.buffer = buffer
            self.low = 0
            self.high = 0
            let start = Int(offset)
            cutter = ByteCutter(separator, start: start, end: start &+ (Int(low) | Int(high) &<< 16))
        case .large(let slice):
            base = UnsafeRawPointer(slice.buffer.base)
            buffer = slice.buffer
            low = 0
            high = 0
            cutter = ByteCutter(separator, start: slice.offset, end: slice.offset &+ slice.count)
        }
    }

    /// The next part.
    @inlinable
    @inline(__always)
    public mutating func next() -> Bytes? {
        guard let base else {
            guard let part = cutter.nextOfLast(omittingEmpty: omittingEmpty) else { return nil }
            return Bytes.slicing(low: low, high: high, start: part.start, count: part.count)
        }
        guard let part = cutter.next(omittingEmpty: omittingEmpty, base, mayReadPastEnd: true) else {
            withExtendedLifetime(buffer) {}
            return nil
        }
        if part.count <= Bytes.inlineCapacity { return Bytes(inlinePadded: base + part.start, count: part.count) }
        return BytesFields.slice(buffer, part.start, part.count)
    }

    @usableFromInline
    @inline(never)
    static func slice(_ buffer: BytesBuffer?, _ start: Int, _ count: Int) -> Bytes {
        guard let buffer else { return Bytes() }
        return Bytes(uncheckedSlice: buffer, offset: start, count: count)
    }
}
