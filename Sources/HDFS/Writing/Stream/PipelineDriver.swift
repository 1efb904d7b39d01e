import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Does what a pipeline asks for: calls the NameNode, connects to DataNodes, reads acknowledgements. One thread at a time.
///
/// There is no thread for it: the one that writes sends packets itself and reads the acknowledgements that have come
/// when it has a packet to send, or has to wait for them anyway. A packet costs no change of threads, the kernel's
/// buffer is between the writer and the DataNode, and thousands of open files cost no thread. `StreamKeeper` looks
/// after streams that nobody writes to.
struct PipelineDriver {
    var pipeline: WritePipeline
    let buffers: PacketBuffers
    let file: FileWriting
    let connections: PipelineConnections
    private(set) var connection: DataTransferConnection?
    /// Says why the stream was given up from another thread.
    let interruption: StreamInterruption

    /// How long the rest of an acknowledgement may take when its start is there, in milliseconds.
    private static let ackCompletion = 10_000
    /// How long the thread that writes waits before it looks for interruptions, in milliseconds.
    private static let longestWait = 1_000
    /// How long acknowledgements are waited for that may say why a connection was lost, in milliseconds.
    private static let lastWords = 1_000

    init(
        pipeline: WritePipeline,
        buffers: PacketBuffers,
        file: FileWriting,
        connections: PipelineConnections,
        interruption: StreamInterruption
    ) {
        self.pipeline = pipeline
        self.buffers = buffers
        self.file = file
        self.connections = connections
        self.interruption = interruption
    }

    /// A packet to be sent, without holding the stream's lock.
    struct Sending {
        let packet: WritePacket
        let connection: DataTransferConnection
    }

    /// Does everything up to the next packet to be sent.
    ///
    /// - Parameter isDone: whether nothing has to be waited for any longer.
    /// - Returns: the packet, or `nil` when nothing can be sent and `isDone` holds.
    /// - Throws: why the write has failed.
    mutating func run(until isDone: (WritePipeline) -> Bool) throws -> Sending? {
        while true {
            pipeline.now = Self.now
            if let error = interruption.error { pipeline.abort(error) }
            if pipeline.isStreaming { readAcks() }
            let action = pipeline.next()
            switch action {
            case .send(let packet):
                if let connection { return Sending(packet: packet, connection: connection) }
                pipeline.connectionFailed(WeftError("connection-lost", "there is no connection to the pipeline"))
            case .idle:
                if isDone(pipeline) { return nil }
                waitForAck()
            case .fail(let error):
                disconnect()
                throw error
            default: perform(action)
            }
        }
    }

    /// The packet that was handed out couldn't be sent.
    mutating func sendingFailed(_ error: WeftError) {
        // A DataNode that gives a pipeline up says first which one failed.
        let deadline = Deadline.after(milliseconds: Self.lastWords)
        while pipeline.isStreaming, let connection, (try? connection.input.waitReadable(until: deadline)) == true {
            guard readAck(connection) else { break }
        }
        pipeline.connectionFailed(error)
    }

    /// What is done now and then for a stream that nobody writes to, or that is stuck in sending.
    ///
    /// - Parameter isSending: whether another thread is sending at this moment.
    mutating func keep(isSending: Bool) {
        pipeline.now = Self.now
        guard pipeline.isStreaming, let connection else { return }
        readAcks()
        pipeline.checkTime()
        if !isSending { sendHeartbeatIfDue(connection) }
        // Whoever is stuck in sending wakes up.
        if !pipeline.isStreaming { connection.close() }
    }

    /// Ends the connection.
    mutating func disconnect() {
        connection?.close()
        connection = nil
        interruption.connection = nil
        pipeline.disconnected()
    }

    static var now: Int { Int(Deadline.now.nanoseconds / 1_000_000) }

    /// The reason behind a failure. DataNodes only hang up when somebody else has taken the lease or deleted the file;
    /// the NameNode knows.
    func whyItFailed(_ failure: WeftError) -> WeftError {
        guard failure.code == "hdfs-write-failed", interruption.error == nil, let block = pipeline.block else {
            return failure
        }
        do {
            _ = try file.updateBlock(block)
            return failure
        } catch {
            var reason = WeftError(wrapping: error)
            guard ["hdfs-lease-lost", "hdfs-file-deleted"].contains(reason.code) else { return failure }
            reason.cause = reason.cause ?? failure
            return reason
        }
    }

    // MARK: Acknowledgements

    /// Reads the acknowledgements that are here.
    private mutating func readAcks() {
        while pipeline.isStreaming, let connection {
            do {
                guard try connection.input.waitReadable(until: .now) else { return }
            } catch {
                return pipeline.connectionFailed(Self.named(error, connection))
            }
            guard readAck(connection) else { return }
        }
    }

    private mutating func readAck(_ connection: DataTransferConnection) -> Bool {
        do {
            connection.input.timeout = Self.ackCompletion
            let ack = try connection.input.readDelimited(PipelineAckProto.self, limit: 1 << 16)
            if let packet = pipeline.acknowledged(ack), let slot = packet.slot { buffers.giveBack(slot) }
            return true
        } catch {
            pipeline.connectionFailed(Self.named(error, connection))
            return false
        }
    }

    /// Waits for an acknowledgement, for a short time only.
    private mutating func waitForAck() {
        guard pipeline.isStreaming, let connection else { return }
        // Not less than a little, for a heartbeat that is due but can't be sent.
        let wait = max(50, min(Self.longestWait, (pipeline.nextTick ?? .max) - pipeline.now))
        do {
            if try connection.input.waitReadable(until: .after(milliseconds: wait)) { return }
        } catch {
            return pipeline.connectionFailed(Self.named(error, connection))
        }
        pipeline.now = Self.now
        pipeline.checkTime()
        sendHeartbeatIfDue(connection)
    }

    /// A DataNode that reads nothing isn't waiting for a heartbeat, and sending one would block.
    private mutating func sendHeartbeatIfDue(_ connection: DataTransferConnection) {
        guard connection.output.isWritable, pipeline.heartbeat() else { return }
        let heartbeat = WritePacket(
            seqno: WritePacket.heartbeatSeqno,
            offset: 0,
            length: 0,
            isLast: false,
            isSync: false,
            slot: nil
        )
        do {
            try buffers.withBytes(of: heartbeat) { try connection.output.write([$0]) }
        } catch {
            sendingFailed(Self.named(error, connection))
        }
    }

    /// The error with the DataNode's name.
    static func named(_ error: any Error, _ connection: DataTransferConnection) -> WeftError {
        var error = WeftError(wrapping: error)
        error.details.append(.init("DataNode", connection.datanode.name))
        return error
    }

    // MARK: Actions

    private mutating func perform(_ action: WritePipeline.Action) {
        switch action {
        case .idle, .send, .fail: break
        case .disconnect: disconnect()
        case .setUp(let setUp): self.setUp(setUp)
        case .wait(let milliseconds):
            // An interruption is seen by whoever asks next.
            try? interruption.wait(milliseconds)
            happened { $0.waited() }
        case .transfer(let transfer):
            switch attempt({ try connections.transfer(transfer) }) {
            case .success: happened { $0.transferred() }
            case .failure(let error): happened { $0.transferFailed(error) }
            }
        case .allocateBlock(let previous, let excluded):
            switch attempt({ try file.addBlock(previous: previous, excluded: excluded, wait: interruption.wait) }) {
            case .success(let block): happened { $0.blockAllocated(block) }
            case .failure(let error): happened { $0.blockNotAllocated(error) }
            }
        case .abandonBlock(let block):
            switch attempt({ try file.abandon(block) }) {
            case .success: happened { $0.blockAbandoned() }
            case .failure(let error): happened { $0.namenodeFailed(error) }
            }
        case .addDatanode(let block, let existing, let excluded):
            switch attempt({ try file.additionalDatanode(block, existing: existing, excluded: excluded) }) {
            case .success(let located): happened { $0.datanodeAdded(located) }
            case .failure(let error): happened { $0.datanodeNotAdded(error) }
            }
        case .updateBlock(let block):
            switch attempt({ try file.updateBlock(block) }) {
            case .success(let located): happened { $0.blockUpdated(located) }
            case .failure(let error): happened { $0.namenodeFailed(error) }
            }
        case .updatePipeline(let old, let new, let nodes):
            switch attempt({ try file.updatePipeline(old: old, new: new, nodes: nodes) }) {
            case .success: happened { $0.pipelineUpdated() }
            case .failure(let error): happened { $0.namenodeFailed(error) }
            }
        }
    }

    private mutating func setUp(_ setUp: PipelineSetUp) {
        switch attempt({ try connections.setUp(setUp) }) {
        case .success((let response, let connection)):
            if response.status == .success {
                self.connection = connection
                interruption.connection = connection
            }
            happened { $0.setUpAnswered(response) }
        case .failure(let error): happened { $0.setUpFailed(error) }
        }
    }

    private func attempt<Value>(_ body: () throws -> Value) -> Result<Value, WeftError> {
        do {
            return .success(try body())
        } catch {
            return .failure(WeftError(wrapping: error))
        }
    }

    private mutating func happened(_ event: (inout WritePipeline) -> Void) {
        pipeline.now = Self.now
        event(&pipeline)
    }
}
