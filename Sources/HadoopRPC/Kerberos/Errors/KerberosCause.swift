import CKerberos
import WeftDiagnostics

/// What is likely to be wrong when Kerberos says no: each has an error code and a remedy of its own.
enum KerberosCause: CaseIterable {
    case noTicket
    case expired
    case clockSkew
    case unknownServer
    case hostName
    case unknownClient
    case clientRevoked
    case enctype
    case wrongKey
    case keytab
    case kdcUnreachable
    case realm
    case configuration
    case replay
    case other

    /// The error's code.
    var code: WeftError.Code {
        switch self {
        case .noTicket: "kerberos-no-ticket"
        case .expired: "kerberos-expired"
        case .clockSkew: "kerberos-clock-skew"
        case .unknownServer: "kerberos-unknown-server"
        case .hostName: "kerberos-host-name"
        case .unknownClient: "kerberos-unknown-client"
        case .clientRevoked: "kerberos-client-revoked"
        case .enctype: "kerberos-enctype"
        case .wrongKey: "kerberos-wrong-key"
        case .keytab: "kerberos-keytab"
        case .kdcUnreachable: "kerberos-kdc-unreachable"
        case .realm: "kerberos-realm"
        case .configuration: "kerberos-configuration"
        case .replay: "kerberos-replay"
        case .other: "kerberos-failed"
        }
    }

    /// What to do about it.
    var remedy: String {
        switch self {
        case .noTicket: "run kinit (klist shows what is there), or give a keytab and a principal"
        case .expired: "run kinit, or give a keytab and a principal"
        case .clockSkew:
            "set this host's clock, the KDC's and the server's by the same time service; Kerberos allows five minutes"
        case .unknownServer:
            "compare the principal in the cluster's configuration (dfs.namenode.kerberos.principal and its kin) with"
                + " what the KDC has; the host part must be the name that the server's keytab was made for"
        case .hostName:
            "name the server by its full host name in the configuration (fs.defaultFS), and make DNS and /etc/hosts"
                + " agree with the principals; rdns = false in krb5.conf keeps reverse DNS out of it"
        case .unknownClient: "check the principal's spelling and realm; the KDC has no such one"
        case .clientRevoked: "ask whoever runs the KDC: the account is locked or expired, or its password must change"
        case .enctype:
            "let the keytab, krb5.conf (permitted_enctypes) and the KDC have an encryption type in common,"
                + " aes256-cts-hmac-sha1-96 for instance; make a new keytab if the old one has only old types"
        case .wrongKey:
            "make the keytab anew: the KDC has another key for the principal (compare klist -kt with kvno)"
        case .keytab: "check the keytab's path, who may read it, and with klist -kt whose keys are in it"
        case .kdcUnreachable:
            "check the kdc entries of krb5.conf, that the KDC runs, and that no firewall is between (port 88, TCP and UDP)"
        case .realm:
            "check the realm's spelling, default_realm and [realms] in krb5.conf, [domain_realm] for the server's host,"
                + " and the trust between the realms if there are several"
        case .configuration: "install the cluster's krb5.conf as /etc/krb5.conf, or name it in KRB5_CONFIG"
        case .replay: "try again"
        case .other: ""
        }
    }

    /// The cause that a code of krb5 tells.
    ///
    /// - Parameters:
    ///   - code: krb5's code, which GSSAPI has as its minor one.
    ///   - major: GSSAPI's major code; 0 for krb5's own calls.
    init(code: Int, major: UInt32 = 0) {
        if let cause = Self.known[code] {
            self = cause
        } else if Self.profileCodes.contains(code) {
            self = .configuration
        } else {
            switch weft_gss_routine_error(major) {
            case UInt32(7) << 16: self = .noTicket  // GSS_S_NO_CRED
            case UInt32(11) << 16: self = .expired  // GSS_S_CREDENTIALS_EXPIRED
            default: self = .other
            }
        }
    }

    private static let profileCodes = Int(PROF_VERSION)...Int(PROF_VERSION) + 255

    private static let known: [Int: KerberosCause] = [
        Int(KRB5_FCC_NOFILE): .noTicket,
        Int(KRB5_CC_NOTFOUND): .noTicket,
        Int(KRB5_CC_END): .noTicket,
        Int(KRB5_CC_FORMAT): .noTicket,
        Int(KRB5_CCACHE_BADVNO): .noTicket,
        Int(KRB5_CC_BADNAME): .noTicket,
        Int(KRB5_CC_UNKNOWN_TYPE): .noTicket,
        Int(KRB5_FCC_PERM): .noTicket,
        Int(KRB5_NO_TKT_SUPPLIED): .noTicket,
        39_756_033: .noTicket,  // KG_CCACHE_NOMATCH; gssapi_err_krb5.h isn't installed
        39_756_035: .noTicket,  // KG_TGT_MISSING
        39_756_045: .noTicket,  // KG_EMPTY_CCACHE
        39_756_034: .keytab,  // KG_KEYTAB_NOMATCH
        39_756_046: .enctype,  // KG_NO_CTYPES
        Int(KRB5KRB_AP_ERR_TKT_EXPIRED): .expired,
        Int(KRB5KRB_AP_ERR_SKEW): .clockSkew,
        Int(KRB5KRB_AP_ERR_TKT_NYV): .clockSkew,
        Int(KRB5KDC_ERR_NEVER_VALID): .clockSkew,
        Int(KRB5_KDCREP_SKEW): .clockSkew,
        Int(KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN): .unknownServer,
        Int(KRB5KDC_ERR_SERVER_NOMATCH): .unknownServer,
        Int(KRB5KDC_ERR_SERVICE_EXP): .unknownServer,
        Int(KRB5KDC_ERR_SERVICE_REVOKED): .unknownServer,
        Int(KRB5KRB_AP_ERR_NOT_US): .unknownServer,
        Int(KRB5_ERR_BAD_HOSTNAME): .hostName,
        Int(KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN): .unknownClient,
        Int(KRB5KDC_ERR_NAME_EXP): .clientRevoked,
        Int(KRB5KDC_ERR_CLIENT_REVOKED): .clientRevoked,
        Int(KRB5KDC_ERR_CLIENT_NOTYET): .clientRevoked,
        Int(KRB5KDC_ERR_KEY_EXP): .clientRevoked,
        Int(KRB5KDC_ERR_POLICY): .clientRevoked,
        Int(KRB5KDC_ERR_ETYPE_NOSUPP): .enctype,
        Int(KRB5_PROG_ETYPE_NOSUPP): .enctype,
        Int(KRB5_BAD_ENCTYPE): .enctype,
        Int(KRB5_CONFIG_ETYPE_NOSUPP): .enctype,
        Int(KRB5KDC_ERR_PREAUTH_FAILED): .wrongKey,
        Int(KRB5_PREAUTH_FAILED): .wrongKey,
        Int(KRB5KRB_AP_ERR_BAD_INTEGRITY): .wrongKey,
        Int(KRB5KRB_AP_ERR_MODIFIED): .wrongKey,
        Int(KRB5KRB_AP_ERR_BADKEYVER): .wrongKey,
        Int(KRB5KRB_AP_ERR_NOKEY): .wrongKey,
        Int(KRB5_KT_KVNONOTFOUND): .wrongKey,
        Int(KRB5_KT_NOTFOUND): .keytab,
        Int(KRB5_KT_BADNAME): .keytab,
        Int(KRB5_KT_UNKNOWN_TYPE): .keytab,
        Int(KRB5_KT_FORMAT): .keytab,
        Int(KRB5_KT_IOERR): .keytab,
        Int(KRB5_KEYTAB_BADVNO): .keytab,
        Int(KRB5_KT_END): .keytab,
        Int(KRB5_KDC_UNREACH): .kdcUnreachable,
        Int(KRB5_REALM_CANT_RESOLVE): .kdcUnreachable,
        Int(KRB5KDC_ERR_SVC_UNAVAILABLE): .kdcUnreachable,
        Int(KRB5_REALM_UNKNOWN): .realm,
        Int(KRB5_CONFIG_NODEFREALM): .realm,
        Int(KRB5_ERR_HOST_REALM_UNKNOWN): .realm,
        Int(KRB5KDC_ERR_WRONG_REALM): .realm,
        Int(KRB5_NO_TKT_IN_RLM): .realm,
        Int(KRB5KDC_ERR_PATH_NOT_ACCEPTED): .realm,
        Int(KRB5_CONFIG_CANTOPEN): .configuration,
        Int(KRB5_CONFIG_BADFORMAT): .configuration,
        Int(KRB5KRB_AP_ERR_REPEAT): .replay,
    ]
}
