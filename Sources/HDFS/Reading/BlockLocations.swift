import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

/// The blocks of one file that is being read, fetched from the NameNode as they are needed.
final class BlockLocations: Sendable {
    let path: String
    private let context: ReadContext
    private let known: Mutex<LocatedBlocks>

    /// Asks for the file's first blocks.
    ///
    /// - Throws: `input-not-found`, `hdfs-unsupported` for files that are encrypted or erasure-coded, what the NameNode
    ///   throws, and `hdfs-block-missing` when the length of the last block can't be found out.
    init(path: String, context: ReadContext) throws {
        self.path = path
        self.context = context
        known = Mutex(LocatedBlocks())
        try refresh()
    }

    /// Bytes that can be read. That of a file that is being written is what it was when it was last asked for.
    var length: UInt64 { known.withLock { $0.length } }

    /// Whether a writer had the file open.
    var isUnderConstruction: Bool { known.withLock { $0.isUnderConstruction } }

    /// The block that has a byte of the file.
    func block(at position: UInt64) throws -> LocatedBlockProto {
        if let block = known.withLock({ $0.block(at: position) }) { return block }
        return try refetch(at: position)
    }

    /// The same with fresh locations and a fresh token.
    ///
    /// - Throws: `hdfs-file-changed` when the file is shorter than it was.
    func refetch(at position: UInt64) throws -> LocatedBlockProto {
        try fetch(from: position, mayShrink: false)
        if let block = known.withLock({ $0.block(at: position) }) { return block }
        throw WeftError(
            .dataTransferProtocol,
            "the NameNode names no block for byte \(position) of a file of \(length) bytes",
            details: [.init("path", path)]
        )
    }

    /// Asks for the length and the first blocks again.
    func refresh() throws { try fetch(from: 0, mayShrink: true) }

    private func fetch(from position: UInt64, mayShrink: Bool) throws {
        var retries = context.settings.lastBlockLengthRetries
        while true {
            let located = try locate(from: position)
            // Before the block that is being written, its DataNodes have no say: they may well be unreachable.
            if !mayShrink, position < located.fileLength, !located.isLastBlockComplete {
                return try update(located, visibleLength: nil, mayShrink: false)
            }
            guard let visibleLength = try lengthOfLastBlock(located) else {
                // After a restart of the cluster the DataNodes report what they have bit by bit.
                guard retries > 0 else {
                    throw WeftError(
                        "hdfs-block-missing",
                        "no DataNode has the last block of \(path), which is being written",
                        remedy: "check that the DataNodes run; after a restart, wait until they have reported",
                        details: [.init("path", path)]
                    )
                }
                retries -= 1
                Pause.sleep(milliseconds: context.settings.lastBlockLengthInterval)
                continue
            }
            return try update(located, visibleLength: visibleLength, mayShrink: mayShrink)
        }
    }

    private func update(_ located: LocatedBlocksProto, visibleLength: UInt64?, mayShrink: Bool) throws {
        try known.withLock { blocks in
            do {
                try blocks.update(located, visibleLength: visibleLength, mayShrink: mayShrink)
            } catch let error as WeftError {
                throw error.about(path)
            }
        }
    }

    private func locate(from position: UInt64) throws -> LocatedBlocksProto {
        let request = GetBlockLocationsRequestProto(
            src: path,
            offset: position,
            length: max(1, min(context.settings.prefetchSize, UInt64(Int64.max)))
        )
        let response = try context.namenode.call(
            "getBlockLocations",
            request,
            .idempotent,
            returning: GetBlockLocationsResponseProto.self
        )
        guard let located = response.locations else {
            throw WeftError(
                "input-not-found",
                "the file \(path) does not exist",
                remedy: "check the path",
                details: [.init("path", path)]
            )
        }
        if let encryption = located.fileEncryptionInfo {
            throw unsupported("is in an encryption zone (key \(encryption.keyName))", "HDFS transparent encryption")
        }
        if let policy = located.ecPolicy {
            throw unsupported("is erasure-coded (policy \(policy.name ?? "\(policy.id)"))", "HDFS erasure coding")
        }
        return located
    }

    private func unsupported(_ what: String, _ feature: String) -> WeftError {
        WeftError(
            "hdfs-unsupported",
            "the file \(path) \(what), and Weft doesn't have \(feature)",
            remedy: "read it with Hadoop's own client, or copy it to a folder without that",
            details: [.init("path", path)]
        )
    }

    /// The length that readers see of a last block that is being written, 0 when there is none, `nil` when there is one
    /// and no DataNode is known to have it (DFSInputStream.readBlockLength).
    private func lengthOfLastBlock(_ located: LocatedBlocksProto) throws -> UInt64? {
        guard !located.isLastBlockComplete, let block = located.lastBlock else { return 0 }
        guard !block.locs.isEmpty else { return (block.b.numBytes ?? 0) == 0 ? 0 : nil }
        var missing = 0
        var failure: WeftError?
        for datanode in block.locs {
            do {
                return try context.visibleLength(block, datanode)
            } catch {
                let error = WeftError(wrapping: error)
                if error.code == .replicaMissing { missing += 1 }
                failure = error
            }
        }
        // The writer has the block and hasn't reached the DataNodes yet.
        if missing == block.locs.count { return 0 }
        throw WeftError(
            "hdfs-block-missing",
            "no DataNode tells the length of the last block of \(path), which is being written",
            remedy: "check that its DataNodes run and are reachable",
            details: [.init("path", path), .init("block", block.b.name)],
            cause: failure
        )
    }
}
