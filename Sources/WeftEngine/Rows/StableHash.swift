/// A hash that is equal for equal keys in every process and every run of the same executable, for placing keys in
/// partitions and tables; Swift's own is seeded anew in each process.
///
/// High and low bits are both well mixed: take the high ones for the partition and the low ones within a table.
///
/// Integers, `Bool`, texts, `Bytes` and floating-point numbers (0.0 like -0.0) have fast paths. Any other type is hashed
/// by its `hash(into:)` with a hasher of fixed seed. A type whose `hash(into:)` itself depends on the process can't be a
/// key: sets and dictionaries (their hash uses the process's seed) and object identifiers; `StableHash.check(_:)` finds
/// them.
///
/// - Parameter key: what to hash.
@inlinable
public func stableHash<K: Hashable>(_ key: K) -> UInt64 {
    // Comparisons of metatypes fold away when this is specialised.
    if K.self == Bytes.self { return StableHash.hash(unsafeBitCast(key, to: Bytes.self)) }
    if K.self == String.self { return StableHash.hash(unsafeBitCast(key, to: String.self)) }
    if K.self == Int.self { return StableHash.hash(UInt64(bitPattern: Int64(unsafeBitCast(key, to: Int.self)))) }
    if K.self == Int64.self { return StableHash.hash(UInt64(bitPattern: unsafeBitCast(key, to: Int64.self))) }
    if K.self == UInt64.self { return StableHash.hash(unsafeBitCast(key, to: UInt64.self)) }
    if K.self == UInt.self { return StableHash.hash(UInt64(unsafeBitCast(key, to: UInt.self))) }
    if K.self == Int32.self { return StableHash.hash(UInt64(truncatingIfNeeded: unsafeBitCast(key, to: Int32.self))) }
    if K.self == UInt32.self { return StableHash.hash(UInt64(unsafeBitCast(key, to: UInt32.self))) }
    if K.self == Int16.self { return StableHash.hash(UInt64(truncatingIfNeeded: unsafeBitCast(key, to: Int16.self))) }
    if K.self == UInt16.self { return StableHash.hash(UInt64(unsafeBitCast(key, to: UInt16.self))) }
    if K.self == Int8.self { return StableHash.hash(UInt64(truncatingIfNeeded: unsafeBitCast(key, to: Int8.self))) }
    if K.self == UInt8.self { return StableHash.hash(UInt64(unsafeBitCast(key, to: UInt8.self))) }
    if K.self == Bool.self { return StableHash.hash(unsafeBitCast(key, to: Bool.self) ? 1 : 0 as UInt64) }
    if K.self == Double.self { return StableHash.hash(unsafeBitCast(key, to: Double.self)) }
    if K.self == Float.self { return StableHash.hash(Double(unsafeBitCast(key, to: Float.self))) }
    if K.self == Substring.self { return StableHash.hash(String(unsafeBitCast(key, to: Substring.self))) }
    var hasher = StableHash.makeHasher()
    key.hash(into: &hasher)
    return UInt64(bitPattern: Int64(hasher.finalize()))
}

/// The parts of `stableHash`.
public enum StableHash {
    // Odd constants with many changes between 0 and 1, whose bytes aren't text (a word equal to one would lose the other
    // word in the product).
    @inlinable static var secret0: UInt64 { 0xa076_1d64_78bd_642f }
    @inlinable static var secret1: UInt64 { 0xe703_7ed1_a0b4_28db }
    @inlinable static var secret2: UInt64 { 0x8ebc_6af0_9c88_c6e3 }
    @inlinable static var secret3: UInt64 { 0x5899_65cc_7537_4cc3 }

    /// The two halves of the product, folded: every bit of both factors reaches every bit of the result.
    @inlinable
    @inline(__always)
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    /// The hash of an integer.
    @inlinable
    @inline(__always)
    static func hash(_ value: UInt64) -> UInt64 { mix(mix(value ^ secret0, secret1) ^ value, secret2) }

    /// The hash of a number; 0.0 and -0.0 are equal, so they hash alike, and so do all that aren't numbers.
    @inlinable
    @inline(__always)
    static func hash(_ value: Double) -> UInt64 {
        hash(value == 0 ? 0 : value.isNaN ? Double.nan.bitPattern : value.bitPattern)
    }

    /// The hash of bytes.
    @inlinable
    @inline(__always)
    static func hash(_ bytes: Bytes) -> UInt64 {
        if let words = bytes.inlineWords { return hash(low: words.low, high: words.high, count: words.count) }
        return bytes.withUnsafeBytes { hash(long: $0) }
    }

    /// The hash of bytes that stay where they are: without the copy of a value that isn't inline.
    @inlinable
    @inline(__always)
    static func hash(at bytes: UnsafePointer<Bytes>) -> UInt64 {
        if case .inline(let low, let middle, let high, let count) = bytes.pointee.storage {
            return hash(low: low, high: UInt64(middle) | UInt64(high) &<< 32, count: Int(count))
        }
        return hash(longAt: bytes)
    }

    @inlinable
    @inline(never)
    static func hash(longAt bytes: UnsafePointer<Bytes>) -> UInt64 {
        bytes.pointee.withUnsafeBytes { hash(long: $0) }
    }

    /// The hash of at most 14 bytes, given as `Bytes.inlineWords` does.
    @inlinable
    @inline(__always)
    static func hash(low: UInt64, high: UInt64, count: Int) -> UInt64 {
        let end = high | UInt64(truncatingIfNeeded: count) &<< 56
        return mix(mix(low ^ secret0, end ^ secret1) ^ low, end ^ secret2)
    }

    /// The hash of bytes in memory, the same as that of a `Bytes` with them.
    @inlinable
    public static func hash(bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard bytes.count <= Bytes.inlineCapacity else { return hash(long: bytes) }
        return hash(Bytes(copying: bytes))
    }

    /// The hash of more than 14 bytes.
    @inlinable
    static func hash(long bytes: UnsafeRawBufferPointer) -> UInt64 {
        guard let start = bytes.baseAddress else { return hash(Bytes()) }
        func word(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        var state = UInt64(bytes.count) &* secret3
        var offset = 0
        while offset &+ 16 < bytes.count {
            state = mix(word(offset) ^ secret0, word(offset &+ 8) ^ state)
            offset &+= 16
        }
        // The last 16 bytes, some of them for the second time; of 15 bytes, two words that overlap.
        let first = word(Swift.max(0, bytes.count &- 16))
        let last = word(bytes.count &- 8)
        return mix(mix(first ^ secret1, last ^ state) ^ first, last ^ secret2)
    }
}
