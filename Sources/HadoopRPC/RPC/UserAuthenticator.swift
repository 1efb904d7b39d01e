import Glibc
import HadoopProtos
import WeftDiagnostics

/// Answers a handshake's questions for one connection of a user.
final class UserAuthenticator: RPCAuthenticator {
    private let user: UserGroupInformation
    private let configuration: HadoopConfiguration
    private let options: RPCOptions
    private let protocolInfo: RPCProtocol
    private let server: HadoopAddress
    private let remote: ResolvedAddress
    private let token: Token?

    init(
        user: UserGroupInformation,
        configuration: HadoopConfiguration,
        options: RPCOptions,
        protocolInfo: RPCProtocol,
        server: HadoopAddress,
        remote: ResolvedAddress
    ) {
        self.user = user
        self.configuration = configuration
        self.options = options
        self.protocolInfo = protocolInfo
        self.server = server
        self.remote = remote
        token = protocolInfo.selectToken(user.credentials, server, remote)
    }

    var wantsSASL: Bool { options.isSecure || token != nil }

    var allowsSimple: Bool { !options.isSecure || options.allowsFallbackToSimple }

    func tokenClient(_ offer: RpcSaslProto.SaslAuth) throws -> (any SaslClient)? {
        guard offer.mechanism == "DIGEST-MD5", let token else { return nil }
        return DigestMD5SaslClient(
            username: Base64.encode(token.identifier),
            password: Array(Base64.encode(token.password).utf8),
            protocolName: offer.protocol ?? "",
            serverName: offer.serverId ?? "default",
            protections: options.protections
        )
    }

    func kerberosClient(_ offer: RpcSaslProto.SaslAuth) throws -> (any SaslClient)? {
        guard options.isSecure, offer.mechanism == "GSSAPI", let login = try user.kerberosLogin() else { return nil }
        return try GSSAPISaslClient(
            credential: try login.credential(),
            serverPrincipal: try serverPrincipal(offer),
            protections: options.protections
        )
    }

    /// The principal that the server says it has, if it is one that the configuration allows (SaslRpcClient.java).
    func serverPrincipal(_ offer: RpcSaslProto.SaslAuth) throws -> String {
        guard let key = protocolInfo.principalKey else {
            throw WeftError(
                "sasl-failed",
                "\(server) wants Kerberos, but \(protocolInfo.name) takes tokens only",
                remedy: "check the address and the port"
            )
        }
        let (service, host) = (offer.protocol ?? "", offer.serverId ?? "")
        let offered = "\(service)/\(host)"
        guard ![service, host].contains(where: { $0.isEmpty || $0.contains { "/@\\".contains($0) } }) else {
            throw mismatch(offered, "that is no principal of a service")
        }
        let needsName = try configuration.string(key)?.contains("_HOST") == true
        switch try configuration.serverPrincipal(key, host: needsName ? dialledName : server.host) {
        case .exactly(let principal):
            let withoutRealm = principal.prefix { $0 != "@" }
            guard withoutRealm == offered else {
                throw mismatch(offered, "\(key) says \(principal)")
            }
            return principal.contains("@") ? principal : "\(offered)@\(try realm(of: host))"
        case .pattern(let pattern):
            let principal = "\(offered)@\(try realm(of: host))"
            guard pattern.matches(offered) || pattern.matches(principal) else {
                throw mismatch(offered, "\(key).pattern says \(pattern)")
            }
            // In full: krb5 may look up another name for the host of a service that has no realm.
            return principal
        }
    }

    /// The name of the host that was dialled; that of a numeric address is looked up, as Java's clients do, since
    /// the server can't be asked who it should be (SecurityUtil.getServerPrincipal).
    private var dialledName: String {
        guard server.isNumeric else { return server.host }
        let remote = remote
        let late = WeftError("timed-out", "the resolver doesn't answer")
        let name = try? BoundedCall.run(for: .milliseconds(options.connectTimeout), orThrow: late) { remote.hostName }
        return name.flatMap { $0 } ?? server.host
    }

    private func realm(of host: String) throws -> String {
        if let realm = try KerberosConfiguration.realm(ofHost: host) { return realm }
        return try user.kerberosLogin()?.realm ?? ""
    }

    private func mismatch(_ offered: String, _ configured: String) -> WeftError {
        WeftError(
            "sasl-failed",
            "the server at \(server) says that it is \(offered), but \(configured)",
            remedy: "correct the principal in the configuration, or the address; name the host as the principal does",
            details: [.init("server", "\(server)")]
        )
    }

    func refusal(of offers: [RpcSaslProto.SaslAuth]) -> WeftError {
        let methods = offers.map(\.method)
        let details: [WeftError.Detail] = [
            .init("server", "\(server)"),
            .init("server offers", methods.isEmpty ? "no authentication" : methods.joined(separator: ", ")),
        ]
        if options.isSecure, methods.isEmpty || methods.contains("SIMPLE") {
            return WeftError(
                "sasl-failed",
                "\(server) doesn't authenticate its clients, but this client has security on",
                remedy:
                    "check the address; ipc.client.fallback-to-simple-auth-allowed=true would talk to it all the same",
                details: details
            )
        }
        if methods.contains("KERBEROS"), !options.isSecure {
            return WeftError(
                "sasl-failed",
                "\(server) wants Kerberos, but hadoop.security.authentication is simple here",
                remedy: "set HADOOP_CONF_DIR to the cluster's configuration, whose core-site.xml says kerberos",
                details: details
            )
        }
        return WeftError(
            "sasl-failed",
            "\(server) offers no way of authentication that this client has",
            remedy: methods.contains("KERBEROS")
                ? "run kinit, or give a keytab and a principal"
                : "a token for this server is needed; get one first",
            details: details
        )
    }

    func contextUser(_ authentication: RPCAuthentication) -> UserInformationProto? {
        // The login was made before, so its name is known; a name that can't be had was an error then.
        switch authentication {
        case .token: return nil
        case .kerberos: return UserInformationProto(effectiveUser: try? user.effectiveUserName())
        case .simple:
            return UserInformationProto(
                effectiveUser: try? user.effectiveUserName(),
                realUser: user.proxiedUser == nil ? nil : try? user.realUserName()
            )
        }
    }
}

extension HadoopAddress {
    /// Whether the host is a numeric address.
    var isNumeric: Bool {
        var bytes = in6_addr()
        return inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1
    }
}
