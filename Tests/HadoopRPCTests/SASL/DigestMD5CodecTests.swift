import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("Sealed buffers of DIGEST-MD5")
struct DigestMD5CodecTests {
    /// Integrity, and privacy with each cipher.
    static let kinds: [(SaslProtection, DigestMD5Cipher)] =
        [(.integrity, .rc4)] + DigestMD5Cipher.allCases.map { (.privacy, $0) }

    @Test("what one side seals the other opens, whatever the length, in both directions", arguments: kinds)
    func roundTrip(protection: SaslProtection, cipher: DigestMD5Cipher) throws {
        let (client, server) = try digestCodecs(protection, cipher)
        for length in Array(0..<40) + [1000, 4096, client.maximumPlainLength] {
            let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let sealed = try client.seal(plain)
            #expect(sealed.count <= 65_536)
            #expect(try server.open(sealed) == plain)
            #expect(try client.open(try server.seal(plain)) == plain)
        }
    }

    @Test("sealing and opening append to what an array holds")
    func appending() throws {
        let (client, server) = try digestCodecs(.privacy, .tripleDES)
        var sealed: [UInt8] = [1, 2, 3]
        try [UInt8]("hello".utf8).withUnsafeBytes { try client.seal($0, into: &sealed) }
        #expect(sealed.prefix(3) == [1, 2, 3])
        var plain: [UInt8] = [9]
        try sealed[3...].withUnsafeBytes { try server.open($0, into: &plain) }
        #expect(plain == [9] + Array("hello".utf8))
    }

    @Test("any changed bit is noticed, and the stream ends with it", arguments: kinds)
    func tampered(protection: SaslProtection, cipher: DigestMD5Cipher) throws {
        let plain = Array("twenty-one bytes here".utf8)
        let length = try digestCodecs(protection, cipher).0.seal(plain).count
        for bit in 0..<(length * 8) {
            let (client, server) = try digestCodecs(protection, cipher)
            let sealed = try client.seal(plain)
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: WeftError.self) { try server.open(changed) }
            #expect(throws: WeftError.self, "a buffer after a wrong one") { try server.open(sealed) }
        }
    }

    @Test("buffers that are cut, repeated, left out or exchanged are refused", arguments: kinds)
    func misplaced(protection: SaslProtection, cipher: DigestMD5Cipher) throws {
        let (first, opening) = try digestCodecs(protection, cipher)
        let buffers = try (0..<3).map { _ in try first.seal([1, 2, 3]) }
        #expect(try opening.open(buffers[0]) == [1, 2, 3])
        #expect(message { try opening.open(buffers[0]) } == "a sealed buffer has the number 0 where 1 is due")
        let (_, skipping) = try digestCodecs(protection, cipher)
        #expect(message { try skipping.open(buffers[1]) } == "a sealed buffer has the number 1 where 0 is due")
        for length in 1..<buffers[0].count {
            let (_, cut) = try digestCodecs(protection, cipher)
            #expect(throws: WeftError.self) { try cut.open(Array(buffers[0].prefix(length))) }
        }
        let (own, _) = try digestCodecs(protection, cipher)
        #expect(throws: WeftError.self, "one's own buffer sent back") { try own.open(buffers[0]) }
    }

    @Test("more than the peer's maxbuf is refused when sealing, and what can't be a buffer when opening")
    func oversize() throws {
        let (client, server) = try digestCodecs(.privacy, .rc4)
        #expect(client.maximumPlainLength == 65_536 - 16)
        #expect(try digestCodecs(.privacy, .tripleDES).0.maximumPlainLength == 65_536 - 24)
        let long = [UInt8](repeating: 0, count: client.maximumPlainLength + 1)
        #expect(message { try client.seal(long) }.contains("more than the peer takes"))
        let endless = UnsafeRawBufferPointer(start: nil, count: 0)
        var plain: [UInt8] = []
        #expect(throws: Never.self) { try server.open(endless, into: &plain) }
        #expect(plain.isEmpty)
    }

    @Test("a peer may seal more at once than this side's maxbuf, as Hadoop's servers do")
    func longBuffers() throws {
        let response = DigestMD5Response(
            username: [65],
            realm: nil,
            nonce: [1],
            clientNonce: [2],
            digestURI: [3],
            protection: .privacy,
            cipher: .rc4,
            usesUTF8: true,
            proof: []
        )
        let secrets = DigestMD5Secrets(response: response, password: [4])
        let sealing = try DigestMD5Codec(
            secrets: secrets,
            role: .server,
            protection: .privacy,
            cipher: .rc4,
            peerMaximumBuffer: 10_000_000
        )
        let opening = try DigestMD5Codec(
            secrets: secrets,
            role: .client,
            protection: .privacy,
            cipher: .rc4,
            peerMaximumBuffer: 65_536
        )
        let plain = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0) }
        #expect(try opening.open(try sealing.seal(plain)) == plain)
    }

    @Test("a maxbuf that leaves no room is refused")
    func tinyMaximum() throws {
        let challenge =
            "realm=\"default\",nonce=\"n\",qop=\"auth-conf\",charset=utf-8,cipher=\"3des\",maxbuf=24,algorithm=md5-sess"
        let client = digestClient(protections: [.privacy])
        let response = try DigestMD5Response(parsing: try client.respond(to: Array(challenge.utf8)))
        let secrets = DigestMD5Secrets(response: response, password: Array("secret".utf8))
        _ = try client.respond(to: Array("rspauth=".utf8) + secrets.proof(of: .server))
        #expect(message { try client.makeCodec() } == "the peer's maxbuf of 24 leaves no room for a byte")
    }

    @Test("two threads seal and open at once")
    func twoThreads() async throws {
        let (client, server) = try digestCodecs(.privacy, .rc4)
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
}
