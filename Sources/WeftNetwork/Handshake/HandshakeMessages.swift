import Crypto
import FoundationEssentials
import NIOCore
import WeftDiagnostics

/// What both hellos begin with, in this version and in every later one.
enum Hello {
    static let magic: UInt32 = 0x5745_4654  // WEFT
    static let version: UInt16 = 1
    /// Magic, version, and two bytes that a version is free to use.
    static let prefixBytes = 8
    static let nonceBytes = 32
    static let keyBytes = 32
    static let macBytes = 32
    /// The flag of a side that wants encryption.
    static let encryptFlag: UInt8 = 1
}

/// The first bytes of a connection, from the side that has opened it: magic, version, flags (u8), 0, nonce, X25519 key.
struct ClientHello: Equatable, Sendable {
    static let byteCount = Hello.prefixBytes + Hello.nonceBytes + Hello.keyBytes

    var flags: UInt8
    var nonce: [UInt8]
    var publicKey: [UInt8]

    var bytes: [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeMultipleIntegers(Hello.magic, Hello.version, flags, UInt8(0))
        return Array(buffer.readableBytesView) + nonce + publicKey
    }

    /// Nil when the bytes aren't a hello of this version; `peerVersion` has looked at their beginning.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, (try? peerVersion(bytes)) == Hello.version, bytes[7] == 0 else {
            return nil
        }
        flags = bytes[6]
        nonce = Array(bytes[8..<40])
        publicKey = Array(bytes[40..<72])
    }

    init(flags: UInt8, nonce: [UInt8], publicKey: [UInt8]) {
        self.flags = flags
        self.nonce = nonce
        self.publicKey = publicKey
    }
}

/// The answer: magic, version, status (u8), flags (u8), nonce, X25519 key, MAC.
struct ServerHello: Equatable, Sendable {
    enum Status: UInt8, Sendable {
        case accepted = 0
        /// The server has another version. All but magic and version is zeros.
        case otherVersion = 1
        /// Only one of the two wants encryption.
        case otherEncryption = 2
    }

    static let macOffset = Hello.prefixBytes + Hello.nonceBytes + Hello.keyBytes
    static let byteCount = macOffset + Hello.macBytes

    var status: Status
    var flags: UInt8
    var nonce: [UInt8]
    var publicKey: [UInt8]
    var mac: [UInt8]

    /// What the MAC is about, besides the client's hello.
    var authenticatedBytes: [UInt8] {
        var buffer = ByteBuffer()
        buffer.writeMultipleIntegers(Hello.magic, Hello.version, status.rawValue, flags)
        return Array(buffer.readableBytesView) + nonce + publicKey
    }

    var bytes: [UInt8] { authenticatedBytes + mac }

    /// Nil when the bytes aren't a hello of this version.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount, (try? peerVersion(bytes)) == Hello.version,
            let status = Status(rawValue: bytes[6])
        else { return nil }
        self.status = status
        flags = bytes[7]
        nonce = Array(bytes[8..<40])
        publicKey = Array(bytes[40..<72])
        mac = Array(bytes[72..<104])
    }

    init(status: Status, flags: UInt8, nonce: [UInt8], publicKey: [UInt8], mac: [UInt8]) {
        self.status = status
        self.flags = flags
        self.nonce = nonce
        self.publicKey = publicKey
        self.mac = mac
    }

    /// What a client of another version gets.
    static var otherVersion: ServerHello {
        let zeros = [UInt8](repeating: 0, count: 32)
        return ServerHello(status: .otherVersion, flags: 0, nonce: zeros, publicKey: zeros, mac: zeros)
    }
}

/// The version in the first eight bytes of a hello; throws `not-weft` when they aren't one.
func peerVersion(_ bytes: [UInt8]) throws -> UInt16 {
    guard bytes.count >= Hello.prefixBytes,
        UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3]) == Hello.magic
    else {
        throw WeftError(
            "not-weft",
            "the peer doesn't speak Weft's protocol",
            remedy: "check the host and the port; another service may have taken them"
        )
    }
    return UInt16(bytes[4]) << 8 | UInt16(bytes[5])
}

/// What each side says about itself in its first record, when both have proved that they know the secret.
///
/// The length of the application's id (u16), its UTF-8, the length of the build id (u16), the build id.
struct PeerIdentity: Equatable, Sendable {
    static let maxBytes = 1024

    var applicationID: String
    var buildID: [UInt8]

    /// How many bytes it has when written.
    var byteCount: Int { 4 + applicationID.utf8.count + buildID.count }

    var bytes: ByteBuffer {
        var buffer = ByteBuffer()
        buffer.writeInteger(UInt16(truncatingIfNeeded: applicationID.utf8.count))
        buffer.writeString(applicationID)
        buffer.writeInteger(UInt16(truncatingIfNeeded: buildID.count))
        buffer.writeBytes(buildID)
        return buffer
    }

    init(applicationID: String, buildID: [UInt8]) {
        self.applicationID = applicationID
        self.buildID = buildID
    }

    /// Nil when the bytes aren't exactly an identity.
    init?(_ bytes: ByteBuffer) {
        var buffer = bytes
        guard bytes.readableBytes <= Self.maxBytes,
            let application = buffer.readInteger(as: UInt16.self).flatMap({ buffer.readBytes(length: Int($0)) }),
            let build = buffer.readInteger(as: UInt16.self).flatMap({ buffer.readBytes(length: Int($0)) }),
            buffer.readableBytes == 0, let id = String(validating: application, as: UTF8.self)
        else { return nil }
        applicationID = id
        buildID = build
    }

    /// Why a peer that says this about itself is refused; nil when it isn't.
    func refusal(of peer: PeerIdentity) -> WeftError? {
        if peer.applicationID != applicationID {
            return WeftError(
                "application-mismatch",
                "the peer belongs to another application",
                remedy: "check the host and the port; another application may have taken them",
                details: [
                    .init("this application", applicationID), .init("the peer's application", peer.applicationID),
                ]
            )
        }
        if peer.buildID != buildID {
            return WeftError(
                "build-mismatch",
                "the executor runs another build of the application",
                remedy: "start all processes of an application from the same executable",
                details: [.init("this build", hex(buildID)), .init("the peer's build", hex(peer.buildID))]
            )
        }
        return nil
    }
}

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
