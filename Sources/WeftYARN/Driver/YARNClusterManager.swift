import HadoopRPC
import Logging
import Synchronization
import WeftDiagnostics
import WeftEngine
import WeftHDFS
import YARN

/// YARN as a cluster manager of a driver that runs in the application master's own process: cluster mode.
final class ClusterModeManager: ClusterManager, ExecutorProvider {
    let master = MasterURL.yarn.description
    let deployModes: Set<DeployMode> = [.client, .cluster]
    let execution: TaskExecution
    private let process: ApplicationMasterProcess
    private let state = Mutex<(application: ClusterApplication, events: any ClusterManagerEvents)?>(nil)

    init(_ process: ApplicationMasterProcess, _ configuration: Configuration) {
        self.process = process
        execution = TaskExecution.onYARN(configuration)
    }

    func prepare() throws -> String? { process.start.application }

    func start(_ application: ClusterApplication, events: any ClusterManagerEvents) throws {
        state.withLock { $0 = (application, events) }
        try process.begin(self)
    }

    func requestExecutors(_ total: [ResourceProfile: Int], hosts: [String: Int]) {
        process.applicationMaster?.request(total: total.values.reduce(0, +), hosts: hosts)
    }

    func killExecutors(_ ids: [String], reason: String) { process.applicationMaster?.kill(ids, reason: reason) }

    func exclude(hosts: Set<String>) { process.applicationMaster?.exclude(hosts) }

    var endGrace: Duration { TaskExecution.endGraceOnYARN(process.configuration) }

    func executorDisconnected(_ id: String) { process.applicationMaster?.hasten(id) }

    func executorRegistered(_ id: String) { process.timeline.mark("executors") }

    // The driver has told executors to end; those that are left end with the application.
    func stop() {
        process.timeline.mark("job")
        process.applicationMaster?.request(total: 0, hosts: [:])
    }

    // MARK: What the application master tells

    func assign(host: String, container: ContainerID) throws -> ExecutorAssignment {
        guard let (application, events) = state.withLock({ $0 }) else {
            throw WeftError("context-stopped", "the application is over")
        }
        return try ExecutorAssignment(application, events, host: host)
    }

    func launched(_ executor: String, host: String) {
        process.timeline.mark("containers")
        state.withLock({ $0 })?.events.executorLaunched(executor, host: host)
    }

    func ended(_ executor: String, _ end: ExecutorEnd) { state.withLock({ $0 })?.events.executorEnded(executor, end) }

    func leaving(_ executor: String, reason: String) {
        state.withLock({ $0 })?.events.executorLeaving(executor, reason: reason)
    }

    var progress: Float { state.withLock({ $0 })?.events.progress ?? 0 }

    func failed(_ error: WeftError) { state.withLock({ $0 })?.events.managerFailed(error) }
}

extension ExecutorAssignment {
    /// The next executor of an application.
    init(_ application: ClusterApplication, _ events: any ClusterManagerEvents, host: String) throws {
        executor = events.nextExecutorID()
        // Its folders are those that the NodeManager gives it.
        launch = try application.launch(
            executorID: executor,
            host: host,
            profile: ResourceProfile(application.configuration),
            localFolders: []
        ).bytes
        tokens = HadoopExtension.tokens(of: application)?.storage() ?? []
    }
}

extension TaskExecution {
    /// What executors on YARN have.
    static func onYARN(_ configuration: Configuration) -> TaskExecution {
        .executors(ResourceProfile(configuration), count: configuration[ConfigurationKeys.executorInstances])
    }

    /// How long the end of a process takes to come from its node through the ResourceManager and the application master, if
    /// the node lives: its NodeManager and the application master tell and ask within a second then. A node that is gone
    /// takes its tasks with it no sooner.
    static func endGraceOnYARN(_ configuration: Configuration) -> Duration {
        configuration[ConfigurationKeys.yarnHeartbeatInterval] + .seconds(5)
    }
}

extension ResourceProfile {
    init(_ configuration: Configuration) {
        self.init(
            cores: configuration[ConfigurationKeys.executorCores],
            memory: configuration[ConfigurationKeys.executorMemory].bytes
        )
    }
}
