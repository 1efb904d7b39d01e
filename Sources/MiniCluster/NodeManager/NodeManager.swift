import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics
import YARN

/// A NodeManager: its RPC server, its containers and its folders.
final class NodeManager: NodeAgent {
    let name: NodeID
    let tokens: ClusterTokens
    let clusterTimestamp: Int64
    let folders: NodeFolders
    private let httpPort: Int
    private let environment: [String: String]
    private let localizer: Localizer
    private let onLaunch: @Sendable (ContainerID) -> Void
    private let onEnd: @Sendable (ContainerID, ContainerStatusProto) -> Void
    private let containers = Mutex<[ContainerID: NodeContainer]>([:])
    private let running = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)
    private let server = Mutex<RPCServer?>(nil)

    /// Makes a NodeManager on a port that is already listened on, and serves.
    init(
        socket: ServerSocket,
        host: String,
        httpPort: Int,
        folders: NodeFolders,
        tokens: ClusterTokens,
        clusterTimestamp: Int64,
        protection: SaslProtection,
        configuration: HadoopConfiguration,
        environment: [String: String],
        onLaunch: @escaping @Sendable (ContainerID) -> Void,
        onEnd: @escaping @Sendable (ContainerID, ContainerStatusProto) -> Void
    ) throws {
        name = NodeID(host: host, port: Int32(socket.port))
        self.httpPort = httpPort
        self.folders = folders
        self.tokens = tokens
        self.clusterTimestamp = clusterTimestamp
        self.environment = environment
        self.onLaunch = onLaunch
        self.onEnd = onEnd
        localizer = Localizer(configuration: configuration)
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

    func container(_ name: ContainerID) -> NodeContainer? { containers.withLock { $0[name] } }

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
        guard !isStopped.load(ordering: .acquiring) else { throw RPCServerError.yarn("the NodeManager stops") }
        let container = NodeContainer(plan: plan, localizer: localizer)
        let isNew = containers.withLock { containers -> Bool in
            guard containers[name] == nil else { return false }
            containers[name] = container
            return true
        }
        guard isNew else {
            throw RPCServerError.yarn("Attempt to relaunch the same container with id \(name).")
        }
        running.add(1, ordering: .acquiringAndReleasing)
        let isStarted = Pause.startThread { [self] in
            container.run { onLaunch(name) }
            running.subtract(1, ordering: .acquiringAndReleasing)
            onEnd(name, container.status)
        }
        guard isStarted else {
            running.subtract(1, ordering: .acquiringAndReleasing)
            containers.withLock { $0[name] = nil }
            throw RPCServerError.yarn("the node has no thread left for \(name)")
        }
    }

    // MARK: NodeAgent

    func stop(_ container: ContainerID, status: Int32, diagnostics: String) {
        self.container(container)?.stop(status: status, diagnostics: diagnostics)
    }

    func cleanUp(_ application: ApplicationID) {
        let ours = containers.withLock { $0.filter { $0.key.attempt.application == application } }
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
            containers.withLock { containers in
                for name in ours.keys { containers[name] = nil }
            }
        }
    }

    // MARK: The end

    /// Ends all containers and the server; returns when the containers' processes are gone.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        server.withLock { $0 }?.stop()
        for container in containers.withLock({ Array($0.values) }) {
            container.stop(status: ExitStatus.aborted, diagnostics: "Container released on a *lost* node")
        }
        let deadline = Deadline.after(milliseconds: 10_000)
        while running.load(ordering: .acquiring) > 0, !deadline.hasPassed { Pause.sleep(milliseconds: 10) }
        server.withLock { $0 = nil }
    }
}
