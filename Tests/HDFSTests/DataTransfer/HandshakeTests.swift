import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import HDFS

/// A mechanism that does as it is told.
final class ScriptedSaslClient: SaslClient {
    let mechanism = "TEST"
    let hasInitialResponse = false
    var isComplete = false
    var negotiated: SaslProtection
    var challenges: [[UInt8]] = []
    private let completesAfter: Int

    init(negotiated: SaslProtection = .authentication, completesAfter: Int = 2) {
        self.negotiated = negotiated
        self.completesAfter = completesAfter
    }

    func respond(to challenge: [UInt8]) throws -> [UInt8] {
        challenges.append(challenge)
        isComplete = challenges.count >= completesAfter
        return challenges.count == 1 ? Array("response".utf8) : []
    }

    func makeCodec() throws -> (any SaslCodec)? {
        negotiated == .authentication ? nil : ReversingCodec(protection: negotiated)
    }
}

/// Seals by turning bytes around and counting buffers, so that the order shows.
final class ReversingCodec: SaslCodec, @unchecked Sendable {
    let protection: SaslProtection
    let maximumPlainLength = 1000
    private var sealedCount: UInt8 = 0
    private var openedCount: UInt8 = 0

    init(protection: SaslProtection) { self.protection = protection }

    func seal(_ bytes: UnsafeRawBufferPointer, into sealed: inout [UInt8]) throws {
        sealed += bytes.reversed() + [sealedCount]
        sealedCount &+= 1
    }

    func open(_ bytes: UnsafeRawBufferPointer, into plain: inout [UInt8]) throws {
        guard bytes.last == openedCount else { throw WeftError("sasl-failed", "wrong order") }
        openedCount &+= 1
        plain += bytes.dropLast().reversed()
    }
}

@Suite("The SASL handshake of data transfer")
struct HandshakeTests {
    private typealias Message = DataTransferEncryptorMessageProto

    private func handshake(
        _ client: ScriptedSaslClient,
        _ protections: [SaslProtection] = [.authentication],
        offersAES: Bool = true
    ) -> DataTransferHandshake {
        DataTransferHandshake(client: client, protections: protections, offersAES: offersAES)
    }

    private func sent(_ step: DataTransferHandshake.Step) throws -> Message? {
        guard case .send(let bytes) = step else { return nil }
        return try bytes.withUnsafeBytes {
            var place = 0
            let message = try Message(delimited: $0, at: &place)
            #expect(place == bytes.count)
            return message
        }
    }

    private func protection(_ step: DataTransferHandshake.Step) -> String {
        guard case .complete(let protection) = step else { return "not complete" }
        switch protection {
        case .none: return "none"
        case .sasl(let codec): return "sasl \(codec.protection)"
        case .aes: return "aes"
        }
    }

    private func error(_ body: () throws -> Void) -> WeftError? {
        do {
            try body()
            return nil
        } catch { return error as? WeftError }
    }

    @Test("It begins with the magic number and an empty message")
    func start() {
        var handshake = handshake(ScriptedSaslClient())
        #expect(handshake.start() == [0xde, 0xad, 0xbe, 0xef, 4, 0x08, 0, 0x12, 0])
    }

    @Test("A secret of the block token goes with the first message")
    func secret() throws {
        var handshake = DataTransferHandshake(
            client: ScriptedSaslClient(),
            protections: [.privacy],
            offersAES: true,
            secret: HandshakeSecretProto(secret: [1, 2], bpid: "BP-1")
        )
        let bytes = Array(handshake.start()[4...])
        var place = 0
        let message = try bytes.withUnsafeBytes { try Message(delimited: $0, at: &place) }
        #expect(message.handshakeSecret == HandshakeSecretProto(secret: [1, 2], bpid: "BP-1"))
    }

    @Test(
        "Challenge, response, proof: then data travels as agreed",
        arguments: [
            (SaslProtection.authentication, "none"), (.integrity, "sasl integrity"), (.privacy, "sasl privacy"),
        ]
    )
    func levels(level: SaslProtection, outcome: String) throws {
        let client = ScriptedSaslClient(negotiated: level)
        var handshake = handshake(client, [level])
        _ = handshake.start()
        let answer = try sent(handshake.received(Message(status: .success, payload: [7])))
        #expect(answer?.payload == Array("response".utf8))
        #expect(answer?.status == .success)
        #expect(protection(try handshake.received(Message(status: .success, payload: [8]))) == outcome)
        #expect(client.challenges == [[7], [8]])
    }

    @Test(
        "AES is offered with privacy, unless it is switched off",
        arguments: [
            ([SaslProtection.privacy], true, true), ([.privacy], false, false),
            ([.authentication, .privacy], true, true),
            ([.integrity], true, false),
        ]
    )
    func offer(protections: [SaslProtection], offersAES: Bool, isOffered: Bool) throws {
        var handshake = handshake(ScriptedSaslClient(), protections, offersAES: offersAES)
        _ = handshake.start()
        let answer = try sent(handshake.received(Message(status: .success)))
        #expect(answer?.cipherOption.map(\.suite) == (isOffered ? [.aesCtrNopadding] : []))
    }

    private func option(keyLength: Int = 16) -> CipherOptionProto {
        // Sealed in the order in which the DataNode seals them.
        let inKey = [UInt8](repeating: 1, count: keyLength)
        let outKey = [UInt8](repeating: 2, count: keyLength)
        return CipherOptionProto(
            suite: .aesCtrNopadding,
            inKey: inKey + [0],
            inIv: [UInt8](repeating: 3, count: 16),
            outKey: outKey + [1],
            outIv: [UInt8](repeating: 4, count: 16)
        )
    }

    @Test("The DataNode's choice of AES gives each direction its key", arguments: [16, 24, 32])
    func aes(keyLength: Int) throws {
        var handshake = handshake(ScriptedSaslClient(negotiated: .privacy), [.privacy])
        _ = handshake.start()
        _ = try handshake.received(Message(status: .success))
        let step = try handshake.received(Message(status: .success, cipherOption: [option(keyLength: keyLength)]))
        guard case .complete(.aes(var incoming, var outgoing)) = step else {
            Issue.record("no AES")
            return
        }
        func stream(_ stream: inout AESCounterStream) throws -> [UInt8] {
            var bytes = [UInt8](repeating: 0, count: 40)
            try bytes.withUnsafeMutableBytes { try stream.apply($0) }
            return bytes
        }
        var theirs = try AESCounterStream(
            key: [UInt8](repeating: 2, count: keyLength),
            iv: [UInt8](repeating: 4, count: 16)
        )
        var ours = try AESCounterStream(
            key: [UInt8](repeating: 1, count: keyLength),
            iv: [UInt8](repeating: 3, count: 16)
        )
        #expect(try stream(&incoming) == stream(&theirs))
        #expect(try stream(&outgoing) == stream(&ours))
    }

    @Test("A cipher that wasn't offered, unknown suites, and keys of impossible lengths are refused")
    func badOptions() throws {
        var unknown = option()
        unknown.suite = CipherSuiteProto(rawValue: 9)
        var keyless = option()
        keyless.inKey = nil
        for (option, offersAES) in [(option(), false), (unknown, true), (option(keyLength: 15), true), (keyless, true)]
        {
            var handshake = handshake(ScriptedSaslClient(negotiated: .privacy), [.privacy], offersAES: offersAES)
            _ = handshake.start()
            _ = try handshake.received(Message(status: .success))
            #expect(error { _ = try handshake.received(Message(status: .success, cipherOption: [option])) } != nil)
        }
    }

    @Test("A server that hasn't proved itself, and a level that isn't accepted, end the handshake")
    func unproved() throws {
        var unproved = handshake(ScriptedSaslClient(completesAfter: 3))
        _ = unproved.start()
        _ = try unproved.received(Message(status: .success))
        #expect(error { _ = try unproved.received(Message(status: .success)) }?.code == "sasl-failed")
        var weaker = handshake(ScriptedSaslClient(negotiated: .authentication), [.privacy])
        _ = weaker.start()
        _ = try weaker.received(Message(status: .success))
        #expect(error { _ = try weaker.received(Message(status: .success)) }?.code == "sasl-failed")
    }

    @Test("Messages before the start and behind the end are refused")
    func order() throws {
        var early = handshake(ScriptedSaslClient())
        #expect(error { _ = try early.received(Message(status: .success)) }?.code == "hdfs-protocol")
        var late = handshake(ScriptedSaslClient())
        _ = late.start()
        _ = try late.received(Message(status: .success))
        _ = try late.received(Message(status: .success))
        #expect(error { _ = try late.received(Message(status: .success)) }?.code == "hdfs-protocol")
    }

    @Test(
        "The DataNode's refusals are told apart",
        arguments: [
            (Message(status: .errorUnknownKey, message: "Can't re-compute"), "hdfs-encryption-key"),
            (Message(status: .error, message: "DIGEST-MD5: IO error acquiring password"), "hdfs-block-token"),
            (Message(status: .error, message: "Block token is expired.", accessTokenError: true), "hdfs-block-token"),
            (Message(status: .error, message: "No common protection layer between client and server"), "sasl-failed"),
            (Message(status: .error), "sasl-failed"),
            (Message(status: .init(rawValue: 42)), "sasl-failed"),
        ]
    )
    func refusals(message: DataTransferEncryptorMessageProto, code: String) throws {
        for received in 0...1 {
            var handshake = handshake(ScriptedSaslClient())
            _ = handshake.start()
            for _ in 0..<received { _ = try handshake.received(Message(status: .success)) }
            #expect(error { _ = try handshake.received(message) }?.code.rawValue == code)
        }
    }

    @Test("Any message in any state throws or goes on, with the real mechanism too")
    func fuzz() throws {
        let server = DigestMD5SaslServer(protocolName: "hdfs", serverName: "0", protections: [.privacy]) { _ in [1] }
        let good = [
            Message(status: .success, payload: try server.challenge()).serialized(),
            Message(status: .success, payload: [1, 2, 3], cipherOption: [option()]).serialized(),
            Message(status: .error, message: "no").serialized(),
        ]
        Fuzzing.mutate(good, inputs: Fuzzing.inputs) { bytes in
            do {
                let message = try Message(serialized: bytes)
                let client: any SaslClient =
                    bytes.count % 2 == 0
                    ? ScriptedSaslClient(negotiated: .privacy)
                    : DigestMD5SaslClient(
                        username: "u",
                        password: [1],
                        protocolName: "hdfs",
                        serverName: "0",
                        protections: [.privacy]
                    )
                var handshake = DataTransferHandshake(client: client, protections: [.privacy], offersAES: true)
                _ = handshake.start()
                _ = try handshake.received(message)
                _ = try handshake.received(message)
            } catch is WeftError {}
        }
    }
}
