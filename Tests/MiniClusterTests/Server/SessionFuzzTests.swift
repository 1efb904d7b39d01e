import Glibc
import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import MiniCluster

@Suite("Bad bytes at the embedded server", .timeLimit(.minutes(5)))
struct SessionFuzzTests {
    /// A generator whose numbers a failure can be made of again.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    private static var inputs: Int {
        // A session is a dozen messages, so half as many as decoders of one get.
        (ProcessVariables.all["WEFT_FUZZ_INPUTS"].flatMap { Int($0) } ?? 1_000_000) / 2
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

    @Test("random, changed and cut bytes are refused and never crash a session")
    func fuzz() {
        var generator = Generator(state: UInt64.random(in: 0 ... .max))
        let security = EchoServer.security()
        let noise = (0..<64).map { _ in UInt8.random(in: 0...255) }
        var ended = 0
        for number in 0..<Self.inputs {
            let choice = generator.next()
            // An exchange needs a new challenge each time, which takes longer than all the rest.
            var bytes = number % 256 == 0 ? Self.sasl : choice & 7 == 0 ? noise : Self.simple
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
                    Issue.record("a session that has ended goes on after \(bytes)")
                    return
                }
            }
        }
        #expect(ended > Self.inputs / 10)
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
