import CSwiftRuntime
import Synchronization
import WeftDiagnostics

/// A type as a value that can be sent to another process of the same build.
///
/// It is the type's mangled name in which every nominal type and protocol is the place of its description in the
/// executable, so that private, local and nested types travel too, with generic arguments and tuple labels.
public struct TypeCode: Codable, Hashable, Sendable {
    /// A hole in the name: where it is, and the description that it stands for.
    struct Reference: Hashable, Sendable {
        var position: Int
        var image: String
        var offset: UInt64
    }

    /// The mangled name, with four zero bytes for each reference.
    var name: [UInt8]
    var references: [Reference]

    private static let codes = Mutex<[ObjectIdentifier: TypeCode]>([:])
    private static let types = Mutex<[TypeCode: ResolvedType]>([:])

    /// Metatypes aren't hashable, so a resolved type is kept in a struct.
    struct ResolvedType: @unchecked Sendable { var type: Any.Type }

    init(name: [UInt8], references: [Reference]) {
        self.name = name
        self.references = references
    }

    /// The code of a type.
    ///
    /// It throws `type-not-sendable` for the few types that can't be named this way. That the code means the very same
    /// type is checked here, once per type, and not found out in another process.
    public init(_ type: Any.Type) throws {
        let id = ObjectIdentifier(type)
        if let known = Self.codes.withLock({ $0[id] }) {
            self = known
            return
        }
        var mangler = TypeMangler(whole: type)
        try mangler.append(TypeMetadata(type))
        self.init(name: mangler.name, references: mangler.references)
        guard let same = try? resolve(), same == type else {
            throw typeNotSendable(type, "the runtime can't build it again from its parts")
        }
        let code = self
        Self.codes.withLock { $0[id] = code }
    }

    /// The code of the nominal type with this description, which must not be generic.
    init(nominal descriptor: UnsafeRawPointer) throws {
        var mangler = TypeMangler(whole: Any.self)
        try mangler.append(reference: descriptor)
        self.init(name: mangler.name, references: mangler.references)
    }

    /// The type; throws `type-unknown` when this process doesn't have it.
    public func resolve() throws -> Any.Type {
        if let known = Self.types.withLock({ $0[self] }) { return known.type }
        let type = try build()
        Self.types.withLock { $0[self] = ResolvedType(type: type) }
        return type
    }

    /// Fills the holes with references to the descriptions and has the runtime build the type.
    private func build() throws -> Any.Type {
        let targets = try references.map { reference in
            guard reference.position >= 1, reference.position + 4 <= name.count,
                let target = try Images.image(named: reference.image)
                    .address(reference.offset, size: 16, for: .data)
            else { throw typeUnknown() }
            return target
        }
        // The runtime may keep pointers into a name that it has read, so it is never freed. Names are few: each
        // distinct one comes here once.
        let cells = (name.count + 8) & ~7
        let memory = UnsafeMutableRawPointer.allocate(byteCount: cells + 8 * targets.count, alignment: 8)
        name.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress { memory.copyMemory(from: start, byteCount: bytes.count) }
        }
        memory.storeBytes(of: 0, toByteOffset: name.count, as: UInt8.self)
        for (index, (reference, target)) in zip(references, targets).enumerated() {
            let cell = cells + 8 * index
            memory.storeBytes(of: target, toByteOffset: cell, as: UnsafeRawPointer.self)
            memory.storeBytes(of: Int32(cell - reference.position), toByteOffset: reference.position, as: Int32.self)
        }
        guard let type = weft_type_by_mangled_name(memory, name.count) else {
            memory.deallocate()
            throw typeUnknown()
        }
        return TypeMetadata(type).type
    }
}

/// The error for a type that can't be sent.
func typeNotSendable(_ type: Any.Type, _ reason: String) -> WeftError {
    WeftError(
        "type-not-sendable",
        "the type \(String(reflecting: type)) can't be sent to another process: \(reason)",
        remedy: "Wrap the value in a struct of your own, which can always be sent"
    )
}
