import WeftDiagnostics

/// A cipher of DIGEST-MD5's privacy level, by its word in the challenge (RFC 2831, 2.4).
public enum DigestMD5Cipher: String, Sendable, CaseIterable {
    /// RC4 with 128 bits.
    case rc4
    /// DES in CBC mode with two keys, each used as 3DES does.
    case tripleDES = "3des"
    /// DES in CBC mode.
    case des
    /// RC4 with 56 bits.
    case rc4With56Bits = "rc4-56"
    /// RC4 with 40 bits.
    case rc4With40Bits = "rc4-40"
}

/// The client's side of SASL's DIGEST-MD5 mechanism (RFC 2831), which Hadoop uses with tokens.
public final class DigestMD5SaslClient: SaslClient {
    /// `DIGEST-MD5`.
    public let mechanism = "DIGEST-MD5"
    /// The server sends the first challenge.
    public let hasInitialResponse = false
    /// Whether the server has proved that it knows the password.
    public private(set) var isComplete = false
    /// The level agreed on.
    public private(set) var negotiated = SaslProtection.authentication

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - username: the name; for tokens the identifier in base64. It may be long.
    ///   - password: the secret; for tokens the password in base64.
    ///   - protocolName: the first part of the digest-uri: empty for RPC, `hdfs` for data transfer.
    ///   - serverName: the second part: `default` for RPC, `0` for data transfer.
    ///   - protections: the levels to accept, in order of preference; the first that the server offers is taken.
    ///   - ciphers: the ciphers to accept for privacy, in order of preference.
    public init(
        username: String,
        password: [UInt8],
        protocolName: String,
        serverName: String,
        protections: [SaslProtection],
        ciphers: [DigestMD5Cipher] = DigestMD5Cipher.allCases
    ) {
    }

    /// Answers a challenge.
    public func respond(to challenge: [UInt8]) throws -> [UInt8] { throw WeftError("sasl-failed", "not yet") }

    /// What seals and opens the bytes after the exchange.
    public func makeCodec() throws -> (any SaslCodec)? { nil }
}
