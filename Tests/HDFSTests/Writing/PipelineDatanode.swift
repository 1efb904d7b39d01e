import Glibc
import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

@testable import HDFS

/// A DataNode on loopback that speaks the server's side of writing. The first one of a pipeline plays all of them: it
/// stores what it gets on each, and answers as they would have.
final class PipelineDatanode: Sendable {
    enum Fault: Sendable, Hashable {
        /// Nobody listens any longer.
        case dead
        /// The set-up is refused, with this node as the bad link.
        case refusesSetUp(DataTransferStatus)
        /// The set-up isn't answered.
        case silentSetUp
        /// Something that is no answer.
        case garbageSetUp
        /// After so many packets: the first of the pipeline hangs up, others are reported.
        case fails(after: Int)
        /// After so many packets nothing is acknowledged any longer.
        case silent(after: Int)
        /// After so many packets nothing is read any longer.
        case stuck(after: Int)
        /// After so many packets it says that it restarts, and hangs up.
        case restarts(after: Int)
        /// After so many packets an acknowledgement of these bytes comes, and the end of the connection.
        case sends([UInt8], after: Int)
        /// A copy to or from it fails.
        case failsTransfer

        func isDue(_ packets: Int) -> Bool {
            switch self {
            case .fails(let after), .silent(let after), .stuck(let after), .restarts(let after), .sends(_, let after):
                packets >= after
            default: false
            }
        }
    }

    struct Replica: Sendable, Hashable {
        var bytes: [UInt8] = []
        var acknowledged = 0
        var generationStamp: UInt64
        var isFinalized = false
    }

    struct State {
        var replicas: [UInt64: Replica] = [:]
        var fault: Fault?
        var staysFaulty = false
        var syncs = 0
        var heartbeats = 0
        var stages: [OpWriteBlockProto.BlockConstructionStage] = []
        var failure: String?
        var connections: [Int32] = []
        var isStopped = false
    }

    let index: Int
    let info: DatanodeInfoProto
    let state = Mutex(State())
    private let listener: Int32
    private let cluster: WritingCluster

    init(_ index: Int, _ cluster: WritingCluster) throws {
        self.index = index
        self.cluster = cluster
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard bound else { throw WeftError("test", "no port for a DataNode") }
        info = DatanodeInfoProto(
            id: DatanodeIDProto(
                ipAddr: "127.0.0.1",
                hostName: "dn\(index)",
                datanodeUuid: "uuid-\(index)",
                xferPort: UInt32(UInt16(bigEndian: address.sin_port)),
                infoPort: 0,
                ipcPort: 0
            )
        )
        Pause.startThread {
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                // As DataNodes do: an acknowledgement that waits for another one would be lost when they hang up.
                var on: Int32 = 1
                setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
                self.state.withLock { $0.connections.append(descriptor) }
                Pause.startThread {
                    self.serve(descriptor)
                    self.state.withLock {
                        $0.connections.removeAll { $0 == descriptor }
                        close(descriptor)
                    }
                }
            }
            // Not before: another server would get the number.
            close(listener)
        }
    }

    var address: String { "127.0.0.1:\(info.id.xferPort)" }

    func setFault(_ fault: Fault, stays: Bool = false) {
        state.withLock {
            $0.fault = fault
            $0.staysFaulty = stays
        }
        if fault == .dead { stop() }
    }

    func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for descriptor in state.connections { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    func replica(_ block: UInt64) -> Replica? { state.withLock { $0.replicas[block] } }

    /// Takes a fault that is due: it happens once, unless it stays.
    private func takeFault(_ isDue: (Fault) -> Bool) -> Fault? {
        state.withLock { state in
            guard let fault = state.fault, isDue(fault) else { return nil }
            if !state.staysFaulty { state.fault = nil }
            return fault
        }
    }

    // MARK: The server

    private func serve(_ descriptor: Int32) {
        let peer = PipelinePeer(descriptor)
        do {
            guard try peer.read(3).first == 0 else { return }
            let operation = peer.last[2]
            switch operation {
            case 80: try write(peer, peer.readDelimited(OpWriteBlockProto.self))
            case 86: try transfer(peer, peer.readDelimited(OpTransferBlockProto.self))
            default: return
            }
        } catch {
            // The client has hung up.
        }
    }

    private func transfer(_ peer: PipelinePeer, _ request: OpTransferBlockProto) throws {
        let targets = request.targets.compactMap { cluster.datanode($0.id.datanodeUuid) }
        let fails = ([self] + targets).contains { $0.takeFault { $0 == .failsTransfer || $0 == .dead } != nil }
        guard !fails, let replica = replica(request.header.baseHeader.block.blockId), let target = targets.first else {
            return try peer.sendDelimited(BlockOpResponseProto(status: .error, message: "no copy"))
        }
        target.state.withLock { $0.replicas[request.header.baseHeader.block.blockId] = replica }
        try peer.sendDelimited(BlockOpResponseProto(status: .success))
    }

    private func write(_ peer: PipelinePeer, _ request: OpWriteBlockProto) throws {
        let pipeline = [self] + request.targets.compactMap { cluster.datanode($0.id.datanodeUuid) }
        state.withLock { $0.stages.append(request.stage) }
        if takeFault({ $0 == .silentSetUp }) != nil {
            _ = try peer.read(1)
            return
        }
        if takeFault({ $0 == .garbageSetUp }) != nil {
            return try peer.send([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])
        }
        for node in pipeline {
            var status: DataTransferStatus?
            _ = node.takeFault { fault in
                if case .refusesSetUp(let refusal) = fault { status = refusal }
                if fault == .dead { status = .error }
                return status != nil
            }
            status = status ?? node.open(request)
            if let status {
                let link = node === self ? "" : node.address
                return try peer.sendDelimited(
                    BlockOpResponseProto(status: status, firstBadLink: link, message: "refused by \(node.index)")
                )
            }
        }
        try peer.sendDelimited(BlockOpResponseProto(status: .success, firstBadLink: ""))
        if request.stage == .pipelineCloseRecovery { return }
        try receive(peer, request, pipeline)
    }

    /// Makes or recovers a replica, as FsDatasetImpl does.
    private func open(_ request: OpWriteBlockProto) -> DataTransferStatus? {
        let block = request.header.baseHeader.block
        return state.withLock { state in
            if request.stage == .pipelineSetupCreate {
                guard state.replicas[block.blockId] == nil else { return .errorExists }
                state.replicas[block.blockId] = Replica(generationStamp: block.generationStamp)
                return nil
            }
            guard var replica = state.replicas[block.blockId] else {
                state.failure = "no replica to recover"
                return .error
            }
            guard replica.generationStamp >= block.generationStamp,
                request.latestGenerationStamp > block.generationStamp
            else {
                state.failure = "generation stamp \(replica.generationStamp), asked for \(block.generationStamp)"
                return .error
            }
            guard replica.acknowledged >= Int(request.minBytesRcvd), replica.bytes.count <= Int(request.maxBytesRcvd)
            else {
                state.failure =
                    "\(replica.acknowledged) to \(replica.bytes.count) bytes, asked for \(request.minBytesRcvd) to "
                    + "\(request.maxBytesRcvd)"
                return .error
            }
            replica.bytes.removeLast(replica.bytes.count - replica.acknowledged)
            replica.generationStamp = request.latestGenerationStamp
            replica.isFinalized = request.stage == .pipelineCloseRecovery
            state.replicas[block.blockId] = replica
            return nil
        }
    }

    private func receive(_ peer: PipelinePeer, _ request: OpWriteBlockProto, _ pipeline: [PipelineDatanode]) throws {
        let block = request.header.baseHeader.block.blockId
        var packets = 0
        while true {
            let packet = try peer.readPacket(request.requestedChecksum)
            if packet.header.sequenceNumber != PacketHeader.heartbeat { packets += 1 }
            let header = packet.header
            for (index, node) in pipeline.enumerated() {
                guard let fault = node.takeFault({ $0.isDue(packets) }) else { continue }
                switch fault {
                case .fails where index == 0: return
                case .fails:
                    let replies = (0...index).map { $0 == index ? DataTransferStatus.error : .success }
                    return try peer.sendDelimited(PipelineAckProto(seqno: header.sequenceNumber, reply: replies))
                case .silent:
                    while true { _ = try peer.readPacket(request.requestedChecksum) }
                case .stuck:
                    peer.waitForEnd()
                    return
                case .restarts:
                    let replies = (0...index).map { $0 == index ? DataTransferStatus.oobRestart : .success }
                    return try peer.sendDelimited(PipelineAckProto(seqno: -2, reply: replies))
                case .sends(let bytes, _): return try peer.send(bytes)
                default: break
                }
            }
            var ended = false
            for node in pipeline {
                try node.state.withLock { state in
                    if header.sequenceNumber == PacketHeader.heartbeat {
                        state.heartbeats += 1
                        return
                    }
                    guard var replica = state.replicas[block] else { return }
                    guard header.offsetInBlock <= replica.bytes.count else {
                        state.failure = "packet at \(header.offsetInBlock) behind \(replica.bytes.count)"
                        throw WeftError("test", "a gap")
                    }
                    if Int(header.offsetInBlock) % Int(request.requestedChecksum.bytesPerChecksum) != 0,
                        packet.data.count > Int(request.requestedChecksum.bytesPerChecksum)
                    {
                        state.failure = "a partial chunk must come in a packet of its own"
                        throw WeftError("test", "a long partial chunk")
                    }
                    if !packet.data.isEmpty {
                        replica.bytes.removeLast(replica.bytes.count - Int(header.offsetInBlock))
                        replica.bytes += packet.data
                    }
                    replica.acknowledged = replica.bytes.count
                    replica.isFinalized = header.isLastInBlock
                    if header.syncBlock { state.syncs += 1 }
                    state.replicas[block] = replica
                }
                ended = header.isLastInBlock
            }
            try peer.sendDelimited(
                PipelineAckProto(
                    seqno: header.sequenceNumber,
                    reply: pipeline.map { _ in .success },
                    flag: pipeline.map { _ in 0 }
                )
            )
            if ended { return }
        }
    }
}

/// A connection's server side, with blocking reads.
final class PipelinePeer {
    private let descriptor: Int32
    private(set) var last: [UInt8] = []

    struct Packet {
        var header: PacketHeader
        var data: [UInt8]
    }

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    func read(_ count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let received = bytes.withUnsafeMutableBytes {
                recv(descriptor, $0.baseAddress.map { $0 + done }, count - done, 0)
            }
            guard received > 0 else { throw WeftError("test", "the client has hung up") }
            done += received
        }
        last = bytes
        return bytes
    }

    func readDelimited<Message: HadoopMessage>(_: Message.Type) throws -> Message {
        var prefix: [UInt8] = []
        repeat { prefix += try read(1) } while prefix.last.map { $0 >= 0x80 } ?? true
        var place = 0
        let length = try prefix.withUnsafeBytes { try Varint.read($0, at: &place) } ?? 0
        return try Message(serialized: read(Int(length)))
    }

    /// Reads a packet and compares its checksums.
    func readPacket(_ checksum: ChecksumProto) throws -> Packet {
        let lengths = try read(PacketHeader.lengthsSize).withUnsafeBytes { try PacketHeader.Lengths($0) }
        let header = try read(lengths.header).withUnsafeBytes { try PacketHeader($0) }
        let checksums = try read(lengths.payload - header.dataLength)
        let data = try read(header.dataLength)
        let chunk = Int(checksum.bytesPerChecksum)
        let expected = PipelineChecksums.make(checksum.type, data, chunk)
        guard checksums == expected else { throw WeftError("test", "checksums differ") }
        return Packet(header: header, data: data)
    }

    func send(_ bytes: [UInt8]) throws {
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw WeftError("test", "the client has hung up")
        }
    }

    func sendDelimited(_ message: some HadoopMessage) throws {
        var bytes: [UInt8] = []
        message.serializeDelimited(into: &bytes)
        try send(bytes)
    }

    /// Reads nothing until the client hangs up.
    func waitForEnd() {
        var entry = pollfd(fd: descriptor, events: 0x2000, revents: 0)  // POLLRDHUP
        poll(&entry, 1, 60_000)
    }
}
