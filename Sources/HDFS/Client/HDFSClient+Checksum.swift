import HadoopProtos
import HadoopRPC
import WeftDiagnostics

/// Checksums of files.
extension HDFSClient {
    /// A file's checksum, computed by the DataNodes from those of its chunks, as Java's client computes it
    /// (FileChecksumHelper.java).
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - mode: how chunks' checksums become one; what `dfs.checksum.combine.mode` says by default.
    /// - Throws: `input-not-found`, `permission-denied`; `hdfs-checksum-mixed`, `hdfs-file-in-use`, `hdfs-unsupported`,
    ///   `unsupported-by-server`; `hdfs-datanode` and others when no DataNode of a block answers.
    public func checksum(_ path: String, mode: HDFSFileChecksum.Mode? = nil) throws -> HDFSFileChecksum {
        let mode = try mode ?? configuredChecksumMode()
        var located = try locatedBlocks(path)
        guard located.ecPolicy == nil else {
            throw WeftError(
                "hdfs-unsupported",
                "the file is erasure-coded, and Weft can't compute its checksum",
                remedy: "use Hadoop's own client: hdfs dfs -checksum",
                details: [.init("path", path)]
            )
        }
        guard !located.underConstruction else {
            throw WeftError(
                "hdfs-file-in-use",
                "the file is being written, and has no checksum yet",
                remedy: "wait until its writer has closed it, or recover its lease: hdfs debug recoverLease -path",
                details: [.init("path", path)]
            )
        }
        let connector = try datanodeConnector()
        var combination = FileChecksumCombination(mode: mode, path: path)
        for index in located.blocks.indices {
            let response: OpBlockChecksumResponseProto
            do {
                response = try blockChecksum(located.blocks[index], mode, connector)
            } catch let error as WeftError where error.code == .blockToken || error.code == .replicaMissing {
                // Tokens expire and blocks move: once more with fresh locations.
                let fresh = try locatedBlocks(path)
                guard fresh.blocks.count == located.blocks.count, fresh.blocks[index].b == located.blocks[index].b
                else {
                    throw error.about(path)
                }
                located = fresh
                response = try blockChecksum(located.blocks[index], mode, connector)
            } catch {
                throw WeftError(wrapping: error).about(path)
            }
            try combination.add(response, length: Int(clamping: located.blocks[index].b.numBytes ?? 0))
        }
        return try combination.finish()
    }

    private func configuredChecksumMode() throws -> HDFSFileChecksum.Mode {
        let key = "dfs.checksum.combine.mode"
        let text = try configuration.string(key, default: "MD5MD5CRC")
        switch text.uppercased() {
        case "MD5MD5CRC", "": return .md5
        case "COMPOSITE_CRC": return .compositeCRC
        default:
            throw configuration.error(
                key,
                "is \"\(text)\", which is no way to combine checksums",
                remedy: "use MD5MD5CRC or COMPOSITE_CRC"
            )
        }
    }

    /// Asks the DataNodes of a block, one after the other, for its checksum.
    private func blockChecksum(
        _ located: LocatedBlockProto,
        _ mode: HDFSFileChecksum.Mode,
        _ connector: DatanodeConnector
    ) throws -> OpBlockChecksumResponseProto {
        var failure: WeftError?
        for datanode in located.locs {
            do {
                return try blockChecksum(located, mode, on: datanode.id, connector)
            } catch {
                let error = WeftError(wrapping: error)
                // The token is the same for all of them.
                if error.code == .blockToken { throw error }
                failure = failure ?? error
            }
        }
        throw failure
            ?? WeftError(
                "hdfs-no-datanode",
                "no DataNode has the block",
                remedy: "check that the DataNodes with its replicas are alive (hdfs fsck -locations)",
                details: [.init("block", located.b.name)]
            )
    }

    private func blockChecksum(
        _ located: LocatedBlockProto,
        _ mode: HDFSFileChecksum.Mode,
        on datanode: DatanodeIDProto,
        _ connector: DatanodeConnector
    ) throws -> OpBlockChecksumResponseProto {
        let request = OpBlockChecksumProto(
            header: BaseHeaderProto(block: located.b, token: located.blockToken),
            blockChecksumOptions: mode == .md5
                ? nil : BlockChecksumOptionsProto(blockChecksumType: .compositeCrc)
        )
        let connection = try connector.connect(to: datanode, token: located.blockToken)
        do {
            // The DataNode reads all checksums of the block first (FileChecksumHelper: 3 s for each node and 60 s).
            let response = try connection.request(.blockChecksum(request), block: located.b)
            guard let checksum = response.checksumResponse else {
                throw WeftError(.dataTransferProtocol, "the DataNode sent no checksum")
            }
            connector.giveBack(connection)
            return checksum
        } catch {
            connection.close()
            throw error
        }
    }
}
