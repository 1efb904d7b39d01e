import Testing

@testable import HadoopRPC

@Suite("DIGEST-MD5 as Java has it")
struct TranscriptTests {
    private func client(_ transcript: Transcript) throws -> DigestMD5SaslClient {
        let level = try #require(SaslProtection(qop: transcript.qop))
        let response = try DigestMD5Response(parsing: bytes(transcript.response))
        return DigestMD5SaslClient(
            username: transcript.username,
            password: Array(transcript.password.utf8),
            protocolName: transcript.protocolName,
            serverName: transcript.serverName,
            protections: [level],
            ciphers: response.cipher.map { [$0] } ?? [],
            clientNonce: String(decoding: response.clientNonce, as: UTF8.self)
        )
    }

    @Test("a client gives the proof that Java's client gives, and believes Java's server", arguments: transcripts)
    func clientProof(transcript: Transcript) throws {
        let client = try client(transcript)
        let message = try client.respond(to: bytes(transcript.challenge))
        let ours = try DigestMD5Response(parsing: message)
        let javas = try DigestMD5Response(parsing: bytes(transcript.response))
        #expect(ours.proof == javas.proof)
        #expect(ours.username == javas.username)
        #expect(ours.realm == javas.realm)
        #expect(ours.digestURI == javas.digestURI)
        #expect(ours.protection == javas.protection)
        #expect(ours.cipher == javas.cipher)
        #expect(ours.maximumBuffer == javas.maximumBuffer)
        #expect(!client.isComplete)
        #expect(try client.respond(to: bytes(transcript.proof)) == [])
        #expect(client.isComplete)
        #expect(client.negotiated.qop == transcript.qop)
    }

    @Test(
        "a server takes the response of Java's client and proves itself as Java's server does",
        arguments: transcripts
    )
    func serverProof(transcript: Transcript) throws {
        let server = try self.server(transcript)
        let challenge = try DigestMD5Challenge(parsing: server.challenge())
        #expect(challenge.realms == (try DigestMD5Challenge(parsing: bytes(transcript.challenge))).realms)
        #expect(hexadecimal(try server.evaluate(bytes(transcript.response))) == transcript.proof)
        #expect(server.username == transcript.username)
        #expect(server.isComplete)
        #expect(server.negotiated.qop == transcript.qop)
    }

    private func server(_ transcript: Transcript) throws -> DigestMD5SaslServer {
        let level = try #require(SaslProtection(qop: transcript.qop))
        let challenge = try DigestMD5Challenge(parsing: bytes(transcript.challenge))
        return DigestMD5SaslServer(
            protocolName: transcript.protocolName,
            serverName: transcript.serverName,
            protections: [level],
            nonce: String(decoding: challenge.nonce, as: UTF8.self)
        ) { $0 == transcript.username ? Array(transcript.password.utf8) : nil }
    }

    @Test(
        "each side seals as Java's does, and opens what Java's other side sealed",
        arguments: transcripts.filter { $0.qop != "auth" }
    )
    func sealed(transcript: Transcript) throws {
        let client = try client(transcript)
        _ = try client.respond(to: bytes(transcript.challenge))
        _ = try client.respond(to: bytes(transcript.proof))
        let clientCodec = try #require(try client.makeCodec())
        let server = try server(transcript)
        _ = try server.challenge()
        _ = try server.evaluate(bytes(transcript.response))
        let serverCodec = try #require(try server.makeCodec())
        for exchange in transcript.exchanges {
            let plain = Array(exchange.text.utf8)
            #expect(hexadecimal(try clientCodec.seal(plain)) == exchange.client)
            #expect(hexadecimal(try serverCodec.seal(plain)) == exchange.server)
            #expect(try clientCodec.open(bytes(exchange.server)) == plain)
            #expect(try serverCodec.open(bytes(exchange.client)) == plain)
        }
    }

    @Test("with authentication alone there is nothing to seal with")
    func noCodec() throws {
        let transcript = try #require(transcripts.first { $0.qop == "auth" })
        let client = try client(transcript)
        _ = try client.respond(to: bytes(transcript.challenge))
        #expect(throws: (any Error).self) { try client.makeCodec() }
        _ = try client.respond(to: bytes(transcript.proof))
        #expect(try client.makeCodec() == nil)
    }
}
