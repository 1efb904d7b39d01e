import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Whom a token for a NodeManager is for (NMTokenIdentifier.java).
public struct NMTokenIdentifier: Sendable, Hashable {
    /// The attempt, which is the user towards the NodeManager.
    public var attempt: ApplicationAttemptID
    /// The node.
    public var node: NodeID
    /// Who submitted the application.
    public var submitter: String
    /// The number of the ResourceManager's key that made the password.
    public var keyID: Int32

    /// Makes an identifier.
    public init(attempt: ApplicationAttemptID, node: NodeID, submitter: String, keyID: Int32) {
        self.attempt = attempt
        self.node = node
        self.submitter = submitter
        self.keyID = keyID
    }

    /// Reads an identifier.
    ///
    /// - Throws: `rpc-protocol` when the bytes aren't one.
    public init(_ identifier: [UInt8]) throws {
        let message = try NMTokenIdentifierProto(serialized: identifier)
        self.init(
            attempt: ApplicationAttemptID(message.appAttemptId ?? ApplicationAttemptIdProto()),
            node: NodeID(message.nodeId ?? NodeIdProto()),
            submitter: message.appSubmitter ?? "",
            keyID: message.keyId ?? -1
        )
    }

    /// The identifier's bytes.
    public var bytes: [UInt8] {
        NMTokenIdentifierProto(
            appAttemptId: attempt.message,
            nodeId: node.message,
            appSubmitter: submitter,
            keyId: keyID
        ).serialized()
    }
}
