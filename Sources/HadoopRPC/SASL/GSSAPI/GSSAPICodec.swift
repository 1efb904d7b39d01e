import WeftDiagnostics

/// What follows an exchange of GSSAPI with integrity or privacy: each buffer is one of `gss_wrap`.
final class GSSAPICodec: SaslCodec {
    let protection: SaslProtection
    let maximumPlainLength: Int
    private let context: GSSContext

    /// - Parameter peerMaximumBuffer: the longest sealed buffer that the peer takes.
    init(_ context: GSSContext, protection: SaslProtection, peerMaximumBuffer: Int) throws {
        self.context = context
        self.protection = protection
        maximumPlainLength = try context.plainLimit(sealed: peerMaximumBuffer, confidential: protection == .privacy)
        guard maximumPlainLength > 0 else {
            throw WeftError.sasl("the peer's longest buffer of \(peerMaximumBuffer) bytes leaves no room for a byte")
        }
    }

    func seal(_ bytes: UnsafeRawBufferPointer, into sealed: inout [UInt8]) throws {
        guard bytes.count <= maximumPlainLength else {
            throw WeftError.sasl("\(bytes.count) bytes are more than the peer takes at once, \(maximumPlainLength)")
        }
        try context.wrap(bytes, confidential: protection == .privacy, into: &sealed)
    }

    func open(_ bytes: UnsafeRawBufferPointer, into plain: inout [UInt8]) throws {
        guard bytes.count <= maximumSealedLength else {
            throw WeftError.sealedBuffer("a sealed buffer has \(bytes.count) bytes, more than \(maximumSealedLength)")
        }
        try context.unwrap(bytes, confidential: protection == .privacy, into: &plain)
    }
}
