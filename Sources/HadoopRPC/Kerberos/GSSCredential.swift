import WeftDiagnostics

/// Who this side is: a Kerberos principal with a ticket of its own. Several threads may use one at once.
public final class GSSCredential: Sendable {
    /// The principal, `alice@EXAMPLE.COM` for instance.
    public let principal: String
    /// Where the ticket is or came from, in words for errors: `ticket cache FILE:/tmp/krb5cc_1000` for instance.
    public let origin: String
    /// When the ticket ends, in milliseconds since 1970.
    public let expiry: Int64
    /// How long a call may wait for the KDC.
    public let kdcTimeout: Duration

    /// Takes the ticket of a cache.
    ///
    /// - Parameters:
    ///   - ticketCache: the cache's name or path; nil for the default one (`KRB5CCNAME`, then what krb5.conf says).
    ///   - principal: whose ticket; nil for the cache's own.
    ///   - kdcTimeout: how long a call may wait for the KDC.
    public init(ticketCache: String?, principal: String? = nil, kdcTimeout: Duration = .seconds(30)) throws {
        throw WeftError("kerberos-failed", "not yet")
    }

    /// Logs in with a keytab, into a cache in memory of its own.
    public init(keytab: String, principal: String, kdcTimeout: Duration = .seconds(30)) throws {
        throw WeftError("kerberos-failed", "not yet")
    }
}
