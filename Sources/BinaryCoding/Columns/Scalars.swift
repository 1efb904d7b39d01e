/// Values whose bytes in memory are their bytes on the wire: integers and floating-point numbers.
///
/// All platforms that Weft runs on are little endian, as the wire is. The class isn't generic, because methods of
/// generic classes aren't specialised: it moves words of each size in a loop of its own.
final class FixedWidthColumnCoder: ColumnCoder, @unchecked Sendable {
    private let size: Int

    init(size: Int) {
        self.size = size
        super.init(minimumBits: size * 8)
    }

    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        writer.reserve(size * count)
        move(from: base, stride: stride, to: writer.base + writer.used, stride: size, count: count)
        writer.used += size * count
    }

    override func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        guard reader.remaining / size >= count else { throw reader.tooShort(count) }
        let bytes = try reader.readBytes(count: size * count)
        guard let source = bytes.baseAddress else { return }
        move(from: source, stride: size, to: base, stride: stride, count: count)
    }

    override func destroy(_ base: UnsafeMutableRawPointer, stride: Int, count: Int) {}

    private func move(
        from source: UnsafeRawPointer,
        stride sourceStride: Int,
        to target: UnsafeMutableRawPointer,
        stride targetStride: Int,
        count: Int
    ) {
        if sourceStride == targetStride {
            target.copyMemory(from: source, byteCount: size * count)
            return
        }
        switch size {
        case 1: Self.move(UInt8.self, source, sourceStride, target, targetStride, count)
        case 2: Self.move(UInt16.self, source, sourceStride, target, targetStride, count)
        case 4: Self.move(UInt32.self, source, sourceStride, target, targetStride, count)
        case 8: Self.move(UInt64.self, source, sourceStride, target, targetStride, count)
        default: Self.move(UInt128.self, source, sourceStride, target, targetStride, count)
        }
    }

    @inline(__always)
    private static func move<Word: FixedWidthInteger & BitwiseCopyable>(
        _ type: Word.Type,
        _ source: UnsafeRawPointer,
        _ sourceStride: Int,
        _ target: UnsafeMutableRawPointer,
        _ targetStride: Int,
        _ count: Int
    ) {
        for i in 0..<count {
            let word = source.loadUnaligned(fromByteOffset: i * sourceStride, as: Word.self)
            target.storeBytes(of: word, toByteOffset: i * targetStride, as: Word.self)
        }
    }
}

/// Booleans, one byte each.
final class BoolColumnCoder: ColumnCoder, @unchecked Sendable {
    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) {
        writer.reserve(count)
        for i in 0..<count { writer.write((base + i * stride).load(as: Bool.self) ? 1 : 0 as UInt8) }
    }

    override func decode(_ reader: inout ByteReader, into base: UnsafeMutableRawPointer, stride: Int, count: Int) throws
    {
        let start = reader.offset
        let bytes = try reader.readBytes(count: count)
        guard let wrong = bytes.firstIndex(where: { $0 > 1 }) else {
            for i in 0..<count { base.storeBytes(of: bytes[i] == 1, toByteOffset: i * stride, as: Bool.self) }
            return
        }
        throw corruptData("\(bytes[wrong]) at offset \(start + wrong) is neither true nor false")
    }

    override func destroy(_ base: UnsafeMutableRawPointer, stride: Int, count: Int) {}
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
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<Int>.size) }
}

extension Int8: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<Int8>.size) }
}

extension Int16: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<Int16>.size) }
}

extension Int32: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<Int32>.size) }
}

extension Int64: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<Int64>.size) }
}

extension UInt: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<UInt>.size) }
}

extension UInt8: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<UInt8>.size) }
}

extension UInt16: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<UInt16>.size) }
}

extension UInt32: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<UInt32>.size) }
}

extension UInt64: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<UInt64>.size) }
}

extension Int128: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<Int128>.size) }
}

extension UInt128: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<UInt128>.size) }
}

extension Float: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<Float>.size) }
}

extension Double: ColumnCodable {
    /// The coder of fixed-width values.
    public static func makeColumnCoder() -> ColumnCoder { FixedWidthColumnCoder(size: MemoryLayout<Double>.size) }
}

extension Bool: ColumnCodable {
    /// The coder of booleans.
    public static func makeColumnCoder() -> ColumnCoder { BoolColumnCoder() }
}
