import WeftDiagnostics

/// The server's side of SASL's GSSAPI mechanism with Kerberos (RFC 4752), as Hadoop's servers have it.
public final class GSSAPISaslServer {
    private enum State {
        case establishing(GSSContext)
        case established(GSSContext)
        case offered(GSSContext)
        case complete(GSSContext, peerMaximumBuffer: Int)
        case codecMade
        case failed
    }

    /// The client's principal, once the exchange is complete.
    public private(set) var principal: String?
    /// The level agreed on.
    public private(set) var negotiated = SaslProtection.authentication

    private let acceptor: GSSAcceptor
    private let protections: [SaslProtection]
    private let maximumBuffer: Int
    private var state: State

    /// Makes a server.
    ///
    /// - Parameters:
    ///   - acceptor: the server's key.
    ///   - protections: the levels to offer.
    ///   - maximumBuffer: the longest sealed buffer to name to the client, 65,536 bytes as with Java.
    /// - Throws: `kerberos-failed` where Kerberos isn't installed.
    public init(acceptor: GSSAcceptor, protections: [SaslProtection], maximumBuffer: Int = 65_536) throws {
        self.acceptor = acceptor
        self.protections = protections
        self.maximumBuffer = maximumBuffer
        state = .establishing(try GSSContext(parties: acceptor.parties))
    }

    /// Whether the client has proved who it is, and the level is agreed on.
    public var isComplete: Bool {
        switch state {
        case .complete, .codecMade: true
        case .establishing, .established, .offered, .failed: false
        }
    }

    /// Takes a message of the client.
    ///
    /// - Returns: what to send; empty at the end.
    /// - Throws: `sasl-failed`, or a code of the `kerberos-` family.
    public func evaluate(_ message: [UInt8]) throws -> [UInt8] {
        let before = state
        state = .failed
        switch before {
        case .establishing(let context):
            let answer = try context.accept(acceptor, message)
            guard context.isEstablished else {
                state = .establishing(context)
                return answer
            }
            if answer.isEmpty { return try offer(context) }
            state = .established(context)
            return answer
        case .established(let context):
            guard message.isEmpty else { throw WeftError.sasl("the client sent more than Kerberos needs") }
            return try offer(context)
        case .offered(let context):
            try take(message, context)
            return []
        case .complete, .codecMade, .failed:
            throw WeftError.sasl("the client went on with GSSAPI after its end")
        }
    }

    private func offer(_ context: GSSContext) throws -> [UInt8] {
        let levels = protections.filter { context.supports($0) }
        let needsBuffer = levels.contains { $0 != .authentication }
        let offer = SecurityLayer(protections: levels, maximumBuffer: needsBuffer ? maximumBuffer : 0)
        var sealed: [UInt8] = []
        try offer.encoded.withUnsafeBytes { try context.wrap($0, confidential: false, into: &sealed) }
        state = .offered(context)
        return sealed
    }

    private func take(_ message: [UInt8], _ context: GSSContext) throws {
        var plain: [UInt8] = []
        try message.withUnsafeBytes { try context.unwrap($0, confidential: false, into: &plain) }
        let choice = try SecurityLayer(parsing: plain)
        guard choice.protections.count == 1, let protection = choice.protections.first, protections.contains(protection)
        else {
            throw WeftError.noCommonProtection(
                wanted: choice.protections,
                offered: protections,
                mechanism: "GSSAPI"
            )
        }
        let peer = try context.peer()
        guard choice.authorizationID.isEmpty || choice.authorizationID == Array(peer.utf8) else {
            throw WeftError.sasl("the client \(peer) wants to act for somebody else")
        }
        principal = peer
        negotiated = protection
        state = .complete(context, peerMaximumBuffer: choice.maximumBuffer)
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
