import WeftDiagnostics

/// The client's side of SASL's DIGEST-MD5 mechanism (RFC 2831), which Hadoop uses with tokens.
public final class DigestMD5SaslClient: SaslClient {
    private enum State {
        case start
        case responded(DigestMD5Secrets, cipher: DigestMD5Cipher?, peerMaximumBuffer: Int)
        case complete(DigestMD5Secrets, cipher: DigestMD5Cipher?, peerMaximumBuffer: Int)
        case codecMade
        case failed
    }

    /// `DIGEST-MD5`.
    public let mechanism = "DIGEST-MD5"
    /// The server sends the first challenge.
    public let hasInitialResponse = false
    /// The level agreed on.
    public private(set) var negotiated = SaslProtection.authentication

    private let username: String
    private let password: [UInt8]
    private let digestURI: String
    private let realm: String?
    private let protections: [SaslProtection]
    private let ciphers: [DigestMD5Cipher]
    private let clientNonce: String
    private var state = State.start

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - username: the name; for tokens the identifier in base64 (SaslRpcServer.java, encodeIdentifier). It may be
    ///     long.
    ///   - password: the secret; for tokens the password in base64.
    ///   - protocolName: the first part of the digest-uri: empty for RPC, `hdfs` for data transfer.
    ///   - serverName: the second part: `default` for RPC, `0` for data transfer.
    ///   - realm: the realm to take where the server names several; nil for the first.
    ///   - protections: the levels to accept, in order of preference; the first that the server offers is taken.
    ///   - ciphers: the ciphers to accept for privacy, in order of preference.
    ///   - clientNonce: what makes this exchange unlike any other; nil for random digits, which tests replace.
    public init(
        username: String,
        password: [UInt8],
        protocolName: String,
        serverName: String,
        realm: String? = nil,
        protections: [SaslProtection],
        ciphers: [DigestMD5Cipher] = DigestMD5Cipher.allCases,
        clientNonce: String? = nil
    ) {
        self.username = username
        self.password = password
        self.digestURI = "\(protocolName)/\(serverName)"
        self.realm = realm
        self.protections = protections
        self.ciphers = ciphers
        self.clientNonce = clientNonce ?? randomNonce()
    }

    /// Whether the server has proved that it knows the password.
    public var isComplete: Bool {
        switch state {
        case .complete, .codecMade: true
        case .start, .responded, .failed: false
        }
    }

    /// Answers the challenge, then checks the server's proof, to which there is no answer.
    ///
    /// - Throws: `sasl-failed`.
    public func respond(to challenge: [UInt8]) throws -> [UInt8] {
        let before = state
        state = .failed
        switch before {
        case .start:
            return try answer(try DigestMD5Challenge(parsing: challenge))
        case .responded(let secrets, let cipher, let peerMaximumBuffer):
            guard let proof = try DigestMD5Directives(parsing: challenge).value("rspauth"),
                equalInConstantTime(proof, secrets.proof(of: .server))
            else {
                throw WeftError.sasl(
                    "the server hasn't proved that it knows the token's password",
                    remedy: "make sure that the address is that of the cluster which issued the token"
                )
            }
            state = .complete(secrets, cipher: cipher, peerMaximumBuffer: peerMaximumBuffer)
            return []
        case .complete, .codecMade, .failed:
            throw WeftError.sasl("the server went on with DIGEST-MD5 after its end")
        }
    }

    private func answer(_ challenge: DigestMD5Challenge) throws -> [UInt8] {
        guard let protection = protections.first(where: { challenge.protections.contains($0) }) else {
            throw WeftError.noCommonProtection(
                wanted: protections,
                offered: challenge.protections,
                mechanism: mechanism
            )
        }
        let cipher = protection == .privacy ? try chooseCipher(challenge.ciphers) : nil
        var response = DigestMD5Response(
            username: try travelling(username, challenge),
            realm: challenge.realms.first { $0 == realm.map { Array($0.utf8) } } ?? challenge.realms.first,
            nonce: challenge.nonce,
            clientNonce: Array(clientNonce.utf8),
            digestURI: Array(digestURI.utf8),
            protection: protection,
            cipher: cipher,
            usesUTF8: challenge.usesUTF8,
            proof: []
        )
        let secrets = DigestMD5Secrets(response: response, password: password)
        response.proof = secrets.proof(of: .client)
        let message = response.encoded
        guard message.count <= DigestMD5Response.maximumLength else {
            throw WeftError.sasl(
                "the token's identifier is too long for DIGEST-MD5: the message would have \(message.count) bytes,"
                    + " and servers take \(DigestMD5Response.maximumLength)",
                remedy: "get a token with a shorter owner, renewer or real user"
            )
        }
        negotiated = protection
        state = .responded(secrets, cipher: cipher, peerMaximumBuffer: challenge.maximumBuffer)
        return message
    }

    private func chooseCipher(_ offered: [DigestMD5Cipher]) throws -> DigestMD5Cipher {
        guard let cipher = ciphers.first(where: offered.contains) else {
            let names = offered.map(\.rawValue).joined(separator: ", ")
            throw WeftError.sasl(
                "the server has no cipher for privacy that this side takes; it has \(names.isEmpty ? "none" : names)",
                remedy: "check the ciphers that the server's Java allows"
            )
        }
        return cipher
    }

    private func travelling(_ name: String, _ challenge: DigestMD5Challenge) throws -> [UInt8] {
        if challenge.usesUTF8 { return Array(name.utf8) }
        guard let bytes = name.latin1 else {
            throw WeftError.sasl("the server takes names in ISO 8859-1 only, and the user's has other characters")
        }
        return bytes
    }

    /// What seals and opens the bytes after the exchange; nil when the level is authentication.
    ///
    /// - Throws: `sasl-failed` before the end of the exchange and for the second time.
    public func makeCodec() throws -> (any SaslCodec)? {
        guard case .complete(let secrets, let cipher, let peerMaximumBuffer) = state else {
            throw WeftError.sasl("the sealed stream was asked for out of its turn")
        }
        if negotiated == .authentication { return nil }
        state = .codecMade
        return try DigestMD5Codec(
            secrets: secrets,
            role: .client,
            protection: negotiated,
            cipher: cipher,
            peerMaximumBuffer: peerMaximumBuffer
        )
    }
}

/// 192 random bits in hexadecimal digits.
func randomNonce() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<3).map { _ in
        let digits = String(generator.next() as UInt64, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
}
