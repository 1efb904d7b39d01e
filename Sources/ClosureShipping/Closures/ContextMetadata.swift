import CSwiftRuntime
import WeftDiagnostics

/// The metadata of closure contexts of one shape: kind, offset of the first capture, capture description.
struct ContextMetadata {
    let pointer: UnsafeRawPointer
    private let description: UnsafeRawPointer

    /// Reads metadata; throws when it says nothing about the captures.
    init(_ pointer: UnsafeRawPointer) throws {
        self.pointer = pointer
        guard TypeMetadata(pointer).kind == .closureContext,
            let description = pointer.load(fromByteOffset: 16, as: UnsafeRawPointer?.self)
        else {
            throw WeftError(
                "capture-unknown",
                "the compiler left no description of what a closure captures",
                remedy: "Build without -disable-reflection-metadata; a captured `var` can't be sent, capture a `let`"
            )
        }
        self.description = description
    }

    /// Where the bindings begin in the object.
    var bindingsOffset: Int { Int(pointer.load(fromByteOffset: 8, as: UInt32.self)) }

    private func number(_ index: Int) -> Int { Int(description.load(fromByteOffset: 4 * index, as: UInt32.self)) }
    var captureCount: Int { number(0) }
    private var sourceCount: Int { number(1) }
    var bindingCount: Int { number(2) }

    /// One captured value, as far as the description says.
    enum Capture {
        /// A number of this many bytes.
        case builtin(Int)
        case function
        case type(Any.Type)
    }

    /// The captured values' types.
    func captures(bindings: [UnsafeRawPointer]) throws -> [Capture] {
        var known: [String: Any.Type] = [:]
        for index in 0..<sourceCount {
            let type = mangled(at: 12 + 4 * captureCount + 8 * index).text
            let source = mangled(at: 16 + 4 * captureCount + 8 * index).text
            // "B2" is the third binding.
            guard source.hasPrefix("B"), let binding = Int(source.dropFirst()), bindings.indices.contains(binding),
                TypeMetadata.isMetadata(bindings[binding])
            else { continue }
            known[type] = TypeMetadata(bindings[binding]).type
        }
        return try (0..<captureCount).map { try capture(mangled(at: 12 + 4 * $0), known) }
    }

    private func capture(_ name: MangledName, _ known: [String: Any.Type]) throws -> Capture {
        if let size = name.builtinSize { return .builtin(size) }
        if name.isThickFunction { return .function }
        if name.isBox {
            throw WeftError(
                "capture-not-codable",
                "a closure captures a `var`, which can't be shared with another process",
                remedy: "Copy it to a `let` in front of the closure, or count with an accumulator"
            )
        }
        if let type = known[name.text] { return .type(type) }
        guard let type = weft_type_by_mangled_name(name.start, name.length, nil, nil) else {
            throw WeftError(
                "capture-unknown",
                "a closure captures a value whose type the compiler left out of the executable (\(name.text))",
                remedy: "Name the type once where it is generic, pass the value with `map(with:)`, or in a `Broadcast`"
            )
        }
        return .type(TypeMetadata(type).type)
    }

    private func mangled(at offset: Int) -> MangledName {
        let field = description + offset
        return MangledName(start: field + Int(field.load(as: Int32.self)))
    }
}

/// A mangled name in the executable: text in which control bytes are followed by references.
struct MangledName {
    let start: UnsafeRawPointer
    let length: Int

    init(start: UnsafeRawPointer) {
        self.start = start
        var length = 0
        while true {
            let byte = start.load(fromByteOffset: length, as: UInt8.self)
            if byte == 0 { break }
            length += 1
            if (0x01...0x17).contains(byte) { length += 4 }
            if (0x18...0x1f).contains(byte) { length += 8 }
        }
        self.length = length
    }

    /// The name with its references as whatever characters they happen to be.
    var text: String { String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self) }

    /// The size of a builtin number such as `Bi64_` or `Bf32_`.
    var builtinSize: Int? {
        let text = text
        guard text.hasPrefix("Bi") || text.hasPrefix("Bf"), text.hasSuffix("_"),
            let bits = Int(text.dropFirst(2).dropLast())
        else { return nil }
        return max(1, bits / 8)
    }

    /// Whether it is a lowered function type with a context: `I`, attributes, `_`.
    var isThickFunction: Bool {
        let text = text
        guard text.hasSuffix("_"), let mark = text.lastIndex(of: "I") else { return false }
        return text[text.index(after: mark)...].hasPrefix("e")
    }

    /// Whether it is a box around a mutable variable.
    var isBox: Bool { text.hasSuffix("Xb") || text.hasSuffix("XX") }
}
