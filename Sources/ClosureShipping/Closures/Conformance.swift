import CSwiftRuntime
import WeftDiagnostics

/// A type's conformance to a protocol, found from its witness table.
struct Conformance {
    var type: Any.Type
    /// The protocol's description.
    var proto: UnsafeRawPointer

    /// Finds the type whose witness table this is.
    ///
    /// It is one of the types of the closure's generic environment, a part of one of them or of a captured type, or a
    /// type that isn't generic and that the conformance itself names.
    init(witnessTable: UnsafeRawPointer, among types: [Any.Type]) throws {
        guard TypeMetadata.isTable(witnessTable) else { throw Self.unsupported() }
        let description = witnessTable.load(as: UnsafeRawPointer.self)
        // What isn't a witness table, a pack of types for instance, doesn't begin with a conformance.
        guard Images.image(at: description) != nil else { throw Self.unsupported() }
        proto = Self.indirectable(description)
        guard Self.isProtocol(proto) else { throw Self.unsupported() }
        if let found = Self.find(witnessTable, proto, in: types) {
            type = found
            return
        }
        guard let named = Self.namedType(description),
            weft_witness_table(TypeMetadata(named).pointer, proto) == witnessTable
        else { throw Self.unsupported() }
        type = named
    }

    /// Whether an address is that of a protocol's description: kind 3 in the lowest five bits.
    static func isProtocol(_ description: UnsafeRawPointer) -> Bool {
        guard let image = Images.image(at: description) else { return false }
        let offset = image.offset(of: UInt(bitPattern: description))
        guard image.address(offset, size: 24, for: .data) != nil else { return false }
        return description.load(as: UInt32.self) & 0x1f == 3
    }

    private static func find(
        _ table: UnsafeRawPointer,
        _ proto: UnsafeRawPointer,
        in types: [Any.Type]
    ) -> Any.Type? {
        var seen: Set<ObjectIdentifier> = []
        var candidates = types
        while !candidates.isEmpty {
            var parts: [Any.Type] = []
            for candidate in candidates where seen.insert(ObjectIdentifier(candidate)).inserted {
                let metadata = TypeMetadata(candidate)
                if weft_witness_table(metadata.pointer, proto) == table { return candidate }
                parts += metadata.parts
            }
            candidates = parts
        }
        return nil
    }

    /// The type that a conformance's description names, unless it is generic.
    private static func namedType(_ description: UnsafeRawPointer) -> Any.Type? {
        let kind = description.load(fromByteOffset: 12, as: UInt32.self) >> 3 & 7
        let field = description + 4
        var target = field + Int(field.load(as: Int32.self))
        switch kind {
        case 0: break
        case 1: target = target.load(as: UnsafeRawPointer.self)
        default: return nil
        }
        return try? TypeCode(nominal: target).resolve()
    }

    private static func unsupported() -> WeftError {
        WeftError(
            "capture-unknown",
            "a closure in a generic function needs a conformance or a parameter pack that can't be sent",
            remedy: "Write the closure where the types are known, or with plain type parameters"
        )
    }

    /// Follows a relative reference whose lowest bit says that it leads to a pointer.
    private static func indirectable(_ field: UnsafeRawPointer) -> UnsafeRawPointer {
        let distance = Int(field.load(as: Int32.self))
        let target = field + (distance & ~1)
        return distance & 1 == 1 ? target.load(as: UnsafeRawPointer.self) : target
    }
}
