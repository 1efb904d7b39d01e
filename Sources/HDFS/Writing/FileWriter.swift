import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Opens files for writing, for one client.
final class FileWriter: Sendable {
    let namenode: any NamenodeCalls
    let clientName: String
    let settings: WriteSettings
    let connector: DatanodeConnector
    let openStreams: OpenStreams
    private let umask: UInt16
    private let serverDefaults: @Sendable () throws -> FsServerDefaultsProto

    /// - Parameters:
    ///   - clientName: who holds the leases.
    ///   - umask: the bits that new files don't get.
    ///   - serverDefaults: what the NameNode wants of clients that say nothing else.
    init(
        namenode: any NamenodeCalls,
        clientName: String,
        settings: WriteSettings,
        connector: DatanodeConnector,
        umask: UInt16,
        serverDefaults: @escaping @Sendable () throws -> FsServerDefaultsProto
    ) {
        self.namenode = namenode
        self.clientName = clientName
        self.settings = settings
        self.connector = connector
        self.umask = umask
        self.serverDefaults = serverDefaults
        openStreams = OpenStreams(namenode: namenode, clientName: clientName, hardLimit: settings.leaseHardLimit)
    }

    /// Creates a file (DFSOutputStream.newStreamForCreate). In a folder that is erasure-coded the file has replicas: a
    /// refusal of the client's would come too late for the file that was replaced.
    func create(_ path: String, _ options: CreateOptions) throws -> HDFSOutputStream {
        let checksum = try checksum()
        let blockSize = try options.blockSize ?? settings.blockSize ?? Int(clamping: serverDefaults().blockSize)
        let replication = try options.replication ?? settings.replication ?? Int(serverDefaults().replication)
        try Self.check(path, blockSize: blockSize, replication: replication, checksum)
        // Hadoop 2 knows neither erasure coding nor the flag, and passes over it.
        var flags = CreateFlagProto.create.rawValue | CreateFlagProto.shouldReplicate.rawValue
        if options.overwrites { flags |= CreateFlagProto.overwrite.rawValue }
        if options.lazilyPersists { flags |= CreateFlagProto.lazyPersist.rawValue }
        let response: CreateResponseProto = try call(
            "create",
            CreateRequestProto(
                src: path,
                masked: FsPermissionProto(perm: UInt32(options.permission & ~umask)),
                clientName: clientName,
                createFlag: UInt32(flags),
                createParent: options.makesParents,
                replication: UInt32(replication),
                blockSize: UInt64(blockSize),
                unmasked: FsPermissionProto(perm: UInt32(options.permission))
            ),
            path
        )
        let status = response.fs
        do {
            try Self.checkSupported(status, path)
        } catch {
            // What was just created is empty and nobody can write it.
            let _: DeleteResponseProto? = try? call("delete", DeleteRequestProto(src: path, recursive: false), path)
            throw error
        }
        let pipeline = pipelineSettings(status, blockSize: blockSize, replication: replication)
        return stream(path, status, checksum, WritePipeline(settings: pipeline), start: 0)
    }

    /// Opens a file to write behind its end (DFSOutputStream.newStreamForAppend).
    ///
    /// - Parameter newBlock: whether a new block is begun even if the last one isn't full.
    func append(_ path: String, newBlock: Bool) throws -> HDFSOutputStream {
        let checksum = try checksum()
        // What is refused must be refused before the file is open. A file that isn't there, the next call complains of.
        if let status = try currentStatus(path) { try Self.checkAppendable(status, path, checksum) }
        let flags = CreateFlagProto.append.rawValue | (newBlock ? CreateFlagProto.newBlock.rawValue : 0)
        let response: AppendResponseProto = try call(
            "append",
            AppendRequestProto(src: path, clientName: clientName, flag: UInt32(flags)),
            path
        )
        let status: HdfsFileStatusProto
        do {
            // NameNodes before 2.7 don't answer with the status.
            guard let known = try response.stat ?? currentStatus(path) else {
                throw WeftError("hdfs-file-deleted", "the file was deleted while it was being opened").about(path)
            }
            status = known
            try Self.checkAppendable(status, path, checksum)
        } catch {
            // Nothing was written: it ends as it was, and others can open it.
            let file = FileWriting(
                namenode: namenode,
                clientName: clientName,
                path: path,
                fileID: response.stat?.fileId,
                settings: settings
            )
            try? file.complete(last: response.block?.b) { Pause.sleep(milliseconds: $0) }
            throw error
        }
        let blockSize = Int(clamping: status.blocksize ?? 0)
        let pipeline = pipelineSettings(status, blockSize: blockSize, replication: 1)
        guard let last = response.block, !newBlock else {
            return stream(
                path,
                status,
                checksum,
                WritePipeline(settings: pipeline, previous: response.block?.b),
                start: 0
            )
        }
        let length = Int(clamping: last.b.numBytes ?? 0)
        guard length < blockSize else {
            return stream(path, status, checksum, WritePipeline(settings: pipeline, previous: last.b), start: 0)
        }
        return stream(
            path,
            status,
            checksum,
            WritePipeline(settings: pipeline, appendingTo: last),
            start: length
        )
    }

    private func stream(
        _ path: String,
        _ status: HdfsFileStatusProto?,
        _ checksum: ChecksumProto,
        _ pipeline: WritePipeline,
        start: Int
    ) -> HDFSOutputStream {
        let buffers = PacketBuffers(packetSize: settings.packetSize, checksum: checksum)
        let driver = PipelineDriver(
            pipeline: pipeline,
            buffers: buffers,
            file: FileWriting(
                namenode: namenode,
                clientName: clientName,
                path: path,
                fileID: status?.fileId,
                settings: settings
            ),
            connections: PipelineConnections(
                connector: connector,
                clientName: clientName,
                checksum: checksum,
                extensionForEachNode: settings.extensionForEachNode
            ),
            interruption: StreamInterruption()
        )
        return HDFSOutputStream(
            path: path,
            initialLength: status?.length ?? 0,
            driver: driver,
            assembler: PacketAssembler(buffers: buffers, blockSize: pipeline.settings.blockSize, start: start),
            registry: openStreams
        )
    }

    private func pipelineSettings(
        _ status: HdfsFileStatusProto?,
        blockSize: Int,
        replication: Int
    ) -> WritePipeline.Settings {
        var pipeline = WritePipeline.Settings(
            blockSize: blockSize,
            replication: status?.blockReplication.map { Int($0) } ?? replication
        )
        pipeline.maxPackets = settings.maxPackets
        pipeline.blockWriteRetries = settings.blockWriteRetries
        pipeline.restartTimeout = settings.restartTimeout
        pipeline.exclusion = settings.exclusion
        pipeline.socketTimeout = connector.settings.socketTimeout
        pipeline.extensionForEachNode = settings.extensionForEachNode
        pipeline.policy = settings.replaceDatanode
        pipeline.localAddresses = LocalAddresses.all
        return pipeline
    }

    private func checksum() throws -> ChecksumProto {
        if let type = settings.checksumType, let length = settings.bytesPerChecksum {
            return ChecksumProto(type: type, bytesPerChecksum: UInt32(length))
        }
        let defaults = try serverDefaults()
        return ChecksumProto(
            type: settings.checksumType ?? defaults.checksumType ?? .checksumCrc32,
            bytesPerChecksum: settings.bytesPerChecksum.map { UInt32($0) } ?? defaults.bytesPerChecksum
        )
    }

    private func currentStatus(_ path: String) throws -> HdfsFileStatusProto? {
        let response: GetFileInfoResponseProto = try call("getFileInfo", GetFileInfoRequestProto(src: path), path)
        return response.fs
    }

    // MARK: What can't be

    private static func check(_ path: String, blockSize: Int, replication: Int, _ checksum: ChecksumProto) throws {
        func refuse(_ what: String, _ remedy: String) -> WeftError {
            WeftError("invalid-argument", what, remedy: remedy, details: [.init("path", path)])
        }
        guard replication >= 1, replication <= Int(Int16.max) else {
            throw refuse("a file can't have \(replication) replicas", "ask for 1 or more")
        }
        let chunk = Int(checksum.bytesPerChecksum)
        guard chunk >= 1, chunk <= PacketHeader.maximumPacketLength / 2 else {
            throw refuse("there can't be a checksum for each \(chunk) bytes", "set dfs.bytes-per-checksum to 512")
        }
        guard blockSize >= 1, blockSize % chunk == 0 else {
            throw refuse(
                "the block size of \(blockSize) bytes isn't a multiple of the \(chunk) bytes that have a checksum",
                "choose a multiple of \(chunk) (dfs.blocksize, dfs.bytes-per-checksum)"
            )
        }
        guard [.checksumNull, .checksumCrc32, .checksumCrc32c].contains(checksum.type) else {
            throw refuse("the checksum \(checksum.type) is unknown", "set dfs.checksum.type to CRC32C")
        }
    }

    private static func checkAppendable(
        _ status: HdfsFileStatusProto,
        _ path: String,
        _ checksum: ChecksumProto
    ) throws {
        // Of folders and links the NameNode has its own words.
        guard status.fileType == .isFile else { return }
        try checkSupported(status, path)
        try check(
            path,
            blockSize: Int(clamping: status.blocksize ?? 0),
            replication: Int(status.blockReplication ?? 1),
            checksum
        )
    }

    private static func checkSupported(_ status: HdfsFileStatusProto?, _ path: String) throws {
        guard let status else { return }
        let known = HDFSFileStatus(status, parent: path)
        if known.isEncrypted {
            throw WeftError(
                "hdfs-unsupported",
                "the file is in an encryption zone, which Weft can't write to yet",
                remedy: "use a path outside of it",
                details: [.init("path", path)]
            )
        }
        if known.isErasureCoded {
            throw WeftError(
                "hdfs-unsupported",
                "the file is stored with erasure coding, which Weft can't write yet",
                remedy: "use a folder with replication: hdfs ec -setPolicy -replicate -path …",
                details: [.init("path", path)]
            )
        }
    }

    private func call<Request: HadoopMessage, Response: HadoopMessage>(
        _ method: String,
        _ request: Request,
        _ path: String
    ) throws -> Response {
        do {
            return try namenode.call(method, request, .atMostOnce, returning: Response.self)
        } catch {
            throw WeftError(wrapping: error).about(path)
        }
    }
}
