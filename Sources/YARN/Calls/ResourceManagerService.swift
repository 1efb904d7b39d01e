import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// The ResourceManager, or the pair of which one is active, for one of its protocols: with retries, failover, and errors
/// that say what they mean.
final class ResourceManagerService: Sendable {
    let service: RPCService
    /// The key whose value is the address.
    let addressKey: String
    private let members: [HadoopConfiguration.ResourceManager]

    init(
        client: RPCClient,
        protocolInfo: RPCProtocol,
        addressKey: String,
        members: [HadoopConfiguration.ResourceManager],
        onRetry: (@Sendable (WeftError, Int) -> Void)?
    ) throws {
        self.addressKey = addressKey
        self.members = members
        service = try RPCService(
            client: client,
            protocolInfo: protocolInfo,
            servers: members.map(\.address),
            onRetry: onRetry
        )
    }

    func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ idempotency: Idempotency,
        returning: Response.Type = Response.self
    ) throws -> Response {
        do {
            return try service.call(method, request, idempotency, returning: Response.self)
        } catch {
            throw described(WeftError(wrapping: error))
        }
    }

    /// Errors that mean that the ResourceManager couldn't be asked.
    static let unreachable: Set<WeftError.Code> = [
        "unknown-host", "connection-refused", "connect-timeout", "connection-failed", "connection-not-ready",
        "connection-lost", "timed-out", "standby",
    ]

    private func described(_ error: WeftError) -> WeftError {
        guard Self.unreachable.contains(error.code) else { return YARNErrors.translated(error) }
        let addresses = members.map { member in (member.id.map { "\($0) at " } ?? "") + "\(member.address)" }
        return WeftError(
            "resourcemanager-unreachable",
            members.count == 1
                ? "the ResourceManager at \(addresses[0]) can't be reached"
                : "none of the ResourceManagers (\(addresses.joined(separator: ", "))) can be reached or is active",
            remedy: "check that it runs, and that \(addressKey) in yarn-site.xml of HADOOP_CONF_DIR is its address",
            details: [.init("configuration", service.client.configuration.searchReport)],
            cause: error
        )
    }
}
