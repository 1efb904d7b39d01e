import CKerberos
import WeftDiagnostics

/// Who this side is: a Kerberos principal with a ticket of its own. Several threads may use one at once.
public final class GSSCredential: @unchecked Sendable {
    /// How long calls wait for a KDC, if nobody says otherwise.
    public static let defaultKDCTimeout = Duration.seconds(30)

    /// The principal, `alice@EXAMPLE.COM` for instance.
    public let principal: String
    /// When the ticket starts to count, milliseconds since 1970.
    public let start: Int64
    /// When the ticket ends, milliseconds since 1970.
    public let expiry: Int64
    /// How long a call may wait for the KDC.
    public let kdcTimeout: Duration
    /// Where the ticket is or came from.
    let origin: KerberosOrigin

    // The library locks what it changes in a credential.
    let handle: gss_cred_id_t?
    private let gssapi: GSSAPI
    /// What keeps the tickets in memory alive.
    private let login: KeytabLogin?

    private init(
        _ handle: gss_cred_id_t?,
        _ gssapi: GSSAPI,
        ticket: KerberosTicket,
        origin: KerberosOrigin,
        login: KeytabLogin?,
        kdcTimeout: Duration
    ) {
        self.handle = handle
        self.gssapi = gssapi
        principal = ticket.client
        start = ticket.start
        expiry = ticket.end
        self.origin = origin
        self.login = login
        self.kdcTimeout = kdcTimeout
    }

    deinit {
        var minor: OM_uint32 = 0
        var credential = handle
        _ = gssapi.functions.pointee.gss_release_cred(&minor, &credential)
    }

    /// Takes the ticket of a cache, without talking to anybody.
    ///
    /// - Parameters:
    ///   - name: the cache's name or path; nil for the default one (`KRB5CCNAME`, then what krb5.conf says).
    ///   - principal: whose ticket; nil for the cache's own.
    ///   - kdcTimeout: how long calls with the credential may wait for the KDC.
    /// - Throws: `kerberos-no-ticket`, `kerberos-expired`, or another code of the `kerberos-` family.
    public static func ticketCache(
        _ name: String? = nil,
        principal: String? = nil,
        kdcTimeout: Duration = defaultKDCTimeout
    ) throws -> GSSCredential {
        let cache = try TicketCache.read(name, principal: principal)
        let parties = KerberosParties(principal: principal ?? cache.principal, origin: .ticketCache(cache.name))
        return try of(cache, wanted: principal, parties, kdcTimeout: kdcTimeout)
    }

    static func of(
        _ cache: TicketCache,
        wanted: String?,
        _ parties: KerberosParties,
        kdcTimeout: Duration
    ) throws -> GSSCredential {
        let ticket = try usable(cache, wanted: wanted, parties)
        return try acquire(cache.name, ticket: ticket, parties, login: nil, kdcTimeout: kdcTimeout)
    }

    /// Logs in with a keytab, into a cache in memory that goes with the credential.
    ///
    /// - Parameters:
    ///   - path: the keytab.
    ///   - principal: whose key to take; without a realm the default one's.
    ///   - kdcTimeout: how long to wait for the KDC now, and how long calls with the credential may.
    /// - Throws: a code of the `kerberos-` family.
    public static func keytab(
        _ path: String,
        principal: String,
        kdcTimeout: Duration = defaultKDCTimeout
    ) throws -> GSSCredential {
        let parties = KerberosParties(principal: principal, origin: .keytab(path))
        return try KDCWait.run(for: kdcTimeout, details: parties.details) {
            let login = try KeytabLogin.run(keytab: path, principal: principal)
            return try acquire(login.cacheName, ticket: login.ticket, parties, login: login, kdcTimeout: kdcTimeout)
        }
    }

    /// The ticket to use, if there is one that counts.
    private static func usable(_ cache: TicketCache, wanted: String?, _ parties: KerberosParties) throws
        -> KerberosTicket
    {
        if let wanted {
            let name = try Krb5.run(parties) { krb5 in try krb5.withPrincipal(wanted) { krb5.name($0) } }
            guard name == cache.principal else {
                throw WeftError(
                    KerberosCause.noTicket.code,
                    "the ticket cache is \(cache.principal)'s, not \(name)'s",
                    remedy: "run kinit \(name), or name the cache that has its tickets",
                    details: parties.details
                )
            }
        }
        // A cache that somebody else filled may hold tickets for servers alone.
        guard let ticket = cache.ticketGrantingTicket ?? cache.tickets.max(by: { $0.end < $1.end }) else {
            throw WeftError(
                KerberosCause.noTicket.code,
                "the ticket cache of \(cache.principal) is empty",
                remedy: KerberosCause.noTicket.remedy,
                details: parties.details
            )
        }
        guard ticket.end > cache.now else {
            let ago = Duration.milliseconds(cache.now - ticket.end)
            throw WeftError(
                KerberosCause.expired.code,
                "the Kerberos ticket of \(cache.principal) has expired, \(ago.inWords) ago",
                remedy: KerberosCause.expired.remedy,
                details: parties.details
            )
        }
        return ticket
    }

    private static func acquire(
        _ cacheName: String,
        ticket: KerberosTicket,
        _ parties: KerberosParties,
        login: KeytabLogin?,
        kdcTimeout: Duration
    ) throws -> GSSCredential {
        let gssapi = try GSSAPI()
        var minor: OM_uint32 = 0
        var made: gss_cred_id_t?
        var mechanism = weft_gss_mechanism_krb5
        let major = withUnsafeMutablePointer(to: &mechanism) { mechanism in
            cacheName.withCString { value in
                "ccache".withCString { key in
                    var element = gss_key_value_element_desc(key: key, value: value)
                    return withUnsafeMutablePointer(to: &element) { element in
                        var store = gss_key_value_set_desc(count: 1, elements: element)
                        var mechanisms = gss_OID_set_desc(count: 1, elements: mechanism)
                        return gssapi.functions.pointee.gss_acquire_cred_from(
                            &minor,
                            nil,
                            OM_uint32.max,
                            &mechanisms,
                            GSS_C_INITIATE,
                            &store,
                            &made,
                            nil,
                            nil
                        )
                    }
                }
            }
        }
        do {
            try gssapi.check(major, minor, "gss_acquire_cred_from")
        } catch let failure as KerberosFailure {
            throw WeftError.kerberos(failure, parties)
        }
        return GSSCredential(
            made,
            gssapi,
            ticket: ticket,
            origin: parties.origin ?? .ticketCache(cacheName),
            login: login,
            kdcTimeout: kdcTimeout
        )
    }

    /// Who this is, for errors.
    var parties: KerberosParties { KerberosParties(principal: principal, origin: origin) }

    /// The parties of an exchange with a server, for its errors.
    func parties(target: String) -> KerberosParties {
        KerberosParties(principal: principal, origin: origin, target: target)
    }

    /// Whether another credential stands for the same login.
    func hasSameTicket(as other: GSSCredential) -> Bool {
        login == nil && other.login == nil && principal == other.principal && origin == other.origin
            && start == other.start && expiry == other.expiry
    }
}

extension Duration {
    /// The time in the largest unit that fits: `3 h`.
    var inWords: String {
        let seconds = max(0, milliseconds / 1000)
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86400) days"
        }
    }
}
