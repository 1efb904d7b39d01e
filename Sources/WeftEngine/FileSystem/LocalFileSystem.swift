import Glibc
import WeftDiagnostics

/// The files of the machine. Paths without `/` at their start are relative to the working directory.
public struct LocalFileSystem: FileSystem {
    /// Makes it.
    public init() {}

    /// `file`.
    public var scheme: String { "file" }

    /// The block size that is reported, in bytes: 128 MiB, that of HDFS, so that splits are alike.
    public static var blockSize: Int { 128 << 20 }

    /// The path from the root, with `file:`.
    public func qualified(_ path: ResourcePath) -> ResourcePath {
        guard !path.isAbsolute, let folder = getcwd(nil, 0) else { return .local(path.path) }
        defer { free(folder) }
        return .local(String(cString: folder) + "/" + path.path)
    }

    /// What is at a path, symbolic links followed.
    public func status(_ path: ResourcePath) throws -> FileStatus {
        var info = stat()
        guard stat(path.path, &info) == 0 else { throw WeftError(errno: errno, "can't look at", path) }
        return FileStatus(path, info)
    }

    /// What is in a folder, sorted by name. Links that point to nothing are left out.
    public func list(_ directory: ResourcePath) throws -> [FileStatus] {
        let names = try entries(directory)
        return try names.sorted().compactMap { name in
            let path = directory.appending(name)
            var info = stat()
            if stat(path.path, &info) == 0 { return FileStatus(path, info) }
            // Removed since the folder was read, or a link to nothing.
            if errno == ENOENT || errno == ELOOP { return nil }
            throw WeftError(errno: errno, "can't look at", path)
        }
    }

    private func entries(_ directory: ResourcePath) throws -> [String] {
        guard let handle = opendir(directory.path) else {
            throw WeftError(errno: errno, "can't read the folder", directory)
        }
        defer { closedir(handle) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(handle) else {
                if errno != 0 { throw WeftError(errno: errno, "can't read the folder", directory) }
                return names
            }
            let decoded = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
            }
            // A repaired name would be another file's; leaving it out would lose input without a word.
            guard let name = decoded else {
                throw WeftError(
                    "invalid-path",
                    "the folder \(directory) has an entry whose name isn't UTF-8",
                    remedy: "rename it, or read another folder",
                    details: [.init("path", directory.description)]
                )
            }
            if name != "." && name != ".." { names.append(name) }
        }
    }

    /// Opens a file for reading.
    public func open(_ path: ResourcePath) throws -> any RandomAccessFile {
        let descriptor = try retrying {
            Glibc.open(path.path, O_RDONLY | O_CLOEXEC)
        } orThrow: {
            WeftError(errno: $0, "can't open", path)
        }
        let file = LocalInputFile(descriptor: descriptor, path: path)
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw WeftError(errno: errno, "can't look at", path) }
        if info.st_mode & S_IFMT == S_IFDIR { throw WeftError(errno: EISDIR, "can't read", path) }
        return file
    }

    /// Makes a file with the permissions that the process's umask leaves of 0666.
    public func create(_ path: ResourcePath, overwrite: Bool) throws -> any OutputFile {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL)
        let descriptor = try retrying {
            Glibc.open(path.path, flags, 0o666)
        } orThrow: {
            WeftError(errno: $0, "can't create", path)
        }
        return LocalOutputFile(descriptor: descriptor, path: path)
    }

    /// Renames within one disk.
    public func rename(_ source: ResourcePath, to target: ResourcePath, overwrite: Bool) throws {
        // RENAME_NOREPLACE isn't supported by every file system; a look beforehand is good enough for refusing politely.
        if !overwrite, try exists(target) { throw WeftError(errno: EEXIST, "can't rename to", target) }
        guard Glibc.rename(source.path, target.path) == 0 else {
            throw WeftError(errno: errno, "can't rename to \(target) from", source)
        }
    }

    /// Removes a file, a link or a folder.
    @discardableResult
    public func delete(_ path: ResourcePath, recursive: Bool) throws -> Bool {
        var info = stat()
        guard lstat(path.path, &info) == 0 else {
            if errno == ENOENT { return false }
            throw WeftError(errno: errno, "can't delete", path)
        }
        let isDirectory = info.st_mode & S_IFMT == S_IFDIR
        if isDirectory && recursive {
            for name in try entries(path) { try delete(path.appending(name), recursive: true) }
        }
        guard (isDirectory ? rmdir(path.path) : unlink(path.path)) == 0 else {
            if errno == ENOENT { return false }
            throw WeftError(errno: errno, "can't delete", path)
        }
        return true
    }

    /// Makes a folder with the permissions that the process's umask leaves of 0777.
    public func makeDirectory(_ path: ResourcePath, withParents: Bool) throws {
        if mkdir(path.path, 0o777) == 0 { return }
        var code = errno
        if withParents {
            if code == ENOENT, let parent = path.parent {
                try makeDirectory(parent, withParents: true)
                if mkdir(path.path, 0o777) == 0 { return }
                code = errno
            }
            if code == EEXIST, try status(path).isDirectory { return }
        }
        throw WeftError(errno: code, "can't make the folder", path)
    }
}

/// Calls until it isn't interrupted by a signal.
private func retrying(_ call: () -> Int32, orThrow error: (Int32) -> WeftError) throws -> Int32 {
    while true {
        let result = call()
        if result >= 0 { return result }
        if errno != EINTR { throw error(errno) }
    }
}

extension FileStatus {
    fileprivate init(_ path: ResourcePath, _ info: stat) {
        let isDirectory = info.st_mode & S_IFMT == S_IFDIR
        self.init(
            path: path,
            isDirectory: isDirectory,
            length: isDirectory ? 0 : Int(info.st_size),
            modificationTime: Int64(info.st_mtim.tv_sec) * 1000 + Int64(info.st_mtim.tv_nsec) / 1_000_000,
            blockSize: LocalFileSystem.blockSize
        )
    }
}
