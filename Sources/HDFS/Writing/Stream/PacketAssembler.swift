import WeftDiagnostics

/// Cuts what is written into packets and blocks (DFSOutputStream.writeChunk, FSOutputSummer.java).
///
/// Checksums are of chunks, and a chunk that was flushed before it was full is sent again from its start, with what was
/// written since: DataNodes then replace its checksum. The rest of a chunk that was there when the file was opened for
/// append is a packet of its own, since nobody here has the chunk's start.
struct PacketAssembler: Sendable {
    private let buffers: PacketBuffers
    private let blockSize: Int
    private var slot: Int?
    /// Where in the block the packet starts.
    private var start: Int
    /// How many bytes are in it.
    private var length = 0
    /// Up to where in the block bytes were put into packets that are on their way.
    private var flushed: Int
    private var nextSeqno: Int64 = 0

    /// - Parameters:
    ///   - blockSize: a multiple of the checksums' chunk.
    ///   - start: where in the block to go on; 0 for a new one.
    init(buffers: PacketBuffers, blockSize: Int, start: Int = 0) {
        self.buffers = buffers
        self.blockSize = blockSize
        self.start = start
        flushed = start
    }

    /// Where in the block the next byte belongs.
    var position: Int { start + length }
    /// Whether bytes are here that are in no packet on its way.
    var hasUnsent: Bool { position > flushed }
    /// Whether the packet takes no more.
    var isFull: Bool { length > 0 && length == limit }
    /// Whether the block takes no more.
    var isAtBlockEnd: Bool { position == blockSize && length == 0 && start > 0 }

    private var limit: Int {
        let partial = start % buffers.bytesPerChecksum
        return partial == 0 ? min(buffers.capacity, blockSize - start) : buffers.bytesPerChecksum - partial
    }

    /// Copies bytes into the packet.
    ///
    /// - Returns: how many fitted.
    mutating func fill(_ bytes: UnsafeRawBufferPointer) -> Int {
        let count = min(bytes.count, limit - length)
        guard count > 0, let source = bytes.baseAddress, let target = buffers.data(takenSlot()).baseAddress else {
            return 0
        }
        (target + length).copyMemory(from: source, byteCount: count)
        length += count
        return count
    }

    private mutating func takenSlot() -> Int {
        if let slot { return slot }
        let taken = buffers.take()
        slot = taken
        return taken
    }

    /// Makes a packet of what is here, and starts the next one with a chunk that isn't full.
    ///
    /// - Parameter isSync: whether DataNodes bring the block to their disks.
    mutating func finishPacket(isSync: Bool = false) -> WritePacket {
        let packet = WritePacket(
            seqno: takeSeqno(),
            offset: start,
            length: length,
            isLast: false,
            isSync: isSync,
            slot: length > 0 ? slot : nil
        )
        buffers.seal(packet)
        let end = packet.end
        let chunk = max(start, end - end % buffers.bytesPerChecksum)
        let kept = end - chunk
        let finished = slot
        slot = nil
        flushed = end
        start = chunk
        length = 0
        if kept > 0, let finished, let target = buffers.data(takenSlot()).baseAddress,
            let source = buffers.data(finished).baseAddress
        {
            target.copyMemory(from: source + packet.length - kept, byteCount: kept)
            length = kept
        }
        return packet
    }

    /// Makes a packet without data, which asks DataNodes to bring the block to their disks.
    mutating func syncPacket() -> WritePacket {
        WritePacket(seqno: takeSeqno(), offset: position, length: 0, isLast: false, isSync: true, slot: nil)
    }

    /// Makes the packet that ends the block, and goes on with the next block.
    mutating func finishBlock() -> WritePacket {
        let packet = WritePacket(
            seqno: takeSeqno(),
            offset: position,
            length: 0,
            isLast: true,
            isSync: false,
            slot: nil
        )
        if let slot { buffers.giveBack(slot) }
        slot = nil
        start = 0
        length = 0
        flushed = 0
        return packet
    }

    private mutating func takeSeqno() -> Int64 {
        defer { nextSeqno += 1 }
        return nextSeqno
    }
}
