/// Dictionaries: each one's count, its keys as a column, its values as a column.
final class DictionaryColumnCoder<Key: Hashable, Value>: ValueColumnCoder<[Key: Value]>, @unchecked Sendable {
    private let key: ColumnCoder
    private let value: ColumnCoder

    init() throws {
        key = try ColumnCoder.of(Key.self)
        value = try ColumnCoder.of(Value.self)
        super.init()
    }

    override func write(_ dictionary: [Key: Value], into writer: ByteWriter) throws {
        writer.writeVarint(UInt64(dictionary.count))
        // Both views iterate in the order of the dictionary.
        try ContiguousArray(dictionary.keys).withUnsafeBufferPointer { try key.encode($0, into: writer) }
        try ContiguousArray(dictionary.values).withUnsafeBufferPointer { try value.encode($0, into: writer) }
    }

    override func read(_ reader: inout ByteReader) throws -> [Key: Value] {
        let count = try reader.readCount(minimumBits: key.minimumBits + value.minimumBits)
        let keys = try key.decodeArray(&reader, count: count, of: Key.self)
        guard reader.remaining * 8 / value.minimumBits >= count else { throw reader.tooShort(count) }
        let values = try value.decodeArray(&reader, count: count, of: Value.self)
        var dictionary = [Key: Value](minimumCapacity: count)
        for (key, value) in zip(keys, values) { dictionary[key] = value }
        return dictionary
    }
}

extension Dictionary: ColumnCodable {
    /// The coder of dictionaries; throws when the keys or values have none.
    public static func makeColumnCoder() throws -> ColumnCoder { try DictionaryColumnCoder<Key, Value>() }
}
