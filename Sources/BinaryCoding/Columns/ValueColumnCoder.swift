/// A column coder for one type of value, written and read one after the other.
///
/// Subclasses override `write` and `read`, or `encode` and `decode` where a whole column can go at once.
open class ValueColumnCoder<Value>: ColumnCoder, @unchecked Sendable {
    /// Writes one value.
    open func write(_ value: Value, into writer: ByteWriter) throws {
        preconditionFailure("a value coder overrides write")
    }

    /// Reads one value.
    open func read(_ reader: inout ByteReader) throws -> Value {
        preconditionFailure("a value coder overrides read")
    }

    open override func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        for i in 0..<count { try write(Self.value(base, stride, i).pointee, into: writer) }
    }

    open override func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        var done = 0
        do {
            while done < count {
                let value = try read(&reader)
                (base + done * stride).assumingMemoryBound(to: Value.self).initialize(to: value)
                done += 1
            }
        } catch {
            destroy(base, stride: stride, count: done)
            throw error
        }
    }

    open override func destroy(_ base: UnsafeMutableRawPointer, stride: Int, count: Int) {
        guard !_isPOD(Value.self) else { return }
        for i in 0..<count { (base + i * stride).assumingMemoryBound(to: Value.self).deinitialize(count: 1) }
    }

    /// The address of value `index` of a column.
    @inlinable
    @inline(__always)
    public static func value(_ base: UnsafeRawPointer, _ stride: Int, _ index: Int) -> UnsafePointer<Value> {
        (base + index * stride).assumingMemoryBound(to: Value.self)
    }
}
