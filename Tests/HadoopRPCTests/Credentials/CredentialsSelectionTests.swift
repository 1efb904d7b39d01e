import Testing

@testable import HadoopRPC

@Suite("Choosing a token")
struct CredentialsSelectionTests {
    private let address = HadoopAddress(host: "NN.example.com", port: 8020)

    private func credentials(_ tokens: (String, Token.Kind, String)...) -> Credentials {
        var credentials = Credentials()
        for (alias, kind, service) in tokens {
            credentials.add(
                Token(identifier: Array(alias.utf8), password: [], kind: kind, service: service),
                alias: alias
            )
        }
        return credentials
    }

    private func chosen(_ credentials: Credentials, _ kind: Token.Kind, _ services: [String]) -> String? {
        credentials.token(kind, for: services).map { String(decoding: $0.identifier, as: UTF8.self) }
    }

    @Test("The service of an address has its number or its name")
    func services() {
        #expect(TokenService.text(for: address, ip: "10.0.0.1", usesIP: true) == "10.0.0.1:8020")
        #expect(TokenService.text(for: address, ip: "10.0.0.1", usesIP: false) == "nn.example.com:8020")
        #expect(TokenService.text(for: address, ip: nil, usesIP: true) == "nn.example.com:8020")
        #expect(TokenService.logical(scheme: "hdfs", authority: "ns1") == "ha-hdfs:ns1")
        #expect(
            TokenService.candidates(for: address, ips: ["10.0.0.1", "10.0.0.2"], usesIP: true, logical: "ha-hdfs:ns1")
                == ["10.0.0.1:8020", "10.0.0.2:8020", "nn.example.com:8020", "ha-hdfs:ns1"]
        )
        #expect(
            TokenService.candidates(for: address, ips: ["10.0.0.1"], usesIP: false) == [
                "nn.example.com:8020", "10.0.0.1:8020",
            ]
        )
    }

    @Test("A token is found by kind and service, the better service first")
    func exact() {
        let all = credentials(
            ("1", .hdfsDelegation, "nn.example.com:8020"),
            ("2", .hdfsDelegation, "10.0.0.1:8020"),
            ("3", .kmsDelegation, "10.0.0.9:8020"),
            ("4", .hdfsDelegation, "ha-hdfs:ns1")
        )
        #expect(chosen(all, .hdfsDelegation, ["10.0.0.1:8020", "nn.example.com:8020"]) == "2")
        #expect(chosen(all, .hdfsDelegation, ["nn.example.com:8020", "10.0.0.1:8020"]) == "1")
        #expect(chosen(all, .hdfsDelegation, ["10.0.0.7:8020", "ha-hdfs:ns1"]) == "4")
        #expect(chosen(all, .hdfsDelegation, ["10.0.0.9:8020"]) == nil)
        #expect(chosen(all, .hdfsDelegation, []) == nil)
    }

    @Test("A token for several ResourceManagers is for each of them, but not for an address that only looks alike")
    func lists() {
        let all = credentials(("1", .applicationMaster, "10.0.0.1:8030,10.0.0.2:8030"))
        #expect(chosen(all, .applicationMaster, ["10.0.0.2:8030"]) == "1")
        #expect(chosen(all, .applicationMaster, ["0.0.0.2:8030"]) == nil)
    }

    @Test("Of several for one service the first alias is taken")
    func several() {
        let all = credentials(("b", "K", "s"), ("a", "K", "s"), ("c", "K", "s"))
        #expect(chosen(all, "K", ["s"]) == "a")
    }
}
