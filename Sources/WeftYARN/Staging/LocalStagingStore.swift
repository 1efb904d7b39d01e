import Glibc
import WeftDiagnostics
import WeftEngine

/// A staging folder on a file system that all machines have mounted, or on the only machine there is.
struct LocalStagingStore: StagingStore {
    var scheme: String { "file" }
    var authority: String { "" }

    func homeDirectory() throws -> String {
        if let home = ProcessEnvironment.variables["HOME"], home.hasPrefix("/") { return home }
        throw WeftError(
            "hadoop-configuration",
            "there is no home folder: HOME isn't set",
            remedy: "set it, or weft.yarn.stagingDir"
        )
    }

    func status(_ path: String) throws -> StagedStatus? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("can't look at", path)
        }
        let time = status.st_mtim
        return StagedStatus(
            length: Int64(status.st_size),
            modificationTime: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000,
            permission: UInt16(truncatingIfNeeded: status.st_mode & 0o777),
            isDirectory: status.st_mode & S_IFMT == S_IFDIR
        )
    }

    func list(_ path: String) throws -> [(name: String, status: StagedStatus)] {
        guard let folder = opendir(path) else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw failure("can't look into", path)
        }
        defer { closedir(folder) }
        var found: [(name: String, status: StagedStatus)] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != "..", let status = try status("\(path)/\(name)") else { continue }
            found.append((name, status))
        }
        return found
    }

    func makeDirectory(_ path: String, permission: UInt16) throws {
        if try status(path)?.isDirectory == true { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeDirectory(String(path[..<slash]), permission: 0o700)
        }
        guard mkdir(path, mode_t(permission)) == 0 || errno == EEXIST else {
            throw failure("can't make the folder", path)
        }
        guard chmod(path, mode_t(permission)) == 0 else { throw failure("can't set the permission of", path) }
    }

    func upload(_ localPath: String, to path: String, permission: UInt16, replication: Int?) throws {
        let file = try LocalInput(localPath)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(permission))
        guard descriptor >= 0 else { throw failure("can't create", path) }
        defer { close(descriptor) }
        while let bytes = try file.next() {
            var rest = bytes
            while !rest.isEmpty {
                let count = write(descriptor, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw failure("can't write", path) }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
        guard fchmod(descriptor, mode_t(permission)) == 0 else { throw failure("can't set the permission of", path) }
    }

    func rename(_ path: String, to target: String) throws {
        // rename() would put it in the place of another file, which containers may be about to fetch.
        if link(path, target) == 0 {
            unlink(path)
            return
        }
        let hasLinks = errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS
        guard !hasLinks else { throw failure("can't rename \(path) to", target) }
        guard try status(target) == nil else {
            errno = EEXIST
            throw failure("can't rename \(path) to", target)
        }
        guard Glibc.rename(path, target) == 0 else { throw failure("can't rename \(path) to", target) }
    }

    func delete(_ path: String) throws {
        _ = try LocalFileSystem().delete(ResourcePath(scheme: "file", authority: "", path: path), recursive: true)
    }

    private func failure(_ what: String, _ path: String) -> WeftError {
        let code = errno
        return WeftError(
            code == EACCES || code == EPERM ? "permission-denied" : code == ENOSPC ? "disk-full" : "io-error",
            "\(what) \(path): \(String(cString: strerror(code)))",
            remedy: "applications are uploaded there; name another folder in weft.yarn.stagingDir"
        )
    }
}

/// A local file, read piece by piece.
final class LocalInput {
    private let path: String
    private let descriptor: Int32
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw WeftError(
                errno == ENOENT ? "input-not-found" : "permission-denied",
                "can't read \(path): \(String(cString: strerror(errno)))",
                remedy: "give the path of a file that this user can read"
            )
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        buffer.deallocate()
    }

    /// The next bytes, good until the next call; nil at the end.
    ///
    /// - Throws: `interrupted` when somebody wants the submission to end.
    func next() throws -> UnsafeRawBufferPointer? {
        while true {
            try SubmissionInterrupt.check()
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw WeftError("io-error", "can't read \(path): \(String(cString: strerror(errno)))")
            }
            return count == 0 ? nil : UnsafeRawBufferPointer(rebasing: buffer[..<count])
        }
    }
}
