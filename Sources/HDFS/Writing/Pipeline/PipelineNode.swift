import HadoopProtos

/// A DataNode of a pipeline, with the storage that the NameNode chose on it.
struct PipelineNode: Sendable, Hashable {
    var datanode: DatanodeInfoProto
    /// `nil` where the NameNode named none.
    var storageType: StorageTypeProto?
    var storageID: String?

    /// What tells this node from all others.
    var uuid: String { datanode.id.datanodeUuid }
    /// `ip:port` of data transfer, as DataNodes name each other in `firstBadLink`.
    var address: String { "\(datanode.id.ipAddr):\(datanode.id.xferPort)" }
    /// A name for errors.
    var name: String {
        datanode.id.hostName.isEmpty ? address : "\(datanode.id.hostName) (\(address))"
    }

    /// The nodes of a block, in the order of the pipeline.
    static func nodes(of block: LocatedBlockProto) -> [PipelineNode] {
        block.locs.enumerated().map { index, datanode in
            PipelineNode(
                datanode: datanode,
                storageType: index < block.storageTypes.count ? block.storageTypes[index] : nil,
                storageID: index < block.storageIDs.count ? block.storageIDs[index] : nil
            )
        }
    }
}
