import BinaryCoding
import CSwiftRuntime
import WeftDiagnostics

/// Makes function values of the bytes of `ClosureEncoder`.
struct ClosureDecoder {
    private var reader: ByteReader
    private var images: [Image] = []
    private var types: [Any.Type] = []
    private var depth = 0

    /// Writes the code address and the context that `bytes` describe to `words`, which is then initialised.
    static func decode(_ bytes: [UInt8], into words: UnsafeMutableRawPointer) throws {
        try bytes.withUnsafeBytes { bytes in
            guard bytes.count > 12 else { throw corruptClosure("they are too short") }
            let content = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 8)])
            let checksum = bytes.loadUnaligned(fromByteOffset: content.count, as: UInt64.self)
            guard Checksum.of(content) == checksum else { throw corruptClosure("the checksum is wrong") }
            var decoder = try ClosureDecoder(content)
            try decoder.readFunction(into: words)
        }
    }

    private init(_ content: UnsafeRawBufferPointer) throws {
        var all = ByteReader(content)
        let body = try all.readBytes(count: Int(try all.read(UInt32.self)))
        reader = ByteReader(body)
        let imageCount = try all.readCount()
        for _ in 0..<imageCount {
            let name = try all.readString()
            let fingerprint = try all.read(UInt64.self)
            let image = try Images.image(named: name)
            guard try image.build().fingerprint == fingerprint else {
                throw WeftError(
                    "build-mismatch",
                    "a closure was made by another build of \(name.isEmpty ? "the program" : name)",
                    remedy: "Run the same build on driver and executors"
                )
            }
            images.append(image)
        }
        let typeCount = try all.readCount()
        for _ in 0..<typeCount {
            let nameLength = try all.readCount()
            let name = [UInt8](try all.readBytes(count: nameLength))
            let referenceCount = try all.readCount()
            var references: [TypeCode.Reference] = []
            for _ in 0..<referenceCount {
                let position = Int(truncatingIfNeeded: try all.readVarint())
                let image = try image(try all.readVarint())
                references.append(
                    TypeCode.Reference(position: position, image: image.name, offset: try all.readVarint())
                )
            }
            types.append(try TypeCode(name: name, references: references).resolve())
        }
        try all.expectEnd()
    }

    private func image(_ index: UInt64) throws -> Image {
        guard index < UInt64(images.count) else { throw corruptClosure("there is no image \(index)") }
        return images[Int(index)]
    }

    private mutating func readAddress(size: Int, for use: Image.Use) throws -> UnsafeRawPointer {
        let image = try image(try reader.readVarint())
        let offset = try reader.readVarint()
        guard let address = image.address(offset, size: size, for: use) else {
            throw corruptClosure("offset \(offset) of \(image.name) can't be used as \(use)")
        }
        return address
    }

    private mutating func readType() throws -> Any.Type {
        let index = try reader.readVarint()
        guard index < UInt64(types.count) else { throw corruptClosure("there is no type \(index)") }
        return types[Int(index)]
    }

    private mutating func readFunction(into words: UnsafeMutableRawPointer) throws {
        guard depth < maximumClosureDepth else { throw closuresTooDeep() }
        depth += 1
        defer { depth -= 1 }
        guard let tag = ClosureTag(rawValue: try reader.read(UInt8.self)) else {
            throw corruptClosure("there is no such kind of closure")
        }
        let code = try readAddress(size: 1, for: .code)
        let context: UnsafeRawPointer?
        switch tag {
        case .thin: context = nil
        case .context: context = try readContext()
        case .object: context = try readObject()
        case .empty:
            guard let storage = EmptyStorage(rawValue: try reader.read(UInt8.self)) else {
                throw corruptClosure("there is no such collection")
            }
            context = storage.pointer
        }
        words.storeBytes(of: code, as: UnsafeRawPointer.self)
        words.storeBytes(of: context, toByteOffset: 8, as: UnsafeRawPointer?.self)
    }

    private mutating func readContext() throws -> UnsafeRawPointer {
        let metadata = try ContextMetadata(try readAddress(size: 24, for: .data))
        var bindings: [UnsafeRawPointer] = []
        for _ in 0..<metadata.bindingCount { bindings.append(try readBinding()) }
        let layout = try CaptureLayout.of(metadata, bindings: bindings)
        guard let object = weft_allocate_object(metadata.pointer, layout.size, layout.alignmentMask) else {
            throw corruptClosure("no memory for its context")
        }
        for (index, binding) in bindings.enumerated() {
            object.storeBytes(of: binding, toByteOffset: metadata.bindingsOffset + 8 * index, as: UnsafeRawPointer.self)
        }
        var done = 0
        do {
            while done < layout.parts.count {
                try read(layout.parts[done], into: object)
                done += 1
            }
        } catch {
            for part in layout.parts[..<done] { destroy(part, of: object) }
            weft_free_object(object, layout.size, layout.alignmentMask)
            throw error
        }
        return UnsafeRawPointer(object)
    }

    private mutating func readBinding() throws -> UnsafeRawPointer {
        guard let tag = BindingTag(rawValue: try reader.read(UInt8.self)) else {
            throw corruptClosure("there is no such kind of binding")
        }
        let type = TypeMetadata(try readType()).pointer
        switch tag {
        case .type: return type
        case .witness:
            let proto = try readAddress(size: 16, for: .data)
            guard Conformance.isProtocol(proto), let table = weft_witness_table(type, proto) else {
                throw corruptClosure("a type doesn't conform to a protocol that the closure needs")
            }
            return table
        }
    }

    private mutating func read(
        _ part: (offset: Int, size: Int, part: CaptureLayout.Part),
        into object: UnsafeMutableRawPointer
    ) throws {
        let target = object + part.offset
        switch part.part {
        case .raw:
            let bytes = try reader.readBytes(count: part.size)
            if let start = bytes.baseAddress { target.copyMemory(from: start, byteCount: part.size) }
        case .value(let coder): try coder.decode(&reader, into: target, stride: max(part.size, 1), count: 1)
        case .function: try readFunction(into: target)
        case .metatype:
            target.storeBytes(of: TypeMetadata(try readType()).pointer, as: UnsafeRawPointer.self)
        }
    }

    private func destroy(
        _ part: (offset: Int, size: Int, part: CaptureLayout.Part),
        of object: UnsafeMutableRawPointer
    ) {
        let target = object + part.offset
        switch part.part {
        case .raw, .metatype: break
        case .value(let coder): coder.destroy(target, stride: max(part.size, 1), count: 1)
        case .function:
            // A function value is released by releasing its context, whatever its type.
            target.assumingMemoryBound(to: (@Sendable () -> Void).self).deinitialize(count: 1)
        }
    }

    private mutating func readObject() throws -> UnsafeRawPointer? {
        let type = try readType()
        guard TypeMetadata(type).isReference else { throw corruptClosure("\(type) isn't a reference") }
        let coder = try captureCoder(type)
        return try withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { word in
            guard let start = word.baseAddress else { return nil }
            try coder.decode(&reader, into: start, stride: 8, count: 1)
            return start.load(as: UnsafeRawPointer?.self)
        }
    }
}
