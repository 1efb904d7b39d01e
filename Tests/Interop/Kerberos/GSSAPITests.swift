import HadoopRPC
import Testing
import WeftDiagnostics

/// A client and a server, and what they do with each other.
private struct Exchange {
    let client: GSSAPISaslClient
    let server: GSSAPISaslServer

    init(
        _ realm: KerberosRealm,
        wanted: [SaslProtection],
        offered: [SaslProtection],
        target: String = "nn/localhost@TEST.LOCAL",
        maximumBuffer: Int = 65_536
    ) throws {
        let credential = try GSSCredential.keytab(realm.keytab("alice"), principal: realm.principal("alice"))
        client = try GSSAPISaslClient(credential: credential, serverPrincipal: target, protections: wanted)
        let acceptor = try GSSAcceptor(keytab: realm.keytab("nn"), principal: realm.server)
        server = try GSSAPISaslServer(acceptor: acceptor, protections: offered, maximumBuffer: maximumBuffer)
    }

    func run() throws {
        var message = try client.respond(to: [])
        for _ in 0..<10 where !server.isComplete {
            let answer = try server.evaluate(message)
            if server.isComplete { break }
            message = try client.respond(to: answer)
        }
    }

    func codecs() throws -> (any SaslCodec, any SaslCodec) {
        try run()
        return (try #require(try client.makeCodec()), try #require(try server.makeCodec()))
    }
}

@Suite("GSSAPI with a real KDC")
struct GSSAPITests {
    @Test("both sides agree on the client's first level that the server has, and know each other")
    func levels() throws {
        let realm = try KerberosRealm.shared()
        let all = SaslProtection.allCases
        let cases: [([SaslProtection], [SaslProtection], SaslProtection)] = [
            ([.authentication], all, .authentication), ([.integrity], all, .integrity), ([.privacy], all, .privacy),
            ([.integrity, .privacy], [.privacy, .integrity], .integrity),
            ([.privacy, .authentication], [.authentication], .authentication),
        ]
        for (wanted, offered, expected) in cases {
            let exchange = try Exchange(realm, wanted: wanted, offered: offered)
            #expect(!exchange.client.isComplete)
            try exchange.run()
            #expect(exchange.client.isComplete && exchange.server.isComplete)
            #expect(exchange.client.negotiated == expected)
            #expect(exchange.server.negotiated == expected)
            #expect(exchange.server.principal == "alice@TEST.LOCAL")
            let codec = try exchange.client.makeCodec()
            #expect((codec == nil) == (expected == .authentication))
        }
    }

    @Test("levels that don't match are an error that says so")
    func noCommonLevel() throws {
        let exchange = try Exchange(try .shared(), wanted: [.privacy], offered: [.authentication])
        let error = #expect(throws: WeftError.self) { try exchange.run() }
        #expect(error?.code == "sasl-failed")
        #expect(error?.message == "the server offers the protection authentication, and privacy is asked for")
    }

    @Test("what one side seals the other opens, at any length", arguments: [SaslProtection.integrity, .privacy])
    func roundTrip(level: SaslProtection) throws {
        let (client, server) = try Exchange(try .shared(), wanted: [level], offered: [level]).codecs()
        for length in [0, 1, 7, 8, 100, 4096, client.maximumPlainLength] {
            let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 13) }
            let sealed = try client.seal(plain)
            #expect(sealed.count <= 65_536)
            #expect(try server.open(sealed) == plain)
            #expect(try client.open(try server.seal(plain)) == plain)
        }
        #expect(client.maximumPlainLength > 65_000)
        #expect(throws: WeftError.self) {
            try client.seal([UInt8](repeating: 0, count: client.maximumPlainLength + 1))
        }
    }

    @Test(
        "buffers that are changed, cut, repeated, left out or exchanged are refused",
        arguments: [SaslProtection.integrity, .privacy]
    )
    func tampered(level: SaslProtection) throws {
        let realm = try KerberosRealm.shared()
        let plain = Array("a few bytes".utf8)
        let (client, server) = try Exchange(realm, wanted: [level], offered: [level]).codecs()
        let first = try client.seal(plain)
        for index in first.indices {
            var changed = first
            changed[index] ^= 0x10
            #expect(throws: WeftError.self) { try server.open(changed) }
        }
        for length in first.indices { #expect(throws: WeftError.self) { try server.open(Array(first.prefix(length))) } }
        #expect(try server.open(first) == plain)
        let again = #expect(throws: WeftError.self) { try server.open(first) }
        #expect(again?.code == "sasl-failed")
        _ = try client.seal(plain)
        let third = try client.seal(plain)
        #expect(throws: WeftError.self, "one is missing") { try server.open(third) }
    }

    @Test("any bytes: what was sealed, or an error", arguments: [SaslProtection.integrity, .privacy])
    func fuzz(level: SaslProtection) throws {
        func codecs() throws -> (any SaslCodec, any SaslCodec) {
            try Exchange(try .shared(), wanted: [level], offered: [level]).codecs()
        }
        var (client, server) = try codecs()
        let plain = Array("a few bytes".utf8)
        var genuine = try client.seal(plain)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<50_000 {
            var bytes = genuine
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.removeSubrange(min(place, bytes.count)...)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: min(place, bytes.count))
                case 2 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &random)
                default: if !bytes.isEmpty { bytes[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random)) }
                }
            }
            // What is genuine is taken once, at the end.
            if bytes == genuine { continue }
            do {
                // Some bits of a token's header are neither sealed nor signed, how far it is rotated for one. Nobody can make
                // another text of it that way.
                #expect(try server.open(bytes) == plain)
                (client, server) = try codecs()
                genuine = try client.seal(plain)
            } catch let error as WeftError where error.code == "sasl-failed" {}
        }
        #expect(try server.open(genuine) == plain)
    }

    @Test("a buffer with a checksum only isn't taken where privacy was agreed on")
    func notEncrypted() throws {
        let realm = try KerberosRealm.shared()
        let exchange = try Exchange(realm, wanted: [.privacy], offered: [.privacy])
        let (client, _) = try exchange.codecs()
        let other = try Exchange(realm, wanted: [.integrity], offered: [.integrity]).codecs()
        #expect(throws: WeftError.self) { try client.open(try other.1.seal([1, 2, 3])) }
    }

    @Test("two threads seal and open at once")
    func threads() async throws {
        let (client, server) = try Exchange(try .shared(), wanted: [.privacy], offered: [.privacy]).codecs()
        let plain = [UInt8](repeating: 7, count: 3000)
        @Sendable func pass(_ sealing: any SaslCodec, _ opening: any SaslCodec) throws -> Bool {
            for _ in 0..<200 where try opening.open(try sealing.seal(plain)) != plain { return false }
            return true
        }
        async let there = pass(client, server)
        async let back = pass(server, client)
        #expect(try await there)
        #expect(try await back)
    }

    @Test("messages that no server of Kerberos sends are refused, in each step")
    func wrongMessages() throws {
        let realm = try KerberosRealm.shared()
        func client() throws -> Exchange { try Exchange(realm, wanted: [.authentication], offered: [.authentication]) }
        let first = try client().client
        #expect(throws: WeftError.self, "the server speaks first") { try first.respond(to: [1]) }
        for answer in [[], [0], Array("not a token".utf8), [UInt8](repeating: 0x60, count: 5000)] {
            let exchange = try client()
            _ = try exchange.client.respond(to: [])
            #expect(throws: WeftError.self) { try exchange.client.respond(to: answer) }
            #expect(!exchange.client.isComplete)
            #expect(throws: WeftError.self) { try exchange.client.respond(to: answer) }
            #expect(throws: WeftError.self) { try exchange.client.makeCodec() }
        }
        for offer in [[], [1, 0, 0, 0], Array("not sealed".utf8)] {
            let exchange = try client()
            let answer = try exchange.server.evaluate(try exchange.client.respond(to: []))
            #expect(try exchange.client.respond(to: answer) == [])
            #expect(throws: WeftError.self) { try exchange.client.respond(to: offer) }
        }
    }

    @Test("many threads use one credential")
    func oneCredential() async throws {
        let realm = try KerberosRealm.shared()
        let login = try KerberosLogin(.ticketCache(path: try realm.ticket()))
        let acceptor = try GSSAcceptor(keytab: realm.keytab("nn"))
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<10 {
                        let client = try GSSAPISaslClient(
                            credential: try login.credential(),
                            serverPrincipal: "nn/localhost@TEST.LOCAL",
                            protections: [.authentication]
                        )
                        let server = try GSSAPISaslServer(acceptor: acceptor, protections: [.authentication])
                        var message = try client.respond(to: [])
                        while !server.isComplete {
                            let answer = try server.evaluate(message)
                            if !server.isComplete { message = try client.respond(to: answer) }
                        }
                    }
                    return 10
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(count == 80)
    }

    @Test("the server's realm is found for a name without one")
    func hostBasedName() throws {
        for target in ["nn@localhost", "nn/localhost"] {
            let exchange = try Exchange(try .shared(), wanted: [.privacy], offered: [.privacy], target: target)
            try exchange.run()
            #expect(exchange.client.isComplete)
        }
    }
}
