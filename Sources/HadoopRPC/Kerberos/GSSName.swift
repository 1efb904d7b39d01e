import CKerberos
import WeftDiagnostics

/// A principal as GSSAPI knows it.
final class GSSName: @unchecked Sendable {
    // Names don't change once they are made.
    let handle: gss_name_t?
    private let gssapi: GSSAPI

    /// Makes the name of a server. krb5 may ask DNS for a host's full name.
    ///
    /// - Parameter server: `service/host@REALM`, which is taken as it is; or `service/host` or `service@host`, whose
    ///   realm (and, with `dns_canonicalize_hostname`, full host name) krb5 finds by its configuration.
    init(server: String) throws {
        let gssapi = try GSSAPI()
        var text = server
        var kind = weft_gss_name_krb5_principal
        if let slash = server.firstIndex(of: "/") {
            if !server.contains("@") {
                text.replaceSubrange(slash...slash, with: "@")
                kind = weft_gss_name_hostbased_service
            }
        } else {
            kind = weft_gss_name_hostbased_service
        }
        var made: gss_name_t?
        var minor: OM_uint32 = 0
        let major = Array(text.utf8).withUnsafeBytes { bytes in
            withGSSBuffer(bytes) { gssapi.functions.pointee.gss_import_name(&minor, $0, &kind, &made) }
        }
        try gssapi.check(major, minor, "gss_import_name")
        self.gssapi = gssapi
        handle = made
    }

    deinit {
        var minor: OM_uint32 = 0
        var name = handle
        _ = gssapi.functions.pointee.gss_release_name(&minor, &name)
    }
}
