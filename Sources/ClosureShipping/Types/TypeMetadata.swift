import CSwiftRuntime
import WeftDiagnostics

/// What the Swift runtime knows about a type.
///
/// The layouts read here are Swift's stable ABI on 64-bit Linux; `ClosureShippingSelfTest` checks at start-up that
/// they are what this module expects.
struct TypeMetadata {
    /// What kind of type it is, as the first word of its metadata says.
    enum Kind: UInt {
        case `class` = 0
        case `struct` = 0x200
        case `enum` = 0x201
        case optional = 0x202
        case tuple = 0x301
        case function = 0x302
        case existential = 0x303
        case metatype = 0x304
        /// The context of a closure, or a box with a layout of its own.
        case closureContext = 0x400
        case box = 0x500
        case error = 0x501
    }

    let pointer: UnsafeRawPointer

    init(_ type: Any.Type) { pointer = unsafeBitCast(type, to: UnsafeRawPointer.self) }

    init(_ pointer: UnsafeRawPointer) { self.pointer = pointer }

    var type: Any.Type { unsafeBitCast(pointer, to: Any.Type.self) }
    var kind: Kind? { Kind(rawValue: pointer.load(as: UInt.self)) }

    /// What the runtime's tables start with is the kind for metadata and an address for witness tables.
    ///
    /// A binding may also be a count or a tagged address of a parameter pack, which can't be looked into.
    static func isMetadata(_ binding: UnsafeRawPointer) -> Bool {
        isTable(binding) && binding.load(as: UInt.self) <= 0x7ff
    }

    /// Whether a binding can be an address of metadata or a witness table.
    static func isTable(_ binding: UnsafeRawPointer) -> Bool {
        UInt(bitPattern: binding) >= 0x1000 && UInt(bitPattern: binding) & 7 == 0
    }

    /// The size and alignment of the type's values in bytes.
    var valueLayout: (size: Int, alignment: Int) {
        func measure<T>(_ type: T.Type) -> (size: Int, alignment: Int) {
            (MemoryLayout<T>.size, MemoryLayout<T>.alignment)
        }
        return _openExistential(type, do: measure)
    }

    /// Whether the type's values are one word that counts references.
    var isReference: Bool {
        func check<T>(_ type: T.Type) -> Bool { MemoryLayout<T>.size == 8 && !_isPOD(type) }
        return _openExistential(type, do: check)
    }

    private func word(_ index: Int) -> UnsafeRawPointer {
        pointer.load(fromByteOffset: 8 * index, as: UnsafeRawPointer.self)
    }

    /// The elements and labels of a tuple; unlabelled elements have empty labels.
    var tupleElements: [(label: String, type: TypeMetadata)] {
        let count = pointer.load(fromByteOffset: 8, as: Int.self)
        let text = pointer.load(fromByteOffset: 16, as: UnsafePointer<CChar>?.self).map { String(cString: $0) } ?? ""
        let labels = text.split(separator: " ", omittingEmptySubsequences: false)
        return (0..<count).map { index in
            (index < labels.count ? String(labels[index]) : "", TypeMetadata(word(3 + 2 * index)))
        }
    }

    /// The description of a struct, an enum or a class that the compiler made, or nil for other types.
    var nominal: NominalDescriptor? {
        switch kind {
        case .struct, .enum, .optional: NominalDescriptor(pointer: word(1), isClass: false)
        case .class: NominalDescriptor(pointer: word(5), isClass: true)
        default: nil
        }
    }

    /// The types that this one is made of: generic arguments, elements of a tuple, the superclass.
    var parts: [Any.Type] {
        if kind == .tuple { return tupleElements.map(\.type.type) }
        guard let nominal else { return [] }
        let arguments = genericArguments(nominal)
        var parts: [Any.Type] = []
        for parameter in nominal.parameters where parameter.hasArgument {
            // Packs come first among the arguments and change what the others mean.
            guard parameter.isType else { return [] }
            let argument = arguments.load(fromByteOffset: 8 * parts.count, as: UnsafeRawPointer.self)
            parts.append(TypeMetadata(argument).type)
        }
        if kind == .class, let superclass = pointer.load(fromByteOffset: 8, as: UnsafeRawPointer?.self) {
            parts.append(TypeMetadata(superclass).type)
        }
        return parts
    }

    /// Where the arguments of a generic struct, enum or class are.
    func genericArguments(_ descriptor: NominalDescriptor) -> UnsafeRawPointer {
        descriptor.isClass ? pointer + descriptor.classArgumentsOffset : pointer + 16
    }
}

/// The compiler's description of a struct, an enum or a class.
struct NominalDescriptor {
    let pointer: UnsafeRawPointer
    let isClass: Bool

    private var flags: UInt32 { pointer.load(as: UInt32.self) }
    var isGeneric: Bool { flags & 0x80 != 0 }

    /// One parameter of a generic type or of the types around it.
    struct Parameter {
        /// Whether the metadata holds an argument for it. It doesn't if a constraint says what it is.
        var hasArgument: Bool
        /// Whether it stands for a type, and not for a pack of types or an integer.
        var isType: Bool
    }

    /// Behind the fixed part: cache and pattern (8 bytes), counts of parameters, requirements and key arguments.
    private var genericHeader: UnsafeRawPointer { pointer + (isClass ? 44 : 28) + 8 }

    /// All parameters, those of the types around this one first.
    var parameters: [Parameter] {
        guard isGeneric else { return [] }
        let count = Int(genericHeader.load(as: UInt16.self))
        return (0..<count).map { index in
            let flags = genericHeader.load(fromByteOffset: 8 + index, as: UInt8.self)
            return Parameter(hasArgument: flags & 0x80 != 0, isType: flags & 0x3f == 0)
        }
    }

    /// What a constraint says that a parameter without an argument is, in the context of the type's own arguments.
    ///
    /// Types in extensions such as `extension Box where T == Int` have such parameters. Only those of the outermost
    /// type are looked for; their names say where they are.
    func constrainedType(_ index: Int, arguments: UnsafeRawPointer) -> TypeMetadata? {
        let wanted = index == 0 ? "x" : index == 1 ? "q_" : "q\(index - 2)_"
        let count = Int(genericHeader.load(fromByteOffset: 2, as: UInt16.self))
        let first = genericHeader + 8 + (parameters.count + 3) & ~3
        for number in 0..<count {
            // Twelve bytes each: flags, a parameter's name, a type's name. Kind 1 says that both are the same type.
            let requirement = first + 12 * number
            guard requirement.load(as: UInt32.self) & 0x1f == 1 else { continue }
            let names = [4, 8].map { offset in
                let field = requirement + offset
                return MangledName(start: field + Int(field.load(as: Int32.self)))
            }
            for (name, other) in [(names[0], names[1]), (names[1], names[0])] where name.text == wanted {
                if let type = weft_type_in_context(other.start, other.length, pointer, arguments) {
                    return TypeMetadata(type)
                }
            }
        }
        return nil
    }

    /// Where a class's metadata holds the arguments of the class itself.
    var classArgumentsOffset: Int {
        let kindFlags = flags >> 16
        if kindFlags & 1 << 13 != 0 {
            // The superclass is from a library that may change its size; the runtime keeps the sum.
            let bounds = pointer + 24 + Int(pointer.load(fromByteOffset: 24, as: Int32.self))
            return bounds.load(as: Int.self)
        }
        let negative = Int(pointer.load(fromByteOffset: 24, as: UInt32.self))
        let positive = Int(pointer.load(fromByteOffset: 28, as: UInt32.self))
        let immediate = Int(pointer.load(fromByteOffset: 32, as: UInt32.self))
        return 8 * (kindFlags & 1 << 12 != 0 ? -negative : positive - immediate)
    }
}
