import HadoopRPC
import WeftDiagnostics

/// Finds what patterns in paths stand for (Globber.java): `*`, `?`, `[…]` and `{…}`, in any part of the path.
enum GlobExpansion {
    private static let wildcards: Set<Character> = ["*", "?", "[", "{", "\\"]

    /// The items of a path that was typed; of a path without a pattern that one, whether it is there or not.
    ///
    /// - Throws: `WeftError` of code `input-not-found` when a pattern fits nothing, `invalid-path` when it isn't one.
    static func items(_ path: ShellPath, on fileSystem: any ShellFileSystem) throws -> [ShellItem] {
        guard path.text.contains(where: { wildcards.contains($0) }) else {
            return [try ShellItem(path, on: fileSystem)]
        }
        guard let alternatives = withoutSlashesInBraces(path.text), alternatives.allSatisfy({ isPattern($0) }) else {
            throw WeftError("invalid-path", "\(path.text) is not a pattern", remedy: "close its brackets and braces")
        }
        var found: [ShellItem] = []
        for alternative in alternatives { found += try expand(ShellPath(alternative), on: fileSystem) }
        guard !found.isEmpty else { throw ShellFailure.notFound(path.text) }
        return found
    }

    private static func isPattern(_ text: String) -> Bool {
        text.split(separator: "/").allSatisfy { GlobPattern(String($0)) != nil }
    }

    private static func expand(_ path: ShellPath, on fileSystem: any ShellFileSystem) throws -> [ShellItem] {
        let start =
            if path.isAbsolute {
                ShellItem(text: path.start, fileSystem: fileSystem, path: "/", status: nil)
            } else {
                ShellItem(text: ".", fileSystem: fileSystem, path: try fileSystem.workingDirectory(), status: nil)
            }
        var items = [start]
        let parts = path.path.split(separator: "/").map(String.init)
        for (index, part) in parts.enumerated() {
            guard let pattern = GlobPattern(part) else { return [] }
            let isLast = index == parts.count - 1
            if let literal = pattern.literal {
                items = items.map { $0.child(literal, nil) }
                // Whether it is there matters only at the end, or when a folder is listed.
                if isLast {
                    items = try items.compactMap { item in
                        var item = item
                        try item.refresh()
                        return item.status == nil ? nil : item
                    }
                }
            } else {
                items = try items.flatMap { try matches(pattern, in: $0, foldersOnly: !isLast) }
            }
        }
        return items
    }

    private static func matches(_ pattern: GlobPattern, in item: ShellItem, foldersOnly: Bool) throws -> [ShellItem] {
        var folder = item
        if folder.status == nil { try folder.refresh() }
        guard folder.isDirectory else { return [] }
        var found: [ShellItem] = []
        try folder.fileSystem.forEachPage(of: folder.path) { page in
            found += page.filter { pattern.matches($0.name) && (!foldersOnly || $0.isDirectory) }.map { item.child($0) }
        }
        return found
    }

    /// Replaces braces with a slash in them by the texts they stand for (GlobExpander.java); nil when one isn't closed or
    /// they stand for too many.
    private static func withoutSlashesInBraces(_ text: String) -> [String]? {
        var done: [String] = []
        var open = [text]
        while let next = open.popLast() {
            guard let (range, choices) = firstBraceWithSlash(next) else {
                done.append(next)
                continue
            }
            guard open.count + done.count + choices.count <= GlobPattern.maxAlternatives else { return nil }
            open += choices.reversed().map { String(next[..<range.lowerBound] + $0 + next[range.upperBound...]) }
        }
        return done
    }

    private static func firstBraceWithSlash(_ text: String) -> (Range<String.Index>, [Substring])? {
        var start: String.Index?
        var depth = 0
        var commas: [String.Index] = []
        var hasSlash = false
        var isEscaped = false
        for index in text.indices {
            let character = text[index]
            defer { isEscaped = character == "\\" && !isEscaped }
            if isEscaped { continue }
            switch character {
            case "{":
                depth += 1
                if depth == 1 {
                    start = index
                    commas = []
                    hasSlash = false
                }
            case "," where depth == 1: commas.append(index)
            case "/" where depth > 0: hasSlash = true
            case "}" where depth > 0:
                depth -= 1
                guard depth == 0, hasSlash, let start else { continue }
                let ends = commas + [index]
                let starts = [text.index(after: start)] + commas.map { text.index(after: $0) }
                return (start..<text.index(after: index), zip(starts, ends).map { text[$0..<$1] })
            default: break
            }
        }
        return nil
    }
}
