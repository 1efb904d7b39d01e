import HadoopProtos

/// What the NameNode knows about a file, a folder or a symbolic link.
public struct HDFSFileStatus: Sendable, Hashable {
    /// What it is.
    public enum Kind: Sendable, Hashable {
        /// A file.
        case file
        /// A folder.
        case directory
        /// A symbolic link, and where it points to.
        case symbolicLink(target: String)
    }

    /// Its absolute path.
    public var path: String
    /// What it is.
    public var kind: Kind
    /// A file's length in bytes; 0 for others. Of a file that is being written, what was known at the last block's start
    /// or `hsync`.
    public var length: UInt64
    /// The permission's 12 bits: sticky, then read, write, execute of owner, group and others.
    public var permission: UInt16
    /// Whether it has an access control list beyond the permission.
    public var hasACL: Bool
    /// The owner's name.
    public var owner: String
    /// The group's name.
    public var group: String
    /// When it was last written, in milliseconds since 1970.
    public var modificationTime: Int64
    /// When it was last read, in milliseconds since 1970; 0 where that isn't kept.
    public var accessTime: Int64
    /// How many replicas its blocks shall have; 0 for folders.
    public var replication: Int
    /// The size of its blocks in bytes; 0 for folders.
    public var blockSize: UInt64
    /// The NameNode's number for it; 0 from servers that have none.
    public var fileID: UInt64
    /// How many entries a folder has, where the NameNode says it.
    public var childCount: Int?
    /// Whether it is in an encryption zone.
    public var isEncrypted: Bool
    /// Whether it is erasure-coded.
    public var isErasureCoded: Bool
    /// The number of its storage policy; 0 for none.
    public var storagePolicy: Int

    /// Whether it is a folder.
    public var isDirectory: Bool { kind == .directory }
    /// Whether it is a file.
    public var isFile: Bool { kind == .file }
    /// The last part of the path; empty for the root.
    public var name: String {
        path == "/" ? "" : String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    }

    init(_ message: HdfsFileStatusProto, parent: String?) {
        let local = String(decoding: message.path, as: UTF8.self)
        if let parent {
            path = local.isEmpty ? parent : (parent == "/" ? "/\(local)" : "\(parent)/\(local)")
        } else {
            path = local
        }
        switch message.fileType {
        case .isDir: kind = .directory
        case .isSymlink: kind = .symbolicLink(target: String(decoding: message.symlink ?? [], as: UTF8.self))
        default: kind = .file
        }
        length = message.length
        // Until Hadoop 3 the bits above the permission's said what `flags` says now (FsPermissionExtension.java).
        let bits = message.permission.perm
        let flags = message.flags ?? 0
        permission = UInt16(truncatingIfNeeded: bits & 0o1777)
        hasACL = bits & 1 << 12 != 0 || flags & 1 != 0
        isEncrypted = bits & 1 << 13 != 0 || flags & 2 != 0 || message.fileEncryptionInfo != nil
        isErasureCoded = bits & 1 << 14 != 0 || flags & 4 != 0 || message.ecPolicy != nil
        owner = message.owner
        group = message.group
        modificationTime = Int64(clamping: message.modificationTime)
        accessTime = Int64(clamping: message.accessTime)
        replication = Int(message.blockReplication ?? 0)
        blockSize = message.blocksize ?? 0
        fileID = message.fileId ?? 0
        childCount = message.childrenNum.flatMap { $0 < 0 ? nil : Int($0) }
        storagePolicy = Int(message.storagePolicy ?? 0)
    }
}
