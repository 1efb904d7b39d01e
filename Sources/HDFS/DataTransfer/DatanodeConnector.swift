import Glibc
import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// Makes connections to DataNodes for one client, protected as NameNode and configuration want, and keeps idle ones.
final class DatanodeConnector: Sendable {
    /// What the configuration says.
    let settings: DataTransferSettings
    private let namenode: any NamenodeCalls
    private let hasFallenBack: @Sendable () -> Bool
    private let isEncrypted = Mutex<Bool?>(nil)
    private let encryptionKey = Mutex<DataEncryptionKeyProto?>(nil)
    private let pool: DatanodeConnectionPool

    /// Makes a connector.
    ///
    /// - Parameters:
    ///   - settings: what the configuration says.
    ///   - namenode: who says whether data transfer is to be encrypted, and with which key.
    ///   - hasFallenBack: whether the connection to the NameNode has fallen back to SIMPLE.
    init(
        settings: DataTransferSettings,
        namenode: any NamenodeCalls,
        hasFallenBack: @escaping @Sendable () -> Bool = { false }
    ) {
        self.settings = settings
        self.namenode = namenode
        self.hasFallenBack = hasFallenBack
        pool = DatanodeConnectionPool(capacity: settings.idleConnections, idleTimeout: settings.idleTimeout)
    }

    /// Makes a new connection.
    ///
    /// - Parameters:
    ///   - datanode: where to.
    ///   - token: the block token of what will be asked for.
    /// - Throws: see `DataTransferConnection.init`, and what the NameNode throws when it is asked for a key.
    func connect(to datanode: DatanodeIDProto, token: TokenProto) throws -> DataTransferConnection {
        let security = try security(for: datanode)
        do {
            return try DataTransferConnection(to: datanode, security: security, token: token, settings: settings)
        } catch let error as WeftError where error.code == .encryptionKey {
            // The DataNode has forgotten a key that the NameNode still had: it rolls them.
            forgetEncryptionKey(security)
            return try DataTransferConnection(
                to: datanode,
                security: self.security(for: datanode),
                token: token,
                settings: settings
            )
        }
    }

    /// Takes an idle connection, `nil` when there is none. The DataNode may be closing it at this moment, so a request
    /// that fails on it says nothing about the DataNode.
    func takeIdle(to datanode: DatanodeIDProto) throws -> DataTransferConnection? {
        pool.take(datanode, isProtected: try security(for: datanode).isSasl)
    }

    /// Keeps a connection on which the last operation has ended.
    func giveBack(_ connection: DataTransferConnection) {
        pool.put(connection)
    }

    /// Closes the idle connections.
    func closeIdle() { pool.removeAll() }

    // MARK: The data encryption key

    private func security(for datanode: DatanodeIDProto) throws -> DataTransferSecurity {
        .decide(
            settings,
            encryptionKey: try currentEncryptionKey(),
            port: Int(datanode.xferPort),
            hasFallenBack: hasFallenBack()
        )
    }

    private func currentEncryptionKey() throws -> DataEncryptionKeyProto? {
        guard try encryptsDataTransfer() else { return nil }
        if let key = encryptionKey.withLock({ $0 }), key.expiryDate > Self.milliseconds() { return key }
        let key = try namenode.call(
            "getDataEncryptionKey",
            GetDataEncryptionKeyRequestProto(),
            .idempotent,
            returning: GetDataEncryptionKeyResponseProto.self
        ).dataEncryptionKey
        guard let key else {
            throw WeftError(
                .encryptionKey,
                "the NameNode says that data transfer is encrypted, and gives no key for it",
                remedy: "set dfs.block.access.token.enable on the NameNode"
            )
        }
        encryptionKey.withLock { $0 = key }
        return key
    }

    private func encryptsDataTransfer() throws -> Bool {
        if let known = isEncrypted.withLock({ $0 }) { return known }
        let defaults = try namenode.call(
            "getServerDefaults",
            GetServerDefaultsRequestProto(),
            .idempotent,
            returning: GetServerDefaultsResponseProto.self
        ).serverDefaults
        let answer = defaults.encryptDataTransfer ?? false
        isEncrypted.withLock { $0 = answer }
        return answer
    }

    private func forgetEncryptionKey(_ security: DataTransferSecurity) {
        guard case .encryptionKey(let refused) = security else { return }
        encryptionKey.withLock { if $0?.keyId == refused.keyId { $0 = nil } }
    }

    private static func milliseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
    }
}

/// Idle connections to DataNodes (PeerCache.java).
final class DatanodeConnectionPool: Sendable {
    private struct Idle {
        let connection: DataTransferConnection
        let since: Deadline
        let expiry: Deadline
    }

    private let idle = Mutex<[Idle]>([])
    private let capacity: Int
    private let idleTimeout: Int

    init(capacity: Int, idleTimeout: Int) {
        self.capacity = capacity
        self.idleTimeout = idleTimeout
    }

    func take(_ datanode: DatanodeIDProto, isProtected: Bool) -> DataTransferConnection? {
        idle.withLock { idle in
            Self.dropExpired(&idle)
            while let index = idle.lastIndex(where: {
                $0.connection.datanode.datanodeUuid == datanode.datanodeUuid
                    && $0.connection.datanode.ipAddr == datanode.ipAddr
                    && $0.connection.datanode.xferPort == datanode.xferPort
                    && $0.connection.security.isSasl == isProtected
            }) {
                let connection = idle.remove(at: index).connection
                if connection.isReusable { return connection }
                connection.close()
            }
            return nil
        }
    }

    func put(_ connection: DataTransferConnection) {
        guard capacity > 0, idleTimeout > 0, connection.isReusable else { return connection.close() }
        idle.withLock { idle in
            Self.dropExpired(&idle)
            if idle.count >= capacity { idle.removeFirst().connection.close() }
            idle.append(Idle(connection: connection, since: .now, expiry: .after(milliseconds: idleTimeout)))
        }
    }

    func removeAll() {
        idle.withLock { idle in
            for entry in idle { entry.connection.close() }
            idle = []
        }
    }

    private static func dropExpired(_ idle: inout [Idle]) {
        idle.removeAll {
            guard $0.expiry.hasPassed else { return false }
            $0.connection.close()
            return true
        }
    }
}
