import Glibc
import HDFS
import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// A file that a container wants, where it is.
struct ResourceSource: Sendable {
    enum Place: Sendable, Hashable {
        case local(String)
        case hdfs(authority: String, path: String)
    }

    /// What is checked before it is fetched.
    struct Status: Sendable {
        var size: Int64
        /// Milliseconds since 1970.
        var modificationTime: Int64
        var isDirectory: Bool
    }

    let place: Place

    /// - Throws: `invalid-argument` for a scheme that isn't `file` or `hdfs`.
    init(_ url: URLProto, configuration: HadoopConfiguration) throws {
        let path = url.file ?? ""
        switch url.scheme ?? "" {
        case "file": place = .local(path)
        case "hdfs":
            let port = url.port ?? -1
            place = .hdfs(authority: (url.host ?? "") + (port > 0 ? ":\(port)" : ""), path: path)
        case "":
            let standard = try configuration.defaultFileSystem
            place = standard.scheme == "hdfs" ? .hdfs(authority: standard.authority, path: path) : .local(path)
        case let other:
            throw WeftError(
                "invalid-argument",
                "No FileSystem for scheme \"\(other)\": this NodeManager fetches from file and hdfs"
            )
        }
    }

    /// The name as people read it.
    var text: String {
        switch place {
        case .local(let path): "file:\(path)"
        case .hdfs(let authority, let path): "hdfs://\(authority)\(path)"
        }
    }

    /// The last part of the path, by which archives are known.
    var name: String {
        let path =
            switch place {
            case .local(let path): path
            case .hdfs(_, let path): path
            }
        return path.split(separator: "/").last.map(String.init) ?? "resource"
    }
}

/// Reads files where they are, for one container.
final class ResourceReader {
    private let configuration: HadoopConfiguration
    private let user: UserGroupInformation
    private var clients: [String: HDFSClient] = [:]

    init(configuration: HadoopConfiguration, user: String, credentials: Credentials) {
        self.configuration = configuration
        self.user = UserGroupInformation(simpleName: user, loginSource: nil, credentials: credentials)
    }

    deinit { for client in clients.values { client.close() } }

    private func client(_ authority: String) throws -> HDFSClient {
        if let client = clients[authority] { return client }
        let client = try HDFSClient(configuration: configuration, authority: authority, user: user)
        clients[authority] = client
        return client
    }

    func status(_ source: ResourceSource) throws -> ResourceSource.Status {
        switch source.place {
        case .local(let path):
            var status = stat()
            guard stat(path, &status) == 0 else {
                throw errno == ENOENT
                    ? WeftError("input-not-found", "File \(source.text) does not exist")
                    : LocalDisk.failed("can't read", path)
            }
            return .init(
                size: Int64(status.st_size),
                modificationTime: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000,
                isDirectory: status.st_mode & S_IFMT == S_IFDIR
            )
        case .hdfs(let authority, let path):
            let status = try client(authority).status(path)
            return .init(
                size: Int64(clamping: status.length),
                modificationTime: status.modificationTime,
                isDirectory: status.isDirectory
            )
        }
    }

    /// Whether everybody may read the file, and get to it through all folders (FSDownload.java, isPublic).
    func isPublic(_ source: ResourceSource) throws -> Bool {
        func mode(_ path: String) throws -> UInt32 {
            switch source.place {
            case .local:
                var status = stat()
                guard stat(path, &status) == 0 else { throw LocalDisk.failed("can't read", path) }
                return status.st_mode
            case .hdfs(let authority, _): return UInt32(try client(authority).status(path).permission)
            }
        }
        let path =
            switch source.place {
            case .local(let path): path
            case .hdfs(_, let path): path
            }
        guard try mode(path) & 0o004 != 0 else { return false }
        var parent = path
        while let slash = parent.lastIndex(of: "/"), parent != "/" {
            parent = slash == parent.startIndex ? "/" : String(parent[..<slash])
            guard try mode(parent) & 0o001 != 0 else { return false }
        }
        return true
    }

    /// Copies a file to the local disk.
    func copy(_ source: ResourceSource, to target: String) throws {
        let output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o700)
        guard output >= 0 else { throw LocalDisk.failed("can't write", target) }
        defer { close(output) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        switch source.place {
        case .local(let path):
            let input = open(path, O_RDONLY | O_CLOEXEC)
            guard input >= 0 else { throw LocalDisk.failed("can't read", path) }
            defer { close(input) }
            while true {
                let count = read(input, buffer.baseAddress, buffer.count)
                if count == 0 { return }
                guard count > 0 else {
                    if errno == EINTR { continue } else { throw LocalDisk.failed("can't read", path) }
                }
                try LocalDisk.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: output, target)
            }
        case .hdfs(let authority, let path):
            let input = try client(authority).open(path)
            defer { input.close() }
            while true {
                let count = try input.read(into: buffer)
                if count == 0 { return }
                try LocalDisk.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: output, target)
            }
        }
    }
}
