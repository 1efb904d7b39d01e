/// On whose behalf a client acts, and how it proves that.
public struct HadoopUser: Sendable, Hashable {
    /// How a user is authenticated.
    public enum Authentication: Sendable, Hashable {
        /// Not at all: the server believes the name.
        case simple
        /// By a Kerberos ticket.
        case kerberos
        /// By tokens only, as executors have them.
        case token
    }

    /// Whose rights count: a short name (`alice`) or, with Kerberos, a principal (`alice@EXAMPLE.COM`).
    public var effectiveUser: String
    /// Who is authenticated, when that is somebody else: the proxy user of `doAs`.
    public var realUser: String?
    /// How.
    public var authentication: Authentication

    /// Makes a user.
    ///
    /// - Parameters:
    ///   - effectiveUser: whose rights count.
    ///   - realUser: who is authenticated, if somebody else; nil by default.
    ///   - authentication: how.
    public init(_ effectiveUser: String, realUser: String? = nil, authentication: Authentication) {
        self.effectiveUser = effectiveUser
        self.realUser = realUser == effectiveUser ? nil : realUser
        self.authentication = authentication
    }

    /// Whether somebody acts for somebody else.
    public var isProxy: Bool { realUser != nil }

    /// This user acting for another one, which the server must allow (`hadoop.proxyuser.…`).
    public func acting(for other: String) -> HadoopUser {
        HadoopUser(other, realUser: realUser ?? effectiveUser, authentication: authentication)
    }
}

extension HadoopUser: CustomStringConvertible {
    /// `alice`, or `alice via superuser`.
    public var description: String { realUser.map { "\(effectiveUser) via \($0)" } ?? effectiveUser }
}
