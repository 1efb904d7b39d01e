import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Whether a connection to a DataNode begins with a SASL handshake, and with what it is made.
enum DataTransferSecurity: Sendable, Hashable {
    /// No handshake, because of this.
    case none(Reason)
    /// With a data encryption key of the NameNode; privacy always.
    case encryptionKey(DataEncryptionKeyProto)
    /// With the block token.
    case blockToken

    /// Why there is no handshake.
    enum Reason: Sendable, Hashable {
        /// `hadoop.security.authentication` isn't `kerberos`.
        case insecure
        /// The port is one that only root can listen on: whoever answers there is trusted.
        case privilegedPort
        /// The NameNode was found to be insecure, and `ipc.client.fallback-to-simple-auth-allowed` lets that be.
        case fallback
        /// `dfs.data.transfer.protection` isn't set.
        case protectionNotSet
    }

    /// Decides, in the order of SaslDataTransferClient.java (`send`).
    ///
    /// - Parameters:
    ///   - settings: what the configuration says.
    ///   - encryptionKey: the NameNode's key when it says that data transfer is to be encrypted.
    ///   - port: the DataNode's data transfer port.
    ///   - hasFallenBack: whether the RPC connection to the NameNode has fallen back to SIMPLE.
    static func decide(
        _ settings: DataTransferSettings,
        encryptionKey: DataEncryptionKeyProto?,
        port: Int,
        hasFallenBack: Bool
    ) -> DataTransferSecurity {
        if let encryptionKey { return .encryptionKey(encryptionKey) }
        if !settings.isSecure { return .none(.insecure) }
        if port < 1024 { return .none(.privilegedPort) }
        if hasFallenBack { return .none(.fallback) }
        return settings.protection.isEmpty ? .none(.protectionNotSet) : .blockToken
    }

    /// Whether there is a handshake.
    var isSasl: Bool {
        if case .none = self { return false }
        return true
    }

    /// The handshake.
    ///
    /// - Throws: `hdfs-block-token` when there is no token, `hadoop-configuration` for an unknown algorithm of the key.
    func handshake(_ settings: DataTransferSettings, token: TokenProto) throws -> DataTransferHandshake? {
        switch self {
        case .none: return nil
        case .encryptionKey(let key):
            var ciphers = DigestMD5Cipher.allCases
            if let name = key.encryptionAlgorithm, !name.isEmpty {
                guard let cipher = DigestMD5Cipher(rawValue: name) else {
                    throw WeftError(
                        "hadoop-configuration",
                        "the NameNode's dfs.encrypt.data.transfer.algorithm is \"\(name)\", which DIGEST-MD5 doesn't have",
                        remedy: "set it to 3des or rc4, or leave it empty"
                    )
                }
                ciphers = [cipher]
            }
            let client = DigestMD5SaslClient(
                username: "\(key.keyId) \(key.blockPoolId) \(Base64.encode(key.nonce))",
                password: Array(Base64.encode(key.encryptionKey).utf8),
                protocolName: "hdfs",
                serverName: "0",
                protections: [.privacy],
                ciphers: ciphers
            )
            return DataTransferHandshake(client: client, protections: [.privacy], offersAES: settings.offersAES)
        case .blockToken:
            guard !token.identifier.isEmpty else {
                throw WeftError(
                    .blockToken,
                    "dfs.data.transfer.protection asks for a SASL handshake, and the NameNode gave no block token for it",
                    remedy: "set dfs.block.access.token.enable on the NameNode and the DataNodes"
                )
            }
            let client = DigestMD5SaslClient(
                username: Base64.encode(token.identifier),
                password: Array(Base64.encode(token.password).utf8),
                protocolName: "hdfs",
                serverName: "0",
                protections: settings.protection
            )
            return DataTransferHandshake(
                client: client,
                protections: settings.protection,
                offersAES: settings.offersAES
            )
        }
    }

    /// What is likely when a DataNode closes the connection instead of answering.
    func remedyForSilence(_ settings: DataTransferSettings, port: Int) -> String {
        switch self {
        case .none(.insecure):
            "check that the port is the DataNode's data transfer port; if the cluster is secure, set"
                + " hadoop.security.authentication=kerberos in core-site.xml"
        case .none(.protectionNotSet):
            "the DataNode's port \(port) isn't privileged and dfs.data.transfer.protection isn't set here: set it in"
                + " hdfs-site.xml to what the DataNodes have"
        case .none(.privilegedPort):
            "check the DataNode's log; it listens on a privileged port, where no SASL handshake is made"
        case .none(.fallback):
            "the NameNode is insecure and the DataNode seems not to be: compare hadoop.security.authentication on both"
        case .encryptionKey:
            "the NameNode wants data transfer to be encrypted: set dfs.encrypt.data.transfer on the DataNodes too"
        case .blockToken:
            "the DataNode may not use SASL: set dfs.data.transfer.protection on the DataNodes to what is set here"
                + " (\(settings.protection.map(\.rawValue).joined(separator: ","))), or remove it here"
        }
    }
}
