import HDFS
import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// HDFS for the commands.
struct HDFSShellFileSystem: ShellFileSystem {
    private let client: HDFSClient

    init(_ client: HDFSClient) { self.client = client }

    var name: String { "hdfs://\(client.authority)" }

    func workingDirectory() throws -> String { try client.homeDirectory() }

    func status(_ path: String) throws -> ShellFileStatus? {
        try client.statusIfPresent(path).map(ShellFileStatus.init)
    }

    func forEachPage(of directory: String, _ body: ([ShellFileStatus]) throws -> Void) throws {
        try client.forEachPage(directory) { page in try body(page.map(ShellFileStatus.init)) }
    }

    func open(_ path: String, verifiesChecksums: Bool) throws -> any ShellReader {
        HDFSShellReader(try client.open(path, verifiesChecksums: verifiesChecksums))
    }

    func create(_ path: String, _ options: ShellCreateOptions) throws -> any ShellWriter {
        let options = CreateOptions(
            overwrites: options.overwrites,
            makesParents: false,
            permission: options.permission,
            replication: options.replication,
            blockSize: options.blockSize,
            lazilyPersists: options.lazilyPersists
        )
        return HDFSShellWriter(try client.create(path, options))
    }

    func append(_ path: String) throws -> any ShellWriter { HDFSShellWriter(try client.append(path)) }

    func makeDirectory(_ path: String, permission: UInt16, withParents: Bool) throws {
        try client.makeDirectory(path, permission: permission, withParents: withParents)
    }

    func rename(_ path: String, to target: String, overwrite: Bool) throws {
        try client.rename(path, to: target, overwrite: overwrite)
    }

    func delete(_ path: String, recursive: Bool) throws {
        guard try client.delete(path, recursive: recursive) else {
            throw WeftError(
                "input-not-found",
                "the NameNode removed nothing: there is no \(path)",
                remedy: "check the path"
            )
        }
    }

    func setPermission(_ path: String, to permission: UInt16) throws { try client.setPermission(path, to: permission) }

    func setOwner(_ path: String, owner: String?, group: String?) throws {
        try client.setOwner(path, owner: owner, group: group)
    }

    func setTimes(_ path: String, modification: Int64?, access: Int64?) throws {
        try client.setTimes(path, modification: modification, access: access)
    }

    func acl(_ path: String) throws -> [HDFSACLEntry] { try client.acl(path) }

    func setACL(_ path: String, to entries: [HDFSACLEntry]) throws { try client.setACL(path, to: entries) }

    func extendedAttributes(_ path: String) throws -> [String: [UInt8]] { try client.extendedAttributes(path) }

    func setExtendedAttribute(_ name: String, to value: [UInt8], of path: String) throws {
        try client.setExtendedAttribute(name, to: value, of: path)
    }

    func setReplication(_ path: String, to replication: Int) throws {
        guard try client.setReplication(path, to: replication) else {
            throw WeftError("invalid-argument", "the NameNode didn't set the replication of \(path): it is not a file")
        }
    }

    func hasReplicas(_ path: String, _ replication: Int) throws -> Bool {
        try client.locatedBlocks(path).blocks.allSatisfy { $0.locs.count >= replication }
    }

    func truncate(_ path: String, to length: UInt64) throws -> Bool { try client.truncate(path, to: length) }

    func summary(_ path: String) throws -> ShellContentSummary {
        let summary = try client.contentSummary(path)
        return ShellContentSummary(
            length: summary.length,
            fileCount: summary.fileCount,
            directoryCount: summary.directoryCount,
            spaceConsumed: summary.spaceConsumed,
            quota: summary.quota,
            spaceQuota: summary.spaceQuota,
            snapshots: summary.snapshots.map {
                ShellSnapshotUsage(
                    length: $0.length,
                    fileCount: $0.fileCount,
                    directoryCount: $0.directoryCount,
                    spaceConsumed: $0.spaceConsumed
                )
            },
            storage: Dictionary(
                summary.storageTypes.map { ($0.type, ShellStorageUsage(quota: $0.quota, consumed: $0.consumed)) },
                uniquingKeysWith: { $1 }
            ),
            erasureCodingPolicy: summary.erasureCodingPolicy
        )
    }

    func capacity(_ path: String) throws -> ShellCapacity {
        let capacity = try client.capacity()
        return ShellCapacity(capacity: capacity.capacity, used: capacity.used, remaining: capacity.remaining)
    }

    func checksum(_ path: String) throws -> ShellChecksum? {
        let checksum = try client.checksum(path)
        return ShellChecksum(algorithm: checksum.algorithm, bytes: checksum.bytes)
    }

    func mayAccess(_ path: String, read: Bool, write: Bool) throws -> Bool {
        try client.mayAccess(path, read: read, write: write)
    }

    /// The server's interval counts where it has one, as in Java (TrashPolicyDefault.java, FsServerDefaults).
    func trash() throws -> ShellTrash? {
        let server = try client.serverDefaults().trashInterval ?? 0
        let own = try client.configuration.double("fs.trash.interval", default: 0)
        guard server > 0 || own > 0 else { return nil }
        return ShellTrash(root: "\(try client.homeDirectory())/.Trash")
    }
}

/// A file of HDFS that is read.
private final class HDFSShellReader: ShellReader {
    private let stream: HDFSInputStream

    init(_ stream: HDFSInputStream) { self.stream = stream }

    var length: UInt64 { stream.length }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try stream.read(into: buffer) }

    func seek(to position: UInt64) throws { try stream.seek(to: position) }

    func close() { stream.close() }
}

/// A file of HDFS that is written.
private final class HDFSShellWriter: ShellWriter {
    private let stream: HDFSOutputStream

    init(_ stream: HDFSOutputStream) { self.stream = stream }

    func write(_ bytes: UnsafeRawBufferPointer) throws { try stream.write(bytes) }

    func close() throws { try stream.close() }

    func abort() { stream.abort() }
}

extension ShellFileStatus {
    init(_ status: HDFSFileStatus) {
        self.init(
            name: status.name,
            kind: status.isDirectory ? .directory : status.isFile ? .file : .symbolicLink,
            length: status.length,
            permission: status.permission,
            hasACL: status.hasACL,
            owner: status.owner,
            group: status.group,
            modificationTime: status.modificationTime,
            accessTime: status.accessTime,
            replication: status.replication,
            blockSize: status.blockSize
        )
    }
}
