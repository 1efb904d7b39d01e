import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// The SASL exchange of one connection, seen from the server: by a token or by a ticket (SaslRpcServer.java).
struct RPCServerExchange {
    enum Step {
        /// The client may say who it is without a proof.
        case simple
        case challenge([UInt8])
        case success(RPCCaller, (any SaslCodec)?, [UInt8]?)
    }

    private let security: RPCServerSecurity
    private let address: String
    private var offered: [RpcSaslProto.SaslAuth] = []
    private var digest: DigestMD5SaslServer?
    private var gssapi: GSSAPISaslServer?

    init(security: RPCServerSecurity, address: String) {
        self.security = security
        self.address = address
    }

    /// What the server takes, tokens first and with the first challenge, which saves a round trip.
    mutating func offers() throws -> RpcSaslProto {
        offered = []
        var sent: [RpcSaslProto.SaslAuth] = []
        if let tokens = security.tokens {
            let server = DigestMD5SaslServer(
                protocolName: "",
                serverName: "default",
                protections: security.protections
            ) { username in
                guard let identifier = Base64.decode(username) else {
                    throw RPCServerError.invalidToken("the name of the client isn't an identifier")
                }
                return Array(Base64.encode(try tokens.password(identifier)).utf8)
            }
            digest = server
            var auth = RpcSaslProto.SaslAuth(
                method: "TOKEN",
                mechanism: "DIGEST-MD5",
                protocol: "",
                serverId: "default"
            )
            offered.append(auth)
            auth.challenge = try server.challenge()
            sent.append(auth)
        }
        if let kerberos = security.kerberos {
            let auth = RpcSaslProto.SaslAuth(
                method: "KERBEROS",
                mechanism: "GSSAPI",
                protocol: kerberos.service,
                serverId: kerberos.host
            )
            offered.append(auth)
            sent.append(auth)
        }
        if security.allowsSimple {
            let auth = RpcSaslProto.SaslAuth(method: "SIMPLE", mechanism: "", protocol: "", serverId: "")
            offered.append(auth)
            sent.append(auth)
        }
        return RpcSaslProto(state: .negotiate, auths: sent)
    }

    /// Takes the client's choice: one of the offers, as it was made.
    mutating func initiate(_ message: RpcSaslProto) throws -> Step {
        guard message.auths.count == 1, let choice = message.auths.first else {
            throw RPCServerError.sasl("Client mechanism is malformed")
        }
        guard offered.contains(where: { Self.same($0, choice) }) else {
            throw RPCServerError.accessControl(
                "\(choice.method) authentication is not enabled.  Available:\(security.methodNames)"
            )
        }
        switch choice.method {
        case "SIMPLE": return .simple
        case "KERBEROS":
            guard let kerberos = security.kerberos else { throw RPCServerError.sasl("there is no Kerberos here") }
            digest = nil
            gssapi = try GSSAPISaslServer(acceptor: kerberos.acceptor, protections: security.protections)
        default: break
        }
        return try respond(message.token ?? [])
    }

    /// Java sends optional fields that are empty, and leaves them out, as it likes.
    private static func same(_ left: RpcSaslProto.SaslAuth, _ right: RpcSaslProto.SaslAuth) -> Bool {
        left.method == right.method && left.mechanism == right.mechanism
            && (left.protocol ?? "") == (right.protocol ?? "") && (left.serverId ?? "") == (right.serverId ?? "")
    }

    mutating func respond(_ token: [UInt8]) throws -> Step {
        if let gssapi {
            let answer = try Self.saslErrors { try gssapi.evaluate(token) }
            guard gssapi.isComplete, let principal = gssapi.principal, let kerberos = security.kerberos else {
                return .challenge(answer)
            }
            let user = try Self.saslErrors { try kerberos.shortName(principal) }
            let caller = RPCCaller(user: user, method: .kerberos, address: address)
            return .success(caller, try gssapi.makeCodec(), nil)
        }
        guard let digest, let tokens = security.tokens else { throw RPCServerError.sasl("no mechanism was chosen") }
        let proof = try Self.saslErrors { try digest.evaluate(token) }
        guard let identifier = digest.username.flatMap({ Base64.decode($0) }) else {
            throw RPCServerError.sasl("the client's name is missing")
        }
        let (user, realUser) = try tokens.user(identifier)
        let caller = RPCCaller(
            user: user,
            realUser: realUser,
            method: .token,
            tokenIdentifier: identifier,
            address: address
        )
        return .success(caller, try digest.makeCodec(), proof)
    }

    private static func saslErrors<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as RPCServerError { throw error } catch {
            throw RPCServerError.sasl(WeftError(wrapping: error).message)
        }
    }
}
