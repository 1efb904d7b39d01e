import CKerberos
import WeftDiagnostics

/// What a ticket cache holds, as `klist` shows it.
public struct TicketCache: Sendable, Hashable {
    /// The cache's full name, `FILE:/tmp/krb5cc_1000` for instance.
    public var name: String
    /// Whose tickets these are.
    public var principal: String
    /// The tickets, in the cache's order.
    public var tickets: [KerberosTicket]
    /// krb5's idea of now, milliseconds since 1970; it follows the KDC's clock where the cache knows it.
    public var now: Int64

    /// Reads a cache.
    ///
    /// - Parameters:
    ///   - name: the cache's name or path; nil for the default one (`KRB5CCNAME`, then what krb5.conf says).
    ///   - principal: whose cache to take where the default is a collection of several.
    /// - Throws: `kerberos-no-ticket` where there is none.
    public static func read(_ name: String? = nil, principal: String? = nil) throws -> TicketCache {
        let parties = KerberosParties(principal: principal, origin: .ticketCache(name ?? "the default one"))
        return try Krb5.run(parties) { krb5 in
            let handle = try krb5.openCache(name, principal: principal)
            defer { _ = krb5.functions.pointee.krb5_cc_close(krb5.context, handle) }
            let named = KerberosParties(principal: principal, origin: .ticketCache(krb5.fullName(handle)))
            do {
                return try krb5.read(handle)
            } catch let failure as KerberosFailure {
                throw WeftError.kerberos(failure, named)
            }
        }
    }

    /// The ticket that other tickets are asked for with: the principal's own realm's if there is one; the one that lasts
    /// longest.
    public var ticketGrantingTicket: KerberosTicket? {
        let realm = principal.realmOfPrincipal
        let granting = tickets.filter { $0.server.hasPrefix("krbtgt/") }
        let own = granting.filter { $0.server == "krbtgt/\(realm)@\(realm)" }
        return (own.isEmpty ? granting : own).max { $0.end < $1.end }
    }
}

/// One ticket of a cache.
public struct KerberosTicket: Sendable, Hashable {
    /// Whose it is.
    public var client: String
    /// Whom it is for.
    public var server: String
    /// From when on it counts, milliseconds since 1970.
    public var start: Int64
    /// When it ends, milliseconds since 1970.
    public var end: Int64
    /// Until when it can be renewed, milliseconds since 1970; nil when it can't.
    public var renewTill: Int64?
    /// The encryption type of the session's key.
    public var sessionEncryption: String
    /// The encryption type that the ticket is sealed with; nil where the ticket can't be read.
    public var encryption: String?
    /// The version of the server's key that the ticket is sealed with; nil where the ticket can't be read.
    public var keyVersion: Int?
    /// The flags in the words of RFC 4120, `renewable` for instance.
    public var flags: [String]
}

extension String {
    /// What is behind the last `@`.
    var realmOfPrincipal: String {
        lastIndex(of: "@").map { String(self[index(after: $0)...]) } ?? ""
    }
}

extension Krb5 {
    fileprivate func openCache(_ name: String?, principal: String?) throws -> krb5_ccache? {
        var cache: krb5_ccache?
        if let name {
            try check(functions.pointee.krb5_cc_resolve(context, name, &cache), "krb5_cc_resolve")
        } else if let principal, try isCollection() {
            try withPrincipal(principal) {
                try check(functions.pointee.krb5_cc_cache_match(context, $0, &cache), "krb5_cc_cache_match")
            }
        } else {
            try check(functions.pointee.krb5_cc_default(context, &cache), "krb5_cc_default")
        }
        return cache
    }

    /// Whether the default cache may be one of several: a file can't.
    private func isCollection() throws -> Bool {
        guard let name = functions.pointee.krb5_cc_default_name(context).map({ String(cString: $0) }) else {
            return false
        }
        return name.contains(":") && !name.hasPrefix("FILE:") && !name.hasPrefix("MEMORY:")
    }

    fileprivate func fullName(_ cache: krb5_ccache?) -> String {
        var text: UnsafeMutablePointer<CChar>?
        guard functions.pointee.krb5_cc_get_full_name(context, cache, &text) == 0, let text else { return "" }
        defer { functions.pointee.krb5_free_string(context, text) }
        return String(cString: text)
    }

    fileprivate func read(_ cache: krb5_ccache?) throws -> TicketCache {
        var principal: krb5_principal?
        try check(functions.pointee.krb5_cc_get_principal(context, cache, &principal), "krb5_cc_get_principal")
        defer { functions.pointee.krb5_free_principal(context, principal) }
        var found = TicketCache(name: fullName(cache), principal: name(principal), tickets: [], now: try now() * 1000)
        var cursor: krb5_cc_cursor?
        try check(functions.pointee.krb5_cc_start_seq_get(context, cache, &cursor), "krb5_cc_start_seq_get")
        defer { _ = functions.pointee.krb5_cc_end_seq_get(context, cache, &cursor) }
        while true {
            var credentials = krb5_creds()
            let code = functions.pointee.krb5_cc_next_cred(context, cache, &cursor, &credentials)
            if code == KRB5_CC_END { return found }
            try check(code, "krb5_cc_next_cred")
            defer { functions.pointee.krb5_free_cred_contents(context, &credentials) }
            // Caches keep settings of their own between the tickets.
            if functions.pointee.krb5_is_config_principal(context, credentials.server) != 0 { continue }
            found.tickets.append(ticket(&credentials))
        }
    }

    func ticket(_ credentials: inout krb5_creds) -> KerberosTicket {
        let times = credentials.times
        let flags = UInt32(bitPattern: credentials.ticket_flags)
        var sealed: UnsafeMutablePointer<krb5_ticket>?
        if functions.pointee.krb5_decode_ticket(&credentials.ticket, &sealed) != 0 { sealed = nil }
        defer { functions.pointee.krb5_free_ticket(context, sealed) }
        return KerberosTicket(
            client: name(credentials.client),
            server: name(credentials.server),
            start: Self.seconds(times.starttime != 0 ? times.starttime : times.authtime) * 1000,
            end: Self.seconds(times.endtime) * 1000,
            renewTill: times.renew_till == 0 ? nil : Self.seconds(times.renew_till) * 1000,
            sessionEncryption: name(ofEncryption: credentials.keyblock.enctype),
            encryption: sealed.map { name(ofEncryption: $0.pointee.enc_part.enctype) },
            keyVersion: sealed.map { Int($0.pointee.enc_part.kvno) },
            flags: Self.flagNames.filter { flags & 1 << (31 - $0.bit) != 0 }.map(\.name)
        )
    }

    /// RFC 4120, 5.3: bits are counted from the highest.
    private static let flagNames: [(bit: UInt32, name: String)] = [
        (1, "forwardable"), (2, "forwarded"), (3, "proxiable"), (4, "proxy"), (5, "may-postdate"), (6, "postdated"),
        (7, "invalid"), (8, "renewable"), (9, "initial"), (10, "pre-authenticated"), (11, "hardware-authenticated"),
        (12, "transited-policy-checked"), (13, "ok-as-delegate"), (14, "anonymous"), (15, "canonicalized"),
    ]
}
