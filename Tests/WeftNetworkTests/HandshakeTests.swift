import Crypto
import NIOCore
import Testing
import WeftDiagnostics

@testable import WeftNetwork

/// One side of a handshake, whichever it is.
private enum Side {
    case client(HandshakeClient)
    case server(HandshakeServer)

    mutating func received(_ buffer: inout ByteBuffer) -> [HandshakeAction] {
        switch self {
        case .client(var client):
            defer { self = .client(client) }
            return client.received(&buffer)
        case .server(var server):
            defer { self = .server(server) }
            return server.received(&buffer)
        }
    }
}

/// What a handshake without a network has come to.
private struct Outcome {
    var client: Session?
    var server: Session?
    var clientError: WeftError?
    var serverError: WeftError?
    var toServer: [UInt8] = []
    var toClient: [UInt8] = []
}

private func input(
    secret: ApplicationSecret = sharedSecret,
    application: String = "app-1",
    build: [UInt8] = [1, 2, 3],
    encrypt: Bool = true
) -> HandshakeInput {
    HandshakeInput(
        identity: PeerIdentity(applicationID: application, buildID: build),
        secret: secret,
        encrypt: encrypt
    )
}

/// Runs a handshake, in pieces of so many bytes; `tamper` sees every byte on its way with its place in its direction.
private func run(
    _ client: HandshakeInput,
    _ server: HandshakeInput,
    piece: Int = .max,
    tamper: (_ toServer: Bool, _ offset: Int, _ byte: UInt8) -> UInt8 = { $2 }
) -> Outcome {
    var outcome = Outcome()
    let clientState = HandshakeClient(client)
    var sides = (client: Side.client(clientState), server: Side.server(HandshakeServer(server)))
    var pendingToServer: [UInt8] = []
    var pendingToClient: [UInt8] = []
    func perform(_ actions: [HandshakeAction], client isClient: Bool) {
        for action in actions {
            switch action {
            case .send(let bytes):
                if isClient {
                    pendingToServer += bytes.enumerated().map {
                        tamper(true, outcome.toServer.count + $0.offset, $0.element)
                    }
                    outcome.toServer += bytes
                } else {
                    pendingToClient += bytes.enumerated().map {
                        tamper(false, outcome.toClient.count + $0.offset, $0.element)
                    }
                    outcome.toClient += bytes
                }
            case .established(let session):
                if isClient { outcome.client = session } else { outcome.server = session }
            case .refuse(let error):
                if isClient { outcome.clientError = error } else { outcome.serverError = error }
            }
        }
    }
    perform(clientState.opened(), client: true)
    while !pendingToServer.isEmpty || !pendingToClient.isEmpty {
        if !pendingToServer.isEmpty {
            var buffer = ByteBuffer(bytes: pendingToServer.prefix(piece))
            pendingToServer.removeFirst(min(piece, pendingToServer.count))
            perform(sides.server.received(&buffer), client: false)
        }
        if !pendingToClient.isEmpty {
            var buffer = ByteBuffer(bytes: pendingToClient.prefix(piece))
            pendingToClient.removeFirst(min(piece, pendingToClient.count))
            perform(sides.client.received(&buffer), client: true)
        }
    }
    return outcome
}

@Suite struct HandshakeTests {
    @Test(
        "Two processes of an application agree, in whatever pieces the bytes come",
        arguments: [1, 7, 71, 72, 73, .max]
    )
    func agree(piece: Int) throws {
        for encrypt in [true, false] {
            let outcome = run(input(encrypt: encrypt), input(encrypt: encrypt), piece: piece)
            #expect(outcome.clientError == nil)
            #expect(outcome.serverError == nil)
            var client = try #require(outcome.client)
            var server = try #require(outcome.server)
            #expect((client.sealer != nil) == encrypt)
            #expect((server.sealer != nil) == encrypt)
            guard encrypt else { continue }
            for number in 0..<3 as Range<UInt8> {
                var record = ByteBuffer()
                try [number, 1].withUnsafeBytes { try client.sealer?.seal($0, into: &record) }
                #expect(try server.opener?.open(from: &record).map(Array.init) == [number, 1])
                try [number, 2].withUnsafeBytes { try server.sealer?.seal($0, into: &record) }
                #expect(try client.opener?.open(from: &record).map(Array.init) == [number, 2])
            }
        }
    }

    @Test("Each kind of wrong peer gets its own error on the side that has connected, and one on the other side")
    func refusals() {
        let cases: [(client: HandshakeInput, clientCode: WeftError.Code, serverCode: WeftError.Code)] = [
            (input(secret: .generate()), "authentication-failed", "authentication-failed"),
            (input(application: "app-2"), "application-mismatch", "application-mismatch"),
            (input(build: [9]), "build-mismatch", "build-mismatch"),
            (input(encrypt: false), "encryption-mismatch", "encryption-mismatch"),
            // What is wrong first is said first, and nothing about the rest.
            (
                input(secret: .generate(), application: "app-2", encrypt: false), "authentication-failed",
                "encryption-mismatch"
            ),
            (input(application: "app-2", build: [9]), "application-mismatch", "application-mismatch"),
        ]
        for (client, clientCode, serverCode) in cases {
            let outcome = run(client, input())
            #expect(outcome.client == nil)
            #expect(outcome.server == nil)
            #expect(outcome.clientError?.code == clientCode)
            #expect(outcome.serverError?.code == serverCode)
        }
        let off = run(input(), input(encrypt: false))
        #expect(off.clientError?.message == "this process demands encryption and the peer doesn't encrypt")
        #expect(off.serverError?.message == "the peer demands encryption, which is off in this process")
    }

    @Test("A mismatch names what both sides have")
    func mismatchDetails() throws {
        let build = try #require(run(input(build: [0x0A, 0xFF]), input(build: [1])).clientError)
        #expect(build.message == "the executor runs another build of the application")
        #expect(build.details.map(\.value) == ["0aff", "01"])
        let application = try #require(run(input(application: "a"), input(application: "b")).serverError)
        #expect(application.details.map(\.value) == ["b", "a"])
    }

    @Test("Another version is refused by name on both sides, whatever follows it")
    func versions() throws {
        var server = HandshakeServer(input())
        var hello = ByteBuffer(bytes: [0x57, 0x45, 0x46, 0x54, 0, 7, 0, 0])
        let actions = server.received(&hello)
        guard case .send(let answer) = actions.first, case .refuse(let error) = actions.last else {
            Issue.record("no answer and refusal")
            return
        }
        #expect(error.code == "version-mismatch")
        #expect(error.message.contains("version 7") && error.message.contains("version 1"))
        // A client of a later version reads this answer as this version's client reads a later server's.
        #expect(Array(answer.prefix(6)) == [0x57, 0x45, 0x46, 0x54, 0, 1])
        var client = HandshakeClient(input())
        var later = ByteBuffer(bytes: [0x57, 0x45, 0x46, 0x54, 0, 7, 0, 0])
        guard case .refuse(let clientError)? = client.received(&later).last else {
            Issue.record("no refusal")
            return
        }
        #expect(clientError.code == "version-mismatch")
    }

    @Test("Bytes of another protocol are refused after eight of them")
    func garbage() {
        for text in ["GET / HTTP/1.1\r\n", "SSH-2.0-x", "\0\0\0\0\0\0\0\0", "weft\0\u{1}\0\0"] {
            var server = HandshakeServer(input())
            var bytes = ByteBuffer(string: text)
            guard case .refuse(let error)? = server.received(&bytes).first else {
                Issue.record("not refused: \(text)")
                continue
            }
            #expect(error.code == "not-weft")
        }
    }

    @Test(
        "A byte changed anywhere on its way keeps the handshake from succeeding on both sides",
        arguments: [true, false]
    )
    func tampering(encrypt: Bool) {
        let clean = run(input(encrypt: encrypt), input(encrypt: encrypt))
        for (toServer, count) in [(true, clean.toServer.count), (false, clean.toClient.count)] {
            for changed in 0..<count {
                let outcome = run(input(encrypt: encrypt), input(encrypt: encrypt)) {
                    $0 == toServer && $1 == changed ? $2 ^ 0x01 : $2
                }
                // The client's last bytes come before the server's, which is therefore the first to be established.
                #expect(outcome.client == nil, "byte \(changed) to the \(toServer ? "server" : "client")")
                if toServer { #expect(outcome.server == nil, "byte \(changed) to the server") }
            }
        }
    }

    @Test("Nothing is established with keys that give no shared secret")
    func weakKeys() {
        for key in [[UInt8](repeating: 0, count: 32), [1] + [UInt8](repeating: 0, count: 31)] {
            let secret = KeySchedule(sharedSecret)
            let hello = ClientHello(flags: 1, nonce: [UInt8](repeating: 5, count: 32), publicKey: key).bytes
            var server = HandshakeServer(input())
            var buffer = ByteBuffer(bytes: hello)
            guard case .send(let answer)? = server.received(&buffer).first else {
                Issue.record("no answer")
                continue
            }
            var proof = ByteBuffer(bytes: secret.clientProof(hello + answer))
            guard case .refuse(let error)? = server.received(&proof).last else {
                Issue.record("not refused")
                continue
            }
            #expect(error.code == "broken-stream")
        }
    }

    @Test("Bytes behind the handshake are left for what comes next")
    func rest() throws {
        var client = HandshakeClient(input())
        var server = HandshakeServer(input())
        func sent(_ actions: [HandshakeAction]) -> ByteBuffer {
            ByteBuffer(bytes: actions.flatMap { if case .send(let bytes) = $0 { bytes } else { [UInt8]() } })
        }
        var hello = sent(client.opened())
        var answer = sent(server.received(&hello))
        var proof = sent(client.received(&answer))
        proof.writeString("behind")
        var identity = sent(server.received(&proof))
        #expect(String(buffer: proof) == "behind")
        identity.writeString("more")
        let actions = client.received(&identity)
        #expect(String(buffer: identity) == "more")
        guard case .established? = actions.last else {
            Issue.record("not established")
            return
        }
        #expect(client.received(&identity).isEmpty)
        #expect(String(buffer: identity) == "more")
    }

    @Test("A recorded client can't be played back to a server")
    func replay() {
        let first = run(input(), input())
        var server = HandshakeServer(input())
        var bytes = ByteBuffer(bytes: first.toServer)
        var actions: [HandshakeAction] = []
        while true {
            let next = server.received(&bytes)
            if next.isEmpty { break }
            actions += next
        }
        guard case .refuse(let error)? = actions.last else {
            Issue.record("not refused")
            return
        }
        #expect(error.code == "authentication-failed")
    }

    @Test("The secret isn't in any text about it")
    func secretText() throws {
        let secret = try ApplicationSecret(bytes: [UInt8](repeating: 0x41, count: 32))
        var dumped = ""
        dump(secret, to: &dumped)
        dump(options(secret: secret), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            // Ports and the like may have these digits, too, but not 32 times.
            #expect(text.ranges(of: "41").count < 16 && text.ranges(of: "65").count < 16 && !text.contains("AAAA"))
        }
        #expect(thrown { _ = try ApplicationSecret(bytes: [1, 2, 3]) }?.code == "bad-secret")
    }
}
