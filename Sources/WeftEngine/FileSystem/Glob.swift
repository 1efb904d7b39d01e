import WeftDiagnostics

/// Patterns of paths: `*`, `?`, `[a-z]`, `[^a-z]` (or `[!a-z]`), `{a,b}` and `\` before a character that means itself.
enum Glob {
    /// Whether a text contains anything special.
    static func isPattern(_ text: String) -> Bool { text.utf8.contains { specials.contains($0) } }

    private static let specials = Set("*?[{\\".utf8)

    /// What matches, sorted by path.
    static func expand(_ pattern: ResourcePath, on fileSystem: any FileSystem) throws -> [FileStatus] {
        var found: [ResourcePath: FileStatus] = [:]
        for path in try alternatives(pattern.path) {
            let start = ResourcePath(
                scheme: pattern.scheme,
                authority: pattern.authority,
                path: path.hasPrefix("/") ? "/" : "."
            )
            let parts = path.split(separator: "/").map(String.init)
            for status in try expand(parts[...], below: start, on: fileSystem) { found[status.path] = status }
        }
        return found.values.sorted { $0.path.path < $1.path.path }
    }

    private static func expand(
        _ parts: ArraySlice<String>,
        below folder: ResourcePath,
        on fileSystem: any FileSystem
    ) throws -> [FileStatus] {
        // Parts that are plain names need no listing, which may not be allowed above the interesting folder.
        var folder = folder
        var parts = parts
        while let part = parts.first, !isPattern(part) {
            folder = folder.appending(part)
            parts = parts.dropFirst()
        }
        guard let part = parts.first else {
            return try fileSystem.exists(folder) ? [fileSystem.status(folder)] : []
        }
        guard try fileSystem.exists(folder), try fileSystem.status(folder).isDirectory else { return [] }
        let pattern = try compile(part)
        // As in a shell, hidden names need their dot in the pattern.
        let wantsHidden = part.hasPrefix(".") || part.hasPrefix("\\.")
        let matching = try fileSystem.list(folder).filter { entry in
            let name = entry.path.name
            return (wantsHidden || !name.hasPrefix(".")) && matches(Array(name.unicodeScalars)[...], pattern[...])
        }
        let rest = parts.dropFirst()
        if rest.isEmpty { return matching }
        return try matching.filter(\.isDirectory).flatMap { try expand(rest, below: $0.path, on: fileSystem) }
    }

    /// The patterns without braces that a pattern with them stands for.
    static func alternatives(_ pattern: String) throws -> [String] {
        let text = Array(pattern)
        guard let open = firstBrace(text) else { return [pattern] }
        var depth = 0
        var starts = [open + 1]
        var index = open
        var close: Int?
        while index < text.count {
            switch text[index] {
            case "\\": index += 1
            case "{": depth += 1
            case "," where depth == 1: starts.append(index + 1)
            case "}":
                depth -= 1
                if depth == 0 { close = index }
            default: break
            }
            if close != nil { break }
            index += 1
        }
        guard let close else { throw invalid(pattern, "a { without }") }
        let ends = starts.dropFirst().map { $0 - 1 } + [close]
        return try zip(starts, ends).flatMap { start, end in
            try alternatives(String(text[..<open]) + String(text[start..<end]) + String(text[(close + 1)...]))
        }
    }

    private static func firstBrace(_ text: [Character]) -> Int? {
        var index = 0
        while index < text.count {
            if text[index] == "{" { return index }
            index += text[index] == "\\" ? 2 : 1
        }
        return nil
    }

    enum Element {
        case one(Unicode.Scalar)
        case any
        case anyMany
        case set([ClosedRange<Unicode.Scalar>], negated: Bool)
    }

    /// The elements of one part of a path.
    static func compile(_ part: String) throws -> [Element] {
        let text = Array(part.unicodeScalars)
        var elements: [Element] = []
        var index = 0
        while index < text.count {
            switch text[index] {
            case "*": elements.append(.anyMany)
            case "?": elements.append(.any)
            case "\\":
                index += 1
                guard index < text.count else { throw invalid(part, "a \\ at the end") }
                elements.append(.one(text[index]))
            case "[":
                let (set, next) = try compileSet(text, from: index + 1, of: part)
                elements.append(set)
                index = next
            default: elements.append(.one(text[index]))
            }
            index += 1
        }
        return elements
    }

    /// A set in brackets, and where its `]` is.
    private static func compileSet(
        _ text: [Unicode.Scalar],
        from start: Int,
        of part: String
    ) throws -> (Element, Int) {
        var index = start
        var negated = false
        if index < text.count, text[index] == "^" || text[index] == "!" {
            negated = true
            index += 1
        }
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        // A ] right at the start means itself.
        while index < text.count, text[index] != "]" || ranges.isEmpty {
            if text[index] == "\\" { index += 1 }
            guard index < text.count else { break }
            let low = text[index]
            if index + 2 < text.count, text[index + 1] == "-", text[index + 2] != "]" {
                let high = text[index + 2]
                guard low <= high else { throw invalid(part, "the range \(low)-\(high) is the wrong way round") }
                ranges.append(low...high)
                index += 3
            } else {
                ranges.append(low...low)
                index += 1
            }
        }
        guard index < text.count else { throw invalid(part, "a [ without ]") }
        return (.set(ranges, negated: negated), index)
    }

    /// Whether a whole name matches.
    static func matches(_ name: ArraySlice<Unicode.Scalar>, _ pattern: ArraySlice<Element>) -> Bool {
        // Only the last `*` ever needs another try, so this takes at most name × pattern steps.
        var name = name
        var pattern = pattern
        var retry: (name: ArraySlice<Unicode.Scalar>, pattern: ArraySlice<Element>)?
        while true {
            if case .anyMany? = pattern.first {
                pattern = pattern.dropFirst()
                retry = (name, pattern)
            } else if let scalar = name.first, let element = pattern.first, element.matches(scalar) {
                name = name.dropFirst()
                pattern = pattern.dropFirst()
            } else if name.isEmpty && pattern.isEmpty {
                return true
            } else if let last = retry, !last.name.isEmpty {
                name = last.name.dropFirst()
                pattern = last.pattern
                retry = (name, pattern)
            } else {
                return false
            }
        }
    }

    private static func invalid(_ pattern: String, _ reason: String) -> WeftError {
        WeftError(
            "invalid-path",
            "the pattern \(pattern) has \(reason)",
            remedy: "complete it, or write \\ before a character that means itself"
        )
    }
}

extension Glob.Element {
    fileprivate func matches(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .one(let wanted): wanted == scalar
        case .any, .anyMany: true
        case .set(let ranges, let negated): ranges.contains { $0.contains(scalar) } != negated
        }
    }
}
