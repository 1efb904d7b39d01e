import WeftDiagnostics

extension HadoopConfiguration {
    /// How many `${…}` may be replaced in one value (Configuration.java, MAX_SUBST).
    static let maxSubstitutions = 20
    /// How long a value may become, in bytes.
    static let maxExpandedLength = 1 << 20

    /// Replaces each `${name}` by that key's value, `${env.NAME}`, `${env.NAME-default}` and `${env.NAME:-default}` by an
    /// environment variable, the innermost first. As in Java, what isn't known stays as it is, and so does the rest of the
    /// text after it; a text with a variable that names itself stays as a whole.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` after `maxSubstitutions`, when values name each other in a
    ///   circle for instance.
    func expanded(_ text: String, of key: String) throws -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var bytes = Array(text.utf8)
        for _ in 0..<Self.maxSubstitutions {
            guard let variable = Self.innermostVariable(in: bytes) else {
                return String(decoding: bytes, as: UTF8.self)
            }
            let name = String(decoding: bytes[(variable.lowerBound + 2)..<(variable.upperBound - 1)], as: UTF8.self)
            guard let value = value(ofVariable: name) else { return String(decoding: bytes, as: UTF8.self) }
            if value.containsText("${\(name)}") { return text }
            bytes.replaceSubrange(variable, with: value.utf8)
            guard bytes.count <= Self.maxExpandedLength else { break }
        }
        if Self.innermostVariable(in: bytes) == nil { return String(decoding: bytes, as: UTF8.self) }
        throw error(
            key,
            "can't be expanded: after \(Self.maxSubstitutions) replacements there is still a ${…} in it",
            remedy: "look for values that name each other in a circle"
        )
    }

    /// A name of `${…}` is not empty and has no `$`, `}` or blank, so that the innermost of nested ones is found.
    private static func innermostVariable(in bytes: [UInt8]) -> Range<Int>? {
        var start: Int?
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "$"):
                start = index
            case UInt8(ascii: "{") where start == index - 1:
                break
            case UInt8(ascii: "}"):
                if let start, index > start + 2 { return start..<(index + 1) }
                start = nil
            case UInt8(ascii: " "):
                start = nil
            default:
                if start == index - 1 { start = nil }
            }
        }
        return nil
    }

    private func value(ofVariable name: String) -> String? {
        guard name.hasPrefix("env.") else { return systemProperty(name) ?? raw(name) }
        let variable = name.dropFirst(4)
        guard let dash = variable.firstIndex(of: "-"), dash != variable.startIndex else {
            return environment[String(variable)]
        }
        // `:-` takes the default for an empty variable too, as a shell does.
        let insteadOfEmpty = variable[variable.index(before: dash)] == ":"
        let value = environment[String(variable[..<(insteadOfEmpty ? variable.index(before: dash) : dash)])]
        if let value, !(insteadOfEmpty && value.isEmpty) { return value }
        return String(variable[variable.index(after: dash)...])
    }

    /// The properties of a Java machine that configuration files use. A key of the same name wins only in `set`.
    private func systemProperty(_ name: String) -> String? {
        if case .set = origin(of: name) { return nil }
        switch name {
        case "user.name": return environment["HADOOP_USER_NAME"] ?? LoginUser.systemName
        case "user.home": return environment["HOME"]
        case "java.io.tmpdir": return "/tmp"
        default: return nil
        }
    }
}
