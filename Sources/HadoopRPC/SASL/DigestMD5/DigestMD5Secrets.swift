import Crypto

/// What both sides compute from the password and the two nonces (RFC 2831, 2.1.2.1, 2.3 and 2.4).
struct DigestMD5Secrets {
    /// Which side sent something.
    enum Sender {
        case client
        case server
    }

    /// H(A1), from which everything else comes.
    private let sessionKey: [UInt8]
    private let nonce: [UInt8]
    private let clientNonce: [UInt8]
    private let digestURI: [UInt8]
    private let protection: SaslProtection

    init(response: DigestMD5Response, password: [UInt8]) {
        let name = Self.hashed(response.username, usesUTF8: response.usesUTF8)
        let realm = Self.hashed(response.realm ?? [], usesUTF8: response.usesUTF8)
        let secret = Self.hashed(password, usesUTF8: response.usesUTF8)
        var hash = Insecure.MD5()
        hash.add(Self.md5(name, [.colon], realm, [.colon], secret))
        hash.add([.colon])
        hash.add(response.nonce)
        hash.add([.colon])
        hash.add(response.clientNonce)
        if let authorizationID = response.authorizationID {
            hash.add([.colon])
            hash.add(authorizationID)
        }
        sessionKey = Array(hash.finalize())
        nonce = response.nonce
        clientNonce = response.clientNonce
        digestURI = response.digestURI
        protection = response.protection
    }

    /// The proof that a side knows the password, as 32 hexadecimal digits.
    func proof(of sender: Sender) -> [UInt8] {
        let method: [UInt8] = sender == .client ? Array("AUTHENTICATE".utf8) : []
        let body = protection == .authentication ? "" : ":" + String(repeating: "0", count: 32)
        let request = Self.md5(method, [.colon], digestURI, Array(body.utf8))
        let tail = ":\(DigestMD5Response.nonceCount):".utf8
        return Self.hexadecimal(
            Self.md5(
                Self.hexadecimal(sessionKey),
                [.colon],
                nonce,
                Array(tail),
                clientNonce,
                [.colon],
                Array(protection.qop.utf8),
                [.colon],
                Self.hexadecimal(request)
            )
        )
    }

    /// The key of the checksums in what a side sends.
    func integrityKey(of sender: Sender) -> [UInt8] {
        let words = sender == .client ? "client-to-server" : "server-to-client"
        return Self.md5(sessionKey, Array("Digest session key to \(words) signing key magic constant".utf8))
    }

    /// The key of the cipher for what a side sends, 16 bytes, from which the cipher takes what it needs.
    func sealingKey(of sender: Sender, cipher: DigestMD5Cipher) -> [UInt8] {
        let words = sender == .client ? "client-to-server" : "server-to-client"
        return Self.md5(
            Array(sessionKey.prefix(cipher.sessionKeyLength)),
            Array("Digest H(A1) to \(words) sealing key magic constant".utf8)
        )
    }

    /// Names and passwords that ISO 8859-1 can hold are hashed in it even where they travel in UTF-8.
    private static func hashed(_ bytes: [UInt8], usesUTF8: Bool) -> [UInt8] {
        guard usesUTF8, bytes.contains(where: { $0 >= 0x80 }), let text = String(validating: bytes, as: UTF8.self)
        else {
            return bytes
        }
        return text.latin1 ?? bytes
    }

    private static func md5(_ parts: [UInt8]...) -> [UInt8] {
        var hash = Insecure.MD5()
        for part in parts { hash.add(part) }
        return Array(hash.finalize())
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}

extension UInt8 {
    fileprivate static let colon = UInt8(ascii: ":")
}

extension String {
    /// The text in ISO 8859-1; nil if it has other characters.
    var latin1: [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

extension Insecure.MD5 {
    fileprivate mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update(bufferPointer: $0) }
    }
}

/// Whether two strings of bytes are equal, in a time that doesn't tell where they differ.
func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}
