import CKerberos
import Glibc
import WeftDiagnostics

/// What krb5.conf says, as krb5 reads it.
public enum KerberosConfiguration {
    /// The files that krb5 looks for, in its order: those of `KRB5_CONFIG`, else `/etc/krb5.conf`.
    public static var files: [String] {
        guard let list = ProcessVariables.all["KRB5_CONFIG"], !list.isEmpty else { return ["/etc/krb5.conf"] }
        return list.split(separator: ":").map(String.init)
    }

    static var presentFiles: [String] { files.filter { access($0, R_OK) == 0 } }

    /// The files as an error tells them.
    static var fileDetails: [WeftError.Detail] {
        let names = files.map { access($0, R_OK) == 0 ? $0 : "\($0) (can't be read)" }
        return [.init("Kerberos' configuration", names.joined(separator: ", "))]
    }

    /// The realm of names without one.
    ///
    /// - Throws: `kerberos-realm`, or `kerberos-configuration` where there is no file.
    public static func defaultRealm() throws -> String {
        try Krb5.run { krb5 in
            var realm: UnsafeMutablePointer<CChar>?
            try krb5.check(
                krb5.functions.pointee.krb5_get_default_realm(krb5.context, &realm),
                "krb5_get_default_realm"
            )
            defer { krb5.functions.pointee.krb5_free_default_realm(krb5.context, realm) }
            return realm.map { String(cString: $0) } ?? ""
        }
    }

    /// The realm that `[domain_realm]` gives a host; nil where it says nothing.
    public static func realm(ofHost host: String) throws -> String? {
        try Krb5.run { krb5 in
            var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
            try krb5.check(krb5.functions.pointee.krb5_get_host_realm(krb5.context, host, &list), "krb5_get_host_realm")
            defer { _ = krb5.functions.pointee.krb5_free_host_realm(krb5.context, list) }
            guard let first = list?.pointee else { return nil }
            let realm = String(cString: first)
            return realm.isEmpty ? nil : realm
        }
    }

    /// The KDCs that `[realms]` names for a realm, as they are written there: `kdc.example.com:88`, `tcp/…`, `https://…`.
    public static func configuredKDCs(realm: String) throws -> [String] {
        try Krb5.run { krb5 in try krb5.profileValues(["realms", realm, "kdc"]) }
    }

    /// Whether krb5 looks for KDCs in DNS when `[realms]` names none: `dns_lookup_kdc`, which is on by default.
    public static func looksUpKDCs() throws -> Bool {
        try Krb5.run { krb5 in
            try krb5.profileValues(["libdefaults", "dns_lookup_kdc"]).first.map { value in
                !["false", "no", "off", "f", "n", "nil", "0"].contains(value.lowercased())
            } ?? true
        }
    }
}
