import HDFS
import HadoopRPC
import WeftDiagnostics
import WeftEngine

/// The file system that an application is uploaded to and that NodeManagers fetch it from.
protocol StagingStore: Sendable {
    /// What stands before a path in a URL: `hdfs` and `nn:8020`, or `file` and nothing.
    var scheme: String { get }
    /// The authority of URLs.
    var authority: String { get }

    /// The user's home folder.
    func homeDirectory() throws -> String

    /// What is known of a file or a folder; nil when there is none.
    func status(_ path: String) throws -> StagedStatus?

    /// The names in a folder, and what is known of each; none when there is no such folder.
    func list(_ path: String) throws -> [(name: String, status: StagedStatus)]

    /// Makes a folder with exactly this permission, and missing ones above with 0700; does nothing when it is there.
    func makeDirectory(_ path: String, permission: UInt16) throws

    /// Copies a local file to a path that isn't there yet, with exactly this permission.
    func upload(_ localPath: String, to path: String, permission: UInt16, replication: Int?) throws

    /// Gives a file another name; fails when that is taken.
    func rename(_ path: String, to target: String) throws

    /// Removes a file or a folder with all that is in it; does nothing when there is none.
    func delete(_ path: String) throws
}

/// What NodeManagers compare before they take a file.
struct StagedStatus: Hashable, Sendable {
    var length: Int64
    /// In milliseconds since 1970.
    var modificationTime: Int64
    /// The permission's nine lower bits.
    var permission: UInt16
    var isDirectory: Bool
}

extension StagedStatus {
    /// What stands in the names of files that are on their way.
    static let halfMark = "._COPYING_."

    init(_ status: HDFSFileStatus) {
        self.init(
            length: Int64(clamping: status.length),
            modificationTime: status.modificationTime,
            permission: status.permission & 0o777,
            isDirectory: status.isDirectory
        )
    }
}

extension StagingStore {
    /// Whether everybody may read a file: then NodeManagers keep one copy for all users. A file that others may not reach
    /// through the folders above is its owner's.
    func isPublic(_ path: String) throws -> Bool {
        guard let file = try status(path), file.permission & 0o004 != 0 else { return false }
        var folder = path
        while let slash = folder.lastIndex(of: "/") {
            folder = String(folder[..<slash])
            guard let status = try status(folder.isEmpty ? "/" : folder), status.permission & 0o001 != 0 else {
                return false
            }
            if folder.isEmpty { return true }
        }
        return false
    }

    /// Copies a local file so that nobody sees half of it: under another name first, which it loses at the end.
    func uploadWhole(_ localPath: String, to path: String, permission: UInt16, replication: Int?) throws {
        var generator = SystemRandomNumberGenerator()
        let temporary =
            path + StagedStatus.halfMark + String(UInt32.random(in: .min ... .max, using: &generator), radix: 16)
        do {
            try upload(localPath, to: temporary, permission: permission, replication: replication)
            do {
                try rename(temporary, to: path)
            } catch {
                // Somebody else uploads the same thing at the same time: theirs is as good.
                guard try status(path) != nil else { throw error }
                try? delete(temporary)
            }
        } catch {
            try? delete(temporary)
            throw error
        }
    }
}

/// A staging folder on HDFS.
struct HDFSStagingStore: StagingStore {
    let client: HDFSClient

    init(client: HDFSClient) { self.client = client }

    /// The file system of a path.
    init(_ path: ResourcePath, _ hadoop: HadoopConfiguration, _ user: UserGroupInformation) throws {
        client = try HDFSClient(
            configuration: hadoop,
            authority: path.authority.isEmpty ? nil : path.authority,
            user: user
        )
    }

    var scheme: String { "hdfs" }
    var authority: String { client.authority }

    func homeDirectory() throws -> String { try client.homeDirectory() }

    func status(_ path: String) throws -> StagedStatus? { try client.statusIfPresent(path).map(StagedStatus.init) }

    func list(_ path: String) throws -> [(name: String, status: StagedStatus)] {
        do {
            return try client.list(path).map { ($0.name, StagedStatus($0)) }
        } catch let error as WeftError where error.code == "input-not-found" {
            return []
        }
    }

    func makeDirectory(_ path: String, permission: UInt16) throws {
        if try status(path)?.isDirectory == true { return }
        try client.makeDirectory(path, permission: 0o700)
        // The umask may have taken bits away.
        try client.setPermission(path, to: permission)
    }

    func upload(_ localPath: String, to path: String, permission: UInt16, replication: Int?) throws {
        let file = try LocalInput(localPath)
        let options = CreateOptions(makesParents: false, permission: permission, replication: replication)
        let stream = try client.create(path, options)
        do {
            while let bytes = try file.next() { try stream.write(bytes) }
            try stream.close()
        } catch {
            stream.abort()
            throw error
        }
        try client.setPermission(path, to: permission)
    }

    func rename(_ path: String, to target: String) throws { try client.rename(path, to: target) }

    func delete(_ path: String) throws { _ = try client.delete(path, recursive: true) }
}
