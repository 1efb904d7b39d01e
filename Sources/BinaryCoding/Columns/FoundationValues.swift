import FoundationEssentials

/// Byte buffers: their count and their bytes.
final class DataColumnCoder: ValueColumnCoder<Data>, @unchecked Sendable {
    override func write(_ value: Data, into writer: ByteWriter) {
        writer.writeVarint(UInt64(value.count))
        value.withUnsafeBytes { writer.write(bytes: $0) }
    }

    override func read(_ reader: inout ByteReader) throws -> Data {
        let count = try reader.readCount()
        return Data(try reader.readBytes(count: count))
    }
}

/// Dates: seconds since the reference date, as Foundation keeps them.
final class DateColumnCoder: ValueColumnCoder<Date>, @unchecked Sendable {
    init() { super.init(minimumBits: 64) }

    override func write(_ value: Date, into writer: ByteWriter) { writer.write(value.timeIntervalSinceReferenceDate) }

    override func read(_ reader: inout ByteReader) throws -> Date {
        Date(timeIntervalSinceReferenceDate: try reader.readDouble())
    }
}

/// UUIDs: sixteen bytes.
final class UUIDColumnCoder: ValueColumnCoder<UUID>, @unchecked Sendable {
    init() { super.init(minimumBits: 128) }

    override func write(_ value: UUID, into writer: ByteWriter) {
        withUnsafeBytes(of: value.uuid) { writer.write(bytes: $0) }
    }

    override func read(_ reader: inout ByteReader) throws -> UUID {
        let bytes = try reader.readBytes(count: 16)
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

extension Data: ColumnCodable {
    /// The coder of byte buffers.
    public static func makeColumnCoder() -> ColumnCoder { DataColumnCoder() }
}

extension Date: ColumnCodable {
    /// The coder of dates.
    public static func makeColumnCoder() -> ColumnCoder { DateColumnCoder() }
}

extension UUID: ColumnCodable {
    /// The coder of UUIDs.
    public static func makeColumnCoder() -> ColumnCoder { UUIDColumnCoder() }
}
