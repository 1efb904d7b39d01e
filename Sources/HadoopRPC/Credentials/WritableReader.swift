import WeftDiagnostics

/// Reads what Java's `Writable` types write (WritableUtils.java, Text.java).
public struct WritableReader {
    private let bytes: [UInt8]
    /// How many bytes were read.
    public private(set) var position = 0
    private let subject: String

    /// Starts at the first byte.
    ///
    /// - Parameters:
    ///   - bytes: what to read.
    ///   - subject: what errors call it: `the credentials file /tmp/tokens`.
    public init(_ bytes: [UInt8], subject: String) {
        self.bytes = bytes
        self.subject = subject
    }

    /// How many bytes are left.
    public var remaining: Int { bytes.count - position }

    /// The next byte.
    ///
    /// - Throws: `WeftError` of code `token-invalid` at the end.
    public mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw invalid("it ends too early") }
        position += 1
        return bytes[position - 1]
    }

    /// The next bytes, exactly `count`.
    ///
    /// - Throws: `WeftError` of code `token-invalid` when there are fewer, or the count is negative.
    public mutating func bytes(_ count: Int) throws -> [UInt8] {
        guard count >= 0 else { throw invalid("it has a negative length") }
        guard count <= remaining else { throw invalid("it ends too early") }
        position += count
        return Array(bytes[(position - count)..<position])
    }

    /// A whole number of variable length (WritableUtils.writeVLong).
    ///
    /// - Throws: `WeftError` of code `token-invalid` when it isn't complete.
    public mutating func long() throws -> Int64 {
        let first = Int8(bitPattern: try byte())
        // From -112 up the byte is the number. Below, it says how many bytes follow, and from -120 down that their bits are
        // inverted.
        if first >= -112 { return Int64(first) }
        let isInverted = first < -120
        let count = isInverted ? -120 - Int(first) : -112 - Int(first)
        var value: UInt64 = 0
        for _ in 0..<count { value = value << 8 | UInt64(try byte()) }
        return Int64(bitPattern: isInverted ? ~value : value)
    }

    /// A whole number of variable length that fits into 32 bits.
    ///
    /// - Throws: `WeftError` of code `token-invalid` when it isn't complete or is larger.
    public mutating func int() throws -> Int32 {
        guard let value = Int32(exactly: try long()) else { throw invalid("it has a number that is too large") }
        return value
    }

    /// Bytes behind their length of variable length.
    ///
    /// - Throws: `WeftError` of code `token-invalid` when they aren't complete.
    public mutating func lengthAndBytes() throws -> [UInt8] { try bytes(Int(try int())) }

    /// A `Text`: UTF-8 behind its length of variable length.
    ///
    /// - Throws: `WeftError` of code `token-invalid` when it isn't complete or not UTF-8.
    public mutating func text() throws -> String {
        guard let text = String(validating: try lengthAndBytes(), as: UTF8.self) else {
            throw invalid("it has a text that isn't UTF-8")
        }
        return text
    }

    /// The error of bytes that can't be right.
    public func invalid(_ message: String) -> WeftError {
        WeftError(
            "token-invalid",
            "\(subject) can't be read: \(message)",
            remedy: "get it anew from whoever made it",
            details: [.init("at byte", String(position))]
        )
    }
}
