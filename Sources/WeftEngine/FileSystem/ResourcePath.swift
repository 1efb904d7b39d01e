import WeftDiagnostics

/// Where a file or folder is: a scheme, an authority and a path, as in `hdfs://namenode:8020/data/x`.
public struct ResourcePath: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The kind of file system, `file` or `hdfs`; nil when the text named none, which means the default one.
    public var scheme: String?
    /// The server, as in `namenode:8020`; empty when there is none.
    public var authority: String
    /// The path, with `/` between its parts and none at its end, except for the root.
    public var path: String

    /// Makes a path from its parts; doubled and trailing slashes and `.` parts are removed.
    public init(scheme: String? = nil, authority: String = "", path: String) {
        self.scheme = scheme
        self.authority = authority
        self.path = ResourcePath.normalised(path)
    }

    /// Reads `file:///x`, `file:/x`, `/x`, `x` or `hdfs://server:8020/x`.
    ///
    /// - Throws: `WeftError` of code `invalid-path` for an empty text or one with a NUL, and for a scheme without a path.
    public init(_ text: String) throws {
        guard !text.isEmpty, !text.utf8.contains(0) else {
            throw WeftError(
                "invalid-path",
                text.isEmpty ? "a path is empty" : "a path contains a NUL character",
                remedy: "give a path such as /data/input or hdfs://namenode:8020/data/input"
            )
        }
        guard let colon = text.firstIndex(of: ":"), ResourcePath.isScheme(text[..<colon]) else {
            self.init(path: text)
            return
        }
        let rest = text[text.index(after: colon)...]
        // `a:b` without a slash after the colon is a relative file name.
        guard rest.hasPrefix("/") else {
            self.init(path: text)
            return
        }
        let scheme = text[..<colon].lowercased()
        guard rest.hasPrefix("//") else {
            self.init(scheme: scheme, path: String(rest))
            return
        }
        let afterSlashes = rest.dropFirst(2)
        let slash = afterSlashes.firstIndex(of: "/") ?? afterSlashes.endIndex
        let path = afterSlashes[slash...]
        guard !path.isEmpty || !afterSlashes.isEmpty else {
            throw WeftError(
                "invalid-path",
                "the path \(text) has a scheme and nothing else",
                remedy: "write it as \(scheme):///folder/file"
            )
        }
        self.init(scheme: scheme, authority: String(afterSlashes[..<slash]), path: path.isEmpty ? "/" : String(path))
    }

    /// Makes a path from text that the program wrote itself.
    ///
    /// - Parameter path: a path without scheme.
    public static func local(_ path: String) -> ResourcePath { ResourcePath(scheme: "file", path: path) }

    /// The last part, empty for the root.
    public var name: String {
        guard let slash = path.lastIndex(of: "/") else { return path }
        return String(path[path.index(after: slash)...])
    }

    /// The folder it is in, nil for the root and for a relative path of one part.
    public var parent: ResourcePath? {
        guard path != "/", let slash = path.lastIndex(of: "/") else { return nil }
        var parent = self
        parent.path = slash == path.startIndex ? "/" : String(path[..<slash])
        return parent
    }

    /// Whether the path starts at the root.
    public var isAbsolute: Bool { path.hasPrefix("/") }

    /// A path below this one.
    ///
    /// - Parameter name: one or more parts with `/` between them.
    public func appending(_ name: String) -> ResourcePath {
        ResourcePath(scheme: scheme, authority: authority, path: path.isEmpty ? name : path + "/" + name)
    }

    /// The path as it was written, `hdfs://server:8020/x` or `/x`.
    public var description: String {
        guard let scheme else { return path }
        if scheme == "file" && authority.isEmpty { return "file:\(path)" }
        return "\(scheme)://\(authority)\(path)"
    }

    private static func isScheme(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count > 1 else { return false }
        return text.utf8.allSatisfy {
            isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private static func normalised(_ path: String) -> String {
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual([UInt8(ascii: ".")]) }
        let joined = parts.map { String(Substring($0)) }.joined(separator: "/")
        if path.utf8.first == UInt8(ascii: "/") { return "/" + joined }
        return joined.isEmpty ? "." : joined
    }
}
