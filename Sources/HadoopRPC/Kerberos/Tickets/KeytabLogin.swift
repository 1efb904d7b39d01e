import CKerberos
import WeftDiagnostics

/// A ticket got with a keytab, in a cache of this process's memory that goes with the object.
final class KeytabLogin: Sendable {
    /// The cache's name, `MEMORY:…`.
    let cacheName: String
    /// The ticket-granting ticket.
    let ticket: KerberosTicket

    private init(cacheName: String, ticket: KerberosTicket) {
        self.cacheName = cacheName
        self.ticket = ticket
    }

    deinit {
        // What is left in the cache is gone with the process at the latest.
        _ = try? Krb5.run { krb5 in
            var cache: krb5_ccache?
            try krb5.check(krb5.functions.pointee.krb5_cc_resolve(krb5.context, cacheName, &cache), "krb5_cc_resolve")
            try krb5.check(krb5.functions.pointee.krb5_cc_destroy(krb5.context, cache), "krb5_cc_destroy")
        }
    }

    /// Asks the KDC for a ticket. krb5 may be long about it: see `KDCWait`.
    ///
    /// - Throws: a code of the `kerberos-` family.
    static func run(keytab path: String, principal: String) throws -> KeytabLogin {
        let parties = KerberosParties(principal: principal, origin: .keytab(path))
        try Keytab.checkReadable(path, parties)
        return try Krb5.run(parties) { krb5 in
            do {
                return try krb5.withKeytab(path) { keytab in
                    try krb5.withPrincipal(principal) { try krb5.logIn(keytab, $0) }
                }
            } catch let failure as KerberosFailure where failure.code == Int(KRB5_KT_NOTFOUND) {
                throw try noKey(failure, path: path, principal: principal, krb5, parties)
            }
        }
    }

    /// A keytab without a key for the principal, or without one of the type that the KDC asks for: krb5 has one code for
    /// both.
    private static func noKey(
        _ failure: KerberosFailure,
        path: String,
        principal: String,
        _ krb5: Krb5,
        _ parties: KerberosParties
    ) throws -> WeftError {
        let entries = try Keytab.entries(of: path)
        let name = try krb5.withPrincipal(principal) { krb5.name($0) }
        let own = entries.filter { $0.principal == name }
        var error = WeftError.kerberos(failure, parties, cause: own.isEmpty ? .keytab : .enctype)
        if own.isEmpty {
            error.message = "the keytab has no key of \(name)"
            let others = Set(entries.map(\.principal)).sorted().prefix(10).joined(separator: ", ")
            error.details.append(.init("principals in the keytab", others.isEmpty ? "none" : others))
        } else {
            let types = Set(own.map(\.encryption)).sorted().joined(separator: ", ")
            error.details.append(.init("encryption types in the keytab", types))
        }
        return error
    }

    fileprivate static func made(_ cacheName: String, _ ticket: KerberosTicket) -> KeytabLogin {
        KeytabLogin(cacheName: cacheName, ticket: ticket)
    }
}

extension Krb5 {
    fileprivate func logIn(_ keytab: krb5_keytab, _ principal: krb5_principal) throws -> KeytabLogin {
        var cache: krb5_ccache?
        try check(functions.pointee.krb5_cc_new_unique(context, "MEMORY", nil, &cache), "krb5_cc_new_unique")
        var isKept = false
        defer {
            if isKept {
                _ = functions.pointee.krb5_cc_close(context, cache)
            } else {
                _ = functions.pointee.krb5_cc_destroy(context, cache)
            }
        }
        var options: UnsafeMutablePointer<krb5_get_init_creds_opt>?
        try check(functions.pointee.krb5_get_init_creds_opt_alloc(context, &options), "krb5_get_init_creds_opt_alloc")
        defer { functions.pointee.krb5_get_init_creds_opt_free(context, options) }
        try check(
            functions.pointee.krb5_get_init_creds_opt_set_out_ccache(context, options, cache),
            "krb5_get_init_creds_opt_set_out_ccache"
        )
        var credentials = krb5_creds()
        try check(
            functions.pointee.krb5_get_init_creds_keytab(context, &credentials, principal, keytab, 0, nil, options),
            "krb5_get_init_creds_keytab"
        )
        defer { functions.pointee.krb5_free_cred_contents(context, &credentials) }
        var text: UnsafeMutablePointer<CChar>?
        try check(functions.pointee.krb5_cc_get_full_name(context, cache, &text), "krb5_cc_get_full_name")
        defer { functions.pointee.krb5_free_string(context, text) }
        isKept = true
        return .made(text.map { String(cString: $0) } ?? "", ticket(&credentials))
    }
}
