import HadoopProtos
import WeftDiagnostics

/// What a DataNode is asked when a block is to be written (`OP_WRITE_BLOCK`).
struct PipelineSetUp: Sendable, Hashable {
    /// The block with its old generation stamp; its length is the longest it may get.
    var block: ExtendedBlockProto
    var token: TokenProto
    /// The first one is connected to.
    var nodes: [PipelineNode]
    var stage: OpWriteBlockProto.BlockConstructionStage
    /// How many bytes DataNodes have acknowledged.
    var minBytesReceived: Int
    /// How many bytes may have reached a DataNode.
    var maxBytesReceived: Int
    /// The new generation stamp; 0 for a new block.
    var generationStamp: UInt64
}

// New blocks: asked for, set up, given back when that fails (DataStreamer.nextBlockOutputStream).
extension WritePipeline {
    mutating func startBlock() {
        previous = block
        blockRetries = settings.blockWriteRetries
        phase = .allocating
    }

    mutating func currentExclusions() -> [DatanodeInfoProto] {
        excluded.removeAll { $0.until <= now }
        return excluded.map(\.node.datanode)
    }

    mutating func exclude(_ node: PipelineNode) {
        excluded.removeAll { $0.node.uuid == node.uuid }
        excluded.append((node, now + settings.exclusion))
    }

    /// The NameNode gave a block.
    mutating func blockAllocated(_ located: LocatedBlockProto) {
        guard phase == .allocating else { return }
        block = located.b
        block?.numBytes = 0
        token = located.blockToken
        nodes = PipelineNode.nodes(of: located)
        bytesSent = 0
        isAppend = false
        guard !nodes.isEmpty else {
            return give(
                up: WeftError(
                    "hdfs-no-datanode",
                    "the NameNode gave a block without a DataNode to write it to",
                    remedy: "check that DataNodes are alive and have room (hdfs dfsadmin -report)"
                )
            )
        }
        phase = .settingUp
    }

    /// The NameNode gave no block.
    mutating func blockNotAllocated(_ error: WeftError) {
        guard phase == .allocating else { return }
        // With few DataNodes, those that failed before are better than none.
        if !excluded.isEmpty, blockRetries > 0 {
            blockRetries -= 1
            excluded = []
            return
        }
        var error = error
        if error.cause == nil { error.cause = lastError }
        give(up: error)
    }

    /// The block that couldn't be written was given back.
    mutating func blockAbandoned() {
        guard case .abandoning = phase else { return }
        guard blockRetries > 0 else {
            return give(
                up: WeftError(
                    "hdfs-write-failed",
                    "no DataNode could be connected to for a new block, after \(settings.blockWriteRetries + 1) tries",
                    remedy: "check that DataNodes can be reached from this host (weft diagnose)",
                    cause: lastError
                )
            )
        }
        blockRetries -= 1
        phase = .allocating
    }

    func setUpAction(generationStamp: UInt64, isRecovery: Bool) -> Action {
        guard var block else { return .fail(WeftError("hdfs-write-failed", "there is no block to be written")) }
        let acknowledged = Int(clamping: block.numBytes ?? 0)
        block.numBytes = UInt64(settings.blockSize)
        return .setUp(
            PipelineSetUp(
                block: block,
                token: token,
                nodes: nodes,
                stage: stage(isRecovery: isRecovery),
                minBytesReceived: acknowledged,
                maxBytesReceived: bytesSent,
                generationStamp: generationStamp
            )
        )
    }

    private func stage(isRecovery: Bool) -> OpWriteBlockProto.BlockConstructionStage {
        if isClosing { return .pipelineCloseRecovery }
        if isAppend, !isAppendSetUp { return isRecovery ? .pipelineSetupAppendRecovery : .pipelineSetupAppend }
        return isRecovery ? .pipelineSetupStreamingRecovery : .pipelineSetupCreate
    }

    /// A DataNode has answered `OP_WRITE_BLOCK`.
    mutating func setUpAnswered(_ response: BlockOpResponseProto) {
        let badLink = response.firstBadLink ?? ""
        guard response.status != .success else { return setUpSucceeded() }
        guard !nodes.isEmpty else { return }
        let index = badLink.isEmpty ? 0 : nodes.firstIndex { $0.address == badLink } ?? 0
        let error = WeftError(
            "hdfs-pipeline",
            "the DataNode \(nodes[index].name) refused to write the block: \(response.status)",
            remedy: response.status == .errorAccessToken
                ? "check that the clocks of the hosts agree: the block's token was refused" : "",
            details: [.init("block", blockName)]
                + (response.message.map { $0.isEmpty ? [] : [.init("message", $0)] } ?? [])
        )
        setUpFailed(at: index, error, isRestart: response.status == .oobRestart)
    }

    /// The first DataNode couldn't be connected to, or didn't answer.
    mutating func setUpFailed(_ error: WeftError) { setUpFailed(at: 0, error, isRestart: false) }

    private mutating func setUpFailed(at index: Int, _ error: WeftError, isRestart: Bool) {
        switch phase {
        case .settingUp:
            lastError = error
            exclude(nodes[index])
            guard let block else { return give(up: error) }
            phase = .abandoning(block)
            self.block = previous
            nodes = []
        case .recovering(.settingUp):
            lastError = error
            if isRestart, restartingNode == nil { noteRestart(of: index) } else { badNode = index }
            setUpFailedInRecovery()
        default: break
        }
    }

    private mutating func setUpSucceeded() {
        switch phase {
        case .settingUp: startStreaming()
        case .recovering(.settingUp(let generationStamp)):
            failedNodes.removeAll { node in restartedNodes.contains { $0.uuid == node.uuid } }
            restartedNodes = []
            badNode = nil
            restartingNode = nil
            phase = .recovering(.updatingPipeline(generationStamp: generationStamp))
        default: break
        }
    }

    mutating func startStreaming() {
        phase = .streaming
        mustPersist = true
        lastError = nil
        sent = 0
        heartbeats = 0
        awaitingSince = nil
        lastSentAt = now
    }

    /// The block's name as Hadoop prints it.
    var blockName: String {
        guard let block else { return "none" }
        return "\(block.poolId):blk_\(block.blockId)_\(block.generationStamp)"
    }
}
