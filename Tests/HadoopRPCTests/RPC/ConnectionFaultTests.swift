import Glibc
import HadoopProtos
import Synchronization
import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("RPC connections with faults")
struct ConnectionFaultTests {
    private static func ask(_ service: RPCService, _ path: String, _ idempotency: Idempotency) throws -> String {
        let response: GetLinkTargetResponseProto = try service.call(
            "getLinkTarget",
            GetLinkTargetRequestProto(path: path),
            idempotency
        )
        return response.targetPath ?? ""
    }

    private static func code(_ body: () throws -> some Any) -> String {
        do {
            _ = try body()
            return "fine"
        } catch { return WeftError(wrapping: error).code.rawValue }
    }

    private static func serve(_ peer: FakeServer.Peer, _ target: String) {
        while let call = peer.call() {
            if call.header.callId >= 0 {
                peer.answer(call.header.callId, GetLinkTargetResponseProto(targetPath: target))
            }
        }
    }

    /// A client with security that takes a server without it, so that a handshake is one question and one answer.
    private static var negotiating: RPCOptions {
        var options = RPCOptions()
        options.isSecure = true
        options.allowsFallbackToSimple = true
        return options
    }

    @Test("a connection that ends in the handshake is made again, also for a call that must not be made twice")
    func retriedHandshake() throws {
        let server = try FakeServer { peer, server, number in
            server.note("\(number)")
            // The first one ends without a look at what was sent, which resets it; the second one after it was read.
            if number == 0 { return }
            _ = peer.read(7)
            _ = peer.frame()
            if number == 1 { return }
            peer.answer(RPCFrames.CallID.sasl, RpcSaslProto(state: .success))
            Self.serve(peer, "there")
        }
        let service = try fakeClient([server.address], options: Self.negotiating)
        #expect(try Self.ask(service, "/a", .once) == "there")
        #expect(server.seen.withLock { $0 } == ["0", "1", "2"])
    }

    @Test("a server that always closes in the handshake is soon told as one that refuses, with what to look at")
    func refusedHandshake() throws {
        let server = try FakeServer { peer, server, number in
            server.note("\(number)")
            _ = peer.read(7)
            _ = peer.frame()
        }
        let service = try fakeClient([server.address], options: Self.negotiating)
        let error = #expect(throws: WeftError.self) { try Self.ask(service, "/a", .idempotent) }
        #expect(error?.code == "sasl-failed")
        #expect(error?.remedy.contains("hadoop.rpc.protection") == true)
        #expect(server.seen.withLock { $0.count } == 3)
        let probe = #expect(throws: WeftError.self) {
            try service.client.probe(service.protocolInfo, at: server.address)
        }
        #expect(probe?.code == "sasl-failed")
    }

    @Test("the next server is asked when one closes in the handshake")
    func failoverInHandshake() throws {
        let bad = try FakeServer { peer, _, _ in
            _ = peer.read(7)
            _ = peer.frame()
        }
        let good = try FakeServer { peer, _, _ in
            _ = peer.read(7)
            _ = peer.frame()
            peer.answer(RPCFrames.CallID.sasl, RpcSaslProto(state: .success))
            Self.serve(peer, "good")
        }
        let service = try fakeClient([bad.address, good.address], options: Self.negotiating)
        #expect(try Self.ask(service, "/a", .once) == "good")
    }

    @Test("threads that wait for a server which never answers fail together, not one after the other")
    func sharedFailure() throws {
        let server = try FakeServer { peer, server, number in
            server.note("\(number)")
            while peer.frame() != nil {}
        }
        var options = Self.negotiating
        options.connectTimeout = 1_500
        options.connectRetries = 0
        let service = try fakeClient([server.address], options: options)
        let codes = inThreads(16) { _ in Self.code { try Self.ask(service, "/a", .once) } }
        #expect(codes == Array(repeating: "connect-timeout", count: 16))
        // One connects for all; a thread that came late may have made another one.
        #expect(server.seen.withLock { $0.count } <= 8)
    }

    @Test("a frame that no handshake needs is refused before it is there")
    func longHandshakeFrame() throws {
        let server = try FakeServer { peer, _, _ in
            _ = peer.read(7)
            _ = peer.frame()
            peer.write([0, 0x20, 0, 0])
            _ = peer.frame()
        }
        let service = try fakeClient([server.address], options: Self.negotiating)
        #expect(Self.code { try Self.ask(service, "/a", .once) } == "rpc-protocol")
    }

    @Test("a call that a server left without any answer is made again on another connection")
    func deadConnection() throws {
        let server = try FakeServer { peer, server, number in
            server.note("connection \(number)")
            _ = peer.read(7)
            _ = peer.frame()
            if number == 0 { while peer.frame() != nil {} } else { Self.serve(peer, "second") }
        }
        var options = RPCOptions()
        options.callTimeout = 2_000
        let service = try fakeClient([server.address], options: options)
        #expect(try Self.ask(service, "/a", .idempotent) == "second")
        #expect(server.seen.withLock { $0 } == ["connection 0", "connection 1"])
    }

    @Test("a connection on which others are answered is kept when one call isn't")
    func slowCall() throws {
        let server = try FakeServer { peer, server, number in
            server.note("connection \(number)")
            _ = peer.read(7)
            _ = peer.frame()
            while let call = peer.call() {
                if (try? GetLinkTargetRequestProto(serialized: call.request))?.path == "/slow" { continue }
                peer.answer(call.header.callId, GetLinkTargetResponseProto(targetPath: "quick"))
            }
        }
        var options = RPCOptions()
        options.callTimeout = 4_000
        let service = try fakeClient([server.address], options: options)
        #expect(try Self.ask(service, "/quick", .once) == "quick")
        let isOver = Atomic<Bool>(false)
        let codes = inThreads(2) { thread in
            if thread == 0 {
                defer { isOver.store(true, ordering: .releasing) }
                return Self.code { try Self.ask(service, "/slow", .once) }
            }
            repeat {
                let code = Self.code { try Self.ask(service, "/quick", .once) }
                if code != "fine" { return code }
            } while !isOver.load(ordering: .acquiring)
            return "fine"
        }
        #expect(codes == ["timed-out", "fine"])
        #expect(try Self.ask(service, "/quick", .once) == "quick")
        #expect(server.seen.withLock { $0 } == ["connection 0"])
    }

    /// What a client without security says.
    private final class Simple: RPCAuthenticator {
        let wantsSASL = false
        let allowsSimple = true
        func tokenClient(_: RpcSaslProto.SaslAuth) throws -> (any SaslClient)? { nil }
        func kerberosClient(_: RpcSaslProto.SaslAuth) throws -> (any SaslClient)? { nil }
        func refusal(of _: [RpcSaslProto.SaslAuth]) -> WeftError { WeftError("sasl-failed", "") }
        func contextUser(_: RPCAuthentication) -> UserInformationProto? { nil }
    }

    @Test("the threads of a connection write for each other, each for a while, and no call is forgotten")
    func writers() throws {
        let server = try FakeServer { peer, _, _ in
            _ = peer.read(7)
            _ = peer.frame()
            while let call = peer.call() {
                let path = (try? GetLinkTargetRequestProto(serialized: call.request))?.path ?? ""
                peer.answer(call.header.callId, GetLinkTargetResponseProto(targetPath: String(path.prefix(10))))
            }
        }
        for rounds in [1, 2, 8] {
            let client: [UInt8] = [1]
            let opening = try RPCOpening(
                to: server.address,
                protocolName: "p",
                clientID: client,
                options: RPCOptions(),
                deadline: .after(milliseconds: 60_000)
            ) { _ in Simple() }
            let connection = RPCConnection(
                opening,
                to: server.address,
                clientID: client,
                options: RPCOptions(),
                roundsForOthers: rounds
            )
            // Long enough for writes to wait for the server, so that others leave theirs meanwhile.
            let padding = String(repeating: ".", count: 100_000)
            let right = inThreads(12) { thread in
                (0..<40).allSatisfy { turn in
                    let id = Int32(thread * 1000 + turn)
                    let name = "/\(id)".padding(to: 10)
                    let frame = RPCFrames.call(
                        id: id,
                        retryCount: 0,
                        clientID: client,
                        protocolName: "p",
                        version: 1,
                        method: "m",
                        request: GetLinkTargetRequestProto(path: turn % 3 == 0 ? name + padding : name).serialized()
                    )
                    let deadline = Deadline.after(milliseconds: 120_000)
                    let answer = try? connection.call(id: id, frame: frame, deadline: deadline)
                        .body(GetLinkTargetResponseProto.self)
                    return answer?.targetPath == name
                }
            }
            #expect(right == Array(repeating: true, count: 12))
            connection.close()
        }
    }
}

extension String {
    fileprivate func padding(to length: Int) -> String { self + String(repeating: "_", count: max(0, length - count)) }
}
