import HadoopProtos
import HadoopRPC
import WeftDiagnostics
import YARN

/// What is needed to start an application master.
struct MasterLaunch: Sendable {
    var application: ManagedApplication
    var attempt: ApplicationAttemptID
    var container: ManagedContainer
}

/// Starts application masters on NodeManagers, by their own protocol (AMLauncher.java).
final class MasterLauncher: Sendable {
    private let tokens: ClusterTokens
    private let options: RPCOptions
    private let configuration: HadoopConfiguration

    init(tokens: ClusterTokens, protection: SaslProtection) throws {
        self.tokens = tokens
        var options = RPCOptions()
        options.protections = [protection]
        options.connectRetries = 2
        self.options = options
        configuration = HadoopConfiguration(environment: [:])
    }

    /// - Parameter resourceManager: which start of the ResourceManager it is.
    func launch(_ launch: MasterLaunch, resourceManager: Int64) throws {
        let node = launch.container.node
        let user = launch.application.user
        var credentials = Credentials()
        let token = tokens.nodeToken(launch.attempt, node: node, submitter: user)
        credentials.add(token)
        let client = try RPCClient(
            configuration: configuration,
            user: UserGroupInformation(
                simpleName: launch.attempt.description,
                loginSource: nil,
                credentials: credentials
            ),
            options: options
        )
        defer { client.close() }
        let service = try RPCService(
            client: client,
            protocolInfo: RPCProtocol(name: ContainerManagementService.protocolName, principalKey: nil) { _, _, _ in
                token
            },
            servers: [HadoopAddress(host: node.host, port: Int(node.port))]
        )
        let request = StartContainersRequestProto(startContainerRequest: [
            StartContainerRequestProto(
                containerLaunchContext: try context(launch),
                containerToken: tokens.containerToken(
                    launch.container.tokenIdentifier(
                        submitter: user,
                        resourceManager: resourceManager,
                        expiry: TimeText.now + 600_000
                    ),
                    node: node
                ).message
            )
        ])
        let response: StartContainersResponseProto = try service.call("startContainers", request, .idempotent)
        if let failed = response.failedRequests.first {
            throw WeftError("remote-exception", failed.exception?.message ?? "the NodeManager gave no reason")
        }
    }

    /// The application's own context, with what the ResourceManager adds to it.
    private func context(_ launch: MasterLaunch) throws -> ContainerLaunchContextProto {
        let application = launch.application
        var context = application.context.amContainerSpec ?? ContainerLaunchContextProto()
        let added = [
            ("APPLICATION_WEB_PROXY_BASE", "/proxy/\(application.id)"),
            ("APP_SUBMIT_TIME_ENV", "\(application.submitTime)"),
            ("MAX_APP_ATTEMPTS", "\(application.maximumAttempts)"),
        ]
        context.environment.removeAll { entry in added.contains { $0.0 == entry.key } }
        context.environment += added.map { StringStringMapProto(key: $0.0, value: $0.1) }
        var credentials = Credentials()
        if let storage = context.tokens, !storage.isEmpty {
            credentials = try Credentials(storage: storage, subject: "the application's tokens")
        }
        // Its service is empty: the client puts in what it talks to.
        credentials.add(tokens.masterToken(launch.attempt), alias: "")
        context.tokens = credentials.storage()
        return context
    }
}
