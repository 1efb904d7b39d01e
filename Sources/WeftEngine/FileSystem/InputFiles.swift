import WeftDiagnostics

/// Finds the files that an input such as `/logs/2024-*,/logs/extra` means.
public enum InputFiles {
    /// The files of an input, in the order of its parts and by name within each, with full paths.
    ///
    /// A part is a file, a folder (the files in it, not those of folders in it) or a pattern as in
    /// `FileSystem.glob(_:)`. Names that start with `_` or `.` in a folder or a pattern's result are skipped, so that
    /// `_SUCCESS` and half-written output aren't read.
    ///
    /// - Parameters:
    ///   - spec: the parts with commas between them; commas within `{}` belong to a pattern.
    ///   - fileSystems: where schemes are looked up.
    /// - Throws: `WeftError` of code `input-not-found` naming the part when nothing matches it.
    public static func resolve(_ spec: String, fileSystems: FileSystems) throws -> [FileStatus] {
        try parts(of: spec).flatMap { try resolvePart($0, fileSystems: fileSystems) }
    }

    private static func resolvePart(_ part: String, fileSystems: FileSystems) throws -> [FileStatus] {
        let given = try ResourcePath(part)
        let fileSystem = try fileSystems.fileSystem(for: given)
        let path = fileSystem.qualified(given)
        // A name with brackets of its own is that file first, a pattern otherwise.
        if try !Glob.isPattern(path.path) || fileSystem.exists(path) {
            let status = try fileSystem.status(path)
            return status.isDirectory ? try files(in: status, on: fileSystem) : [status]
        }
        let matching = try fileSystem.glob(path).filter { !isHidden($0) }
        guard !matching.isEmpty else {
            throw WeftError(
                "input-not-found",
                "nothing matches \(part)",
                remedy: "check the pattern and the folder it is in",
                details: [.init("path", path.description)]
            )
        }
        return try matching.flatMap { $0.isDirectory ? try files(in: $0, on: fileSystem) : [$0] }
    }

    private static func files(in folder: FileStatus, on fileSystem: any FileSystem) throws -> [FileStatus] {
        try fileSystem.list(folder.path).filter { !$0.isDirectory && !isHidden($0) }
    }

    private static func isHidden(_ status: FileStatus) -> Bool {
        let name = status.path.name
        return name.hasPrefix("_") || name.hasPrefix(".")
    }

    /// The parts between commas outside braces.
    static func parts(of spec: String) throws -> [String] {
        var parts: [String] = []
        var current = ""
        var depth = 0
        var isEscaped = false
        for character in spec {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "{" {
                depth += 1
            } else if character == "}" {
                depth -= 1
            } else if character == "," && depth <= 0 {
                parts.append(current)
                current = ""
                continue
            }
            current.append(character)
        }
        parts.append(current)
        let named = parts.filter { !$0.isEmpty }
        guard !named.isEmpty else {
            throw WeftError("invalid-path", "the input names no path", remedy: "name a file, a folder or a pattern")
        }
        return named
    }
}
