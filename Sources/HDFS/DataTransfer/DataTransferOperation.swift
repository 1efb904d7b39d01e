import HadoopProtos
import WeftDiagnostics

/// What a DataNode is asked to do (Op.java, Sender.java): version, operation, message with its length before it.
enum DataTransferOperation: Sendable, Hashable {
    case writeBlock(OpWriteBlockProto)
    case readBlock(OpReadBlockProto)
    case transferBlock(OpTransferBlockProto)
    case blockChecksum(OpBlockChecksumProto)

    /// The version of data transfer that every Hadoop since 2.0 speaks (DataTransferProtocol.java).
    static let version: UInt16 = 28

    /// The operation's byte.
    var code: UInt8 {
        switch self {
        case .writeBlock: 80
        case .readBlock: 81
        case .blockChecksum: 85
        case .transferBlock: 86
        }
    }

    /// The operation's name in errors.
    var name: String {
        switch self {
        case .writeBlock: "WRITE_BLOCK"
        case .readBlock: "READ_BLOCK"
        case .blockChecksum: "BLOCK_CHECKSUM"
        case .transferBlock: "TRANSFER_BLOCK"
        }
    }

    /// What is sent.
    var serialized: [UInt8] {
        var bytes = [UInt8(Self.version >> 8), UInt8(Self.version & 0xff), code]
        switch self {
        case .writeBlock(let message): message.serializeDelimited(into: &bytes)
        case .readBlock(let message): message.serializeDelimited(into: &bytes)
        case .transferBlock(let message): message.serializeDelimited(into: &bytes)
        case .blockChecksum(let message): message.serializeDelimited(into: &bytes)
        }
        return bytes
    }
}

extension WeftError.Code {
    /// A block token that the DataNode doesn't take, mostly because it has expired: fresh ones come with fresh locations.
    static let blockToken: Self = "hdfs-block-token"
    /// Data that doesn't match its checksums.
    static let checksum: Self = "hdfs-checksum"
    /// A replica that the DataNode doesn't have any more, or not with this generation stamp.
    static let replicaMissing: Self = "hdfs-replica-not-found"
    /// Another failure that a DataNode reported.
    static let datanode: Self = "hdfs-datanode"
    /// A DataNode that can't be connected to.
    static let datanodeUnreachable: Self = "hdfs-datanode-unreachable"
    /// Bytes that data transfer doesn't have at this place.
    static let dataTransferProtocol: Self = "hdfs-protocol"
    /// A data encryption key that the DataNode doesn't know any more.
    static let encryptionKey: Self = "hdfs-encryption-key"
    /// A DataNode that restarts and asks to wait for it.
    static let datanodeRestarting: Self = "hdfs-datanode-restarting"
}

extension BlockOpResponseProto {
    /// Checks that the DataNode does what it was asked (DataTransferProtoUtil.checkBlockOpStatus).
    ///
    /// - Parameters:
    ///   - operation: what it was asked, for the error.
    ///   - block: the block.
    ///   - datanode: the DataNode.
    /// - Throws: the status as an error: `hdfs-block-token`, `hdfs-checksum`, `hdfs-replica-not-found`,
    ///   `hdfs-datanode-restarting`, `hdfs-datanode`.
    func check(_ operation: String, block: ExtendedBlockProto, datanode: String) throws {
        if status == .success { return }
        throw status.error(operation, message: message, block: block, datanode: datanode, firstBadLink: firstBadLink)
    }
}

extension DataTransferStatus {
    /// The status as an error; only for statuses other than success.
    func error(
        _ operation: String,
        message: String?,
        block: ExtendedBlockProto,
        datanode: String,
        firstBadLink: String? = nil
    ) -> WeftError {
        var details: [WeftError.Detail] = [
            .init("DataNode", datanode), .init("block", block.name), .init("status", description),
        ]
        // Java's text may be a whole stack trace; its first line says what happened.
        if let line = message?.split(whereSeparator: \.isNewline).first {
            details.append(.init("answer", String(line)))
        }
        if let firstBadLink, !firstBadLink.isEmpty { details.append(.init("failed DataNode", firstBadLink)) }
        func make(_ code: WeftError.Code, _ text: String, _ remedy: String) -> WeftError {
            WeftError(code, text, remedy: remedy, details: details)
        }
        switch self {
        case .errorAccessToken:
            return make(
                .blockToken,
                "the DataNode doesn't accept the block token for \(operation)",
                "get the block's locations again for a fresh token; if that fails too, check that the clocks of NameNode"
                    + " and DataNodes agree, and that both have dfs.block.access.token.enable"
            )
        case .errorChecksum:
            return make(
                .checksum,
                "the DataNode found data that doesn't match its checksums",
                "check the DataNode's disks and network; other replicas of the block are used as long as there are some"
            )
        case .oobRestart, .oobReserved1, .oobReserved2, .oobReserved3:
            return make(.datanodeRestarting, "the DataNode is being restarted", "wait for it")
        case .errorUnsupported:
            return make(
                .datanode,
                "the DataNode doesn't support \(operation) as it was asked",
                "check the DataNode's version"
            )
        default:
            if let message,
                message.contains("ReplicaNotFoundException") || message.contains("Replica not found")
                    || message.contains("Replica gen stamp")
            {
                return make(
                    .replicaMissing,
                    "the DataNode doesn't have the replica any more",
                    "get the block's locations again"
                )
            }
            return make(.datanode, "the DataNode has failed \(operation)", "look into the DataNode's log")
        }
    }
}

extension ExtendedBlockProto {
    /// The block as Hadoop's logs name it: `BP-1-127.0.0.1-1:blk_1073741825_1001`.
    var name: String { "\(poolId):blk_\(Int64(bitPattern: blockId))_\(generationStamp)" }
}
