import Glibc
import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import MiniCluster

@Suite("Bad bytes at the embedded server", .timeLimit(.minutes(5)))
struct SessionFuzzTests {
    private static func delimited(_ messages: [any HadoopMessage]) -> [UInt8] {
        var body: [UInt8] = []
        for message in messages { message.serializeDelimited(into: &body) }
        return withUnsafeBytes(of: UInt32(body.count).bigEndian) { Array($0) } + body
    }

    private static func header(_ id: Int32) -> RpcRequestHeaderProto {
        RpcRequestHeaderProto(
            rpcKind: .rpcProtocolBuffer,
            rpcOp: .rpcFinalPacket,
            callId: id,
            clientId: [UInt8](repeating: 7, count: 16)
        )
    }

    /// What a client without security sends: header, context, one call, a ping.
    private static let simple: [UInt8] =
        Array("hrpc".utf8) + [9, 0, 0]
        + delimited([
            header(-3),
            IpcConnectionContextProto(
                userInfo: UserInformationProto(effectiveUser: "alice"),
                protocol: "test.EchoProtocol"
            ),
        ])
        + delimited([
            header(0),
            RequestHeaderProto(
                methodName: "echo",
                declaringClassProtocolName: "test.EchoProtocol",
                clientProtocolVersion: 1
            ),
            GetDelegationTokenRequestProto(renewer: "x"),
        ]) + delimited([header(-4)])

    /// What a client with SASL sends first, and a response that proves nothing.
    private static let sasl: [UInt8] =
        Array("hrpc".utf8) + [9, 0, 0xdf] + delimited([header(-33), RpcSaslProto(state: .negotiate)])
        + delimited([
            header(-33),
            RpcSaslProto(
                state: .initiate,
                token: Array(
                    "username=\"YQ==\",realm=\"default\",nonce=\"x\",nc=00000001,cnonce=\"y\",digest-uri=\"/default\",response=0,qop=auth"
                        .utf8
                ),
                auths: [.init(method: "TOKEN", mechanism: "DIGEST-MD5", protocol: "", serverId: "default")]
            ),
        ])

    private static func calls(_ outputs: [RPCServerSession.Output]) -> [RPCServerCall] {
        outputs.compactMap { if case .call(let call) = $0 { call } else { nil } }
    }

    private static func ends(_ outputs: [RPCServerSession.Output]) -> Bool {
        outputs.contains { if case .close = $0 { true } else { false } }
    }

    @Test("a session of one byte at a time is the same as one at once")
    func onlyByteByByte() throws {
        var whole = RPCServerSession(security: EchoServer.security(), address: "127.0.0.1")
        let atOnce = Self.calls(whole.received(Self.simple))
        var session = RPCServerSession(security: EchoServer.security(), address: "127.0.0.1")
        var calls: [RPCServerCall] = []
        for byte in Self.simple { calls += Self.calls(session.received([byte])) }
        #expect(calls.map(\.method) == ["echo"])
        #expect(atOnce.map(\.request) == calls.map(\.request))
        #expect(calls.first?.caller.user == "alice")
    }

    @Test("random, changed and cut bytes are refused and never crash a session", arguments: 0..<4)
    func fuzz(quarter: Int) {
        let seed = Fuzzing.seed("sessions \(quarter)")
        var generator = Fuzzing.Generator(state: seed)
        let security = EchoServer.security()
        var ended = 0
        for number in 0..<Fuzzing.inputs / 4 {
            let choice = generator.next()
            // An exchange needs a new challenge each time, which takes longer than all the rest.
            var bytes = number % 256 == 0 ? Self.sasl : choice & 3 == 0 ? noise(&generator) : Self.simple
            for turn in 0..<(1 + Int(choice >> 8 & 3)) {
                let change = turn == 0 ? choice >> 16 : generator.next()
                // The first seven bytes are soon tried.
                let start = change & 0xf00 == 0 ? 0 : min(7, bytes.count - 1)
                bytes[start + Int(change >> 16 & 0xffff) % (bytes.count - start)] = UInt8(truncatingIfNeeded: change)
            }
            if choice >> 12 & 3 == 0 { bytes.removeLast(Int(choice >> 40 & 0xff) % bytes.count) }
            var session = RPCServerSession(security: security, address: "127.0.0.1", maximumLength: 1 << 16)
            if Self.ends(session.received(bytes)) {
                ended += 1
                guard session.received(Self.simple).isEmpty else {
                    Issue.record("seed \(seed): a session that has ended goes on after \(bytes)")
                    return
                }
            }
        }
        #expect(ended > Fuzzing.inputs / 40)
    }

    /// Bytes without sense: all of them, those after a header that is right, or those in a frame as long as it says.
    private func noise(_ generator: inout Fuzzing.Generator) -> [UInt8] {
        let choice = generator.next()
        let bytes = (0..<8).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
        switch choice % 4 {
        case 0: return bytes
        case 1: return Array(Self.simple.prefix(7)) + bytes
        case 2: return Array(Self.sasl.prefix(7)) + [0, 0, 0, UInt8(bytes.count)] + bytes
        default: return Array(Self.simple.prefix(7)) + [0, 0, 0, UInt8(bytes.count)] + bytes
        }
    }

    @Test(
        "changed and cut bytes are refused behind the agreed protection too, sealed wrongly or sealed well",
        arguments: [SaslProtection.integrity, .privacy]
    )
    func sealed(protection: SaslProtection) throws {
        let seed = Fuzzing.seed("sealed frames, \(protection)")
        var generator = Fuzzing.Generator(state: seed)
        let security = EchoServer.security(simple: false, protection: protection)
        var ended = 0
        let rounds = max(100, Fuzzing.inputs / 1_000)
        for round in 0..<rounds {
            var (session, codec) = try authenticated(security, protection)
            let choice = generator.next()
            var plain = Array(Self.simple.dropFirst(7))
            // Half of them are changed inside of what is sealed well, half outside.
            let isInside = round % 2 == 0
            if isInside { plain[Int(choice >> 8) % plain.count] ^= UInt8(truncatingIfNeeded: choice | 1) }
            var bytes = Self.delimited([Self.header(-33), RpcSaslProto(state: .wrap, token: try codec.seal(plain))])
            if !isInside { bytes[4 + Int(choice >> 8) % (bytes.count - 4)] ^= UInt8(truncatingIfNeeded: choice | 1) }
            if choice >> 60 == 0 { bytes.removeLast(Int(choice >> 40 & 0xff) % bytes.count) }
            let outputs = session.received(bytes)
            for call in Self.calls(outputs) { _ = try session.answer(call, .success([1, 2, 3])) }
            if Self.ends(outputs) {
                ended += 1
                #expect(session.received(bytes).isEmpty, "seed \(seed)")
            }
        }
        #expect(ended > rounds / 4, "seed \(seed)")
        var (session, codec) = try authenticated(security, protection)
        let whole = try codec.seal(Array(Self.named.dropFirst(7)))
        let outputs = session.received(Self.delimited([Self.header(-33), RpcSaslProto(state: .wrap, token: whole)]))
        #expect(Self.calls(outputs).map(\.method) == ["echo"])
    }

    /// What a client says behind a token of alice.
    private static let named: [UInt8] = simple

    /// A session whose client has proved that it has alice's token, and the client's way to seal.
    private func authenticated(
        _ security: RPCServerSecurity,
        _ protection: SaslProtection
    ) throws -> (RPCServerSession, any SaslCodec) {
        var session = RPCServerSession(security: security, address: "127.0.0.1", maximumLength: 1 << 16)
        func answer(_ outputs: [RPCServerSession.Output]) throws -> RpcSaslProto {
            guard case .write(let frame)? = outputs.first else { throw WeftError("test-failed", "no answer") }
            return try frame.withUnsafeBytes { bytes in
                var offset = 4
                _ = try RpcResponseHeaderProto(delimited: bytes, at: &offset)
                return try RpcSaslProto(delimited: bytes, at: &offset)
            }
        }
        let negotiate = Self.delimited([Self.header(-33), RpcSaslProto(state: .negotiate)])
        let offer = try answer(session.received(Array("hrpc".utf8) + [9, 0, 0xdf] + negotiate))
        var auth = try offer.auths.first.orThrow("an offer")
        let token = EchoServer.token("alice")
        let client = DigestMD5SaslClient(
            username: Base64.encode(token.identifier),
            password: Array(Base64.encode(token.password).utf8),
            protocolName: "",
            serverName: "default",
            protections: [protection]
        )
        let response = try client.respond(to: auth.challenge.orThrow("a challenge"))
        auth.challenge = nil
        let initiate = Self.delimited([
            Self.header(-33), RpcSaslProto(state: .initiate, token: response, auths: [auth]),
        ])
        let success = try answer(session.received(initiate))
        _ = try client.respond(to: success.token.orThrow("the server's proof"))
        return (session, try client.makeCodec().orThrow("a codec"))
    }

    @Test("a frame longer than allowed ends the connection before its bytes are there")
    func oversized() {
        var session = RPCServerSession(security: EchoServer.security(), address: "127.0.0.1", maximumLength: 1 << 16)
        let outputs = session.received(Self.simple.prefix(7) + [0x7f, 0xff, 0xff, 0xff])
        #expect(Self.ends(outputs))
    }

    @Test("a call before the client has said who it is ends the connection")
    func callTooEarly() {
        var session = RPCServerSession(security: EchoServer.security(), address: "127.0.0.1")
        let call = Self.delimited([
            Self.header(0),
            RequestHeaderProto(methodName: "echo", declaringClassProtocolName: "p", clientProtocolVersion: 1),
        ])
        let outputs = session.received(Self.simple.prefix(7) + call)
        #expect(Self.calls(outputs).isEmpty)
        #expect(Self.ends(outputs))
    }

    @Test("a client that is authenticated by nothing can't skip the exchange")
    func contextBeforeExchange() {
        var session = RPCServerSession(security: EchoServer.security(simple: false), address: "127.0.0.1")
        let outputs = session.received(Array("hrpc".utf8) + [9, 0, 0xdf] + Self.simple.dropFirst(7))
        #expect(Self.calls(outputs).isEmpty)
        #expect(Self.ends(outputs))
    }

    @Test("a server lives on after bad bytes on a socket")
    func overTheWire() throws {
        let server = try EchoServer.start(EchoServer.security())
        defer { server.stop() }
        let address = HadoopAddress(host: "127.0.0.1", port: server.port)
        let inputs: [[UInt8]] = [
            Array("GET / HTTP/1.1\r\n\r\n".utf8), [0], Array(Self.simple.dropLast(3)),
            Self.simple + [0xff, 0xff, 0xff, 0xff],
        ]
        for bytes in inputs {
            let socket = try StreamSocket.connect(to: address, deadline: .after(milliseconds: 10_000))
            try socket.write(bytes, deadline: .after(milliseconds: 10_000))
            socket.close()
        }
        #expect(try EchoServer.echo(EchoServer.client(server, user: EchoServer.user("bob"))) == "bob simple: hello")
    }
}
