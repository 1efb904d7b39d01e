import WeftDiagnostics

/// Reads from front to back what a `ByteWriter` wrote. Every read is checked against the end of the bytes.
///
/// The reader doesn't own the bytes: they must stay in place while it is used. Reads throw a `WeftError` with the code
/// `corrupt-data` and leave the reader where it was.
public struct ByteReader {
    @usableFromInline let base: UnsafeRawPointer
    /// How many bytes there are in all.
    public let count: Int
    /// How many bytes were read.
    public internal(set) var offset: Int {
        @inlinable get { position }
        set { position = newValue }
    }
    @usableFromInline var position = 0

    /// What Codable values of one column share, while one is being read.
    var session: DecodingSession?

    /// Makes a reader that begins at the first byte.
    public init(_ bytes: UnsafeRawBufferPointer) {
        base = bytes.baseAddress ?? ByteReader.nothing
        count = bytes.count
    }

    /// A valid address for readers of no bytes.
    private nonisolated(unsafe) static let nothing = UnsafeRawPointer(
        UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1)
    )

    /// How many bytes are left.
    @inlinable
    public var remaining: Int { count - position }

    /// The address of the next byte.
    @usableFromInline var pointer: UnsafeRawPointer {
        @inlinable get { base + position }
    }

    @usableFromInline
    @inline(never)
    func tooShort(_ needed: Int) -> WeftError {
        corruptData("\(needed) bytes are needed at offset \(position), but only \(remaining) of \(count) are left")
    }

    /// Reads an integer of full width.
    @inlinable
    public mutating func read<T: FixedWidthInteger>(_ type: T.Type = T.self) throws -> T {
        guard remaining >= MemoryLayout<T>.size else { throw tooShort(MemoryLayout<T>.size) }
        let value = base.loadUnaligned(fromByteOffset: position, as: T.self)
        position += MemoryLayout<T>.size
        return T(littleEndian: value)
    }

    /// Reads a double.
    @inlinable
    public mutating func readDouble() throws -> Double { Double(bitPattern: try read(UInt64.self)) }

    /// Reads a float.
    @inlinable
    public mutating func readFloat() throws -> Float { Float(bitPattern: try read(UInt32.self)) }

    /// Reads what `writeVarint` wrote.
    @inlinable
    public mutating func readVarint() throws -> UInt64 {
        if position < count {
            let first = base.load(fromByteOffset: position, as: UInt8.self)
            if first < 0x80 {
                position += 1
                return UInt64(first)
            }
        }
        return try readLongVarint()
    }

    @usableFromInline
    mutating func readLongVarint() throws -> UInt64 {
        var value: UInt64 = 0
        var at = position
        var shift: UInt64 = 0
        while at < count {
            let byte = base.load(fromByteOffset: at, as: UInt8.self)
            at += 1
            // The tenth byte holds the last single bit.
            if shift == 63 && byte > 1 { break }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 {
                position = at
                return value
            }
            shift += 7
        }
        throw corruptData("the variable-length integer at offset \(position) has no end")
    }

    /// Reads what `writeZigzag` wrote.
    @inlinable
    public mutating func readZigzag() throws -> Int64 {
        let raw = try readVarint()
        return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// Reads a count of things that take at least `minimumBits` bits each, and refuses one that the bytes left
    /// can't hold, so that a corrupt count never becomes a huge allocation.
    @inlinable
    public mutating func readCount(minimumBits: Int = 8) throws -> Int {
        let start = position
        let count = try readVarint()
        try checkCount(count, minimumBits: minimumBits, startingAt: start)
        return Int(truncatingIfNeeded: count)
    }

    @usableFromInline
    mutating func checkCount(_ count: UInt64, minimumBits: Int, startingAt start: Int) throws {
        guard count <= UInt64(remaining) * 8 / UInt64(max(minimumBits, 1)) else {
            position = start
            throw corruptData("a count of \(count) at offset \(start) is more than the bytes left can hold")
        }
    }

    /// Reads the next `count` bytes; the pointer is valid as long as the bytes under the reader are.
    @inlinable
    public mutating func readBytes(count: Int) throws -> UnsafeRawBufferPointer {
        guard count >= 0 && remaining >= count else { throw tooShort(count) }
        defer { position += count }
        return UnsafeRawBufferPointer(start: base + position, count: count)
    }

    /// Reads a string as `ByteWriter.write(_: String)` wrote it.
    @inlinable
    public mutating func readString() throws -> String {
        let count = try readCount()
        let bytes = try readBytes(count: count)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Throws when bytes are left.
    public func expectEnd() throws {
        guard remaining == 0 else { throw corruptData("\(remaining) of \(count) bytes are left over") }
    }
}

/// The error for bytes that don't say what they should.
@usableFromInline
@inline(never)
func corruptData(_ message: String) -> WeftError {
    WeftError(
        "corrupt-data",
        message,
        remedy: "Write the data again with the same build of the program; if it came over a network or from a disk,"
            + " check that both are sound"
    )
}
