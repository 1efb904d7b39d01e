import HDFS
import HadoopRPC
import Synchronization
import WeftDiagnostics
import YARN

/// Renews the tokens that applications bring, as long as these run, and cancels them in the end
/// (DelegationTokenRenewer.java). Times are in milliseconds since 1970.
final class TokenRenewer: Sendable {
    private struct Held {
        var applications: Set<ApplicationID>
        var nextRenewal: Int64
        /// Whether the token is cancelled with its last application.
        var isCancelled: Bool
    }

    private let configuration: HadoopConfiguration
    private let user: UserGroupInformation
    private let delegation: DelegationTokens
    private let shortName: String
    private let held = Mutex<[Token: Held]>([:])

    /// - Parameters:
    ///   - configuration: where HDFS is.
    ///   - keytab: the ResourceManager's keytab.
    ///   - principal: its principal.
    init(configuration: HadoopConfiguration, keytab: String, principal: String, delegation: DelegationTokens) throws {
        self.configuration = configuration
        self.delegation = delegation
        let name = try KerberosName(principal)
        shortName = name.service
        user = UserGroupInformation(
            simpleName: name.service,
            loginSource: .keytab(path: keytab, principal: principal)
        )
    }

    /// Takes the tokens of an application, and renews them for the first time: one that can't be renewed is found before
    /// the application runs.
    ///
    /// - Returns: what is wrong with them; nil when nothing is.
    func adopt(_ storage: [UInt8], for application: ApplicationID, cancels: Bool) -> String? {
        guard !storage.isEmpty else { return nil }
        do {
            let credentials = try Credentials(storage: storage, subject: "the application's tokens")
            for token in Set(credentials.tokens.values) where isRenewable(token) {
                if held.withLock({ $0[token]?.applications.insert(application) }) != nil { continue }
                do {
                    let expiry = try renew(token)
                    held.withLock { held in
                        // Another application may have brought it meanwhile.
                        var entry = held[token] ?? Held(applications: [], nextRenewal: 0, isCancelled: cancels)
                        entry.applications.insert(application)
                        entry.nextRenewal = Self.nextRenewal(expiry)
                        held[token] = entry
                    }
                } catch {
                    return "Failed to renew token: Kind: \(token.kind), Service: \(token.service): "
                        + WeftError(wrapping: error).message
                }
            }
            return nil
        } catch { return WeftError(wrapping: error).message }
    }

    private func isRenewable(_ token: Token) -> Bool {
        token.kind == .hdfsDelegation || token.kind == .resourceManagerDelegation
    }

    private static func nextRenewal(_ expiry: Int64) -> Int64 {
        let now = TimeText.now
        return now + max(0, expiry - now) / 10 * 9
    }

    private func renew(_ token: Token) throws -> Int64 {
        if token.kind == .resourceManagerDelegation {
            return try delegation.renew(token, by: shortName, now: TimeText.now)
        }
        return try withClient(token) { try $0.renew(token) }
    }

    private func withClient<Result>(_ token: Token, _ body: (HDFSClient) throws -> Result) throws -> Result {
        let logical = "ha-hdfs:"
        let authority =
            token.service.hasPrefix(logical) ? String(token.service.dropFirst(logical.count)) : token.service
        let client = try HDFSClient(configuration: configuration, authority: authority, user: user)
        defer { client.close() }
        return try body(client)
    }

    /// Renews what is due; may wait for servers.
    func renewDue() {
        let now = TimeText.now
        for token in held.withLock({ $0.filter { $0.value.nextRenewal <= now }.map(\.key) }) {
            // One that can't be renewed any more is tried again later; the application finds out by itself.
            let next = (try? renew(token)).map { Self.nextRenewal($0) } ?? now + 60_000
            held.withLock { $0[token]?.nextRenewal = next }
        }
    }

    /// Lets go of an application's tokens; those that nobody else has are cancelled, if their owner wanted that.
    ///
    /// - Parameter cancels: false when the application was never taken.
    func drop(_ application: ApplicationID, cancels: Bool = true) {
        let unused = held.withLock { held -> [Token] in
            var unused: [Token] = []
            for (token, entry) in held where entry.applications.contains(application) {
                held[token]?.applications.remove(application)
                guard entry.applications.count == 1 else { continue }
                held[token] = nil
                if entry.isCancelled, cancels { unused.append(token) }
            }
            return unused
        }
        for token in unused {
            if token.kind == .resourceManagerDelegation {
                try? delegation.cancel(token, by: shortName, now: TimeText.now)
            } else {
                try? withClient(token) { try $0.cancel(token) }
            }
        }
    }
}
