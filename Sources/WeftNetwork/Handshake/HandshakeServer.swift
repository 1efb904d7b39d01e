import Crypto
import FoundationEssentials
import NIOCore
import WeftDiagnostics

/// The handshake as the side that has accepted the connection sees it.
struct HandshakeServer {
    private enum Step {
        case prefix
        case hello
        case proof(ClientHello, transcript: [UInt8])
        case identity(IdentityReader, RecordSealer)
        case done
    }

    private let input: HandshakeInput
    private let keys: KeySchedule
    private var step = Step.prefix
    private var collected = StepBytes()

    init(_ input: HandshakeInput) {
        self.input = input
        keys = KeySchedule(input.secret)
    }

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
            guard version == Hello.version else {
                actions.append(.send(ServerHello.otherVersion.bytes))
                throw versionMismatch(version)
            }
            step = .hello
            return true
        case .hello:
            guard collected.collect(ClientHello.byteCount, from: &buffer) else { return false }
            try answer(collected.take(), &actions)
            return true
        case .proof(let hello, let transcript):
            guard collected.collect(Hello.macBytes, from: &buffer) else { return false }
            let proof = collected.take()
            guard KeySchedule.equal(proof, keys.clientProof(transcript)) else { throw authenticationFailed() }
            let session = try keys.sessionKeys(input.privateKey, peer: hello.publicKey, transcript: transcript + proof)
            step = .identity(IdentityReader(key: session.clientToServer), RecordSealer(key: session.serverToClient))
            return true
        case .identity(var reader, var sealer):
            let identity = try reader.read(&buffer)
            step = .identity(reader, sealer)
            guard let identity else { return false }
            step = .done
            // The client is told who this is before it is refused, so that it can say why.
            var record = ByteBuffer()
            try input.identity.bytes.withUnsafeReadableBytes { try sealer.seal($0, into: &record) }
            actions.append(.send(Array(record.readableBytesView)))
            if let refusal = input.identity.refusal(of: identity) { throw refusal }
            actions.append(
                .established(input.encrypt ? Session(sealer: sealer, opener: reader.rest) : Session())
            )
            return false
        case .done: return false
        }
    }

    private mutating func answer(_ bytes: [UInt8], _ actions: inout [HandshakeAction]) throws {
        guard let client = ClientHello(bytes), client.flags & ~Hello.encryptFlag == 0 else {
            throw brokenStream("a hello with unknown flags")
        }
        var hello = ServerHello(
            status: client.flags == input.flags ? .accepted : .otherEncryption,
            flags: input.flags,
            nonce: input.nonce,
            publicKey: Array(input.privateKey.publicKey.rawRepresentation),
            mac: []
        )
        hello.mac = keys.serverProof(bytes + hello.authenticatedBytes)
        actions.append(.send(hello.bytes))
        guard hello.status == .accepted else { throw encryptionMismatch(here: input.encrypt) }
        step = .proof(client, transcript: bytes + hello.bytes)
    }
}
