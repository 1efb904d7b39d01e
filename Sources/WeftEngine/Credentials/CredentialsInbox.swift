import Logging
import Synchronization
import WeftDiagnostics

/// Takes the credentials that come from the driver: the executor's side.
final class CredentialsInbox: Sendable {
    private let providers: [String: any CredentialsProvider]
    private let version = Mutex(-1)
    private let logger: Logger

    init(_ providers: [String: any CredentialsProvider], logger: Logger) {
        self.providers = providers
        self.logger = logger
    }

    /// Which version was taken last; less than 0 before the first one.
    var currentVersion: Int { version.withLock { $0 } }

    /// Gives new credentials to their providers; what is older than the last ones is dropped.
    func take(_ bundle: CredentialsBundle) {
        // Under the lock, so that of two that come at once the newer one stays.
        version.withLock { version in
            guard bundle.version > version else { return }
            version = bundle.version
            for (name, bytes) in bundle.entries {
                do {
                    try providers[name]?.install(bytes)
                } catch {
                    // What was there before may still be good, and tasks that need nothing of it go on.
                    logger.error(
                        "credentials from the driver can't be used: \(WeftError(wrapping: error))",
                        metadata: ["provider": "\(name)"]
                    )
                }
            }
        }
    }
}
