import BinaryCoding
import WeftDiagnostics

/// What a closure's bytes begin with.
///
/// The bytes of a `Function` are: the length of the body, the body, the images it refers to (name and fingerprint of
/// the build), the types it refers to, and a checksum over all of it. Addresses are an image's index and an offset.
/// The checksum and the fingerprints find bytes that were damaged or come from another build before any pointer is
/// made of them. They don't stop someone who makes bytes on purpose: that is the task of the channel, which must be
/// authenticated before a closure is read from it.
enum ClosureTag: UInt8 {
    /// No context: a code address.
    case thin
    /// A context of the compiler's: code address, metadata address, bindings, captured values.
    case context
    /// The single captured value is itself the context: code address, type, value.
    case object
    /// The same for a collection without elements, whose storage belongs to the standard library.
    case empty
}

/// How a binding travels.
enum BindingTag: UInt8 {
    /// A type's index.
    case type
    /// A type's index and the address of a protocol's description.
    case witness
}

/// Collections whose empty value is a shared object.
enum EmptyStorage: UInt8 {
    case array
    case set
    case dictionary

    /// The address of the shared object.
    var pointer: UnsafeRawPointer {
        switch self {
        case .array: unsafeBitCast([Int](), to: UnsafeRawPointer.self)
        case .set: unsafeBitCast(Set<Int>(), to: UnsafeRawPointer.self)
        case .dictionary: unsafeBitCast([Int: Int](), to: UnsafeRawPointer.self)
        }
    }
}

/// The error for closure bytes that don't fit this process.
func corruptClosure(_ message: String) -> WeftError {
    WeftError(
        "corrupt-closure",
        "the bytes of a closure are damaged: \(message)",
        remedy: "Run the same build of the program on driver and executors, and check the network or disk between them"
    )
}
