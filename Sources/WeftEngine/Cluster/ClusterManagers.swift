import Synchronization
import WeftDiagnostics

/// The cluster managers of this process by the form of their masters.
public enum ClusterManagers {
    /// Makes a manager for a configuration; nil when the master isn't one of its own.
    public typealias Factory = @Sendable (Configuration) throws -> (any ClusterManager)?

    private static let factories = Mutex<[Factory]>([])

    /// Adds a kind of manager, which is asked before the engine's own, `local` and `local-cluster`.
    public static func register(_ factory: @escaping Factory) { factories.withLock { $0.append(factory) } }

    /// Where a driver may run on the configuration's master.
    ///
    /// - Throws: what making its manager throws.
    public static func deployModes(of configuration: Configuration) throws -> Set<DeployMode> {
        try manager(for: configuration).deployModes
    }

    /// The manager that the configuration's master names.
    ///
    /// - Throws: what making it throws.
    static func manager(for configuration: Configuration) throws -> any ClusterManager {
        for factory in factories.withLock({ $0 }) {
            if let manager = try factory(configuration) { return manager }
        }
        switch configuration[ConfigurationKeys.master] {
        case .local(let local): return LocalManager(local)
        case .localCluster(let cluster): return LocalClusterManager(cluster)
        case .yarn:
            throw WeftError(
                "master-not-available",
                "this program knows nothing of YARN",
                remedy: "a program with a main of its own calls WeftExtensions.register() before it makes a Context"
            )
        }
    }
}

/// The `local` masters: tasks run in the driver's own process.
struct LocalManager: ClusterManager {
    let local: LocalMaster

    init(_ local: LocalMaster) { self.local = local }

    var master: String { MasterURL.local(local).description }
    var execution: TaskExecution { .inProcess(slots: local.slotCount) }
    var deployModes: Set<DeployMode> { [.client] }

    func start(_ application: ClusterApplication, events: any ClusterManagerEvents) {}
    func requestExecutors(_ total: [ResourceProfile: Int], hosts: [String: Int]) {}
    func killExecutors(_ ids: [String], reason: String) {}
    func stop() {}
}
