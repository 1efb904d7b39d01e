import Glibc
import HadoopProtos
public import HadoopRPC
import Synchronization
import WeftDiagnostics
public import YARN

/// An embedded YARN cluster: a ResourceManager and NodeManagers in this process, which speak Hadoop's own protocols on
/// ports of loopback, with containers as processes of their own.
///
/// Java's clients and Spark run on it unchanged, by the configuration folder that it writes.
public final class MiniCluster: Sendable {
    /// The folder with everything.
    public let directory: String
    /// The folder for `HADOOP_CONF_DIR`.
    public let configurationDirectory: String
    /// What the configuration folder holds.
    public let configuration: HadoopConfiguration
    /// How the cluster is made.
    public let options: MiniClusterOptions
    /// The port for clients.
    public var clientPort: Int { clientServer.port }
    /// The port for application masters.
    public var schedulerPort: Int { schedulerServer.port }
    /// The realm's `krb5.conf`; nil in an insecure cluster.
    public let krb5Configuration: String?

    let manager: ResourceManager
    private let clientServer: RPCServer
    private let schedulerServer: RPCServer
    private let kdc: PrivateRealm?
    private let ownsDirectory: Bool
    private struct Node {
        var number: Int
        var manager: NodeManager
    }
    private let nodeManagers = Mutex<[Node]>([])
    private let isStopped = Atomic<Bool>(false)

    /// Starts a cluster, and returns when it takes applications.
    ///
    /// - Throws: `port-in-use`, `io-error`, `hadoop-configuration`, or a code of the `kerberos-` family.
    public static func start(_ options: MiniClusterOptions = MiniClusterOptions()) throws -> MiniCluster {
        let cluster = try MiniCluster(options)
        do {
            for number in 1...max(1, options.nodes) { try cluster.startNode(number) }
        } catch {
            cluster.stop()
            throw error
        }
        return cluster
    }

    private init(_ options: MiniClusterOptions) throws {
        guard (1...1_000).contains(options.nodes) else {
            throw WeftError("invalid-argument", "a cluster has 1 to 1000 nodes, not \(options.nodes)")
        }
        self.options = options
        ownsDirectory = options.directory == nil
        guard options.nodeMemory >= options.resourceManager.minimumMemory else {
            throw WeftError(
                "invalid-argument",
                "nodes of \(options.nodeMemory) MiB have no room for the smallest container, which has"
                    + " \(options.resourceManager.minimumMemory) MiB"
            )
        }
        directory = try options.directory.map { try Self.absolute($0) } ?? Self.temporaryDirectory()
        try ClusterFolder.claim(directory)
        configurationDirectory = "\(directory)/conf"
        let security: ClusterSecurity
        do {
            security = try ClusterSecurity(options, directory: directory)
        } catch {
            if ownsDirectory { LocalDisk.remove(directory) }
            throw error
        }
        kdc = security.ownRealm
        krb5Configuration = security.krb5Configuration
        do {
            let tokens = ClusterTokens()
            let clientSocket = try ServerSocket(address: "127.0.0.1", port: 0)
            let schedulerSocket = try ServerSocket(address: "127.0.0.1", port: 0)
            var settings = options.resourceManager
            // Held while the others are chosen, and free again for whoever wants it: there are no pages.
            let webSocket = try ServerSocket(address: "127.0.0.1", port: 0)
            settings.webAddress = "localhost:\(webSocket.port)"
            settings.maximumMemory = min(settings.maximumMemory, max(options.nodeMemory, settings.minimumMemory))
            settings.maximumVcores = min(settings.maximumVcores, options.nodeVcores)
            webSocket.close()
            let files = ClusterConfiguration(
                options: options,
                settings: settings,
                clientPort: clientSocket.port,
                schedulerPort: schedulerSocket.port,
                directory: directory,
                principal: security.principal
            )
            try files.write(to: configurationDirectory)
            configuration = try HadoopConfiguration(
                loadingFrom: [configurationDirectory],
                environment: ["HADOOP_CONF_DIR": configurationDirectory]
            )
            let manager = try ResourceManager(
                settings: settings,
                tokens: tokens,
                isSecure: options.isSecure,
                protection: options.protection,
                renewer: try security.renewer(configuration, tokens.delegation),
                clusterTimestamp: TimeText.now
            )
            self.manager = manager
            let owner = (try? LoginUser.simpleName()) ?? ""
            let proxies = options.proxyUsers.union([owner])
            clientServer = RPCServer(
                socket: clientSocket,
                security: RPCServerSecurity(
                    tokens: tokens.delegationTokens { TimeText.now },
                    kerberos: try security.kerberos(configuration),
                    allowsSimple: !options.isSecure,
                    protections: [options.protection],
                    mayActFor: { real, _ in proxies.contains(real) }
                ),
                protocols: [ApplicationClientService(manager: manager).served]
            )
            schedulerServer = RPCServer(
                socket: schedulerSocket,
                security: RPCServerSecurity(
                    tokens: tokens.masterTokens { [weak manager] in manager?.isLive($0) ?? false },
                    allowsSimple: false,
                    protections: [options.protection]
                ),
                protocols: [ApplicationMasterService(manager: manager).served]
            )
        } catch {
            kdc?.stop()
            if ownsDirectory { LocalDisk.remove(directory) }
            throw error
        }
    }

    deinit { stop() }

    /// Stops everything: containers, servers, the KDC. All files go when the folder was the cluster's own choice; else the
    /// logs and the configuration stay.
    public func stop() {
        guard !isStopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        for node in nodeManagers.withLock({ $0 }) { node.manager.stop() }
        nodeManagers.withLock { $0 = [] }
        clientServer.stop()
        schedulerServer.stop()
        manager.stop()
        kdc?.stop()
        if ownsDirectory {
            LocalDisk.remove(directory)
        } else {
            LocalDisk.remove("\(directory)/kerberos")
            for number in 1...max(1, options.nodes) { LocalDisk.remove(folders(number).local) }
        }
    }

    private static func temporaryDirectory() throws -> String {
        var template = Array("/tmp/weft-minicluster-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw LocalDisk.failed("can't make a folder below", "/tmp") }
        return template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    private static func absolute(_ path: String) throws -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { throw LocalDisk.failed("can't find", ".") }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }

    // MARK: For clients

    /// The variables that a client of the cluster needs in its environment.
    ///
    /// - Parameter user: as whom; by the ticket that was got for it in a secure cluster with a realm of its own. Nil for
    ///   the user of this process.
    public func environment(user: String? = nil) -> [String: String] {
        var variables = ["HADOOP_CONF_DIR": configurationDirectory]
        if let krb5Configuration { variables["KRB5_CONFIG"] = krb5Configuration }
        let name = user ?? (try? LoginUser.simpleName()) ?? ""
        if let kdc {
            variables["KRB5CCNAME"] = "FILE:\(kdc.ticketCache(name))"
        } else if !options.isSecure, !name.isEmpty {
            variables["HADOOP_USER_NAME"] = name
        }
        return variables
    }

    /// The keytab of a user of the cluster's own realm; nil where there is none.
    public func keytab(_ user: String) -> String? { kdc?.keytab(user) }

    /// The folders with the logs of containers, below them `<application>/<container>/stdout` and others; one for each
    /// node.
    public var logDirectories: [String] { (1...max(1, options.nodes)).map { folders($0).logs } }

    private func folders(_ number: Int) -> NodeFolders {
        NodeFolders(local: "\(directory)/nodes/\(number)/local", logs: "\(directory)/nodes/\(number)/logs")
    }

    // MARK: Changing the cluster while it runs

    /// Starts a NodeManager: one that was stopped, with a new port, or a further one.
    public func startNode(_ number: Int) throws {
        let socket = try ServerSocket(address: "127.0.0.1", port: 0)
        let manager = manager
        let node = try NodeManager(
            socket: socket,
            host: "localhost",
            httpPort: 8042,
            folders: folders(number),
            tokens: manager.tokens,
            protection: options.protection,
            configuration: configuration,
            environment: nodeEnvironment,
            resourceManager: { manager.read { $0.identifier } },
            onLaunch: { name, node in manager.change { $0.started(name, on: node) } },
            onEnd: { name, status in
                manager.change {
                    $0.ended(
                        name,
                        status: status.exitStatus ?? ExitStatus.invalid,
                        diagnostics: status.diagnostics ?? "",
                        now: TimeText.now
                    )
                }
            }
        )
        nodeManagers.withLock { $0.append(Node(number: number, manager: node)) }
        manager.register(
            ManagedNode(
                name: node.name,
                httpAddress: "localhost:8042",
                rack: "/default-rack",
                capacity: Capacity(memory: options.nodeMemory, vcores: options.nodeVcores),
                label: options.labels[number] ?? "",
                lastReport: TimeText.now
            ),
            agent: node
        )
    }

    /// Stops a NodeManager as if its host were gone: its containers end, and their masters are told of a lost node.
    public func stopNode(_ number: Int) { endNode(number, as: .nsLost) }

    /// Takes a node out of use, as an administrator does: its containers end with status -100, masters are told, and its
    /// NodeManager stops.
    public func decommissionNode(_ number: Int) { endNode(number, as: .nsDecommissioned) }

    private func endNode(_ number: Int, as state: NodeStateProto) {
        let found = nodeManagers.withLock { nodes -> Node? in
            guard let index = nodes.firstIndex(where: { $0.number == number }) else { return nil }
            return nodes.remove(at: index)
        }
        guard let found else { return }
        manager.remove(found.manager.name, as: state)
        found.manager.stop()
    }

    /// Takes a container from its application, as a scheduler does that needs the room for another one: it ends with status
    /// -102, and its master is told.
    ///
    /// - Returns: whether there was such a container still.
    @discardableResult
    public func preempt(_ container: ContainerID) -> Bool {
        manager.change { $0.preempt(container, now: TimeText.now) }
    }

    /// Makes new master keys for all tokens, as a day does: masters get new tokens with their heartbeats.
    public func rollMasterKeys() { manager.rollMasterKeys() }

    /// Does what a ResourceManager does that starts anew and keeps the work: connections end, and masters must register
    /// and ask again. Containers that weren't started yet are gone.
    public func restartResourceManager() {
        manager.restart()
        clientServer.closeConnections()
        schedulerServer.closeConnections()
    }

    /// What a NodeManager passes on of its own environment.
    private var nodeEnvironment: [String: String] {
        let own = ProcessVariables.all
        var variables = ["HADOOP_CONF_DIR": configurationDirectory]
        for name in ["PATH", "LANG", "TZ", "JAVA_HOME"] { variables[name] = own[name] }
        if variables["PATH"] == nil { variables["PATH"] = "/usr/local/bin:/usr/bin:/bin" }
        if let krb5Configuration { variables["KRB5_CONFIG"] = krb5Configuration }
        return variables
    }
}
