import WeftDiagnostics

/// A user who is logged in to Kerberos and stays so: by a keytab, which it logs in with again in time, or by a ticket
/// cache that somebody else fills. Several threads may use one at once.
public final class KerberosLogin: Sendable {
    /// Where the tickets come from.
    public enum Source: Sendable, Hashable {
        /// A cache that `kinit` fills: its name or path, nil for the default one; and whose, nil for the cache's own.
        case ticketCache(path: String?, principal: String?)
        /// A keytab and the principal whose key in it to use.
        case keytab(path: String, principal: String)
    }

    /// Where the tickets come from.
    public let source: Source
    /// The principal, `alice@EXAMPLE.COM` for instance.
    public let principal: String
    /// The principal's realm.
    public var realm: String { "" }
    /// When the present ticket ends, in milliseconds since 1970.
    public var expiry: Int64 { 0 }

    /// Logs in, or finds the ticket that is there.
    ///
    /// - Throws: a code of the `kerberos-` family.
    public init(_ source: Source, kdcTimeout: Duration = .seconds(30)) throws {
        throw WeftError("kerberos-failed", "not yet")
    }

    /// The credential for a new connection: with a keytab one that has a fifth of its life left at least, with a ticket
    /// cache the one that is in the cache now.
    ///
    /// - Throws: a code of the `kerberos-` family.
    public func credential() throws -> GSSCredential { throw WeftError("kerberos-failed", "not yet") }

    /// Logs in again although the ticket looks fine, because a server refused it; does nothing when the last login is
    /// younger than `minimumGap`.
    ///
    /// - Returns: whether there is another ticket now.
    /// - Throws: a code of the `kerberos-` family.
    @discardableResult
    public func relogin(minimumGap: Duration = .seconds(60)) throws -> Bool { false }
}
