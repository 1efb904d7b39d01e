import Glibc
import HadoopProtos
import HadoopRPC
import Synchronization
import WeftDiagnostics

@testable import HDFS

/// A NameNode in memory, with DataNodes on loopback.
final class WritingCluster: NamenodeCalls, Sendable {
    struct File {
        var blocks: [(block: ExtendedBlockProto, nodes: [Int])] = []
        var isClosed = false
    }

    struct State {
        var datanodes: [PipelineDatanode] = []
        var file = File()
        var nextBlock: UInt64 = 1
        var stamp: UInt64 = 1000
        var replication = 3
        var blockSize = 4096
        /// Which nodes blocks are given to, in turn; the first ones where it is empty.
        var placements: [[Int]] = []
        /// Errors to be thrown, by method, one for each call.
        var errors: [String: [WeftError]] = [:]
        /// How often `complete` answers that it has to be asked again.
        var incomplete = 0
        var calls: [String] = []
        var syncedLength: Int64?
        var status = HdfsFileStatusProto(
            fileType: .isFile,
            path: [],
            length: 0,
            permission: FsPermissionProto(perm: 0o644),
            owner: "",
            group: "",
            modificationTime: 0,
            accessTime: 0,
            blockReplication: 3,
            blocksize: 4096,
            fileId: 77
        )
        /// What `getFileInfo` answers before it answers with the status.
        var earlierStatuses: [HdfsFileStatusProto] = []
        var appended: LocatedBlockProto?
        var closedAfter = 0
        var created: CreateRequestProto?
    }

    let state = Mutex(State())
    let checksum: ChecksumTypeProto

    init(datanodes: Int, replication: Int = 3, checksum: ChecksumTypeProto = .checksumCrc32c) throws {
        self.checksum = checksum
        let made = try (0..<datanodes).map { try PipelineDatanode($0, self) }
        state.withLock {
            $0.datanodes = made
            $0.replication = replication
            $0.status.blockReplication = UInt32(replication)
        }
    }

    var datanodes: [PipelineDatanode] { state.withLock { $0.datanodes } }

    func stop() { for datanode in datanodes { datanode.stop() } }

    func datanode(_ uuid: String) -> PipelineDatanode? { datanodes.first { $0.info.id.datanodeUuid == uuid } }

    func calls(_ method: String) -> Int { state.withLock { $0.calls.count { $0 == method } } }

    /// A client of this cluster that doesn't wait long.
    func writer(_ change: (inout WriteSettings) -> Void = { _ in }) -> FileWriter {
        var transfer = DataTransferSettings()
        transfer.socketTimeout = 1_000
        transfer.writeTimeout = 5_000
        var settings = WriteSettings()
        settings.followingBlockDelay = 5
        settings.restartTimeout = 300
        change(&settings)
        return FileWriter(
            namenode: self,
            clientName: "writer",
            settings: settings,
            connector: DatanodeConnector(settings: transfer, namenode: self),
            umask: 0o022,
            serverDefaults: {
                try self.call(
                    "getServerDefaults",
                    GetServerDefaultsRequestProto(),
                    .idempotent,
                    returning: GetServerDefaultsResponseProto.self
                ).serverDefaults
            }
        )
    }

    /// The file's bytes as each node that the NameNode knows of has them; `nil` when two of them differ.
    func contents() -> [UInt8]? {
        var bytes: [UInt8] = []
        let (blocks, datanodes) = state.withLock { ($0.file.blocks, $0.datanodes) }
        for (block, nodes) in blocks {
            let replicas = nodes.compactMap { datanodes[$0].replica(block.blockId) }
            guard replicas.count == nodes.count, let first = replicas.first else { return nil }
            for replica in replicas {
                guard replica.bytes == first.bytes, replica.generationStamp == block.generationStamp else { return nil }
            }
            guard first.bytes.count == Int(block.numBytes ?? 0) else { return nil }
            bytes += first.bytes
        }
        return bytes
    }

    static func remote(_ name: String, _ message: String = "no") -> WeftError {
        NamenodeErrors.translated(RemoteException(className: "org.apache.hadoop.\(name)", message: message).error())
    }

    // MARK: The NameNode

    func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ idempotency: Idempotency,
        returning: Response.Type
    ) throws -> Response {
        let answer: (any HadoopMessage)? = try state.withLock { state in
            state.calls.append(method)
            if let error = state.errors[method]?.first {
                state.errors[method]?.removeFirst()
                throw error
            }
            return try Self.answer(request, &state, checksum)
        }
        guard let response = answer as? Response else { throw WeftError("test", "no answer to \(method)") }
        return response
    }

    private static func answer(
        _ request: any HadoopMessage,
        _ state: inout State,
        _ checksum: ChecksumTypeProto
    ) throws -> (any HadoopMessage)? {
        switch request {
        case is GetServerDefaultsRequestProto:
            return GetServerDefaultsResponseProto(
                serverDefaults: FsServerDefaultsProto(
                    blockSize: UInt64(state.blockSize),
                    bytesPerChecksum: 512,
                    writePacketSize: 65536,
                    replication: UInt32(state.replication),
                    fileBufferSize: 4096,
                    checksumType: checksum
                )
            )
        case let request as CreateRequestProto:
            state.created = request
            state.status.blocksize = request.blockSize
            return CreateResponseProto(fs: state.status)
        case is GetFileInfoRequestProto:
            let status = state.earlierStatuses.isEmpty ? state.status : state.earlierStatuses.removeFirst()
            return GetFileInfoResponseProto(fs: status)
        case is AppendRequestProto: return AppendResponseProto(block: state.appended, stat: state.status)
        case let request as AddBlockRequestProto:
            try commit(request.previous, &state)
            let nodes = try place(excluded: request.excludeNodes, &state)
            let block = ExtendedBlockProto(
                poolId: "BP-1",
                blockId: state.nextBlock,
                generationStamp: state.stamp,
                numBytes: 0
            )
            state.nextBlock += 1
            state.file.blocks.append((block, nodes))
            return AddBlockResponseProto(block: located(block, nodes, state))
        case let request as AbandonBlockRequestProto:
            guard state.file.blocks.last?.block.blockId == request.b.blockId else {
                throw WeftError("test", "abandoned another block")
            }
            state.file.blocks.removeLast()
            return AbandonBlockResponseProto()
        case let request as UpdateBlockForPipelineRequestProto:
            guard let last = state.file.blocks.last, last.block.generationStamp == request.block.generationStamp else {
                throw WeftError("test", "another generation stamp")
            }
            state.stamp += 1
            var block = request.block
            block.generationStamp = state.stamp
            return UpdateBlockForPipelineResponseProto(block: located(block, [], state))
        case let request as UpdatePipelineRequestProto:
            guard let last = state.file.blocks.last, last.block.generationStamp == request.oldBlock.generationStamp,
                request.newBlock.generationStamp == state.stamp
            else { throw WeftError("test", "another generation stamp") }
            let nodes = request.newNodes.compactMap { node in
                state.datanodes.firstIndex { $0.info.id.datanodeUuid == node.datanodeUuid }
            }
            state.file.blocks[state.file.blocks.count - 1] = (request.newBlock, nodes)
            return UpdatePipelineResponseProto()
        case let request as GetAdditionalDatanodeRequestProto:
            let used = Set((request.existings + request.excludes).map(\.id.datanodeUuid))
            let existing = request.existings.compactMap { node in
                state.datanodes.firstIndex { $0.info.id.datanodeUuid == node.id.datanodeUuid }
            }
            let free = state.datanodes.firstIndex { !used.contains($0.info.id.datanodeUuid) }
            return GetAdditionalDatanodeResponseProto(
                block: located(request.blk, existing + (free.map { [$0] } ?? []), state)
            )
        case let request as CompleteRequestProto:
            try commit(request.last, &state)
            if state.incomplete > 0 {
                state.incomplete -= 1
                return CompleteResponseProto(result: false)
            }
            state.file.isClosed = true
            return CompleteResponseProto(result: true)
        case let request as FsyncRequestProto:
            state.syncedLength = request.lastBlockLength
            return FsyncResponseProto()
        case is RenewLeaseRequestProto: return RenewLeaseResponseProto()
        case is DeleteRequestProto: return DeleteResponseProto(result: true)
        case is RecoverLeaseRequestProto: return RecoverLeaseResponseProto(result: state.closedAfter == 0)
        case is IsFileClosedRequestProto:
            state.closedAfter -= 1
            return IsFileClosedResponseProto(result: state.closedAfter <= 0)
        default: return nil
        }
    }

    private static func commit(_ previous: ExtendedBlockProto?, _ state: inout State) throws {
        guard let last = state.file.blocks.last else {
            guard previous == nil else { throw WeftError("test", "a block before the first one") }
            return
        }
        guard let previous, previous.blockId == last.block.blockId,
            previous.generationStamp == last.block.generationStamp
        else { throw WeftError("test", "another block was the last one: \(String(describing: previous))") }
        state.file.blocks[state.file.blocks.count - 1].block = previous
    }

    private static func place(excluded: [DatanodeInfoProto], _ state: inout State) throws -> [Int] {
        let placement = state.placements.isEmpty ? Array(state.datanodes.indices) : state.placements.removeFirst()
        let out = Set(excluded.map(\.id.datanodeUuid))
        let nodes = placement.filter { !out.contains(state.datanodes[$0].info.id.datanodeUuid) }
        guard !nodes.isEmpty else {
            throw remote("IOException", "File could only be written to 0 of the 1 minReplication nodes")
        }
        return Array(nodes.prefix(state.replication))
    }

    private static func located(_ block: ExtendedBlockProto, _ nodes: [Int], _ state: State) -> LocatedBlockProto {
        LocatedBlockProto(
            b: block,
            offset: 0,
            locs: nodes.map { state.datanodes[$0].info },
            corrupt: false,
            blockToken: TokenProto(identifier: [1], password: [2], kind: "HDFS_BLOCK_TOKEN", service: ""),
            storageTypes: nodes.map { _ in .disk },
            storageIDs: nodes.map { "DS-\($0)" }
        )
    }
}
