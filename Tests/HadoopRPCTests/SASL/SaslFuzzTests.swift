import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// Whatever the peer sends: an error of this layer, never a crash, and nothing of it is believed.
@Suite("SASL and whatever a peer may send")
struct SaslFuzzTests {
    private struct Unexpected: Error {
        let what: String
    }

    private static let words = [
        "realm=", "nonce=", "qop=", "\"auth-conf\"", "cipher=", "\"rc4,3des\"", "maxbuf=", "65536",
        "algorithm=md5-sess",
        "charset=utf-8", "rspauth=", "\"", "\\", ",", "=", " ", "\u{0}", "\u{e9}",
    ]

    /// Runs something that may only throw errors of SASL.
    private static func refused<Value>(_ body: () throws -> Value) throws -> Value? {
        do { return try body() } catch let error as WeftError where error.code == "sasl-failed" { return nil }
    }

    @Test("challenges")
    func challenges() {
        let seeds = transcripts.map { bytes($0.challenge) }
        var count = 0
        InputFuzzer.run(seeds, words: Self.words) { input in
            guard let challenge = try Self.refused({ try DigestMD5Challenge(parsing: input) }) else { return }
            count += 1
            if count % 16 != 0 { return }
            let again = try DigestMD5Challenge(parsing: challenge.encoded)
            guard again.nonce == challenge.nonce, again.realms == challenge.realms else {
                throw Unexpected(what: "another challenge after encoding it")
            }
        }
    }

    @Test("a client's whole exchange")
    func client() throws {
        let challenge = try digestServer(protections: SaslProtection.allCases).challenge()
        let seeds = transcripts.map { bytes($0.challenge) } + [challenge]
        InputFuzzer.runInThreads(seeds, words: Self.words) { input in
            let client = digestClient(protections: SaslProtection.allCases)
            guard try Self.refused({ try client.respond(to: input) }) != nil else { return }
            _ = try Self.refused { try client.respond(to: input) }
            if client.isComplete { throw Unexpected(what: "a server without the password was believed") }
        }
    }

    @Test("a server's proof")
    func serverProof() {
        let good = bytes(transcripts[0].proof)
        InputFuzzer.run([good], words: Self.words) { input in
            let directives = try Self.refused { try DigestMD5Directives(parsing: input) }
            _ = try directives.flatMap { directives in try Self.refused { try directives.value("rspauth") } }
        }
    }

    @Test("a client's response, as a server gets it")
    func responses() {
        let seeds = transcripts.filter { $0.response.utf8.count < 1000 }.map { bytes($0.response) }
        InputFuzzer.runInThreads(seeds, words: Self.words, inputs: InputFuzzer.inputs() / 2) { input in
            _ = try Self.refused { try DigestMD5Response(parsing: input) }
        }
        InputFuzzer.runInThreads(seeds, words: Self.words, inputs: InputFuzzer.inputs() / 2) { input in
            let server = digestServer(protections: SaslProtection.allCases)
            _ = try server.challenge()
            _ = try Self.refused { try server.evaluate(input) }
            if server.isComplete { throw Unexpected(what: "a client without the password was believed") }
        }
    }

    @Test("sealed buffers", arguments: DigestMD5CodecTests.kinds)
    func sealed(protection: SaslProtection, cipher: DigestMD5Cipher) throws {
        let response = DigestMD5Response(
            username: [65],
            realm: nil,
            nonce: [1],
            clientNonce: [2],
            digestURI: [3],
            protection: protection,
            cipher: protection == .privacy ? cipher : nil,
            usesUTF8: true,
            proof: []
        )
        let secrets = DigestMD5Secrets(response: response, password: [4])
        func codec(_ role: DigestMD5Secrets.Sender) throws -> DigestMD5Codec {
            try DigestMD5Codec(
                secrets: secrets,
                role: role,
                protection: protection,
                cipher: response.cipher,
                peerMaximumBuffer: 65_536
            )
        }
        let seeds = try [1, 20, 100].map { try codec(.client).seal([UInt8](repeating: 9, count: $0)) }
        let genuine = Set(seeds)
        // A million for all kinds together. Making a codec takes most of the time, and one that has refused a length goes
        // on; after others a new one is made.
        var server: DigestMD5Codec?
        let blockLength = response.cipher?.blockLength ?? 1
        InputFuzzer.run(seeds, inputs: InputFuzzer.inputs() / DigestMD5CodecTests.kinds.count) { input in
            let used = try server ?? codec(.server)
            let opened = try Self.refused { try used.open(input) }
            server = input.count < 16 || (input.count - 6) % blockLength != 0 ? used : nil
            if opened != nil, !input.isEmpty, !genuine.contains(input) {
                throw Unexpected(what: "a changed buffer was taken")
            }
        }
    }

    @Test("the message about GSSAPI's security layer")
    func securityLayer() {
        InputFuzzer.run([[7, 0, 255, 255], [1, 0, 0, 0, 97]]) { input in
            guard let layer = try Self.refused({ try SecurityLayer(parsing: input) }) else { return }
            if input[0] & 0xf8 == 0, layer.encoded != input {
                throw Unexpected(what: "another message after encoding it")
            }
        }
    }
}
