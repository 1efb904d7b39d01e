import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// What a pipeline asks of DataNodes: `OP_WRITE_BLOCK` and `OP_TRANSFER_BLOCK`.
struct PipelineConnections: Sendable {
    let connector: DatanodeConnector
    let clientName: String
    let checksum: ChecksumProto
    /// How much longer everything may take for each DataNode of a pipeline, in milliseconds.
    var extensionForEachNode = 5_000

    /// Connects to a pipeline's first DataNode and asks it to set the pipeline up.
    ///
    /// - Returns: its answer, and the connection, which is closed unless the answer is success.
    /// - Throws: what connecting throws, `connection-lost`, `timed-out`.
    func setUp(_ setUp: PipelineSetUp) throws -> (BlockOpResponseProto, DataTransferConnection) {
        guard let first = setUp.nodes.first else {
            throw WeftError("hdfs-no-datanode", "a pipeline without a DataNode can't be set up")
        }
        let connection = try connector.connect(to: first.datanode.id, token: setUp.token)
        let longer = extensionForEachNode * setUp.nodes.count
        connection.input.timeout = connector.settings.socketTimeout + longer
        connection.output.timeout = connector.settings.writeTimeout + longer
        do {
            try connection.output.send(.writeBlock(request(setUp, first)))
            let response = try connection.input.readDelimited(BlockOpResponseProto.self)
            if response.status != .success { connection.close() }
            return (response, connection)
        } catch {
            connection.close()
            throw connection.explained(WeftError(wrapping: error))
        }
    }

    private func request(_ setUp: PipelineSetUp, _ first: PipelineNode) -> OpWriteBlockProto {
        let others = setUp.nodes.dropFirst()
        return OpWriteBlockProto(
            header: ClientOperationHeaderProto(
                baseHeader: BaseHeaderProto(block: setUp.block, token: setUp.token),
                clientName: clientName
            ),
            targets: others.map(\.datanode),
            stage: setUp.stage,
            pipelineSize: UInt32(setUp.nodes.count),
            minBytesRcvd: UInt64(setUp.minBytesReceived),
            maxBytesRcvd: UInt64(setUp.maxBytesReceived),
            latestGenerationStamp: setUp.generationStamp,
            requestedChecksum: checksum,
            cachingStrategy: CachingStrategyProto(),
            storageType: first.storageType ?? .disk,
            targetStorageTypes: others.map { $0.storageType ?? .disk },
            allowLazyPersist: false,
            storageId: first.storageID,
            targetStorageIds: others.compactMap(\.storageID)
        )
    }

    /// Lets a DataNode copy its replica to another one, and waits until it is done.
    func transfer(_ transfer: ReplicaTransfer) throws {
        let connection = try connector.connect(to: transfer.source.datanode.id, token: transfer.token)
        defer { connection.close() }
        // As much longer for each 200 packets of Hadoop's size as for each DataNode (DataStreamer.computeTransferReadTimeout).
        let pieces = 2 + transfer.length / 65_536 / 200
        connection.input.timeout = connector.settings.socketTimeout + extensionForEachNode * pieces
        _ = try connection.request(
            .transferBlock(
                OpTransferBlockProto(
                    header: ClientOperationHeaderProto(
                        baseHeader: BaseHeaderProto(block: transfer.block, token: transfer.token),
                        clientName: clientName
                    ),
                    targets: [transfer.target.datanode],
                    targetStorageTypes: [transfer.target.storageType ?? .disk],
                    targetStorageIds: transfer.target.storageID.map { [$0] } ?? []
                )
            ),
            block: transfer.block
        )
    }
}
