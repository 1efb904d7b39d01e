import CKerberos
import WeftDiagnostics

/// What a call of krb5 or of GSSAPI said when it failed.
///
/// The texts are asked for where the call was made: both libraries keep them for the thread alone.
struct KerberosFailure: Error {
    /// The function.
    var call: String
    /// krb5's code.
    var code: Int
    /// krb5's text for it.
    var text: String
    /// GSSAPI's code; 0 for krb5's own calls.
    var major: UInt32 = 0
    /// GSSAPI's text for it.
    var majorText = ""

    /// What is likely to be wrong.
    var cause: KerberosCause {
        let cause = KerberosCause(code: code, major: major)
        // A realm that the client's own has no key in common with is a server that the KDC doesn't know, too.
        return cause == .unknownServer && text.contains("krbtgt/") ? .realm : cause
    }
}

/// Who wanted what from whom, for the errors of one exchange.
struct KerberosParties: Sendable {
    /// Who this side is or wants to be.
    var principal: String?
    /// Where the ticket is or comes from.
    var origin: KerberosOrigin?
    /// The server's principal.
    var target: String?

    /// The parties as an error tells them.
    var details: [WeftError.Detail] {
        var details: [WeftError.Detail] = []
        if let principal { details.append(.init("principal", principal)) }
        if let origin { details.append(.init(origin.kind, origin.name)) }
        if let target { details.append(.init("server principal", target)) }
        return details
    }
}

/// Where tickets are or come from.
enum KerberosOrigin: Sendable, Hashable {
    /// A cache, `FILE:/tmp/krb5cc_1000` for instance.
    case ticketCache(String)
    /// The path of a keytab.
    case keytab(String)

    var kind: String {
        switch self {
        case .ticketCache: "ticket cache"
        case .keytab: "keytab"
        }
    }

    var name: String {
        switch self {
        case .ticketCache(let name), .keytab(let name): name
        }
    }
}

extension WeftError {
    /// The error for a failure of Kerberos: the likely cause as its code, and everything that was said.
    ///
    /// - Parameter cause: the cause where the caller knows better than the code.
    static func kerberos(
        _ failure: KerberosFailure,
        _ parties: KerberosParties,
        cause known: KerberosCause? = nil
    ) -> WeftError {
        var cause = known ?? failure.cause
        var details = parties.details
        if cause == .realm, KerberosConfiguration.presentFiles.isEmpty { cause = .configuration }
        if [.realm, .configuration, .kdcUnreachable].contains(cause) {
            details += KerberosConfiguration.fileDetails
        }
        if !failure.majorText.isEmpty { details.append(.init("GSSAPI", "\(failure.majorText) (\(failure.call))")) }
        details.append(.init("Kerberos", "\(failure.text) (\(failure.code))"))
        return WeftError(
            cause.code,
            cause.sentence(parties) ?? "Kerberos says: \(failure.text)",
            remedy: cause.remedy,
            details: details
        )
    }
}

extension KerberosCause {
    /// What happened, in a sentence; nil where krb5's own text says it best.
    func sentence(_ parties: KerberosParties) -> String? {
        let principal = parties.principal ?? "this user"
        let target = parties.target ?? "the server"
        switch self {
        case .noTicket: return "there is no Kerberos ticket" + (parties.principal.map { " of \($0)" } ?? "")
        case .expired: return "the Kerberos ticket of \(principal) has expired"
        case .clockSkew: return "the clocks of this host and of the KDC or the server are too far apart"
        case .unknownServer: return "the KDC doesn't know the server's principal \(target)"
        case .hostName: return "the server's principal \(target) has a host name that the KDC doesn't know it by"
        case .unknownClient: return "the KDC doesn't know the principal \(principal)"
        case .clientRevoked: return "the KDC gives \(principal) no ticket"
        case .enctype: return "there is no encryption type that both sides have"
        case .wrongKey: return "the key of \(parties.target ?? principal) isn't the one that the KDC has"
        case .keytab: return "the keytab has no key of \(principal) that can be read"
        case .kdcUnreachable: return "no KDC can be reached"
        case .realm: return "a Kerberos realm isn't known here"
        case .configuration: return "Kerberos' configuration can't be used"
        case .replay: return "the server took the request for one that it has had before"
        case .other: return nil
        }
    }
}
