import WeftDiagnostics

/// The server's first message (RFC 2831, 2.1.1).
struct DigestMD5Challenge {
    /// The realms of the server, as their bytes came.
    var realms: [[UInt8]] = []
    /// What makes this exchange unlike any other.
    var nonce: [UInt8]
    /// The levels the server takes.
    var protections: [SaslProtection]
    /// The longest sealed buffer that the server takes.
    var maximumBuffer = DigestMD5Challenge.defaultMaximumBuffer
    /// Whether names are in UTF-8 rather than in ISO 8859-1.
    var usesUTF8 = true
    /// The ciphers the server has for privacy.
    var ciphers: [DigestMD5Cipher] = []

    /// What holds where a side names no `maxbuf`.
    static let defaultMaximumBuffer = 65_536
    /// What `maxbuf` may be.
    static let maximumBuffers = 17..<(1 << 24)

    /// Makes a challenge to be sent.
    init(nonce: [UInt8], protections: [SaslProtection]) {
        self.nonce = nonce
        self.protections = protections
    }

    /// Reads a challenge.
    ///
    /// - Throws: `sasl-failed`.
    init(parsing bytes: [UInt8]) throws {
        let directives = try DigestMD5Directives(parsing: bytes)
        guard let nonce = try directives.value("nonce"), !nonce.isEmpty else {
            throw WeftError.sasl("the server's DIGEST-MD5 challenge has no nonce")
        }
        guard let algorithm = try directives.text("algorithm"), algorithm.lowercased() == "md5-sess" else {
            throw WeftError.sasl("the server's DIGEST-MD5 challenge doesn't name the algorithm md5-sess")
        }
        self.nonce = nonce
        realms = directives.pairs.filter { $0.name == "realm" }.map(\.value)
        protections = try directives.words("qop")?.compactMap { SaslProtection(qop: $0) } ?? [.authentication]
        maximumBuffer = try directives.number("maxbuf", in: Self.maximumBuffers) ?? Self.defaultMaximumBuffer
        usesUTF8 = try directives.text("charset").map { $0.lowercased() } == "utf-8"
        ciphers = try directives.words("cipher")?.compactMap { DigestMD5Cipher(rawValue: String($0)) } ?? []
    }

    /// The challenge as it travels.
    var encoded: [UInt8] {
        var message: [UInt8] = []
        for realm in realms { DigestMD5Directives.append("realm", quoted: realm, to: &message) }
        DigestMD5Directives.append("nonce", quoted: nonce, to: &message)
        let levels = protections.map(\.qop).joined(separator: ",")
        DigestMD5Directives.append("qop", quoted: levels.utf8, to: &message)
        DigestMD5Directives.append("charset", "utf-8", to: &message)
        if protections.contains(.privacy) {
            let names = ciphers.map(\.rawValue).joined(separator: ",")
            DigestMD5Directives.append("cipher", quoted: names.utf8, to: &message)
        }
        DigestMD5Directives.append("maxbuf", "\(maximumBuffer)", to: &message)
        DigestMD5Directives.append("algorithm", "md5-sess", to: &message)
        return message
    }
}
