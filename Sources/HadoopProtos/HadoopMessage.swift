import WeftDiagnostics

/// A message of Hadoop's protocols as a Swift value. The types that conform are written by `Protos/generate`.
public protocol HadoopMessage: Sendable, Hashable {
    /// The message's name as Hadoop has it, without its package.
    static var messageName: String { get }

    /// Reads a message.
    ///
    /// - Throws: `rpc-protocol` when the bytes aren't such a message: cut off, or without a required field.
    init(serialized bytes: UnsafeRawBufferPointer) throws

    /// The message's bytes.
    func serialized() -> [UInt8]

    /// Appends the message's bytes.
    func serialize(into bytes: inout [UInt8])
}

extension HadoopMessage {
    /// Reads a message.
    ///
    /// - Throws: `rpc-protocol` when the bytes aren't such a message.
    public init(serialized bytes: [UInt8]) throws {
        self = try bytes.withUnsafeBytes { try Self(serialized: $0) }
    }

    /// Appends the message's length as a varint, and its bytes.
    public func serializeDelimited(into bytes: inout [UInt8]) {
        let body = serialized()
        Varint.append(UInt64(body.count), to: &bytes)
        bytes += body
    }

    /// Reads a message that has its length before it.
    ///
    /// - Parameters:
    ///   - bytes: where it is.
    ///   - offset: where it starts; afterwards, where it ends.
    /// - Throws: `rpc-protocol` when the bytes end before the message does, or aren't such a message.
    public init(delimited bytes: UnsafeRawBufferPointer, at offset: inout Int) throws {
        let start = offset
        guard let length = try Varint.read(bytes, at: &offset), length <= UInt64(bytes.count - offset) else {
            throw WeftError(
                "rpc-protocol",
                "a \(Self.messageName) is cut off",
                details: [.init("bytes", "\(bytes.count - start)")]
            )
        }
        let end = offset + Int(length)
        self = try Self(serialized: UnsafeRawBufferPointer(rebasing: bytes[offset..<end]))
        offset = end
    }
}

/// An enumeration of Hadoop's protocols. A number that a newer Hadoop sends is kept as it is.
public protocol HadoopEnumeration: RawRepresentable, Sendable, Hashable, CustomStringConvertible
where RawValue == Int32 {
    /// The names of the numbers that are known.
    static var names: [Int32: String] { get }
}

extension HadoopEnumeration {
    /// The name, or the number where there is none.
    public var description: String { Self.names[rawValue] ?? "unknown(\(rawValue))" }
}

/// Protobuf's integers of variable length.
public enum Varint {
    /// Appends a number, 1 to 10 bytes.
    public static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Reads a number.
    ///
    /// - Parameters:
    ///   - bytes: where it is.
    ///   - offset: where it starts; afterwards, where it ends; unchanged when `nil` is returned.
    /// - Returns: the number, or `nil` when the bytes end within it.
    /// - Throws: `rpc-protocol` when it has more than 64 bits.
    public static func read(_ bytes: UnsafeRawBufferPointer, at offset: inout Int) throws -> UInt64? {
        var value: UInt64 = 0
        var place = offset
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard place < bytes.count else { return nil }
            let byte = bytes[place]
            place += 1
            // The tenth byte has room for one bit.
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                offset = place
                return value
            }
        }
        throw WeftError("rpc-protocol", "a variable-length integer has more than 64 bits")
    }
}
