import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// A file being written, made by `HDFSClient.create` and `append` (DFSOutputStream.java).
///
/// One thread writes. Calls block, none without end. After an error nothing more is written, and the file stays as it is:
/// it isn't closed, so that nobody takes it for complete; delete it, or recover its lease to keep what was acknowledged.
public final class HDFSOutputStream: Sendable {
    /// The file's path.
    public let path: String
    /// How many bytes the file had when it was opened.
    public let initialLength: UInt64
    private let state: Mutex<State>
    private let interruption: StreamInterruption
    private let registry: OpenStreams

    private struct State: ~Copyable {
        var driver: PipelineDriver
        var assembler: PacketAssembler
        var phase = Phase.open
        var isSending = false
        var written: UInt64 = 0
    }

    private enum Phase {
        case open
        case closed
        case failed(WeftError)
    }

    init(
        path: String,
        initialLength: UInt64,
        driver: PipelineDriver,
        assembler: PacketAssembler,
        registry: OpenStreams
    ) {
        self.path = path
        self.initialLength = initialLength
        interruption = driver.interruption
        self.registry = registry
        state = Mutex(State(driver: driver, assembler: assembler))
        registry.add(self)
    }

    deinit { interruption.interrupt(Self.abandoned(path)) }

    /// How many bytes the file has with what was written, whether it is acknowledged or not.
    public var position: UInt64 { initialLength + state.withLock { $0.written } }

    /// Writes bytes. They are copied; most often nothing is waited for.
    ///
    /// - Throws: why they, or bytes before them, couldn't be written: `hdfs-write-failed`, `hdfs-lease-lost`,
    ///   `hdfs-file-deleted`, `hdfs-no-datanodes`, `quota-exceeded`, `hdfs-stream-closed`, and what the NameNode throws.
    public func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        try whileOpen {
            repeat {
                let isFull = try state.withLock { state in
                    try Self.checkFree(state.isSending)
                    let count = state.assembler.fill(UnsafeRawBufferPointer(rebasing: rest))
                    rest = rest.dropFirst(count)
                    state.written += UInt64(count)
                    return state.assembler.isFull
                }
                if isFull { try sendPacket() }
            } while !rest.isEmpty
        }
    }

    /// Writes bytes.
    public func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// Waits until all that was written is on the DataNodes, in their memory at least, where new readers see it.
    ///
    /// - Throws: as `write`.
    public func hflush() throws { try flush(isSync: false, updatesLength: false) }

    /// Waits until all that was written of the present block is on the DataNodes' disks.
    ///
    /// - Parameter updatesLength: whether the NameNode is told the file's length, so that listings show it.
    /// - Throws: as `write`.
    public func hsync(updatesLength: Bool = false) throws { try flush(isSync: true, updatesLength: updatesLength) }

    /// Writes the rest and ends the file. Once it has succeeded, further calls do nothing.
    ///
    /// - Throws: as `write`; `hdfs-close-timeout` when the DataNodes didn't report the last block in time. The file isn't
    ///   complete then.
    public func close() throws {
        if state.withLock({ if case .closed = $0.phase { true } else { false } }) { return }
        try whileOpen {
            let last = try state.withLock { state in
                try Self.checkFree(state.isSending)
                if state.assembler.hasUnsent { state.driver.pipeline.queue(state.assembler.finishPacket()) }
                // Of a block that was never written to, the NameNode knows all.
                if state.assembler.position > 0 { state.driver.pipeline.queue(state.assembler.finishBlock()) }
                return state.driver.pipeline.lastQueuedSeqno
            }
            try run { $0.lastAckedSeqno >= last && !$0.isStreaming }
            let (file, block) = state.withLock { ($0.driver.file, $0.driver.pipeline.block) }
            try file.complete(last: block, wait: interruption.wait)
        }
        state.withLock {
            $0.phase = .closed
            $0.driver.disconnect()
        }
        registry.remove(self)
    }

    /// Gives the file up, from any thread. It isn't closed: the NameNode does that when its lease is recovered. Delete it
    /// when it isn't wanted.
    public func abort() {
        abort(
            WeftError("hdfs-write-aborted", "writing the file was given up", details: [.init("path", path)])
        )
    }

    // MARK: For those who look after open streams

    func abort(_ error: WeftError) {
        interruption.interrupt(error)
        _ = state.withLockIfAvailable { state in
            guard case .open = state.phase, !state.isSending else { return }
            state.driver.pipeline.abort(error)
            state.driver.disconnect()
            state.phase = .failed(error)
        }
        registry.remove(self)
    }

    /// Sends a heartbeat if none was sent for long, and looks for what the DataNodes said.
    func keep() {
        _ = state.withLockIfAvailable { state in
            guard case .open = state.phase else { return }
            state.driver.keep(isSending: state.isSending)
        }
    }

    // MARK: Steps

    /// Makes the packet at hand one to be sent, and sends what may be sent.
    private func sendPacket() throws {
        try run { $0.hasRoom }
        state.withLock { state in
            state.driver.pipeline.queue(state.assembler.finishPacket())
            if state.assembler.isAtBlockEnd { state.driver.pipeline.queue(state.assembler.finishBlock()) }
        }
        try run { _ in true }
    }

    private func flush(isSync: Bool, updatesLength: Bool) throws {
        try whileOpen {
            let seqno = try state.withLock { state in
                try Self.checkFree(state.isSending)
                if state.assembler.hasUnsent {
                    state.driver.pipeline.queue(state.assembler.finishPacket(isSync: isSync))
                    if state.assembler.isAtBlockEnd { state.driver.pipeline.queue(state.assembler.finishBlock()) }
                } else if isSync, state.assembler.position > 0 {
                    state.driver.pipeline.queue(state.assembler.syncPacket())
                }
                return state.driver.pipeline.lastQueuedSeqno
            }
            try run { $0.lastAckedSeqno >= seqno }
            let (file, length) = state.withLock { state in
                let mustPersist = state.driver.pipeline.mustPersist
                state.driver.pipeline.mustPersist = false
                let length = state.driver.pipeline.block?.numBytes.map { Int64(clamping: $0) } ?? -1
                return (state.driver.file, mustPersist || updatesLength ? length : nil)
            }
            // Without it, a NameNode that restarts forgets the block that was just flushed.
            if let length { try file.fsync(length: length) }
            state.withLock { $0.driver.pipeline.isFlushed = true }
        }
    }

    /// Sends packets until nothing can be sent and `isDone` holds. While one is sent the state isn't locked, so that
    /// what the DataNodes say is heard even if they take no more.
    private func run(until isDone: (WritePipeline) -> Bool) throws {
        while true {
            let sending = try state.withLock { state in
                let sending = try state.driver.run(until: isDone)
                state.isSending = sending != nil
                return sending
            }
            guard let sending else { return }
            let buffers = state.withLock { $0.driver.buffers }
            var failure: WeftError?
            do {
                try buffers.withBytes(of: sending.packet) { try sending.connection.output.write([$0]) }
            } catch {
                failure = PipelineDriver.named(error, sending.connection)
            }
            state.withLock { state in
                state.isSending = false
                if let failure { state.driver.sendingFailed(failure) }
            }
        }
    }

    private func whileOpen(_ body: () throws -> Void) throws {
        try state.withLock { state in
            switch state.phase {
            case .open: return
            case .closed:
                throw WeftError(
                    "hdfs-stream-closed",
                    "the file is closed; nothing can be written to it",
                    remedy: "open it again to append",
                    details: [.init("path", path)]
                )
            case .failed(let error): throw error
            }
        }
        do {
            try body()
        } catch {
            var error = WeftError(wrapping: error).about(path)
            if error.code == Self.busy { throw error }
            error = state.withLock { $0.driver }.whyItFailed(error)
            state.withLock { state in
                state.phase = .failed(error)
                state.driver.pipeline.abort(error)
                state.driver.disconnect()
            }
            registry.remove(self)
            throw error
        }
    }

    private static let busy: WeftError.Code = "hdfs-stream-busy"

    private static func checkFree(_ isSending: Bool) throws {
        guard isSending else { return }
        throw WeftError(busy, "another thread is writing to the same file", remedy: "write from one thread at a time")
    }

    private static func abandoned(_ path: String) -> WeftError {
        WeftError(
            "hdfs-write-aborted",
            "the file was never closed",
            remedy: "call close(), or abort() when it isn't wanted",
            details: [.init("path", path)]
        )
    }
}
