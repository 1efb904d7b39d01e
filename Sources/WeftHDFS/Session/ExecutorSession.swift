import HDFS
import HadoopRPC
import Logging
import Synchronization
import WeftDiagnostics
import WeftEngine

/// An executor's way to Hadoop: all of it comes from the driver. There is no login, whatever tickets the machine has.
final class ExecutorSession: HDFSClients, CredentialsProvider {
    private struct Access: Sendable {
        var hadoop: HadoopConfiguration
        var user: UserGroupInformation
    }

    private let access = Mutex<Access?>(nil)
    private let clients = ClientTable()
    private let logger: Logger

    init(logger: Logger) { self.logger = logger }

    func install(_ bytes: [UInt8]) throws {
        let handover = try HadoopHandover(bytes)
        access.withLock { access in
            if let present = access, present.hadoop.keys == handover.properties.keys.sorted() {
                // Connections that are open stay; new ones show the new tokens.
                present.user.add(handover.credentials)
                return
            }
            access = Access(
                hadoop: handover.configuration,
                user: UserGroupInformation(
                    simpleName: handover.user,
                    loginSource: nil,
                    credentials: handover.credentials
                )
            )
        }
    }

    func client(_ authority: String) throws -> HDFSClient {
        guard let access = access.withLock({ $0 }) else { throw missing(authority) }
        return try clients.client(authority) {
            try HDFSClient(
                configuration: access.hadoop,
                authority: authority,
                user: access.user,
                onRetry: RetryLog.warn(logger, authority)
            )
        }
    }

    var defaultAuthority: String? { nil }

    func close() { clients.close() }

    func explained(_ error: WeftError, authority: String) -> WeftError {
        guard ["sasl-failed", "token-invalid", "token-expired"].contains(error.code) else { return error }
        var error = error
        error.remedy = Self.remedy(authority)
        return error
    }

    private func missing(_ authority: String) -> WeftError {
        WeftError(
            "token-missing",
            "the driver has given this executor nothing to use hdfs://\(authority) with",
            remedy: Self.remedy(authority)
        )
    }

    private static func remedy(_ authority: String) -> String {
        "see in the driver's log whether it gets tokens; name hdfs://\(authority) in "
            + "\(ConfigurationKeys.kerberosAccessFileSystems.name) if only tasks use it"
    }

    // MARK: What drivers do

    func start(publish: @escaping @Sendable (IssuedCredentials) -> Void) {}
    func obtain() throws -> Bool { false }
    func revoke() {}
}
