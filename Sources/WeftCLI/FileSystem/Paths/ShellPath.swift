/// A path as it is typed: with a scheme and an authority, absolute, or relative.
struct ShellPath: Sendable, Hashable {
    /// What was typed.
    let text: String
    /// In small letters; nil where there is none.
    let scheme: String?
    /// Empty where there is none.
    let authority: String
    /// Without `//`, `.`, `..` and a slash at the end; relative when the path is.
    let path: String

    init(_ text: String) {
        self.text = text
        var rest = text[...]
        var scheme: String?
        var authority = ""
        // A colon alone is a part of a name.
        if let colon = rest.firstIndex(of: ":"), rest[rest.index(after: colon)...].first == "/",
            let first = rest.first, first.isASCII, first.isLetter,
            rest[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) })
        {
            scheme = rest[..<colon].lowercased()
            rest = rest[rest.index(after: colon)...]
            if rest.hasPrefix("//") {
                rest = rest.dropFirst(2)
                authority = String(rest.prefix { $0 != "/" })
                rest = rest.dropFirst(authority.count)
                if rest.isEmpty { rest = "/" }
            }
        }
        self.scheme = scheme
        self.authority = authority
        path = Self.normalized(rest)
    }

    var isAbsolute: Bool { path.hasPrefix("/") }

    /// Whether it ends with a slash, and so must be a folder.
    var namesFolder: Bool { text.hasSuffix("/") }

    /// The path from the root.
    func absolute(from workingDirectory: @autoclosure () throws -> String) rethrows -> String {
        isAbsolute ? path : Self.normalized(try workingDirectory() + "/" + path)
    }

    static func normalized(_ text: some StringProtocol) -> String {
        var parts: [Substring] = []
        let isAbsolute = text.hasPrefix("/")
        for part in Substring(text).split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isAbsolute {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        return isAbsolute ? "/\(joined)" : joined.isEmpty ? "." : joined
    }

    static func join(_ folder: String, _ name: String) -> String { folder == "/" ? "/\(name)" : "\(folder)/\(name)" }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// Empty for the root.
    static func lastPart(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// Whether a path is in a folder, or is it.
    static func contains(_ folder: String, _ path: String) -> Bool {
        path == folder || path.hasPrefix(folder == "/" ? "/" : "\(folder)/")
    }
}
