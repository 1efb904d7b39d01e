import BinaryCoding
import WeftDiagnostics

/// The bytes of a code: the name, the references, and a checksum over both and the builds that they refer to. So a
/// damaged code, or one of another build, is refused before the runtime looks at it.
extension TypeCode {
    /// Reads a code; throws `type-unknown` when it is damaged or of another build.
    public init(from decoder: any Decoder) throws {
        let bytes = try decoder.singleValueContainer().decode([UInt8].self)
        self = try bytes.withUnsafeBytes { bytes in
            guard bytes.count >= 8 else { throw typeUnknown() }
            var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 8)]))
            let nameLength = try reader.readCount()
            let name = [UInt8](try reader.readBytes(count: nameLength))
            let count = try reader.readCount()
            var references: [Reference] = []
            for _ in 0..<count {
                let position = Int(truncatingIfNeeded: try reader.readVarint())
                let image = try reader.readString()
                references.append(Reference(position: position, image: image, offset: try reader.readVarint()))
            }
            try reader.expectEnd()
            let code = TypeCode(name: name, references: references)
            let expected = try code.checksum(of: UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 8)]))
            guard bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self) == expected else {
                throw typeUnknown()
            }
            return code
        }
    }

    /// Writes the code.
    public func encode(to encoder: any Encoder) throws {
        let writer = ByteWriter(capacity: 128)
        writer.writeVarint(UInt64(name.count))
        name.withUnsafeBytes { writer.write(bytes: $0) }
        writer.writeVarint(UInt64(references.count))
        for reference in references {
            writer.writeVarint(UInt64(reference.position))
            writer.write(reference.image)
            writer.writeVarint(reference.offset)
        }
        writer.write(try writer.withUnsafeBytes { try checksum(of: $0) })
        var container = encoder.singleValueContainer()
        try container.encode(writer.toArray())
    }

    private func checksum(of bytes: UnsafeRawBufferPointer) throws -> UInt64 {
        var sum = Checksum()
        sum.add(bytes)
        for image in Set(references.map(\.image)).sorted() {
            sum.add(try Images.image(named: image).build().fingerprint)
        }
        return sum.value
    }
}

/// The error for a code that means nothing here.
func typeUnknown() -> WeftError {
    WeftError(
        "type-unknown",
        "a type that was sent isn't known to this process",
        remedy: "Run the same build of the program on driver and executors"
    )
}
