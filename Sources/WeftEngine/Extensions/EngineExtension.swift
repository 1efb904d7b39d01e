/// What a module outside the engine adds to it: file systems, and the credentials that executors need for them.
///
/// Each driver and each executor makes its own when it starts, and closes it when it ends.
public protocol EngineExtension: Sendable {
    /// Its name, the same in the driver and in executors.
    var name: String { get }

    /// The file systems that it adds.
    var fileSystems: [any FileSystem] { get }

    /// The scheme of paths that name none, where this extension decides on it; nil where it doesn't.
    var defaultScheme: String? { get }

    /// What gets credentials in the driver and takes them in executors; nil when executors need none.
    var credentials: (any CredentialsProvider)? { get }

    /// Ends it: closes connections. Called once, after the last use.
    func close()
}

/// What an extension is made for.
public struct ExtensionSetting: Sendable {
    /// The settings.
    public let configuration: Configuration
    /// What the process does.
    public let role: EngineRole

    /// Makes a setting.
    public init(configuration: Configuration, role: EngineRole) {
        self.configuration = configuration
        self.role = role
    }
}

/// What a process that holds an engine does.
public enum EngineRole: Sendable, Hashable {
    /// It is a driver whose tasks run in its own process.
    case localDriver
    /// It is a driver with executors in other processes.
    case clusterDriver
    /// It runs tasks for a driver. It never logs in anywhere: all it may use is what the driver gives it.
    case executor
}
