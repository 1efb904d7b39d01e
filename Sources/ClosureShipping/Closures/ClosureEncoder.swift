import BinaryCoding
import CSwiftRuntime
import WeftDiagnostics

/// Turns a function value, a code address and a context, into bytes.
struct ClosureEncoder {
    private let writer = ByteWriter(capacity: 512)
    private var images: [Image] = []
    private var types: [TypeCode] = []
    private var depth = 0

    /// The bytes of the function value at `words`.
    static func encode(_ words: UnsafeRawPointer) throws -> [UInt8] {
        var encoder = ClosureEncoder()
        encoder.writer.write(0 as UInt32)
        try encoder.append(function: words)
        return try encoder.finish()
    }

    private mutating func finish() throws -> [UInt8] {
        writer.overwrite(UInt32(truncatingIfNeeded: writer.count - 4), at: 0)
        let typeTable = ByteWriter()
        typeTable.writeVarint(UInt64(types.count))
        for type in types {
            typeTable.writeVarint(UInt64(type.name.count))
            type.name.withUnsafeBytes { typeTable.write(bytes: $0) }
            typeTable.writeVarint(UInt64(type.references.count))
            for reference in type.references {
                typeTable.writeVarint(UInt64(reference.position))
                typeTable.writeVarint(UInt64(index(of: try Images.image(named: reference.image))))
                typeTable.writeVarint(reference.offset)
            }
        }
        writer.writeVarint(UInt64(images.count))
        for image in images {
            writer.write(image.name)
            writer.write(try image.build().fingerprint)
        }
        typeTable.withUnsafeBytes { writer.write(bytes: $0) }
        writer.write(writer.withUnsafeBytes { Checksum.of($0) })
        return writer.toArray()
    }

    private mutating func index(of image: Image) -> Int {
        if let known = images.firstIndex(where: { $0 === image }) { return known }
        images.append(image)
        return images.count - 1
    }

    private mutating func index(of type: Any.Type) throws -> Int {
        let code = try TypeCode(type)
        if let known = types.firstIndex(of: code) { return known }
        types.append(code)
        return types.count - 1
    }

    private mutating func append(address: UnsafeRawPointer) throws {
        guard let image = Images.image(at: address) else {
            throw WeftError(
                "capture-unknown",
                "a closure refers to code or data that is part of no loaded file",
                remedy: "Use a closure that was compiled into the program"
            )
        }
        writer.writeVarint(UInt64(index(of: image)))
        writer.writeVarint(image.offset(of: UInt(bitPattern: address)))
    }

    private mutating func append(function words: UnsafeRawPointer) throws {
        guard depth < maximumClosureDepth else { throw closuresTooDeep() }
        depth += 1
        defer { depth -= 1 }
        let code = words.load(as: UnsafeRawPointer.self)
        guard Images.isCode(code) else {
            throw WeftError(
                "capture-not-codable",
                "a closure captures an async closure, which can't be sent to another process",
                remedy: "Use a closure that isn't async"
            )
        }
        guard let context = words.load(fromByteOffset: 8, as: UnsafeRawPointer?.self) else {
            writer.write(ClosureTag.thin.rawValue)
            try append(address: code)
            return
        }
        let metadata = context.load(as: UnsafeRawPointer.self)
        if TypeMetadata(metadata).kind == .closureContext {
            writer.write(ClosureTag.context.rawValue)
            try append(address: code)
            try append(context: context, metadata: ContextMetadata(metadata))
        } else {
            try append(object: context, code: code)
        }
    }

    private mutating func append(context: UnsafeRawPointer, metadata: ContextMetadata) throws {
        try append(address: metadata.pointer)
        let bindings = (0..<metadata.bindingCount).map { index in
            context.load(fromByteOffset: metadata.bindingsOffset + 8 * index, as: UnsafeRawPointer.self)
        }
        let layout = try CaptureLayout.of(metadata, bindings: bindings)
        for binding in bindings {
            if TypeMetadata.isMetadata(binding) {
                writer.write(BindingTag.type.rawValue)
                writer.writeVarint(UInt64(try index(of: TypeMetadata(binding).type)))
            } else {
                let known = bindings.filter(TypeMetadata.isMetadata).map { TypeMetadata($0).type }
                let conformance = try Conformance(witnessTable: binding, among: known + layout.types)
                writer.write(BindingTag.witness.rawValue)
                writer.writeVarint(UInt64(try index(of: conformance.type)))
                try append(address: conformance.proto)
            }
        }
        for (offset, size, part) in layout.parts {
            let value = context + offset
            switch part {
            case .raw: writer.write(bytes: UnsafeRawBufferPointer(start: value, count: size))
            case .value(let coder): try coder.encode(value, stride: max(size, 1), count: 1, into: writer)
            case .function: try append(function: value)
            case .metatype:
                writer.writeVarint(UInt64(try index(of: TypeMetadata(value.load(as: UnsafeRawPointer.self)).type)))
            }
        }
    }

    private mutating func append(object context: UnsafeRawPointer, code: UnsafeRawPointer) throws {
        switch try ObjectCapture(context) {
        case .empty(let storage):
            writer.write(ClosureTag.empty.rawValue)
            try append(address: code)
            writer.write(storage.rawValue)
        case .value(let type):
            writer.write(ClosureTag.object.rawValue)
            try append(address: code)
            writer.writeVarint(UInt64(try index(of: type)))
            let coder = try captureCoder(type)
            try withUnsafeBytes(of: context) { word in
                guard let start = word.baseAddress else { return }
                try coder.encode(start, stride: 8, count: 1, into: writer)
            }
        }
    }
}

/// How deep closures may capture each other.
let maximumClosureDepth = 256

/// The error for closures deeper than that.
func closuresTooDeep() -> WeftError {
    WeftError(
        "nested-too-deep",
        "closures capture each other more than \(maximumClosureDepth) deep",
        remedy: "Cut the chain with a checkpoint, or combine the functions in a loop"
    )
}
