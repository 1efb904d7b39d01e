import WeftDiagnostics

extension StableHash {
    /// Checks, as far as it can be seen, that a key hashes alike in every process.
    ///
    /// It looks at the key's type and, in depth, at the parts of this one key for sets, dictionaries, object identifiers
    /// and metatypes. It is meant for the first key of a type, not for each.
    ///
    /// - Parameter key: a key as they come.
    /// - Throws: `WeftError` of code `unstable-key`, naming the part.
    public static func check<K: Hashable>(_ key: K) throws {
        if let part = unstablePart(of: key, depth: 0) {
            throw WeftError(
                "unstable-key",
                "a key of type \(K.self) hashes differently in each process, because it contains \(part)",
                remedy: "use a key without sets, dictionaries and objects' identities, a sorted array for instance",
                details: [.init("key type", String(reflecting: K.self))]
            )
        }
    }

    private static func unstablePart(of value: Any, depth: Int) -> String? {
        let type = type(of: value)
        if let type = type as? any ProcessSeeded.Type { return "\(type.processSeededName) (\(type))" }
        if value is Any.Type { return "a metatype (\(type))" }
        // Deep or wide keys are taken as good: this is a help, not a proof.
        guard depth < 8 else { return nil }
        for child in Mirror(reflecting: value).children.prefix(64) {
            if let part = unstablePart(of: child.value, depth: depth + 1) { return part }
        }
        return nil
    }
}

/// Types whose hash depends on the process.
private protocol ProcessSeeded {
    static var processSeededName: String { get }
}

extension Set: ProcessSeeded {
    static var processSeededName: String { "a set" }
}

extension Dictionary: ProcessSeeded {
    static var processSeededName: String { "a dictionary" }
}

extension ObjectIdentifier: ProcessSeeded {
    static var processSeededName: String { "an object identifier" }
}
