import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// A client of the ResourceManager, for one user: applications, nodes, queues. Share it: its calls may come from several
/// threads.
///
/// Calls block, none without end. Errors are `WeftError`: `resourcemanager-unreachable`, `application-not-found`,
/// `invalid-resource-request`, `queue-not-found`, `permission-denied` and others.
public final class ResourceManagerClient: Sendable {
    /// The configuration.
    public let configuration: HadoopConfiguration
    /// Who calls.
    public let user: UserGroupInformation
    let service: ResourceManagerService
    /// How long to wait between two looks at an application, in milliseconds.
    let pollInterval: Int

    /// The key of the address that clients connect to.
    public static let addressKey = "yarn.resourcemanager.address"
    /// The port that clients connect to by default.
    public static let defaultPort = 8032

    /// Makes a client. Nothing is sent until the first call.
    ///
    /// - Parameters:
    ///   - configuration: the cluster's configuration.
    ///   - user: who calls; this process's user by default.
    ///   - wait: for how long, in milliseconds, a ResourceManager that can't be reached is asked again; 10 s by default, so
    ///     that people at a terminal hear of it. Services take `yarn.resourcemanager.connect.max-wait.ms`.
    ///   - onRetry: called before a call waits to be made again: why, and how long in milliseconds.
    /// - Throws: `hadoop-configuration`.
    public init(
        configuration: HadoopConfiguration,
        user: UserGroupInformation? = nil,
        wait: Int = 10_000,
        onRetry: (@Sendable (WeftError, Int) -> Void)? = nil
    ) throws {
        self.configuration = configuration
        let user = try user ?? UserGroupInformation(configuration: configuration)
        self.user = user
        pollInterval = max(
            10,
            try configuration.int("yarn.client.application-client-protocol.poll-interval-ms", default: 200)
        )
        service = try ResourceManagerService(
            client: RPCClient(
                configuration: configuration,
                user: user,
                options: .yarn(configuration, wait: wait)
            ),
            protocolInfo: try Self.applicationClientProtocol(configuration),
            addressKey: Self.addressKey,
            members: try configuration.resourceManagers(Self.addressKey, defaultPort: Self.defaultPort),
            onRetry: onRetry
        )
    }

    /// `ApplicationClientProtocol`, with the user's token for the ResourceManager if there is one.
    static func applicationClientProtocol(_ configuration: HadoopConfiguration) throws -> RPCProtocol {
        let usesIP = try configuration.security.tokenServiceUsesIP
        return RPCProtocol(
            name: "org.apache.hadoop.yarn.api.ApplicationClientProtocolPB",
            principalKey: "yarn.resourcemanager.principal"
        ) { credentials, address, remote in
            let services = TokenService.candidates(for: address, ips: [remote.ip], usesIP: usesIP)
            return credentials.token(.resourceManagerDelegation, for: services)
        }
    }

    /// The ResourceManager that is asked first now: the one that answered last.
    public var currentServer: HadoopAddress { service.service.currentServer }

    /// How the ResourceManager authenticates this client and protects what travels, for `weft diagnose`.
    ///
    /// - Returns: the method (`simple`, `kerberos`, `token`) and the level.
    /// - Throws: why no connection can be made.
    public func probe() throws -> (method: String, protection: SaslProtection) {
        try service.service.client.probe(service.service.protocolInfo, at: currentServer)
    }

    /// Ends the connections. Later calls make new ones.
    public func close() { service.service.client.close() }

    func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        returning: Response.Type = Response.self
    ) throws -> Response {
        // All calls of this protocol may be made twice (ApplicationClientProtocol.java).
        try service.call(method, request, .idempotent, returning: Response.self)
    }

    /// The part of an answer without which it says nothing.
    func required<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else { throw WeftError("rpc-protocol", "the ResourceManager's answer has no \(what)") }
        return value
    }
}
