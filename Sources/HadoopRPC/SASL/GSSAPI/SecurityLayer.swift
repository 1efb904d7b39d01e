import WeftDiagnostics

/// The message of GSSAPI's last step, both the server's offer and the client's choice: levels of protection as bits,
/// and the longest sealed buffer that the sender takes, in three bytes (RFC 4752, 3.1).
struct SecurityLayer: Equatable {
    /// The levels offered, or the one chosen.
    var protections: [SaslProtection]
    /// The longest sealed buffer that the sender takes.
    var maximumBuffer: Int
    /// For whom the client wants to act, if not for itself.
    var authorizationID: [UInt8] = []

    /// The longest buffer that three bytes can name.
    static let largestBuffer = 0xff_ffff

    init(protections: [SaslProtection], maximumBuffer: Int) {
        self.protections = protections
        self.maximumBuffer = maximumBuffer
    }

    /// Reads a message.
    ///
    /// - Throws: `sasl-failed` for one that is too short.
    init(parsing bytes: [UInt8]) throws {
        guard bytes.count >= 4 else {
            throw WeftError.sasl("the message about GSSAPI's security layer has \(bytes.count) bytes instead of 4")
        }
        protections = SaslProtection.allCases.filter { bytes[0] & $0.securityLayer != 0 }
        maximumBuffer = bytes[1..<4].reduce(0) { $0 << 8 | Int($1) }
        authorizationID = Array(bytes[4...])
    }

    /// The message before it is sealed.
    var encoded: [UInt8] {
        let size = min(max(0, maximumBuffer), Self.largestBuffer)
        return [
            protections.reduce(0) { $0 | $1.securityLayer }, UInt8(size >> 16), UInt8(size >> 8 & 0xff),
            UInt8(size & 0xff),
        ] + authorizationID
    }
}
