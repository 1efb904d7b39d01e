import Dispatch
import Glibc
import NIOCore
import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftNetwork

@Suite struct ConnectionTests {
    @Test("A request is answered, and both sides know that they are connected", arguments: [true, false])
    func echo(encrypt: Bool) throws {
        let pair = try Pair(encrypt: encrypt)
        defer { pair.close() }
        let answer = try pair.connection.requestAndWait(ByteBuffer(string: "hello"), timeout: .seconds(60))
        #expect(String(buffer: answer) == "hello")
        #expect(pair.atClient.opened == [pair.connection])
        #expect(pair.atServer.opened.count == 1)
        #expect(pair.connection.remote == "127.0.0.1:\(pair.listener.port)")
        #expect(pair.connection.isOpen)
        #expect(pair.atClient.closed.isEmpty)
    }

    @Test("The side that was connected to can ask too")
    func otherWay() throws {
        let pair = try Pair()
        defer { pair.close() }
        eventually("no connection at the server") { pair.atServer.opened.count == 1 }
        let connection = try #require(pair.atServer.opened.first)
        let answer = try connection.requestAndWait(ByteBuffer(string: "from the server"), timeout: .seconds(60))
        #expect(String(buffer: answer) == "from the server")
    }

    @Test("Many requests at once, from many threads, get their own answers", arguments: [true, false])
    func concurrent(encrypt: Bool) throws {
        let pair = try Pair(encrypt: encrypt)
        defer { pair.close() }
        let wrong = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            for number in 0..<50 {
                let text = "\(thread)/\(number)" + String(repeating: "x", count: number * 97)
                let answer = try? pair.connection.requestAndWait(ByteBuffer(string: text), timeout: .seconds(60))
                if answer.map(String.init(buffer:)) != text { wrong.add(1, ordering: .relaxed) }
            }
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    @Test("A body of just the limit arrives, a bigger one is refused on this side", arguments: [true, false])
    func bigBodies(encrypt: Bool) throws {
        let limit = 8 << 20
        let pair = try Pair(encrypt: encrypt) { body, reply in
            reply.send(body.readableBytes == 1 ? ByteBuffer(repeating: 1, count: limit + 1) : body)
        }
        defer { pair.close() }
        var body = ByteBuffer()
        for word in 0..<UInt64(limit / 8) { body.writeInteger(word &* 0x9E37_79B9_7F4A_7C15) }
        for _ in 0..<3 {
            let answer = try pair.connection.requestAndWait(body, timeout: .seconds(60))
            #expect(answer == body)
        }
        body.writeInteger(UInt8(0))
        #expect(
            thrown { _ = try pair.connection.requestAndWait(body, timeout: .seconds(60)) }?.code == "frame-too-large"
        )
        let answer = thrown {
            _ = try pair.connection.requestAndWait(ByteBuffer(bytes: [1]), timeout: .seconds(60))
        }
        #expect(answer?.code == "frame-too-large")
        #expect(pair.connection.isOpen)
        pair.connection.send(body)
        eventually("a message that can't be sent closes the connection") { pair.atClient.closed.count == 1 }
        #expect(pair.atClient.closed.first??.code == "frame-too-large")
    }

    @Test("One-way messages arrive in order, small and big ones mixed", arguments: [true, false])
    func order(encrypt: Bool) throws {
        let pair = try Pair(encrypt: encrypt)
        defer { pair.close() }
        let count = 3000
        for number in 0..<count {
            var body = ByteBuffer(integer: UInt32(number))
            if number % 100 == 0 { body.writeRepeatingByte(1, count: 200_000) }
            pair.connection.send(body)
        }
        eventually("not all messages arrived") { pair.atServer.messages.count == count }
        let numbers = pair.atServer.messages.map { $0.getInteger(at: $0.readerIndex, as: UInt32.self) }
        #expect(numbers == (0..<UInt32(count)).map { $0 })
        eventually("bytes are pending") { pair.connection.pendingBytes == 0 }
    }

    @Test("An error that the peer answers with is thrown with its causes")
    func failure() throws {
        let error = WeftError("block-lost", "no such block", remedy: "recompute", cause: WeftError("disk", "gone"))
        let pair = try Pair { _, reply in
            reply.fail(error)
            reply.send(ByteBuffer(string: "a second answer is ignored"))
        }
        defer { pair.close() }
        for _ in 0..<2 {
            #expect(thrown { _ = try pair.connection.requestAndWait(ByteBuffer(), timeout: .seconds(60)) } == error)
        }
    }

    @Test("A request that is dropped without an answer fails")
    func dropped() throws {
        let pair = try Pair { _, _ in }
        defer { pair.close() }
        let error = thrown { _ = try pair.connection.requestAndWait(ByteBuffer(), timeout: .seconds(60)) }
        #expect(error?.code == "no-reply")
    }

    @Test("A request that isn't answered in time fails, and its late answer does no harm")
    func timeout() throws {
        let kept = Mutex<[Reply]>([])
        let pair = try Pair { body, reply in
            if body.readableBytes == 0 { kept.withLock { $0.append(reply) } } else { reply.send(body) }
        }
        defer { pair.close() }
        let error = thrown { _ = try pair.connection.requestAndWait(ByteBuffer(), timeout: .milliseconds(50)) }
        #expect(error?.code == "request-timeout")
        eventually("the request didn't arrive") { kept.withLock(\.count) == 1 }
        for reply in kept.withLock({ $0 }) { reply.send(ByteBuffer(string: "late")) }
        let answer = try pair.connection.requestAndWait(ByteBuffer(string: "next"), timeout: .seconds(60))
        #expect(String(buffer: answer) == "next")
        kept.withLock { $0 = [] }
    }

    @Test("Open requests fail when the peer goes, and completions are called once on the event loop")
    func peerCloses() throws {
        let kept = Mutex<[Reply]>([])
        let pair = try Pair { _, reply in kept.withLock { $0.append(reply) } }
        defer { pair.close() }
        let codes = Mutex<[WeftError.Code]>([])
        for _ in 0..<10 {
            pair.connection.request(ByteBuffer(string: "x"), timeout: nil) { result in
                if case .failure(let error) = result { codes.withLock { $0.append(error.code) } }
            }
        }
        eventually("the requests didn't arrive") { kept.withLock(\.count) == 10 }
        pair.server.close()
        eventually("requests are still open") { codes.withLock(\.count) == 10 }
        #expect(codes.withLock { $0.allSatisfy { $0 == "connection-closed" } })
        eventually("the handler wasn't told") { pair.atClient.closed.count == 1 }
        #expect(pair.atClient.closed == [nil])
        #expect(!pair.connection.isOpen)
        // Replies to a connection that is gone go nowhere.
        for reply in kept.withLock({ $0 }) { reply.send(ByteBuffer()) }
        #expect(
            thrown { _ = try pair.connection.requestAndWait(ByteBuffer(), timeout: .seconds(60)) }?.code
                == "connection-closed"
        )
        #expect(codes.withLock(\.count) == 10)
    }

    @Test("What was sent before closing arrives", arguments: [true, false])
    func closing(encrypt: Bool) throws {
        let pair = try Pair(encrypt: encrypt)
        defer { pair.close() }
        for _ in 0..<20 { pair.connection.send(ByteBuffer(repeating: 1, count: 500_000)) }
        pair.connection.close()
        pair.connection.close()
        pair.connection.send(ByteBuffer(string: "too late"))
        eventually("the server wasn't told") { pair.atServer.closed.count == 1 }
        #expect(pair.atServer.messages.count == 20)
        #expect(pair.atServer.closed == [nil])
        eventually("the client wasn't told") { pair.atClient.closed.count == 1 }
        #expect(pair.atClient.closed == [nil])
    }

    @Test("A network can be closed twice, and nothing can be opened afterwards")
    func networkCloses() throws {
        let pair = try Pair()
        pair.close()
        pair.close()
        #expect(pair.atClient.closed.count == 1)
        #expect(
            thrown { _ = try pair.connection.requestAndWait(ByteBuffer(), timeout: .seconds(60)) }?.code
                == "connection-closed"
        )
        #expect(
            thrown { _ = try pair.client.connect(to: pair.listener.address, handler: Recorder()) }?.code
                == "network-closed"
        )
        #expect(
            thrown { _ = try pair.server.listen(host: "127.0.0.1", port: 0, handler: Recorder()) }?.code
                == "network-closed"
        )
    }

    @Test("Blocking calls refuse to block an event loop")
    func blocking() throws {
        let refused = Mutex<[WeftError.Code?]>([])
        let pair = try Pair { body, reply in reply.send(body) }
        defer { pair.close() }
        let connection = pair.connection
        connection.request(ByteBuffer(), timeout: nil) { _ in
            do { _ = try connection.requestAndWait(ByteBuffer(), timeout: .seconds(1)) } catch {
                refused.withLock { $0.append((error as? WeftError)?.code) }
            }
            do { _ = try pair.client.connect(to: pair.listener.address, handler: Recorder()) } catch {
                refused.withLock { $0.append((error as? WeftError)?.code) }
            }
        }
        eventually("nothing was refused") { refused.withLock(\.count) == 2 }
        #expect(refused.withLock { $0 } == ["blocking-call", "blocking-call"])
    }

    @Test("A connection keeps what its owner tags it with")
    func tag() throws {
        let pair = try Pair()
        defer { pair.close() }
        #expect(pair.connection.tag == nil)
        pair.connection.tag = 7
        #expect(pair.connection.tag as? Int == 7)
        #expect(Set([pair.connection, pair.connection]).count == 1)
    }

    @Test("A peer that asks without taking answers is read no further, and gets all of them when it takes them")
    func backpressure() throws {
        let asked = Atomic(0)
        let block = ByteBuffer(repeating: 5, count: 1 << 20)
        let pair = try Pair(encrypt: false) { _, reply in
            asked.add(1, ordering: .relaxed)
            reply.send(block)
        }
        defer { pair.close() }
        let peer = try handshakenPeer(port: pair.listener.port)
        eventually("no connection at the server") { pair.atServer.opened.count == 2 }
        let server = try #require(pair.atServer.opened.last)
        let requests = 300
        inThread {
            for id in 1...UInt64(requests) {
                var bytes = ByteBuffer()
                let frame = Frame(kind: .request, id: id, body: ByteBuffer(repeating: 1, count: 100_000))
                frame.writeHeader(to: &bytes)
                peer.send(Array(bytes.readableBytesView) + Array(frame.body.readableBytesView))
            }
        }
        eventually("nothing was asked") { server.pendingBytes > ReadGate.highWaterBytes }
        // Until nothing changes for a while.
        var before = -1
        while asked.load(ordering: .relaxed) != before {
            before = asked.load(ordering: .relaxed)
            usleep(1_000_000)
        }
        #expect(before < requests / 2)
        #expect(server.pendingBytes < 64 << 20)
        let expected = requests * (Frame.headerBytes + block.readableBytes)
        var taken = 0
        while taken < expected {
            let part = peer.receive(atMost: 1 << 20)
            if part.isEmpty { break }
            taken += part.count
        }
        #expect(taken == expected)
        eventually("bytes are pending") { server.pendingBytes == 0 }
    }

    /// A peer of its own making that has proved itself, without encryption.
    private func handshakenPeer(port: Int) throws -> PlainSocket {
        let peer = PlainSocket(port: port)
        let identity = PeerIdentity(applicationID: "app-1", buildID: [1, 2, 3])
        var client = HandshakeClient(HandshakeInput(identity: identity, secret: sharedSecret, encrypt: false))
        var actions = client.opened()
        while true {
            for action in actions {
                switch action {
                case .send(let bytes): peer.send(bytes)
                case .established: return peer
                case .refuse(let error): throw error
                }
            }
            var buffer = ByteBuffer(bytes: peer.receive())
            actions = client.received(&buffer)
        }
    }

    @Test("Two peers that both ask for much don't wait for each other")
    func bothWays() throws {
        let block = ByteBuffer(repeating: 5, count: 1 << 20)
        let pair = try Pair(atClient: Recorder { _, reply in reply.send(block) }) { _, reply in reply.send(block) }
        defer { pair.close() }
        eventually("no connection at the server") { pair.atServer.opened.count == 1 }
        let answered = Atomic(0)
        for connection in [pair.connection, try #require(pair.atServer.opened.first)] {
            for _ in 0..<100 {
                connection.request(ByteBuffer(repeating: 1, count: 50_000), timeout: nil) { result in
                    if case .success = result { answered.add(1, ordering: .relaxed) }
                }
            }
        }
        eventually("not all were answered") { answered.load(ordering: .relaxed) == 200 }
    }
}
