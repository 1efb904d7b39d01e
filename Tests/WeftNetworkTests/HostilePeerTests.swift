import Crypto
import Glibc
import NIOCore
import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftNetwork

@Suite struct HostilePeerTests {
    /// A server with a good connection, which each test checks afterwards.
    private func undisturbed(
        _ server: NetworkOptions,
        _ client: NetworkOptions? = nil,
        _ body: (Pair) throws -> Void
    ) throws {
        let pair = try Pair(server: server, client: client)
        defer { pair.close() }
        try body(pair)
        let answer = try pair.connection.requestAndWait(ByteBuffer(string: "still here"), timeout: .seconds(60))
        #expect(String(buffer: answer) == "still here")
        #expect(pair.connection.isOpen)
        #expect(pair.atClient.closed.isEmpty)
    }

    /// What a client of these tests sends before its first message.
    private static let handshakeBytes =
        ClientHello.byteCount + Hello.macBytes + Record.lengthBytes + Record.tagBytes
        + PeerIdentity(applicationID: "app-1", buildID: [1, 2, 3]).byteCount

    @Test("Wrong peers are refused with the reason, on both sides, and nobody else is disturbed")
    func wrongPeers() throws {
        let log = LogLines()
        try undisturbed(options(log: log)) { pair in
            let cases: [(NetworkOptions, WeftError.Code)] = [
                (options(secret: .generate()), "authentication-failed"), (options(build: [9]), "build-mismatch"),
                (options(application: "app-2"), "application-mismatch"),
                (options(encrypt: false), "encryption-mismatch"),
            ]
            for (wrong, code) in cases {
                let client = Network(wrong)
                defer { client.close() }
                let handler = Recorder()
                for _ in 0..<3 {
                    let error = thrown { _ = try client.connect(to: pair.listener.address, handler: handler) }
                    #expect(error?.code == code)
                    #expect(error?.details.contains(.init("peer", pair.listener.address.description)) == true)
                }
                #expect(handler.opened.isEmpty && handler.closed.isEmpty)
            }
            // The first of each kind is logged, the others are counted.
            eventually("not all refusals were logged") { log.all.count >= 4 }
            #expect(pair.atServer.opened.count == 1)
        }
        #expect(log.all.count == 4)
        #expect(log.all.allSatisfy { $0.hasPrefix("warning: a peer was refused") })
    }

    @Test("A client of another version is told so")
    func otherVersion() throws {
        let log = LogLines()
        try undisturbed(options(log: log)) { pair in
            let peer = PlainSocket(port: pair.listener.port)
            peer.send([0x57, 0x45, 0x46, 0x54, 0, 9] + [UInt8](repeating: 3, count: 500))
            #expect(peer.receive(exactly: 8).prefix(6) == [0x57, 0x45, 0x46, 0x54, 0, 1])
            #expect(peer.receive(exactly: 1000).count == ServerHello.byteCount - 8)
            eventually("not logged") { log.all.contains { $0.contains("version 9") && $0.contains("version 1") } }
        }
        let server = PlainServer { $0.sendAndWait([0x57, 0x45, 0x46, 0x54, 0, 9, 0, 0]) }
        defer { server.stop() }
        let client = Network(options())
        defer { client.close() }
        let error = thrown {
            _ = try client.connect(to: NetworkAddress(host: "127.0.0.1", port: server.port), handler: Recorder())
        }
        #expect(error?.code == "version-mismatch")
    }

    @Test("Garbage, half a hello and a port scan are closed and logged")
    func garbage() throws {
        let log = LogLines()
        try undisturbed(options(log: log)) { pair in
            let garbage = PlainSocket(port: pair.listener.port)
            garbage.send(Array("GET / HTTP/1.1\r\nHost: somewhere\r\n\r\n".utf8))
            #expect(garbage.receive().isEmpty)
            let half = PlainSocket(port: pair.listener.port)
            half.send([0x57, 0x45, 0x46, 0x54, 0, 1, 1, 0, 5, 5, 5])
            half.shutDown()
            eventually("half a hello wasn't logged") { log.all.contains { $0.contains("before it said who it is") } }
            for _ in 0..<50 { PlainSocket(port: pair.listener.port).shutDown() }
            eventually("garbage wasn't logged") { log.all.contains { $0.contains("doesn't speak Weft's protocol") } }
        }
        #expect(log.all.count == 2)
    }

    @Test("A client that meets another service, or nobody, says so")
    func otherService() throws {
        let client = Network(options())
        let impatient = Network(options(handshakeTimeout: .milliseconds(300)))
        defer {
            client.close()
            impatient.close()
        }
        func code(_ client: Network, _ serve: @escaping @Sendable (PlainSocket) -> Void) -> WeftError.Code? {
            let server = PlainServer(serve)
            defer { server.stop() }
            return thrown {
                _ = try client.connect(to: NetworkAddress(host: "127.0.0.1", port: server.port), handler: Recorder())
            }?.code
        }
        #expect(code(client) { $0.sendAndWait(Array("SSH-2.0-OpenSSH_9.7\r\n".utf8)) } == "not-weft")
        #expect(code(client) { _ = $0.receive(exactly: ClientHello.byteCount) } == "connection-closed")
        #expect(code(impatient) { _ = $0.receive(exactly: 1 << 20) } == "handshake-timeout")
        let gone = PlainServer { _ in }
        gone.stop()
        let refused = thrown {
            _ = try client.connect(to: NetworkAddress(host: "127.0.0.1", port: gone.port), handler: Recorder())
        }
        #expect(refused?.code == "connect-failed")
        #expect(refused?.message.contains("Connection refused") == true)
        #expect(
            thrown {
                _ = try client.connect(to: NetworkAddress(host: "no-such-host.invalid", port: 1), handler: Recorder())
            }?.code == "connect-failed"
        )
    }

    @Test("Silent peers are closed when their time is up")
    func silence() throws {
        let log = LogLines()
        try undisturbed(options(handshakeTimeout: .milliseconds(500), log: log), options()) { pair in
            let silent = (0..<20).map { _ in PlainSocket(port: pair.listener.port) }
            let slow = PlainSocket(port: pair.listener.port)
            slow.send([0x57])
            for peer in silent + [slow] { #expect(peer.receive().isEmpty) }
        }
        #expect(log.all.contains { $0.contains("didn't say who it is within") })
    }

    @Test("More silent peers than may be in their handshake don't keep others out")
    func flood() throws {
        // Neither in time to matter: only the limit helps.
        try undisturbed(options(handshakeTimeout: .seconds(3600))) { pair in
            let silent = (0..<AdmissionQueue.defaultLimit + 20).map { _ in PlainSocket(port: pair.listener.port) }
            let client = Network(options(handshakeTimeout: .seconds(60)))
            defer { client.close() }
            let connection = try client.connect(to: pair.listener.address, handler: Recorder())
            let answer = try connection.requestAndWait(ByteBuffer(string: "in"), timeout: .seconds(60))
            #expect(String(buffer: answer) == "in")
            #expect(silent.count > AdmissionQueue.defaultLimit)
        }
    }

    @Test("A frame above the limit closes the connection, with an error in the log")
    func oversize() throws {
        for encrypt in [true, false] {
            let log = LogLines()
            let pair = try Pair(
                server: options(encrypt: encrypt, maxFrameBytes: 1000, log: log),
                client: options(encrypt: encrypt)
            )
            defer { pair.close() }
            let error = thrown {
                _ = try pair.connection.requestAndWait(ByteBuffer(repeating: 1, count: 100_000), timeout: .seconds(60))
            }
            #expect(error?.code == "connection-closed")
            eventually("the handler wasn't told") { pair.atServer.closed.count == 1 }
            #expect(pair.atServer.closed.first??.code == "frame-too-large")
            #expect(log.all.contains { $0.hasPrefix("error") && $0.contains("more than the limit of 1000") })
        }
    }

    @Test("A byte that is changed behind the handshake closes the connection before anything is delivered")
    func tampered() throws {
        let handshake = Self.handshakeBytes
        for changed in [handshake + 1, handshake + 4, handshake + 25] {
            let pair = try Pair()
            defer { pair.close() }
            let proxy = Proxy(
                to: pair.listener.port,
                toServer: { bytes, offset in
                    var bytes = bytes
                    if bytes.indices.contains(changed - offset) { bytes[changed - offset] ^= 0x10 }
                    return bytes
                }
            )
            defer { proxy.stop() }
            let handler = Recorder()
            let connection = try pair.client.connect(
                to: NetworkAddress(host: "127.0.0.1", port: proxy.port),
                handler: handler
            )
            let error = thrown {
                _ = try connection.requestAndWait(ByteBuffer(string: "secret"), timeout: .seconds(60))
            }
            #expect(error?.code == "connection-closed")
            eventually("the server's handler wasn't told") { pair.atServer.closed.count == 1 }
            let code = pair.atServer.closed.first??.code
            #expect(code == "broken-record" || code == "broken-stream")
            #expect(pair.atServer.messages.isEmpty)
        }
    }

    @Test("A record that is sent again closes the connection, and is delivered once")
    func replayed() throws {
        let pair = try Pair()
        defer { pair.close() }
        let handshake = Self.handshakeBytes
        let proxy = Proxy(
            to: pair.listener.port,
            toServer: { bytes, offset in offset >= handshake ? bytes + bytes : bytes }
        )
        defer { proxy.stop() }
        let connection = try pair.client.connect(
            to: NetworkAddress(host: "127.0.0.1", port: proxy.port),
            handler: Recorder()
        )
        connection.send(ByteBuffer(string: "pay"))
        eventually("the server's handler wasn't told") { pair.atServer.closed.count == 1 }
        #expect(pair.atServer.closed.first??.code == "broken-record")
        #expect(pair.atServer.messages.map { String(buffer: $0) } == ["pay"])
    }

    @Test("A connection that is cut within a message ends with an error, and the half message isn't delivered")
    func cut() throws {
        let pair = try Pair()
        defer { pair.close() }
        let seen = Atomic(0)
        let proxy = Proxy(
            to: pair.listener.port,
            toServer: { bytes, offset in
                // The handshake's two parts, then only the beginning of what follows.
                if offset < Self.handshakeBytes { return bytes }
                return seen.add(1, ordering: .relaxed).oldValue == 0 ? Array(bytes.prefix(10)) : []
            }
        )
        defer { proxy.stop() }
        let connection = try pair.client.connect(
            to: NetworkAddress(host: "127.0.0.1", port: proxy.port),
            handler: Recorder()
        )
        connection.send(ByteBuffer(string: "half"))
        connection.close()
        eventually("the server's handler wasn't told") { pair.atServer.closed.count == 1 }
        #expect(pair.atServer.closed.first??.code == "connection-lost")
        #expect(pair.atServer.messages.isEmpty)
    }

    @Test("Without encryption a broken stream is closed all the same")
    func brokenPlainStream() throws {
        let log = LogLines()
        let pair = try Pair(server: options(encrypt: false, log: log), client: options(encrypt: false))
        defer { pair.close() }
        let proxy = Proxy(
            to: pair.listener.port,
            toServer: { bytes, offset in offset < Self.handshakeBytes ? bytes : [0, 0, 0, 1] + bytes }
        )
        defer { proxy.stop() }
        let connection = try pair.client.connect(
            to: NetworkAddress(host: "127.0.0.1", port: proxy.port),
            handler: Recorder()
        )
        #expect(
            thrown { _ = try connection.requestAndWait(ByteBuffer(), timeout: .seconds(60)) }?.code
                == "connection-closed"
        )
        eventually("the server's handler wasn't told") { pair.atServer.closed.count == 1 }
        #expect(pair.atServer.closed.first??.code == "broken-stream")
    }

    @Test("Nothing that is sent can be read on the way with encryption, everything without")
    func readable() throws {
        for encrypt in [true, false] {
            let pair = try Pair(encrypt: encrypt)
            defer { pair.close() }
            let passed = Mutex<[UInt8]>([])
            let proxy = Proxy(
                to: pair.listener.port,
                toServer: { bytes, _ in
                    passed.withLock { $0 += bytes }
                    return bytes
                }
            )
            defer { proxy.stop() }
            let connection = try pair.client.connect(
                to: NetworkAddress(host: "127.0.0.1", port: proxy.port),
                handler: Recorder()
            )
            _ = try connection.requestAndWait(ByteBuffer(string: "the plain text"), timeout: .seconds(60))
            let text = String(decoding: passed.withLock { $0 }, as: UTF8.self)
            #expect(text.contains("the plain text") == !encrypt)
            #expect(!text.contains("app-1"))
        }
    }
}
