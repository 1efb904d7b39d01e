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
    /// The number of the file's last block when that is complete.
    private var finalBlockID: UInt64?

    /// Bytes that can be read.
    var length: UInt64 {
        let (sum, overflow) = completeLength.addingReportingOverflow(lastBlock?.b.numBytes ?? 0)
        return overflow ? .max : sum
    }

    /// Takes an answer of the NameNode.
    ///
    /// - Parameters:
    ///   - located: the answer.
    ///   - visibleLength: the length of the last block when it is being written, 0 when it can't be seen yet; `nil` when
    ///     nobody has asked for it, because a byte before it is wanted.
    ///   - mayShrink: whether the file may be shorter than it was. While it is read it may not: what comes next would be
    ///     taken for its end.
    /// - Throws: `hdfs-file-changed` when the file is shorter, or another one has taken the place of the one that was
    ///   opened, `hdfs-protocol` for an answer that can't be.
    mutating func update(
        _ located: LocatedBlocksProto,
        visibleLength: UInt64?,
        mayShrink: Bool = false
    ) throws {
        let (_, overflow) = located.fileLength.addingReportingOverflow(visibleLength ?? 0)
        guard !overflow else { throw impossible("the file is longer than all numbers") }
        let written = located.isLastBlockComplete ? nil : located.lastBlock
        if let written, let lastBlock, lastBlock.offset == located.fileLength,
            lastBlock.b.blockId != written.b.blockId
        {
            throw Self.changed
        }
        var merged = self
        if mayShrink { merged.blocks.removeAll { $0.end > located.fileLength } }
        for block in located.blocks {
            // The block being written is listed among them, too; its length is not the NameNode's to know.
            guard let size = block.b.numBytes, size > 0, block.offset < located.fileLength else { continue }
            try merged.insert(block, size: size, fileLength: located.fileLength)
        }
        merged.isUnderConstruction = located.underConstruction
        if visibleLength == nil, written != nil, located.fileLength < length {
            // As much of the last block as could be seen before can still be seen.
            if let lastBlock, lastBlock.offset != located.fileLength { throw Self.changed }
            self = merged
            return
        }
        merged.lastBlock = nil
        if var block = written, let visible = self.visible(block, visibleLength ?? 0, located.fileLength, mayShrink) {
            block.b.numBytes = visible
            block.offset = located.fileLength
            merged.lastBlock = block
        }
        merged.completeLength = located.fileLength
        merged.finalBlockID = located.isLastBlockComplete ? located.lastBlock?.b.blockId : nil
        guard mayShrink || merged.length >= length else { throw Self.changed }
        if let before = finalBlockID, let now = merged.finalBlockID, completeLength == merged.completeLength {
            guard before == now else { throw Self.changed }
        }
        self = merged
    }

    /// How much of a block that is being written can be read, `nil` for nothing. DataNodes differ by what is on its way,
    /// and what one has shown the others get.
    private func visible(
        _ block: LocatedBlockProto,
        _ length: UInt64,
        _ offset: UInt64,
        _ mayShrink: Bool
    ) -> UInt64? {
        var visible = length
        if !mayShrink {
            // A block that was complete is written again when somebody appends.
            let before = lastBlock ?? blocks.first { $0.offset == offset && $0.b.blockId == block.b.blockId }
            if let before, before.offset == offset { visible = max(visible, before.b.numBytes ?? 0) }
        }
        return visible > 0 ? visible : nil
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
            "the file was cut off or replaced by another one while it was read",
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
