import Glibc
import Logging
import NIOCore
import Synchronization
import WeftDiagnostics
import WeftNetwork

/// Executes tasks by executors in processes of their own: the driver's side of the driver–executor protocol.
final class ClusterBackend: ExecutorBackend {
    let manager: any ClusterManager
    let profile: ResourceProfile
    let loop: SchedulerLoop
    let services: ClusterServices
    let logger: Logger
    let network: Network
    let state: Mutex<State>
    private let initialCount: Int

    /// What is known of the executors; each has an entry in `registry` until it is gone.
    struct State {
        var registry: ExecutorRegistry
        var connections: [String: Connection] = [:]
        var addresses: [String: NetworkAddress] = [:]
        var slots: [String: Int] = [:]
        var hosts: [String: String] = [:]
        var nextExecutorID = 0
        /// Parts of results that have come, by task.
        var resultParts: [Int: [UInt8]] = [:]
        var target = 0
        var isStopped = false
    }

    /// What executors ask the driver for.
    struct ClusterServices {
        var outputs: MapOutputTable
        var binaries: StageBinaries
        var broadcasts: BroadcastStore
        var files: TaskFiles
        var blocks: BlockHolders
        /// Reads files for executors.
        var threads: TaskSlots
        var credentials: CredentialsService
        var progress: JobProgress
    }

    /// - Parameter secret: what executors prove themselves by.
    init(
        _ manager: any ClusterManager,
        _ profile: ResourceProfile,
        count: Int,
        applicationID: String,
        configuration: Configuration,
        secret: ApplicationSecret,
        services: ClusterServices,
        loop: SchedulerLoop,
        logger: Logger
    ) {
        self.manager = manager
        self.profile = profile
        self.services = services
        self.loop = loop
        self.logger = logger
        initialCount = count
        OpenFileLimit.raise()
        heartbeatInterval = configuration[ConfigurationKeys.executorHeartbeatInterval]
        decommissionPatience = configuration[ConfigurationKeys.executorDecommissionForceKillTimeout]
        network = Network(NetworkOptions(applicationID, secret, configuration, logger: logger))
        var settings = ExecutorRegistry.Settings()
        settings.heartbeatTimeout = configuration[ConfigurationKeys.networkTimeout]
        settings.registrationTimeout = configuration[ConfigurationKeys.executorRegistrationTimeout]
        settings.endGrace = manager.endGrace
        state = Mutex(State(registry: ExecutorRegistry(settings: settings)))
        services.credentials.onUpdate { [weak self] in self?.tellAll(UpdateCredentials(bundle: $0)) }
    }

    let heartbeatInterval: Duration
    /// How long a leaving executor may take to give away what it holds; nil for as long as it takes.
    private let decommissionPatience: Duration?

    var defaultParallelism: Int { max(2, profile.cores * initialCount) }

    /// Opens the driver's port.
    func listen(host: String, port: Int, retries: Int) throws -> Int {
        try network.listen(host: host, port: port, portRetries: retries, handler: self).port
    }

    /// Asks for the first executors.
    func start() throws {
        try DedicatedThread.start(name: "weft-executors", stackSize: 512 << 10) { [weak self] in
            while self?.tick() == true { usleep(100_000) }
        }
        request(total: initialCount)
    }

    /// Says how many executors there should be.
    func request(total: Int, hosts: [String: Int] = [:]) {
        state.withLock { $0.target = total }
        manager.requestExecutors([profile: total], hosts: hosts)
    }

    private func tick() -> Bool {
        let (actions, goesOn) = state.withLock { ($0.registry.tick(now: .now), !$0.isStopped) }
        if goesOn { carryOut(actions) }
        return goesOn
    }

    // MARK: - What the scheduler asks for

    func launch(_ task: TaskDescription, on executorID: String) {
        guard let connection = state.withLock({ $0.connections[executorID] }) else { return }
        do {
            connection.send(try LaunchTask(task: task).encoded())
        } catch {
            loop.post(.taskFinished(TaskResult(taskID: task.taskID, failure: WeftError(wrapping: error))))
        }
    }

    func kill(taskID: Int, on executorID: String, reason: String) {
        tell(executorID, KillTask(taskID: taskID, reason: reason))
    }

    func removeBlocks(rddID: Int) {
        services.blocks.remove(rddID: rddID)
        tellAll(RemoveBlocks(rddID: rddID))
    }

    func removeShuffle(_ shuffleID: Int) { tellAll(RemoveShuffle(shuffleID: shuffleID)) }

    func removeBroadcast(_ id: Int) { tellAll(RemoveBroadcast(id: id)) }

    func removeBinary(_ id: Int) { tellAll(RemoveStageBinary(id: id)) }

    func tell(_ executorID: String, _ message: some ClusterMessage) {
        guard let connection = state.withLock({ $0.connections[executorID] }),
            let buffer = try? message.encoded()
        else { return }
        connection.send(buffer)
    }

    func tellAll(_ message: some ClusterMessage) {
        guard let buffer = try? message.encoded() else { return }
        for connection in state.withLock({ Array($0.connections.values) }) { connection.send(buffer) }
    }

    var target: Int { state.withLock { $0.target } }

    func setTarget(_ count: Int, hosts: [String: Int]) { request(total: count, hosts: hosts) }

    func exclude(hosts: Set<String>) { manager.exclude(hosts: hosts) }

    func decommission(_ executorID: String, reason: String) {
        state.withLock { $0.registry.released(executorID, deadline: decommissionPatience.map { .now + $0 }) }
        tell(executorID, Decommission(reason: reason))
    }

    func release(_ executorID: String, reason: String) {
        state.withLock { $0.registry.released(executorID, deadline: .now + .seconds(10)) }
        tell(executorID, Shutdown(reason: reason))
    }

    func replace(_ executorID: String, reason: String) { release(executorID, reason: reason) }

    func reportBlocks(_ executorID: String) { tell(executorID, ReportBlocks()) }

    func stop() {
        tellAll(Shutdown(reason: "the application is over"))
        state.withLock { $0.isStopped = true }
        manager.stop()
        network.close()
        _ = services.threads.stop(waitingUpTo: .zero)
    }

    // MARK: - What the registry decided

    func carryOut(_ actions: [ExecutorRegistry.Action]) {
        for action in actions {
            switch action {
            case .added(let id):
                let (host, slots) = state.withLock { ($0.hosts[id] ?? "", $0.slots[id] ?? 0) }
                loop.post(.executorAdded(id: id, host: host, slots: slots))
                manager.executorRegistered(id)
            case .silent(let id):
                loop.post(.executorSilent(id: id))
                manager.executorDisconnected(id)
            case .lost(let id, let end):
                forget(id)
                loop.post(.executorLost(id: id, reason: end))
            case .neverRegistered(let id, let end):
                forget(id)
                loop.post(.executorNeverCame(id: id, reason: end))
            case .kill(let id, let reason):
                manager.killExecutors([id], reason: reason)
            case .disconnect(let id):
                state.withLock { $0.connections.removeValue(forKey: id) }?.close()
            }
        }
    }

    private func forget(_ id: String) {
        let connection = state.withLock { state in
            state.addresses[id] = nil
            state.slots[id] = nil
            return state.connections.removeValue(forKey: id)
        }
        connection?.close()
        services.blocks.remove(executorID: id)
    }
}

// MARK: - What the cluster manager tells

extension ClusterBackend: ClusterManagerEvents {
    func nextExecutorID() -> String {
        state.withLock { state in
            state.nextExecutorID += 1
            return String(state.nextExecutorID)
        }
    }

    func executorLaunched(_ id: String, host: String) {
        state.withLock { state in
            state.hosts[id] = host
            state.registry.launched(id, now: .now)
        }
    }

    func executorEnded(_ id: String, _ end: ExecutorEnd) {
        carryOut(
            state.withLock { state in
                // One that couldn't even be started wasn't launched.
                state.registry.launched(id, now: .now)
                return state.registry.ended(id, end)
            }
        )
    }

    func executorLeaving(_ id: String, reason: String) {
        decommission(id, reason: reason)
        loop.post(.executorDecommissioned(id: id))
    }

    var progress: Float { services.progress.value }

    func managerFailed(_ error: WeftError) { loop.post(.clusterFailed(error)) }
}
