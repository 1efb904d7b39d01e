import Synchronization
import WeftDiagnostics

/// Turns a column of values of one type into bytes and back.
///
/// A column is `count` values in memory, `stride` bytes apart: the elements of an array, or one element of each tuple
/// of an array of tuples. Coders work on whole columns so that rows of standard types cost no dynamic call each.
/// The engine finds a type's coder with `of(_:)`; a type brings its own by conforming to `ColumnCodable`.
open class ColumnCoder: @unchecked Sendable {
    /// How many bits one value takes at least, one or more. What bounds the allocation for a count read from bytes.
    public let minimumBits: Int

    /// Makes a coder whose values take at least `minimumBits` bits each.
    public init(minimumBits: Int = 8) { self.minimumBits = max(1, minimumBits) }

    /// Writes a column. Throws what the values' own code throws.
    open func encode(_ base: UnsafeRawPointer, stride: Int, count: Int, into writer: ByteWriter) throws {
        preconditionFailure("a column coder overrides encode")
    }

    /// Reads a column of `count` values into memory that isn't initialised.
    ///
    /// On return all values are initialised; when it throws, none is. The caller has checked the count with
    /// `ByteReader.readCount`.
    open func decode(
        _ reader: inout ByteReader,
        into base: UnsafeMutableRawPointer,
        stride: Int,
        count: Int
    ) throws {
        preconditionFailure("a column coder overrides decode")
    }

    /// Deinitialises the values of a column.
    open func destroy(_ base: UnsafeMutableRawPointer, stride: Int, count: Int) {
        preconditionFailure("a column coder overrides destroy")
    }
}

/// A type with a column coder of its own, which is used before its `Codable` conformance.
public protocol ColumnCodable {
    /// Makes the coder. Called once per type; throws when a part of the type can't be encoded.
    static func makeColumnCoder() throws -> ColumnCoder
}

extension ColumnCoder {
    private static let coders = Mutex<[ObjectIdentifier: ColumnCoder]>([:])

    /// The coder of a type: its own if it is `ColumnCodable`, one per element if it is a tuple, else one that uses its
    /// `Codable` conformance.
    ///
    /// The answer is kept, so that asking again is cheap. It throws `not-codable` when the type has none of these.
    public static func of(_ type: Any.Type) throws -> ColumnCoder {
        let id = ObjectIdentifier(type)
        if let known = coders.withLock({ $0[id] }) { return known }
        // Made outside the lock, because making one asks for those of the type's parts.
        let made = try make(type)
        return coders.withLock { table in
            if let known = table[id] { return known }
            table[id] = made
            return made
        }
    }

    private static func make(_ type: Any.Type) throws -> ColumnCoder {
        if let type = type as? any ColumnCodable.Type { return try type.makeColumnCoder() }
        if let tuple = TupleLayout(type) {
            return tuple.elements.isEmpty ? VoidColumnCoder() : try TupleColumnCoder.make(tuple)
        }
        if let type = type as? any Codable.Type { return makeCodable(type) }
        throw notCodable(type)
    }

    private static func makeCodable<T: Codable>(_ type: T.Type) -> ColumnCoder { CodableColumnCoder<T>() }
}

/// The error for a type that has no coder.
private func notCodable(_ type: Any.Type) -> WeftError {
    let name = readableName(type)
    return WeftError(
        "not-codable",
        "values of type \(name) can't be turned into bytes",
        remedy: "Make \(name) conform to Codable, or map to a type that does",
        details: [.init("type", name)]
    )
}
