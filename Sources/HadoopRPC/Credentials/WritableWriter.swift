/// Writes what Java's `Writable` types read (WritableUtils.java, Text.java).
public struct WritableWriter {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// Starts with nothing.
    public init() {}

    /// Writes one byte.
    public mutating func byte(_ value: UInt8) { bytes.append(value) }

    /// Writes bytes as they are.
    public mutating func raw(_ value: some Sequence<UInt8>) { bytes += value }

    /// Writes a whole number, in one to nine bytes.
    public mutating func long(_ value: Int64) {
        if (-112...127).contains(value) {
            bytes.append(UInt8(bitPattern: Int8(value)))
            return
        }
        let magnitude = UInt64(bitPattern: value < 0 ? ~value : value)
        let count = 8 - magnitude.leadingZeroBitCount / 8
        bytes.append(UInt8(bitPattern: Int8((value < 0 ? -120 : -112) - count)))
        for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: magnitude >> (8 * index))) }
    }

    /// Writes bytes behind their length.
    public mutating func lengthAndBytes(_ value: [UInt8]) {
        long(Int64(value.count))
        raw(value)
    }

    /// Writes a text behind its length in UTF-8.
    public mutating func text(_ value: String) { lengthAndBytes(Array(value.utf8)) }
}
