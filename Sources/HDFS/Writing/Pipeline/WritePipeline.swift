import HadoopProtos
import WeftDiagnostics

/// What has to happen for packets to become blocks on DataNodes, without any input or output (DataStreamer.java).
///
/// Methods tell what happened; `next()` says what to do about it. What it says stays the same until an event changes
/// it, except for `send`, which hands out a packet once: it counts as sent from then on, since its acknowledgement may
/// come before the call that sends it returns.
struct WritePipeline: Sendable {
    /// What the configuration and the file decide.
    struct Settings: Sendable {
        /// How many bytes a block has at most.
        var blockSize: Int
        /// How many replicas the file should have.
        var replication: Int
        /// How many packets may be queued or unacknowledged.
        var maxPackets = 80
        /// How often a new block is asked for after its pipeline couldn't be set up.
        var blockWriteRetries = 3
        /// How often a pipeline is recovered without a packet being acknowledged in between.
        var maxRecoveries = 5
        /// How often a pipeline is set up in one recovery. Java has no bound but the number of DataNodes.
        var maxSetUps = 12
        /// How long a restarting DataNode is waited for, in milliseconds.
        var restartTimeout = 30_000
        /// How long a DataNode that failed isn't offered new blocks, in milliseconds.
        var exclusion = 600_000
        /// `dfs.client.socket-timeout` in milliseconds: how long acknowledgements may take.
        var socketTimeout = 60_000
        /// How much longer they may take for each DataNode of the pipeline (HdfsConstants.READ_TIMEOUT_EXTENSION).
        var extensionForEachNode = 5_000
        var policy = ReplaceDatanodePolicy()
        /// The addresses of this host: a restarting DataNode on it is waited for.
        var localAddresses: Set<String> = []
    }

    /// What to do next.
    enum Action: Sendable, Hashable {
        /// Nothing, until a packet is queued or acknowledged.
        case idle
        /// End the connection to the first DataNode, then `disconnected()`.
        case disconnect
        /// Ask the NameNode for the next block (`addBlock`).
        case allocateBlock(previous: ExtendedBlockProto?, excluded: [DatanodeInfoProto])
        /// Connect to the first DataNode and ask it to write the block (`OP_WRITE_BLOCK`).
        case setUp(PipelineSetUp)
        /// Give a block back (`abandonBlock`).
        case abandonBlock(ExtendedBlockProto)
        /// Send a packet.
        case send(WritePacket)
        /// Wait for a DataNode that restarts, then `waited()`.
        case wait(milliseconds: Int)
        /// Ask the NameNode for one more DataNode (`getAdditionalDatanode`).
        case addDatanode(block: ExtendedBlockProto, existing: [PipelineNode], excluded: [DatanodeInfoProto])
        /// Let a DataNode copy what it has of the block to another one (`OP_TRANSFER_BLOCK`).
        case transfer(ReplicaTransfer)
        /// Ask the NameNode for a new generation stamp (`updateBlockForPipeline`).
        case updateBlock(ExtendedBlockProto)
        /// Tell the NameNode which DataNodes have the block now (`updatePipeline`).
        case updatePipeline(old: ExtendedBlockProto, new: ExtendedBlockProto, nodes: [PipelineNode])
        /// Give up.
        case fail(WeftError)
    }

    enum Phase: Sendable, Hashable {
        /// No block is open.
        case idle
        case allocating
        case abandoning(ExtendedBlockProto)
        /// A new block's pipeline is being set up.
        case settingUp
        case streaming
        case recovering(RecoveryStep)
        case failed(WeftError)
    }

    enum RecoveryStep: Sendable, Hashable {
        case waitingForRestart
        case addingDatanode
        case transferring(ReplicaTransfer)
        case updatingBlock
        case settingUp(generationStamp: UInt64)
        case updatingPipeline(generationStamp: UInt64)
    }

    let settings: Settings
    /// The moment that events happen at, in milliseconds of a clock that nobody sets. Set it before telling of an event.
    var now = 0

    // The packets that aren't acknowledged, and how many of them were sent since the pipeline was set up. Going back to
    // the first one after a failure is setting `sent` to 0.
    var packets: [WritePacket] = []
    var sent = 0
    var lastQueuedSeqno: Int64 = -1
    var lastAckedSeqno: Int64 = -1

    var phase = Phase.idle
    /// Whether a connection is open that nobody needs any longer.
    var mustDisconnect = false

    /// The block being written, or the last one: its length is what is acknowledged of it.
    var block: ExtendedBlockProto?
    /// The block before the one being allocated.
    var previous: ExtendedBlockProto?
    var token = TokenProto(identifier: [], password: [], kind: "", service: "")
    var nodes: [PipelineNode] = []
    /// How many bytes of the block may have reached a DataNode.
    var bytesSent = 0
    /// Whether the packet that ends the block was sent.
    var isClosing = false
    /// Whether the block existed before the stream was opened.
    var isAppend = false
    /// Whether the pipeline of an appended block was set up once.
    var isAppendSetUp = false
    /// Whether a caller was told that data is on the DataNodes.
    var isFlushed = false
    /// Whether a block was opened that the NameNode hasn't persisted yet.
    var mustPersist = false

    // What went wrong, while recovering.
    var badNode: Int?
    var restartingNode: Int?
    var restartDeadline = 0
    var restartedNodes: [PipelineNode] = []
    var failedNodes: [PipelineNode] = []
    var lastError: WeftError?
    var recoveries = 0
    var restarts = 0
    var setUps = 0
    var replacementTries = 0
    var refusedReplacements: [PipelineNode] = []

    // What went wrong with new blocks.
    var excluded: [(node: PipelineNode, until: Int)] = []
    var blockRetries = 0

    // When something was last sent, and since when an acknowledgement is awaited.
    var lastSentAt = 0
    var awaitingSince: Int?
    var heartbeats = 0

    /// A pipeline for a new file, or for a new block of an existing one.
    ///
    /// - Parameter previous: the file's last block when a new one is appended to it.
    init(settings: Settings, previous: ExtendedBlockProto? = nil) {
        self.settings = settings
        block = previous
    }

    /// A pipeline that goes on with the last block of a file.
    init(settings: Settings, appendingTo last: LocatedBlockProto) {
        self.settings = settings
        block = last.b
        token = last.blockToken
        nodes = PipelineNode.nodes(of: last)
        bytesSent = Int(clamping: last.b.numBytes ?? 0)
        isAppend = true
    }

    /// Whether one more packet may be queued.
    var hasRoom: Bool { packets.count < settings.maxPackets }
    /// Whether packets are queued that weren't sent.
    var hasUnsent: Bool { sent < packets.count }
    /// Whether a connection to a DataNode is in use.
    var isStreaming: Bool { phase == .streaming }
    /// Why the write has failed.
    var failure: WeftError? {
        if case .failed(let error) = phase { return error }
        return nil
    }

    /// A packet is to be written. Its seqno follows that of the packet before.
    mutating func queue(_ packet: WritePacket) {
        packets.append(packet)
        lastQueuedSeqno = packet.seqno
    }

    /// The connection was ended.
    mutating func disconnected() { mustDisconnect = false }

    /// A NameNode's call failed. No retry helps here: those that are worth it were done below.
    mutating func namenodeFailed(_ error: WeftError) { give(up: error) }

    /// Nothing more is wanted.
    mutating func abort(_ error: WeftError) { give(up: error) }

    mutating func give(up error: WeftError) {
        if case .failed = phase { return }
        if phase == .streaming { mustDisconnect = true }
        phase = .failed(error)
    }

    /// What to do now.
    mutating func next() -> Action {
        if mustDisconnect { return .disconnect }
        switch phase {
        case .failed(let error): return .fail(error)
        case .idle:
            guard !packets.isEmpty else { return .idle }
            if isAppend, !isAppendSetUp {
                startAppend()
            } else {
                startBlock()
            }
            return next()
        case .allocating: return .allocateBlock(previous: previous, excluded: currentExclusions())
        case .abandoning(let block): return .abandonBlock(block)
        case .settingUp: return setUpAction(generationStamp: 0, isRecovery: false)
        case .streaming: return nextPacket()
        case .recovering(let step): return recoveryAction(step)
        }
    }

    /// The packet to be sent now. The one that ends the block waits until all others are acknowledged, so that a
    /// pipeline that fails while closing needs no data sent again (DataStreamer.waitForAllAcks).
    private mutating func nextPacket() -> Action {
        guard sent < packets.count, !isClosing else { return .idle }
        let packet = packets[sent]
        if packet.isLast {
            guard sent == 0 else { return .idle }
            isClosing = true
        }
        guard packet.end <= settings.blockSize else {
            give(up: WeftError("hdfs-write-failed", "a packet ends behind its block"))
            return next()
        }
        sent += 1
        bytesSent = max(bytesSent, packet.end)
        lastSentAt = now
        awaitingSince = awaitingSince ?? now
        return .send(packet)
    }
}
