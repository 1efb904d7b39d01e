/// Values whose bytes in memory are their bytes on the wire: integers and floating-point numbers.
///
/// All platforms that Weft runs on are little endian, as the wire is.
final class FixedWidthColumnCoder<Value: BitwiseCopyable>: ValueColumnCoder<Value>, @unchecked Sendable {
    init() { super.init(minimumBits: MemoryLayout<Value>.size * 8) }

    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        let size = MemoryLayout<Value>.size
        if stride == size {
            writer.write(bytes: UnsafeRawBufferPointer(start: base, count: size * count))
            return
        }
        writer.reserve(size * count)
        let target = writer.base + writer.used
        for i in 0..<count {
            let value = base.load(fromByteOffset: i * stride, as: Value.self)
            target.storeBytes(of: value, toByteOffset: i * size, as: Value.self)
        }
        writer.used += size * count
    }

    override func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        let size = MemoryLayout<Value>.size
        guard reader.remaining / size >= count else { throw reader.tooShort(count) }
        let bytes = try reader.readBytes(count: size * count)
        guard let source = bytes.baseAddress else { return }
        if stride == size {
            base.copyMemory(from: source, byteCount: bytes.count)
            return
        }
        for i in 0..<count {
            let value = source.loadUnaligned(fromByteOffset: i * size, as: Value.self)
            base.storeBytes(of: value, toByteOffset: i * stride, as: Value.self)
        }
    }

    override func destroy(_ base: UnsafeMutableRawPointer, stride: Int, count: Int) {}
}

/// Booleans, one byte each.
final class BoolColumnCoder: ValueColumnCoder<Bool>, @unchecked Sendable {
    override func write(_ value: Bool, into writer: ByteWriter) { writer.write(value ? 1 : 0 as UInt8) }

    override func read(_ reader: inout ByteReader) throws -> Bool {
        switch try reader.read(UInt8.self) {
        case 0: return false
        case 1: return true
        case let byte: throw corruptData("\(byte) at offset \(reader.offset - 1) is neither true nor false")
        }
    }
}

/// Empty tuples: nothing to say, but a bit each, so that a corrupt count of them stays bounded by the bytes.
final class VoidColumnCoder: ColumnCoder, @unchecked Sendable {
    init() { super.init(minimumBits: 1) }

    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) {
        for _ in 0..<Self.byteCount(count) { writer.write(0 as UInt8) }
    }

    override func decode(_ reader: inout ByteReader, into base: UnsafeMutableRawPointer, stride: Int, count: Int) throws
    {
        _ = try reader.readBytes(count: Self.byteCount(count))
    }

    override func destroy(_ base: UnsafeMutableRawPointer, stride: Int, count: Int) {}

    private static func byteCount(_ count: Int) -> Int { count / 8 + (count % 8 == 0 ? 0 : 1) }
}

extension Int: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<Int>() }
}

extension Int8: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<Int8>() }
}

extension Int16: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<Int16>() }
}

extension Int32: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<Int32>() }
}

extension Int64: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<Int64>() }
}

extension UInt: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<UInt>() }
}

extension UInt8: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<UInt8>() }
}

extension UInt16: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<UInt16>() }
}

extension UInt32: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<UInt32>() }
}

extension UInt64: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<UInt64>() }
}

extension Int128: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<Int128>() }
}

extension UInt128: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<UInt128>() }
}

extension Float: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<Float>() }
}

extension Double: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder<Double>() }
}

extension Bool: ColumnCodable {
    /// The coder of booleans.
    public static func makeColumnCoder() -> ColumnCoder { BoolColumnCoder() }
}
