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
            let description = pointer.load(fromByteOffset: 16, as: UnsafeRawPointer?.self),
            Images.image(at: description) != nil
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
        var environment = GenericEnvironment()
        for index in 0..<sourceCount {
            let type = mangled(at: 12 + 4 * captureCount + 8 * index).text
            let source = mangled(at: 16 + 4 * captureCount + 8 * index).text
            // "B2" is the third binding. Other sources (a type that comes with the arguments of the call) aren't in the
            // context; they matter only if a captured value's type needs them, and then that can't be resolved below.
            guard source.hasPrefix("B"), let binding = Int(source.dropFirst()), bindings.indices.contains(binding),
                TypeMetadata.isMetadata(bindings[binding])
            else {
                environment.addUnknown(type)
                continue
            }
            environment.add(type, bindings[binding])
        }
        return try (0..<captureCount).map { try capture(mangled(at: 12 + 4 * $0), environment) }
    }

    private func capture(_ name: MangledName, _ environment: GenericEnvironment) throws -> Capture {
        if let size = name.builtinSize { return .builtin(size) }
        if name.isThickFunction { return .function }
        if name.isBox { throw capturesVariable() }
        if name.holdsFunction {
            throw WeftError(
                "capture-not-codable",
                "a closure captures a tuple or an optional that holds a closure, which can't be sent to another process",
                remedy: "Capture the closures one by one, or in a struct of `Function`s"
            )
        }
        guard let type = environment.resolve(name) else {
            throw captureUnknown("a value of type \(name.printable), which the compiler left out of the executable")
        }
        return .type(type)
    }

    private func mangled(at offset: Int) -> MangledName {
        let field = description + offset
        return MangledName(start: field + Int(field.load(as: Int32.self)))
    }
}
