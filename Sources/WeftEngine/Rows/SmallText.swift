/// Strings of up to 15 bytes of ASCII, to and from their two words.
///
/// A `String` of that kind holds its bytes in its 16 bytes, with E0 plus their count in the last one. The layout is part
/// of the ABI on Apple's platforms and the same in all Swift 5 and 6 runtimes for 64-bit Linux; still, it is checked at
/// first use, and without it texts take the standard library's way, which is three to five times as long.
@usableFromInline
enum SmallText {
    /// How many bytes fit.
    @inlinable static var capacity: Int { 15 }

    @inlinable static var asciiMark: UInt64 { 0xE0 &<< 56 }

    /// Whether strings of this runtime have that layout.
    @usableFromInline static let isKnown = check()

    private static func check() -> Bool {
        guard MemoryLayout<String>.size == 16 else { return false }
        // Made at run time, so that it isn't a literal in the executable.
        for count in 0...capacity {
            let bytes = (0..<count).map { UInt8(0x41 + $0) }
            let text = String(decoding: bytes, as: UTF8.self)
            let words = unsafeBitCast(text, to: (UInt64, UInt64).self)
            var expected: (UInt64, UInt64) = (0, 0)
            for (index, byte) in bytes.enumerated() {
                if index < 8 {
                    expected.0 |= UInt64(byte) << UInt64(8 * index)
                } else {
                    expected.1 |= UInt64(byte) << UInt64(8 * (index - 8))
                }
            }
            expected.1 |= asciiMark | UInt64(count) << 56
            guard words == expected else { return false }
        }
        // What isn't small ASCII must look different.
        for other in ["é", String(repeating: "x", count: 16), String(repeating: "é", count: 40)] {
            if unsafeBitCast(other, to: (UInt64, UInt64).self).1 & (0xF0 &<< 56) == asciiMark { return false }
        }
        return true
    }

    /// The words of a string of at most 15 bytes of ASCII, the bytes after `count` being zero; nil for others.
    @inlinable
    @inline(__always)
    static func words(of text: String) -> (low: UInt64, high: UInt64, count: Int)? {
        guard isKnown else { return nil }
        let words = unsafeBitCast(text, to: (UInt64, UInt64).self)
        guard words.1 & (0xF0 &<< 56) == asciiMark else { return nil }
        return (words.0, words.1 & (1 &<< 56 &- 1), Int(truncatingIfNeeded: (words.1 &>> 56) & 0x0F))
    }

    /// The string of at most 15 bytes of ASCII; the bytes after `count` are zero.
    @inlinable
    @inline(__always)
    static func text(low: UInt64, high: UInt64, count: Int) -> String {
        unsafeBitCast((low, high | asciiMark | UInt64(truncatingIfNeeded: count) &<< 56), to: String.self)
    }

    /// The string of some bytes, repaired where they aren't UTF-8.
    ///
    /// - Parameter room: how many bytes from `start` on can be read.
    @inlinable
    @inline(__always)
    static func text(_ start: UnsafeRawPointer, count: Int, room: Int) -> String {
        if count <= capacity && room >= 16 && isKnown {
            let low = start.loadUnaligned(as: UInt64.self) & Bytes.mask(count)
            let high = start.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & Bytes.mask(Swift.max(count &- 8, 0))
            if (low | high) & ASCII.highs == 0 { return text(low: low, high: high, count: count) }
        }
        return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
}
