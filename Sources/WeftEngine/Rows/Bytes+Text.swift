extension Bytes {
    /// Without ASCII white space (space, tab, LF, VT, FF, CR) at both ends.
    @inlinable
    public func trimmed() -> Bytes {
        let bounds = withUnsafeBytes { bytes in
            var start = 0
            var end = bytes.count
            while start < end && ASCII.isWhiteSpace(bytes[start]) { start += 1 }
            while end > start && ASCII.isWhiteSpace(bytes[end - 1]) { end -= 1 }
            return (start, end)
        }
        return slicing(bounds.0, bounds.1)
    }

    /// With the ASCII letters A–Z made lower case; other bytes stay.
    @inlinable
    public func lowercasedASCII() -> Bytes { changingCase(from: 0x41) }

    /// With the ASCII letters a–z made upper case; other bytes stay.
    @inlinable
    public func uppercasedASCII() -> Bytes { changingCase(from: 0x61) }

    /// Flips the case bit of the 26 letters from `first` on.
    @inlinable
    func changingCase(from first: UInt8) -> Bytes {
        if let words = inlineWords {
            return Bytes(
                low: Bytes.flippingCase(words.low, from: first),
                high: Bytes.flippingCase(words.high, from: first),
                count: words.count
            )
        }
        return withUnsafeBytes { source in
            Bytes(capacity: source.count) { target in
                for (index, byte) in source.enumerated() {
                    target[index] = byte &- first < 26 ? byte ^ 0x20 : byte
                }
                return source.count
            }
        }
    }

    @inlinable
    @inline(__always)
    static func flippingCase(_ word: UInt64, from first: UInt8) -> UInt64 {
        let sevenBits = word & ~ASCII.highs
        let atLeast = sevenBits &+ ASCII.repeated(0x80 - first)
        let above = sevenBits &+ ASCII.repeated(0x80 - first - 26)
        return word ^ ((atLeast & ~above & ~word & ASCII.highs) &>> 2)
    }

    /// The bytes of `left` followed by those of `right`.
    @inlinable
    public static func + (left: Bytes, right: Bytes) -> Bytes {
        if left.isEmpty { return right }
        if right.isEmpty { return left }
        let total = left.count + right.count
        return Bytes(capacity: total) { target in
            left.withUnsafeBytes { target.copyMemory(from: $0) }
            let rest = UnsafeMutableRawBufferPointer(rebasing: target[left.count...])
            right.withUnsafeBytes { rest.copyMemory(from: $0) }
            return total
        }
    }

    /// Appends bytes.
    @inlinable
    public static func += (left: inout Bytes, right: Bytes) { left = left + right }
}

extension Sequence<Bytes> {
    /// The elements one after the other with `separator` between them.
    @inlinable
    public func joined(separator: Bytes = Bytes()) -> Bytes {
        var joined: [UInt8] = []
        var isFirst = true
        for element in self {
            if !isFirst { separator.withUnsafeBytes { joined.append(contentsOf: $0) } }
            element.withUnsafeBytes { joined.append(contentsOf: $0) }
            isFirst = false
        }
        return Bytes(joined)
    }
}
