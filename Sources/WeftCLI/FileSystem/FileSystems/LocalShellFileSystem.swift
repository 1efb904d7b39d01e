import Glibc
import HDFS
import WeftDiagnostics

/// The machine's own files for the commands.
struct LocalShellFileSystem: ShellFileSystem {
    var name: String { "file://" }

    func workingDirectory() throws -> String {
        guard let path = getcwd(nil, 0) else { throw WeftError(errno: errno, "can't find the working directory", ".") }
        defer { free(path) }
        return String(cString: path)
    }

    func status(_ path: String) throws -> ShellFileStatus? {
        var entry = stat()
        guard stat(path, &entry) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw WeftError(errno: errno, "can't look at", path)
        }
        return ShellFileStatus(entry, name: ShellPath.lastPart(of: path))
    }

    /// Lists a folder without the checksums of files that are in it: they belong to these, as with Java's clients.
    func forEachPage(of directory: String, _ body: ([ShellFileStatus]) throws -> Void) throws {
        let all = try entries(of: directory)
        let checksums = Set(all.map { ChecksumFile.name(of: $0.name) })
        try body(
            all.filter { !checksums.contains($0.name) }.compactMap { entry in
                try status(ShellPath.join(directory, entry.name)) ?? unusable(entry.name, entry.isUTF8, in: directory)
            }
        )
    }

    private func entries(of directory: String) throws -> [(name: String, isUTF8: Bool)] {
        guard let stream = opendir(directory) else { throw WeftError(errno: errno, "can't list", directory) }
        defer { closedir(stream) }
        var entries: [(name: String, isUTF8: Bool)] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw WeftError(errno: errno, "can't list", directory) }
                break
            }
            let (name, isUTF8) = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    (String(cString: $0), String(validatingCString: $0) != nil)
                }
            }
            if name != ".", name != ".." { entries.append((name, isUTF8)) }
        }
        return entries.sorted { $0.name < $1.name }
    }

    /// What is listed of an entry that can't be looked at: who wants its content then gets an error, and doesn't miss it
    /// without a word. Nil for what has gone in between.
    private func unusable(_ name: String, _ isUTF8: Bool, in directory: String) -> ShellFileStatus? {
        guard isUTF8 else { return ShellFileStatus(name: name, kind: .file) }
        var entry = stat()
        guard lstat(ShellPath.join(directory, name), &entry) == 0 else { return nil }
        // A link to nothing.
        return ShellFileStatus(name: name, kind: .symbolicLink)
    }

    var hasChecksumFiles: Bool { true }

    func open(_ path: String, verifiesChecksums: Bool) throws -> any ShellReader {
        do {
            return try LocalShellReader(path)
        } catch var error as WeftError where error.code == "input-not-found" {
            error.remedy =
                path.contains("\u{FFFD}")
                ? "rename it: a part of its name isn't UTF-8" : "check the path, and where it points to if it is a link"
            throw error
        }
    }

    func create(_ path: String, _ options: ShellCreateOptions) throws -> any ShellWriter {
        let flags = O_WRONLY | O_CREAT | (options.overwrites ? O_TRUNC : O_EXCL)
        return try LocalShellWriter(path, flags: flags, permission: options.permission)
    }

    func append(_ path: String) throws -> any ShellWriter {
        try LocalShellWriter(path, flags: O_WRONLY | O_APPEND, permission: 0)
    }

    func makeDirectory(_ path: String, permission: UInt16, withParents: Bool) throws {
        if withParents, path != "/" {
            let parent = ShellPath.parent(of: path)
            if try status(parent) == nil { try makeDirectory(parent, permission: permission, withParents: true) }
        }
        guard mkdir(path, mode_t(permission)) != 0 else { return }
        let number = errno
        if withParents, number == EEXIST, try status(path)?.isDirectory == true { return }
        throw WeftError(errno: number, "can't make the folder", path)
    }

    func rename(_ path: String, to target: String, overwrite: Bool) throws {
        // Linux's flag RENAME_NOREPLACE isn't known to all of its file systems.
        if !overwrite, try status(target) != nil { throw WeftError(errno: EEXIST, "can't rename to", target) }
        guard Glibc.rename(path, target) == 0 else { throw WeftError(errno: errno, "can't rename", path) }
    }

    func delete(_ path: String, recursive: Bool) throws {
        var entry = stat()
        guard lstat(path, &entry) == 0 else { throw WeftError(errno: errno, "can't remove", path) }
        guard entry.st_mode & S_IFMT == S_IFDIR else {
            guard unlink(path) == 0 else { throw WeftError(errno: errno, "can't remove", path) }
            return
        }
        if recursive {
            for entry in try entries(of: path) { try delete(ShellPath.join(path, entry.name), recursive: true) }
        }
        guard rmdir(path) == 0 else { throw WeftError(errno: errno, "can't remove", path) }
    }

    func setPermission(_ path: String, to permission: UInt16) throws {
        guard chmod(path, mode_t(permission)) == 0 else {
            throw WeftError(errno: errno, "can't set the permission of", path)
        }
    }

    func setOwner(_ path: String, owner: String?, group: String?) throws {
        let ownerID = try owner.map { try LocalNames.userID($0) } ?? uid_t.max
        let groupID = try group.map { try LocalNames.groupID($0) } ?? gid_t.max
        guard chown(path, ownerID, groupID) == 0 else { throw WeftError(errno: errno, "can't set the owner of", path) }
    }

    func setTimes(_ path: String, modification: Int64?, access: Int64?) throws {
        func time(_ milliseconds: Int64?) -> timespec {
            guard let milliseconds else { return timespec(tv_sec: 0, tv_nsec: Int(unchangedTime)) }
            let seconds = TimeText.wholeSeconds(milliseconds)
            return timespec(tv_sec: Int(seconds), tv_nsec: Int(milliseconds - seconds * 1000) * 1_000_000)
        }
        guard utimensat(AT_FDCWD, path, [time(access), time(modification)], 0) == 0 else {
            throw WeftError(errno: errno, "can't set the times of", path)
        }
    }

    func acl(_ path: String) throws -> [HDFSACLEntry] { throw unsupported("has no access control lists of HDFS") }

    func setACL(_ path: String, to entries: [HDFSACLEntry]) throws {
        throw unsupported("has no access control lists of HDFS")
    }

    func extendedAttributes(_ path: String) throws -> [String: [UInt8]] {
        throw unsupported("has no extended attributes of HDFS")
    }

    func setExtendedAttribute(_ name: String, to value: [UInt8], of path: String) throws {
        throw unsupported("has no extended attributes of HDFS")
    }

    func setReplication(_ path: String, to replication: Int) throws { throw unsupported("has no replication") }

    func hasReplicas(_ path: String, _ replication: Int) throws -> Bool { throw unsupported("has no replication") }

    func truncate(_ path: String, to length: UInt64) throws -> Bool {
        guard Glibc.truncate(path, Int(clamping: length)) == 0 else {
            throw WeftError(errno: errno, "can't cut off", path)
        }
        return true
    }

    func summary(_ path: String) throws -> ShellContentSummary {
        var summary = ShellContentSummary()
        guard let status = try status(path) else { throw WeftError(errno: ENOENT, "can't look at", path) }
        try add(status, path, to: &summary)
        return summary
    }

    private func add(_ status: ShellFileStatus, _ path: String, to summary: inout ShellContentSummary) throws {
        guard status.isDirectory else {
            summary.fileCount += 1
            summary.length += status.length
            summary.spaceConsumed += status.length
            return
        }
        summary.directoryCount += 1
        try forEachPage(of: path) { page in
            for entry in page { try add(entry, ShellPath.join(path, entry.name), to: &summary) }
        }
    }

    func capacity(_ path: String) throws -> ShellCapacity {
        var space = statvfs()
        guard statvfs(path, &space) == 0 else { throw WeftError(errno: errno, "can't look at", path) }
        let unit = UInt64(space.f_frsize)
        return ShellCapacity(
            capacity: UInt64(space.f_blocks) * unit,
            used: UInt64(space.f_blocks - space.f_bfree) * unit,
            remaining: UInt64(space.f_bavail) * unit
        )
    }

    func checksum(_ path: String) throws -> ShellChecksum? { nil }

    func mayAccess(_ path: String, read: Bool, write: Bool) throws -> Bool {
        access(path, (read ? R_OK : 0) | (write ? W_OK : 0)) == 0
    }

    func trash() throws -> ShellTrash? { nil }

    private func unsupported(_ reason: String) -> WeftError {
        WeftError("invalid-argument", "the local file system \(reason)", remedy: "name a path of HDFS")
    }
}

/// What `utimensat` takes for "leave it as it is"; the macro isn't imported.
private let unchangedTime = (1 << 30) - 2

extension ShellFileStatus {
    fileprivate init(_ entry: stat, name: String) {
        let isDirectory = entry.st_mode & S_IFMT == S_IFDIR
        func milliseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000 }
        self.init(
            name: name,
            kind: isDirectory ? .directory : .file,
            length: isDirectory ? 0 : UInt64(clamping: entry.st_size),
            permission: UInt16(truncatingIfNeeded: entry.st_mode & 0o7777),
            owner: LocalNames.user(entry.st_uid),
            group: LocalNames.group(entry.st_gid),
            modificationTime: milliseconds(entry.st_mtim),
            accessTime: milliseconds(entry.st_atim),
            replication: isDirectory ? 0 : 1,
            blockSize: isDirectory ? 0 : 32 << 20
        )
    }
}

extension WeftError {
    /// The error of a system call on a file.
    init(errno number: Int32, _ action: String, _ path: String) {
        let (code, remedy): (Code, String) =
            switch number {
            case ENOENT: ("input-not-found", "check the path")
            case ENOTDIR: ("not-a-directory", "check the path: a part of it is a file")
            case EISDIR: ("not-a-file", "name a file")
            case EEXIST: ("output-exists", "remove it, or choose another path")
            case ENOTEMPTY: ("directory-not-empty", "remove it recursively if that is what you want")
            case EACCES, EPERM, EROFS: ("permission-denied", "give the user who runs this the right to it")
            case ENOSPC, EDQUOT, EFBIG: ("disk-full", "free some space on that disk, or choose a path on another one")
            default: ("io-error", "check the path and the disk")
            }
        let text = strerror(number).map { String(cString: $0) } ?? "error \(number)"
        self.init(code, "\(action) \(path): \(text)", remedy: remedy)
    }
}
