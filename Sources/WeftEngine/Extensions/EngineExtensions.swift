import Synchronization
import WeftDiagnostics

/// The extensions that drivers and executors of this process are made with.
public enum EngineExtensions {
    /// Makes an extension; nil when it has nothing to add to this setting.
    public typealias Factory = @Sendable (ExtensionSetting) throws -> (any EngineExtension)?

    private static let factories = Mutex<[(name: String, make: Factory)]>([])

    /// Adds a kind of extension, or replaces the one of the same name. To be called before a `Context` is made.
    public static func register(_ name: String, _ factory: @escaping Factory) {
        factories.withLock { factories in
            factories.removeAll { $0.name == name }
            factories.append((name, factory))
        }
    }

    /// Makes all of them.
    ///
    /// - Throws: what making one throws; those made before it are closed.
    static func make(_ setting: ExtensionSetting) throws -> ExtensionSet {
        var made: [any EngineExtension] = []
        do {
            for factory in factories.withLock({ $0 }) {
                if let new = try factory.make(setting) { made.append(new) }
            }
        } catch {
            for one in made { one.close() }
            throw error
        }
        return ExtensionSet(made)
    }
}

/// The extensions of one driver or executor.
struct ExtensionSet: Sendable {
    let extensions: [any EngineExtension]

    init(_ extensions: [any EngineExtension] = []) { self.extensions = extensions }

    /// The machine's own file system and all that are added.
    func fileSystems() -> FileSystems {
        FileSystems(
            [LocalFileSystem()] + extensions.flatMap(\.fileSystems),
            defaultScheme: extensions.lazy.compactMap(\.defaultScheme).first ?? "file"
        )
    }

    /// What gets or takes credentials, by the extension's name.
    var credentials: [String: any CredentialsProvider] {
        Dictionary(
            extensions.compactMap { one in one.credentials.map { (one.name, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func close() { for one in extensions { one.close() } }
}
