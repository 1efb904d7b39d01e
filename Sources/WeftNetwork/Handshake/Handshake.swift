import Crypto
import FoundationEssentials
import NIOCore
import WeftDiagnostics

/// What one side brings to a handshake.
struct HandshakeInput: Sendable {
    var identity: PeerIdentity
    var secret: ApplicationSecret
    var encrypt: Bool
    var privateKey = Curve25519.KeyAgreement.PrivateKey()
    var nonce = (0..<Hello.nonceBytes).map { _ in UInt8.random(in: 0...255) }

    var flags: UInt8 { encrypt ? Hello.encryptFlag : 0 }

    init(identity: PeerIdentity, secret: ApplicationSecret, encrypt: Bool) {
        self.identity = identity
        self.secret = secret
        self.encrypt = encrypt
    }
}

/// What a handshake asks for.
enum HandshakeAction {
    /// Send these bytes.
    case send([UInt8])
    /// Both sides have proved who they are. With encryption, all that follows goes through these.
    case established(Session)
    /// Close the connection, after what was asked to be sent.
    case refuse(WeftError)
}

/// What an established connection goes through; both nil without encryption.
struct Session {
    var sealer: RecordSealer?
    var opener: RecordOpener?
}

/// Collects the bytes that a step of the handshake needs, never more.
struct StepBytes {
    private(set) var bytes: [UInt8] = []

    /// Takes from the front of `buffer`; true when there are `count` bytes.
    mutating func collect(_ count: Int, from buffer: inout ByteBuffer) -> Bool {
        if let part = buffer.readBytes(length: min(count - bytes.count, buffer.readableBytes)) { bytes += part }
        return bytes.count == count
    }

    /// The bytes; the next step begins with none.
    mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }
}

/// The other side's first record, which is sealed even without encryption: it is the first that only the owner of the
/// session's key can have made.
struct IdentityReader {
    private var opener: RecordOpener
    private var record = ByteBuffer()

    init(key: SymmetricKey) { opener = RecordOpener(key: key, maxPlainBytes: PeerIdentity.maxBytes) }

    /// Takes bytes from the front of `buffer`; the identity when it is whole.
    mutating func read(_ buffer: inout ByteBuffer) throws -> PeerIdentity? {
        while true {
            let whole = try opener.recordBytes(in: record) ?? Record.lengthBytes
            let missing = whole - record.readableBytes
            if missing == 0, whole > Record.lengthBytes { break }
            guard var part = buffer.readSlice(length: min(missing, buffer.readableBytes)), part.readableBytes > 0 else {
                return nil
            }
            record.writeBuffer(&part)
        }
        guard let plain = try opener.open(from: &record), let identity = PeerIdentity(ByteBuffer(bytes: plain)) else {
            throw brokenStream("a peer that doesn't say who it is")
        }
        return identity
    }

    /// What opens the records behind the identity.
    var rest: RecordOpener { opener.widened() }
}

func versionMismatch(_ peer: UInt16) -> WeftError {
    WeftError(
        "version-mismatch",
        "the peer speaks version \(peer) of Weft's protocol, this process version \(Hello.version)",
        remedy: "run the same version of Weft everywhere"
    )
}

func encryptionMismatch(here: Bool) -> WeftError {
    WeftError(
        "encryption-mismatch",
        here
            ? "this process demands encryption and the peer doesn't encrypt"
            : "the peer demands encryption, which is off in this process",
        remedy: "set the same encryption for all processes of the application"
    )
}

func authenticationFailed() -> WeftError {
    WeftError(
        "authentication-failed",
        "the peer doesn't know this application's secret",
        remedy: "both sides must have the secret of the same application; a peer of another one may have taken the port"
    )
}
