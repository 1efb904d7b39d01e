import Glibc
import WeftDiagnostics

/// A temporary file that is being written, which moves to another of the application's folders when its own is full or
/// broken.
///
/// The file has another name until it is whole, so that an attempt that dies leaves nothing that could be read.
final class LocalFileWriter {
    private let name: String
    private let unfinishedName: String
    private let directories: LocalDirectories
    private let fileSystem: any FileSystem

    private struct Target {
        var root: Int
        var path: ResourcePath
        /// Nil when it is closed.
        var file: (any OutputFile)?
    }

    private var target: Target?
    /// The folders that weren't tried, in the order to try them.
    private var untried: [Int]
    private var failures: [WeftError.Detail] = []
    private var isDiskFull = false
    /// How many bytes are in the file.
    private(set) var written = 0

    /// Makes the writer; the file is made by the first `write`.
    ///
    /// - Parameters:
    ///   - name: the name that the file has once it is whole.
    ///   - writer: tells it from other writers of the same name.
    ///   - directories: where the file may be.
    ///   - fileSystem: what makes it.
    init(name: String, writer: String, directories: LocalDirectories, fileSystem: any FileSystem = LocalFileSystem()) {
        self.name = name
        unfinishedName = "\(name).\(writer)"
        self.directories = directories
        self.fileSystem = fileSystem
        untried = directories.rootsToTry(for: name).reversed()
    }

    deinit { abort() }

    /// Appends bytes.
    ///
    /// - Throws: `disk-full` when there is no folder left that takes them, `local-dir` when the reason is another one.
    func write(_ bytes: UnsafeRawBufferPointer) throws {
        try attempt { try $0.file?.write(bytes) }
        written += bytes.count
    }

    /// Ends the file, which still has its other name.
    ///
    /// - Returns: where it is.
    /// - Throws: as `write`: what the system has kept back until now may not fit either.
    @discardableResult
    func finish() throws -> ResourcePath {
        try attempt { try $0.file?.close() }
        target?.file = nil
        return try open().path
    }

    /// Ends the file and gives it its name.
    ///
    /// - Returns: where it is.
    /// - Throws: as `write`.
    func commit() throws -> ResourcePath {
        try finish()
        var final: ResourcePath?
        try attempt { target in
            try target.file?.close()
            let path = directories.path(of: name, inRoot: target.root)
            try fileSystem.rename(target.path, to: path, overwrite: true)
            final = path
        }
        guard let final, let root = target?.root else { throw noFolderLeft() }
        target = nil
        directories.place(name, inRoot: root)
        return final
    }

    /// Removes what was written; does nothing after `commit`.
    func abort() {
        if let target { remove(target) }
        target = nil
    }

    private func attempt(_ body: (Target) throws -> Void) throws {
        while true {
            let current = try open()
            do {
                try body(current)
                return
            } catch let error as WeftError where Self.isOfFolder(error) {
                try move(from: current, after: error)
            }
        }
    }

    /// Whether another folder may take what this one didn't.
    private static func isOfFolder(_ error: WeftError) -> Bool {
        switch error.code {
        case "disk-full", "permission-denied", "io-error", "input-not-found", "not-a-file": true
        default: false
        }
    }

    private func open() throws -> Target {
        if let target { return target }
        while let root = untried.popLast() {
            let path = directories.path(of: unfinishedName, inRoot: root)
            do {
                let new = Target(root: root, path: path, file: try fileSystem.create(path, overwrite: true))
                target = new
                return new
            } catch let error as WeftError where Self.isOfFolder(error) {
                note(error, root)
            }
        }
        throw noFolderLeft()
    }

    /// Goes on in the next folder, with a copy of what is in the file so far.
    private func move(from old: Target, after error: WeftError) throws {
        note(error, old.root)
        target = nil
        defer { remove(old) }
        guard written > 0 else { return }
        let source = try fileSystem.open(old.path)
        defer { source.close() }
        while true {
            let new = try open()
            do {
                try copy(source, to: new)
                return
            } catch let error as WeftError where Self.isOfFolder(error) {
                note(error, new.root)
                remove(new)
                target = nil
            }
        }
    }

    private func copy(_ source: any RandomAccessFile, to target: Target) throws {
        try withUnsafeTemporaryAllocation(byteCount: min(written, 1 << 20), alignment: 16) { buffer in
            var done = 0
            while done < written {
                let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, written - done)])
                try Self.read(source, into: wanted, at: done)
                try target.file?.write(UnsafeRawBufferPointer(wanted))
                done += wanted.count
            }
        }
    }

    /// Reads what was written; an error of the old folder must not be taken for one of the new.
    private static func read(
        _ source: any RandomAccessFile,
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) throws {
        var cause: (any Error)?
        do {
            if try source.readFully(into: buffer, at: offset) == buffer.count { return }
        } catch {
            cause = error
        }
        throw WeftError("local-file-lost", "what was written to a local folder can't be read back", cause: cause)
    }

    private func note(_ error: WeftError, _ root: Int) {
        directories.avoid(root: root)
        failures.append(.init(directories.roots[root], error.message))
        if error.code == "disk-full" { isDiskFull = true }
    }

    private func remove(_ target: Target) {
        target.file?.abort()
        // A closed file isn't removed by `abort`.
        _ = try? fileSystem.delete(target.path, recursive: false)
    }

    private func noFolderLeft() -> WeftError {
        WeftError(
            isDiskFull ? "disk-full" : "local-dir",
            "no local folder has room for \(name)",
            remedy: "free some space in the folders of weft.local.dir, or add one on another disk",
            details: failures
        )
    }
}
