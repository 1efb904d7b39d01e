/// Optionals: a byte each saying whether there is a value, then the values there are as a column.
final class OptionalColumnCoder<Wrapped>: ValueColumnCoder<Wrapped?>, @unchecked Sendable {
    private let wrapped: ColumnCoder

    init() throws {
        wrapped = try ColumnCoder.of(Wrapped.self)
        super.init()
    }

    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        try encodeOptionals(base, stride: stride, count: count, into: writer)
    }

    override func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        try decodeOptionals(&reader, into: base, stride: stride, count: count)
    }

    // Methods of generic classes aren't specialised unless they say for what.
    @_specialize(where Wrapped == Int)
    @_specialize(where Wrapped == String)
    @_specialize(where Wrapped == Double)
    private final func encodeOptionals(
        _ base: UnsafeRawPointer,
        stride: Int,
        count: Int,
        into writer: ByteWriter
    ) throws {
        var present = 0
        writer.reserve(count)
        for i in 0..<count {
            let isPresent = Self.value(base, stride, i).pointee != nil
            present += isPresent ? 1 : 0
            writer.write(isPresent ? 1 : 0 as UInt8)
        }
        guard present > 0 else { return }
        let values = UnsafeMutablePointer<Wrapped>.allocate(capacity: present)
        defer { values.deallocate() }
        var next = 0
        for i in 0..<count {
            guard let value = Self.value(base, stride, i).pointee else { continue }
            (values + next).initialize(to: value)
            next += 1
        }
        defer { values.deinitialize(count: present) }
        try wrapped.encode(values, stride: MemoryLayout<Wrapped>.stride, count: present, into: writer)
    }

    @_specialize(where Wrapped == Int)
    @_specialize(where Wrapped == String)
    @_specialize(where Wrapped == Double)
    private final func decodeOptionals(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        let flags = try reader.readBytes(count: count)
        var present = 0
        for flag in flags {
            guard flag <= 1 else { throw corruptData("\(flag) says neither that a value is there nor that it isn't") }
            present += Int(flag)
        }
        guard reader.remaining * 8 / wrapped.minimumBits >= present else { throw reader.tooShort(present) }
        let values = UnsafeMutablePointer<Wrapped>.allocate(capacity: present)
        defer { values.deallocate() }
        try wrapped.decode(&reader, into: values, stride: MemoryLayout<Wrapped>.stride, count: present)
        var next = 0
        for i in 0..<count {
            let target = (base + i * stride).assumingMemoryBound(to: Wrapped?.self)
            if flags[i] == 1 {
                target.initialize(to: (values + next).move())
                next += 1
            } else {
                target.initialize(to: nil)
            }
        }
    }
}

extension Optional: ColumnCodable {
    /// The coder of optionals; throws when the wrapped type has none.
    public static func makeColumnCoder() throws -> ColumnCoder { try OptionalColumnCoder<Wrapped>() }
}
