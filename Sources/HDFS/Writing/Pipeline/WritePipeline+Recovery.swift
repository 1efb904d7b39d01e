import HadoopProtos
import WeftDiagnostics

/// A replica to be copied from a DataNode of a pipeline to one that joins it (`OP_TRANSFER_BLOCK`).
struct ReplicaTransfer: Sendable, Hashable {
    var block: ExtendedBlockProto
    var token: TokenProto
    var source: PipelineNode
    var target: PipelineNode
    /// How many bytes are copied at most.
    var length: Int
}

// A pipeline that failed: the bad DataNode leaves, perhaps another one joins, the block gets a new generation stamp, the
// pipeline is set up again, and what wasn't acknowledged is sent again (DataStreamer.setupPipelineInternal).
extension WritePipeline {
    /// Says that a DataNode restarts. The only one of a pipeline is waited for, and one on this host.
    mutating func noteRestart(of index: Int) {
        if nodes.count == 1 || settings.localAddresses.contains(nodes[index].datanode.id.ipAddr) {
            restartingNode = index
            restartDeadline = now + settings.restartTimeout
            badNode = nil
        } else {
            restartedNodes.append(nodes[index])
            badNode = index
        }
    }

    /// Leaves streaming for recovery.
    mutating func recover() {
        mustDisconnect = true
        sent = 0
        awaitingSince = nil
        setUps = 0
        if restartingNode == nil { recoveries += 1 } else { restarts += 1 }
        guard recoveries <= settings.maxRecoveries, restarts <= settings.maxSetUps else {
            return give(
                up: WeftError(
                    "hdfs-write-failed",
                    "the pipeline of DataNodes was recovered \(recoveries + restarts - 1) times for the same "
                        + "packet, without success",
                    remedy: "check the DataNodes' logs and the network between them",
                    details: [.init("block", blockName)],
                    cause: lastError
                )
            )
        }
        prepareSetUp()
    }

    /// A block that exists gets its pipeline, which takes the same steps as recovering one.
    mutating func startAppend() {
        setUps = 0
        guard !nodes.isEmpty else {
            return give(
                up: WeftError(
                    "hdfs-no-datanode",
                    "no DataNode has the last block of the file",
                    remedy: "check that the DataNodes with its replicas are alive (hdfs fsck -locations)",
                    details: [.init("block", blockName)]
                )
            )
        }
        prepareSetUp()
    }

    private mutating func prepareSetUp() {
        if restartingNode != nil {
            phase = .recovering(.waitingForRestart)
        } else {
            dropBadNode()
        }
    }

    /// The wait for a DataNode that restarts is over.
    mutating func waited() {
        guard phase == .recovering(.waitingForRestart) else { return }
        dropBadNode()
    }

    private mutating func dropBadNode() {
        if let index = badNode, index < nodes.count {
            let node = nodes[index]
            failedNodes.append(node)
            if !restartedNodes.contains(where: { $0.uuid == node.uuid }) { exclude(node) }
            guard nodes.count > 1 else {
                return give(
                    up: WeftError(
                        "hdfs-write-failed",
                        "all DataNodes of the pipeline failed; \(node.name) was the last one",
                        remedy: "check the DataNodes' logs, and write the file again",
                        details: [.init("block", blockName)],
                        cause: lastError
                    )
                )
            }
            nodes.remove(at: index)
            if let restarting = restartingNode {
                // A failure farther away than the restarting node was reported through it: it is back.
                restartingNode = index > restarting ? nil : restarting - 1
            }
        }
        badNode = nil
        replacementTries = 0
        refusedReplacements = []
        let wantsReplacement = settings.policy.wantsReplacement(
            replication: settings.replication,
            nodes: nodes.count,
            isAppend: isAppend,
            isFlushed: isFlushed
        )
        // A block that is being closed is left to the NameNode, which replicates it.
        phase = .recovering(wantsReplacement && !isClosing ? .addingDatanode : .updatingBlock)
    }

    func recoveryAction(_ step: RecoveryStep) -> Action {
        guard let block else { return .fail(WeftError("hdfs-write-failed", "there is no block to be recovered")) }
        switch step {
        case .waitingForRestart: return .wait(milliseconds: min(4_000, settings.restartTimeout))
        case .addingDatanode:
            let excluded = (failedNodes + refusedReplacements).map(\.datanode)
            return .addDatanode(block: block, existing: nodes, excluded: excluded)
        case .transferring(let transfer): return .transfer(transfer)
        case .updatingBlock: return .updateBlock(block)
        case .settingUp(let generationStamp):
            return setUpAction(generationStamp: generationStamp, isRecovery: isAppendSetUp || !isAppend || setUps > 1)
        case .updatingPipeline(let generationStamp):
            var new = block
            new.generationStamp = generationStamp
            return .updatePipeline(old: block, new: new, nodes: nodes)
        }
    }

    // MARK: Replacing a DataNode (DataStreamer.addDatanode2ExistingPipeline)

    /// The NameNode named the pipeline's DataNodes and perhaps another one.
    mutating func datanodeAdded(_ located: LocatedBlockProto) {
        guard phase == .recovering(.addingDatanode), let block else { return }
        let known = Set(nodes.map(\.uuid)).union((failedNodes + refusedReplacements).map(\.uuid))
        guard let target = PipelineNode.nodes(of: located).first(where: { !known.contains($0.uuid) }) else {
            return noReplacement(nil)
        }
        phase = .recovering(
            .transferring(
                ReplicaTransfer(
                    block: block,
                    token: located.blockToken,
                    source: nodes[replacementTries % nodes.count],
                    target: target,
                    length: bytesSent
                )
            )
        )
    }

    /// The NameNode has no other DataNode.
    mutating func datanodeNotAdded(_ error: WeftError) {
        guard phase == .recovering(.addingDatanode) else { return }
        noReplacement(error)
    }

    /// The new DataNode has a copy.
    mutating func transferred() {
        guard case .recovering(.transferring(let transfer)) = phase else { return }
        // At the end, so that indexes of the others stay as they are.
        nodes.append(transfer.target)
        phase = .recovering(.updatingBlock)
    }

    /// The new DataNode got no copy.
    mutating func transferFailed(_ error: WeftError) {
        guard case .recovering(.transferring(let transfer)) = phase else { return }
        lastError = error
        refusedReplacements.append(transfer.target)
        replacementTries += 1
        if replacementTries < 3 {
            phase = .recovering(.addingDatanode)
        } else {
            noReplacement(error)
        }
    }

    private mutating func noReplacement(_ error: WeftError?) {
        let policy = settings.policy
        if policy.isBestEffort || (policy.minimumReplication > 0 && nodes.count >= policy.minimumReplication) {
            phase = .recovering(.updatingBlock)
            return
        }
        give(
            up: WeftError(
                "hdfs-write-failed",
                "a DataNode of the pipeline failed and there is no other one to replace it",
                remedy:
                    "bring more DataNodes up, or set dfs.client.block.write.replace-datanode-on-failure.best-effort "
                    + "to true or its policy to NEVER",
                details: [
                    .init("block", blockName), .init("failed", failedNodes.map(\.name).joined(separator: ", ")),
                    .init("left", nodes.map(\.name).joined(separator: ", ")),
                ],
                cause: error ?? lastError
            )
        )
    }

    // MARK: Setting up again

    /// The NameNode gave a new generation stamp.
    mutating func blockUpdated(_ located: LocatedBlockProto) {
        guard phase == .recovering(.updatingBlock) else { return }
        token = located.blockToken
        setUps += 1
        phase = .recovering(.settingUp(generationStamp: located.b.generationStamp))
    }

    mutating func setUpFailedInRecovery() {
        guard setUps < settings.maxSetUps || restartingNode != nil else {
            return give(
                up: WeftError(
                    "hdfs-write-failed",
                    "the pipeline of DataNodes couldn't be set up again in \(setUps) tries",
                    remedy: "check the DataNodes' logs and the network between them",
                    details: [.init("block", blockName)],
                    cause: lastError
                )
            )
        }
        if let index = restartingNode {
            if badNode == index { badNode = nil }
            if now >= restartDeadline {
                restartingNode = nil
                badNode = badNode ?? index
            }
        }
        prepareSetUp()
    }

    /// The NameNode knows the new pipeline.
    mutating func pipelineUpdated() {
        guard case .recovering(.updatingPipeline(let generationStamp)) = phase else { return }
        block?.generationStamp = generationStamp
        if isAppend { isAppendSetUp = true }
        guard isClosing else { return startStreaming() }
        // DataNodes finalize the block when such a pipeline is set up, so that nothing is left to be sent.
        mustDisconnect = true
        mustPersist = true
        if packets.first?.isLast == true { removeFirstPacket() }
        blockClosed()
    }
}
