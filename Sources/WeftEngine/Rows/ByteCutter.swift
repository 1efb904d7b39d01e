/// Which bytes separate parts.
@frozen
@usableFromInline
enum Separator: Sendable {
    case whiteSpace
    case byte(UInt8)
}

/// Finds the parts of some memory between separators.
///
/// Sixty-four bytes at a time become a mask with a bit for each separator. What goes from one part to the next is then
/// only "clear the lowest bit", which the processor overlaps with the work on the parts; searching from the end of one
/// part for the next end would make it wait for each.
@frozen
@usableFromInline
struct ByteCutter: Sendable {
    @usableFromInline let separator: Separator
    /// Where the next part starts.
    @usableFromInline var start: Int
    /// Where the memory ends; the last part ends there.
    @usableFromInline let end: Int
    /// Where the 64 bytes of the mask start.
    @usableFromInline var window: Int
    /// The separators not passed yet, and the end.
    @usableFromInline var mask: UInt64 = 0

    @inlinable
    init(_ separator: Separator, start: Int, end: Int) {
        self.separator = separator
        self.start = start
        self.end = end
        window = start &- 64
    }

    /// Makes a cutter for at most 14 bytes, given as two words; `nextOfLast` gives its parts.
    @inlinable
    @inline(__always)
    init(_ separator: Separator, low: UInt64, high: UInt64, count: Int) {
        self.separator = separator
        start = 0
        end = count
        window = 0
        mask = ByteCutter.mask(low: low, high: high, count: count, separator)
    }

    /// The next part, nil after the last.
    ///
    /// - Parameters:
    ///   - omittingEmpty: whether parts of no bytes are passed over.
    ///   - base: the memory that positions refer to.
    ///   - mayReadPastEnd: whether 64 bytes can be read from every position up to the end.
    @inlinable
    @inline(__always)
    mutating func next(
        omittingEmpty: Bool,
        _ base: UnsafeRawPointer,
        mayReadPastEnd: Bool
    ) -> (start: Int, count: Int)? {
        while true {
            if let part = nextOfLast(omittingEmpty: omittingEmpty) { return part }
            window &+= 64
            if window > end { return nil }
            let address = base + window
            mask =
                mayReadPastEnd
                ? ByteCutter.mask(padded: address, count: end &- window, separator)
                : ByteCutter.mask(address, count: end &- window, separator)
        }
    }

    /// The next part that ends within the last 64 bytes looked at.
    @inlinable
    @inline(__always)
    mutating func nextOfLast(omittingEmpty: Bool) -> (start: Int, count: Int)? {
        while mask != 0 {
            let stop = window &+ mask.trailingZeroBitCount
            mask &= mask &- 1
            let first = start
            start = stop &+ 1
            if stop != first || !omittingEmpty { return (first, stop &- first) }
        }
        return nil
    }

    /// The bits of the separators among `count` ≤ 14 bytes and of their end.
    @usableFromInline
    @inline(never)
    static func mask(low: UInt64, high: UInt64, count: Int, _ separator: Separator) -> UInt64 {
        let found =
            switch separator {
            case .whiteSpace: pack(ASCII.whiteSpace(low)) | pack(ASCII.whiteSpace(high)) &<< 8
            case .byte(let byte):
                pack(ASCII.equal(low, ASCII.repeated(byte))) | pack(ASCII.equal(high, ASCII.repeated(byte))) &<< 8
            }
        return clipped(found, count: count)
    }

    /// The bits of the separators among the next 64 bytes, all of which can be read, and of the end.
    @usableFromInline
    @inline(never)
    static func mask(padded start: UnsafeRawPointer, count: Int, _ separator: Separator) -> UInt64 {
        clipped(mask(of64: start, separator), count: count)
    }

    /// Without the bits from `count` on but with that one, when it is below 64.
    @inline(__always)
    private static func clipped(_ found: UInt64, count: Int) -> UInt64 {
        if count >= 64 { return found }
        let endBit = 1 &<< UInt64(truncatingIfNeeded: count)
        return found & (endBit &- 1) | endBit
    }

    /// The bits of the separators among the next 64 bytes, of which only `count` can be read, and of the end.
    @usableFromInline
    @inline(never)
    static func mask(_ start: UnsafeRawPointer, count: Int, _ separator: Separator) -> UInt64 {
        if count >= 64 { return mask(of64: start, separator) }
        var copy: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
        let found = withUnsafeMutableBytes(of: &copy) { copy in
            copy.copyMemory(from: UnsafeRawBufferPointer(start: start, count: count))
            return copy.baseAddress.map { mask(of64: UnsafeRawPointer($0), separator) } ?? 0
        }
        return clipped(found, count: count)
    }

    @inline(__always)
    private static func mask(of64 start: UnsafeRawPointer, _ separator: Separator) -> UInt64 {
        switch separator {
        case .whiteSpace:
            return mask(of64: start) { ASCII.whiteSpace($0) }
        case .byte(let byte):
            let pattern = ASCII.repeated(byte)
            return mask(of64: start) { ASCII.equal($0, pattern) }
        }
    }

    /// The high bits that `find` gives for each of eight words, packed.
    @inline(__always)
    private static func mask(of64 start: UnsafeRawPointer, _ find: (UInt64) -> UInt64) -> UInt64 {
        var result: UInt64 = 0
        for offset in stride(from: 0, to: 64, by: 8) {
            let found = find(UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            result |= pack(found) &<< UInt64(truncatingIfNeeded: offset)
        }
        return result
    }

    /// The high bits of a word's bytes as its lowest eight bits.
    @inline(__always)
    private static func pack(_ highBits: UInt64) -> UInt64 {
        // The factor moves the high bit of byte i to bit 56 + i; no two of its products meet.
        (highBits &* 0x0002_0408_1020_4081) &>> 56
    }
}
