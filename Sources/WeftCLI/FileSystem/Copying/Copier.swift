import WeftDiagnostics

/// Copies files and folders from one file system to another or the same, several files at once
/// (CommandWithDestination.java).
final class Copier: Sendable {
    /// How to copy.
    struct Options: Sendable, Hashable {
        /// Whether files that are there are replaced.
        var overwrites = false
        /// What is kept beside the content.
        var preserved: Preservation = []
        /// Whether a file is written under its own name at once, not under `name._COPYING_` first.
        var writesDirectly = false
        /// How many files at once.
        var threads = 1
        /// Whether what is read is compared with its checksums.
        var verifiesChecksums = true
        /// Whether `.NAME.crc` with checksums is written beside local files.
        var writesChecksums = false
        /// Whether DataNodes may write files to disk later; they have one replica then.
        var persistsLazily = false
    }

    private static let bufferSize = 1 << 20

    private let shell: Shell
    private let options: Options

    init(_ shell: Shell, _ options: Options) {
        self.shell = shell
        self.options = options
    }

    /// Copies.
    ///
    /// - Parameters:
    ///   - sources: paths as they were typed, each with what it stands for.
    ///   - target: where to.
    ///   - isSeveral: whether there may be more than one source, so that the target must be a folder.
    ///   - namesFolder: whether the target was written with a slash at its end.
    func copy(_ sources: [ShellItem], to target: ShellItem, namesFolder: Bool) throws {
        try Self.check(target, sources: sources.count, namesFolder: namesFolder)
        let pool = WorkerPool(threads: options.threads)
        defer {
            pool.close()
            shell.progress.clear()
        }
        var targets: Set<String> = []
        for source in sources {
            try shell.attempt {
                guard source.status != nil else { throw ShellFailure.notFound(source.text) }
                let own = try Self.ownTarget(of: source, in: target)
                // Two sources of the same name: the second one must find what the first one has made.
                if !targets.insert(own.path).inserted { try pool.wait() }
                var fresh = own
                try fresh.refresh()
                try copy(source, to: fresh, pool)
            }
        }
        shell.progress.allKnown()
        try pool.wait()
    }

    /// Writes what a reader gives to a file.
    func copy(_ reader: any ShellReader, to target: ShellItem) throws {
        try check(target)
        try write(target) { writer in try self.transfer(from: reader, to: writer) }
        shell.progress.clear()
    }

    // MARK: - What goes where

    /// Whether a target can take what goes there.
    static func check(_ target: ShellItem, sources: Int, namesFolder: Bool) throws {
        guard target.status == nil else {
            if sources > 1 || namesFolder, !target.isDirectory { throw ShellFailure.isNotDirectory(target.text) }
            return
        }
        if sources > 1 || namesFolder { throw ShellFailure.notFound(target.text) }
        guard let parent = try target.fileSystem.status(ShellPath.parent(of: target.path)) else {
            throw ShellFailure.notFound(target.text)
        }
        if !parent.isDirectory { throw ShellFailure.isNotDirectory(target.text) }
    }

    /// The target itself, or the entry of the folder that it is.
    static func ownTarget(of source: ShellItem, in target: ShellItem) throws -> ShellItem {
        let own = target.isDirectory ? target.child(source.name, nil) : target
        guard source.fileSystem.name == own.fileSystem.name else { return own }
        if source.path == own.path {
            throw WeftError("output-exists", "`\(source.text)' and `\(own.text)' are the same file")
        }
        if source.isDirectory, ShellPath.contains(source.path, own.path) {
            throw WeftError("invalid-argument", "`\(source.text)': can't go into itself, `\(own.text)'")
        }
        return own
    }

    private func copy(_ source: ShellItem, to target: ShellItem, _ pool: WorkerPool) throws {
        guard source.isDirectory else {
            try enqueue(source, target, pool)
            return
        }
        try makeFolder(target)
        // Folders whose entries are still to be copied, with what is at their target.
        var open = [(source: source, target: target)]
        var made = [(source, target)]
        while let folder = open.popLast() {
            try Interruption.check()
            try shell.attempt {
                for entry in try folder.source.children() {
                    var own = folder.target.child(entry.name, nil)
                    // In a folder that was made just now there is nothing.
                    if folder.target.status != nil { try own.refresh() }
                    if entry.isDirectory {
                        try shell.attempt {
                            try makeFolder(own)
                            open.append((entry, own))
                            if !options.preserved.isEmpty { made.append((entry, own)) }
                        }
                    } else {
                        try enqueue(entry, own, pool)
                    }
                }
            }
        }
        guard !options.preserved.isEmpty else { return }
        // Writing into a folder changes its time, so theirs come last, the innermost first.
        try pool.wait()
        for (source, target) in made.reversed() {
            try shell.attempt { try options.preserved.apply(from: source, to: target) }
        }
    }

    private func makeFolder(_ target: ShellItem) throws {
        if target.status == nil {
            try target.fileSystem.makeDirectory(target.path, permission: 0o777, withParents: false)
        } else if !target.isDirectory {
            throw ShellFailure.exists(target.text)
        }
    }

    // MARK: - One file

    private func enqueue(_ source: ShellItem, _ target: ShellItem, _ pool: WorkerPool) throws {
        shell.progress.add(bytes: source.status?.length ?? 0)
        try pool.run { [self] in
            try shell.attempt {
                try Interruption.check()
                try copyFile(source, to: target)
            }
            shell.progress.finishedFile()
        }
    }

    private func copyFile(_ source: ShellItem, to target: ShellItem) throws {
        try check(target)
        let reader = try source.fileSystem.open(source.path, verifiesChecksums: options.verifiesChecksums)
        defer { reader.close() }
        try write(target) { writer in try self.transfer(from: reader, to: writer) }
        if !options.preserved.isEmpty { try options.preserved.apply(from: source, to: target) }
    }

    private func check(_ target: ShellItem) throws {
        guard target.status != nil else { return }
        if target.isDirectory { throw ShellFailure.isDirectory(target.text) }
        if !options.overwrites { throw ShellFailure.exists(target.text) }
    }

    /// Makes a file that is there whole or not at all, but with `writesDirectly`.
    private func write(_ target: ShellItem, _ body: (any ShellWriter) throws -> Void) throws {
        let fileSystem = target.fileSystem
        let path = options.writesDirectly ? target.path : target.path + "._COPYING_"
        // What a copy that was killed has left under that name is of no use to anybody.
        var create = ShellCreateOptions(overwrites: options.overwrites || !options.writesDirectly)
        if options.persistsLazily {
            create.lazilyPersists = true
            create.replication = 1
        }
        let file = try fileSystem.create(path, create)
        let checksums = options.writesChecksums ? ChecksumWriter(file) : nil
        let writer: any ShellWriter = checksums ?? file
        do {
            try body(writer)
            try writer.close()
            if fileSystem.hasChecksumFiles { try ChecksumFile.remove(of: target.path, on: fileSystem) }
            if !options.writesDirectly { try fileSystem.rename(path, to: target.path, overwrite: options.overwrites) }
            try checksums?.checksums.write(of: target.path, on: fileSystem)
        } catch {
            writer.abort()
            try? fileSystem.delete(path, recursive: false)
            throw error
        }
    }

    private func transfer(from reader: any ShellReader, to writer: any ShellWriter) throws {
        let size = min(Self.bufferSize, max(64 << 10, Int(clamping: reader.length)))
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 4096)
        defer { buffer.deallocate() }
        let length = reader.length
        var copied: UInt64 = 0
        while true {
            try Interruption.check()
            let count = try reader.read(into: buffer)
            guard count > 0 else { break }
            copied += UInt64(count)
            try writer.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            shell.progress.transferred(bytes: count)
        }
        // A file that grows meanwhile is copied as far as it goes; one that was cut off is no copy of anything.
        guard copied >= length else {
            throw WeftError(
                "input-changed",
                "the file ended at byte \(copied), and had \(length) bytes when it was opened",
                remedy: "copy it again when nobody changes it"
            )
        }
    }
}
