/// The first eight bytes of a key, as a number in the order of the keys: most comparisons are decided by it, without reaching for
/// the key.
@usableFromInline
enum SortPrefix {
    /// Whether keys of a type have one. Comparisons of metatypes fold away when this is specialised.
    @inlinable @inline(__always)
    static func exists<Key: Comparable>(for type: Key.Type) -> Bool {
        isExact(for: type) || Key.self == Bytes.self || Key.self == String.self
    }

    /// Whether keys with equal prefixes are equal.
    @inlinable @inline(__always)
    static func isExact<Key: Comparable>(for type: Key.Type) -> Bool {
        Key.self == Int.self || Key.self == Int64.self || Key.self == UInt64.self || Key.self == UInt.self
            || Key.self == Int32.self || Key.self == UInt32.self || Key.self == Int16.self || Key.self == UInt16.self
            || Key.self == Int8.self || Key.self == UInt8.self || Key.self == Double.self || Key.self == Float.self
    }

    /// The prefix of a key; nil when this one has none although others of its type have.
    @inlinable @inline(__always)
    static func of<Key: Comparable>(_ key: Key) -> UInt64? {
        if Key.self == Bytes.self { return of(bytes: unsafeBitCast(key, to: Bytes.self)) }
        if Key.self == Int.self { return of(signed: unsafeBitCast(key, to: Int.self)) }
        if Key.self == Int64.self { return of(signed: unsafeBitCast(key, to: Int64.self)) }
        if Key.self == UInt64.self { return unsafeBitCast(key, to: UInt64.self) }
        if Key.self == UInt.self { return UInt64(unsafeBitCast(key, to: UInt.self)) }
        if Key.self == Int32.self { return of(signed: unsafeBitCast(key, to: Int32.self)) }
        if Key.self == UInt32.self { return UInt64(unsafeBitCast(key, to: UInt32.self)) }
        if Key.self == Int16.self { return of(signed: unsafeBitCast(key, to: Int16.self)) }
        if Key.self == UInt16.self { return UInt64(unsafeBitCast(key, to: UInt16.self)) }
        if Key.self == Int8.self { return of(signed: unsafeBitCast(key, to: Int8.self)) }
        if Key.self == UInt8.self { return UInt64(unsafeBitCast(key, to: UInt8.self)) }
        if Key.self == Double.self { return of(number: unsafeBitCast(key, to: Double.self)) }
        if Key.self == Float.self { return of(number: Double(unsafeBitCast(key, to: Float.self))) }
        if Key.self == String.self { return of(text: unsafeBitCast(key, to: String.self)) }
        return nil
    }

    @inlinable @inline(__always)
    static func of(signed value: some FixedWidthInteger & SignedInteger) -> UInt64 {
        UInt64(bitPattern: Int64(truncatingIfNeeded: value)) ^ (1 << 63)
    }

    /// NaN after all numbers, as `precedes` has it; -0.0 like 0.0.
    @inlinable @inline(__always)
    static func of(number value: Double) -> UInt64 {
        if value != value { return .max }
        let bits = (value == 0 ? 0 : value).bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }

    @inlinable @inline(__always)
    static func of(bytes: Bytes) -> UInt64 {
        if let words = bytes.inlineWords { return words.low.byteSwapped }
        return bytes.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
    }

    /// Texts are in the order of their canonical composition. Where the first nine bytes are ASCII that is the order of the first
    /// eight bytes; the ninth might otherwise change the eighth, as an accent changes a letter.
    @inlinable
    static func of(text: String) -> UInt64? {
        var text = text
        return text.withUTF8 { bytes in
            var prefix: UInt64 = 0
            var seen: UInt8 = 0
            for index in 0..<8 {
                let byte = index < bytes.count ? bytes[index] : 0
                seen |= byte
                prefix = prefix << 8 | UInt64(byte)
            }
            if bytes.count > 8 { seen |= bytes[8] }
            return seen < 0x80 ? prefix : nil
        }
    }
}

/// A row's place in a sorter, with the prefix of its key.
@frozen
@usableFromInline
struct SortEntry {
    @usableFromInline var prefix: UInt64
    @usableFromInline var chunk: UInt32
    @usableFromInline var offset: UInt32

    @inlinable
    init(prefix: UInt64, chunk: UInt32, offset: UInt32) {
        self.prefix = prefix
        self.chunk = chunk
        self.offset = offset
    }
}

/// Sorts the rows' prefixes.
@usableFromInline
enum PrefixSort {
    /// The entries of all rows in the order of their prefixes; equal ones as they came.
    ///
    /// One pass spreads the entries by the highest bits in which prefixes differ, so that what is left to sort by comparing are
    /// many short runs, which fit in the processor's cache.
    ///
    /// - Parameter chunks: the prefixes of each chunk's rows.
    @usableFromInline
    static func sorted(_ chunks: [[UInt64]], count: Int) -> [SortEntry] {
        var low = UInt64.max
        var high = UInt64.min
        for chunk in chunks {
            for prefix in chunk {
                low = min(low, prefix)
                high = max(high, prefix)
            }
        }
        // About 32 entries a run.
        let wantedBits = min(16, max(0, Int.bitWidth - (count >> 5).leadingZeroBitCount))
        let width = low < high ? UInt64.bitWidth - (high - low).leadingZeroBitCount : 0
        let bits = min(wantedBits, width)
        let shift = UInt64(width - bits)
        var starts = [Int](repeating: 0, count: (1 << bits) + 1)
        for chunk in chunks {
            for prefix in chunk { starts[Int(truncatingIfNeeded: (prefix &- low) >> shift) &+ 1] &+= 1 }
        }
        for index in 1..<starts.count { starts[index] &+= starts[index - 1] }
        return [SortEntry](unsafeUninitializedCapacity: count) { entries, initialized in
            var next = starts
            for (index, chunk) in chunks.enumerated() {
                for (offset, prefix) in chunk.enumerated() {
                    let run = Int(truncatingIfNeeded: (prefix &- low) >> shift)
                    entries.initializeElement(
                        at: next[run],
                        to: SortEntry(
                            prefix: prefix,
                            chunk: UInt32(truncatingIfNeeded: index),
                            offset: UInt32(truncatingIfNeeded: offset)
                        )
                    )
                    next[run] &+= 1
                }
            }
            initialized = count
            guard shift > 0 else { return }
            for run in 0..<(starts.count - 1) where starts[run + 1] - starts[run] > 1 {
                sort(UnsafeMutableBufferPointer(rebasing: entries[starts[run]..<starts[run + 1]]))
            }
        }
    }

    private static func sort(_ entries: UnsafeMutableBufferPointer<SortEntry>) {
        if entries.count > 64 {
            var entries = entries
            entries.sort { $0.prefix < $1.prefix }
            return
        }
        for index in 1..<entries.count {
            let entry = entries[index]
            var target = index
            while target > 0, entries[target &- 1].prefix > entry.prefix {
                entries[target] = entries[target &- 1]
                target &-= 1
            }
            entries[target] = entry
        }
    }
}
