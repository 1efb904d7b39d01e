extension ColumnCoder {
    /// Reads `count` values into a new array. The caller has checked the count.
    @inline(__always)
    func decodeArray<Element>(_ reader: inout ByteReader, count: Int, of type: Element.Type) throws -> [Element] {
        guard count > 0 else { return [] }
        // A generic closure can't capture an inout parameter that it also throws out of, so the reader travels by value.
        var inner = reader
        defer { reader = inner }
        return try [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let base = buffer.baseAddress else { return }
            try decode(&inner, into: base, stride: MemoryLayout<Element>.stride, count: count)
            initialized = count
        }
    }

    /// Writes the values of a buffer as one column.
    @inline(__always)
    func encode<Element>(_ values: UnsafeBufferPointer<Element>, into writer: ByteWriter) throws {
        guard let base = values.baseAddress, !values.isEmpty else { return }
        try encode(base, stride: MemoryLayout<Element>.stride, count: values.count, into: writer)
    }
}

/// Arrays: each one's count, then its elements as a column.
final class ArrayColumnCoder<Element>: ValueColumnCoder<[Element]>, @unchecked Sendable {
    private let element: ColumnCoder

    init() throws {
        element = try ColumnCoder.of(Element.self)
        super.init()
    }

    override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        try encodeArrays(base, stride: stride, count: count, into: writer)
    }

    override func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        try decodeArrays(&reader, into: base, stride: stride, count: count)
    }

    // Methods of generic classes aren't specialised unless they say for what.
    @_specialize(where Element == Int)
    @_specialize(where Element == String)
    @_specialize(where Element == Double)
    @_specialize(where Element == UInt8)
    private final func encodeArrays(
        _ base: UnsafeRawPointer,
        stride: Int,
        count: Int,
        into writer: ByteWriter
    ) throws {
        for i in 0..<count {
            let array = (base + i * stride).assumingMemoryBound(to: [Element].self)
            let elements = array.pointee.count
            writer.writeVarint(UInt64(elements))
            guard elements > 0 else { continue }
            try array.pointee.withUnsafeBufferPointer { try element.encode($0, into: writer) }
        }
    }

    @_specialize(where Element == Int)
    @_specialize(where Element == String)
    @_specialize(where Element == Double)
    @_specialize(where Element == UInt8)
    private final func decodeArrays(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        var done = 0
        do {
            while done < count {
                let elements = try reader.readCount(minimumBits: element.minimumBits)
                let array = try element.decodeArray(&reader, count: elements, of: Element.self)
                (base + done * stride).assumingMemoryBound(to: [Element].self).initialize(to: array)
                done += 1
            }
        } catch {
            destroy(base, stride: stride, count: done)
            throw error
        }
    }
}

/// Collections that are written as the array of their elements and made from it again.
final class ArrayLikeColumnCoder<Value: Sequence>: ValueColumnCoder<Value>, @unchecked Sendable {
    private let element: ColumnCoder
    private let make: ([Value.Element]) -> Value

    init(_ make: @escaping ([Value.Element]) -> Value) throws {
        element = try ColumnCoder.of(Value.Element.self)
        self.make = make
        super.init()
    }

    override func write(_ value: Value, into writer: ByteWriter) throws {
        let elements = ContiguousArray(value)
        writer.writeVarint(UInt64(elements.count))
        try elements.withUnsafeBufferPointer { try element.encode($0, into: writer) }
    }

    override func read(_ reader: inout ByteReader) throws -> Value {
        let count = try reader.readCount(minimumBits: element.minimumBits)
        return make(try element.decodeArray(&reader, count: count, of: Value.Element.self))
    }
}

extension Array: ColumnCodable {
    /// The coder of arrays; throws when the elements have none.
    public static func makeColumnCoder() throws -> ColumnCoder { try ArrayColumnCoder<Element>() }
}

extension ContiguousArray: ColumnCodable {
    /// The coder of contiguous arrays; throws when the elements have none.
    public static func makeColumnCoder() throws -> ColumnCoder {
        try ArrayLikeColumnCoder<ContiguousArray<Element>> { ContiguousArray($0) }
    }
}

extension ArraySlice: ColumnCodable {
    /// The coder of slices, which begin at index 0 when read again; throws when the elements have none.
    public static func makeColumnCoder() throws -> ColumnCoder {
        try ArrayLikeColumnCoder<ArraySlice<Element>> { $0[...] }
    }
}

extension Set: ColumnCodable {
    /// The coder of sets; throws when the elements have none.
    public static func makeColumnCoder() throws -> ColumnCoder { try ArrayLikeColumnCoder<Set<Element>> { Set($0) } }
}
