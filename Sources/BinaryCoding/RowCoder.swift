/// Turns arrays of rows into bytes and back, column by column.
///
/// The bytes are a count and the columns of the rows: rows of type `(String, Int)` are all strings, then all integers.
/// They carry no description of the type, so they are read with the same type by the same build of the program.
public struct RowCoder<T>: Sendable {
    private let coder: ColumnCoder

    /// Makes the coder for rows of type `T`; throws `not-codable` when they can't be turned into bytes.
    public init() throws { coder = try ColumnCoder.of(T.self) }

    /// Writes rows. Throws what the rows' own `encode(to:)` throws.
    public func encode(_ rows: [T], into writer: ByteWriter) throws {
        try rows.withUnsafeBufferPointer { try encode($0, into: writer) }
    }

    /// Writes rows. Throws what the rows' own `encode(to:)` throws.
    public func encode(_ rows: UnsafeBufferPointer<T>, into writer: ByteWriter) throws {
        writer.writeVarint(UInt64(rows.count))
        try coder.encode(rows, into: writer)
    }

    /// Reads rows that `encode` wrote; throws `corrupt-data` when the bytes can't be such rows.
    public func decode(from reader: inout ByteReader) throws -> [T] {
        let count = try reader.readCount(minimumBits: coder.minimumBits)
        return try coder.decodeArray(&reader, count: count, of: T.self)
    }
}
