import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// The NameNode or the NameNodes of one file system, called over Hadoop RPC.
public final class NamenodeService: NamenodeCalls {
    /// The service that is called.
    public let service: RPCService
    /// The file system's name: a name service, or `host:port`.
    public let nameService: NameService

    /// Makes the service of a file system.
    ///
    /// - Parameters:
    ///   - client: the client that makes the calls.
    ///   - authority: what paths of the file system have behind `hdfs://`.
    ///   - onRetry: called before a call waits to be made again.
    /// - Throws: `hadoop-configuration`.
    public init(
        client: RPCClient,
        authority: String,
        onRetry: (@Sendable (WeftError, Int) -> Void)? = nil
    ) throws {
        nameService = try client.configuration.nameService(authority)
        service = try RPCService(
            client: client,
            protocolInfo: try Self.clientProtocol(nameService, client.configuration),
            servers: nameService.members.map(\.address),
            onRetry: onRetry
        )
    }

    /// `ClientProtocol` of a file system, which says whose tokens are good for it.
    public static func clientProtocol(
        _ nameService: NameService,
        _ configuration: HadoopConfiguration
    ) throws -> RPCProtocol {
        let usesIP = try configuration.security.tokenServiceUsesIP
        let highlyAvailable = nameService.isHighlyAvailable ? nameService.authority : nil
        return RPCProtocol(
            name: "org.apache.hadoop.hdfs.protocol.ClientProtocol",
            principalKey: "dfs.namenode.kerberos.principal"
        ) { credentials, address, remote in
            HDFSTokens.select(
                credentials,
                address: address,
                remote: remote,
                highlyAvailable: highlyAvailable,
                usesIP: usesIP
            )
        }
    }

    /// Calls a method of `ClientProtocol`.
    public func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ idempotency: Idempotency,
        returning: Response.Type = Response.self
    ) throws -> Response {
        do {
            return try service.call(method, request, idempotency, returning: Response.self)
        } catch {
            throw NamenodeErrors.translated(WeftError(wrapping: error))
        }
    }
}
