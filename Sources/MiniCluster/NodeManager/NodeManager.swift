import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics
import YARN

/// A NodeManager: its RPC server, its containers and its folders.
final class NodeManager: NodeAgent {
    let name: NodeID
    let tokens: ClusterTokens
    let folders: NodeFolders
    private let httpPort: Int
    private let environment: [String: String]
    private let localizer: Localizer
    private let monitor: ContainerMonitor?
    private let resourceManager: @Sendable () -> Int64
    private let onLaunch: @Sendable (ContainerID, NodeID) -> Void
    private let onEnd: @Sendable (ContainerID, ContainerStatusProto) -> Void
    private struct State {
        var containers: [ContainerID: NodeContainer] = [:]
        /// Applications that have ended: nothing of them is started any more.
        var ended: Set<ApplicationID> = []
        var isStopped = false
    }
    private let state = Mutex(State())
    private let running = Atomic<Int>(0)
    private let server = Mutex<RPCServer?>(nil)

    /// Makes a NodeManager on a port that is already listened on, and serves.
    ///
    /// - Parameter resourceManager: which start of the ResourceManager it is now.
    init(
        socket: ServerSocket,
        host: String,
        httpPort: Int,
        folders: NodeFolders,
        tokens: ClusterTokens,
        protection: SaslProtection,
        configuration: HadoopConfiguration,
        environment: [String: String],
        resourceManager: @escaping @Sendable () -> Int64,
        onLaunch: @escaping @Sendable (ContainerID, NodeID) -> Void,
        onEnd: @escaping @Sendable (ContainerID, ContainerStatusProto) -> Void
    ) throws {
        name = NodeID(host: host, port: Int32(socket.port))
        self.httpPort = httpPort
        self.folders = folders
        self.tokens = tokens
        self.environment = environment
        self.resourceManager = resourceManager
        self.onLaunch = onLaunch
        self.onEnd = onEnd
        localizer = Localizer(configuration: configuration)
        monitor = try ContainerMonitor(configuration)
        for folder in [folders.publicCache, folders.logs] { try LocalDisk.makeFolder(folder) }
        let served = RPCServer(
            socket: socket,
            security: RPCServerSecurity(
                tokens: tokens.nodeTokens(name),
                allowsSimple: false,
                protections: [protection]
            ),
            protocols: [ContainerManagementService(manager: self).served]
        )
        server.withLock { $0 = served }
    }

    // MARK: Containers

    func container(_ name: ContainerID) -> NodeContainer? { state.withLock { $0.containers[name] } }

    /// Which start of the ResourceManager it is, which containers' tokens must come from.
    var resourceManagerIdentifier: Int64 { resourceManager() }

    /// Starts a container; that it runs is known later.
    func start(
        _ name: ContainerID,
        _ identifier: ContainerTokenIdentifierProto,
        _ context: ContainerLaunchContextProto
    ) throws {
        let plan = NodeContainer.Plan(
            name: name,
            user: identifier.appSubmitter ?? "",
            context: context,
            capacity: Capacity(identifier.resource),
            folders: folders,
            node: self.name,
            httpPort: httpPort,
            nodeEnvironment: environment
        )
        guard !plan.user.isEmpty, !plan.user.contains("/"), plan.user != "..", plan.user != "." else {
            throw RPCServerError.yarn("the user \(plan.user) can't have containers")
        }
        let container = NodeContainer(plan: plan, localizer: localizer)
        try state.withLock { state in
            guard !state.isStopped else { throw RPCServerError.yarn("the NodeManager stops") }
            guard !state.ended.contains(name.attempt.application) else {
                throw RPCServerError.yarn("\(name) isn't started: \(name.attempt.application) has ended")
            }
            guard state.containers[name] == nil else {
                throw RPCServerError.yarn("Attempt to relaunch the same container with id \(name).")
            }
            state.containers[name] = container
            running.add(1, ordering: .acquiringAndReleasing)
        }
        let isStarted = Pause.startThread { [self] in
            container.run { onLaunch(name, self.name) }
            running.subtract(1, ordering: .acquiringAndReleasing)
            onEnd(name, container.status)
        }
        guard isStarted else {
            running.subtract(1, ordering: .acquiringAndReleasing)
            state.withLock { $0.containers[name] = nil }
            throw RPCServerError.yarn("the node has no thread left for \(name)")
        }
        monitor?.watch(container)
    }

    // MARK: NodeAgent

    var containerNames: [ContainerID] { state.withLock { Array($0.containers.keys) } }

    func stop(_ container: ContainerID, status: Int32, diagnostics: String) {
        self.container(container)?.stop(status: status, diagnostics: diagnostics)
    }

    func cleanUp(_ application: ApplicationID) {
        let ours = state.withLock { state in
            state.ended.insert(application)
            return state.containers.filter { $0.key.attempt.application == application }
        }
        for container in ours.values {
            container.stop(
                status: ExitStatus.killedAfterCompletion,
                diagnostics: "Container killed after the completion of its application"
            )
        }
        // A container removes its own folder; what the application shares goes when the last one has ended.
        Pause.startThread { [self] in
            let deadline = Deadline.after(milliseconds: 30_000)
            while !ours.values.allSatisfy(\.isDone), !deadline.hasPassed { Pause.sleep(milliseconds: 20) }
            for user in LocalDisk.list("\(folders.local)/usercache") {
                let folder = folders.application(application, user)
                localizer.forget(below: folder)
                LocalDisk.remove(folder)
            }
            state.withLock { state in
                for name in ours.keys { state.containers[name] = nil }
            }
        }
    }

    // MARK: The end

    /// Ends all containers and the server; returns when the containers' processes are gone.
    func stop() {
        server.withLock { $0 }?.stop()
        let left = state.withLock { state in
            state.isStopped = true
            return Array(state.containers.values)
        }
        for container in left {
            container.stop(status: ExitStatus.aborted, diagnostics: "Container released on a *lost* node")
        }
        let deadline = Deadline.after(milliseconds: 10_000)
        while running.load(ordering: .acquiring) > 0, !deadline.hasPassed { Pause.sleep(milliseconds: 10) }
        server.withLock { $0 = nil }
    }
}
