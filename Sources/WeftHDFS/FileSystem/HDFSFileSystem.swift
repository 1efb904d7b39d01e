import HDFS
import HadoopProtos
import WeftDiagnostics
import WeftEngine

/// HDFS for the engine: every `hdfs:` path, whatever its authority.
struct HDFSFileSystem: FileSystem {
    let clients: any HDFSClients

    var scheme: String { "hdfs" }

    func qualified(_ path: ResourcePath) -> ResourcePath {
        // An error in it is thrown by the first call that uses the path.
        (try? absolute(path)) ?? FullPath.named(path)
    }

    func status(_ path: ResourcePath) throws -> FileStatus {
        try perform(path) { client, path in FileStatus(try client.status(path), of: client) }
    }

    func list(_ directory: ResourcePath) throws -> [FileStatus] {
        try perform(directory) { client, path in
            try client.list(path).map { FileStatus($0, of: client) }.sorted { $0.path.name < $1.path.name }
        }
    }

    func open(_ path: ResourcePath) throws -> any RandomAccessFile {
        try perform(path) { client, name in
            do {
                return HDFSInputFile(try client.open(name), explained: explaining(path, client))
            } catch var error as WeftError where error.message.contains("is not a file") {
                // The NameNode has one exception for what isn't there and for folders.
                error.code = "not-a-file"
                error.remedy = "name a file in the folder"
                throw error
            }
        }
    }

    func create(_ path: ResourcePath, overwrite: Bool) throws -> any OutputFile {
        try perform(path) { client, name in
            let stream = try client.create(name, CreateOptions(overwrites: overwrite, makesParents: false))
            return HDFSOutputFile(stream, client, explained: explaining(path, client))
        }
    }

    /// Makes of an error of a stream what `perform` makes of one of a call.
    private func explaining(_ path: ResourcePath, _ client: HDFSClient) -> (any Error) -> WeftError {
        let full = ResourcePath(scheme: "hdfs", authority: client.authority, path: path.path)
        return { [clients] error in
            FullPath.naming(full, clients.explained(WeftError(wrapping: error), authority: full.authority))
        }
    }

    func rename(_ source: ResourcePath, to target: ResourcePath, overwrite: Bool) throws {
        let target = try absolute(target)
        try perform(source) { client, path in
            guard target.authority == client.authority else {
                throw WeftError(
                    "io-error",
                    "can't rename from one file system to another, \(target)",
                    remedy: "choose a path on the same file system"
                )
            }
            try client.rename(path, to: target.path, overwrite: overwrite)
        }
    }

    @discardableResult
    func delete(_ path: ResourcePath, recursive: Bool) throws -> Bool {
        try perform(path) { client, path in try client.delete(path, recursive: recursive) }
    }

    func makeDirectory(_ path: ResourcePath, withParents: Bool) throws {
        try perform(path) { client, path in
            if withParents {
                try client.makeDirectory(path)
            } else {
                try NewDirectory.make(path, client)
            }
        }
    }

    func blockLocations(_ file: FileStatus) throws -> [BlockLocation] {
        guard !file.isDirectory, file.length > 0 else { return [] }
        return try perform(file.path) { client, path in
            try client.locatedBlocks(path, length: UInt64(clamping: file.length)).blocks.compactMap { block in
                let start = Int(clamping: block.offset)
                let (end, overflow) = start.addingReportingOverflow(Int(clamping: block.b.numBytes ?? 0))
                guard !overflow, end > start else { return nil }
                return BlockLocation(range: start..<end, hosts: block.locs.map(\.id.hostName))
            }
        }
    }
}

extension HDFSFileSystem {
    /// Calls with the path's client and the path from the root; what goes wrong names the whole path.
    func perform<Result>(_ path: ResourcePath, _ body: (HDFSClient, String) throws -> Result) throws -> Result {
        let full: ResourcePath
        do {
            full = try absolute(path)
        } catch {
            throw FullPath.naming(path, WeftError(wrapping: error))
        }
        do {
            return try body(try clients.client(full.authority), full.path)
        } catch {
            throw FullPath.naming(full, clients.explained(WeftError(wrapping: error), authority: full.authority))
        }
    }

    /// The path with its authority, from the root.
    ///
    /// - Throws: `hadoop-configuration` when it names no authority and there is no default one.
    private func absolute(_ path: ResourcePath) throws -> ResourcePath {
        var full = FullPath.named(path)
        if full.authority.isEmpty {
            guard let authority = clients.defaultAuthority else {
                throw WeftError(
                    "hadoop-configuration",
                    "the path \(path) names no NameNode, and there is no default one",
                    remedy:
                        "write hdfs://host:port/…, or set HADOOP_CONF_DIR to the folder of the cluster's core-site.xml"
                )
            }
            full.authority = authority
        }
        if !full.isAbsolute {
            let home = try clients.client(full.authority).homeDirectory()
            full = ResourcePath(scheme: full.scheme, authority: full.authority, path: "\(home)/\(full.path)")
        }
        return full
    }
}

/// Paths as errors and other processes need them.
enum FullPath {
    static func named(_ path: ResourcePath) -> ResourcePath {
        ResourcePath(scheme: "hdfs", authority: path.authority, path: path.path)
    }

    /// The error with the whole path as its first detail.
    static func naming(_ path: ResourcePath, _ error: WeftError) -> WeftError {
        var error = error
        error.details.removeAll { $0.name == "path" || $0.name == "file system" }
        error.details.insert(.init("path", path.description), at: 0)
        return error
    }
}

extension FileStatus {
    init(_ status: HDFSFileStatus, of client: HDFSClient) {
        self.init(
            path: ResourcePath(scheme: "hdfs", authority: client.authority, path: status.path),
            isDirectory: status.isDirectory,
            length: Int(clamping: status.length),
            modificationTime: status.modificationTime,
            blockSize: Int(clamping: status.blockSize)
        )
    }
}
