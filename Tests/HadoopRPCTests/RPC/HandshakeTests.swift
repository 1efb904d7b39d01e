import Glibc
import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HadoopRPC

/// An exchange whose steps a test writes down.
private final class ScriptedClient: SaslClient {
    let mechanism: String
    let hasInitialResponse: Bool
    var isComplete = false
    var negotiated = SaslProtection.authentication
    let provesServer: Bool

    init(_ mechanism: String, speaksFirst: Bool, provesServer: Bool = true) {
        self.mechanism = mechanism
        hasInitialResponse = speaksFirst
        self.provesServer = provesServer
    }

    func respond(to challenge: [UInt8]) throws -> [UInt8] {
        if challenge == [9] { isComplete = provesServer }
        return [1] + challenge
    }

    func makeCodec() throws -> (any SaslCodec)? { nil }
}

private final class ScriptedAuthenticator: RPCAuthenticator {
    var wantsSASL = true
    var allowsSimple = false
    var hasToken = true
    var hasTicket = true
    var provesServer = true

    func tokenClient(_: RpcSaslProto.SaslAuth) throws -> (any SaslClient)? {
        hasToken ? ScriptedClient("DIGEST-MD5", speaksFirst: false, provesServer: provesServer) : nil
    }

    func kerberosClient(_: RpcSaslProto.SaslAuth) throws -> (any SaslClient)? {
        hasTicket ? ScriptedClient("GSSAPI", speaksFirst: true, provesServer: provesServer) : nil
    }

    func refusal(of offers: [RpcSaslProto.SaslAuth]) -> WeftError {
        WeftError("sasl-failed", "refused \(offers.count)")
    }

    func contextUser(_ authentication: RPCAuthentication) -> UserInformationProto? {
        authentication == .token ? nil : UserInformationProto(effectiveUser: "alice")
    }
}

@Suite("RPC handshake")
struct HandshakeTests {
    private static let token = RpcSaslProto.SaslAuth(
        method: "TOKEN",
        mechanism: "DIGEST-MD5",
        protocol: "",
        serverId: "default",
        challenge: [5]
    )
    private static let kerberos = RpcSaslProto.SaslAuth(
        method: "KERBEROS",
        mechanism: "GSSAPI",
        protocol: "nn",
        serverId: "localhost"
    )
    private static let simple = RpcSaslProto.SaslAuth(method: "SIMPLE", mechanism: "")

    private static func server(_ message: RpcSaslProto) -> [UInt8] {
        var bytes: [UInt8] = []
        RpcResponseHeaderProto(callId: 4_294_967_263, status: .success).serializeDelimited(into: &bytes)
        message.serializeDelimited(into: &bytes)
        return bytes
    }

    /// The SASL message in what the client writes.
    private static func written(_ bytes: [UInt8]) throws -> RpcSaslProto {
        try bytes.withUnsafeBytes { bytes in
            var offset = 4
            let header = try RpcRequestHeaderProto(delimited: bytes, at: &offset)
            #expect(header.callId == -33)
            return try RpcSaslProto(delimited: bytes, at: &offset)
        }
    }

    private func handshake(_ change: (ScriptedAuthenticator) -> Void = { _ in }) throws -> RPCHandshake {
        let authenticator = ScriptedAuthenticator()
        change(authenticator)
        var handshake = RPCHandshake(authenticator: authenticator, protocolName: "p", clientID: [1])
        let start = try handshake.start()
        if authenticator.wantsSASL {
            #expect(start.prefix(7) == [0x68, 0x72, 0x70, 0x63, 9, 0, 0xdf])
            #expect(try Self.written(Array(start.dropFirst(7))).state == .negotiate)
        }
        return handshake
    }

    @Test("a token is taken first, with its early challenge, and exactly one offer goes back without it")
    func tokenFirst() throws {
        var handshake = try handshake()
        let initiate = try Self.written(
            handshake.received(Self.server(RpcSaslProto(state: .negotiate, auths: [Self.token, Self.kerberos])))
        )
        var bare = Self.token
        bare.challenge = nil
        #expect(initiate == RpcSaslProto(state: .initiate, token: [1, 5], auths: [bare]))
        let context = try handshake.received(Self.server(RpcSaslProto(state: .success, token: [9])))
        #expect(!context.isEmpty)
        #expect(handshake.state == .done)
        #expect(handshake.authentication == .token)
    }

    @Test("without a token the ticket is used, in as many steps as it takes")
    func kerberos() throws {
        var handshake = try handshake { $0.hasToken = false }
        let initiate = try Self.written(
            handshake.received(Self.server(RpcSaslProto(state: .negotiate, auths: [Self.token, Self.kerberos])))
        )
        #expect(initiate == RpcSaslProto(state: .initiate, token: [1], auths: [Self.kerberos]))
        let response = try Self.written(handshake.received(Self.server(RpcSaslProto(state: .challenge, token: [7]))))
        #expect(response == RpcSaslProto(state: .response, token: [1, 7]))
        _ = try handshake.received(Self.server(RpcSaslProto(state: .success, token: [9])))
        #expect(handshake.authentication == .kerberos)
    }

    @Test("a server that hasn't proved who it is isn't believed")
    func unprovedServer() throws {
        var handshake = try handshake { $0.provesServer = false }
        _ = try handshake.received(Self.server(RpcSaslProto(state: .negotiate, auths: [Self.token])))
        #expect(throws: WeftError.self) { try handshake.received(Self.server(RpcSaslProto(state: .success))) }
        #expect(handshake.state != .done)
    }

    @Test("there is no silent fall back to a server without security")
    func noFallback() throws {
        for message in [RpcSaslProto(state: .success), RpcSaslProto(state: .negotiate, auths: [Self.simple])] {
            var strict = try handshake()
            #expect(throws: WeftError.self) { try strict.received(Self.server(message)) }
            #expect(strict.state != .done)
            var lenient = try handshake { $0.allowsSimple = true }
            #expect(try !lenient.received(Self.server(message)).isEmpty)
            #expect(lenient.state == .done)
            #expect(lenient.authentication == .simple)
        }
    }

    @Test("offers that don't suit are refused together")
    func noOffer() throws {
        var handshake = try handshake {
            $0.hasToken = false
            $0.hasTicket = false
        }
        let offers = [Self.token, Self.kerberos, RpcSaslProto.SaslAuth(method: "PLAIN", mechanism: "PLAIN")]
        let error = #expect(throws: WeftError.self) {
            try handshake.received(Self.server(RpcSaslProto(state: .negotiate, auths: offers)))
        }
        #expect(error?.message == "refused 3")
    }

    @Test(
        "a message in the wrong order is refused",
        arguments: [
            [RpcSaslProto(state: .challenge, token: [1])], [RpcSaslProto(state: .wrap, token: [1])],
            [RpcSaslProto(state: .initiate)],
            [RpcSaslProto(state: .negotiate, auths: [token]), RpcSaslProto(state: .negotiate, auths: [token])],
            [RpcSaslProto(state: .negotiate, auths: [token]), RpcSaslProto(state: .challenge)],
            [RpcSaslProto(state: .negotiate, auths: [token]), RpcSaslProto(state: .wrap, token: [1])],
        ]
    )
    func wrongOrder(_ messages: [RpcSaslProto]) throws {
        var handshake = try handshake()
        for message in messages.dropLast() { _ = try handshake.received(Self.server(message)) }
        let last = try #require(messages.last)
        #expect(throws: WeftError.self) { try handshake.received(Self.server(last)) }
        #expect(handshake.state != .done)
    }

    @Test("random bytes and random orders never crash it and never end it by chance")
    func fuzz() throws {
        let inputs = getenv("WEFT_FUZZ_INPUTS").flatMap { Int(String(cString: $0)) } ?? 1_000_000
        var random = SystemRandomNumberGenerator()
        let states = (0...6).map { RpcSaslProto.SaslState(rawValue: $0) }
        var steps = 0
        while steps < inputs {
            let authenticator = ScriptedAuthenticator()
            authenticator.provesServer = false
            var handshake = RPCHandshake(authenticator: authenticator, protocolName: "p", clientID: [1])
            _ = try handshake.start()
            for _ in 0..<8 {
                steps += 1
                let message = RpcSaslProto(
                    state: states[Int.random(in: 0..<states.count, using: &random)],
                    token: Bool.random(using: &random) ? [UInt8.random(in: 0...20, using: &random)] : nil,
                    auths: Bool.random(using: &random) ? [Self.token, Self.kerberos] : []
                )
                var bytes = Self.server(message)
                if Int.random(in: 0..<4, using: &random) == 0 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
                }
                guard (try? handshake.received(bytes)) != nil else { break }
            }
            #expect(handshake.state != .done)
        }
    }
}

@Suite("RPC frames")
struct FrameTests {
    @Test("frames come out whole, however they were cut")
    func cuts() throws {
        let frames: [[UInt8]] = [[1], [], [2, 3, 4], Array(repeating: 7, count: 1000)]
        let bytes = frames.flatMap { RPCFrames.frame([$0]) }
        for step in [1, 2, 3, 5, 7, 100, 5000] {
            var reader = FrameReader(maximumLength: 1000)
            var got: [[UInt8]] = []
            for start in stride(from: 0, to: bytes.count, by: step) {
                reader.append(bytes[start..<min(bytes.count, start + step)])
                while let frame = try reader.next() { got.append(frame) }
            }
            #expect(got == frames)
            #expect(!reader.isInsideFrame)
        }
    }

    @Test(
        "a length above the maximum is refused before anything is kept for it",
        arguments: [1001, 0x7fff_ffff, 0xffff_ffff] as [UInt32]
    )
    func tooLong(_ length: UInt32) {
        var reader = FrameReader(maximumLength: 1000)
        withUnsafeBytes(of: length.bigEndian) { reader.append($0) }
        #expect(throws: WeftError.self) { try reader.next() }
    }

    @Test("a response's call id is a signed number in an unsigned field, and nothing may follow the message")
    func response() throws {
        var bytes: [UInt8] = []
        RpcResponseHeaderProto(callId: 4_294_967_263, status: .success).serializeDelimited(into: &bytes)
        GetLinkTargetResponseProto(targetPath: "x").serializeDelimited(into: &bytes)
        let response = try RPCResponse(frame: bytes)
        #expect(response.callID == -33)
        #expect(try response.body(GetLinkTargetResponseProto.self).targetPath == "x")
        #expect(throws: WeftError.self) { try RPCResponse(frame: bytes + [0]).body(GetLinkTargetResponseProto.self) }
    }
}
