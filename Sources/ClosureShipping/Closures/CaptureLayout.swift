import BinaryCoding
import CSwiftRuntime
import Synchronization
import WeftDiagnostics

/// What a closure's context holds, from the capture description that the compiler leaves for reflection.
///
/// A context is an object: two words of header, the types and witness tables of the generic code around it
/// ("bindings"), then the captured values, each at the next address of its alignment.
final class CaptureLayout: Sendable {
    /// One captured value.
    enum Part: Sendable {
        /// A builtin number, as its bytes.
        case raw
        /// A value with a coder.
        case value(ColumnCoder)
        /// Another closure: a code address and a context.
        case function
        /// A type.
        case metatype
    }

    /// The types of the captured values, as far as they have one.
    let types: [Any.Type]
    let parts: [(offset: Int, size: Int, part: Part)]
    /// The size of the whole object in bytes.
    let size: Int
    /// What the object's address must be a multiple of, less one.
    let alignmentMask: Int

    private struct Key: Hashable, Sendable {
        var metadata: UInt
        var bindings: [UInt]
    }

    private static let layouts = Mutex<[Key: CaptureLayout]>([:])

    /// The layout of contexts with this metadata and these bindings, made once.
    static func of(_ metadata: ContextMetadata, bindings: [UnsafeRawPointer]) throws -> CaptureLayout {
        let key = Key(metadata: UInt(bitPattern: metadata.pointer), bindings: bindings.map { UInt(bitPattern: $0) })
        if let known = layouts.withLock({ $0[key] }) { return known }
        let made = try CaptureLayout(metadata, bindings: bindings)
        layouts.withLock { $0[key] = made }
        return made
    }

    private init(_ metadata: ContextMetadata, bindings: [UnsafeRawPointer]) throws {
        var end = metadata.bindingsOffset + 8 * bindings.count
        var mask = 15
        var types: [Any.Type] = []
        var parts: [(offset: Int, size: Int, part: Part)] = []
        func place(_ part: Part, size: Int, alignment: Int) {
            let offset = (end + alignment - 1) & ~(alignment - 1)
            parts.append((offset, size, part))
            end = offset + size
            mask = max(mask, alignment - 1)
        }
        for capture in try metadata.captures(bindings: bindings) {
            switch capture {
            case .builtin(let size): place(.raw, size: size, alignment: size)
            case .function: place(.function, size: 16, alignment: 8)
            case .type(let type):
                types.append(type)
                let layout = TypeMetadata(type).valueLayout
                place(try Self.part(type), size: layout.size, alignment: layout.alignment)
            }
        }
        self.types = types
        self.parts = parts
        size = end
        alignmentMask = mask
    }

    private static func part(_ type: Any.Type) throws -> Part {
        switch TypeMetadata(type).kind {
        case .function: return .function
        case .metatype: return .metatype
        default: return .value(try captureCoder(type))
        }
    }
}
