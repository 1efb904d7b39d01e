import Glibc

extension Bytes: Equatable {
    /// Whether both have the same bytes.
    @inlinable
    public static func == (left: Bytes, right: Bytes) -> Bool {
        switch (left.storage, right.storage) {
        case (
            .inline(let low1, let middle1, let high1, let count1), .inline(let low2, let middle2, let high2, let count2)
        ):
            // Not `&&`: the four comparisons together are cheaper than branches.
            return (low1 ^ low2) | UInt64(middle1 ^ middle2) | UInt64(high1 ^ high2) | UInt64(count1 ^ count2) == 0
        case (.inline, _), (_, .inline):
            return false
        default:
            return left.withUnsafeBytes { left in
                right.withUnsafeBytes { right in
                    left.count == right.count && Bytes.compare(left, right) == 0
                }
            }
        }
    }

    /// Like C's `memcmp` over the bytes that both have.
    @inlinable
    static func compare(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int32 {
        guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
        return memcmp(first, second, Swift.min(left.count, right.count))
    }
}

extension Bytes: Hashable {
    /// Feeds the bytes to a hasher.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        // One form for each content, so an inline and a longer value never have to hash alike.
        if let words = inlineWords {
            hasher.combine(words.low)
            hasher.combine(words.high | UInt64(truncatingIfNeeded: words.count) &<< 56)
        } else {
            withUnsafeBytes { hasher.combine(bytes: $0) }
        }
    }
}

extension Bytes: Comparable {
    /// Whether the left one comes first in the order of bytes: the first byte that differs decides, a prefix comes first.
    @inlinable
    public static func < (left: Bytes, right: Bytes) -> Bool {
        if let first = left.inlineWords, let second = right.inlineWords {
            let low1 = first.low.byteSwapped
            let low2 = second.low.byteSwapped
            if low1 != low2 { return low1 < low2 }
            // The count sits below the six bytes, so that it decides only between a value and its zero-extended one.
            let high1 = first.high.byteSwapped | UInt64(truncatingIfNeeded: first.count)
            let high2 = second.high.byteSwapped | UInt64(truncatingIfNeeded: second.count)
            return high1 < high2
        }
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                let order = compare(left, right)
                return order == 0 ? left.count < right.count : order < 0
            }
        }
    }
}

extension Bytes: ExpressibleByStringLiteral {
    /// Makes a value with the UTF-8 form of a literal.
    public init(stringLiteral value: StaticString) {
        self = value.withUTF8Buffer { Bytes(copying: UnsafeRawBufferPointer($0)) }
    }
}

extension Bytes: CustomStringConvertible {
    /// The bytes as text; what isn't UTF-8 appears as U+FFFD.
    public var description: String { String(self) }
}

extension Bytes: CustomDebugStringConvertible {
    /// The bytes as a quoted text.
    public var debugDescription: String { String(self).debugDescription }
}

extension Bytes: Codable {
    /// Reads the bytes as an array of numbers.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([UInt8].self))
    }

    /// Writes the bytes as an array of numbers.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Array(self))
    }
}

extension String {
    /// Makes a text from bytes; what isn't UTF-8 is replaced by U+FFFD.
    @inlinable
    public init(_ bytes: Bytes) {
        self = bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
