@_spi(_Unicode) import Swift

extension StableHash {
    /// The hash of a text: that of the bytes of its canonical composition, because texts are equal when those are.
    @inlinable
    @inline(__always)
    static func hash(_ text: String) -> UInt64 {
        if let words = SmallText.words(of: text), words.count <= Bytes.inlineCapacity {
            return hash(low: words.low, high: words.high, count: words.count)
        }
        return hash(long: text)
    }

    @inlinable
    @inline(never)
    static func hash(long text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            return isComposed(bytes) ? hash(bytes: bytes) : hash(composing: bytes)
        }
    }

    /// Whether all characters are below U+0300, where texts are their own canonical composition.
    @inlinable
    static func isComposed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return true }
        var offset = 0
        var seen: UInt64 = 0
        while offset &+ 8 <= bytes.count {
            seen |= start.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            offset &+= 8
        }
        var tail: UInt8 = 0
        while offset < bytes.count {
            tail |= bytes[offset]
            offset &+= 1
        }
        if (seen & ASCII.highs) | UInt64(tail & 0x80) == 0 { return true }
        // The first character from U+0300 on is CC 80 in UTF-8, and no byte after the first is CC or more.
        return bytes.allSatisfy { $0 < 0xCC }
    }

    /// The hash of a text that may not be composed.
    @usableFromInline
    @inline(never)
    static func hash(composing bytes: UnsafeRawBufferPointer) -> UInt64 {
        var composed: [UInt8] = []
        composed.reserveCapacity(bytes.count)
        for scalar in String(decoding: bytes, as: UTF8.self)._nfc { composed.append(contentsOf: scalar.utf8) }
        return composed.withUnsafeBytes { hash(bytes: $0) }
    }
}
