import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite struct WritePipelineRecoveryTests {
    /// Three packets sent, the first acknowledged.
    private func streaming(
        on nodes: [Int] = [1, 2, 3],
        replication: Int = 2,
        _ change: (inout WritePipeline.Settings) -> Void = { _ in }
    ) -> PipelineScript {
        let script = PipelineScript(replication: replication, change)
        for _ in 0..<3 { script.queue(512) }
        _ = script.open(on: nodes)
        script.acknowledged(PipelineFixture.ack(0, nodes: nodes.count))
        return script
    }

    private static let failures: [(PipelineAckProto?, Int)] = [
        (nil, 1),
        (PipelineFixture.ack(1, .error, .error, .error), 3),
        (PipelineFixture.ack(1, .error), 1),
        (PipelineFixture.ack(1, .success, .error), 2),
        (PipelineFixture.ack(1, .success, .error, .success), 2),
        (PipelineFixture.ack(1, .success, .success, .errorChecksum), 3),
        (PipelineFixture.ack(-2, .success, .success, .error), 3),
        (PipelineFixture.ack(-1, .success, .error, .error), 3),
        (PipelineFixture.ack(1, .success, .success, .inProgress), 3),
        (PipelineFixture.ack(1, .success, .success, DataTransferStatus(rawValue: 77)), 3),
        // Nothing said by the third one, by nobody, and of more nodes than there are.
        (PipelineFixture.ack(1, .success, .success), 3),
        (PipelineFixture.ack(1), 1),
        (PipelineFixture.ack(1, .success, .success, .success, .success), 1),
        // The wrong packet, one acknowledged before, one never sent, an unknown one.
        (PipelineFixture.ack(2, nodes: 3), 1),
        (PipelineFixture.ack(0, nodes: 3), 1),
        (PipelineFixture.ack(99, nodes: 3), 1),
        (PipelineFixture.ack(-2, nodes: 3), 1),
        (PipelineFixture.ack(.min, nodes: 3), 1),
        (PipelineAckProto(seqno: 1, reply: [.success, .success, .success], flag: [0, 1, 0]), 2),
    ]

    @Test(
        "a failure takes the right node out of the pipeline and sends again what wasn't acknowledged",
        arguments: failures
    )
    func failure(ack: PipelineAckProto?, bad: Int) {
        let script = streaming()
        if let ack {
            #expect(script.acknowledged(ack) == nil)
        } else {
            script.pipeline.connectionFailed(PipelineFixture.lost)
        }
        let left = [1, 2, 3].filter { $0 != bad }.map { "uuid-\($0)" }
        let setUp = script.recoverUpToSetUp(stamp: 1001)
        #expect(setUp?.nodes.map(\.uuid) == left)
        #expect(setUp?.stage == .pipelineSetupStreamingRecovery)
        #expect(setUp?.block == PipelineFixture.block(1, bytes: 4096))
        #expect(setUp?.generationStamp == 1001)
        #expect(setUp?.minBytesReceived == 512)
        #expect(setUp?.maxBytesReceived == 1536)
        #expect(setUp?.token == PipelineFixture.token("t1-1001"))
        script.pipeline.setUpAnswered(PipelineFixture.success)
        guard case .updatePipeline(let old, let new, let nodes) = script.next() else {
            Issue.record("no updatePipeline")
            return
        }
        #expect(old == PipelineFixture.block(1, bytes: 512))
        #expect(new == PipelineFixture.block(1, stamp: 1001, bytes: 512))
        #expect(nodes.map(\.uuid) == left)
        script.pipeline.pipelineUpdated()
        #expect(script.sendAll().map(\.seqno) == [1, 2])
        #expect(script.acknowledged(PipelineFixture.ack(1, nodes: 2))?.seqno == 1)
        #expect(script.acknowledged(PipelineFixture.ack(2, nodes: 2))?.seqno == 2)
        #expect(script.pipeline.block == PipelineFixture.block(1, stamp: 1001, bytes: 1536))
    }

    @Test("flags that say congestion don't hide success")
    func congestion() {
        let script = streaming()
        let ack = PipelineAckProto(seqno: 1, reply: [.success, .success, .success], flag: [0x60, 0x20, 0])
        #expect(script.acknowledged(ack)?.seqno == 1)
    }

    @Test("what happened on the old connection doesn't touch the recovery")
    func lateEvents() {
        let script = streaming()
        script.pipeline.connectionFailed(PipelineFixture.lost)
        script.pipeline.connectionFailed(PipelineFixture.remote)
        #expect(script.acknowledged(PipelineFixture.ack(1, nodes: 3)) == nil)
        #expect(!script.ticked())
        script.pipeline.setUpAnswered(PipelineFixture.refusal())
        script.pipeline.waited()
        script.pipeline.pipelineUpdated()
        script.pipeline.transferred()
        script.pipeline.blockAbandoned()
        #expect(script.recoverUpToSetUp(stamp: 1001)?.nodes.count == 2)
    }

    @Test("nodes that fail one after the other leave one after the other, until none is left")
    func allDead() {
        let script = streaming()
        script.pipeline.connectionFailed(PipelineFixture.lost)
        #expect(script.recoverUpToSetUp(stamp: 1001)?.nodes.map(\.uuid) == ["uuid-2", "uuid-3"])
        script.pipeline.setUpFailed(PipelineFixture.lost)
        #expect(script.recoverUpToSetUp(stamp: 1002)?.nodes.map(\.uuid) == ["uuid-3"])
        script.pipeline.setUpFailed(PipelineFixture.lost)
        guard case .fail(let error) = script.next() else {
            Issue.record("no failure")
            return
        }
        #expect(error.code == "hdfs-write-failed")
        #expect(error.message.contains("all DataNodes"))
        #expect(error.cause == PipelineFixture.lost)
    }

    @Test("a recovery that fails uses the old generation stamp for the block and a new one for the pipeline")
    func secondStamp() {
        let script = streaming()
        script.pipeline.connectionFailed(PipelineFixture.lost)
        _ = script.recoverUpToSetUp(stamp: 1001)
        script.pipeline.setUpAnswered(PipelineFixture.refusal(badLink: 3))
        let setUp = script.recoverUpToSetUp(stamp: 1002)
        #expect(setUp?.block.generationStamp == 1000)
        #expect(setUp?.generationStamp == 1002)
        #expect(setUp?.nodes.map(\.uuid) == ["uuid-2"])
    }

    @Test("the same packet is recovered for five times, not six")
    func repeatedFailure() {
        let script = streaming(on: [1, 2, 3, 4, 5, 6, 7, 8])
        var recoveries = 0
        while recoveries < 20 {
            script.pipeline.connectionFailed(PipelineFixture.lost)
            guard script.recoverUpToSetUp(stamp: UInt64(1001 + recoveries)) != nil else { break }
            script.pipeline.setUpAnswered(PipelineFixture.success)
            script.pipeline.pipelineUpdated()
            _ = script.sendAll()
            recoveries += 1
        }
        #expect(recoveries == 5)
        #expect(script.pipeline.failure?.code == "hdfs-write-failed")
        #expect(script.pipeline.failure?.message.contains("5 times") == true)
    }

    @Test("an acknowledged packet lets recoveries count from zero")
    func progressCounts() {
        let script = streaming(on: Array(1...20))
        for round in 0..<8 {
            script.queue(1)
            script.pipeline.connectionFailed(PipelineFixture.lost)
            _ = script.recoverUpToSetUp(stamp: UInt64(1001 + round))
            script.pipeline.setUpAnswered(PipelineFixture.success)
            script.pipeline.pipelineUpdated()
            let packets = script.sendAll()
            #expect(script.acknowledged(PipelineFixture.ack(packets[0].seqno, nodes: 19 - round)) != nil)
        }
        #expect(script.pipeline.isStreaming)
    }

    // MARK: Closing

    @Test("a pipeline that fails while the block is closed is finalized by the set-up, without a packet")
    func closing() {
        let script = PipelineScript()
        script.queue(512)
        let last = script.queueLast()
        _ = script.open(on: [1, 2, 3])
        script.acknowledged(PipelineFixture.ack(0, nodes: 3))
        #expect(script.sendAll() == [last])
        script.pipeline.connectionFailed(PipelineFixture.lost)
        // No replacement in this stage, though one of three is lost.
        let setUp = script.recoverUpToSetUp(stamp: 1001)
        #expect(setUp?.stage == .pipelineCloseRecovery)
        #expect(setUp?.minBytesReceived == 512)
        script.pipeline.setUpAnswered(PipelineFixture.success)
        script.pipeline.pipelineUpdated()
        #expect(script.pipeline.lastAckedSeqno == last.seqno)
        #expect(script.pipeline.packets.isEmpty)
        #expect(script.pipeline.block == PipelineFixture.block(1, stamp: 1001, bytes: 512))
        #expect(script.next() == .disconnect)
        script.pipeline.disconnected()
        #expect(script.next() == .idle)
    }

    @Test("a failure before the last packet is sent is an ordinary one")
    func beforeClosing() {
        let script = streaming()
        let last = script.queueLast()
        script.pipeline.connectionFailed(PipelineFixture.lost)
        #expect(script.recoverUpToSetUp(stamp: 1001)?.stage == .pipelineSetupStreamingRecovery)
        script.pipeline.setUpAnswered(PipelineFixture.success)
        script.pipeline.pipelineUpdated()
        #expect(script.sendAll().map(\.seqno) == [1, 2])
        script.acknowledged(PipelineFixture.ack(1, nodes: 2))
        script.acknowledged(PipelineFixture.ack(2, nodes: 2))
        #expect(script.sendAll() == [last])
    }

    // MARK: Restarting DataNodes

    @Test("the only node of a pipeline is waited for when it restarts")
    func restart() {
        let script = streaming(on: [1])
        #expect(script.acknowledged(PipelineFixture.ack(-2, .oobRestart)) == nil)
        #expect(script.next() == .disconnect)
        script.pipeline.disconnected()
        for attempt in 0..<3 {
            #expect(script.next() == .wait(milliseconds: 4000))
            script.pipeline.now += 4000
            script.pipeline.waited()
            let setUp = script.recoverUpToSetUp(stamp: UInt64(1001 + attempt))
            #expect(setUp?.nodes.map(\.uuid) == ["uuid-1"])
            script.pipeline.setUpFailed(PipelineFixture.lost)
        }
        script.pipeline.now += 4000
        script.pipeline.waited()
        _ = script.recoverUpToSetUp(stamp: 1004)
        script.pipeline.setUpAnswered(PipelineFixture.success)
        script.pipeline.pipelineUpdated()
        #expect(script.sendAll().map(\.seqno) == [1, 2])
    }

    @Test("a node that doesn't come back in time has failed")
    func restartTooLong() {
        let script = streaming(on: [1])
        script.acknowledged(PipelineFixture.ack(1, .oobRestart))
        script.pipeline.disconnected()
        script.pipeline.now += 30_000
        script.pipeline.waited()
        _ = script.recoverUpToSetUp(stamp: 1001)
        script.pipeline.setUpFailed(PipelineFixture.lost)
        #expect(script.pipeline.failure?.message.contains("all DataNodes") == true)
    }

    @Test("one of several nodes isn't waited for, unless it is on this host")
    func restartOfOneOfSeveral() {
        let remote = streaming()
        remote.acknowledged(PipelineFixture.ack(1, .success, .oobRestart))
        #expect(remote.recoverUpToSetUp(stamp: 1001)?.nodes.map(\.uuid) == ["uuid-1", "uuid-3"])
        remote.pipeline.setUpAnswered(PipelineFixture.success)
        #expect(remote.pipeline.failedNodes.isEmpty, "it may join again")

        let local = streaming { $0.localAddresses = ["10.0.0.1"] }
        local.acknowledged(PipelineFixture.ack(1, .success, .oobRestart))
        local.pipeline.disconnected()
        #expect(local.next() == .wait(milliseconds: 4000))
        local.pipeline.waited()
        #expect(local.recoverUpToSetUp(stamp: 1001)?.nodes.count == 3)
        // Another one fails in the meantime: the one that restarts keeps its place.
        local.pipeline.setUpAnswered(PipelineFixture.refusal(badLink: 1))
        local.pipeline.waited()
        #expect(local.recoverUpToSetUp(stamp: 1002)?.nodes.map(\.uuid) == ["uuid-2", "uuid-3"])
        #expect(local.pipeline.restartingNode == 0)
        // A node behind it fails: then it is back.
        local.pipeline.setUpAnswered(PipelineFixture.refusal(badLink: 3))
        local.pipeline.waited()
        #expect(local.recoverUpToSetUp(stamp: 1003)?.nodes.map(\.uuid) == ["uuid-2"])
        #expect(local.pipeline.restartingNode == nil)
    }

    @Test("a node that says it restarts when the pipeline is set up is waited for too")
    func restartInSetUp() {
        let script = streaming { $0.localAddresses = ["10.0.0.1"] }
        script.pipeline.connectionFailed(PipelineFixture.lost)
        _ = script.recoverUpToSetUp(stamp: 1001)
        script.pipeline.setUpAnswered(PipelineFixture.refusal(.oobRestart, badLink: 3))
        #expect(script.next() == .wait(milliseconds: 4000))
        script.pipeline.waited()
        #expect(script.recoverUpToSetUp(stamp: 1002)?.nodes.count == 2)
    }

    // MARK: Replacing DataNodes

    @Test(
        "a lost node is replaced as the policy says",
        arguments: [
            (3, 3, false, false, false), (3, 2, false, false, false), (3, 1, false, false, true),
            (3, 2, true, false, true),
            (3, 2, false, true, true), (2, 1, true, true, false), (4, 2, false, false, true),
            (5, 3, false, false, false),
            (3, 0, true, true, false),
        ]
    )
    func policy(replication: Int, nodes: Int, isAppend: Bool, isFlushed: Bool, expected: Bool) {
        func wants(_ condition: ReplaceDatanodePolicy.Condition) -> Bool {
            ReplaceDatanodePolicy(condition).wantsReplacement(
                replication: replication,
                nodes: nodes,
                isAppend: isAppend,
                isFlushed: isFlushed
            )
        }
        #expect(wants(.standard) == expected)
        #expect(!wants(.never))
        #expect(wants(.always) == (nodes > 0 && nodes < replication))
    }

    @Test("a replacement gets a copy, joins at the end, and the write goes on")
    func replacement() {
        let script = streaming(replication: 3)
        script.pipeline.isFlushed = true
        script.pipeline.connectionFailed(PipelineFixture.lost)
        script.pipeline.disconnected()
        let existing = script.pipeline.nodes
        #expect(
            script.next()
                == .addDatanode(
                    block: PipelineFixture.block(1, bytes: 512),
                    existing: existing,
                    excluded: [PipelineFixture.datanode(1)]
                )
        )
        // The NameNode may name them in any order.
        script.pipeline.datanodeAdded(PipelineFixture.located(1, on: [7, 3, 2]))
        guard case .transfer(let transfer) = script.next() else {
            Issue.record("no transfer")
            return
        }
        #expect(transfer.source.uuid == "uuid-2")
        #expect(transfer.target.uuid == "uuid-7")
        #expect(transfer.target.storageID == "DS-7")
        #expect(transfer.block == PipelineFixture.block(1, bytes: 512))
        script.pipeline.transferred()
        #expect(script.recoverUpToSetUp(stamp: 1001)?.nodes.map(\.uuid) == ["uuid-2", "uuid-3", "uuid-7"])
    }

    @Test("a copy that fails is tried from and to other nodes, three times")
    func transfersFail() {
        let script = streaming(replication: 3)
        script.pipeline.isFlushed = true
        script.pipeline.connectionFailed(PipelineFixture.lost)
        script.pipeline.disconnected()
        var sources: [String] = []
        for attempt in 0..<3 {
            guard case .addDatanode(_, _, let excluded) = script.next() else {
                Issue.record("no replacement asked for")
                return
            }
            #expect(excluded.count == 1 + attempt)
            script.pipeline.datanodeAdded(PipelineFixture.located(1, on: [2, 3, 10 + attempt]))
            if case .transfer(let transfer) = script.next() { sources.append(transfer.source.uuid) }
            script.pipeline.transferFailed(PipelineFixture.lost)
        }
        #expect(sources == ["uuid-2", "uuid-3", "uuid-2"])
        #expect(script.pipeline.failure?.code == "hdfs-write-failed")
        #expect(script.pipeline.failure?.cause == PipelineFixture.lost)
    }

    enum NoReplacement: CaseIterable {
        case sameNodes
        case failedNodeAgain
        case refused
    }

    @Test(
        "without a replacement the write fails, or goes on where the policy allows it",
        arguments: NoReplacement.allCases,
        [
            (ReplaceDatanodePolicy(), false), (ReplaceDatanodePolicy(.always), false),
            (ReplaceDatanodePolicy(isBestEffort: true), true),
            (ReplaceDatanodePolicy(minimumReplication: 2), true),
            (ReplaceDatanodePolicy(minimumReplication: 3), false),
        ]
    )
    func noReplacement(kind: NoReplacement, policy: (ReplaceDatanodePolicy, goesOn: Bool)) {
        let script = streaming(replication: 3) { $0.policy = policy.0 }
        script.pipeline.isFlushed = true
        script.pipeline.connectionFailed(PipelineFixture.lost)
        script.pipeline.disconnected()
        switch kind {
        case .sameNodes: script.pipeline.datanodeAdded(PipelineFixture.located(1, on: [2, 3]))
        case .failedNodeAgain: script.pipeline.datanodeAdded(PipelineFixture.located(1, on: [2, 3, 1]))
        case .refused: script.pipeline.datanodeNotAdded(PipelineFixture.remote)
        }
        if policy.goesOn {
            #expect(script.recoverUpToSetUp(stamp: 1001)?.nodes.count == 2)
        } else {
            #expect(script.pipeline.failure?.code == "hdfs-write-failed")
            #expect(script.pipeline.failure?.remedy.contains("replace-datanode-on-failure") == true)
        }
    }

    @Test("a node that failed isn't offered the next block")
    func failedNodesAreExcluded() {
        let script = streaming()
        script.queueLast()
        script.queue(1)
        script.acknowledged(PipelineFixture.ack(1, .success, .error))
        _ = script.recoverUpToSetUp(stamp: 1001)
        script.pipeline.setUpAnswered(PipelineFixture.success)
        script.pipeline.pipelineUpdated()
        for packet in script.sendAll() { script.acknowledged(PipelineFixture.ack(packet.seqno, nodes: 2)) }
        for packet in script.sendAll() { script.acknowledged(PipelineFixture.ack(packet.seqno, nodes: 2)) }
        script.pipeline.disconnected()
        #expect(
            script.next()
                == .allocateBlock(
                    previous: PipelineFixture.block(1, stamp: 1001, bytes: 1536),
                    excluded: [PipelineFixture.datanode(2)]
                )
        )
    }

    @Test("pipelines that can never be set up end after some tries")
    func endlessSetUps() {
        let script = streaming(on: Array(1...40))
        script.pipeline.connectionFailed(PipelineFixture.lost)
        var setUps = 0
        while script.recoverUpToSetUp(stamp: UInt64(1001 + setUps)) != nil, setUps < 100 {
            script.pipeline.setUpFailed(PipelineFixture.lost)
            setUps += 1
        }
        #expect(setUps == 12)
        #expect(script.pipeline.failure?.code == "hdfs-write-failed")
    }
}
