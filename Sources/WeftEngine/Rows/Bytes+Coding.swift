import BinaryCoding

extension Bytes: ColumnCodable {
    /// The coder of byte rows.
    public static func makeColumnCoder() -> ColumnCoder { BytesColumnCoder() }
}

/// Byte rows: all lengths, then all bytes. Decoded, the long ones are slices of one buffer, so that a column costs one
/// allocation.
final class BytesColumnCoder: ColumnCoder, @unchecked Sendable {
    init() { super.init(minimumBits: 8) }

    private static func row(_ base: UnsafeRawPointer, _ stride: Int, _ index: Int) -> UnsafePointer<Bytes> {
        (base + index * stride).assumingMemoryBound(to: Bytes.self)
    }

    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        for index in 0..<count { writer.writeVarint(UInt64(Self.row(base, stride, index).pointee.count)) }
        for index in 0..<count {
            Self.row(base, stride, index).pointee.withUnsafeBytes { writer.write(bytes: $0) }
        }
    }

    override func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        var lengths: [Int] = []
        lengths.reserveCapacity(count)
        var total = 0
        for _ in 0..<count {
            // Each length is checked against what is left, so neither it nor their sum can overflow.
            let length = try reader.readCount()
            lengths.append(length)
            total += length
        }
        let bytes = try reader.readBytes(count: total)
        var shared: BytesBuffer?
        var offset = 0
        for (index, length) in lengths.enumerated() {
            let row: Bytes
            if length <= Bytes.inlineCapacity {
                row = Bytes(copying: UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + length)]))
            } else {
                let buffer = shared ?? BytesBuffer(copying: bytes)
                shared = buffer
                row = Bytes(slice: buffer, offset..<(offset + length))
            }
            (base + index * stride).assumingMemoryBound(to: Bytes.self).initialize(to: row)
            offset += length
        }
    }

    override func destroy(_ base: UnsafeMutableRawPointer, stride: Int, count: Int) {
        for index in 0..<count {
            (base + index * stride).assumingMemoryBound(to: Bytes.self).deinitialize(count: 1)
        }
    }
}
