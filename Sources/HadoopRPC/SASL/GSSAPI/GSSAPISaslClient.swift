import WeftDiagnostics

/// The client's side of SASL's GSSAPI mechanism with Kerberos (RFC 4752).
public final class GSSAPISaslClient: SaslClient {
    /// `GSSAPI`.
    public let mechanism = "GSSAPI"
    /// The client sends the first token.
    public let hasInitialResponse = true
    /// Whether the security layer is agreed on.
    public private(set) var isComplete = false
    /// The level agreed on.
    public private(set) var negotiated = SaslProtection.authentication

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - credential: who the client is.
    ///   - serverPrincipal: `service/host@REALM`, or `service@host`, whose realm krb5 finds by its configuration.
    ///   - protections: the levels to accept, in order of preference; the first that the server offers is taken.
    public init(credential: GSSCredential, serverPrincipal: String, protections: [SaslProtection]) throws {
        throw WeftError("sasl-failed", "not yet")
    }

    /// Answers a challenge.
    public func respond(to challenge: [UInt8]) throws -> [UInt8] { [] }

    /// What seals and opens the bytes after the exchange.
    public func makeCodec() throws -> (any SaslCodec)? { nil }
}
