import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Security settings")
struct HadoopSecurityTests {
    private func configuration(_ properties: KeyValuePairs<String, String>) -> HadoopConfiguration {
        var configuration = HadoopConfiguration(environment: [:])
        for (key, value) in properties { configuration.set(key, to: value) }
        return configuration
    }

    @Test("Without settings a cluster is simple")
    func defaults() throws {
        let security = try HadoopConfiguration(environment: [:]).security
        #expect(!security.isSecure)
        #expect(security.rpcProtection == [.authentication])
        #expect(security.tokenServiceUsesIP)
        #expect(!security.fallbackToSimpleAllowed)
    }

    @Test("The settings are read, protection in its order")
    func settings() throws {
        let security = try configuration([
            "hadoop.security.authentication": "Kerberos", "hadoop.rpc.protection": "privacy, Integrity,privacy",
            "hadoop.security.token.service.use_ip": "false", "ipc.client.fallback-to-simple-auth-allowed": "true",
        ]).security
        #expect(security.isSecure)
        #expect(security.rpcProtection == [.privacy, .integrity])
        #expect(!security.tokenServiceUsesIP)
        #expect(security.fallbackToSimpleAllowed)
    }

    @Test("Words that aren't known are refused")
    func unknownWords() {
        let protection = #expect(throws: WeftError.self) {
            try configuration(["hadoop.rpc.protection": "auth-conf"]).security
        }
        #expect(protection?.message == "hadoop.rpc.protection has the unknown level \"auth-conf\"")
        let method = #expect(throws: WeftError.self) {
            try configuration(["hadoop.security.authentication": "kerberso"]).security
        }
        #expect(method?.message == "hadoop.security.authentication is \"kerberso\", which is not known")
    }

    @Test("A server's principal is the configured one with its host, or what the pattern fits")
    func principals() throws {
        let key = "dfs.namenode.kerberos.principal"
        let one = try configuration([key: "nn/_HOST@R.LOCAL"]).serverPrincipal(key, host: "NN1.Example.com")
        #expect(one == .exactly("nn/nn1.example.com@R.LOCAL"))
        #expect(one.allows("nn/nn1.example.com@R.LOCAL"))
        #expect(!one.allows("nn/nn2.example.com@R.LOCAL"))
        let pattern = try configuration([key: "nn/_HOST@R.LOCAL", "\(key).pattern": "nn/*@R.LOCAL"])
            .serverPrincipal(key, host: "x")
        #expect(pattern.allows("nn/nn2.example.com@R.LOCAL"))
        #expect(!pattern.allows("dn/nn2.example.com@R.LOCAL"))
        #expect(throws: WeftError.self) { try HadoopConfiguration(environment: [:]).serverPrincipal(key, host: "x") }
        #expect(throws: WeftError.self) {
            try configuration(["\(key).pattern": "nn/[x"]).serverPrincipal(key, host: "x")
        }
    }

    @Test(
        "Only a host part that is _HOST is replaced",
        arguments: [
            ("nn/_HOST@R", "nn/nn.example.com@R"), ("nn/x@R", "nn/x@R"), ("nn/_HOST", "nn/_HOST"), ("nn@R", "nn@R"),
            ("_HOST@R", "_HOST@R"),
        ]
    )
    func hosts(_ principal: String, _ expanded: String) {
        #expect(ServerPrincipal.expanded(principal, host: "NN.Example.Com") == expanded)
    }
}
