import CHadoopCoding
import HadoopProtos

/// The memory of a stream's packets: made when it is first needed, used again when a packet was acknowledged.
///
/// A packet stands in its buffer as it is sent: header, checksums, data, without a gap. Data starts at the same place
/// in all of them, so that what is before it can be written when its length is known.
final class PacketBuffers: @unchecked Sendable {
    /// How many bytes of data a packet has at most.
    let capacity: Int
    let bytesPerChecksum: Int
    private let checksum: weft_checksum_type
    private let dataStart: Int
    private var memory: [UnsafeMutableRawPointer] = []
    private var sealed: [Range<Int>] = []
    private var free: [Int] = []
    private var header: [UInt8] = []

    /// - Parameters:
    ///   - packetSize: how long a packet is at most; one chunk fits in any case.
    ///   - checksum: the kind of checksums, and of how many bytes each is.
    init(packetSize: Int, checksum: ChecksumProto) {
        bytesPerChecksum = Int(checksum.bytesPerChecksum)
        let checksumLength: Int
        switch checksum.type {
        case .checksumCrc32: (self.checksum, checksumLength) = (WEFT_CHECKSUM_CRC32, 4)
        case .checksumCrc32c: (self.checksum, checksumLength) = (WEFT_CHECKSUM_CRC32C, 4)
        default: (self.checksum, checksumLength) = (WEFT_CHECKSUM_NULL, 0)
        }
        let chunks = max(1, (packetSize - PacketHeader.maximumWrittenSize) / (bytesPerChecksum + checksumLength))
        capacity = chunks * bytesPerChecksum
        dataStart = (PacketHeader.maximumWrittenSize + chunks * checksumLength + 63) & ~63
    }

    deinit { for buffer in memory { buffer.deallocate() } }

    /// A buffer that nobody uses. The last one given back comes first: it may still be in the processor's cache.
    func take() -> Int {
        if let slot = free.popLast() { return slot }
        memory.append(.allocate(byteCount: dataStart + capacity, alignment: 64))
        sealed.append(0..<0)
        return memory.count - 1
    }

    /// The buffer isn't used any longer.
    func giveBack(_ slot: Int) { free.append(slot) }

    /// Where a packet's data is.
    func data(_ slot: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: memory[slot] + dataStart, count: capacity)
    }

    /// Writes what stands before a packet's data.
    func seal(_ packet: WritePacket) {
        guard let slot = packet.slot else { return }
        let chunks = checksum == WEFT_CHECKSUM_NULL ? 0 : (packet.length + bytesPerChecksum - 1) / bytesPerChecksum
        let data = memory[slot] + dataStart
        weft_compute_chunks(checksum, data, packet.length, bytesPerChecksum, data - 4 * chunks)
        makeHeader(of: packet, checksumLength: 4 * chunks)
        let start = dataStart - 4 * chunks - header.count
        header.withUnsafeBytes {
            if let base = $0.baseAddress { (memory[slot] + start).copyMemory(from: base, byteCount: $0.count) }
        }
        sealed[slot] = start..<dataStart + packet.length
    }

    /// Lets `body` see a packet as it is sent.
    func withBytes<Result>(of packet: WritePacket, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
    {
        if let slot = packet.slot {
            return try body(
                UnsafeRawBufferPointer(start: memory[slot] + sealed[slot].lowerBound, count: sealed[slot].count)
            )
        }
        makeHeader(of: packet, checksumLength: 0)
        return try header.withUnsafeBytes(body)
    }

    private func makeHeader(of packet: WritePacket, checksumLength: Int) {
        header.removeAll(keepingCapacity: true)
        PacketHeader(
            offsetInBlock: Int64(packet.offset),
            sequenceNumber: packet.seqno,
            isLastInBlock: packet.isLast,
            dataLength: packet.length,
            syncBlock: packet.isSync
        ).append(checksumLength: checksumLength, to: &header)
    }
}
