import Glibc

extension Bytes {
    /// The integer that the bytes spell in decimal, with an optional sign; nil when there is anything else (white space
    /// too) or it doesn't fit.
    @inlinable
    public func parseInt() -> Int? { parseInteger(as: Int.self) }

    /// The integer that the bytes spell in decimal, with an optional sign; nil when there is anything else (white space
    /// too) or it doesn't fit `type`.
    @inlinable
    public func parseInteger<I: FixedWidthInteger>(as type: I.Type) -> I? {
        withUnsafeBytes { bytes in
            var index = 0
            var isNegative = false
            if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
                isNegative = first == UInt8(ascii: "-")
                index = 1
            }
            guard index < bytes.count else { return nil }
            // Eighteen digits fit 64 bits, so that only the end needs a check.
            if bytes.count <= 18 {
                var magnitude: Int64 = 0
                while index < bytes.count {
                    let digit = bytes[index] &- 0x30
                    guard digit < 10 else { return nil }
                    magnitude = magnitude &* 10 &+ Int64(digit)
                    index &+= 1
                }
                return I(exactly: isNegative ? 0 &- magnitude : magnitude)
            }
            var value: I = 0
            while index < bytes.count {
                let digit = bytes[index] &- 0x30
                guard digit < 10 else { return nil }
                let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
                let (next, overflow2) =
                    isNegative
                    ? shifted.subtractingReportingOverflow(I(truncatingIfNeeded: digit))
                    : shifted.addingReportingOverflow(I(truncatingIfNeeded: digit))
                if overflow || overflow2 { return nil }
                value = next
                index += 1
            }
            return value
        }
    }

    /// The number that the bytes spell, exactly rounded, whatever the locale; nil when there is anything else (white
    /// space too).
    ///
    /// Accepts what `Double(_: String)` does: decimals with an optional exponent, hexadecimal with `0x`, `inf`,
    /// `infinity` and `nan`.
    public func parseDouble() -> Double? {
        withUnsafeBytes { bytes in simpleDecimal(bytes) ?? Double(String(decoding: bytes, as: UTF8.self)) }
    }
}

/// A decimal of at most 15 digits with at most 22 of them after the point: both parts are exact as `Double`, and so
/// their quotient is exactly rounded.
private func simpleDecimal(_ bytes: UnsafeRawBufferPointer) -> Double? {
    guard bytes.count <= 18 else { return nil }
    var index = 0
    var isNegative = false
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
        isNegative = first == UInt8(ascii: "-")
        index = 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var seenPoint = false
    while index < bytes.count {
        let byte = bytes[index]
        let digit = byte &- 0x30
        if digit < 10 {
            mantissa = mantissa &* 10 &+ UInt64(digit)
            digits += 1
            if seenPoint { decimals += 1 }
        } else if byte == UInt8(ascii: ".") && !seenPoint {
            seenPoint = true
        } else {
            return nil
        }
        index += 1
    }
    guard digits > 0 && digits <= 15 else { return nil }
    let value = Double(mantissa) / powersOfTen[decimals]
    return isNegative ? -value : value
}

private let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
]

extension FixedWidthInteger {
    /// Makes an integer from its decimal form with an optional sign; nil when there is anything else or it doesn't fit.
    @inlinable
    public init?(_ bytes: Bytes) {
        guard let value = bytes.parseInteger(as: Self.self) else { return nil }
        self = value
    }
}

extension Double {
    /// Makes a number from its text, exactly rounded, as `Bytes.parseDouble()` does.
    @inlinable
    public init?(_ bytes: Bytes) {
        guard let value = bytes.parseDouble() else { return nil }
        self = value
    }
}
