import CSwiftRuntime
import WeftDiagnostics

/// A type's conformance to a protocol, found from its witness table.
struct Conformance {
    var type: Any.Type
    /// The protocol's description.
    var proto: UnsafeRawPointer

    /// Finds the type whose witness table this is among the closure's bindings.
    init(witnessTable: UnsafeRawPointer, among bindings: [UnsafeRawPointer]) throws {
        let description = witnessTable.load(as: UnsafeRawPointer.self)
        proto = Self.indirectable(description)
        for binding in bindings where TypeMetadata.isMetadata(binding) {
            if weft_witness_table(binding, proto) == witnessTable {
                type = TypeMetadata(binding).type
                return
            }
        }
        throw WeftError(
            "capture-unknown",
            "a generic closure needs a conformance whose type can't be found",
            remedy: "Write the closure where the types are known, and not in a generic function"
        )
    }

    /// Follows a relative reference whose lowest bit says that it leads to a pointer.
    private static func indirectable(_ field: UnsafeRawPointer) -> UnsafeRawPointer {
        let distance = Int(field.load(as: Int32.self))
        let target = field + (distance & ~1)
        return distance & 1 == 1 ? target.load(as: UnsafeRawPointer.self) : target
    }
}
