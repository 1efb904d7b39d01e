import WeftDiagnostics

/// The properties of one configuration file and of those that it includes, in the order they count in.
struct ConfigurationFile {
    /// How deep files may include each other.
    static let maxIncludeDepth = 16
    /// How many files one file may include in all.
    static let maxFiles = 256

    struct Property: Equatable {
        var name: String
        /// nil when the property has no value or an empty one: that sets nothing, but may be final.
        var value: String?
        var isFinal: Bool
        var path: String
        var line: Int
    }

    private(set) var properties: [Property] = []
    /// The files that were read, this one first.
    private(set) var files: [String] = []
    private let read: (String) throws -> [UInt8]?

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - read: gives a file's bytes, nil when there is none; throws when it can't be read.
    /// - Throws: `WeftError` of code `hadoop-configuration` when the file or an included one is missing or isn't right;
    ///   what `read` throws.
    init(_ path: String, read: @escaping (String) throws -> [UInt8]?) throws {
        self.read = read
        guard let bytes = try read(path) else {
            throw WeftError(
                "hadoop-configuration",
                "there is no configuration file \(path)",
                remedy: "check the path",
                details: [.init("path", path)]
            )
        }
        try add(bytes, path: path, including: [path])
    }

    /// Takes a file's text that is there already; it can include nothing but what `read` gives.
    init(_ bytes: [UInt8], path: String, read: @escaping (String) throws -> [UInt8]? = { _ in nil }) throws {
        self.read = read
        try add(bytes, path: path, including: [path])
    }

    private mutating func add(_ bytes: [UInt8], path: String, including: [String]) throws {
        guard files.count < Self.maxFiles, including.count <= Self.maxIncludeDepth else {
            throw XMLText.error(path, line: 1, "files include each other too often")
        }
        let root = try XMLParser.parse(bytes, name: path)
        guard root.name == "configuration" else {
            throw XMLText.error(path, line: root.line, "the outermost element is <\(root.name)>, not <configuration>")
        }
        files.append(path)
        try add(root.elements, path: path, including: including)
    }

    /// Like Java, looks for properties in elements of any name too.
    private mutating func add(_ elements: [XMLElement], path: String, including: [String]) throws {
        for element in elements {
            switch element.name {
            case "property": try add(property: element, path: path)
            case "include": try include(element, path: path, including: including)
            default: try add(element.elements, path: path, including: including)
            }
        }
    }

    private mutating func add(property element: XMLElement, path: String) throws {
        var name = element.attributes["name"]
        var value = element.attributes["value"]
        var isFinal = element.attributes["final"] == "true"
        for part in element.elements {
            let text = part.text
            switch part.name {
            case "name" where !text.isEmpty: name = text
            case "value" where !text.isEmpty: value = text
            // Java takes `true` alone for true; blanks around it are never meant otherwise.
            case "final": isFinal = text.trimmingWhitespace() == "true"
            default: break
            }
        }
        guard let name = name.map({ String($0.trimmingWhitespace()) }), !name.isEmpty else {
            throw XMLText.error(path, line: element.line, "there is a property without a name")
        }
        if value?.isEmpty == true { value = nil }
        properties.append(Property(name: name, value: value, isFinal: isFinal, path: path, line: element.line))
    }

    private mutating func include(_ element: XMLElement, path: String, including: [String]) throws {
        guard let target = element.attributes["href"], !target.isEmpty else {
            throw XMLText.error(path, line: element.line, "an include has no href")
        }
        let resolved = Self.resolve(target, relativeTo: path)
        if let resolved, including.contains(resolved) {
            throw XMLText.error(path, line: element.line, "\(resolved) includes itself")
        }
        if let resolved, let bytes = try read(resolved) {
            try add(bytes, path: resolved, including: including + [resolved])
        } else if let fallback = element.elements.first(where: { $0.name == "fallback" }) {
            try add(fallback.elements, path: path, including: including)
        } else {
            throw WeftError(
                "hadoop-configuration",
                resolved == nil
                    ? "\(target) can't be included: it is not a file" : "there is no file \(target) to include",
                remedy: "correct the href, or give the include an xi:fallback",
                details: [.init("from", "\(path):\(element.line)")]
            )
        }
    }

    /// The path of an included file, which stands relative to the folder of the file that includes it; nil for other
    /// things than files.
    private static func resolve(_ target: String, relativeTo path: String) -> String? {
        var target = target[...]
        if target.hasPrefix("file:") {
            target = target.dropFirst(5)
            if target.hasPrefix("//") { target = target.dropFirst(2) }
            return target.hasPrefix("/") ? String(target) : nil
        }
        if target.containsText("://") { return nil }
        if target.hasPrefix("/") { return String(target) }
        guard let slash = path.lastIndex(of: "/") else { return String(target) }
        return String(path[...slash]) + target
    }
}
