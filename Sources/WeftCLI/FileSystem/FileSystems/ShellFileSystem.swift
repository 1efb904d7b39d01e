import HDFS
import WeftDiagnostics

/// A file system as the commands of `weft fs` use it. Paths are absolute and without scheme. Calls block and may come from
/// several threads at once.
protocol ShellFileSystem: Sendable {
    /// The scheme and authority of its paths: `hdfs://ns1`, `file://`.
    var name: String { get }

    /// Where relative paths start: the home folder, or the working directory of this process.
    func workingDirectory() throws -> String

    /// What is at a path, nil when there is nothing.
    func status(_ path: String) throws -> ShellFileStatus?

    /// Goes through a folder in the order of the names, some entries at a time.
    func forEachPage(of directory: String, _ body: ([ShellFileStatus]) throws -> Void) throws

    /// Whether Java's clients keep the checksums of a file in `.NAME.crc` beside it (ChecksumFileSystem.java).
    var hasChecksumFiles: Bool { get }

    /// Opens a file for reading; what comes is compared with its checksums, where the file system has some, if asked for.
    func open(_ path: String, verifiesChecksums: Bool) throws -> any ShellReader

    /// Makes a file and opens it for writing. The folder it is in must be there.
    func create(_ path: String, _ options: ShellCreateOptions) throws -> any ShellWriter

    /// Opens a file to write behind its end.
    func append(_ path: String) throws -> any ShellWriter

    func makeDirectory(_ path: String, permission: UInt16, withParents: Bool) throws

    /// Gives a file or folder another name; `output-exists` without `overwrite` when there is one.
    func rename(_ path: String, to target: String, overwrite: Bool) throws

    /// Removes a file or folder; `directory-not-empty` without `recursive`.
    func delete(_ path: String, recursive: Bool) throws

    func setPermission(_ path: String, to permission: UInt16) throws

    /// Sets the owner, the group or both.
    func setOwner(_ path: String, owner: String?, group: String?) throws

    /// Sets times in milliseconds since 1970; nil leaves one as it is.
    func setTimes(_ path: String, modification: Int64?, access: Int64?) throws

    /// The access control list without what the permission says already.
    func acl(_ path: String) throws -> [HDFSACLEntry]

    /// Replaces the access control list by a whole one.
    func setACL(_ path: String, to entries: [HDFSACLEntry]) throws

    /// The extended attributes by name, with its namespace.
    func extendedAttributes(_ path: String) throws -> [String: [UInt8]]

    func setExtendedAttribute(_ name: String, to value: [UInt8], of path: String) throws

    /// Says how many replicas a file shall have.
    func setReplication(_ path: String, to replication: Int) throws

    /// Whether all blocks of a file have at least so many replicas.
    func hasReplicas(_ path: String, _ replication: Int) throws -> Bool

    /// Cuts a file off; false when the last block is still being cut afterwards.
    func truncate(_ path: String, to length: UInt64) throws -> Bool

    func summary(_ path: String) throws -> ShellContentSummary

    func capacity(_ path: String) throws -> ShellCapacity

    /// The checksum of a file's content; nil where the file system has none.
    func checksum(_ path: String) throws -> ShellChecksum?

    /// Whether the user may read or write a file.
    func mayAccess(_ path: String, read: Bool, write: Bool) throws -> Bool

    /// Where what the user removes goes to; nil when it is removed at once.
    func trash() throws -> ShellTrash?
}

/// What a file system knows about an entry of a folder.
struct ShellFileStatus: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case file
        case directory
        case symbolicLink
    }

    /// The last part of the path; empty for the root.
    var name: String
    var kind: Kind
    /// Bytes; 0 for folders.
    var length: UInt64 = 0
    /// 12 bits.
    var permission: UInt16 = 0o644
    var hasACL = false
    var owner = ""
    var group = ""
    /// Milliseconds since 1970.
    var modificationTime: Int64 = 0
    /// Milliseconds since 1970.
    var accessTime: Int64 = 0
    /// 0 for folders.
    var replication = 0
    /// Bytes; 0 for folders.
    var blockSize: UInt64 = 0

    var isDirectory: Bool { kind == .directory }
}

extension ShellFileSystem {
    var hasChecksumFiles: Bool { false }

    func open(_ path: String) throws -> any ShellReader { try open(path, verifiesChecksums: true) }
}

/// How a file is made.
struct ShellCreateOptions: Sendable, Hashable {
    /// Whether a file of that name is replaced.
    var overwrites = false
    /// Before the umask.
    var permission: UInt16 = 0o666
    /// nil for what the file system takes by itself.
    var replication: Int?
    /// Bytes; nil for what the file system takes by itself.
    var blockSize: Int?
    /// Whether what was written may be in memory only for a while.
    var lazilyPersists = false
}

/// A file that is read from front to back.
protocol ShellReader: AnyObject {
    /// How many bytes it has, as far as it is known.
    var length: UInt64 { get }
    /// Reads the next bytes; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
    func seek(to position: UInt64) throws
    func close()
}

/// A file that is written. It is there once `close` has returned.
protocol ShellWriter: AnyObject {
    func write(_ bytes: UnsafeRawBufferPointer) throws
    func close() throws
    /// Gives up; what was written may stay.
    func abort()
}

/// What only snapshots hold any longer.
struct ShellSnapshotUsage: Sendable, Hashable {
    var length: UInt64 = 0
    var fileCount: UInt64 = 0
    var directoryCount: UInt64 = 0
    /// What all replicas take, in bytes.
    var spaceConsumed: UInt64 = 0
}

/// What there is, and may be, on one kind of storage, in bytes of all replicas.
struct ShellStorageUsage: Sendable, Hashable {
    /// nil for no limit.
    var quota: UInt64?
    var consumed: UInt64 = 0
}

/// How much is in a folder, and how much may be.
struct ShellContentSummary: Sendable, Hashable {
    var length: UInt64 = 0
    var fileCount: UInt64 = 0
    var directoryCount: UInt64 = 0
    /// What all replicas take, in bytes.
    var spaceConsumed: UInt64 = 0
    /// How many names there may be; nil for no limit.
    var quota: UInt64?
    /// What all replicas may take, in bytes; nil for no limit.
    var spaceQuota: UInt64?
    /// What of it only snapshots hold; nil when the server doesn't say.
    var snapshots: ShellSnapshotUsage? = ShellSnapshotUsage()
    /// By the kind of storage; without those that have no quota.
    var storage: [String: ShellStorageUsage] = [:]
    /// The erasure coding policy, or `Replicated`; nil when the server doesn't say.
    var erasureCodingPolicy: String?

    /// The same without what only snapshots hold.
    ///
    /// - Throws: `hdfs-unsupported` when the server doesn't say how much that is.
    func withoutSnapshots() throws -> ShellContentSummary {
        guard let snapshots else {
            throw WeftError(
                "hdfs-unsupported",
                "the NameNode doesn't say what only snapshots hold",
                remedy: "leave out -x: NameNodes know it from Hadoop 2.8 on"
            )
        }
        func less(_ all: UInt64, _ part: UInt64) -> UInt64 { all > part ? all - part : 0 }
        var rest = self
        rest.length = less(length, snapshots.length)
        rest.fileCount = less(fileCount, snapshots.fileCount)
        rest.directoryCount = less(directoryCount, snapshots.directoryCount)
        rest.spaceConsumed = less(spaceConsumed, snapshots.spaceConsumed)
        return rest
    }

    /// How many names there are.
    var nameCount: UInt64 {
        let (sum, overflow) = fileCount.addingReportingOverflow(directoryCount)
        return overflow ? .max : sum
    }
}

/// The space of a file system, in bytes.
struct ShellCapacity: Sendable, Hashable {
    var capacity: UInt64
    var used: UInt64
    var remaining: UInt64
}

/// A checksum with the name of what it was made by.
struct ShellChecksum: Sendable, Hashable {
    var algorithm: String
    var bytes: [UInt8]
}

/// A user's trash.
struct ShellTrash: Sendable, Hashable {
    /// The folder `.Trash`.
    var root: String
}
