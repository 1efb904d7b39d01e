import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Whom an application master's token is for (AMRMTokenIdentifier.java). Clients treat identifiers as opaque; servers, and
/// whoever shows them, read them.
public struct AMRMTokenIdentifier: Sendable, Hashable {
    /// The attempt, which is the user towards the ResourceManager.
    public var attempt: ApplicationAttemptID
    /// The number of the ResourceManager's key that made the password.
    public var keyID: Int32

    /// Makes an identifier.
    public init(attempt: ApplicationAttemptID, keyID: Int32) {
        self.attempt = attempt
        self.keyID = keyID
    }

    /// Reads an identifier.
    ///
    /// - Throws: `rpc-protocol` when the bytes aren't one; Hadoop before 2.6 wrote them differently.
    public init(_ identifier: [UInt8]) throws {
        let message = try AMRMTokenIdentifierProto(serialized: identifier)
        self.init(
            attempt: ApplicationAttemptID(message.appAttemptId ?? ApplicationAttemptIdProto()),
            keyID: message.keyId ?? -1
        )
    }

    /// The identifier's bytes.
    public var bytes: [UInt8] {
        AMRMTokenIdentifierProto(appAttemptId: attempt.message, keyId: keyID).serialized()
    }
}
