import HadoopRPC
import Logging
import WeftDiagnostics
import WeftEngine
import YARN

/// An application master's way to the ResourceManager and the NodeManagers.
final class YARNNegotiator: ContainerNegotiator {
    private let master: ApplicationMasterClient
    private let nodes: NodeManagerClient
    private let executor: Resource
    private let label: String?
    private let logger: Logger

    /// All executors are of one size; a priority of their own is for another size to come.
    private static let priority: Int32 = 1

    /// - Parameters:
    ///   - hadoop: the cluster's configuration.
    ///   - credentials: what the container was given.
    ///   - executor: how large executors' containers are.
    ///   - label: the label of their nodes; nil for the queue's default.
    ///   - racks: the hosts of each rack that isn't the default one.
    init(
        _ hadoop: HadoopConfiguration,
        credentials: Credentials,
        executor: Resource,
        label: String?,
        racks: [String: [String]],
        logger: Logger
    ) throws {
        self.executor = executor
        self.label = label
        self.logger = logger
        let tokens = NMTokens()
        master = try ApplicationMasterClient(
            configuration: hadoop,
            credentials: credentials,
            nmTokens: tokens,
            racks: RackTable(hosts: racks),
            onRetry: { [logger] error, milliseconds in
                logger.warning("the ResourceManager is asked again in \(milliseconds) ms: \(error.message)")
            }
        )
        nodes = try NodeManagerClient(configuration: hadoop, attempt: master.attempt, nmTokens: tokens)
    }

    /// Registers, and waits for a ResourceManager that is away.
    ///
    /// - Throws: what `ApplicationMasterClient.registerInTime` throws.
    func register(host: String) throws {
        // There is no web page yet, and nobody connects to an application master.
        let registration = try master.registerInTime(host: host, port: -1, trackingURL: "") { [logger] error in
            logger.warning("can't register yet: \(error.message)")
        }
        for container in registration.recovered {
            // Executors of an earlier attempt know another driver.
            master.release(container.id)
        }
    }

    func ask(_ count: Int, at place: ExecutorPlan.Place) {
        var request = ContainerRequest(priority: Self.priority, capability: executor)
        request.nodeLabelExpression = label
        if case .host(let host) = place { request.hosts = [host] }
        do {
            if count > 0 { try master.request(request, count: count) } else { master.withdraw(request, count: -count) }
        } catch {
            logger.error("can't ask for containers: \(WeftError(wrapping: error).message)")
        }
    }

    func release(_ container: ContainerID) { master.release(container) }

    func exclude(_ hosts: Set<String>) { master.exclude(hosts) }

    func heartbeat(progress: Float) throws -> Negotiation {
        let events = try master.heartbeat(progress: progress)
        if events.mustShutDown {
            throw WeftError("application-shutdown", "the ResourceManager wants this application master to end")
        }
        var news = Negotiation()
        for allocation in events.allocated {
            let place = allocation.request.hosts.first.map { ExecutorPlan.Place.host($0) } ?? .anywhere
            news.granted.append((allocation.container, place))
        }
        for container in events.recovered { master.release(container.id) }
        for container in events.surplus {
            logger.info("container \(container.id) on \(container.node.host) isn't needed and goes back")
        }
        news.completed = events.completed + events.released
        if let preemption = events.preemption { news.preempted = preemption.strict.sorted() }
        news.leavingHosts = events.updatedNodes.filter { $0.state == .decommissioning }.map(\.id.host)
        news.clusterNodes = events.clusterNodes
        return news
    }

    func start(_ container: Container, _ context: ContainerLaunchContext) throws { try nodes.start(container, context) }

    func stop(_ container: ContainerID, on node: NodeID) {
        do {
            _ = try nodes.stop(on: node, [container])
        } catch {
            logger.warning("can't stop container \(container): \(WeftError(wrapping: error).message)")
        }
    }

    func finish(_ status: FinalApplicationStatus, diagnostics: String) throws {
        try master.unregister(status, diagnostics: diagnostics)
        master.close()
        nodes.close()
    }

    /// Whether an error of a heartbeat is the end.
    func isFinal(_ error: WeftError) -> Bool {
        error.code == "application-shutdown" || ApplicationMasterClient.isFinal(error)
    }
}
