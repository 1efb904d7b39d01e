import CKerberos
import WeftDiagnostics

/// A server's key, which opens the tickets that clients bring. Several threads may use one at once.
public final class GSSAcceptor: @unchecked Sendable {
    // The library locks what it changes in a credential.
    let handle: gss_cred_id_t?
    let parties: KerberosParties
    private let gssapi: GSSAPI

    /// Takes the keys of a keytab.
    ///
    /// - Parameters:
    ///   - keytab: the keytab's path.
    ///   - principal: whose keys, `service/host@REALM`; nil for all of them.
    /// - Throws: a code of the `kerberos-` family.
    public init(keytab: String, principal: String? = nil) throws {
        let parties = KerberosParties(origin: .keytab(keytab), target: principal)
        try Keytab.checkReadable(keytab, parties)
        let gssapi = try GSSAPI()
        self.gssapi = gssapi
        self.parties = parties
        var minor: OM_uint32 = 0
        var made: gss_cred_id_t?
        var mechanism = weft_gss_mechanism_krb5
        do {
            let name = try principal.map { try GSSName(server: $0) }
            let major = withUnsafeMutablePointer(to: &mechanism) { mechanism in
                keytab.withCString { value in
                    "keytab".withCString { key in
                        var element = gss_key_value_element_desc(key: key, value: value)
                        return withUnsafeMutablePointer(to: &element) { element in
                            var store = gss_key_value_set_desc(count: 1, elements: element)
                            var mechanisms = gss_OID_set_desc(count: 1, elements: mechanism)
                            return gssapi.functions.pointee.gss_acquire_cred_from(
                                &minor,
                                name?.handle,
                                OM_uint32.max,
                                &mechanisms,
                                GSS_C_ACCEPT,
                                &store,
                                &made,
                                nil,
                                nil
                            )
                        }
                    }
                }
            }
            try gssapi.check(major, minor, "gss_acquire_cred_from")
        } catch let failure as KerberosFailure {
            throw WeftError.kerberos(failure, parties, cause: .keytab)
        }
        handle = made
    }

    deinit {
        var minor: OM_uint32 = 0
        var credential = handle
        _ = gssapi.functions.pointee.gss_release_cred(&minor, &credential)
    }
}
