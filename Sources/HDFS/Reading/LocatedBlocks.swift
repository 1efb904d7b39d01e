import HadoopProtos
import WeftDiagnostics

/// The blocks of a file as far as they are known: in order, without overlaps, with gaps where nobody has asked yet.
struct LocatedBlocks: Sendable {
    /// The blocks that are complete, and what was located of them.
    private(set) var blocks: [LocatedBlockProto] = []
    /// Bytes in complete blocks.
    private(set) var completeLength: UInt64 = 0
    /// The block that is being written, with the length that readers see.
    private(set) var lastBlock: LocatedBlockProto?
    /// Whether a writer has the file open.
    private(set) var isUnderConstruction = false

    /// Bytes that can be read.
    var length: UInt64 { completeLength + (lastBlock?.b.numBytes ?? 0) }

    /// Takes an answer of the NameNode.
    ///
    /// - Parameters:
    ///   - located: the answer.
    ///   - visibleLength: the length of the last block when it is being written, 0 when it can't be seen yet.
    /// - Throws: `hdfs-file-changed` when another file has taken the place of the one that was opened, `hdfs-protocol`
    ///   for an answer that can't be.
    mutating func update(_ located: LocatedBlocksProto, visibleLength: UInt64) throws {
        let (_, overflow) = located.fileLength.addingReportingOverflow(visibleLength)
        guard !overflow else { throw impossible("the file is longer than all numbers") }
        var last: LocatedBlockProto?
        if !located.isLastBlockComplete, var block = located.lastBlock, visibleLength > 0 {
            block.b.numBytes = visibleLength
            block.offset = located.fileLength
            last = block
        }
        var merged = self
        for block in located.blocks {
            // The block being written is listed among them, too; its length is not the NameNode's to know.
            guard let size = block.b.numBytes, size > 0, block.offset < located.fileLength else { continue }
            try merged.insert(block, size: size, fileLength: located.fileLength)
        }
        if let last, let before = lastBlock, before.offset == last.offset, before.b.blockId != last.b.blockId {
            throw Self.changed
        }
        merged.completeLength = located.fileLength
        merged.lastBlock = last
        merged.isUnderConstruction = located.underConstruction
        self = merged
    }

    private mutating func insert(_ block: LocatedBlockProto, size: UInt64, fileLength: UInt64) throws {
        let (end, overflow) = block.offset.addingReportingOverflow(size)
        guard !overflow, end <= fileLength else { throw impossible("a block goes to byte \(end) of \(fileLength)") }
        let index = firstIndex(endingBehind: block.offset)
        guard index < blocks.count else { return blocks.append(block) }
        let known = blocks[index]
        if known.offset == block.offset {
            guard known.b.blockId == block.b.blockId, known.b.poolId == block.b.poolId else { throw Self.changed }
            guard index + 1 == blocks.count || end <= blocks[index + 1].offset else { throw Self.changed }
            blocks[index] = block
        } else {
            guard end <= known.offset else { throw Self.changed }
            blocks.insert(block, at: index)
        }
    }

    /// The block that has a byte of the file, `nil` when it isn't known yet or the file has no such byte.
    func block(at position: UInt64) -> LocatedBlockProto? {
        if let lastBlock, position >= lastBlock.offset {
            return position - lastBlock.offset < lastBlock.b.numBytes ?? 0 ? lastBlock : nil
        }
        let index = firstIndex(endingBehind: position)
        guard index < blocks.count, blocks[index].offset <= position else { return nil }
        return blocks[index]
    }

    private func firstIndex(endingBehind position: UInt64) -> Int {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].end > position { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static var changed: WeftError {
        WeftError(
            "hdfs-file-changed",
            "the file was replaced by another one while it was read",
            remedy: "read it again from its start"
        )
    }

    private func impossible(_ what: String) -> WeftError {
        WeftError(.dataTransferProtocol, "the NameNode's list of blocks can't be right: \(what)")
    }
}

extension LocatedBlockProto {
    /// Where the block ends in the file.
    var end: UInt64 { offset + (b.numBytes ?? 0) }
}

extension DatanodeIDProto {
    /// What tells DataNodes apart.
    var identity: String { datanodeUuid.isEmpty ? "\(ipAddr):\(xferPort)" : datanodeUuid }
}
