import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// The NameNode's calls about one file that is being written, and how often each is tried again.
struct FileWriting: Sendable {
    let namenode: any NamenodeCalls
    let clientName: String
    let path: String
    /// The NameNode's number for the file; it stays the same when the file is renamed.
    let fileID: UInt64?
    let settings: WriteSettings

    // MARK: Blocks

    /// Asks for the next block, again while the NameNode knows too few replicas of the one before
    /// (DFSOutputStream.addBlock).
    ///
    /// - Parameter wait: waits for so many milliseconds, or throws when nobody is interested any longer.
    func addBlock(
        previous: ExtendedBlockProto?,
        excluded: [DatanodeInfoProto],
        wait: (Int) throws -> Void
    ) throws -> LocatedBlockProto {
        var delays = BackOff(settings)
        while true {
            do {
                let response: AddBlockResponseProto = try call(
                    "addBlock",
                    AddBlockRequestProto(
                        src: path,
                        clientName: clientName,
                        previous: previous,
                        excludeNodes: excluded,
                        fileId: fileID
                    ),
                    .idempotent
                )
                return response.block
            } catch let error as WeftError where Self.passes(error) {
                guard let delay = delays.next() else { throw error }
                try wait(delay)
            }
        }
    }

    /// Whether the NameNode may well give a block in a moment: it waits for replicas of the one before, or it has just
    /// started and its DataNodes haven't found it yet, which Java's client takes for an error.
    private static func passes(_ error: WeftError) -> Bool {
        error.isRemote("NotReplicatedYetException")
            || error.code == "hdfs-no-datanodes" && error.message.contains(" 0 datanode(s) running")
    }

    /// Gives a block back that nothing was written to.
    func abandon(_ block: ExtendedBlockProto) throws {
        let _: AbandonBlockResponseProto = try call(
            "abandonBlock",
            AbandonBlockRequestProto(b: block, src: path, holder: clientName, fileId: fileID),
            .idempotent
        )
    }

    /// Asks for one more DataNode for a pipeline.
    func additionalDatanode(
        _ block: ExtendedBlockProto,
        existing: [PipelineNode],
        excluded: [DatanodeInfoProto]
    ) throws -> LocatedBlockProto {
        let response: GetAdditionalDatanodeResponseProto = try call(
            "getAdditionalDatanode",
            GetAdditionalDatanodeRequestProto(
                src: path,
                blk: block,
                existings: existing.map(\.datanode),
                excludes: excluded,
                numAdditionalNodes: 1,
                clientName: clientName,
                existingStorageUuids: existing.compactMap(\.storageID),
                fileId: fileID
            ),
            .idempotent
        )
        return response.block
    }

    /// Asks for a new generation stamp and a new token.
    ///
    /// - Throws: `hdfs-lease-lost`, `hdfs-file-deleted`.
    func updateBlock(_ block: ExtendedBlockProto) throws -> LocatedBlockProto {
        do {
            let response: UpdateBlockForPipelineResponseProto = try call(
                "updateBlockForPipeline",
                UpdateBlockForPipelineRequestProto(block: block, clientName: clientName),
                .idempotent
            )
            return response.block
        } catch let error as WeftError {
            throw error.aboutWrittenBlock()
        }
    }

    /// Says which DataNodes have the block now.
    func updatePipeline(old: ExtendedBlockProto, new: ExtendedBlockProto, nodes: [PipelineNode]) throws {
        let _: UpdatePipelineResponseProto = try call(
            "updatePipeline",
            UpdatePipelineRequestProto(
                clientName: clientName,
                oldBlock: old,
                newBlock: new,
                newNodes: nodes.map(\.datanode.id),
                storageIDs: nodes.compactMap(\.storageID)
            ),
            .atMostOnce
        )
    }

    // MARK: The file

    /// Makes the NameNode persist the file's blocks.
    ///
    /// - Parameter length: the last block's length that others shall see; −1 leaves it.
    func fsync(length: Int64) throws {
        let _: FsyncResponseProto = try call(
            "fsync",
            FsyncRequestProto(src: path, client: clientName, lastBlockLength: length, fileId: fileID),
            .idempotent
        )
    }

    /// Ends the file, asking again while the NameNode knows too few replicas of its last block
    /// (DFSOutputStream.completeFile).
    ///
    /// - Throws: `hdfs-close-timeout` when it never knows enough.
    func complete(last: ExtendedBlockProto?, wait: (Int) throws -> Void) throws {
        var delays = BackOff(settings)
        while true {
            let response: CompleteResponseProto = try call(
                "complete",
                CompleteRequestProto(src: path, clientName: clientName, last: last, fileId: fileID),
                .idempotent
            )
            if response.result { return }
            guard let delay = delays.next() else {
                throw WeftError(
                    "hdfs-close-timeout",
                    "the file can't be closed: the NameNode knows too few replicas of its last block",
                    remedy: "check the DataNodes; on a busy cluster, raise "
                        + "dfs.client.block.write.locateFollowingBlock.retries",
                    details: [.init("path", path)] + (last.map { [.init("block", $0.name)] } ?? [])
                )
            }
            try wait(delay)
        }
    }

    private func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ idempotency: Idempotency
    ) throws -> Response {
        do {
            return try namenode.call(method, request, idempotency, returning: Response.self)
        } catch {
            throw WeftError(wrapping: error).aboutWriting(path)
        }
    }
}

/// How long to wait before a call is made again: twice as long each time, until there is no next time.
struct BackOff: Sendable {
    private var left: Int
    private var delay: Int
    private let longest: Int

    init(_ settings: WriteSettings) {
        left = settings.followingBlockRetries
        delay = settings.followingBlockDelay
        longest = settings.followingBlockMaxDelay
    }

    /// Milliseconds to wait; `nil` when it was tried often enough.
    mutating func next() -> Int? {
        guard left > 0 else { return nil }
        left -= 1
        defer { delay = min(longest, delay * 2) }
        return min(longest, delay)
    }
}

extension WeftError {
    /// Whether it is an exception of this class, named without its package, that a server answered with.
    func isRemote(_ name: String) -> Bool {
        guard let exception = remoteException else { return false }
        return RemoteException(className: exception, message: "").shortName == name
    }

    /// The error as it concerns somebody who writes a file: a file that has gone isn't a wrong path.
    func aboutWriting(_ path: String) -> WeftError {
        var error = about(path)
        let words = ["File does not exist", "does not exist.", "File is deleted"]
        let isGone = words.contains { message.contains($0) }
        if isGone, code == "hdfs-lease-lost" || code == "input-not-found" {
            error.becomeFileDeleted()
        }
        return error
    }

    /// The error as it concerns somebody who writes a block. The NameNode looks at the block before it looks at the lease
    /// (FSNamesystem.checkUCBlock): when somebody else has closed the file, it says that the block isn't under
    /// construction, and when the file has gone, it doesn't know the block.
    func aboutWrittenBlock() -> WeftError {
        guard code == "remote-exception" else { return self }
        var error = self
        let text = message.lowercased()
        if text.contains("not under construction") || text.contains("not under_construction") {
            error.code = "hdfs-lease-lost"
            error.remedy = "find out who has recovered or opened the file, and write it again"
        } else if text.hasSuffix("does not exist.") {
            error.becomeFileDeleted()
        }
        return error
    }

    private mutating func becomeFileDeleted() {
        code = "hdfs-file-deleted"
        message = "the file was deleted while it was being written: \(message)"
        remedy = "find out who deletes it, and write it again"
    }
}
