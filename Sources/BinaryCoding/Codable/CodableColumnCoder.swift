/// The coder of types that are only `Codable`: one value after the other, with field names written once per column.
///
/// The bytes are the length of the values, the values, and the table of field names that the values point into. A
/// column inside of a value, such as the elements of an array, shares the table of the outermost one.
class AnyCodableColumnCoder: ColumnCoder, @unchecked Sendable {}

final class CodableColumnCoder<Value: Codable>: AnyCodableColumnCoder, @unchecked Sendable {
    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        if let session = writer.session {
            try encodeValues(base, stride: stride, count: count, into: writer, session: session)
            return
        }
        let session = EncodingSession()
        writer.session = session
        defer {
            writer.session = nil
            session.containers.removeAll()
            writer.inserts.removeAll()
        }
        let start = writer.count
        writer.write(0 as UInt64)
        try encodeValues(base, stride: stride, count: count, into: writer, session: session)
        writer.overwrite(UInt64(writer.count - start - 8), at: start)
        session.names.write(into: writer)
    }

    private func encodeValues(
        _ base: UnsafeRawPointer,
        stride: Int,
        count: Int,
        into writer: ByteWriter,
        session: EncodingSession
    ) throws {
        for i in 0..<count {
            let value = (base + i * stride).assumingMemoryBound(to: Value.self)
            try session.encodeCodable(value.pointee, key: nil, into: writer)
        }
    }

    override func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        if let session = reader.session {
            try decodeValues(&reader, into: base, stride: stride, count: count, session: session)
            return
        }
        let length = try reader.read(UInt64.self)
        guard length <= UInt64(reader.remaining) else {
            throw corruptData("a column of \(length) bytes at offset \(reader.offset) is longer than the bytes left")
        }
        var values = ByteReader(try reader.readBytes(count: Int(length)))
        let session = DecodingSession(values, names: try FieldNames.read(from: &reader))
        values.session = session
        // A decoder that was kept by the value must not read on after the bytes are gone.
        defer { session.invalidate() }
        try decodeValues(&values, into: base, stride: stride, count: count, session: session)
        guard values.remaining == 0 else {
            destroy(base, stride: stride, count: count)
            throw corruptData("\(values.remaining) bytes of a column are left over")
        }
    }

    private func decodeValues(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int,
        session: DecodingSession
    ) throws {
        var done = 0
        do {
            while done < count {
                let place = try session.readPlace(&reader)
                let value = try session.decodeCodable(Value.self, at: place)
                (base + done * stride).assumingMemoryBound(to: Value.self).initialize(to: value)
                done += 1
            }
        } catch {
            destroy(base, stride: stride, count: done)
            throw error
        }
    }

    override func destroy(_ base: UnsafeMutableRawPointer, stride: Int, count: Int) {
        guard !_isPOD(Value.self) else { return }
        for i in 0..<count { (base + i * stride).assumingMemoryBound(to: Value.self).deinitialize(count: 1) }
    }
}
