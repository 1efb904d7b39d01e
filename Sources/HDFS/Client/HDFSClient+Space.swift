import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// What only snapshots hold any longer.
public struct HDFSSnapshotUsage: Sendable, Hashable {
    /// The files' lengths together, in bytes.
    public var length: UInt64
    /// How many files there are.
    public var fileCount: UInt64
    /// How many folders there are.
    public var directoryCount: UInt64
    /// What all replicas take, in bytes.
    public var spaceConsumed: UInt64
}

/// What a folder holds, and may hold, on one kind of storage.
public struct HDFSStorageTypeUsage: Sendable, Hashable {
    /// The kind: `DISK`, `SSD`, `ARCHIVE` and others.
    public var type: String
    /// What all replicas may take on it, in bytes; `nil` for no limit.
    public var quota: UInt64?
    /// What they take, in bytes.
    public var consumed: UInt64
}

/// How much a folder holds, and how much it may.
public struct HDFSContentSummary: Sendable, Hashable {
    /// The files' lengths together, in bytes.
    public var length: UInt64
    /// How many files there are.
    public var fileCount: UInt64
    /// How many folders there are, itself included.
    public var directoryCount: UInt64
    /// How many names it may have; `nil` for no limit.
    public var quota: UInt64?
    /// What all replicas take, in bytes.
    public var spaceConsumed: UInt64
    /// What they may take, in bytes; `nil` for no limit.
    public var spaceQuota: UInt64?
    /// What of it only snapshots hold; `nil` from NameNodes before Hadoop 2.8, which don't tell.
    public var snapshots: HDFSSnapshotUsage?
    /// What there is for kinds of storage that have a quota.
    public var storageTypes: [HDFSStorageTypeUsage]
    /// The name of its erasure coding policy, or `Replicated`; `nil` from NameNodes before Hadoop 3, which have none.
    public var erasureCodingPolicy: String?

    init(_ message: ContentSummaryProto) {
        length = message.length
        fileCount = message.fileCount
        directoryCount = message.directoryCount
        // Java's −1 says that there is no limit.
        quota = message.quota == .max ? nil : message.quota
        spaceConsumed = message.spaceConsumed
        spaceQuota = message.spaceQuota == .max ? nil : message.spaceQuota
        if let length = message.snapshotLength {
            snapshots = HDFSSnapshotUsage(
                length: length,
                fileCount: message.snapshotFileCount ?? 0,
                directoryCount: message.snapshotDirectoryCount ?? 0,
                spaceConsumed: message.snapshotSpaceConsumed ?? 0
            )
        }
        storageTypes = (message.typeQuotaInfos?.typeQuotaInfo ?? []).map {
            HDFSStorageTypeUsage(
                type: ($0.type ?? .disk).description,
                quota: $0.quota == .max ? nil : $0.quota,
                consumed: $0.consumed
            )
        }
        erasureCodingPolicy = message.erasureCodingPolicy
    }
}

/// The space of a whole file system, in bytes.
public struct HDFSCapacity: Sendable, Hashable {
    /// What the DataNodes have together.
    public var capacity: UInt64
    /// What is used by HDFS.
    public var used: UInt64
    /// What is free for HDFS.
    public var remaining: UInt64
    /// How many blocks have too few replicas.
    public var underReplicatedBlocks: UInt64
    /// How many blocks have damaged replicas.
    public var corruptBlocks: UInt64
    /// How many blocks have no replica left.
    public var missingBlocks: UInt64
}

/// A DataNode as the NameNode knows it.
public struct HDFSDatanode: Sendable, Hashable {
    /// Its name.
    public var host: String
    /// Its numeric address.
    public var ip: String
    /// Where it transfers data.
    public var transferPort: Int
    /// Its disks' size in bytes.
    public var capacity: UInt64
    /// What HDFS uses of it, in bytes.
    public var used: UInt64
    /// What is free, in bytes.
    public var remaining: UInt64
}

/// Space, quotas and nodes.
extension HDFSClient {
    /// How much is at a path, counted by the NameNode.
    ///
    /// - Throws: `input-not-found`.
    public func contentSummary(_ path: String) throws -> HDFSContentSummary {
        let response: GetContentSummaryResponseProto = try call(
            "getContentSummary",
            GetContentSummaryRequestProto(path: path),
            .idempotent,
            path: path
        )
        return HDFSContentSummary(response.summary)
    }

    /// The space of the file system.
    public func capacity() throws -> HDFSCapacity {
        let response: GetFsStatsResponseProto = try call("getFsStats", GetFsStatusRequestProto(), .idempotent)
        return HDFSCapacity(
            capacity: response.capacity,
            used: response.used,
            remaining: response.remaining,
            underReplicatedBlocks: response.underReplicated,
            corruptBlocks: response.corruptBlocks,
            missingBlocks: response.missingBlocks
        )
    }

    /// The DataNodes that are alive.
    public func liveDatanodes() throws -> [HDFSDatanode] {
        let response: GetDatanodeReportResponseProto = try call(
            "getDatanodeReport",
            GetDatanodeReportRequestProto(type: .live),
            .idempotent
        )
        return response.di.map {
            HDFSDatanode(
                host: $0.id.hostName,
                ip: $0.id.ipAddr,
                transferPort: Int($0.id.xferPort),
                capacity: $0.capacity ?? 0,
                used: $0.dfsUsed ?? 0,
                remaining: $0.remaining ?? 0
            )
        }
    }
}
