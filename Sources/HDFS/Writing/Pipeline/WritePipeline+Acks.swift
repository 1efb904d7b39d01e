import HadoopProtos
import WeftDiagnostics

// Acknowledgements, and how long they may take (DataStreamer.ResponseProcessor, PipelineAck.java).
extension WritePipeline {
    /// How long an acknowledgement may take, in milliseconds. Each DataNode waits longer than the next one, so that the
    /// one before the node that is stuck is the first to notice.
    var ackTimeout: Int { settings.socketTimeout + settings.extensionForEachNode * nodes.count }

    /// How long a connection may be without a packet before a heartbeat is sent, in milliseconds.
    var heartbeatInterval: Int { max(1, settings.socketTimeout / 2) }

    /// The moment when `checkTime()` or `heartbeat()` has something to do; `nil` when no pipeline is open.
    var nextTick: Int? {
        guard phase == .streaming else { return nil }
        return min(lastSentAt + heartbeatInterval, awaitingSince.map { $0 + ackTimeout } ?? .max)
    }

    /// Time has passed: a DataNode that acknowledged nothing for too long has failed.
    mutating func checkTime() {
        guard phase == .streaming, let awaitingSince, now - awaitingSince >= ackTimeout else { return }
        fail(node: 0, pipelineError("acknowledged nothing for \(ackTimeout / 1000) seconds", node: 0))
    }

    /// Time has passed without a packet.
    ///
    /// - Returns: whether a heartbeat is to be sent; it counts as sent.
    mutating func heartbeat() -> Bool {
        guard phase == .streaming, now - lastSentAt >= heartbeatInterval else { return false }
        lastSentAt = now
        awaitingSince = awaitingSince ?? now
        heartbeats += 1
        return true
    }

    /// An acknowledgement came.
    ///
    /// - Returns: the packet that it was for; its buffer is free again.
    mutating func acknowledged(_ ack: PipelineAckProto) -> WritePacket? {
        guard phase == .streaming else { return nil }
        let replies = ack.flag.isEmpty ? ack.reply : ack.flag.map(Self.status)
        guard replies.count <= nodes.count else {
            fail(node: 0, pipelineError("acknowledged for \(replies.count) DataNodes of \(nodes.count)", node: 0))
            return nil
        }
        // The one farthest away that failed is the cause; those before it only report it.
        if let index = replies.lastIndex(where: { $0 != .success }) {
            if replies[index] == .oobRestart {
                lastError = pipelineError("restarts", node: index)
                noteRestart(of: index)
                recover()
            } else {
                fail(node: index, pipelineError("answered \(replies[index])", node: index))
            }
            return nil
        }
        guard replies.count == nodes.count else {
            fail(node: replies.count, pipelineError("did not acknowledge a packet", node: replies.count))
            return nil
        }
        if ack.seqno == WritePacket.heartbeatSeqno {
            heartbeats = max(0, heartbeats - 1)
            heard()
            return nil
        }
        guard sent > 0, let packet = packets.first, packet.seqno == ack.seqno else {
            let expected = sent > 0 ? packets.first.map { "\($0.seqno)" } ?? "none" : "none"
            fail(
                node: 0,
                pipelineError("acknowledged packet \(ack.seqno) where \(expected) was expected", node: 0)
            )
            return nil
        }
        let acknowledged = UInt64(max(0, packet.end))
        if acknowledged > block?.numBytes ?? 0 { block?.numBytes = acknowledged }
        removeFirstPacket()
        heard()
        if packet.isLast { blockClosed() }
        return packet
    }

    /// The connection was lost, or what came over it wasn't an acknowledgement.
    mutating func connectionFailed(_ error: WeftError) {
        guard phase == .streaming else { return }
        fail(node: 0, error)
    }

    mutating func removeFirstPacket() {
        let packet = packets.removeFirst()
        sent = max(0, sent - 1)
        lastAckedSeqno = packet.seqno
        recoveries = 0
        restarts = 0
    }

    private mutating func heard() { awaitingSince = sent > 0 || heartbeats > 0 ? now : nil }

    /// The block is finalized on its DataNodes.
    mutating func blockClosed() {
        if phase == .streaming { mustDisconnect = true }
        phase = .idle
        isClosing = false
        isAppend = false
        nodes = []
        sent = 0
    }

    private mutating func fail(node: Int, _ error: WeftError) {
        lastError = error
        badNode = node
        recover()
    }

    private func pipelineError(_ what: String, node: Int) -> WeftError {
        WeftError(
            "hdfs-pipeline",
            "the DataNode \(node < nodes.count ? nodes[node].name : "\(node)") \(what)",
            details: [.init("block", blockName)]
        )
    }

    /// A status of an acknowledgement's flag: its lowest four bits; above them is what is said about congestion.
    private static func status(flag: UInt32) -> DataTransferStatus { DataTransferStatus(rawValue: Int32(flag & 0xF)) }
}
