import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// A client that a test can change one thing about.
func digestClient(
    password: String = "secret",
    protections: [SaslProtection] = [.authentication],
    ciphers: [DigestMD5Cipher] = DigestMD5Cipher.allCases,
    username: String = "alice",
    serverName: String = "default",
    realm: String? = nil
) -> DigestMD5SaslClient {
    DigestMD5SaslClient(
        username: username,
        password: Array(password.utf8),
        protocolName: "",
        serverName: serverName,
        realm: realm,
        protections: protections,
        ciphers: ciphers,
        clientNonce: "clientnonce"
    )
}

/// The server for it.
func digestServer(
    protections: [SaslProtection] = [.authentication],
    ciphers: [DigestMD5Cipher] = DigestMD5Cipher.allCases
) -> DigestMD5SaslServer {
    DigestMD5SaslServer(
        protocolName: "",
        serverName: "default",
        protections: protections,
        ciphers: ciphers,
        nonce: "servernonce"
    ) { $0 == "alice" ? Array("secret".utf8) : nil }
}

/// The codecs of an exchange that went well: the client's and the server's.
func digestCodecs(
    _ protection: SaslProtection,
    _ cipher: DigestMD5Cipher = .rc4
) throws -> (any SaslCodec, any SaslCodec) {
    let client = digestClient(protections: [protection], ciphers: [cipher])
    let server = digestServer(protections: [protection])
    _ = try client.respond(to: try server.evaluate(try client.respond(to: try server.challenge())))
    return (try #require(try client.makeCodec()), try #require(try server.makeCodec()))
}

/// What an error says.
func message(of body: () throws -> some Any) -> String {
    do {
        _ = try body()
        return "no error"
    } catch let error as WeftError {
        return error.code == "sasl-failed" ? error.message : "\(error.code.rawValue): \(error.message)"
    } catch {
        return "another error: \(error)"
    }
}

@Suite("DIGEST-MD5 clients and servers")
struct DigestMD5Tests {
    @Test("the first level of the client's list that the server has is taken, not the strongest")
    func levelChoice() throws {
        let client = digestClient(protections: [.integrity, .privacy])
        let server = digestServer(protections: [.privacy, .integrity, .authentication])
        _ = try client.respond(to: try server.evaluate(try client.respond(to: try server.challenge())))
        #expect(client.negotiated == .integrity)
        #expect(server.negotiated == .integrity)
        let other = digestClient(protections: [.privacy, .authentication])
        _ = try other.respond(to: try digestServer(protections: [.authentication]).challenge())
        #expect(other.negotiated == .authentication)
    }

    @Test("levels that don't match are an error that names both sides' and the setting")
    func noCommonLevel() throws {
        let challenge = try digestServer(protections: [.authentication]).challenge()
        let client = digestClient(protections: [.privacy])
        let error = #expect(throws: WeftError.self) { try client.respond(to: challenge) }
        #expect(error?.code == "sasl-failed")
        #expect(error?.message == "the server offers the protection authentication, and privacy is asked for")
        #expect(error?.remedy.contains("hadoop.rpc.protection") == true)
    }

    @Test("the client's first cipher that the server has is taken, RC4 if it may choose")
    func cipherChoice() throws {
        func chosen(_ wanted: [DigestMD5Cipher], _ offered: [DigestMD5Cipher]) throws -> DigestMD5Cipher? {
            let challenge = try digestServer(protections: [.privacy], ciphers: offered).challenge()
            let answer = try digestClient(protections: [.privacy], ciphers: wanted).respond(to: challenge)
            return try DigestMD5Response(parsing: answer).cipher
        }
        #expect(try chosen(DigestMD5Cipher.allCases, [.tripleDES, .rc4, .des]) == .rc4)
        #expect(try chosen([.des, .tripleDES], [.tripleDES, .rc4, .des]) == .des)
        #expect(
            message { try chosen([.rc4], [.tripleDES]) }
                == "the server has no cipher for privacy that this side takes; it has 3des"
        )
    }

    @Test("a wrong password, an unknown name and another server's response are refused in the same words or as such")
    func wrongProof() throws {
        func answer(_ client: DigestMD5SaslClient) -> String {
            message {
                let server = digestServer()
                return try server.evaluate(try client.respond(to: try server.challenge()))
            }
        }
        #expect(answer(digestClient(password: "Secret")) == "the client's proof is wrong")
        #expect(answer(digestClient(username: "bob")) == "the client's proof is wrong")
        #expect(
            answer(digestClient(serverName: "other"))
                == "the client's DIGEST-MD5 response is for another server or exchange"
        )
        #expect(answer(digestClient()) == "no error")
    }

    @Test("a server that can't prove itself is not believed, and the exchange is over")
    func wrongServerProof() throws {
        for proof in [
            "rspauth=00000000000000000000000000000000", "rspauth=", "rspauth=abc", "", "nonce=\"x\"", "rspauth",
        ] {
            let client = digestClient()
            _ = try client.respond(to: try digestServer().challenge())
            #expect(throws: WeftError.self) { try client.respond(to: Array(proof.utf8)) }
            #expect(!client.isComplete)
            #expect(throws: WeftError.self) { try client.makeCodec() }
            #expect(throws: WeftError.self) { try client.respond(to: Array(proof.utf8)) }
        }
    }

    @Test("nothing is answered after the end, and the stream is made once")
    func outOfTurn() throws {
        let client = digestClient(protections: [.integrity])
        let server = digestServer(protections: [.integrity])
        let proof = try server.evaluate(try client.respond(to: try server.challenge()))
        #expect(throws: WeftError.self) { try server.challenge() }
        #expect(throws: WeftError.self) { try server.evaluate([]) }
        _ = try client.respond(to: proof)
        _ = try client.makeCodec()
        #expect(throws: WeftError.self) { try client.makeCodec() }
        #expect(throws: WeftError.self) { try client.respond(to: proof) }
    }

    @Test("the first realm is taken, or the one asked for if the server has it")
    func realmChoice() throws {
        func chosen(_ realm: String?, _ challenge: String) throws -> String? {
            let text = challenge + "nonce=\"n\",algorithm=md5-sess,charset=utf-8"
            let answer = try digestClient(realm: realm).respond(to: Array(text.utf8))
            return try DigestMD5Response(parsing: answer).realm.map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(try chosen(nil, "realm=\"a\",realm=\"b\",") == "a")
        #expect(try chosen("b", "realm=\"a\",realm=\"b\",") == "b")
        #expect(try chosen("c", "realm=\"a\",realm=\"b\",") == "a")
        #expect(try chosen(nil, "") == nil)
    }

    @Test("a challenge is read with white space, empty elements, escapes and words in any case")
    func lenientChallenge() throws {
        let text = """
            , realm="a\\"b\\\\c" ,, nonce = "n,=" , QOP="AUTH, auth-int,auth-new" ,\r\n maxbuf=1024,\
            cipher="RC4,aes" , Algorithm=MD5-SESS,future="1",future="2",stale=true,
            """
        let challenge = try DigestMD5Challenge(parsing: Array(text.utf8))
        #expect(challenge.realms == [Array("a\"b\\c".utf8)])
        #expect(challenge.nonce == Array("n,=".utf8))
        #expect(challenge.protections == [.authentication, .integrity])
        #expect(challenge.ciphers == [.rc4])
        #expect(challenge.maximumBuffer == 1024)
        #expect(!challenge.usesUTF8)
    }

    @Test(
        "challenges that can't be right are refused",
        arguments: [
            "", "nonce=\"n\"", "algorithm=md5-sess", "nonce=\"\",algorithm=md5-sess", "nonce=\"n\",algorithm=md5",
            "nonce=\"n\",nonce=\"m\",algorithm=md5-sess", "nonce=\"n\",algorithm=md5-sess,maxbuf=16",
            "nonce=\"n\",algorithm=md5-sess,maxbuf=16777216", "nonce=\"n\",algorithm=md5-sess,maxbuf=-1",
            "nonce=\"n\",algorithm=md5-sess,maxbuf=99999999999999999999", "nonce=\"n\",algorithm=md5-sess,maxbuf=+100",
            "nonce=\"n", "nonce=\"n\\", "nonce=\"n\"x,algorithm=md5-sess", "nonce", "=n", "nonce=n=m",
            "nonce=\"n\",algorithm=", "nonce=\"n\" algorithm=md5-sess", "\u{0}", "n\"=3",
        ]
    )
    func wrongChallenges(text: String) {
        #expect(message { try digestClient().respond(to: Array(text.utf8)) } != "no error")
        let filled = Array(text.utf8) + [UInt8](repeating: UInt8(ascii: ","), count: 8193)
        #expect(message { try digestClient().respond(to: filled) }.contains("more than 8192"))
    }

    @Test("an identifier that Java's servers would refuse is refused before it is sent")
    func longName() throws {
        let challenge = try digestServer().challenge()
        #expect(throws: Never.self) {
            try digestClient(username: String(repeating: "A", count: 3700)).respond(to: challenge)
        }
        let text = message { try digestClient(username: String(repeating: "A", count: 4000)).respond(to: challenge) }
        #expect(text.hasPrefix("the token's identifier is too long"))
    }

    @Test("a name that ISO 8859-1 doesn't have can't go to a server without UTF-8")
    func latin1Server() throws {
        let challenge = Array("nonce=\"n\",algorithm=md5-sess".utf8)
        let answer = try digestClient(username: "d\u{e9}j\u{e0}").respond(to: challenge)
        #expect(try DigestMD5Response(parsing: answer).username == [0x64, 0xe9, 0x6a, 0xe0])
        #expect(message { try digestClient(username: "\u{3b1}").respond(to: challenge) }.contains("ISO 8859-1"))
    }

    @Test("two clients never use the same nonce")
    func nonces() {
        #expect(Set((0..<100).map { _ in randomNonce() }).count == 100)
        #expect(randomNonce().utf8.count == 48)
    }
}
