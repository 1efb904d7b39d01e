/// A 64-bit checksum that finds accidental changes; it is no protection against intended ones.
struct Checksum {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    private mutating func mix(_ word: UInt64) {
        value = (value ^ word) &* 0x9e37_79b9_7f4a_7c15
        value ^= value >> 32
    }

    /// Takes up bytes, eight at a time. The same bytes in other portions give another value.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        let words = bytes.count / 8
        for i in 0..<words { mix(bytes.loadUnaligned(fromByteOffset: i * 8, as: UInt64.self)) }
        var rest: UInt64 = 0
        for i in words * 8..<bytes.count { rest = rest << 8 | UInt64(bytes[i]) }
        mix(rest)
        mix(UInt64(bytes.count))
    }

    /// Takes up a number.
    mutating func add(_ number: UInt64) { mix(number) }

    /// The checksum of some bytes.
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var sum = Checksum()
        sum.add(bytes)
        return sum.value
    }
}
