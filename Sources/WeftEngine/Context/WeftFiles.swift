import Glibc
import Synchronization
import WeftDiagnostics

/// The files and archives that `weft.files`, `weft.archives`, `Context.addFile` and `Context.addArchive` gave to the
/// application, as tasks and the driver find them.
public enum WeftFiles {
    /// The driver's files, for lookups outside tasks.
    static let driverFiles = Mutex<TaskFiles?>(nil)

    /// The path of a file, or of the folder of an unpacked archive.
    ///
    /// - Parameter name: the name it was added under.
    /// - Throws: `file-not-added` naming those that were.
    public static func path(of name: String) throws -> String {
        guard let files = TaskContext.current?.environment.files ?? driverFiles.withLock({ $0 }) else {
            throw WeftError("no-context", "there are no files without a Context", remedy: "make a Context first")
        }
        return try files.path(of: name)
    }
}

/// The added files of one process, by name: the driver's as it was given them, an executor's as it has fetched them.
final class TaskFiles: Sendable {
    /// Gets a file or archive that isn't here, and gives its path.
    typealias Source = @Sendable (String) throws -> String

    private struct Entry {
        var path: String
        /// The file to send to executors: for archives the packed one.
        var sent: String
        var isArchive: Bool
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let source: Source?
    private let fetching = SingleFlight<String, String>()

    /// - Parameter source: where an executor gets files from; nil in the driver.
    init(source: Source? = nil) { self.source = source }

    /// Takes a name for what `fetch` puts at a path. When that fails, the name is free again and the path cleared.
    func add(
        _ name: String,
        path: String,
        packedAs archive: String? = nil,
        fetch: () throws -> Void
    ) throws {
        let entry = Entry(path: path, sent: archive ?? path, isArchive: archive != nil)
        let isNew = entries.withLock { entries in
            guard entries[name] == nil else { return false }
            entries[name] = entry
            return true
        }
        guard isNew else {
            throw WeftError(
                "file-exists",
                "a file or archive was already added as \(name)",
                remedy: "add it under another name: path#name"
            )
        }
        do {
            try fetch()
        } catch {
            _ = try? LocalFileSystem().delete(.local(path), recursive: true)
            _ = entries.withLock { $0.removeValue(forKey: name) }
            throw error
        }
    }

    func path(of name: String) throws -> String {
        if let path = entries.withLock({ $0[name]?.path }) { return path }
        guard let source else { throw notAdded(name) }
        return try fetching.run(name) {
            if let path = entries.withLock({ $0[name]?.path }) { return path }
            let path = try source(name)
            entries.withLock { $0[name] = Entry(path: path, sent: path, isArchive: false) }
            return path
        }
    }

    private func notAdded(_ name: String) -> WeftError {
        let known = entries.withLock { $0.keys.sorted() }.joined(separator: ", ")
        return WeftError(
            "file-not-added",
            "no file or archive was added as \(name)",
            remedy: known.isEmpty
                ? "add it with --files, --archives, addFile or addArchive" : "use one of these: \(known)"
        )
    }
}

// MARK: - For executors

extension TaskFiles {
    /// What an executor must know of a file to fetch it.
    func info(of name: String) throws -> FileInfo {
        guard let entry = entries.withLock({ $0[name] }) else { throw notAdded(name) }
        var status = stat()
        guard stat(entry.sent, &status) == 0 else { throw WeftError(errno: errno, "can't look at", .local(entry.sent)) }
        return FileInfo(
            fileName: ResourcePath.local(entry.sent).name,
            byteCount: Int(status.st_size),
            isArchive: entry.isArchive,
            mode: status.st_mode & 0o777
        )
    }

    /// A part of a file, at most 4 MiB of it; nothing at its end.
    func part(of name: String, offset: Int, limit: Int) throws -> [UInt8] {
        guard let entry = entries.withLock({ $0[name] }) else { throw notAdded(name) }
        let file = try LocalFileSystem().open(.local(entry.sent))
        defer { file.close() }
        let count = max(0, min(limit, 4 << 20))
        guard offset >= 0 else { throw WeftError("bad-argument", "a file was asked for from byte \(offset)") }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = try file.readFully(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
    }
}

extension Context {
    /// Gives a file to all tasks, which find it by `WeftFiles.path(of:)`.
    ///
    /// - Parameter path: the file; `#name` after it gives it another name than its own.
    /// - Throws: `input-not-found`, `file-exists` when the name is taken, `disk-full` and their kin.
    public func addFile(_ path: String) throws {
        let (source, name) = try Self.splitName(path)
        let folder = try directories.folder("files")
        let target = folder + "/" + name
        try files.add(name, path: target) {
            try services.fileSystems.copy(source, toLocal: target)
        }
    }

    /// Gives an archive, unpacked, to all tasks, which find its folder by `WeftFiles.path(of:)`.
    ///
    /// - Parameter path: a `.tar`, `.tar.gz`, `.tgz` or `.zip` file; `#name` after it gives the folder a name, which is
    ///   that of the archive otherwise.
    /// - Throws: as `addFile`, and `bad-archive` when it can't be unpacked.
    public func addArchive(_ path: String) throws {
        let (source, name) = try Self.splitName(path)
        // Two may have the same name in different folders.
        let packed = try directories.folder("archives/\(name)") + "/" + source.name
        let folder = try directories.folder("files") + "/" + name
        try files.add(name, path: folder, packedAs: packed) {
            try services.fileSystems.copy(source, toLocal: packed)
            try Archive.unpack(packed, into: folder)
        }
    }

    func addConfiguredFiles() throws {
        for path in configuration[ConfigurationKeys.files] { try addFile(path) }
        for path in configuration[ConfigurationKeys.archives] { try addArchive(path) }
        WeftFiles.driverFiles.withLock { $0 = files }
    }

    private static func splitName(_ text: String) throws -> (ResourcePath, String) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        var path = try ResourcePath(String(parts[0]))
        // As Spark has it: what is given on the command line is beside whoever types it, whatever the default file system.
        if path.scheme == nil { path.scheme = "file" }
        let name = parts.count > 1 ? String(parts[1]) : path.name
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw WeftError(
                "bad-argument",
                "\(text) gives no name to find the file by",
                remedy: "write path#name, with a name without /"
            )
        }
        return (path, name)
    }
}

extension FileSystems {
    /// Copies a file to a local path.
    func copy(_ source: ResourcePath, toLocal target: String) throws {
        let input = try fileSystem(for: source).open(source)
        defer { input.close() }
        let length = try input.size()
        let output = try LocalFileSystem().create(.local(target), overwrite: true)
        do {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
            defer { buffer.deallocate() }
            var offset = 0
            while true {
                let count = try input.read(into: buffer, at: offset)
                guard count > 0 else { break }
                try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                offset += count
            }
            guard offset >= length else {
                throw WeftError(
                    "input-changed",
                    "\(source) ended at byte \(offset), and had \(length) bytes when it was opened",
                    remedy: "add it again when nobody changes it"
                )
            }
            try output.close()
        } catch {
            output.abort()
            throw error
        }
    }
}
