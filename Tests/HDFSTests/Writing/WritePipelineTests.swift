import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite struct WritePipelineTests {
    @Test("a block is asked for only when there is something to write")
    func lazyBlock() {
        let script = PipelineScript()
        #expect(script.next() == .idle)
        script.queue(512)
        #expect(script.next() == .allocateBlock(previous: nil, excluded: []))
        #expect(script.next() == .allocateBlock(previous: nil, excluded: []))
    }

    @Test("a new block's pipeline is set up with the longest length the block may get")
    func setUp() {
        let script = PipelineScript()
        script.queue(512)
        _ = script.next()
        script.pipeline.blockAllocated(PipelineFixture.located(7, on: [1, 2, 3]))
        guard case .setUp(let setUp) = script.next() else {
            Issue.record("no set-up")
            return
        }
        #expect(setUp.block == PipelineFixture.block(7, bytes: 4096))
        #expect(setUp.stage == .pipelineSetupCreate)
        #expect(setUp.nodes.map(\.uuid) == ["uuid-1", "uuid-2", "uuid-3"])
        #expect(setUp.nodes.map(\.storageID) == ["DS-1", "DS-2", "DS-3"])
        #expect(setUp.token == PipelineFixture.token("t7-1000"))
        #expect(setUp.generationStamp == 0)
        #expect(setUp.minBytesReceived == 0)
        #expect(setUp.maxBytesReceived == 0)
    }

    @Test("packets are sent once each, in order, and their acknowledgements free them")
    func streaming() {
        let script = PipelineScript()
        let queued = (0..<3).map { _ in script.queue(512) }
        #expect(script.open(on: [1, 2, 3]) == queued)
        #expect(script.next() == .idle)
        for packet in queued {
            #expect(script.acknowledged(PipelineFixture.ack(packet.seqno, nodes: 3)) == packet)
            #expect(script.pipeline.lastAckedSeqno == packet.seqno)
        }
        #expect(script.pipeline.block?.numBytes == 1536)
        #expect(script.pipeline.packets.isEmpty)
        #expect(script.pipeline.mustPersist)
    }

    @Test("the packet that ends a block waits for all others to be acknowledged, then the next block is asked for")
    func endOfBlock() {
        let script = PipelineScript()
        let first = script.queue(4096)
        let last = script.queueLast()
        let next = script.queue(100)
        #expect(script.open(on: [1]) == [first])
        #expect(script.next() == .idle)
        #expect(script.acknowledged(PipelineFixture.ack(first.seqno, nodes: 1)) == first)
        #expect(script.next() == .send(last))
        #expect(script.next() == .idle)
        #expect(script.acknowledged(PipelineFixture.ack(last.seqno, nodes: 1)) == last)
        #expect(script.next() == .disconnect)
        script.pipeline.disconnected()
        #expect(script.next() == .allocateBlock(previous: PipelineFixture.block(1, bytes: 4096), excluded: []))
        script.pipeline.blockAllocated(PipelineFixture.located(2, stamp: 1001, on: [2]))
        guard case .setUp(let setUp) = script.next() else {
            Issue.record("no set-up")
            return
        }
        #expect(setUp.block.blockId == 2)
        #expect(setUp.minBytesReceived == 0)
        script.pipeline.setUpAnswered(PipelineFixture.success)
        #expect(script.sendAll() == [next])
    }

    @Test("no more packets than allowed are queued")
    func room() {
        let script = PipelineScript { $0.maxPackets = 2 }
        #expect(script.pipeline.hasRoom)
        let first = script.queue(10)
        script.queue(10)
        #expect(!script.pipeline.hasRoom)
        _ = script.open(on: [1])
        script.acknowledged(PipelineFixture.ack(first.seqno, nodes: 1))
        #expect(script.pipeline.hasRoom)
    }

    @Test("a packet that ends behind its block is refused")
    func tooLong() {
        let script = PipelineScript()
        script.queue(5000)
        #expect(script.open(on: [1]).isEmpty)
        #expect(script.next() == .disconnect)
        script.pipeline.disconnected()
        #expect(script.pipeline.failure?.code == "hdfs-write-failed")
    }

    @Test("a NameNode that refuses ends the write with its error", arguments: [0, 1, 2])
    func namenodeRefuses(where step: Int) {
        let script = PipelineScript()
        script.queue(10)
        _ = script.next()
        if step > 0 {
            script.pipeline.blockAllocated(PipelineFixture.located(1, on: [1]))
            script.pipeline.setUpFailed(PipelineFixture.lost)
            _ = script.next()
        }
        if step > 1 { script.pipeline.blockAbandoned() }
        script.pipeline.namenodeFailed(PipelineFixture.remote)
        #expect(script.next() == .fail(PipelineFixture.remote))
        script.queue(10)
        #expect(script.next() == .fail(PipelineFixture.remote))
    }

    @Test("a write that is given up ends its connection and stays ended")
    func abort() {
        let script = PipelineScript()
        script.queue(10)
        _ = script.open(on: [1])
        script.pipeline.abort(PipelineFixture.remote)
        #expect(script.next() == .disconnect)
        script.pipeline.disconnected()
        #expect(script.next() == .fail(PipelineFixture.remote))
        #expect(script.acknowledged(PipelineFixture.ack(0, nodes: 1)) == nil)
        script.pipeline.abort(PipelineFixture.lost)
        #expect(script.pipeline.failure == PipelineFixture.remote)
    }

    @Test("heartbeats are sent after half the socket's time-out without a packet")
    func heartbeats() {
        let script = PipelineScript()
        script.queue(10)
        _ = script.open(on: [1, 2])
        script.acknowledged(PipelineFixture.ack(0, nodes: 2))
        #expect(script.pipeline.nextTick == 30_000)
        script.pipeline.now = 29_999
        #expect(!script.ticked())
        script.pipeline.now = 30_000
        #expect(script.ticked())
        #expect(!script.ticked())
        #expect(script.acknowledged(PipelineFixture.ack(-1, nodes: 2)) == nil)
        #expect(script.pipeline.awaitingSince == nil)
        #expect(script.pipeline.isStreaming)
        script.pipeline.now = 60_000
        #expect(script.ticked())
    }

    @Test("a DataNode that acknowledges nothing for the socket's time-out and five seconds for each node has failed")
    func ackTimeout() {
        let script = PipelineScript()
        script.queue(10)
        _ = script.open(on: [1, 2, 3])
        script.pipeline.now = 74_999
        _ = script.ticked()
        #expect(script.pipeline.isStreaming)
        script.pipeline.now = 75_000
        #expect(!script.ticked())
        #expect(!script.pipeline.isStreaming)
        let setUp = script.recoverUpToSetUp(stamp: 1001)
        #expect(setUp?.nodes.map(\.uuid) == ["uuid-2", "uuid-3"])
    }

    @Test("acknowledgements of heartbeats keep a slow packet's pipeline open")
    func slowButAlive() {
        let script = PipelineScript()
        script.queue(10)
        _ = script.open(on: [1])
        for minute in 1...20 {
            script.pipeline.now = minute * 60_000
            _ = script.ticked()
            script.acknowledged(PipelineFixture.ack(-1, nodes: 1))
        }
        #expect(script.pipeline.isStreaming)
    }
}
