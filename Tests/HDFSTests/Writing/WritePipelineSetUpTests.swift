import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite struct WritePipelineSetUpTests {
    @Test(
        "the node that a new block couldn't be set up on is excluded, whoever named it",
        arguments: [
            (BlockOpResponseProto?.none, 1), (PipelineFixture.refusal(), 1), (PipelineFixture.refusal(badLink: 1), 1),
            (PipelineFixture.refusal(badLink: 2), 2), (PipelineFixture.refusal(.errorAccessToken, badLink: 3), 3),
            (PipelineFixture.refusal(.oobRestart, badLink: 2), 2), (PipelineFixture.refusal(badLink: 99), 1),
        ]
    )
    func exclusion(answer: BlockOpResponseProto?, bad: Int) {
        let script = PipelineScript()
        let packet = script.queue(512)
        _ = script.next()
        script.pipeline.blockAllocated(PipelineFixture.located(5, on: [1, 2, 3]))
        if let answer {
            script.pipeline.setUpAnswered(answer)
        } else {
            script.pipeline.setUpFailed(PipelineFixture.lost)
        }
        #expect(script.next() == .abandonBlock(PipelineFixture.block(5)))
        script.pipeline.blockAbandoned()
        #expect(script.next() == .allocateBlock(previous: nil, excluded: [PipelineFixture.datanode(bad)]))
        #expect(script.open(6, on: [4]) == [packet])
    }

    @Test("the block before a new one stays the same through all tries")
    func previousBlock() {
        let script = PipelineScript(
            WritePipeline(settings: PipelineScript.settings(), previous: PipelineFixture.block(3, bytes: 4096))
        )
        script.queue(1)
        for attempt in 0..<3 {
            guard case .allocateBlock(let previous, let excluded) = script.next() else {
                Issue.record("no block asked for")
                return
            }
            #expect(previous == PipelineFixture.block(3, bytes: 4096))
            #expect(excluded.count == attempt)
            script.pipeline.blockAllocated(PipelineFixture.located(UInt64(10 + attempt), on: [attempt]))
            script.pipeline.setUpFailed(PipelineFixture.lost)
            script.pipeline.blockAbandoned()
        }
    }

    @Test("after as many retries as configured, the write fails with what failed last")
    func retriesEnd() {
        let script = PipelineScript()
        script.queue(1)
        var tries = 0
        while case .allocateBlock = script.next() {
            tries += 1
            script.pipeline.blockAllocated(PipelineFixture.located(UInt64(tries), on: [tries, 100]))
            script.pipeline.setUpFailed(PipelineFixture.lost)
            script.pipeline.blockAbandoned()
        }
        #expect(tries == 4)
        #expect(script.pipeline.failure?.code == "hdfs-write-failed")
        #expect(script.pipeline.failure?.cause == PipelineFixture.lost)
    }

    @Test("when the NameNode has no block without the excluded nodes, they are tried again")
    func fewNodes() {
        let script = PipelineScript()
        let packet = script.queue(1)
        _ = script.next()
        script.pipeline.blockAllocated(PipelineFixture.located(1, on: [1]))
        script.pipeline.setUpFailed(PipelineFixture.lost)
        script.pipeline.blockAbandoned()
        #expect(script.next() == .allocateBlock(previous: nil, excluded: [PipelineFixture.datanode(1)]))
        script.pipeline.blockNotAllocated(PipelineFixture.remote)
        #expect(script.next() == .allocateBlock(previous: nil, excluded: []))
        #expect(script.open(2, on: [1]) == [packet])
    }

    @Test("a NameNode that has no block ends the write, with why DataNodes were excluded below")
    func noBlock() {
        let script = PipelineScript()
        script.queue(1)
        _ = script.next()
        script.pipeline.blockAllocated(PipelineFixture.located(1, on: [1]))
        script.pipeline.setUpFailed(PipelineFixture.lost)
        script.pipeline.blockAbandoned()
        script.pipeline.blockNotAllocated(PipelineFixture.remote)
        script.pipeline.blockNotAllocated(PipelineFixture.remote)
        #expect(script.pipeline.failure?.code == PipelineFixture.remote.code)
        #expect(script.pipeline.failure?.cause == PipelineFixture.lost)
    }

    @Test("a block without a DataNode is an error, not a crash")
    func noNodes() {
        let script = PipelineScript()
        script.queue(1)
        _ = script.next()
        script.pipeline.blockAllocated(PipelineFixture.located(1, on: []))
        #expect(script.pipeline.failure?.code == "hdfs-no-datanode")
    }

    @Test("an exclusion ends after its time")
    func exclusionEnds() {
        let script = PipelineScript { $0.exclusion = 1000 }
        script.queue(1)
        _ = script.next()
        script.pipeline.blockAllocated(PipelineFixture.located(1, on: [1]))
        script.pipeline.setUpFailed(PipelineFixture.lost)
        script.pipeline.blockAbandoned()
        script.pipeline.now = 999
        #expect(script.next() == .allocateBlock(previous: nil, excluded: [PipelineFixture.datanode(1)]))
        script.pipeline.now = 1000
        #expect(script.next() == .allocateBlock(previous: nil, excluded: []))
    }

    @Test("storages that the NameNode doesn't name are left out")
    func noStorages() {
        var located = PipelineFixture.located(1, on: [1, 2])
        located.storageTypes = []
        located.storageIDs = ["DS-1"]
        let nodes = PipelineNode.nodes(of: located)
        #expect(nodes.map(\.storageType) == [nil, nil])
        #expect(nodes.map(\.storageID) == ["DS-1", nil])
    }

    // MARK: Append

    private func appending(bytes: UInt64 = 700, on nodes: [Int] = [1, 2, 3], replication: Int = 3) -> PipelineScript {
        PipelineScript(
            WritePipeline(
                settings: PipelineScript.settings(replication: replication),
                appendingTo: PipelineFixture.located(9, bytes: bytes, on: nodes)
            ),
            at: Int(bytes)
        )
    }

    @Test("an appended block gets a new generation stamp before its pipeline is set up")
    func append() {
        let script = appending()
        let packet = script.queue(100)
        #expect(script.next() == .updateBlock(PipelineFixture.block(9, bytes: 700)))
        script.pipeline.blockUpdated(PipelineFixture.located(9, stamp: 1005, on: []))
        guard case .setUp(let setUp) = script.next() else {
            Issue.record("no set-up")
            return
        }
        #expect(setUp.stage == .pipelineSetupAppend)
        #expect(setUp.block == PipelineFixture.block(9, stamp: 1000, bytes: 4096))
        #expect(setUp.generationStamp == 1005)
        #expect(setUp.minBytesReceived == 700)
        #expect(setUp.maxBytesReceived == 700)
        #expect(setUp.token == PipelineFixture.token("t9-1005"))
        script.pipeline.setUpAnswered(PipelineFixture.success)
        guard case .updatePipeline(let old, let new, let nodes) = script.next() else {
            Issue.record("no updatePipeline")
            return
        }
        #expect(old == PipelineFixture.block(9, bytes: 700))
        #expect(new == PipelineFixture.block(9, stamp: 1005, bytes: 700))
        #expect(nodes.map(\.uuid) == ["uuid-1", "uuid-2", "uuid-3"])
        script.pipeline.pipelineUpdated()
        #expect(script.sendAll() == [packet])
        script.acknowledged(PipelineFixture.ack(packet.seqno, nodes: 3))
        #expect(script.pipeline.block == PipelineFixture.block(9, stamp: 1005, bytes: 800))
    }

    @Test("an append whose set-up fails loses the bad node and replaces it")
    func appendFails() {
        let script = appending()
        script.queue(100)
        _ = script.next()
        script.pipeline.blockUpdated(PipelineFixture.located(9, stamp: 1005, on: []))
        script.pipeline.setUpAnswered(PipelineFixture.refusal(badLink: 2))
        guard case .addDatanode(let block, let existing, let excluded) = script.next() else {
            Issue.record("no replacement")
            return
        }
        #expect(block == PipelineFixture.block(9, bytes: 700))
        #expect(existing.map(\.uuid) == ["uuid-1", "uuid-3"])
        #expect(excluded == [PipelineFixture.datanode(2)])
        script.pipeline.datanodeAdded(PipelineFixture.located(9, on: [1, 3, 4]))
        guard case .transfer(let transfer) = script.next() else {
            Issue.record("no transfer")
            return
        }
        #expect(transfer.source.uuid == "uuid-1")
        #expect(transfer.target.uuid == "uuid-4")
        script.pipeline.transferred()
        let setUp = script.recoverUpToSetUp(stamp: 1006)
        #expect(setUp?.stage == .pipelineSetupAppendRecovery)
        #expect(setUp?.nodes.map(\.uuid) == ["uuid-1", "uuid-3", "uuid-4"])
    }

    @Test("an append to a block that no DataNode has fails")
    func appendNowhere() {
        let script = appending(on: [])
        script.queue(1)
        _ = script.next()
        #expect(script.pipeline.failure?.code == "hdfs-no-datanode")
    }

    @Test("after the appended block, new ones are ordinary")
    func afterAppend() {
        let script = appending(bytes: 4000, on: [1], replication: 1)
        script.queue(96)
        script.queueLast()
        let third = script.queue(5)
        _ = script.recoverUpToSetUp(stamp: 1005)
        script.pipeline.setUpAnswered(PipelineFixture.success)
        script.pipeline.pipelineUpdated()
        _ = script.sendAll()
        script.acknowledged(PipelineFixture.ack(0, nodes: 1))
        _ = script.sendAll()
        script.acknowledged(PipelineFixture.ack(1, nodes: 1))
        script.pipeline.disconnected()
        #expect(
            script.next()
                == .allocateBlock(previous: PipelineFixture.block(9, stamp: 1005, bytes: 4096), excluded: [])
        )
        script.pipeline.blockAllocated(PipelineFixture.located(10, on: [1]))
        guard case .setUp(let setUp) = script.next() else {
            Issue.record("no set-up")
            return
        }
        #expect(setUp.stage == .pipelineSetupCreate)
        script.pipeline.setUpAnswered(PipelineFixture.success)
        #expect(script.sendAll() == [third])
    }
}
