import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// Reading files.
extension HDFSClient {
    /// Opens a file for reading.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - verifiesChecksums: whether what comes is compared with its checksums. Without that, what is left of a damaged
    ///     file can be read.
    /// - Throws: `input-not-found`, `permission-denied`, `hdfs-unsupported` when it is encrypted or erasure-coded,
    ///   `hadoop-configuration`.
    public func open(_ path: String, verifiesChecksums: Bool = true) throws -> HDFSInputStream {
        try HDFSInputStream(path: path, context: readContext(), verifiesChecksums: verifiesChecksums)
    }

    private func readContext() throws -> ReadContext {
        let connector = try datanodeConnector()
        return try reading.withLock { reading in
            if let reading { return reading }
            let made = ReadContext(
                namenode: namenode,
                connector: connector,
                clientName: clientName,
                settings: try ReadSettings(configuration),
                visibleLength: { [configuration, user] block, datanode in
                    try Self.visibleLength(of: block, on: datanode.id, configuration, user)
                }
            )
            reading = made
            return made
        }
    }

    /// The connections to DataNodes, one set for reading and writing.
    func datanodeConnector() throws -> DatanodeConnector {
        try connector.withLock { connector in
            if let connector { return connector }
            let made = DatanodeConnector(
                settings: try DataTransferSettings(configuration),
                namenode: namenode,
                hasFallenBack: try fallbackCheck()
            )
            connector = made
            return made
        }
    }

    /// Whether a client that wants security was let into a cluster without it.
    private func fallbackCheck() throws -> @Sendable () -> Bool {
        let security = try configuration.security
        guard security.isSecure, security.fallbackToSimpleAllowed else { return { false } }
        return { [service = namenode.service] in
            let answer = try? service.client.probe(service.protocolInfo, at: service.currentServer)
            return answer?.method == "simple"
        }
    }

    /// Asks a DataNode how much of a block its readers see (ClientDatanodeProtocol, getReplicaVisibleLength). The block
    /// token says who asks.
    private static func visibleLength(
        of block: LocatedBlockProto,
        on datanode: DatanodeIDProto,
        _ configuration: HadoopConfiguration,
        _ user: UserGroupInformation
    ) throws -> UInt64 {
        var options = try RPCOptions(configuration: configuration)
        // Another replica is asked instead.
        options.connectRetries = 0
        // A client of its own: its connection is good for this block's token only.
        let client = try RPCClient(configuration: configuration, user: user, options: options)
        defer { client.close() }
        let token = Token(block.blockToken)
        let usesHostname = try configuration.bool("dfs.client.use.datanode.hostname", default: false)
        let service = try RPCService(
            client: client,
            protocolInfo: RPCProtocol(
                name: "org.apache.hadoop.hdfs.protocol.ClientDatanodeProtocol",
                principalKey: "dfs.datanode.kerberos.principal",
                selectToken: { _, _, _ in token.identifier.isEmpty ? nil : token }
            ),
            servers: [
                HadoopAddress(host: usesHostname ? datanode.hostName : datanode.ipAddr, port: Int(datanode.ipcPort))
            ]
        )
        do {
            return try service.call(
                "getReplicaVisibleLength",
                GetReplicaVisibleLengthRequestProto(block: block.b),
                .idempotent,
                returning: GetReplicaVisibleLengthResponseProto.self
            ).length
        } catch {
            throw NamenodeErrors.translated(WeftError(wrapping: error))
        }
    }
}
