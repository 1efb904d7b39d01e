import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// The client's side of the SASL exchange with a DataNode, without a socket (SaslDataTransferClient.java):
///
///     ──► 0xDEADBEEF, an empty message
///     ◄── the DIGEST-MD5 challenge
///     ──► the response, and the ciphers offered
///     ◄── the server's proof, and the cipher chosen, its keys sealed by DIGEST-MD5
struct DataTransferHandshake {
    /// What to do next.
    enum Step {
        /// Send this, and wait for the DataNode's next message.
        case send([UInt8])
        /// Go on with data transfer under this protection.
        case complete(StreamProtection)
    }

    private enum State {
        case ready
        case awaitingChallenge
        case awaitingProof
        case complete
    }

    /// What a client sends first instead of the version of data transfer (DataTransferSaslUtil.java).
    static let magicNumber: UInt32 = 0xDEAD_BEEF

    private let client: any SaslClient
    private let protections: [SaslProtection]
    private let offersAES: Bool
    private let secret: HandshakeSecretProto?
    private var state = State.ready

    /// Makes a handshake.
    ///
    /// - Parameters:
    ///   - client: the mechanism, ready for its first challenge.
    ///   - protections: the levels that are accepted.
    ///   - offersAES: whether AES/CTR/NoPadding is offered with privacy.
    ///   - secret: what the NameNode put into the block token about the level that was agreed with it.
    init(
        client: any SaslClient,
        protections: [SaslProtection],
        offersAES: Bool,
        secret: HandshakeSecretProto? = nil
    ) {
        self.client = client
        self.protections = protections
        self.offersAES = offersAES
        self.secret = secret
    }

    /// Begins.
    ///
    /// - Returns: what to send.
    mutating func start() -> [UInt8] {
        state = .awaitingChallenge
        var bytes: [UInt8] = []
        withUnsafeBytes(of: Self.magicNumber.bigEndian) { bytes += $0 }
        DataTransferEncryptorMessageProto(status: .success, payload: [], handshakeSecret: secret)
            .serializeDelimited(into: &bytes)
        return bytes
    }

    /// Takes the DataNode's next message.
    ///
    /// - Throws: `hdfs-encryption-key` and `hdfs-block-token` when the DataNode doesn't know the key or the token,
    ///   `sasl-failed` for other refusals, `hdfs-protocol` for a message that has no place here.
    mutating func received(_ message: DataTransferEncryptorMessageProto) throws -> Step {
        try check(message)
        let payload = message.payload ?? []
        switch state {
        case .awaitingChallenge:
            var answer = DataTransferEncryptorMessageProto(status: .success, payload: try client.respond(to: payload))
            if offersAES, protections.contains(.privacy) {
                answer.cipherOption = [CipherOptionProto(suite: .aesCtrNopadding)]
            }
            state = .awaitingProof
            var bytes: [UInt8] = []
            answer.serializeDelimited(into: &bytes)
            return .send(bytes)
        case .awaitingProof:
            let rest = try client.respond(to: payload)
            guard client.isComplete, rest.isEmpty else {
                throw WeftError("sasl-failed", "the DataNode didn't finish the SASL exchange where it has to end")
            }
            guard protections.contains(client.negotiated) else {
                throw WeftError(
                    "sasl-failed",
                    "the SASL exchange ended at the level \(client.negotiated.rawValue), which isn't accepted"
                )
            }
            state = .complete
            return .complete(try protection(message.cipherOption.first))
        case .ready, .complete:
            throw WeftError(.dataTransferProtocol, "the DataNode sent a SASL message that nobody waits for")
        }
    }

    private func check(_ message: DataTransferEncryptorMessageProto) throws {
        if message.status == .success { return }
        let text = message.message?.split(whereSeparator: \.isNewline).first.map(String.init) ?? "no reason given"
        if message.status == .errorUnknownKey {
            throw WeftError(
                .encryptionKey,
                "the DataNode doesn't know the data encryption key",
                remedy: "try again with a new key",
                details: [.init("answer", text)]
            )
        }
        // Hadoop before 3.3 has no field for it; its server mechanism fails with this text when it finds no password for
        // the token, because the token has expired or the DataNode has no such block key.
        if message.accessTokenError == true || text.contains("IO error acquiring password") {
            throw WeftError(
                .blockToken,
                "the DataNode doesn't accept the block token in the SASL handshake",
                remedy: "get the block's locations again for a fresh token",
                details: [.init("answer", text)]
            )
        }
        throw WeftError(
            "sasl-failed",
            "the DataNode refused the SASL handshake",
            remedy: "look into the DataNode's log, and compare dfs.data.transfer.protection on both sides",
            details: [.init("answer", text)]
        )
    }

    private func protection(_ option: CipherOptionProto?) throws -> StreamProtection {
        guard client.negotiated == .privacy, let option else {
            return try client.makeCodec().map { .sasl($0) } ?? .none
        }
        guard option.suite == .aesCtrNopadding, offersAES, let codec = try client.makeCodec() else {
            throw WeftError(
                .dataTransferProtocol,
                "the DataNode chose the cipher suite \(option.suite), which wasn't offered"
            )
        }
        // In this order: the sealed buffers are numbered.
        let inKey = try codec.open(option.inKey ?? [])
        let outKey = try codec.open(option.outKey ?? [])
        // The names are the DataNode's: its "in" is what this side sends.
        return .aes(
            incoming: try AESCounterStream(key: outKey, iv: option.outIv ?? []),
            outgoing: try AESCounterStream(key: inKey, iv: option.inIv ?? [])
        )
    }
}
