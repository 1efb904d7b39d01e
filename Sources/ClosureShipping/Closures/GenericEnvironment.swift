import CSwiftRuntime

/// What the generic parameters in the types of a closure's captures stand for.
///
/// The compiler says for each parameter which of the context's bindings is its type.
struct GenericEnvironment {
    /// A parameter by its depth (the function in a generic type has depth 1) and its index there.
    private struct Parameter {
        var depth: Int
        var index: Int
    }

    private var parameters: [(Parameter, UnsafeRawPointer)] = []
    /// Types of parameters' associated types, by their mangled names.
    private var others: [String: UnsafeRawPointer] = [:]

    /// Names of parameters whose types the context doesn't have.
    private var unknown: [String] = []

    /// Notes that what a mangled name stands for isn't known.
    mutating func addUnknown(_ name: String) {
        // Of a parameter pack or another construction, all that begins like it is unknown.
        unknown.append(Self.parameter(name) == nil ? String(name.prefix(1)) : name)
    }

    /// Adds what a mangled name stands for.
    mutating func add(_ name: String, _ type: UnsafeRawPointer) {
        if let parameter = Self.parameter(name) {
            parameters.append((parameter, type))
        } else {
            others[name] = type
        }
    }

    /// The type of a mangled name in which the parameters may occur, or nil.
    func resolve(_ name: MangledName) -> Any.Type? {
        if let known = others[name.text] { return TypeMetadata(known).type }
        if !unknown.isEmpty {
            let operators = name.operators
            guard !unknown.contains(where: { operators.contains($0) }) else { return nil }
        }
        guard !parameters.isEmpty else {
            return weft_type_by_mangled_name(name.start, name.length).map { TypeMetadata($0).type }
        }
        var counts = [Int](repeating: 0, count: (parameters.map(\.0.depth).max() ?? 0) + 1)
        for (parameter, _) in parameters { counts[parameter.depth] = max(counts[parameter.depth], parameter.index + 1) }
        let starts = counts.indices.map { counts[..<$0].reduce(0, +) }
        let total = counts.reduce(0, +)
        // Parameters that no capture needs are filled with any type.
        var arguments = [UnsafeRawPointer](repeating: TypeMetadata(Never.self).pointer, count: total)
        for (parameter, type) in parameters { arguments[starts[parameter.depth] + parameter.index] = type }
        // The runtime's GenericEnvironment: the number of levels, each level's last parameter, a byte per parameter
        // that says it is a type with an argument.
        var environment = withUnsafeBytes(of: UInt32(counts.count).littleEndian) { [UInt8]($0) }
        for level in counts.indices {
            withUnsafeBytes(of: UInt16(starts[level] + counts[level]).littleEndian) { environment += $0 }
        }
        environment += [UInt8](repeating: 0x80, count: total)
        // Words give the alignment that the runtime expects.
        var words = [UInt64](repeating: 0, count: environment.count / 8 + 1)
        words.withUnsafeMutableBytes { $0.copyBytes(from: environment) }
        let type = words.withUnsafeBytes { environment in
            arguments.withUnsafeBytes { arguments in
                weft_type_in_environment(name.start, name.length, environment.baseAddress, arguments.baseAddress)
            }
        }
        return type.map { TypeMetadata($0).type }
    }

    /// Reads the mangled name of a parameter: `x`, `q_`, `q0_`, `qd__`, `qd_0_`, `qd0__` and so on.
    private static func parameter(_ name: String) -> Parameter? {
        if name == "x" { return Parameter(depth: 0, index: 0) }
        guard name.first == "q" else { return nil }
        var rest = name.dropFirst()
        func number() -> Int? {
            let digits = rest.prefix { $0.isNumber }
            rest = rest.dropFirst(digits.count)
            guard rest.first == "_" else { return nil }
            rest = rest.dropFirst()
            return digits.isEmpty ? 0 : Int(digits).map { $0 + 1 }
        }
        var depth = 0
        if rest.first == "d" {
            rest = rest.dropFirst()
            guard let outer = number() else { return nil }
            depth = outer + 1
        }
        guard let index = number(), rest.isEmpty, depth < 64, index < 256 else { return nil }
        // At depth 0 index 0 is spelled x.
        return Parameter(depth: depth, index: depth == 0 ? index + 1 : index)
    }
}
