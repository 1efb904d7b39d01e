import WeftDiagnostics

/// The client's message (RFC 2831, 2.1.2).
struct DigestMD5Response {
    /// The name as it travels.
    var username: [UInt8]
    /// The realm chosen; nil where the server named none.
    var realm: [UInt8]?
    /// The server's nonce.
    var nonce: [UInt8]
    /// The client's own.
    var clientNonce: [UInt8]
    /// Service and server, `hdfs/0` for instance.
    var digestURI: [UInt8]
    /// The level chosen.
    var protection: SaslProtection
    /// The cipher chosen, with privacy.
    var cipher: DigestMD5Cipher?
    /// The longest sealed buffer that the client names; Hadoop's servers send longer ones.
    var maximumBuffer = DigestMD5Challenge.defaultMaximumBuffer
    /// Whether names are in UTF-8.
    var usesUTF8: Bool
    /// For whom the client wants to act, if not for itself.
    var authorizationID: [UInt8]?
    /// The proof of the password, 32 hexadecimal digits.
    var proof: [UInt8]

    /// The only count of uses of a nonce that Hadoop knows: it never authenticates again with an old one.
    static let nonceCount = "00000001"
    /// Java's servers refuse longer messages.
    static let maximumLength = 4096
}

extension DigestMD5Response {
    /// Reads a client's message.
    ///
    /// - Throws: `sasl-failed`.
    init(parsing bytes: [UInt8]) throws {
        let directives = try DigestMD5Directives(parsing: bytes)
        func required(_ name: String) throws -> [UInt8] {
            guard let value = try directives.value(name) else {
                throw WeftError.sasl("the client's DIGEST-MD5 response has no \(name)")
            }
            return value
        }
        guard try required("nc") == Array(Self.nonceCount.utf8) else {
            throw WeftError.sasl("the client's DIGEST-MD5 response has a nonce count other than 1")
        }
        username = try required("username")
        realm = try directives.value("realm")
        nonce = try required("nonce")
        clientNonce = try required("cnonce")
        digestURI = try required("digest-uri")
        proof = try required("response")
        let level = try directives.text("qop") ?? SaslProtection.authentication.qop
        guard let protection = SaslProtection(qop: level.lowercased()) else {
            throw WeftError.sasl("the client's DIGEST-MD5 response has an unknown qop")
        }
        self.protection = protection
        if let name = try directives.text("cipher") {
            guard let cipher = DigestMD5Cipher(rawValue: name.lowercased()) else {
                throw WeftError.sasl("the client's DIGEST-MD5 response has an unknown cipher")
            }
            self.cipher = cipher
        }
        maximumBuffer =
            try directives.number("maxbuf", in: DigestMD5Challenge.maximumBuffers)
            ?? DigestMD5Challenge.defaultMaximumBuffer
        usesUTF8 = try directives.text("charset").map { $0.lowercased() } == "utf-8"
        authorizationID = try directives.value("authzid")
    }

    /// The message as it travels.
    var encoded: [UInt8] {
        var message: [UInt8] = []
        if usesUTF8 { DigestMD5Directives.append("charset", "utf-8", to: &message) }
        DigestMD5Directives.append("username", quoted: username, to: &message)
        if let realm { DigestMD5Directives.append("realm", quoted: realm, to: &message) }
        DigestMD5Directives.append("nonce", quoted: nonce, to: &message)
        DigestMD5Directives.append("nc", Self.nonceCount, to: &message)
        DigestMD5Directives.append("cnonce", quoted: clientNonce, to: &message)
        DigestMD5Directives.append("digest-uri", quoted: digestURI, to: &message)
        DigestMD5Directives.append("maxbuf", "\(maximumBuffer)", to: &message)
        DigestMD5Directives.append("response", String(decoding: proof, as: UTF8.self), to: &message)
        DigestMD5Directives.append("qop", protection.qop, to: &message)
        if let cipher { DigestMD5Directives.append("cipher", cipher.rawValue, to: &message) }
        if let authorizationID { DigestMD5Directives.append("authzid", quoted: authorizationID, to: &message) }
        return message
    }
}
