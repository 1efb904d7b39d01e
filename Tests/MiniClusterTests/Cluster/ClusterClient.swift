import Glibc
import HadoopProtos
import HadoopRPC
import WeftDiagnostics
import YARN

@testable import MiniCluster

/// Calls a cluster's servers as clients and application masters do.
struct ClusterClient {
    let cluster: MiniCluster
    let user: UserGroupInformation
    private let client: RPCClient

    init(_ cluster: MiniCluster, user: UserGroupInformation) throws {
        self.cluster = cluster
        self.user = user
        client = try RPCClient(configuration: cluster.configuration, user: user)
    }

    /// A user of an insecure cluster.
    init(_ cluster: MiniCluster, _ name: String = "alice", credentials: Credentials = Credentials()) throws {
        try self.init(
            cluster,
            user: UserGroupInformation(simpleName: name, loginSource: nil, credentials: credentials)
        )
    }

    /// A user with a ticket.
    init(_ cluster: MiniCluster, ticketOf name: String) throws {
        let cache = try cluster.environment(user: name)["KRB5CCNAME"].orThrow()
        try self.init(
            cluster,
            user: UserGroupInformation(
                simpleName: name,
                loginSource: .ticketCache(path: String(cache.dropFirst(5)), principal: nil)
            )
        )
    }

    func close() { client.close() }

    func resourceManager<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        returning: Response.Type = Response.self
    ) throws -> Response {
        let service = try RPCService(
            client: client,
            protocolInfo: RPCProtocol(
                name: ApplicationClientService.protocolName,
                principalKey: "yarn.resourcemanager.principal"
            ) { credentials, _, _ in credentials.tokens.values.first { $0.kind == .resourceManagerDelegation } },
            servers: [HadoopAddress(host: "localhost", port: cluster.clientPort)]
        )
        return try service.call(method, request, .once)
    }

    func scheduler<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        token: Token,
        returning: Response.Type = Response.self
    ) throws -> Response {
        let service = try RPCService(
            client: client,
            protocolInfo: RPCProtocol(name: ApplicationMasterService.protocolName, principalKey: nil) { _, _, _ in token
            },
            servers: [HadoopAddress(host: "localhost", port: cluster.schedulerPort)]
        )
        return try service.call(method, request, .once)
    }

    func node<Request: HadoopMessage, Response: HadoopMessage>(
        _ node: NodeIdProto,
        _ method: String,
        _ request: Request,
        token: Token,
        returning: Response.Type = Response.self
    ) throws -> Response {
        let service = try RPCService(
            client: client,
            protocolInfo: RPCProtocol(name: ContainerManagementService.protocolName, principalKey: nil) { _, _, _ in
                token
            },
            servers: [HadoopAddress(host: node.host ?? "", port: Int(node.port ?? 0))]
        )
        return try service.call(method, request, .once)
    }

    // MARK: Applications

    /// Submits an application whose master is a command of bash.
    func submit(
        _ command: String,
        queue: String = "default",
        attempts: Int32 = 1,
        memory: Int64 = 512,
        resources: [String: LocalResourceProto] = [:],
        environment: [String: String] = [:],
        change: (inout ApplicationSubmissionContextProto) -> Void = { _ in }
    ) throws -> ApplicationID {
        let new: GetNewApplicationResponseProto = try resourceManager(
            "getNewApplication",
            GetNewApplicationRequestProto()
        )
        let id = try new.applicationId.orThrow()
        var context = ApplicationSubmissionContextProto(
            applicationId: id,
            applicationName: "test",
            queue: queue,
            amContainerSpec: Self.launchContext(command, resources: resources, environment: environment),
            maxAppAttempts: attempts,
            resource: ResourceProto(memory: memory, virtualCores: 1),
            applicationType: "TEST"
        )
        change(&context)
        let _: SubmitApplicationResponseProto = try resourceManager(
            "submitApplication",
            SubmitApplicationRequestProto(applicationSubmissionContext: context)
        )
        return ApplicationID(id)
    }

    static func launchContext(
        _ command: String,
        resources: [String: LocalResourceProto] = [:],
        environment: [String: String] = [:]
    ) -> ContainerLaunchContextProto {
        ContainerLaunchContextProto(
            localResources: resources.map { StringLocalResourceMapProto(key: $0.key, value: $0.value) },
            environment: environment.map { StringStringMapProto(key: $0.key, value: $0.value) },
            command: ["{ \(command); }", "1><LOG_DIR>/stdout", "2><LOG_DIR>/stderr"]
        )
    }

    func report(_ id: ApplicationID) throws -> ApplicationReportProto {
        let response: GetApplicationReportResponseProto = try resourceManager(
            "getApplicationReport",
            GetApplicationReportRequestProto(applicationId: id.message)
        )
        return try response.applicationReport.orThrow()
    }

    /// Waits until an application has a state.
    func wait(for states: Set<YarnApplicationStateProto>, _ id: ApplicationID) throws -> ApplicationReportProto {
        let deadline = Deadline.after(milliseconds: 60_000)
        while true {
            let report = try report(id)
            if let state = report.yarnApplicationState, states.contains(state) { return report }
            if deadline.hasPassed {
                throw WeftError("timed-out", "\(id) is \(report.yarnApplicationState.map { "\($0)" } ?? "nothing")")
            }
            Pause.sleep(milliseconds: 20)
        }
    }

    /// Submits an application whose master is the test itself.
    func submitUnmanaged() throws -> TestMaster {
        let id = try submit("true") { $0.unmanagedAm = true }
        let report = try report(id)
        let attempt = try report.currentApplicationAttemptId.orThrow()
        return TestMaster(
            client: self,
            attempt: ApplicationAttemptID(attempt),
            token: Token(try report.amRmToken.orThrow())
        )
    }
}

/// An application master that a test plays.
final class TestMaster {
    let client: ClusterClient
    let attempt: ApplicationAttemptID
    var token: Token
    var responseID: Int32 = 0
    var nodeTokens: [NodeID: Token] = [:]
    var containers: [ContainerProto] = []
    var completed: [ContainerStatusProto] = []

    init(client: ClusterClient, attempt: ApplicationAttemptID, token: Token) {
        self.client = client
        self.attempt = attempt
        self.token = token
    }

    @discardableResult
    func register() throws -> RegisterApplicationMasterResponseProto {
        responseID = 0
        return try client.scheduler(
            "registerApplicationMaster",
            RegisterApplicationMasterRequestProto(host: "localhost", rpcPort: 0, trackingUrl: "http://localhost:1/"),
            token: token
        )
    }

    @discardableResult
    func allocate(
        _ asks: [ResourceRequestProto] = [],
        release: [ContainerIdProto] = []
    ) throws -> AllocateResponseProto {
        let response: AllocateResponseProto = try client.scheduler(
            "allocate",
            AllocateRequestProto(ask: asks, release: release, responseId: responseID, progress: 0.5),
            token: token
        )
        responseID = response.responseId ?? 0
        for entry in response.nmTokens {
            if let node = entry.nodeId, let token = entry.token { nodeTokens[NodeID(node)] = Token(token) }
        }
        containers += response.allocatedContainers
        completed += response.completedContainerStatuses
        if let fresh = response.amRmToken { token = Token(fresh) }
        return response
    }

    /// Heartbeats until something is so.
    func heartbeat(until isDone: (TestMaster) -> Bool) throws {
        let deadline = Deadline.after(milliseconds: 60_000)
        while !isDone(self) {
            try allocate()
            if deadline.hasPassed { throw WeftError("timed-out", "the master waits in vain") }
            Pause.sleep(milliseconds: 10)
        }
    }

    func start(_ container: ContainerProto, _ context: ContainerLaunchContextProto) throws
        -> StartContainersResponseProto
    {
        let node = try container.nodeId.orThrow()
        return try client.node(
            node,
            "startContainers",
            StartContainersRequestProto(startContainerRequest: [
                StartContainerRequestProto(containerLaunchContext: context, containerToken: container.containerToken)
            ]),
            token: nodeTokens[NodeID(node)].orThrow()
        )
    }

    func stop(_ container: ContainerProto) throws -> StopContainersResponseProto {
        let node = try container.nodeId.orThrow()
        return try client.node(
            node,
            "stopContainers",
            StopContainersRequestProto(containerId: [container.id.orThrow()]),
            token: nodeTokens[NodeID(node)].orThrow()
        )
    }

    @discardableResult
    func finish(_ status: FinalApplicationStatusProto = .appSucceeded) throws -> FinishApplicationMasterResponseProto {
        try client.scheduler(
            "finishApplicationMaster",
            FinishApplicationMasterRequestProto(diagnostics: "well done", finalApplicationStatus: status),
            token: token
        )
    }

    static func ask(_ count: Int32, memory: Int64 = 1024, priority: Int32 = 1, place: String = "*")
        -> ResourceRequestProto
    {
        ResourceRequestProto(
            priority: PriorityProto(priority: priority),
            resourceName: place,
            capability: ResourceProto(memory: memory, virtualCores: 1),
            numContainers: count
        )
    }
}

extension Optional {
    /// The value, which a test counts on.
    func orThrow(_ what: String = "a value") throws -> Wrapped {
        guard let self else { throw WeftError("test-failed", "\(what) is missing") }
        return self
    }
}
