import HadoopProtos
import Testing

@testable import HDFS

@Suite struct PacketAssemblerTests {
    /// What DataNodes would have after the packets of an assembler.
    private struct Receiver {
        var blocks: [[UInt8]] = [[]]
        var packets: [WritePacket] = []

        mutating func receive(_ packet: WritePacket, _ buffers: PacketBuffers, chunk: Int, _ type: ChecksumTypeProto)
            throws
        {
            packets.append(packet)
            let (header, checksums, data) = try buffers.withBytes(of: packet) { bytes in
                let lengths = try PacketHeader.Lengths(bytes)
                let headerEnd = PacketHeader.lengthsSize + lengths.header
                let header = try PacketHeader(
                    UnsafeRawBufferPointer(rebasing: bytes[PacketHeader.lengthsSize..<headerEnd])
                )
                let dataStart = bytes.count - header.dataLength
                #expect(bytes.count == headerEnd + lengths.payload)
                return (header, Array(bytes[headerEnd..<dataStart]), Array(bytes[dataStart...]))
            }
            #expect(header.sequenceNumber == packet.seqno)
            #expect(header.offsetInBlock == packet.offset)
            #expect(header.isLastInBlock == packet.isLast)
            #expect(header.syncBlock == packet.isSync)
            #expect(checksums == PipelineChecksums.make(type, data, chunk))
            let block = blocks.count - 1
            #expect(packet.offset <= blocks[block].count, "a gap")
            #expect(packet.offset % chunk == 0 || data.count <= chunk - packet.offset % chunk, "a partial chunk alone")
            if !data.isEmpty {
                blocks[block].removeSubrange(packet.offset...)
                blocks[block] += data
            }
            if packet.isLast { blocks.append([]) }
            if let slot = packet.slot { buffers.giveBack(slot) }
        }
    }

    @Test(
        "packets are as long as configured, whatever the checksums",
        arguments: [
            (65_536, 512, ChecksumTypeProto.checksumCrc32c, 126 * 512), (65_536, 512, .checksumNull, 127 * 512),
            (1, 512, .checksumCrc32, 512), (1000, 100, .checksumCrc32c, 900),
            (16 << 20, 1 << 20, .checksumCrc32, 15 << 20),
        ]
    )
    func capacity(packetSize: Int, chunk: Int, type: ChecksumTypeProto, expected: Int) {
        let buffers = PacketBuffers(
            packetSize: packetSize,
            checksum: ChecksumProto(type: type, bytesPerChecksum: UInt32(chunk))
        )
        #expect(buffers.capacity == expected)
    }

    @Test("buffers are used again, the last one first")
    func buffers() {
        let buffers = PacketBuffers(
            packetSize: 600,
            checksum: ChecksumProto(type: .checksumCrc32c, bytesPerChecksum: 512)
        )
        let (first, second) = (buffers.take(), buffers.take())
        #expect(first != second)
        buffers.giveBack(first)
        buffers.giveBack(second)
        #expect(buffers.take() == second)
        #expect(buffers.take() == first)
        #expect(buffers.take() != first)
    }

    @Test("whatever is written and flushed, DataNodes get the same bytes, with the right checksums")
    func random() throws {
        let seed = Fuzzing.seed()
        var random = SplitMix(state: seed)
        for round in 0..<400 {
            let type = [ChecksumTypeProto.checksumCrc32c, .checksumCrc32, .checksumNull][random.below(3)]
            let chunk = [16, 512][random.below(2)]
            let blockSize = chunk * (1 + random.below(20))
            let buffers = PacketBuffers(
                packetSize: random.below(2000),
                checksum: ChecksumProto(type: type, bytesPerChecksum: UInt32(chunk))
            )
            let start = random.below(2) == 0 ? 0 : random.below(blockSize)
            var assembler = PacketAssembler(buffers: buffers, blockSize: blockSize, start: start)
            var receiver = Receiver()
            let existing = (0..<start).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            receiver.blocks[0] = existing
            var expected = existing
            func finish(_ isSync: Bool = false) throws {
                try receiver.receive(assembler.finishPacket(isSync: isSync), buffers, chunk: chunk, type)
                if assembler.isAtBlockEnd { try receiver.receive(assembler.finishBlock(), buffers, chunk: chunk, type) }
            }
            for _ in 0..<20 {
                let data = (0..<random.below(3 * chunk)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                expected += data
                try data.withUnsafeBytes { bytes in
                    var rest = bytes[...]
                    while !rest.isEmpty {
                        rest = rest.dropFirst(assembler.fill(UnsafeRawBufferPointer(rebasing: rest)))
                        if assembler.isFull { try finish() }
                    }
                }
                if random.below(3) == 0 {
                    if assembler.hasUnsent {
                        try finish(random.below(2) == 0)
                    } else if assembler.position > 0 {
                        try receiver.receive(assembler.syncPacket(), buffers, chunk: chunk, type)
                    }
                    #expect(receiver.blocks.flatMap { $0 } == expected, "seed \(seed), round \(round)")
                }
            }
            if assembler.hasUnsent { try finish() }
            if assembler.position > 0 { try receiver.receive(assembler.finishBlock(), buffers, chunk: chunk, type) }
            #expect(receiver.blocks.flatMap { $0 } == expected, "seed \(seed), round \(round)")
            #expect(receiver.blocks.dropLast().dropLast().allSatisfy { $0.count == blockSize })
            #expect(receiver.packets.map(\.seqno) == Array(0..<Int64(receiver.packets.count)))
        }
    }
}
