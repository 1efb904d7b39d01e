import Synchronization
import WeftDiagnostics

/// The file systems that paths can name, by scheme.
public final class FileSystems: Sendable {
    private let byScheme: Mutex<[String: any FileSystem]>
    /// The scheme of paths that name none.
    public let defaultScheme: String

    /// Makes a registry.
    ///
    /// - Parameters:
    ///   - fileSystems: what it starts with, the machine's own by default.
    ///   - defaultScheme: the scheme of paths that name none.
    public init(_ fileSystems: [any FileSystem] = [LocalFileSystem()], defaultScheme: String = "file") {
        self.defaultScheme = defaultScheme
        byScheme = Mutex(Dictionary(fileSystems.map { ($0.scheme, $0) }, uniquingKeysWith: { $1 }))
    }

    /// Adds a file system, or replaces the one of the same scheme.
    public func register(_ fileSystem: any FileSystem) {
        byScheme.withLock { $0[fileSystem.scheme] = fileSystem }
    }

    /// The file system of a path.
    ///
    /// - Throws: `WeftError` of code `unknown-scheme`, naming the schemes there are.
    public func fileSystem(for path: ResourcePath) throws -> any FileSystem {
        let scheme = path.scheme ?? defaultScheme
        return try byScheme.withLock { known in
            if let found = known[scheme] { return found }
            let names = known.keys.sorted().map { "\($0):" }.joined(separator: ", ")
            throw WeftError(
                "unknown-scheme",
                "there is no file system for \(scheme): paths",
                remedy: "use a path of one of these: \(names)",
                details: [.init("path", path.description)]
            )
        }
    }
}
