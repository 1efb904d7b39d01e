import HadoopProtos
import WeftDiagnostics

/// What stands before the data of a packet (PacketHeader.java, PacketReceiver.java):
///
///     Int32 length of this field, the checksums and the data | Int16 length of the header | header | checksums | data
///
/// The header is a `PacketHeaderProto`. It is read and written here by hand, because there is one for each 4 to 64 KiB
/// and protobuf-c would allocate for each of them.
struct PacketHeader: Sendable, Hashable {
    /// Where the data belongs in the block.
    var offsetInBlock: Int64
    /// The packet's number; -1 for a heartbeat.
    var sequenceNumber: Int64
    /// Whether nothing comes behind it; such a packet has no data.
    var isLastInBlock: Bool
    /// Bytes of data.
    var dataLength: Int
    /// Whether the DataNode is asked to sync the block to its disk.
    var syncBlock: Bool = false

    /// The number that heartbeats have instead of a place in the sequence.
    static let heartbeat: Int64 = -1
    /// The longest packet that is accepted (`dfs.data.transfer.max.packet.size`).
    static let maximumPacketLength = 16 << 20
    /// The bytes of the two lengths before the header.
    static let lengthsSize = 6
    /// The most bytes that `append` writes.
    static let maximumWrittenSize = lengthsSize + 9 + 9 + 2 + 5 + 2

    /// The two lengths before the header, checked.
    struct Lengths: Sendable, Hashable {
        /// Bytes of the header.
        var header: Int
        /// Bytes of checksums and data.
        var payload: Int

        /// Reads them.
        ///
        /// - Throws: `hdfs-protocol` for lengths that no packet has.
        init(_ bytes: UnsafeRawBufferPointer) throws {
            guard bytes.count >= PacketHeader.lengthsSize else { throw damaged("its lengths are cut off") }
            let payload = Int(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
            let header = Int(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: Int16.self)))
            guard payload >= 4 else { throw damaged("its payload has \(payload) bytes") }
            guard header > 0 else { throw damaged("its header has \(header) bytes") }
            guard payload + header <= PacketHeader.maximumPacketLength else {
                throw damaged("it has \(payload + header) bytes, more than \(PacketHeader.maximumPacketLength)")
            }
            self.header = header
            self.payload = payload - 4
        }
    }
}

private func damaged(_ what: String) -> WeftError {
    WeftError(
        "hdfs-protocol",
        "a DataNode sent a packet that can't be right: \(what)",
        remedy: "check that the port is the DataNode's data transfer port, and that both sides protect it alike"
            + " (dfs.data.transfer.protection, dfs.encrypt.data.transfer)"
    )
}

// MARK: The message, by hand

extension PacketHeader {
    /// Field numbers of `PacketHeaderProto`, with the wire type: 0 varint, 1 eight bytes, 5 four bytes.
    private enum Tag {
        static let offsetInBlock: UInt64 = 1 << 3 | 1
        static let sequenceNumber: UInt64 = 2 << 3 | 1
        static let lastPacketInBlock: UInt64 = 3 << 3
        static let dataLength: UInt64 = 4 << 3 | 5
        static let syncBlock: UInt64 = 5 << 3
    }

    /// Reads the header.
    ///
    /// - Throws: `hdfs-protocol` when the bytes aren't a `PacketHeaderProto`, or its numbers can't be.
    init(_ bytes: UnsafeRawBufferPointer) throws {
        var offsetInBlock: Int64?
        var sequenceNumber: Int64?
        var last: Bool?
        var dataLength: Int32?
        var sync = false
        var place = 0
        func varint() throws -> UInt64 {
            if let value = try Varint.read(bytes, at: &place) { return value }
            throw damaged("its header is cut off")
        }
        func fixed<Value: FixedWidthInteger>(_: Value.Type) throws -> Value {
            guard bytes.count - place >= MemoryLayout<Value>.size else { throw damaged("its header is cut off") }
            defer { place += MemoryLayout<Value>.size }
            return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Value.self))
        }
        while place < bytes.count {
            let tag = try varint()
            switch tag {
            case Tag.offsetInBlock: offsetInBlock = try fixed(Int64.self)
            case Tag.sequenceNumber: sequenceNumber = try fixed(Int64.self)
            case Tag.lastPacketInBlock: last = try varint() != 0
            case Tag.dataLength: dataLength = try fixed(Int32.self)
            case Tag.syncBlock: sync = try varint() != 0
            default:
                // A field of a newer Hadoop.
                switch tag & 7 {
                case 0: _ = try varint()
                case 1: _ = try fixed(Int64.self)
                case 2:
                    let length = try varint()
                    guard length <= UInt64(bytes.count - place) else { throw damaged("its header is cut off") }
                    place += Int(length)
                case 5: _ = try fixed(Int32.self)
                default: throw damaged("its header has a field of an unknown kind")
                }
            }
        }
        guard let offsetInBlock, let sequenceNumber, let last, let dataLength else {
            throw damaged("its header lacks a field")
        }
        guard offsetInBlock >= 0, dataLength >= 0 else {
            throw damaged("its data has \(dataLength) bytes at \(offsetInBlock)")
        }
        self.init(
            offsetInBlock: offsetInBlock,
            sequenceNumber: sequenceNumber,
            isLastInBlock: last,
            dataLength: Int(dataLength),
            syncBlock: sync
        )
    }

    /// Appends the lengths and the header.
    ///
    /// - Parameters:
    ///   - checksumLength: bytes of checksums that follow the header.
    ///   - bytes: what to append to.
    func append(checksumLength: Int, to bytes: inout [UInt8]) {
        let header = 9 + 9 + 2 + 5 + (syncBlock ? 2 : 0)
        withUnsafeBytes(of: Int32(clamping: 4 + checksumLength + dataLength).bigEndian) { bytes += $0 }
        withUnsafeBytes(of: Int16(header).bigEndian) { bytes += $0 }
        bytes.append(UInt8(Tag.offsetInBlock))
        withUnsafeBytes(of: offsetInBlock.littleEndian) { bytes += $0 }
        bytes.append(UInt8(Tag.sequenceNumber))
        withUnsafeBytes(of: sequenceNumber.littleEndian) { bytes += $0 }
        bytes.append(UInt8(Tag.lastPacketInBlock))
        bytes.append(isLastInBlock ? 1 : 0)
        bytes.append(UInt8(Tag.dataLength))
        withUnsafeBytes(of: Int32(clamping: dataLength).littleEndian) { bytes += $0 }
        if syncBlock {
            bytes.append(UInt8(Tag.syncBlock))
            bytes.append(1)
        }
    }
}
