import WeftDiagnostics

/// The client's side of SASL's GSSAPI mechanism with Kerberos (RFC 4752).
public final class GSSAPISaslClient: SaslClient {
    private enum State {
        case start
        case establishing(GSSContext, GSSName)
        case awaitingOffer(GSSContext)
        case complete(GSSContext, peerMaximumBuffer: Int)
        case codecMade
        case failed
    }

    /// `GSSAPI`.
    public let mechanism = "GSSAPI"
    /// The client sends the first token.
    public let hasInitialResponse = true
    /// The level agreed on.
    public private(set) var negotiated = SaslProtection.authentication

    private let credential: GSSCredential
    private let target: String
    private let protections: [SaslProtection]
    private var state = State.start

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - credential: who the client is.
    ///   - serverPrincipal: `service/host@REALM`; or `service/host` or `service@host`, whose realm krb5 finds by its
    ///     configuration.
    ///   - protections: the levels to accept, in order of preference; the first that the server offers is taken.
    public init(credential: GSSCredential, serverPrincipal: String, protections: [SaslProtection]) throws {
        self.credential = credential
        self.target = serverPrincipal
        self.protections = protections
    }

    /// Whether the server has proved who it is, and the level is agreed on.
    public var isComplete: Bool {
        switch state {
        case .complete, .codecMade: true
        case .start, .establishing, .awaitingOffer, .failed: false
        }
    }

    /// Answers a challenge: Kerberos' own messages, then the choice of the level.
    ///
    /// - Throws: `sasl-failed`, or a code of the `kerberos-` family.
    public func respond(to challenge: [UInt8]) throws -> [UInt8] {
        let before = state
        state = .failed
        switch before {
        case .start:
            guard challenge.isEmpty else {
                throw WeftError.sasl("the server spoke first, which GSSAPI has no place for")
            }
            return try start()
        case .establishing(let context, let name):
            return try go(on: context, name, challenge)
        case .awaitingOffer(let context):
            return try choose(context, challenge)
        case .complete(let context, let peerMaximumBuffer) where challenge.isEmpty:
            // Some servers send an empty message with their word of success.
            state = .complete(context, peerMaximumBuffer: peerMaximumBuffer)
            return []
        case .complete, .codecMade, .failed:
            throw WeftError.sasl("the server went on with GSSAPI after its end")
        }
    }

    private func start() throws -> [UInt8] {
        let parties = credential.parties(target: target)
        let (credential, target) = (credential, target)
        let (context, name, token) = try HostNameAdvice.explaining(target) {
            try KDCWait.run(for: credential.kdcTimeout, details: parties.details) {
                let context = try GSSContext(parties: parties)
                do {
                    let name = try GSSName(server: target)
                    return (context, name, try context.initiate(credential, name, []))
                } catch let failure as KerberosFailure {
                    throw WeftError.kerberos(failure, parties)
                }
            }
        }
        state = context.isEstablished ? .awaitingOffer(context) : .establishing(context, name)
        return token
    }

    private func go(on context: GSSContext, _ name: GSSName, _ challenge: [UInt8]) throws -> [UInt8] {
        guard !challenge.isEmpty else { throw WeftError.sasl("the server hasn't proved who it is") }
        let token = try context.initiate(credential, name, challenge)
        state = context.isEstablished ? .awaitingOffer(context) : .establishing(context, name)
        return token
    }

    private func choose(_ context: GSSContext, _ challenge: [UInt8]) throws -> [UInt8] {
        var plain: [UInt8] = []
        try challenge.withUnsafeBytes { try context.unwrap($0, confidential: false, into: &plain) }
        let offer = try SecurityLayer(parsing: plain)
        guard let protection = protections.first(where: { offer.protections.contains($0) }) else {
            throw WeftError.noCommonProtection(wanted: protections, offered: offer.protections, mechanism: mechanism)
        }
        guard context.supports(protection) else {
            throw WeftError.sasl("Kerberos can't give this connection the protection \(protection.rawValue)")
        }
        let choice = SecurityLayer(
            protections: [protection],
            maximumBuffer: protection == .authentication ? 0 : SecurityLayer.largestBuffer
        )
        var sealed: [UInt8] = []
        try choice.encoded.withUnsafeBytes { try context.wrap($0, confidential: false, into: &sealed) }
        negotiated = protection
        state = .complete(context, peerMaximumBuffer: offer.maximumBuffer)
        return sealed
    }

    /// What seals and opens the bytes after the exchange; nil when the level is authentication.
    ///
    /// - Throws: `sasl-failed` before the end of the exchange and for the second time.
    public func makeCodec() throws -> (any SaslCodec)? {
        guard case .complete(let context, let peerMaximumBuffer) = state else {
            throw WeftError.sasl("the sealed stream was asked for out of its turn")
        }
        if negotiated == .authentication { return nil }
        state = .codecMade
        return try GSSAPICodec(context, protection: negotiated, peerMaximumBuffer: peerMaximumBuffer)
    }
}
