import Crypto
import Glibc
import HadoopProtos
import HadoopRPC
import WeftDiagnostics

@testable import MiniCluster

/// A server with one protocol that tells callers who they are.
enum EchoServer {
    static let protocolName = "test.EchoProtocol"
    static let key = SymmetricKey(size: .bits256)

    static func password(_ identifier: [UInt8]) -> [UInt8] {
        Array(HMAC<Insecure.SHA1>.authenticationCode(for: identifier, using: key))
    }

    /// A token for a user, as the server makes them.
    static func token(_ user: String) -> Token {
        let identifier = Array(user.utf8)
        return Token(identifier: identifier, password: password(identifier), kind: "test", service: "")
    }

    static func security(
        tokens: Bool = true,
        simple: Bool = true,
        kerberos: RPCServerSecurity.Kerberos? = nil,
        protection: SaslProtection = .authentication
    ) -> RPCServerSecurity {
        RPCServerSecurity(
            tokens: tokens
                ? .init { identifier in
                    guard !identifier.starts(with: Array("expired".utf8)) else {
                        throw RPCServerError.invalidToken(
                            "token (\(String(decoding: identifier, as: UTF8.self))) is expired"
                        )
                    }
                    return password(identifier)
                } user: {
                    (String(decoding: $0, as: UTF8.self), nil)
                } : nil,
            kerberos: kerberos,
            allowsSimple: simple,
            protections: [protection],
            mayActFor: { real, _ in real == "gateway" }
        )
    }

    static func start(_ security: RPCServerSecurity) throws -> RPCServer {
        var served = RPCServerProtocol(name: protocolName)
        // Any message does: the renewer of a token's request comes back with who asked for it.
        served.add("echo") { (request: GetDelegationTokenRequestProto, caller) in
            let real = caller.realUser.map { " via \($0)" } ?? ""
            return GetDelegationTokenRequestProto(renewer: "\(caller.user)\(real) \(caller.method): \(request.renewer)")
        }
        served.add("fail") { (_: GetDelegationTokenRequestProto, _) -> GetDelegationTokenRequestProto in
            throw RPCServerError.applicationNotFound("Application with id 'x' doesn't exist in RM.")
        }
        return try RPCServer(security: security, protocols: [served])
    }

    static func client(
        _ server: RPCServer,
        user: UserGroupInformation,
        token: Token? = nil,
        isSecure: Bool = false,
        protection: SaslProtection = .authentication,
        configuration: HadoopConfiguration = HadoopConfiguration(environment: [:])
    ) throws -> RPCService {
        var options = RPCOptions()
        options.isSecure = isSecure
        options.protections = [protection]
        options.saslRetries = 0
        let client = try RPCClient(configuration: configuration, user: user, options: options)
        return try RPCService(
            client: client,
            protocolInfo: RPCProtocol(name: protocolName, principalKey: "test.principal") { _, _, _ in token },
            servers: [HadoopAddress(host: "localhost", port: server.port)]
        )
    }

    static func user(_ name: String) -> UserGroupInformation {
        UserGroupInformation(simpleName: name, loginSource: nil)
    }

    static func echo(_ service: RPCService, _ text: String = "hello") throws -> String {
        let answer: GetDelegationTokenRequestProto = try service.call(
            "echo",
            GetDelegationTokenRequestProto(renewer: text),
            .once
        )
        return answer.renewer
    }
}

/// A program found where administrators' programs are; nil when it isn't installed.
func installed(_ name: String) -> Bool {
    ["/usr/sbin", "/usr/bin", "/sbin", "/usr/local/sbin", "/usr/local/bin"].contains {
        access("\($0)/\(name)", X_OK) == 0
    }
}
