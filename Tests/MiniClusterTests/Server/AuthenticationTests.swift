import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import MiniCluster

@Suite("Authentication by the embedded server", .timeLimit(.minutes(2)))
struct AuthenticationTests {
    @Test("a client without security is believed where that is allowed")
    func simple() throws {
        let server = try EchoServer.start(EchoServer.security())
        defer { server.stop() }
        let service = try EchoServer.client(server, user: EchoServer.user("alice"))
        #expect(try EchoServer.echo(service) == "alice simple: hello")
    }

    @Test("a client without security is refused where only tokens are taken")
    func simpleRefused() throws {
        let server = try EchoServer.start(EchoServer.security(simple: false))
        defer { server.stop() }
        let service = try EchoServer.client(server, user: EchoServer.user("alice"))
        let error = try #require(throws: WeftError.self) { try EchoServer.echo(service) }
        #expect(
            error.details.contains { $0.value.contains("SIMPLE authentication is not enabled") }
                || error.message.contains("SIMPLE")
        )
    }

    @Test(
        "a token is taken at each level of protection, for large calls and answers too",
        arguments: SaslProtection.allCases
    )
    func digest(protection: SaslProtection) throws {
        let server = try EchoServer.start(EchoServer.security(simple: false, protection: protection))
        defer { server.stop() }
        let service = try EchoServer.client(
            server,
            user: EchoServer.user("nobody"),
            token: EchoServer.token("attempt_1"),
            protection: protection
        )
        for text in ["hello", "", String(repeating: "0123456789", count: 30_000)] {
            #expect(try EchoServer.echo(service, text) == "attempt_1 token: \(text)")
        }
    }

    @Test("a wrong password, an expired token and another level of protection are refused")
    func digestRefused() throws {
        let server = try EchoServer.start(EchoServer.security(simple: false, protection: .privacy))
        defer { server.stop() }
        func code(_ token: Token, _ protection: SaslProtection) throws -> WeftError.Code {
            let service = try EchoServer.client(
                server,
                user: EchoServer.user("nobody"),
                token: token,
                protection: protection
            )
            return try #require(throws: WeftError.self) { try EchoServer.echo(service) }.code
        }
        var wrong = EchoServer.token("attempt_1")
        wrong.password[0] ^= 1
        #expect(try code(wrong, .privacy) == "sasl-failed")
        #expect(try code(EchoServer.token("expired_1"), .privacy) == "token-expired")
        #expect(try code(EchoServer.token("attempt_1"), .authentication) == "sasl-failed")
    }

    @Test("only users who may act for others do")
    func proxyUsers() throws {
        let server = try EchoServer.start(EchoServer.security())
        defer { server.stop() }
        let gateway = EchoServer.user("gateway").acting(for: "bob")
        #expect(try EchoServer.echo(EchoServer.client(server, user: gateway)) == "bob via gateway simple: hello")
        let alice = EchoServer.user("alice").acting(for: "bob")
        let error = try #require(throws: WeftError.self) {
            try EchoServer.echo(EchoServer.client(server, user: alice))
        }
        #expect(error.message == "User: alice is not allowed to impersonate bob")
    }

    @Test("an error of a call has its class and message, and the connection goes on")
    func errors() throws {
        let server = try EchoServer.start(EchoServer.security())
        defer { server.stop() }
        let service = try EchoServer.client(server, user: EchoServer.user("alice"))
        func failure(_ method: String) throws -> WeftError {
            try #require(throws: WeftError.self) {
                let _: GetDelegationTokenRequestProto = try service.call(
                    method,
                    GetDelegationTokenRequestProto(renewer: ""),
                    .once
                )
            }
        }
        let failed = try failure("fail")
        #expect(failed.remoteException == "org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException")
        #expect(failed.message == "Application with id 'x' doesn't exist in RM.")
        #expect(try failure("nothing").remoteException == "org.apache.hadoop.ipc.RpcNoSuchMethodException")
        #expect(try EchoServer.echo(service) == "alice simple: hello")
    }

    @Test("an unknown protocol is an error of the call")
    func unknownProtocol() throws {
        let server = try RPCServer(security: EchoServer.security(), protocols: [])
        defer { server.stop() }
        let service = try EchoServer.client(server, user: EchoServer.user("alice"))
        let error = try #require(throws: WeftError.self) { try EchoServer.echo(service) }
        #expect(error.remoteException == "org.apache.hadoop.ipc.RpcNoSuchProtocolException")
    }

    @Test(
        "a ticket is taken at each level of protection",
        .enabled(if: installed("krb5kdc"), "needs MIT's KDC: install krb5-kdc, krb5-admin-server and krb5-user"),
        arguments: SaslProtection.allCases
    )
    func kerberos(protection: SaslProtection) throws {
        try KerberosFixture.with { fixture in
            let acceptor = try GSSAcceptor(keytab: fixture.realm.keytab("rm"), principal: "rm/localhost@WEFT.LOCAL")
            let server = try EchoServer.start(
                EchoServer.security(
                    simple: false,
                    kerberos: .init(acceptor: acceptor, service: "rm", host: "localhost") {
                        String($0.prefix { $0 != "@" })
                    },
                    protection: protection
                )
            )
            defer { server.stop() }
            let configuration = try HadoopConfiguration(
                loadingFrom: [],
                environment: [:],
                overrides: [
                    "hadoop.security.authentication=kerberos", "test.principal=rm/localhost@WEFT.LOCAL",
                ]
            )
            let user = UserGroupInformation(
                simpleName: "alice",
                loginSource: .ticketCache(path: fixture.realm.ticketCache("alice"), principal: nil)
            )
            let service = try EchoServer.client(
                server,
                user: user,
                isSecure: true,
                protection: protection,
                configuration: configuration
            )
            for text in ["hello", String(repeating: "0123456789", count: 30_000)] {
                #expect(try EchoServer.echo(service, text) == "alice kerberos: \(text)")
            }
        }
    }
}
