import WeftDiagnostics

/// Writes the mangled name of a type, with references in place of nominal types and protocols.
struct TypeMangler {
    /// The type that the user sees in errors.
    let whole: Any.Type
    private(set) var name: [UInt8] = []
    private(set) var references: [TypeCode.Reference] = []

    init(whole: Any.Type) { self.whole = whole }

    private mutating func append(_ text: String) { name += Array(text.utf8) }

    /// Appends an indirect symbolic reference: the byte 2 and four bytes that will lead to a pointer to the description.
    mutating func append(reference descriptor: UnsafeRawPointer) throws {
        guard let image = Images.image(at: descriptor) else {
            throw typeNotSendable(whole, "it was made while the program ran")
        }
        name.append(2)
        references.append(
            TypeCode.Reference(
                position: name.count,
                image: image.name,
                offset: image.offset(of: UInt(bitPattern: descriptor))
            )
        )
        name += [0, 0, 0, 0]
    }

    /// Appends a type.
    mutating func append(_ metadata: TypeMetadata) throws {
        if let descriptor = metadata.nominal {
            try appendNominal(metadata, descriptor)
            return
        }
        switch metadata.kind {
        case .tuple: try appendTuple(metadata)
        case .function: try appendFunction(metadata)
        case .existential: try appendExistential(metadata)
        case .metatype:
            try append(TypeMetadata(metadata.pointer.load(fromByteOffset: 8, as: UnsafeRawPointer.self)))
            append("m")
        default: throw typeNotSendable(whole, "its part \(metadata.type) is of a kind that isn't supported")
        }
    }

    private mutating func appendNominal(_ metadata: TypeMetadata, _ descriptor: NominalDescriptor) throws {
        try append(reference: descriptor.pointer)
        let parameters = descriptor.parameters
        guard !parameters.isEmpty else { return }
        let arguments = metadata.genericArguments(descriptor)
        append("y")
        var next = 0
        for (index, parameter) in parameters.enumerated() {
            guard parameter.isType else {
                throw typeNotSendable(whole, "its part \(metadata.type) has a parameter that isn't a type")
            }
            if parameter.hasArgument {
                try append(TypeMetadata(arguments.load(fromByteOffset: 8 * next, as: UnsafeRawPointer.self)))
                next += 1
            } else if let type = descriptor.constrainedType(index, arguments: arguments) {
                try append(type)
            } else {
                throw typeNotSendable(whole, "its part \(metadata.type) has a parameter with an unusual constraint")
            }
        }
        append("G")
    }

    private mutating func appendTuple(_ metadata: TypeMetadata) throws {
        let elements = metadata.tupleElements
        guard !elements.isEmpty else {
            append("yt")
            return
        }
        for (index, element) in elements.enumerated() {
            try append(element.type)
            if !element.label.isEmpty {
                guard element.label.utf8.allSatisfy({ $0 < 0x80 }) else {
                    throw typeNotSendable(whole, "the tuple label \(element.label) isn't ASCII")
                }
                append("\(element.label.utf8.count)\(element.label)")
            }
            if index == 0 { append("_") }
        }
        append("t")
    }

    /// Function types: result, parameters, then what the function may do.
    private mutating func appendFunction(_ metadata: TypeMetadata) throws {
        let flags = metadata.pointer.load(fromByteOffset: 8, as: UInt.self)
        let count = Int(flags & 0xffff)
        let convention = flags >> 16 & 0xff
        let isThrowing = flags & 1 << 24 != 0
        let hasParameterFlags = flags & 1 << 25 != 0
        let isEscaping = flags & 1 << 26 != 0
        let isSendable = flags & 1 << 30 != 0
        let others = flags & (1 << 27 | 1 << 28 | 1 << 29 | 1 << 31)
        guard convention == 0, !hasParameterFlags, others == 0 else {
            throw typeNotSendable(whole, "its part \(metadata.type) isn't a plain function type")
        }
        let type = { (index: Int) in
            TypeMetadata(metadata.pointer.load(fromByteOffset: 16 + 8 * index, as: UnsafeRawPointer.self))
        }
        try append(type(0))
        let first = count == 1 ? type(1) : nil
        if count == 0 {
            append("y")
        } else if let first, first.kind != .tuple {
            try append(first)
        } else {
            for index in 1...count {
                try append(type(index))
                if index == 1 { append("_") }
            }
            append("t")
        }
        if isSendable { append("Yb") }
        if isThrowing { append("K") }
        append(isEscaping ? "c" : "XE")
    }

    /// Existential types: `Any`, or protocols in the order of the runtime.
    private mutating func appendExistential(_ metadata: TypeMetadata) throws {
        let flags = metadata.pointer.load(fromByteOffset: 8, as: UInt32.self)
        let count = Int(metadata.pointer.load(fromByteOffset: 12, as: UInt32.self))
        let hasSuperclass = flags & 1 << 30 != 0
        let isClassBound = flags & 1 << 31 == 0
        guard !hasSuperclass else {
            throw typeNotSendable(whole, "its part \(metadata.type) has a superclass")
        }
        if count == 0 { append("y") }
        for index in 0..<count {
            try append(
                reference: metadata.pointer.load(fromByteOffset: 16 + 8 * index, as: UnsafeRawPointer.self)
            )
            if index == 0 { append("_") }
        }
        append(isClassBound && count == 0 ? "Xl" : "p")
    }
}
