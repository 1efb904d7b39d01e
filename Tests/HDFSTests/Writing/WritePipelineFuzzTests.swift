import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HDFS

/// A cluster that answers the pipeline at random, and now and then tells it of things that can't have happened.
private struct RandomCluster {
    var random: SplitMix
    var nextBlock: UInt64 = 1
    var stamp: UInt64 = 1000
    /// Packets that were handed out on the present connection and not acknowledged.
    var onTheWay: [WritePacket] = []

    mutating func chance(_ percent: Int) -> Bool { random.below(100) < percent }

    mutating func nodes() -> [Int] {
        (0..<1 + random.below(3)).map { _ in random.below(8) }
    }

    mutating func status() -> DataTransferStatus {
        chance(70) ? .success : DataTransferStatus(rawValue: Int32(random.below(16)))
    }

    mutating func ack(for pipeline: WritePipeline, damaged: Bool) -> PipelineAckProto {
        let count = damaged ? random.below(6) : pipeline.nodes.count
        let replies = (0..<count).map { _ in damaged ? status() : .success }
        var seqno = onTheWay.first?.seqno ?? -1
        if damaged, chance(50) { seqno = Int64(truncatingIfNeeded: random.next()) }
        let flags = damaged && chance(20) ? replies.map { _ in UInt32(truncatingIfNeeded: random.next()) } : []
        return PipelineAckProto(seqno: seqno, reply: replies, flag: flags)
    }

    /// Something that may come at any moment, or can't come at this one.
    mutating func disturb(_ pipeline: inout WritePipeline) -> WritePacket? {
        switch random.below(16) {
        case 0:
            onTheWay = []
            pipeline.disconnected()
        case 1: pipeline.blockAllocated(PipelineFixture.located(nextBlock, on: nodes()))
        case 2: pipeline.blockNotAllocated(PipelineFixture.remote)
        case 3: pipeline.blockAbandoned()
        case 4: pipeline.setUpAnswered(PipelineFixture.refusal(status(), badLink: chance(50) ? random.below(8) : nil))
        case 5: pipeline.setUpFailed(PipelineFixture.lost)
        case 6: pipeline.connectionFailed(PipelineFixture.lost)
        case 7: pipeline.waited()
        case 8: pipeline.datanodeAdded(PipelineFixture.located(nextBlock, on: nodes()))
        case 9: pipeline.datanodeNotAdded(PipelineFixture.remote)
        case 10: pipeline.transferred()
        case 11: pipeline.transferFailed(PipelineFixture.lost)
        case 12: pipeline.blockUpdated(PipelineFixture.located(nextBlock, stamp: stamp, on: []))
        case 13: pipeline.pipelineUpdated()
        case 14:
            pipeline.checkTime()
            _ = pipeline.heartbeat()
        default: return pipeline.acknowledged(ack(for: pipeline, damaged: true))
        }
        return nil
    }

    /// Does what the pipeline asks for, or fails to.
    mutating func answer(_ action: WritePipeline.Action, _ pipeline: inout WritePipeline, failures: Int) {
        let fails = chance(failures)
        switch action {
        case .idle, .fail: break
        case .disconnect:
            onTheWay = []
            pipeline.disconnected()
        case .allocateBlock:
            nextBlock += 1
            if fails {
                pipeline.blockNotAllocated(PipelineFixture.remote)
            } else {
                pipeline.blockAllocated(PipelineFixture.located(nextBlock, stamp: stamp, on: nodes()))
            }
        case .setUp(let setUp):
            if !fails {
                pipeline.setUpAnswered(PipelineFixture.success)
            } else if chance(50) {
                pipeline.setUpFailed(PipelineFixture.lost)
            } else {
                let bad = setUp.nodes[random.below(setUp.nodes.count)]
                pipeline.setUpAnswered(
                    BlockOpResponseProto(status: chance(20) ? .oobRestart : .error, firstBadLink: bad.address)
                )
            }
        case .abandonBlock:
            if fails { pipeline.namenodeFailed(PipelineFixture.remote) } else { pipeline.blockAbandoned() }
        case .send(let packet): onTheWay.append(packet)
        case .wait(let milliseconds):
            pipeline.now += milliseconds
            pipeline.waited()
        case .addDatanode(_, let existing, _):
            if fails {
                pipeline.datanodeNotAdded(PipelineFixture.remote)
            } else {
                var located = PipelineFixture.located(nextBlock, on: [random.below(8)])
                located.locs += existing.map(\.datanode)
                pipeline.datanodeAdded(located)
            }
        case .transfer: if fails { pipeline.transferFailed(PipelineFixture.lost) } else { pipeline.transferred() }
        case .updateBlock:
            stamp += 1
            pipeline.blockUpdated(PipelineFixture.located(nextBlock, stamp: stamp, on: []))
        case .updatePipeline:
            if fails { pipeline.namenodeFailed(PipelineFixture.remote) } else { pipeline.pipelineUpdated() }
        }
    }
}

/// Clusters that fail at random. Whatever happens, every packet is acknowledged once and in order, or there is an error;
/// and no recovery goes on for ever.
@Suite struct WritePipelineFuzzTests {
    enum Kind: CaseIterable {
        /// Servers that fail, but don't lie.
        case failing
        /// Events that can't have happened, too.
        case disturbed
    }

    @Test("every packet is acknowledged once, in order, or the write fails", arguments: Kind.allCases)
    func randomClusters(kind: Kind) {
        let seed = Fuzzing.seed()
        var random = SplitMix(state: seed)
        var inputs = 0
        while inputs < Fuzzing.inputs / 2 {
            let one = random.next()
            switch write(kind, seed: one) {
            case .success(let events): inputs += events
            case .failure(let why):
                Issue.record("seed \(seed), write \(one): \(why.text)")
                return
            }
        }
    }

    private struct Wrong: Error { var text: String }

    private func write(_ kind: Kind, seed: UInt64) -> Result<Int, Wrong> {
        var cluster = RandomCluster(random: SplitMix(state: seed))
        let settings = WritePipeline.Settings(
            blockSize: 4096,
            replication: 3,
            maxPackets: 1 + cluster.random.below(6),
            policy: ReplaceDatanodePolicy(
                cluster.chance(50) ? .standard : .always,
                isBestEffort: cluster.chance(50)
            ),
            localAddresses: cluster.chance(30) ? ["10.0.0.1"] : []
        )
        let failures = [0, 2, 10, 30][cluster.random.below(4)]
        let start = cluster.chance(20) ? 700 : 0
        var pipeline =
            start > 0
            ? WritePipeline(
                settings: settings,
                appendingTo: PipelineFixture.located(1, bytes: 700, on: cluster.nodes())
            )
            : WritePipeline(settings: settings)
        var place = start
        var queued: [WritePacket] = []
        var acknowledged: Int64 = 0
        let total = 5 + cluster.random.below(40)
        for event in 0..<100_000 {
            if kind == .disturbed, cluster.chance(4), let packet = cluster.disturb(&pipeline) {
                guard packet.seqno == acknowledged else { return .failure(Wrong(text: "\(packet) wasn't the next")) }
                acknowledged += 1
                // A damaged acknowledgement can be a good one by chance.
                if !cluster.onTheWay.isEmpty { cluster.onTheWay.removeFirst() }
            }
            let action = pipeline.next()
            if case .fail(let error) = action {
                guard error.code.rawValue != "", pipeline.next() == action else {
                    return .failure(Wrong(text: "the failure doesn't stay"))
                }
                return .success(event + 1)
            }
            if case .send(let packet) = action {
                guard queued.contains(packet), cluster.onTheWay.last.map({ $0.seqno + 1 == packet.seqno }) ?? true
                else {
                    return .failure(Wrong(text: "\(packet) was sent out of order"))
                }
                guard !packet.isLast || cluster.onTheWay.isEmpty else {
                    return .failure(Wrong(text: "the last packet was sent before others were acknowledged"))
                }
            }
            cluster.answer(action, &pipeline, failures: failures)
            pipeline.now += cluster.random.below(50)
            guard pipeline.packets.count <= settings.maxPackets else {
                return .failure(Wrong(text: "too many packets are queued"))
            }
            // What a set-up acknowledged by itself, a block's last packet.
            acknowledged = max(acknowledged, pipeline.lastAckedSeqno + 1)
            if action == .idle {
                if pipeline.isStreaming, !cluster.onTheWay.isEmpty {
                    let damaged = cluster.chance(failures)
                    if damaged, cluster.chance(30) {
                        pipeline.connectionFailed(PipelineFixture.lost)
                    } else if let packet = pipeline.acknowledged(cluster.ack(for: pipeline, damaged: damaged)) {
                        guard packet.seqno == acknowledged else {
                            return .failure(Wrong(text: "\(packet) wasn't the next"))
                        }
                        acknowledged += 1
                        if !cluster.onTheWay.isEmpty { cluster.onTheWay.removeFirst() }
                    }
                }
                if queued.count < total, pipeline.hasRoom {
                    let isLast = place == 4096 || (queued.count == total - 1)
                    let length = isLast ? 0 : min(4096 - place, 1 + cluster.random.below(1500))
                    let packet = WritePacket(
                        seqno: Int64(queued.count),
                        offset: place,
                        length: length,
                        isLast: isLast,
                        isSync: false,
                        slot: nil
                    )
                    queued.append(packet)
                    pipeline.queue(packet)
                    place = isLast ? 0 : place + length
                }
            }
            if queued.count == total, Int(acknowledged) == total { return .success(event + 1) }
        }
        return .failure(Wrong(text: "it didn't end"))
    }

    @Test("random bytes are no acknowledgement, or one that the pipeline survives")
    func ackBytes() throws {
        let good = PipelineAckProto(
            seqno: 3,
            reply: [.success, .success, .success],
            downstreamAckTimeNanos: 12345,
            flag: [0, 0, 0]
        ).serialized()
        var bytes = good
        let seed = Fuzzing.seed()
        var random = SplitMix(state: seed)
        let script = PipelineScript(replication: 1)
        for _ in 0..<4 { script.queue(10) }
        _ = script.open(on: [1, 2, 3])
        let open = script.pipeline
        for input in 0..<Fuzzing.inputs {
            switch random.below(5) {
            case 0: bytes.removeLast(random.below(bytes.count + 1))
            case 1: bytes.append(UInt8(truncatingIfNeeded: random.next()))
            case 2: for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: random.next()) }
            default:
                if !bytes.isEmpty { bytes[random.below(bytes.count)] ^= UInt8(1 << random.below(8)) }
            }
            if let ack = try? PipelineAckProto(serialized: bytes) {
                var pipeline = open
                if let packet = pipeline.acknowledged(ack) {
                    #expect(packet.seqno == ack.seqno && packet.seqno == 0, "seed \(seed), input \(input)")
                }
            }
            if input % 8 == 0 { bytes = good }
        }
    }
}
