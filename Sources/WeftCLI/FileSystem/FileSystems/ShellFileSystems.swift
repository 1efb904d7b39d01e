import HDFS
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// The file systems that paths name, each made when it is first needed.
final class ShellFileSystems: Sendable {
    private let cache = Mutex<[String: any ShellFileSystem]>([:])
    private let local: any ShellFileSystem
    private let makeRemote: @Sendable (_ scheme: String, _ authority: String) throws -> any ShellFileSystem
    private let defaultName: @Sendable () throws -> (scheme: String, authority: String)

    /// - Parameters:
    ///   - local: the file system of paths that start with `file:`, and of local files in `put` and `get`.
    ///   - defaultName: the scheme and authority of paths that have none.
    ///   - makeRemote: makes the file system of another scheme.
    init(
        local: any ShellFileSystem = LocalShellFileSystem(),
        defaultName: @escaping @Sendable () throws -> (scheme: String, authority: String),
        makeRemote: @escaping @Sendable (_ scheme: String, _ authority: String) throws -> any ShellFileSystem
    ) {
        self.local = local
        self.defaultName = defaultName
        self.makeRemote = makeRemote
    }

    /// The file systems of a cluster.
    convenience init(configuration: HadoopConfiguration, user: UserGroupInformation) {
        self.init(
            defaultName: { try configuration.defaultFileSystem },
            makeRemote: { scheme, authority in
                guard scheme == "hdfs" else {
                    throw WeftError(
                        "unknown-scheme",
                        "there is no file system for \(scheme)://\(authority)",
                        remedy: "use a path that starts with hdfs:// or file://"
                    )
                }
                let client = try HDFSClient(configuration: configuration, authority: authority, user: user)
                return HDFSShellFileSystem(client)
            }
        )
    }

    /// The machine's own files.
    var localFiles: any ShellFileSystem { local }

    /// The file system of a path.
    ///
    /// - Throws: `WeftError` of code `hadoop-configuration` when the path has no scheme and none is the default one,
    ///   `unknown-scheme`.
    func fileSystem(for path: ShellPath) throws -> any ShellFileSystem {
        var scheme = path.scheme
        var authority = path.authority
        if scheme == nil || scheme != "file" && authority.isEmpty {
            let standard = try defaultName()
            if scheme == nil || scheme == standard.scheme {
                scheme = standard.scheme
                authority = standard.authority
            }
        }
        guard let scheme, scheme != "file" else { return local }
        guard !authority.isEmpty else {
            throw WeftError(
                "hadoop-configuration",
                "\(path.text) names no host, and fs.defaultFS is not an \(scheme)://",
                remedy: "write it as \(scheme)://host:port/…"
            )
        }
        let key = "\(scheme)://\(authority)"
        return try cache.withLock { cache in
            if let known = cache[key] { return known }
            let made = try makeRemote(scheme, authority)
            cache[key] = made
            return made
        }
    }
}
