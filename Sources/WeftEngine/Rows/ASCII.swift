/// Tests of eight bytes at once, as the high bits of a word's bytes.
@usableFromInline
enum ASCII {
    @inlinable static var ones: UInt64 { 0x0101_0101_0101_0101 }
    @inlinable static var highs: UInt64 { 0x8080_8080_8080_8080 }

    /// The high bit of every byte that is ASCII white space: space, and 9 to 13 (tab, LF, VT, FF, CR).
    @inlinable
    @inline(__always)
    static func whiteSpace(_ word: UInt64) -> UInt64 {
        let sevenBits = word & ~highs
        // No sum or difference below crosses a byte: each byte's high bit is free or set beforehand.
        let notSpace = (sevenBits ^ (0x20 &* ones)) &+ (0x7f &* ones)
        let atLeast9 = sevenBits &+ ((0x80 - 9) &* ones)
        let above13 = sevenBits &+ ((0x80 - 14) &* ones)
        return (~notSpace | (atLeast9 & ~above13)) & ~word & highs
    }

    /// The high bit of every byte that equals the repeated byte of `pattern`.
    @inlinable
    @inline(__always)
    static func equal(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        return ~(((difference & ~highs) &+ ~highs) | difference) & highs
    }

    /// A byte in all eight places.
    @inlinable
    @inline(__always)
    static func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* ones }

    /// Whether a byte is ASCII white space.
    @inlinable
    @inline(__always)
    static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 9 && byte <= 13) }
}
