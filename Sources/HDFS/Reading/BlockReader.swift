import CHadoopCoding
import HadoopProtos
import WeftDiagnostics

/// Reads a range of a block from one DataNode, packet by packet (BlockReaderRemote.java). One thread at a time.
///
/// Packets go straight into the caller's buffer when they fit, and their checksums are compared there.
final class BlockReader: @unchecked Sendable {
    /// The range to read.
    struct Range: Sendable, Hashable {
        /// Where it starts in the block.
        var offset: UInt64
        /// How many bytes it has.
        var length: UInt64
    }

    /// What a DataNode is told about its cache.
    struct Caching: Sendable, Hashable {
        var readahead: Int64?
        var dropsBehind: Bool?
    }

    /// Where in the block the next byte comes from that `read` gives.
    private(set) var position: UInt64
    /// Whether the DataNode has sent all and the connection can be used again.
    private(set) var isFinished = false
    let datanode: DatanodeIDProto
    let connection: DataTransferConnection
    private let block: ExtendedBlockProto
    private let end: UInt64
    private let checksum: Checksum
    private let verifies: Bool
    /// Where in the block the next packet starts.
    private var packetOffset: UInt64
    private var sequenceNumber: Int64 = 0
    /// The checksums of the packet at hand.
    private var checksums: [UInt8] = []
    /// A packet that the caller's buffer had no room for; its bytes from `taken` on are still to be given.
    private var packet: [UInt8] = []
    private var taken = 0
    private var packetEnd = 0

    private struct Checksum {
        let type: weft_checksum_type
        let bytesPerChecksum: Int

        /// - Throws: `hdfs-protocol` for a kind or a length that can't be.
        init(_ checksum: ChecksumProto) throws {
            switch checksum.type {
            case .checksumNull: type = WEFT_CHECKSUM_NULL
            case .checksumCrc32: type = WEFT_CHECKSUM_CRC32
            case .checksumCrc32c: type = WEFT_CHECKSUM_CRC32C
            default: throw damaged("its checksums are of the unknown type \(checksum.type)")
            }
            guard (1...UInt32(PacketHeader.maximumPacketLength)).contains(checksum.bytesPerChecksum) else {
                throw damaged("there is a checksum for each \(checksum.bytesPerChecksum) bytes")
            }
            bytesPerChecksum = Int(checksum.bytesPerChecksum)
        }

        func length(of count: Int) -> Int {
            type == WEFT_CHECKSUM_NULL ? 0 : (count + bytesPerChecksum - 1) / bytesPerChecksum * 4
        }
    }

    /// Asks a DataNode for a range.
    ///
    /// - Parameters:
    ///   - connection: an open connection; it belongs to the reader from now on.
    ///   - block: the block.
    ///   - token: its token.
    ///   - range: what to read; not more than the block has.
    ///   - clientName: who reads, for the DataNode's log.
    ///   - verifies: whether checksums are compared.
    ///   - caching: what the DataNode is told about its cache.
    /// - Throws: the DataNode's refusal (`BlockOpResponseProto.check`), `hdfs-protocol`, `connection-lost`, `timed-out`.
    ///   The connection is closed then.
    init(
        _ connection: DataTransferConnection,
        block: ExtendedBlockProto,
        token: TokenProto,
        range: Range,
        clientName: String,
        verifies: Bool = true,
        caching: Caching = Caching()
    ) throws {
        self.connection = connection
        self.block = block
        self.verifies = verifies
        datanode = connection.datanode
        position = range.offset
        let (end, overflow) = range.offset.addingReportingOverflow(range.length)
        self.end = end
        var request = OpReadBlockProto(
            header: ClientOperationHeaderProto(
                baseHeader: BaseHeaderProto(block: block, token: token),
                clientName: clientName
            ),
            offset: range.offset,
            len: range.length,
            sendChecksums: verifies
        )
        if caching != Caching() {
            request.cachingStrategy = CachingStrategyProto(
                dropBehind: caching.dropsBehind,
                readahead: caching.readahead
            )
        }
        do {
            if overflow { throw damaged("a range of it ends behind all numbers") }
            let response = try connection.request(.readBlock(request), block: block)
            guard let information = response.readOpChecksumInfo else { throw damaged("the checksum's kind is missing") }
            checksum = try Checksum(information.checksum)
            packetOffset = information.chunkOffset
            guard packetOffset <= range.offset, range.offset - packetOffset < UInt64(checksum.bytesPerChecksum) else {
                throw damaged("it was asked for from byte \(range.offset), and comes from byte \(packetOffset)")
            }
        } catch {
            connection.close()
            throw Self.described(error, block, connection)
        }
    }

    deinit { if !isFinished { connection.close() } }

    /// The connection when it can be used for another block.
    var reusableConnection: DataTransferConnection? { isFinished ? connection : nil }

    /// Reads the range's next bytes.
    ///
    /// - Parameter destination: filled as far as the range goes. When an error is thrown, `position` says how many bytes
    ///   in it are right.
    /// - Returns: how many bytes were read; less than the buffer has only at the end of the range.
    /// - Throws: `hdfs-checksum`, `hdfs-protocol`, `connection-lost`, `timed-out`. Nothing more can be read after that.
    func read(into destination: UnsafeMutableRawBufferPointer) throws -> Int {
        var done = 0
        do {
            while done < destination.count, position < end {
                if taken < packetEnd {
                    done += take(UnsafeMutableRawBufferPointer(rebasing: destination[done...]))
                } else {
                    done += try readPacket(UnsafeMutableRawBufferPointer(rebasing: destination[done...]))
                }
            }
            if position == end, !isFinished, taken == packetEnd || packetOffset >= end { try finish() }
        } catch {
            connection.close()
            throw Self.described(error, block, connection)
        }
        return done
    }

    /// Throws bytes of the range away.
    func skip(_ count: UInt64) throws {
        let target = min(end, position + count)
        try withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { scratch in
            while position < target {
                let piece = min(scratch.count, Int(target - position))
                _ = try read(into: UnsafeMutableRawBufferPointer(rebasing: scratch[..<piece]))
            }
        }
    }

    /// How many bytes are here already.
    var buffered: Int { packetEnd - taken }

    // MARK: Packets

    private func take(_ destination: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(destination.count, packetEnd - taken)
        packet.withUnsafeBytes {
            destination.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<taken + count]))
        }
        taken += count
        position += UInt64(count)
        return count
    }

    /// Reads a packet into the destination when it belongs there from its first byte to its last, else aside.
    ///
    /// - Returns: how many bytes of the destination were filled.
    private func readPacket(_ destination: UnsafeMutableRawBufferPointer) throws -> Int {
        let header = try readHeader()
        guard header.dataLength > 0, !header.isLastInBlock else {
            throw damaged("it ends at byte \(packetOffset), and was asked for to byte \(end)")
        }
        let start = packetOffset
        let count = header.dataLength
        // Bytes before the position, and behind the end, come because whole chunks are sent.
        if start == position, count <= destination.count, UInt64(count) <= end - position {
            let bytes = UnsafeMutableRawBufferPointer(rebasing: destination[..<count])
            try connection.input.readExactly(into: bytes)
            try verify(UnsafeRawBufferPointer(bytes), at: start)
            packetOffset += UInt64(count)
            position += UInt64(count)
            return count
        }
        let before = position - start
        guard before < UInt64(count) else {
            throw damaged("a packet of \(count) bytes at byte \(start) has nothing of what was asked for")
        }
        if packet.count < count { packet += repeatElement(0, count: count - packet.count) }
        packetEnd = 0
        taken = 0
        try packet.withUnsafeMutableBytes {
            let bytes = UnsafeMutableRawBufferPointer(rebasing: $0[..<count])
            try connection.input.readExactly(into: bytes)
            try verify(UnsafeRawBufferPointer(bytes), at: start)
        }
        packetOffset += UInt64(count)
        taken = Int(before)
        packetEnd = Int(min(UInt64(count), end - start))
        return take(destination)
    }

    /// Packets up to this length need no time of their own.
    private static let longPacket = 256 << 10

    private func readHeader() throws -> PacketHeader {
        connection.input.begin()
        let lengths = try connection.input.withNext(PacketHeader.lengthsSize) { try PacketHeader.Lengths($0) }
        if lengths.payload > Self.longPacket { connection.input.begin(bytes: lengths.payload) }
        let header = try connection.input.withNext(lengths.header) { try PacketHeader($0) }
        guard header.sequenceNumber == sequenceNumber else {
            throw damaged("packet \(header.sequenceNumber) came instead of packet \(sequenceNumber)")
        }
        guard UInt64(header.offsetInBlock) == packetOffset else {
            throw damaged("a packet for byte \(header.offsetInBlock) came instead of one for byte \(packetOffset)")
        }
        guard !header.isLastInBlock || header.dataLength == 0 else { throw damaged("its last packet has data") }
        let expected = checksum.length(of: header.dataLength)
        guard header.dataLength <= lengths.payload, lengths.payload - header.dataLength == expected else {
            throw damaged(
                "a packet has \(header.dataLength) bytes of data and \(lengths.payload - header.dataLength) of checksums"
            )
        }
        if sequenceNumber == 0 {
            connection.input.expectPackets(of: header.dataLength, bytes: Int(clamping: end - packetOffset))
        }
        try connection.input.withNext(expected) {
            checksums.removeAll(keepingCapacity: true)
            checksums += $0
        }
        sequenceNumber += 1
        return header
    }

    private func verify(_ data: UnsafeRawBufferPointer, at start: UInt64) throws {
        guard verifies, checksum.type != WEFT_CHECKSUM_NULL else { return }
        let bad = checksums.withUnsafeBytes {
            weft_verify_chunks(checksum.type, data.baseAddress, data.count, checksum.bytesPerChecksum, $0.baseAddress)
        }
        guard bad >= 0 else { return }
        throw WeftError(
            .checksum,
            "the data of a block doesn't match its checksum",
            remedy: "another replica is read where there is one; check the DataNode's disks",
            details: [.init("byte of the block", "\(start + UInt64(bad * checksum.bytesPerChecksum))")]
        )
    }

    /// Reads the empty packet behind the range, and tells the DataNode that all was right: it then keeps the connection.
    private func finish() throws {
        let header = try readHeader()
        guard header.isLastInBlock else { throw damaged("it goes on behind byte \(end)") }
        let status = ClientReadStatusProto(
            status: verifies && checksum.type != WEFT_CHECKSUM_NULL ? .checksumOk : .success
        )
        // Everything was read and is right; when the DataNode doesn't hear so, only the connection is of no more use.
        if (try? connection.output.writeDelimited(status)) != nil { isFinished = true } else { connection.close() }
    }

    private static func described(
        _ error: any Error,
        _ block: ExtendedBlockProto,
        _ connection: DataTransferConnection
    ) -> WeftError {
        var error = WeftError(wrapping: error)
        if !error.details.contains(where: { $0.name == "DataNode" }) {
            error.details.append(.init("DataNode", connection.datanode.name))
        }
        if !error.details.contains(where: { $0.name == "block" }) { error.details.append(.init("block", block.name)) }
        return error
    }
}

private func damaged(_ what: String) -> WeftError {
    WeftError(
        .dataTransferProtocol,
        "the DataNode sends a block in a way that can't be right: \(what)",
        remedy: "another replica is read where there is one; check the DataNode's version and its log"
    )
}
