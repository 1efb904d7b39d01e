import Glibc
import HadoopProtos
import Synchronization
import Testing
import WeftDiagnostics

@testable import HadoopRPC

@Suite("RPC connections")
struct ConnectionTests {
    /// Reads the header and the context of a client without security.
    private static func greet(_ peer: FakeServer.Peer) -> [UInt8] {
        let header = peer.read(7)
        _ = peer.frame()
        return header
    }

    private static func ask(_ service: RPCService, _ path: String, _ idempotency: Idempotency = .idempotent) throws
        -> String
    {
        let response: GetLinkTargetResponseProto = try service.call(
            "getLinkTarget",
            GetLinkTargetRequestProto(path: path),
            idempotency
        )
        return response.targetPath ?? ""
    }

    private static func path(_ request: [UInt8]) -> String {
        (try? GetLinkTargetRequestProto(serialized: request))?.path ?? "?"
    }

    @Test("header, context and first call come in one go, and the answer arrives")
    func firstCall() throws {
        let server = try FakeServer { peer, server, _ in
            let header = peer.read(7)
            server.note("\(header)")
            guard let context = peer.call(), let call = peer.call() else { return }
            server.note("\(context.header.callId) \(call.header.callId) \(call.method) \(call.header.retryCount ?? -9)")
            peer.answer(call.header.callId, GetLinkTargetResponseProto(targetPath: Self.path(call.request)))
        }
        let service = try fakeClient([server.address])
        #expect(try Self.ask(service, "/a") == "/a")
        #expect(server.seen.withLock { $0 } == ["[104, 114, 112, 99, 9, 0, 0]", "-3 0 getLinkTarget 0"])
    }

    @Test("calls of several threads share one connection, and answers may come in any order")
    func severalThreads() async throws {
        let server = try FakeServer { peer, server, number in
            server.note("connection \(number)")
            _ = Self.greet(peer)
            while true {
                var calls: [(Int32, String)] = []
                for _ in 0..<4 {
                    guard let call = peer.call() else { return }
                    calls.append((call.header.callId, Self.path(call.request)))
                }
                for (id, path) in calls.reversed() { peer.answer(id, GetLinkTargetResponseProto(targetPath: path)) }
            }
        }
        let service = try fakeClient([server.address])
        await withTaskGroup(of: Bool.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    await withCheckedContinuation { done in
                        Pause.startThread {
                            done.resume(
                                returning: (0..<200).allSatisfy {
                                    (try? Self.ask(service, "/\(thread)/\($0)")) == "/\(thread)/\($0)"
                                }
                            )
                        }
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
        #expect(server.seen.withLock { $0 } == ["connection 0"])
    }

    @Test("an exception ends the call and not the connection; Java's stack trace isn't shown")
    func remoteException() throws {
        let server = try FakeServer { peer, server, number in
            server.note("connection \(number)")
            _ = Self.greet(peer)
            while let call = peer.call() {
                if Self.path(call.request) == "/bad" {
                    peer.refuse(
                        call.header.callId,
                        "java.io.FileNotFoundException",
                        "java.io.FileNotFoundException: no /bad\n\tat org.apache.Foo.bar(Foo.java:1)\n"
                    )
                } else {
                    peer.answer(call.header.callId, GetLinkTargetResponseProto(targetPath: "fine"))
                }
            }
        }
        let service = try fakeClient([server.address])
        let error = #expect(throws: WeftError.self) { try Self.ask(service, "/bad") }
        #expect(error?.code == "input-not-found")
        #expect(error?.message == "no /bad")
        #expect(error?.remoteException == "java.io.FileNotFoundException")
        #expect("\(error as Any)".contains("Foo.java") == false)
        #expect(try Self.ask(service, "/good") == "fine")
        #expect(server.seen.withLock { $0 } == ["connection 0"])
    }

    @Test("a fatal answer with another call id ends all that wait")
    func fatal() throws {
        let server = try FakeServer { peer, _, _ in
            _ = Self.greet(peer)
            _ = peer.call()
            peer.refuse(-1, "org.apache.hadoop.ipc.RpcServerException", "no such thing", fatal: true)
        }
        let service = try fakeClient([server.address])
        let error = #expect(throws: WeftError.self) { try Self.ask(service, "/a") }
        #expect(error?.message == "no such thing")
    }

    @Test("a lost answer is asked for again with the same ids, and never for a call that must not be made twice")
    func resend() throws {
        let server = try FakeServer { peer, server, number in
            _ = Self.greet(peer)
            guard let call = peer.call() else { return }
            server.note("\(call.header.callId) \(call.header.retryCount ?? -9) \(call.header.clientId.count)")
            if number != 1, number != 3 { return }
            peer.answer(call.header.callId, GetLinkTargetResponseProto(targetPath: "late"))
        }
        let service = try fakeClient([server.address])
        #expect(try Self.ask(service, "/a", .atMostOnce) == "late")
        #expect(server.seen.withLock { $0 } == ["0 0 16", "0 1 16"])
        let error = #expect(throws: WeftError.self) { try Self.ask(service, "/b", .once) }
        #expect(error?.code == "connection-lost")
    }

    @Test("a standby server is left for the other one, which stays the first")
    func failover() throws {
        let standby = try FakeServer { peer, server, _ in
            _ = Self.greet(peer)
            while let call = peer.call() {
                server.note("asked")
                peer.refuse(call.header.callId, "org.apache.hadoop.ipc.StandbyException", "standby")
            }
        }
        let active = try FakeServer { peer, _, _ in
            _ = Self.greet(peer)
            while let call = peer.call() {
                peer.answer(call.header.callId, GetLinkTargetResponseProto(targetPath: "active"))
            }
        }
        let service = try fakeClient([standby.address, active.address])
        for _ in 0..<3 { #expect(try Self.ask(service, "/a") == "active") }
        #expect(standby.seen.withLock { $0 } == ["asked"])
    }

    @Test("a server that says nothing is given up after the time for calls")
    func silence() throws {
        let server = try FakeServer { peer, _, _ in
            _ = Self.greet(peer)
            while peer.frame() != nil {}
        }
        var options = RPCOptions()
        options.callTimeout = 300
        options.pingInterval = 50
        let error = #expect(throws: WeftError.self) {
            try Self.ask(fakeClient([server.address], options: options), "/a", .once)
        }
        #expect(error?.code == "timed-out")
    }

    @Test("a waiting client pings")
    func ping() throws {
        let server = try FakeServer { peer, server, _ in
            _ = Self.greet(peer)
            guard let call = peer.call(), let ping = peer.call() else { return }
            server.note("\(ping.header.callId)")
            peer.answer(call.header.callId, GetLinkTargetResponseProto(targetPath: "slow"))
        }
        var options = RPCOptions()
        options.pingInterval = 50
        #expect(try Self.ask(fakeClient([server.address], options: options), "/a") == "slow")
        #expect(server.seen.withLock { $0 } == ["-4"])
    }

    @Test(
        "answers that aren't Hadoop's are refused, and nothing hangs",
        arguments: [
            Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0, 0, 0, 2, 9, 9],
            [0, 0, 0, 1, 0x80], [0, 0, 0, 5, 3, 8, 0, 16, 0],
        ] as [[UInt8]]
    )
    func garbage(_ bytes: [UInt8]) throws {
        let server = try FakeServer { peer, _, _ in
            _ = Self.greet(peer)
            _ = peer.call()
            peer.write(bytes)
        }
        var options = RPCOptions()
        options.callTimeout = 5_000
        let error = #expect(throws: WeftError.self) {
            try Self.ask(fakeClient([server.address], options: options), "/a", .once)
        }
        #expect(error?.code == "rpc-protocol" || error?.code == "connection-lost", "\(error as Any)")
    }

    @Test("an unused connection is closed, and the next call makes another")
    func idle() throws {
        let server = try FakeServer { peer, server, number in
            server.note("open \(number)")
            _ = Self.greet(peer)
            while let call = peer.call() {
                peer.answer(call.header.callId, GetLinkTargetResponseProto(targetPath: "x"))
            }
            server.note("closed \(number)")
        }
        var options = RPCOptions()
        options.maximumIdleTime = 200
        let service = try fakeClient([server.address], options: options)
        _ = try Self.ask(service, "/a")
        let deadline = Deadline.after(milliseconds: 20_000)
        while server.seen.withLock({ $0.count }) < 2, !deadline.hasPassed { Pause.sleep(milliseconds: 20) }
        _ = try Self.ask(service, "/b")
        #expect(server.seen.withLock { $0 } == ["open 0", "closed 0", "open 1"])
    }

    @Test("a port where nobody listens, and a host without address, are named")
    func unreachable() throws {
        var options = RPCOptions()
        options.connectRetries = 1
        let closed = try FakeServer { _, _, _ in }.address
        let refused = #expect(throws: WeftError.self) { try Self.ask(fakeClient([closed], options: options), "/a") }
        #expect(refused?.code == "connection-refused")
        let nowhere = HadoopAddress(host: "no-such-host.invalid", port: 1)
        let unknown = #expect(throws: WeftError.self) { try Self.ask(fakeClient([nowhere], options: options), "/a") }
        #expect(unknown?.code == "unknown-host")
    }
}
