import HadoopProtos
import WeftDiagnostics

@testable import HDFS

/// Blocks, DataNodes and acknowledgements as servers would make them.
enum PipelineFixture {
    static func datanode(_ index: Int, ip: String = "10.0.0.1") -> DatanodeInfoProto {
        DatanodeInfoProto(
            id: DatanodeIDProto(
                ipAddr: ip,
                hostName: "dn\(index)",
                datanodeUuid: "uuid-\(index)",
                xferPort: UInt32(9000 + index),
                infoPort: 0,
                ipcPort: 0
            )
        )
    }

    static func token(_ name: String = "t") -> TokenProto {
        TokenProto(identifier: Array(name.utf8), password: [1], kind: "HDFS_BLOCK_TOKEN", service: "")
    }

    static func block(_ id: UInt64, stamp: UInt64 = 1000, bytes: UInt64? = 0) -> ExtendedBlockProto {
        ExtendedBlockProto(poolId: "BP-1", blockId: id, generationStamp: stamp, numBytes: bytes)
    }

    static func located(
        _ id: UInt64,
        stamp: UInt64 = 1000,
        bytes: UInt64 = 0,
        on nodes: [Int],
        ip: String = "10.0.0.1"
    ) -> LocatedBlockProto {
        LocatedBlockProto(
            b: block(id, stamp: stamp, bytes: bytes),
            offset: 0,
            locs: nodes.map { datanode($0, ip: ip) },
            corrupt: false,
            blockToken: token("t\(id)-\(stamp)"),
            storageTypes: nodes.map { _ in .disk },
            storageIDs: nodes.map { "DS-\($0)" }
        )
    }

    static func ack(_ seqno: Int64, _ replies: DataTransferStatus...) -> PipelineAckProto {
        PipelineAckProto(seqno: seqno, reply: replies)
    }

    static func ack(_ seqno: Int64, nodes: Int) -> PipelineAckProto {
        PipelineAckProto(seqno: seqno, reply: Array(repeating: .success, count: nodes))
    }

    static let success = BlockOpResponseProto(status: .success)

    static func refusal(_ status: DataTransferStatus = .error, badLink: Int? = nil) -> BlockOpResponseProto {
        BlockOpResponseProto(status: status, firstBadLink: badLink.map { "10.0.0.1:\(9000 + $0)" } ?? "")
    }

    static let lost = WeftError("connection-lost", "lost")
    static let remote = WeftError("rpc-remote", "the NameNode said no")
}

/// A pipeline with the little that the table tests need around it.
final class PipelineScript {
    var pipeline: WritePipeline
    private var seqno: Int64 = 0
    private var place = 0

    init(_ pipeline: WritePipeline, at place: Int = 0) {
        self.pipeline = pipeline
        self.place = place
    }

    convenience init(replication: Int = 3, _ change: (inout WritePipeline.Settings) -> Void = { _ in }) {
        self.init(WritePipeline(settings: Self.settings(replication: replication, change)))
    }

    static func settings(
        replication: Int = 3,
        _ change: (inout WritePipeline.Settings) -> Void = { _ in }
    ) -> WritePipeline.Settings {
        var settings = WritePipeline.Settings(blockSize: 4096, replication: replication)
        change(&settings)
        return settings
    }

    /// Queues a packet of data behind the one before.
    @discardableResult
    func queue(_ length: Int, sync: Bool = false) -> WritePacket {
        let packet = WritePacket(seqno: seqno, offset: place, length: length, isLast: false, isSync: sync, slot: 0)
        seqno += 1
        place += length
        pipeline.queue(packet)
        return packet
    }

    /// Queues the packet that ends the block.
    @discardableResult
    func queueLast() -> WritePacket {
        let packet = WritePacket(seqno: seqno, offset: place, length: 0, isLast: true, isSync: false, slot: nil)
        seqno += 1
        place = 0
        pipeline.queue(packet)
        return packet
    }

    func next() -> WritePipeline.Action { pipeline.next() }

    /// What a stream does every now and then.
    ///
    /// - Returns: whether a heartbeat is sent.
    func ticked() -> Bool {
        pipeline.checkTime()
        return pipeline.heartbeat()
    }

    @discardableResult
    func acknowledged(_ ack: PipelineAckProto) -> WritePacket? { pipeline.acknowledged(ack) }

    /// Gives the pipeline a block on these nodes and opens it, and sends what is queued.
    ///
    /// - Returns: the packets that were handed out.
    func open(_ id: UInt64 = 1, on nodes: [Int]) -> [WritePacket] {
        _ = next()
        pipeline.blockAllocated(PipelineFixture.located(id, on: nodes))
        _ = next()
        pipeline.setUpAnswered(PipelineFixture.success)
        return sendAll()
    }

    /// Takes packets until something else is to be done.
    func sendAll() -> [WritePacket] {
        var packets: [WritePacket] = []
        while case .send(let packet) = next() { packets.append(packet) }
        return packets
    }

    /// Goes from a failure to where the NameNode has given a new generation stamp; the wanted action is a set-up.
    func recoverUpToSetUp(stamp: UInt64) -> PipelineSetUp? {
        if case .disconnect = next() { pipeline.disconnected() }
        guard case .updateBlock(let block) = next() else { return nil }
        var located = PipelineFixture.located(block.blockId, stamp: stamp, on: [])
        located.b.numBytes = block.numBytes
        pipeline.blockUpdated(located)
        guard case .setUp(let setUp) = next() else { return nil }
        return setUp
    }
}
