import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// A file of HDFS that is open for reading (DFSInputStream.java).
///
/// `read(into:)` goes on where the last call ended and keeps a DataNode's stream open in between; one call at a time, and
/// others wait. `pread(into:at:)` stands on its own and may be called from several threads. Every byte is compared with
/// its checksum unless the file was opened without that. When a DataNode fails, another replica is read from the same
/// byte on; when none can be read, locations are fetched again after a random wait, three times by default, before a call
/// fails. Nothing waits without end.
public final class HDFSInputStream: Sendable {
    /// The file's path.
    public let path: String
    let context: ReadContext
    /// Whether what comes is compared with its checksums, where the client does that at all.
    let verifiesChecksums: Bool
    let locations: BlockLocations
    /// Identities of DataNodes that have failed since the locations were last fetched because of that.
    private let avoided = Mutex<Set<String>>([])
    var avoidedDatanodes: Set<String> { avoided.withLock { $0 } }
    private let sequential = Mutex(Sequential())

    /// What `read(into:)` has open.
    private struct Sequential {
        var position: UInt64 = 0
        var reader: OpenReader?
        var isClosed = false
        /// What ended the last call, which had given some bytes before.
        var failure: WeftError?
    }

    /// A reader, and where it reads.
    struct OpenReader {
        let reader: BlockReader
        let block: LocatedBlockProto
        let datanode: DatanodeInfoProto
        /// Whether an earlier call opened it.
        var isOld = false

        /// Where in the file its next byte is.
        var position: UInt64 { block.offset + reader.position }
    }

    /// Opens a file.
    ///
    /// - Throws: `input-not-found`, `permission-denied`, `hdfs-unsupported` when it is encrypted or erasure-coded.
    init(path: String, context: ReadContext, verifiesChecksums: Bool = true) throws {
        self.path = path
        self.verifiesChecksums = verifiesChecksums
        self.context = context
        locations = try BlockLocations(path: path, context: context)
    }

    /// Bytes in the file. For one that is being written it is what readers could see when it was opened, or `refresh()`
    /// was called.
    public var length: UInt64 { locations.length }

    /// Whether a writer had the file open then.
    public var isUnderConstruction: Bool { locations.isUnderConstruction }

    /// Asks for the length again.
    ///
    /// - Throws: `input-not-found` when the file has gone, `hdfs-file-changed` when it is another one.
    public func refresh() throws { try locations.refresh() }

    // MARK: Reading on

    /// Reads the next bytes.
    ///
    /// - Parameter destination: filled as far as the file goes, unless an error comes between; the next call then
    ///   throws it. One of replicas only if it is still there.
    /// - Returns: how many bytes were read; 0 at the end of the file.
    /// - Throws: `hdfs-block-missing` with the cause below it, `hdfs-file-changed` when the file was cut off or replaced,
    ///   what the NameNode throws.
    public func read(into destination: UnsafeMutableRawBufferPointer) throws -> Int {
        try sequential.withLock { state in
            guard !state.isClosed else { throw closed() }
            if let failure = state.failure.take() { throw failure }
            var attempts = BlockAttempts(context.settings)
            var corrupt = CorruptReplicas()
            defer { context.report(corrupt) }
            var done = 0
            while done < destination.count, state.position < length {
                do {
                    let count = try readOn(
                        UnsafeMutableRawBufferPointer(rebasing: destination[done...]),
                        &state,
                        &attempts,
                        &corrupt
                    )
                    if count > 0 { attempts = BlockAttempts(context.settings) }
                    done += count
                } catch {
                    if done == 0 { throw error }
                    let failure = WeftError(wrapping: error)
                    if failure.code != "hdfs-block-missing" { state.failure = failure }
                    break
                }
            }
            state.reader?.isOld = true
            return done
        }
    }

    private func readOn(
        _ destination: UnsafeMutableRawBufferPointer,
        _ state: inout Sequential,
        _ attempts: inout BlockAttempts,
        _ corrupt: inout CorruptReplicas
    ) throws -> Int {
        let open: OpenReader
        if let reader = state.reader {
            open = reader
        } else {
            open = try openReader(at: state.position, count: .max, &attempts, &corrupt)
            state.reader = open
        }
        let before = open.position
        do {
            _ = try open.reader.read(into: destination)
        } catch {
            state.reader = nil
            try judge(WeftError(wrapping: error), open, &attempts, &corrupt)
        }
        state.position = open.position
        if open.reader.position >= open.block.b.numBytes ?? 0 {
            context.release(open.reader)
            state.reader = nil
        }
        return Int(open.position - before)
    }

    /// Where the next byte comes from that `read(into:)` gives.
    public var position: UInt64 { sequential.withLock { $0.position } }

    /// Makes `read(into:)` go on at another byte.
    ///
    /// - Parameter target: up to the file's length.
    /// - Throws: `invalid-argument` for a byte behind the end.
    public func seek(to target: UInt64) throws {
        try sequential.withLock { state in
            guard !state.isClosed else { throw closed() }
            guard target <= length else {
                throw WeftError(
                    "invalid-argument",
                    "byte \(target) is behind the end of a file of \(length) bytes",
                    details: [.init("path", path)]
                )
            }
            if target != state.position { state.failure = nil }
            if let open = state.reader, target >= state.position, target < open.block.end,
                target - state.position <= UInt64(max(open.reader.buffered, Self.cheapSkip)),
                (try? open.reader.skip(target - state.position)) != nil
            {
                state.position = target
                return
            }
            if target != state.position { state.reader = nil }
            state.position = target
        }
    }

    /// As many bytes are likely to be on their way already: to take them costs less than to ask anew.
    private static let cheapSkip = 128 << 10

    /// Skips bytes, at most to the end of the file.
    ///
    /// - Returns: how many.
    @discardableResult
    public func skip(_ count: UInt64) throws -> UInt64 {
        let from = position
        let target = min(length, from.addingReportingOverflow(count).overflow ? .max : from + count)
        guard target > from else { return 0 }
        try seek(to: target)
        return target - from
    }

    /// Ends reading; later calls throw.
    public func close() {
        sequential.withLock { state in
            state.reader = nil
            state.isClosed = true
        }
        context.waitForReports()
    }

    private func closed() -> WeftError {
        WeftError("stream-closed", "the stream was closed before", details: [.init("path", path)])
    }

    // MARK: Reading at a place

    /// Reads bytes at a place.
    ///
    /// - Parameters:
    ///   - destination: filled as far as the file goes.
    ///   - position: the first byte's place in the file.
    /// - Returns: how many bytes were read; 0 behind the end of the file.
    /// - Throws: `hdfs-block-missing` with the cause below it, `hdfs-file-changed`, what the NameNode throws.
    public func pread(into destination: UnsafeMutableRawBufferPointer, at position: UInt64) throws -> Int {
        let length = length
        guard position < length else { return 0 }
        let total = Int(min(UInt64(destination.count), length - position))
        var done = 0
        var corrupt = CorruptReplicas()
        defer { context.report(corrupt) }
        while done < total {
            let place = position + UInt64(done)
            let block = try locations.block(at: place)
            let count = Int(min(UInt64(total - done), block.end - place))
            let piece = UnsafeMutableRawBufferPointer(rebasing: destination[done..<done + count])
            if context.hedging.limit > 0 {
                try readHedged(into: piece, at: place, &corrupt)
            } else {
                try readPiece(into: piece, at: place, &corrupt)
            }
            done += count
        }
        return total
    }

    /// Reads a range that lies within one block.
    private func readPiece(
        into destination: UnsafeMutableRawBufferPointer,
        at position: UInt64,
        _ corrupt: inout CorruptReplicas
    ) throws {
        var attempts = BlockAttempts(context.settings)
        var done = 0
        while done < destination.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: destination[done...])
            let place = position + UInt64(done)
            let open = try openReader(at: place, count: UInt64(rest.count), &attempts, &corrupt)
            do {
                _ = try open.reader.read(into: rest)
                context.release(open.reader)
            } catch {
                try judge(WeftError(wrapping: error), open, &attempts, &corrupt)
            }
            done += Int(open.position - place)
        }
    }

    // MARK: Replicas

    /// Opens a reader of the block at a place, on the best replica that can be opened.
    ///
    /// - Parameters:
    ///   - position: the first byte's place in the file.
    ///   - count: how many bytes, at most; the block's end is a bound, too.
    func openReader(
        at position: UInt64,
        count: UInt64,
        _ attempts: inout BlockAttempts,
        _ corrupt: inout CorruptReplicas
    ) throws -> OpenReader {
        while true {
            let (block, datanode) = try chooseReplica(at: position, &attempts)
            let range = BlockReader.Range(
                offset: position - block.offset,
                length: min(count, block.end - position)
            )
            do {
                let reader = try context.open(block, on: datanode.id, range, verifies: verifiesChecksums)
                return OpenReader(reader: reader, block: block, datanode: datanode)
            } catch {
                try judge(WeftError(wrapping: error), block, datanode, &attempts, &corrupt)
            }
        }
    }

    /// Chooses the replica to read, fetching locations again when there is none left.
    func chooseReplica(
        at position: UInt64,
        _ attempts: inout BlockAttempts
    ) throws -> (LocatedBlockProto, DatanodeInfoProto) {
        var block = try locations.block(at: position)
        while true {
            let action = attempts.next(
                block,
                avoided: avoidedDatanodes,
                local: context.localAddresses,
                chance: Double.random(in: 0..<1)
            )
            switch action {
            case .read(let datanode): return (block, datanode)
            case .refetch(let wait):
                Pause.sleep(milliseconds: wait)
                avoided.withLock { $0 = [] }
                block = try locations.refetch(at: position)
            case .fail: throw attempts.failure(path: path, block: block)
            }
        }
    }

    private func judge(
        _ error: WeftError,
        _ open: OpenReader,
        _ attempts: inout BlockAttempts,
        _ corrupt: inout CorruptReplicas
    ) throws {
        try judge(error, open.block, open.datanode, wasIdle: open.isOld, &attempts, &corrupt)
    }

    /// Does what a failure asks for before the next replica is chosen.
    func judge(
        _ error: WeftError,
        _ block: LocatedBlockProto,
        _ datanode: DatanodeInfoProto,
        wasIdle: Bool = false,
        _ attempts: inout BlockAttempts,
        _ corrupt: inout CorruptReplicas
    ) throws {
        switch attempts.failed(error, wasIdle: wasIdle) {
        case .tryAgain: break
        case .refetchToken: _ = try locations.refetch(at: block.offset)
        case .avoidCorrupt:
            corrupt.add(datanode, block)
            fallthrough
        case .avoid:
            avoided.withLock { _ = $0.insert(datanode.id.identity) }
        }
    }
}
