import Synchronization
import WeftDiagnostics

/// Whom a client acts as and what proves it: a ticket, tokens, or nothing on a cluster without security.
///
/// Kerberos is loaded, and a ticket looked for, only when a server is met for which there is no token.
public final class UserGroupInformation: Sendable {
    /// Where tickets come from; `nil` when Kerberos isn't to be used: without security, and in executors, which have
    /// tokens only.
    public let loginSource: KerberosLogin.Source?
    /// For whom the user acts, when that is somebody else: the proxy user.
    public let proxiedUser: String?
    private let simpleName: String
    private let login: SharedLogin
    private let held: Mutex<Credentials>

    /// Makes a user.
    ///
    /// - Parameters:
    ///   - simpleName: the name on a cluster without security, and what is shown where no ticket says another.
    ///   - loginSource: where tickets come from; `nil` for none.
    ///   - credentials: the tokens at hand.
    ///   - proxiedUser: for whom the user acts, if for somebody else.
    public convenience init(
        simpleName: String,
        loginSource: KerberosLogin.Source?,
        credentials: Credentials = Credentials(),
        proxiedUser: String? = nil
    ) {
        self.init(simpleName, loginSource, SharedLogin(), credentials, proxiedUser)
    }

    private init(
        _ simpleName: String,
        _ loginSource: KerberosLogin.Source?,
        _ login: SharedLogin,
        _ credentials: Credentials,
        _ proxiedUser: String?
    ) {
        self.simpleName = simpleName
        self.loginSource = loginSource
        self.login = login
        self.proxiedUser = proxiedUser
        held = Mutex(credentials)
    }

    /// The user of this process.
    ///
    /// - Parameters:
    ///   - configuration: says whether the cluster is secured.
    ///   - keytab: a keytab to log in with, and `principal` whose key in it to use; without them the ticket cache counts.
    ///   - principal: the principal; without a keytab, whose ticket of the cache to use.
    ///   - proxiedUser: for whom to act (`HADOOP_PROXY_USER` where it isn't given).
    ///   - credentials: tokens, beside those that were handed to this process (`HADOOP_TOKEN_FILE_LOCATION` and others).
    /// - Throws: when the token file can't be read, or only half of a login is given.
    public convenience init(
        configuration: HadoopConfiguration,
        keytab: String? = nil,
        principal: String? = nil,
        proxiedUser: String? = nil,
        credentials: Credentials = Credentials()
    ) throws {
        if keytab != nil, principal == nil {
            throw WeftError("hadoop-configuration", "a keytab is given without a principal", remedy: "give both")
        }
        var source: KerberosLogin.Source?
        if try configuration.security.isSecure {
            source =
                if let keytab, let principal { .keytab(path: keytab, principal: principal) } else {
                    .ticketCache(path: nil, principal: principal)
                }
        }
        let proxied = proxiedUser ?? configuration.environment["HADOOP_PROXY_USER"].flatMap { $0.isEmpty ? nil : $0 }
        var held = try Credentials(handedTo: configuration)
        held.merge(credentials)
        self.init(
            simpleName: try LoginUser.simpleName(environment: configuration.environment),
            loginSource: source,
            credentials: held,
            proxiedUser: proxied
        )
    }

    /// The tokens and secrets at hand.
    public var credentials: Credentials { held.withLock { $0 } }

    /// Adds tokens and secrets; new ones take the place of old ones of the same alias.
    public func add(_ credentials: Credentials) { held.withLock { $0.merge(credentials) } }

    /// The Kerberos login, made when it is first asked for. Threads that ask meanwhile wait for the one that makes it, and
    /// fail as it does.
    ///
    /// - Returns: `nil` when the user has none and shall have none.
    /// - Throws: a code of the `kerberos-` family: no ticket, a keytab that doesn't fit.
    public func kerberosLogin() throws -> KerberosLogin? {
        guard let loginSource else { return nil }
        return try login.get(loginSource)
    }

    /// The user that is authenticated: the principal, the owner of the tokens where there is no ticket, or the simple name.
    public func realUserName() throws -> String {
        do {
            if let login = try kerberosLogin() { return login.principal }
        } catch {
            guard let owner = tokenOwner else { throw error }
            return owner
        }
        return tokenOwner ?? simpleName
    }

    private var tokenOwner: String? {
        for (_, token) in credentials.tokens.sorted(by: { $0.key < $1.key }) where token.kind == .hdfsDelegation {
            if let identifier = try? DelegationTokenIdentifier(token.identifier) { return identifier.owner }
        }
        return nil
    }

    /// Whose rights count: the proxied user, else the one that is authenticated.
    public func effectiveUserName() throws -> String { try proxiedUser ?? realUserName() }

    /// This user with nothing but the login, which it shares.
    public var withoutTokens: UserGroupInformation {
        UserGroupInformation(simpleName, loginSource, login, Credentials(), proxiedUser)
    }

    /// This user acting for another one, which servers must allow (`hadoop.proxyuser.*`). It shares the login.
    public func acting(for other: String) -> UserGroupInformation {
        UserGroupInformation(simpleName, loginSource, login, Credentials(), other)
    }
}

extension UserGroupInformation {
    /// The short name of the user whose rights count, as the cluster's rules make it of a principal
    /// (`hadoop.security.auth_to_local`).
    public func shortUserName(_ configuration: HadoopConfiguration) throws -> String {
        let name = try KerberosName(effectiveUserName())
        return try configuration.authToLocalRules(defaultRealm: defaultRealm ?? name.realm ?? "").shortName(of: name)
    }

    /// The realm that krb5 gives names without one, else the user's own; `nil` without Kerberos, which isn't loaded for it.
    private var defaultRealm: String? {
        guard loginSource != nil else { return nil }
        if let realm = try? KerberosConfiguration.defaultRealm(), !realm.isEmpty { return realm }
        return try? kerberosLogin()?.realm
    }
}
