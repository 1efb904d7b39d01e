import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Whom a Kerberos server has to be")
struct ServerIdentityTests {
    private func principal(_ offered: String, at host: String, _ settings: [String: String]) throws -> String {
        var configuration = HadoopConfiguration(environment: [:])
        for (key, value) in settings { configuration.set(key, to: value) }
        let server = HadoopAddress(host: host, port: 8020)
        let remote = try #require(try server.resolve().first)
        let authenticator = UserAuthenticator(
            user: UserGroupInformation(simpleName: "alice", loginSource: nil),
            configuration: configuration,
            options: RPCOptions(),
            protocolInfo: RPCProtocol(name: "p", principalKey: "test.principal") { _, _, _ in nil },
            server: server,
            remote: remote
        )
        let parts = offered.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return try authenticator.serverPrincipal(
            RpcSaslProto.SaslAuth(
                method: "KERBEROS",
                mechanism: "GSSAPI",
                protocol: parts[0],
                serverId: parts.count > 1 ? parts[1] : nil
            )
        )
    }

    @Test("a server at a numeric address is the host that the resolver calls it, not the one that it calls itself")
    func numericAddress() throws {
        let setting = ["test.principal": "nn/_HOST@R"]
        let local = HadoopAddress(host: "127.0.0.1", port: 1)
        let name = try #require(try local.resolve().first).hostName?.lowercased() ?? "127.0.0.1"
        #expect(try principal("nn/\(name)", at: "127.0.0.1", setting) == "nn/\(name)@R")
        let error = #expect(throws: WeftError.self) { try principal("nn/other.example.com", at: "127.0.0.1", setting) }
        #expect(error?.code == "sasl-failed")
        #expect(error?.message.contains("nn/other.example.com") == true)
        #expect(try principal("nn/localhost", at: "localhost", setting) == "nn/localhost@R")
        #expect(throws: WeftError.self) { try principal("nn/127.0.0.1", at: "localhost", setting) }
    }

    @Test(
        "names that would be another principal's are refused, whatever the pattern",
        arguments: ["nn/a@B", "nn/a/b", "/a", "nn/", "nn", "n@n/a", "nn/a\\@b"]
    )
    func oddNames(_ offered: String) {
        for settings in [["test.principal.pattern": "*"], ["test.principal": "nn/a@R"]] {
            let error = #expect(throws: WeftError.self) { try principal(offered, at: "localhost", settings) }
            #expect(error?.code == "sasl-failed")
        }
    }
}
