import CKerberos
import Glibc
import WeftDiagnostics

/// A file of keys, which stands for its principals' passwords.
public enum Keytab {
    /// One key, without the key.
    public struct Entry: Sendable, Hashable {
        /// Whose key it is.
        public var principal: String
        /// The key's version.
        public var keyVersion: Int
        /// The encryption type it is for.
        public var encryption: String
        /// When it was written, milliseconds since 1970.
        public var time: Int64
    }

    /// The entries of a keytab, in its order.
    ///
    /// - Throws: `kerberos-keytab` for a file that isn't there, can't be read or isn't one.
    public static func entries(of path: String) throws -> [Entry] {
        let parties = KerberosParties(origin: .keytab(path))
        try checkReadable(path, parties)
        return try Krb5.run(parties) { krb5 in
            try krb5.withKeytab(path) { keytab in
                do { return try krb5.entries(keytab) } catch let failure as KerberosFailure {
                    throw WeftError.kerberos(failure, parties, cause: .keytab)
                }
            }
        }
    }

    /// Logs in with a keytab, for nothing but to know whether the KDC takes its key.
    ///
    /// - Returns: the ticket that the KDC gave.
    /// - Throws: a code of the `kerberos-` family.
    public static func check(
        _ path: String,
        principal: String,
        kdcTimeout: Duration = GSSCredential.defaultKDCTimeout
    ) throws -> KerberosTicket {
        let parties = KerberosParties(principal: principal, origin: .keytab(path))
        return try KDCWait.run(for: kdcTimeout, details: parties.details) {
            try KeytabLogin.run(keytab: path, principal: principal).ticket
        }
    }

    /// krb5 says of a missing file what it says of a missing key.
    static func checkReadable(_ path: String, _ parties: KerberosParties) throws {
        let file = path.hasPrefix("FILE:") ? String(path.dropFirst(5)) : path
        // Keytabs in memory have a type before their name.
        if file.first != "/", file.contains(":") { return }
        guard access(file, R_OK) != 0 else { return }
        let reason = strerror(errno).map { String(cString: $0) } ?? ""
        throw WeftError(
            KerberosCause.keytab.code,
            "the keytab \(file) can't be read: \(reason)",
            remedy: KerberosCause.keytab.remedy,
            details: parties.details
        )
    }
}

extension Krb5 {
    func withKeytab<Value>(_ path: String, _ body: (krb5_keytab) throws -> Value) throws -> Value {
        var keytab: krb5_keytab?
        try check(functions.pointee.krb5_kt_resolve(context, path, &keytab), "krb5_kt_resolve")
        guard let keytab else { throw failure(0, "krb5_kt_resolve") }
        defer { _ = functions.pointee.krb5_kt_close(context, keytab) }
        return try body(keytab)
    }

    fileprivate func entries(_ keytab: krb5_keytab) throws -> [Keytab.Entry] {
        var cursor: krb5_kt_cursor?
        try check(functions.pointee.krb5_kt_start_seq_get(context, keytab, &cursor), "krb5_kt_start_seq_get")
        defer { _ = functions.pointee.krb5_kt_end_seq_get(context, keytab, &cursor) }
        var found: [Keytab.Entry] = []
        while true {
            var entry = krb5_keytab_entry()
            let code = functions.pointee.krb5_kt_next_entry(context, keytab, &entry, &cursor)
            if code == KRB5_KT_END { return found }
            try check(code, "krb5_kt_next_entry")
            defer { _ = functions.pointee.krb5_free_keytab_entry_contents(context, &entry) }
            found.append(
                Keytab.Entry(
                    principal: name(entry.principal),
                    keyVersion: Int(entry.vno),
                    encryption: name(ofEncryption: entry.key.enctype),
                    time: Self.seconds(entry.timestamp) * 1000
                )
            )
        }
    }
}
