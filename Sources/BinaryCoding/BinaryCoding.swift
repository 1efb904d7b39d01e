/// Turns single values into bytes and back.
///
/// The bytes are compact and quick to make, and meant for another process of the same build: they carry no version.
public enum BinaryCoding {
    /// The bytes of a value; throws `not-codable` when its type has no coder.
    public static func encode<T>(_ value: T) throws -> [UInt8] {
        let writer = ByteWriter()
        try encode(value, into: writer)
        return writer.toArray()
    }

    /// Writes a value behind what a writer already holds.
    public static func encode<T>(_ value: T, into writer: ByteWriter) throws {
        let coder = try ColumnCoder.of(T.self)
        try withUnsafePointer(to: value) { pointer in
            try coder.encode(pointer, stride: MemoryLayout<T>.stride, count: 1, into: writer)
        }
    }

    /// The value that `encode` turned into these bytes; throws `corrupt-data` when they aren't exactly such a value.
    public static func decode<T>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        try bytes.withUnsafeBytes { try decode(type, from: $0) }
    }

    /// The value that `encode` turned into these bytes; throws `corrupt-data` when they aren't exactly such a value.
    public static func decode<T>(_ type: T.Type, from bytes: UnsafeRawBufferPointer) throws -> T {
        var reader = ByteReader(bytes)
        let value = try decode(type, from: &reader)
        try reader.expectEnd()
        return value
    }

    /// Reads a value and leaves the reader behind it.
    public static func decode<T>(_ type: T.Type, from reader: inout ByteReader) throws -> T {
        let coder = try ColumnCoder.of(type)
        // One value goes to memory of its own, which is left uninitialised when decoding throws.
        let memory = UnsafeMutablePointer<T>.allocate(capacity: 1)
        defer { memory.deallocate() }
        try coder.decode(&reader, into: memory, stride: MemoryLayout<T>.stride, count: 1)
        return memory.move()
    }
}
