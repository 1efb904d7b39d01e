import HadoopProtos
import WeftDiagnostics

/// How a connection is authenticated.
enum RPCAuthentication: Sendable, Hashable {
    case simple
    case kerberos
    case token
}

/// What a handshake needs to know of the client: its tickets and tokens, and what is allowed.
protocol RPCAuthenticator: AnyObject {
    /// Whether SASL is tried at all: security is on, or there is a token for this server.
    var wantsSASL: Bool { get }
    /// Whether a server that wants no authentication is accepted by a client with security on.
    var allowsSimple: Bool { get }
    /// An exchange by a token, when there is one for this server.
    func tokenClient(_ offer: RpcSaslProto.SaslAuth) throws -> (any SaslClient)?
    /// An exchange by a ticket, when there is one.
    ///
    /// - Throws: when there should be one and isn't, or when the server isn't the configured one.
    func kerberosClient(_ offer: RpcSaslProto.SaslAuth) throws -> (any SaslClient)?
    /// Why no offer suits, as an error.
    func refusal(of offers: [RpcSaslProto.SaslAuth]) -> WeftError
    /// The user for the connection's context; `nil` where a token says it.
    func contextUser(_ authentication: RPCAuthentication) -> UserInformationProto?
}

/// The beginning of a connection up to its first call, without input and output: frames in, bytes out.
struct RPCHandshake {
    enum State: Hashable {
        case negotiating
        case exchanging
        case done
    }

    private let authenticator: any RPCAuthenticator
    private let protocolName: String
    private let clientID: [UInt8]
    private var client: (any SaslClient)?
    private(set) var state = State.negotiating
    /// How the connection turned out to be authenticated.
    private(set) var authentication = RPCAuthentication.simple
    /// What the level is, once done.
    private(set) var protection = SaslProtection.authentication
    /// What seals everything from now on, with integrity or privacy.
    private(set) var codec: (any SaslCodec)?

    init(authenticator: any RPCAuthenticator, protocolName: String, clientID: [UInt8]) {
        self.authenticator = authenticator
        self.protocolName = protocolName
        self.clientID = clientID
    }

    /// What is written first. Without SASL the handshake is done then, and the bytes should go out with the first call:
    /// a server that doesn't like the header closes before it has read the rest.
    mutating func start() throws -> [UInt8] {
        if authenticator.wantsSASL {
            return RPCFrames.connectionHeader(sasl: true) + RPCFrames.sasl(RpcSaslProto(state: .negotiate))
        }
        return RPCFrames.connectionHeader(sasl: false) + finish(.simple)
    }

    /// Takes a frame of the server.
    ///
    /// - Returns: what is to be written.
    mutating func received(_ frame: [UInt8]) throws -> [UInt8] {
        let response = try RPCResponse(frame: frame)
        guard response.isSuccess else { throw RemoteException(response.header).error() }
        guard response.callID == RPCFrames.CallID.sasl else {
            throw WeftError(
                "rpc-protocol",
                "the server answered call \(response.callID) before the connection was authenticated"
            )
        }
        let message: RpcSaslProto = try response.body()
        switch (message.state, state) {
        case (.negotiate, .negotiating):
            return try choose(message.auths)
        case (.challenge, .exchanging):
            guard let client, let token = message.token else {
                throw WeftError("rpc-protocol", "the server sent a SASL challenge without a token")
            }
            let answer = try client.respond(to: token)
            return RPCFrames.sasl(RpcSaslProto(state: .response, token: answer))
        case (.success, .negotiating):
            // A server without security answers so at once.
            guard authenticator.allowsSimple else { throw authenticator.refusal(of: []) }
            return finish(.simple)
        case (.success, .exchanging):
            return try succeed(message.token)
        default:
            throw WeftError("rpc-protocol", "the server sent the SASL state \(message.state), which has no place here")
        }
    }

    private mutating func choose(_ offers: [RpcSaslProto.SaslAuth]) throws -> [UInt8] {
        for offer in offers {
            let made: (any SaslClient)?
            switch offer.method {
            case "TOKEN":
                made = try authenticator.tokenClient(offer)
                authentication = .token
            case "KERBEROS":
                made = try authenticator.kerberosClient(offer)
                authentication = .kerberos
            case "SIMPLE":
                guard authenticator.allowsSimple else { continue }
                return RPCFrames.sasl(Self.initiate(offer, token: nil)) + finish(.simple)
            default:
                continue
            }
            guard let made else { continue }
            client = made
            state = .exchanging
            // The offer of a token may bring the first challenge with it.
            let token = made.hasInitialResponse ? try made.respond(to: []) : try offer.challenge.map(made.respond(to:))
            return RPCFrames.sasl(Self.initiate(offer, token: token ?? []))
        }
        throw authenticator.refusal(of: offers)
    }

    /// The one offer that was taken, as it was made but without its challenge: servers compare it with what they sent.
    private static func initiate(_ offer: RpcSaslProto.SaslAuth, token: [UInt8]?) -> RpcSaslProto {
        var offer = offer
        offer.challenge = nil
        return RpcSaslProto(state: .initiate, token: token, auths: [offer])
    }

    private mutating func succeed(_ token: [UInt8]?) throws -> [UInt8] {
        guard let client else { throw WeftError("rpc-protocol", "the server ended a SASL exchange that hadn't begun") }
        if let token, !client.isComplete { _ = try client.respond(to: token) }
        guard client.isComplete else {
            throw WeftError(
                "sasl-failed",
                "the server says that the client is authenticated without having proved who it is itself",
                remedy: "check that the address is the server's; something else may answer there"
            )
        }
        protection = client.negotiated
        codec = try client.makeCodec()
        return finish(authentication)
    }

    /// The connection's context. It isn't sealed here: from now on the connection seals what it writes.
    private mutating func finish(_ authentication: RPCAuthentication) -> [UInt8] {
        self.authentication = authentication
        state = .done
        return RPCFrames.connectionContext(
            user: authenticator.contextUser(authentication),
            protocolName: protocolName,
            clientID: clientID
        )
    }
}
