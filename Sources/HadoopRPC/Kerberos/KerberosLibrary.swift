import CKerberos
import WeftDiagnostics

/// MIT Kerberos' own libraries, loaded when something first needs them.
enum KerberosLibrary {
    /// The table is written once, before anybody sees it.
    nonisolated(unsafe) private static let table = UnsafeMutablePointer<weft_kerberos>.allocate(capacity: 1)
    private static let failure: WeftError? = load(gssapi: "libgssapi_krb5.so.2", krb5: "libkrb5.so.3", into: table)

    /// The functions of libgssapi_krb5 and libkrb5.
    ///
    /// - Throws: `kerberos-failed` where the libraries aren't installed.
    static func functions() throws -> UnsafePointer<weft_kerberos> {
        if let failure { throw failure }
        return UnsafePointer(table)
    }

    static func load(gssapi: String, krb5: String, into table: UnsafeMutablePointer<weft_kerberos>) -> WeftError? {
        guard let reason = weft_kerberos_load(table, gssapi, krb5) else { return nil }
        return WeftError(
            "kerberos-failed",
            "Kerberos is needed here, and its libraries can't be loaded: \(String(cString: reason))",
            remedy: "install MIT Kerberos' libraries: the package libgssapi-krb5-2 on Debian and Ubuntu,"
                + " krb5-libs on Red Hat and its kin"
        )
    }
}
