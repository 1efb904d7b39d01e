import WeftDiagnostics

/// A value that is a closure's context itself, because it is the only capture and a single reference.
enum ObjectCapture {
    /// A value of this type, whose only word is the reference.
    case value(Any.Type)
    /// A collection without elements.
    case empty(EmptyStorage)

    /// Finds out what the object is.
    init(_ context: UnsafeRawPointer) throws {
        let metadata = TypeMetadata(context.load(as: UnsafeRawPointer.self))
        if metadata.kind == .error {
            throw WeftError(
                "capture-not-codable",
                "a closure captures an error of type `any Error`, which can't be sent to another process",
                remedy: "Capture what is needed of it, such as its text"
            )
        }
        guard metadata.kind == .class, let descriptor = metadata.nominal else { throw capturesVariable() }
        for storage in [EmptyStorage.array, .set, .dictionary] where storage.pointer == context {
            self = .empty(storage)
            return
        }
        let arguments = metadata.genericArguments(descriptor)
        let argument = { (index: Int) in
            TypeMetadata(arguments.load(fromByteOffset: 8 * index, as: UnsafeRawPointer.self)).type
        }
        switch _typeName(metadata.type).prefix(while: { $0 != "<" }) {
        case "Swift._ContiguousArrayStorage":
            let element = argument(0) == AnyObject.self ? try Self.commonClass(context) : argument(0)
            self = .value(Self.array(of: element))
        case "Swift._SetStorage":
            guard let type = Self.set(of: argument(0)) else { throw Self.unknown(metadata.type) }
            self = .value(type)
        case "Swift._DictionaryStorage":
            guard let type = Self.dictionary(of: argument(0), argument(1)) else { throw Self.unknown(metadata.type) }
            self = .value(type)
        default: self = .value(metadata.type)
        }
    }

    /// The class of the objects in an array's storage, which for all classes is that of `AnyObject`.
    private static func commonClass(_ storage: UnsafeRawPointer) throws -> Any.Type {
        let objects = withUnsafeBytes(of: storage) { $0.load(as: [AnyObject].self) }
        guard let first = objects.first.map({ type(of: $0) }), objects.allSatisfy({ type(of: $0) == first }) else {
            throw WeftError(
                "capture-not-codable",
                "a closure captures nothing but an array of objects of different classes",
                remedy: "Wrap the array in a Codable struct that has another field"
            )
        }
        return first
    }

    private static func array(of element: Any.Type) -> Any.Type {
        func make<E>(_ type: E.Type) -> Any.Type { [E].self }
        return _openExistential(element, do: make)
    }

    private static func set(of element: Any.Type) -> Any.Type? {
        guard let element = element as? any Hashable.Type else { return nil }
        func make<E: Hashable>(_ type: E.Type) -> Any.Type { Set<E>.self }
        return make(element)
    }

    private static func dictionary(of key: Any.Type, _ value: Any.Type) -> Any.Type? {
        guard let key = key as? any Hashable.Type else { return nil }
        func make<K: Hashable>(_ type: K.Type) -> Any.Type {
            func inner<V>(_ type: V.Type) -> Any.Type { [K: V].self }
            return _openExistential(value, do: inner)
        }
        return make(key)
    }

    private static func unknown(_ type: Any.Type) -> WeftError {
        WeftError("capture-unknown", "a closure captures storage of type \(type), which isn't supported")
    }
}
