import HadoopProtos
import HadoopRPC

/// What has changed in a folder between two snapshots.
public struct HDFSSnapshotChange: Sendable, Hashable {
    /// What happened to an entry, and the sign that stands for it (SnapshotDiffReport.java).
    public enum Kind: String, Sendable, Hashable {
        /// It is new.
        case created = "+"
        /// It was changed.
        case modified = "M"
        /// It is gone.
        case deleted = "-"
        /// It has another name.
        case renamed = "R"
    }

    /// What happened; `nil` for a change that isn't known here.
    public var kind: Kind?
    /// The path, below the folder; empty for the folder itself.
    public var path: String
    /// The new path of what was renamed.
    public var target: String?
}

/// Snapshots and quotas, which superusers and owners manage.
extension HDFSClient {
    /// Lets snapshots be made of a folder. For superusers.
    public func allowSnapshots(_ path: String) throws {
        let request = AllowSnapshotRequestProto(snapshotRoot: path)
        let _: AllowSnapshotResponseProto = try call("allowSnapshot", request, .idempotent, path: path)
    }

    /// Lets no more snapshots be made of a folder that has none. For superusers.
    public func disallowSnapshots(_ path: String) throws {
        let request = DisallowSnapshotRequestProto(snapshotRoot: path)
        let _: DisallowSnapshotResponseProto = try call("disallowSnapshot", request, .idempotent, path: path)
    }

    /// Makes a snapshot.
    ///
    /// - Returns: where it is: `/folder/.snapshot/name`.
    public func createSnapshot(_ path: String, name: String) throws -> String {
        let request = CreateSnapshotRequestProto(snapshotRoot: path, snapshotName: name)
        let response: CreateSnapshotResponseProto = try call("createSnapshot", request, .atMostOnce, path: path)
        return response.snapshotPath
    }

    /// Gives a snapshot another name.
    public func renameSnapshot(_ path: String, from old: String, to new: String) throws {
        let request = RenameSnapshotRequestProto(snapshotRoot: path, snapshotOldName: old, snapshotNewName: new)
        let _: RenameSnapshotResponseProto = try call("renameSnapshot", request, .atMostOnce, path: path)
    }

    /// Removes a snapshot.
    public func deleteSnapshot(_ path: String, name: String) throws {
        let request = DeleteSnapshotRequestProto(snapshotRoot: path, snapshotName: name)
        let _: DeleteSnapshotResponseProto = try call("deleteSnapshot", request, .atMostOnce, path: path)
    }

    /// What has changed between two snapshots; an empty name stands for the present.
    public func snapshotChanges(_ path: String, from: String, to: String) throws -> [HDFSSnapshotChange] {
        let request = GetSnapshotDiffReportRequestProto(snapshotRoot: path, fromSnapshot: from, toSnapshot: to)
        let response: GetSnapshotDiffReportResponseProto = try call(
            "getSnapshotDiffReport",
            request,
            .idempotent,
            path: path
        )
        return response.diffReport.diffReportEntries.map {
            HDFSSnapshotChange(
                kind: HDFSSnapshotChange.Kind(rawValue: $0.modificationLabel),
                path: String(decoding: $0.fullpath, as: UTF8.self),
                target: $0.targetPath.map { String(decoding: $0, as: UTF8.self) }
            )
        }
    }

    /// The folders of which this user may make snapshots.
    public func snapshottableDirectories() throws -> [HDFSFileStatus] {
        let response: GetSnapshottableDirListingResponseProto = try call(
            "getSnapshottableDirListing",
            GetSnapshottableDirListingRequestProto(),
            .idempotent
        )
        return (response.snapshottableDirList?.snapshottableDirListing ?? []).map {
            let above = String(decoding: $0.parentFullpath, as: UTF8.self)
            return HDFSFileStatus($0.dirStatus, parent: above.isEmpty ? "/" : above)
        }
    }

    /// Sets how many names and how many bytes a folder may hold; `nil` removes a limit. For superusers.
    public func setQuota(_ path: String, names: UInt64?, space: UInt64?) throws {
        // HdfsConstants.QUOTA_RESET is −1.
        let request = SetQuotaRequestProto(path: path, namespaceQuota: names ?? .max, storagespaceQuota: space ?? .max)
        let _: SetQuotaResponseProto = try call("setQuota", request, .idempotent, path: path)
    }
}
