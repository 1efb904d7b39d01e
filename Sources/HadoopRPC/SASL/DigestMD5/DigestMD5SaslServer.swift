import WeftDiagnostics

/// The server's side of SASL's DIGEST-MD5 mechanism (RFC 2831), as Hadoop's servers have it.
public final class DigestMD5SaslServer {
    private enum State {
        case start
        case challenged
        case complete(DigestMD5Secrets, cipher: DigestMD5Cipher?, peerMaximumBuffer: Int)
        case codecMade
        case failed
    }

    /// The name that the client proved, once the exchange is complete.
    public private(set) var username: String?
    /// The level agreed on.
    public private(set) var negotiated = SaslProtection.authentication

    private let digestURI: [UInt8]
    private let sent: DigestMD5Challenge
    private let password: (String) throws -> [UInt8]?
    private var state = State.start

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - protocolName: the first part of the digest-uri: empty for RPC, `hdfs` for data transfer.
    ///   - serverName: the second part: `default` for RPC, `0` for data transfer; it is the realm too, as with Java.
    ///   - protections: the levels to offer.
    ///   - ciphers: the ciphers to offer for privacy.
    ///   - nonce: what makes this exchange unlike any other; nil for random digits, which tests replace.
    ///   - password: the secret of a name; nil for one that is unknown.
    public init(
        protocolName: String,
        serverName: String,
        protections: [SaslProtection],
        ciphers: [DigestMD5Cipher] = DigestMD5Cipher.allCases,
        nonce: String? = nil,
        password: @escaping (_ username: String) throws -> [UInt8]?
    ) {
        digestURI = Array("\(protocolName)/\(serverName)".utf8)
        var challenge = DigestMD5Challenge(nonce: Array((nonce ?? randomNonce()).utf8), protections: protections)
        challenge.realms = [Array(serverName.utf8)]
        challenge.ciphers = ciphers
        sent = challenge
        self.password = password
    }

    /// Whether the client has proved who it is.
    public var isComplete: Bool {
        switch state {
        case .complete, .codecMade: true
        case .start, .challenged, .failed: false
        }
    }

    /// The first message.
    ///
    /// - Throws: `sasl-failed` when it was made before.
    public func challenge() throws -> [UInt8] {
        guard case .start = state else { throw WeftError.sasl("a DIGEST-MD5 exchange starts once") }
        state = .challenged
        return sent.encoded
    }

    /// Checks the client's response.
    ///
    /// - Returns: the server's own proof, which is the last message.
    /// - Throws: `sasl-failed`, and what `password` throws.
    public func evaluate(_ message: [UInt8]) throws -> [UInt8] {
        guard case .challenged = state else { throw WeftError.sasl("a DIGEST-MD5 response came out of its turn") }
        state = .failed
        let response = try DigestMD5Response(parsing: message)
        guard response.nonce == sent.nonce, response.digestURI == digestURI,
            response.realm.map({ sent.realms.contains($0) }) ?? sent.realms.isEmpty
        else {
            throw WeftError.sasl("the client's DIGEST-MD5 response is for another server or exchange")
        }
        guard sent.protections.contains(response.protection) else {
            throw WeftError.noCommonProtection(
                wanted: [response.protection],
                offered: sent.protections,
                mechanism: "DIGEST-MD5"
            )
        }
        if response.protection == .privacy {
            guard let cipher = response.cipher, sent.ciphers.contains(cipher) else {
                throw WeftError.sasl("the client's DIGEST-MD5 response names no cipher that was offered")
            }
        }
        let name = String(decoding: response.username, as: UTF8.self)
        guard response.authorizationID.map({ $0 == response.username }) ?? true else {
            throw WeftError.sasl("the client wants to act for somebody else")
        }
        // A name that is unknown must look like a wrong password.
        guard let secret = try password(name) else { throw WeftError.sasl("the client's proof is wrong") }
        let secrets = DigestMD5Secrets(response: response, password: secret)
        guard equalInConstantTime(response.proof, secrets.proof(of: .client)) else {
            throw WeftError.sasl("the client's proof is wrong")
        }
        username = name
        negotiated = response.protection
        state = .complete(
            secrets,
            cipher: response.protection == .privacy ? response.cipher : nil,
            peerMaximumBuffer: response.maximumBuffer
        )
        return Array("rspauth=".utf8) + secrets.proof(of: .server)
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
            role: .server,
            protection: negotiated,
            cipher: cipher,
            peerMaximumBuffer: peerMaximumBuffer
        )
    }
}
