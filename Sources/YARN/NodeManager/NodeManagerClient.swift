import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// A client of all NodeManagers for one application master: starts, watches and stops containers. Share it: its calls may
/// come from many threads, and calls to one node share a connection.
public final class NodeManagerClient: Sendable {
    /// A container and how it is started.
    public struct Start: Sendable {
        /// The container, with its token.
        public var container: Container
        /// How.
        public var context: ContainerLaunchContext

        /// Makes a pair.
        public init(container: Container, context: ContainerLaunchContext) {
            self.container = container
            self.context = context
        }
    }

    /// What became of a call for several containers.
    public struct Outcome: Sendable {
        /// Those for which it went well.
        public var succeeded: Set<ContainerID> = []
        /// Those for which it didn't, and why: `token-expired`, `token-invalid`, `container-not-found`,
        /// `remote-exception`.
        public var failed: [ContainerID: WeftError] = [:]
        /// What the node's auxiliary services have to say to those who use them, by their names.
        public var serviceData: [String: [UInt8]] = [:]

        /// Nothing.
        public init() {}
    }

    /// The attempt whose containers these are; the user towards the NodeManagers.
    public let attempt: ApplicationAttemptID
    /// The tokens for NodeManagers.
    public let nmTokens: NMTokens
    private let client: RPCClient
    /// For how long a NodeManager that isn't ready is asked again, in milliseconds.
    private let wait: Int

    /// Makes a client. Nothing is sent until the first call.
    ///
    /// - Parameters:
    ///   - configuration: the cluster's configuration.
    ///   - attempt: the attempt whose containers they are.
    ///   - nmTokens: the tokens, which an `ApplicationMasterClient` gets.
    ///   - wait: for how long, in milliseconds, a NodeManager that can't be reached or isn't ready is asked again; 10 s by
    ///     default. Java's clients wait 3 minutes (`yarn.client.nodemanager-connect.max-wait-ms`).
    /// - Throws: `hadoop-configuration`.
    public init(
        configuration: HadoopConfiguration,
        attempt: ApplicationAttemptID,
        nmTokens: NMTokens,
        wait: Int = 10_000
    ) throws {
        self.attempt = attempt
        self.nmTokens = nmTokens
        self.wait = wait
        client = try RPCClient(
            configuration: configuration,
            user: UserGroupInformation(simpleName: "\(attempt)", loginSource: nil),
            options: .yarn(configuration, wait: wait)
        )
    }

    /// Ends the connections. Later calls make new ones.
    public func close() { client.close() }

    // MARK: Calls

    /// Starts containers of one node. It returns when the NodeManager has noted them: their files aren't fetched then.
    ///
    /// - Parameters:
    ///   - node: the node.
    ///   - starts: the containers, all of that node.
    /// - Throws: when the NodeManager can't be asked: `nodemanager-unreachable`, `token-invalid`.
    public func start(on node: NodeID, _ starts: [Start]) throws -> Outcome {
        let response: StartContainersResponseProto = try call(
            "startContainers",
            node,
            StartContainersRequestProto(
                startContainerRequest: starts.map {
                    StartContainerRequestProto(
                        containerLaunchContext: $0.context.message,
                        containerToken: $0.container.token?.message
                    )
                }
            )
        )
        var outcome = Self.outcome(response.succeededRequests, response.failedRequests)
        for entry in response.servicesMetaData { outcome.serviceData[entry.key ?? ""] = entry.value ?? [] }
        return outcome
    }

    /// Starts one container.
    ///
    /// - Throws: also what the NodeManager says of this container.
    public func start(_ container: Container, _ context: ContainerLaunchContext) throws {
        let outcome = try start(on: container.node, [Start(container: container, context: context)])
        if let error = outcome.failed[container.id] ?? outcome.failed.values.first { throw error }
    }

    /// Ends containers of one node: SIGTERM, and SIGKILL a quarter of a second later.
    ///
    /// - Throws: when the NodeManager can't be asked.
    public func stop(on node: NodeID, _ containers: [ContainerID]) throws -> Outcome {
        let response: StopContainersResponseProto = try call(
            "stopContainers",
            node,
            StopContainersRequestProto(containerId: containers.map(\.message))
        )
        return Self.outcome(response.succeededRequests, response.failedRequests)
    }

    /// How containers of one node are.
    ///
    /// - Returns: what is known, and for which nothing is: ended ones are forgotten after a while.
    /// - Throws: when the NodeManager can't be asked.
    public func statuses(
        on node: NodeID,
        _ containers: [ContainerID]
    ) throws -> (statuses: [ContainerID: ContainerStatus], failed: [ContainerID: WeftError]) {
        let response: GetContainerStatusesResponseProto = try call(
            "getContainerStatuses",
            node,
            GetContainerStatusesRequestProto(containerId: containers.map(\.message))
        )
        let statuses = response.status.map { ContainerStatus($0) }
        return (
            Dictionary(statuses.map { ($0.id, $0) }, uniquingKeysWith: { $1 }),
            Self.outcome([], response.failedRequests).failed
        )
    }

    private static func outcome(_ succeeded: [ContainerIdProto], _ failed: [ContainerExceptionMapProto]) -> Outcome {
        var outcome = Outcome()
        outcome.succeeded = Set(succeeded.map { ContainerID($0) })
        for entry in failed {
            let exception = SerializedException(entry.exception ?? SerializedExceptionProto())
            outcome.failed[ContainerID(entry.containerId ?? ContainerIdProto())] = exception.error()
        }
        return outcome
    }

    // MARK: Connections

    private func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ node: NodeID,
        _ request: Request,
        returning: Response.Type = Response.self
    ) throws -> Response {
        guard nmTokens[node] != nil else {
            throw WeftError(
                "token-invalid",
                "there is no token for the NodeManager \(node)",
                remedy:
                    "the ResourceManager sends it with the node's first container; one that is lost doesn't come again"
            )
        }
        let tokens = nmTokens
        let service = try RPCService(
            client: client,
            protocolInfo: RPCProtocol(
                name: "org.apache.hadoop.yarn.api.ContainerManagementProtocolPB",
                principalKey: nil,
                selectToken: { _, _, _ in tokens[node] }
            ),
            servers: [node.address]
        )
        let deadline = Deadline.after(milliseconds: wait)
        while true {
            do {
                // Twice is the same as once for all calls of this protocol (ContainerManagementProtocol.java).
                return try service.call(method, request, .idempotent, returning: Response.self)
            } catch {
                let error = YARNErrors.translated(WeftError(wrapping: error))
                if error.code == "nodemanager-not-ready", !deadline.hasPassed {
                    Pause.sleep(milliseconds: 200)
                    continue
                }
                guard ResourceManagerService.unreachable.contains(error.code) else { throw error }
                throw WeftError(
                    "nodemanager-unreachable",
                    "the NodeManager \(node) can't be reached",
                    remedy: "check that it runs, and that its port can be reached from here",
                    cause: error
                )
            }
        }
    }
}
