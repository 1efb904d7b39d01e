import Crypto
import FoundationEssentials
import NIOCore
import WeftDiagnostics

/// The handshake as the side that has opened the connection sees it.
struct HandshakeClient {
    private enum Step {
        case prefix
        case hello
        case identity(IdentityReader, RecordSealer)
        case done
    }

    private let input: HandshakeInput
    private let keys: KeySchedule
    private let hello: [UInt8]
    private var step = Step.prefix
    private var collected = StepBytes()

    init(_ input: HandshakeInput) {
        self.input = input
        keys = KeySchedule(input.secret)
        let publicKey = Array(input.privateKey.publicKey.rawRepresentation)
        hello = ClientHello(flags: input.flags, nonce: input.nonce, publicKey: publicKey).bytes
    }

    /// The connection is there.
    func opened() -> [HandshakeAction] { [.send(hello)] }

    /// Bytes have come. Takes those of the handshake from the front of `buffer`; after `established` or `refuse` it
    /// takes none.
    mutating func received(_ buffer: inout ByteBuffer) -> [HandshakeAction] {
        var actions: [HandshakeAction] = []
        do {
            while try advance(&buffer, &actions) {}
        } catch {
            step = .done
            actions.append(.refuse(WeftError(wrapping: error)))
        }
        return actions
    }

    /// One step; false when it needs more bytes, or nothing is left to do.
    private mutating func advance(_ buffer: inout ByteBuffer, _ actions: inout [HandshakeAction]) throws -> Bool {
        switch step {
        case .prefix:
            guard collected.collect(Hello.prefixBytes, from: &buffer) else { return false }
            let version = try peerVersion(collected.bytes)
            // A server of another version may have sent a hello of another length.
            guard version == Hello.version else { throw versionMismatch(version) }
            step = .hello
            return true
        case .hello:
            guard collected.collect(ServerHello.byteCount, from: &buffer) else { return false }
            try answer(collected.take(), &actions)
            return true
        case .identity(var reader, let sealer):
            let identity = try reader.read(&buffer)
            step = .identity(reader, sealer)
            guard let identity else { return false }
            step = .done
            if let refusal = input.identity.refusal(of: identity) { throw refusal }
            actions.append(
                .established(input.encrypt ? Session(sealer: sealer, opener: reader.rest) : Session())
            )
            return false
        case .done: return false
        }
    }

    private mutating func answer(_ bytes: [UInt8], _ actions: inout [HandshakeAction]) throws {
        guard let server = ServerHello(bytes) else { throw brokenStream("an unknown status") }
        let expected = keys.serverProof(hello + server.authenticatedBytes)
        guard KeySchedule.equal(server.mac, expected) else {
            // Zeros tell a server that has another secret why the client goes.
            actions.append(.send([UInt8](repeating: 0, count: Hello.macBytes)))
            throw authenticationFailed()
        }
        guard server.flags == input.flags, server.status == .accepted else {
            throw encryptionMismatch(here: input.encrypt)
        }
        let transcript = hello + bytes
        let proof = keys.clientProof(transcript)
        let session = try keys.sessionKeys(input.privateKey, peer: server.publicKey, transcript: transcript + proof)
        var sealer = RecordSealer(key: session.clientToServer)
        var record = ByteBuffer()
        try input.identity.bytes.withUnsafeReadableBytes { try sealer.seal($0, into: &record) }
        actions.append(.send(proof + Array(record.readableBytesView)))
        step = .identity(IdentityReader(key: session.serverToClient), sealer)
    }
}
