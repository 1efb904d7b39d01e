import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Files and folders: what is there, and changing it.
extension HDFSClient {
    /// What is at a path; a symbolic link itself is not followed by the NameNode but refused.
    ///
    /// - Throws: `input-not-found` when there is nothing.
    public func status(_ path: String) throws -> HDFSFileStatus {
        guard let status = try statusIfPresent(path) else {
            throw WeftError(
                "input-not-found",
                "there is no file or folder \(path)",
                remedy: "check the path",
                details: [.init("path", path), .init("file system", "hdfs://\(authority)")]
            )
        }
        return status
    }

    /// What is at a path, `nil` when there is nothing.
    public func statusIfPresent(_ path: String) throws -> HDFSFileStatus? {
        let response: GetFileInfoResponseProto = try call(
            "getFileInfo",
            GetFileInfoRequestProto(src: path),
            .idempotent,
            path: path
        )
        return response.fs.map { HDFSFileStatus($0, parent: path) }
    }

    /// What is at a path; of a symbolic link, the link itself.
    ///
    /// - Throws: `input-not-found` when there is nothing.
    public func linkStatus(_ path: String) throws -> HDFSFileStatus {
        let response: GetFileLinkInfoResponseProto = try call(
            "getFileLinkInfo",
            GetFileLinkInfoRequestProto(src: path),
            .idempotent,
            path: path
        )
        guard let status = response.fs else {
            throw WeftError("input-not-found", "there is nothing at \(path)", remedy: "check the path")
        }
        return HDFSFileStatus(status, parent: path)
    }

    /// Whether there is anything at a path.
    public func exists(_ path: String) throws -> Bool { try statusIfPresent(path) != nil }

    /// What is in a folder, sorted by the bytes of the names; of a file, the file.
    ///
    /// - Throws: `input-not-found` when there is nothing.
    public func list(_ path: String) throws -> [HDFSFileStatus] {
        var all: [HDFSFileStatus] = []
        try forEachPage(path) { all += $0 }
        return all
    }

    /// Goes through a folder of any size page by page, as the NameNode cuts it (`dfs.ls.limit`, 1000 entries).
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - body: takes a page.
    /// - Throws: `input-not-found` when there is no such folder, or it has gone in the middle; what `body` throws.
    public func forEachPage(_ path: String, _ body: ([HDFSFileStatus]) throws -> Void) throws {
        var last: [UInt8] = []
        while true {
            let response: GetListingResponseProto = try call(
                "getListing",
                GetListingRequestProto(src: path, startAfter: last, needLocation: false),
                .idempotent,
                path: path
            )
            guard let listing = response.dirList else {
                throw WeftError(
                    "input-not-found",
                    "there is no file or folder \(path)",
                    remedy: "check the path",
                    details: [.init("path", path), .init("file system", "hdfs://\(authority)")]
                )
            }
            try body(listing.partialListing.map { HDFSFileStatus($0, parent: path) })
            guard listing.remainingEntries > 0, let name = listing.partialListing.last?.path else { return }
            guard name != last else {
                throw WeftError("rpc-protocol", "the NameNode's listing of \(path) doesn't get further")
            }
            last = name
        }
    }

    /// Makes a folder.
    ///
    /// - Parameters:
    ///   - path: where.
    ///   - permission: its permission before the umask (`fs.permissions.umask-mode`); 0o777 by default.
    ///   - withParents: whether missing folders above are made too.
    /// - Throws: `input-not-found` without the folder above, `output-exists` or `not-a-directory` when a file is there.
    public func makeDirectory(_ path: String, permission: UInt16 = 0o777, withParents: Bool = true) throws {
        let masked = try FsPermissionProto(perm: UInt32(permission & ~umask()))
        let _: MkdirsResponseProto = try call(
            "mkdirs",
            MkdirsRequestProto(
                src: path,
                masked: masked,
                createParent: withParents,
                // A default access control list of the folder above wants to know what the umask has taken away.
                unmasked: FsPermissionProto(perm: UInt32(permission))
            ),
            .idempotent,
            path: path
        )
    }

    /// The bits that new files and folders don't get (`fs.permissions.umask-mode`), 0o022 by default.
    public func umask() throws -> UInt16 {
        let text = try configuration.string("fs.permissions.umask-mode", default: "022")
        if let bits = Umask.bits(text) { return bits }
        throw configuration.error(
            "fs.permissions.umask-mode",
            "is \"\(text)\", neither three octal digits nor permissions in letters",
            remedy: "write it as 022 or as u=rwx,g=rx,o=rx"
        )
    }

    /// Gives a file or folder another name, in one step.
    ///
    /// - Parameters:
    ///   - source: what there is.
    ///   - target: its new name; the folder it will be in must exist. A folder of that name isn't moved into.
    ///   - overwrite: whether a file, or an empty folder, of that name is replaced.
    /// - Throws: `output-exists` without `overwrite`; `input-not-found`.
    public func rename(_ source: String, to target: String, overwrite: Bool = false) throws {
        do {
            let _: Rename2ResponseProto = try call(
                "rename2",
                Rename2RequestProto(src: source, dst: target, overwriteDest: overwrite),
                .atMostOnce,
                path: source
            )
        } catch let error as WeftError {
            var error = error
            error.details.append(.init("to", target))
            throw error
        }
    }

    /// Removes a file or folder for good.
    ///
    /// - Parameters:
    ///   - path: what to remove.
    ///   - recursive: whether a folder goes with what is in it.
    /// - Returns: whether there was anything.
    /// - Throws: `directory-not-empty` without `recursive`.
    @discardableResult
    public func delete(_ path: String, recursive: Bool) throws -> Bool {
        let response: DeleteResponseProto = try call(
            "delete",
            DeleteRequestProto(src: path, recursive: recursive),
            .atMostOnce,
            path: path
        )
        return response.result
    }

    /// Sets the permission's bits.
    public func setPermission(_ path: String, to permission: UInt16) throws {
        let _: SetPermissionResponseProto = try call(
            "setPermission",
            SetPermissionRequestProto(src: path, permission: FsPermissionProto(perm: UInt32(permission))),
            .idempotent,
            path: path
        )
    }

    /// Sets the owner, the group, or both; `nil` leaves one as it is.
    public func setOwner(_ path: String, owner: String?, group: String?) throws {
        let _: SetOwnerResponseProto = try call(
            "setOwner",
            SetOwnerRequestProto(src: path, username: owner, groupname: group),
            .idempotent,
            path: path
        )
    }

    /// Sets the times, in milliseconds since 1970; `nil` leaves one as it is.
    public func setTimes(_ path: String, modification: Int64?, access: Int64?) throws {
        let _: SetTimesResponseProto = try call(
            "setTimes",
            SetTimesRequestProto(
                src: path,
                mtime: UInt64(bitPattern: modification ?? -1),
                atime: UInt64(bitPattern: access ?? -1)
            ),
            .idempotent,
            path: path
        )
    }

    /// Sets how many replicas a file's blocks shall have.
    ///
    /// - Returns: `false` when there is no such file.
    @discardableResult
    public func setReplication(_ path: String, to replication: Int) throws -> Bool {
        let response: SetReplicationResponseProto = try call(
            "setReplication",
            SetReplicationRequestProto(src: path, replication: UInt32(clamping: replication)),
            .idempotent,
            path: path
        )
        return response.result
    }

    /// Cuts a file off.
    ///
    /// - Returns: whether it is done; otherwise the last block is being recovered, and `isClosed` tells when it is.
    public func truncate(_ path: String, to length: UInt64) throws -> Bool {
        let response: TruncateResponseProto = try call(
            "truncate",
            TruncateRequestProto(src: path, newLength: length, clientName: clientName),
            .atMostOnce,
            path: path
        )
        return response.result
    }

    /// Moves the blocks of files to the end of another, and removes the files.
    public func concatenate(_ sources: [String], into target: String) throws {
        let _: ConcatResponseProto = try call(
            "concat",
            ConcatRequestProto(trg: target, srcs: sources),
            .atMostOnce,
            path: target
        )
    }

    /// Whether a file isn't being written.
    public func isClosed(_ path: String) throws -> Bool {
        let response: IsFileClosedResponseProto = try call(
            "isFileClosed",
            IsFileClosedRequestProto(src: path),
            .idempotent,
            path: path
        )
        return response.result
    }

    /// Makes a symbolic link, on clusters that allow it.
    public func makeSymbolicLink(_ link: String, to target: String, withParents: Bool = false) throws {
        let _: CreateSymlinkResponseProto = try call(
            "createSymlink",
            CreateSymlinkRequestProto(
                target: target,
                link: link,
                dirPerm: FsPermissionProto(perm: 0o755),
                createParent: withParents
            ),
            .atMostOnce,
            path: link
        )
    }

    /// Asks whether this user may do something with a file or folder.
    ///
    /// - Parameters:
    ///   - path: the file or folder.
    ///   - read: whether reading is asked for.
    ///   - write: whether writing is asked for.
    ///   - execute: whether executing, or looking into a folder, is asked for.
    /// - Returns: whether all of it is allowed.
    /// - Throws: `input-not-found`.
    public func mayAccess(_ path: String, read: Bool = false, write: Bool = false, execute: Bool = false) throws -> Bool
    {
        let bits: Int32 = (read ? 4 : 0) | (write ? 2 : 0) | (execute ? 1 : 0)
        do {
            let _: CheckAccessResponseProto = try call(
                "checkAccess",
                CheckAccessRequestProto(path: path, mode: AclEntryProto.FsActionProto(rawValue: bits)),
                .idempotent,
                path: path
            )
            return true
        } catch let error as WeftError where error.code == "permission-denied" {
            return false
        }
    }

    /// The blocks of a part of a file and the nodes that have them, the nearest first.
    ///
    /// - Throws: `input-not-found`.
    public func locatedBlocks(_ path: String, offset: UInt64 = 0, length: UInt64 = .max >> 1) throws
        -> LocatedBlocksProto
    {
        let response: GetBlockLocationsResponseProto = try call(
            "getBlockLocations",
            GetBlockLocationsRequestProto(src: path, offset: offset, length: length),
            .idempotent,
            path: path
        )
        guard let locations = response.locations else {
            throw WeftError("input-not-found", "there is no file \(path)", remedy: "check the path").about(path)
        }
        return locations
    }
}
