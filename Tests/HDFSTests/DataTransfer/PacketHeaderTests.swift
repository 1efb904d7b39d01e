import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("Headers of packets")
struct PacketHeaderTests {
    private func header(_ bytes: [UInt8]) throws -> PacketHeader { try bytes.withUnsafeBytes { try PacketHeader($0) } }

    private func lengths(_ bytes: [UInt8]) throws -> PacketHeader.Lengths {
        try bytes.withUnsafeBytes { try PacketHeader.Lengths($0) }
    }

    private func code(_ body: () throws -> some Any) -> WeftError.Code? {
        do {
            _ = try body()
            return nil
        } catch { return (error as? WeftError)?.code }
    }

    private static let headers = [
        PacketHeader(offsetInBlock: 0, sequenceNumber: 0, isLastInBlock: false, dataLength: 65_536),
        PacketHeader(
            offsetInBlock: 1 << 40,
            sequenceNumber: 1 << 33,
            isLastInBlock: false,
            dataLength: 1,
            syncBlock: true
        ),
        PacketHeader(offsetInBlock: 512, sequenceNumber: 3, isLastInBlock: true, dataLength: 0),
        PacketHeader(offsetInBlock: 0, sequenceNumber: PacketHeader.heartbeat, isLastInBlock: false, dataLength: 0),
    ]

    @Test("A packet has the bytes that Java writes")
    func golden() {
        // The first header that a DataNode of Hadoop 2.7.3 sends for a block of 100 bytes.
        var bytes: [UInt8] = []
        PacketHeader(offsetInBlock: 0, sequenceNumber: 0, isLastInBlock: false, dataLength: 100)
            .append(checksumLength: 4, to: &bytes)
        #expect(
            bytes == [
                0, 0, 0, 108, 0, 25,
                0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0x18, 0, 0x25, 100, 0, 0, 0,
            ]
        )
    }

    @Test("What is written is read again, and is what protobuf-c makes of it", arguments: headers)
    func roundTrip(_ header: PacketHeader) throws {
        var bytes: [UInt8] = []
        header.append(checksumLength: 24, to: &bytes)
        #expect(bytes.count <= PacketHeader.maximumWrittenSize)
        let lengths = try lengths(bytes)
        #expect(lengths.payload == 24 + header.dataLength)
        #expect(lengths.header == bytes.count - PacketHeader.lengthsSize)
        let message = Array(bytes[PacketHeader.lengthsSize...])
        #expect(try self.header(message) == header)
        let proto = PacketHeaderProto(
            offsetInBlock: header.offsetInBlock,
            seqno: header.sequenceNumber,
            lastPacketInBlock: header.isLastInBlock,
            dataLen: Int32(header.dataLength),
            syncBlock: header.syncBlock ? true : nil
        )
        #expect(proto.serialized() == message)
    }

    @Test("Fields in another order, and fields of a newer Hadoop, are no trouble")
    func otherOrder() throws {
        let bytes: [UInt8] =
            [0x18, 1] + [0x30, 0x96, 1] + [0x25, 7, 0, 0, 0] + [0x3a, 2, 8, 9] + [0x41]
            + [UInt8](repeating: 1, count: 8)
            + [0x4d, 1, 2, 3, 4] + [0x11, 5, 0, 0, 0, 0, 0, 0, 0] + [0x09, 9, 0, 0, 0, 0, 0, 0, 0]
        let expected = PacketHeader(offsetInBlock: 9, sequenceNumber: 5, isLastInBlock: true, dataLength: 7)
        #expect(try header(bytes) == expected)
    }

    @Test("A header that is cut off anywhere, lacks a field, or has impossible numbers is refused")
    func damaged() {
        var bytes: [UInt8] = []
        Self.headers[0].append(checksumLength: 0, to: &bytes)
        let whole = Array(bytes[PacketHeader.lengthsSize...])
        for count in 0..<whole.count {
            #expect(code { try header(Array(whole[..<count])) } == "hdfs-protocol", "\(count) bytes")
        }
        func changed(_ index: Int, _ value: UInt8) -> [UInt8] {
            var bytes = whole
            bytes[index] = value
            return bytes
        }
        // The sign bits of the offset and of the data's length, and a kind of field that doesn't exist.
        #expect(code { try header(changed(8, 0x80)) } == "hdfs-protocol")
        #expect(code { try header(changed(24, 0x80)) } == "hdfs-protocol")
        #expect(code { try header(changed(0, 0x0f)) } == "hdfs-protocol")
        #expect(code { try header(whole + [0x3a, 5, 1]) } == "hdfs-protocol")
    }

    @Test(
        "Lengths that no packet has are refused",
        arguments: [
            [0, 0, 0, 3, 0, 25], [0xff, 0xff, 0xff, 0xff, 0, 25], [0, 0, 0, 4, 0, 0], [0, 0, 0, 4, 0xff, 0xff],
            [1, 0, 0, 0, 0, 1], [0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff], [0, 0, 0, 4, 0],
        ]
    )
    func damagedLengths(_ bytes: [UInt8]) {
        #expect(code { try lengths(bytes) } == "hdfs-protocol")
    }

    @Test("The longest packet is accepted, one byte more is not")
    func longest() throws {
        #expect(try lengths([0, 0xff, 0xff, 0xe7, 0, 25]).payload == (16 << 20) - 25 - 4)
        #expect(code { try lengths([0, 0xff, 0xff, 0xe8, 0, 25]) } == "hdfs-protocol")
    }

    @Test("Damaged headers never crash, and what is accepted is within bounds")
    func fuzz() {
        let good = Self.headers.map { header in
            var bytes: [UInt8] = []
            header.append(checksumLength: 8, to: &bytes)
            return bytes
        }
        Fuzzing.mutate(good) { bytes in
            do {
                let lengths = try PacketHeader.Lengths(bytes)
                // Not by #expect, which would take most of the time.
                if lengths.payload < 0 || lengths.header < 1 || lengths.payload + lengths.header > 16 << 20 {
                    Issue.record("\(lengths) of \(Array(bytes))")
                }
            } catch is WeftError {}
            guard bytes.count > PacketHeader.lengthsSize else { return }
            do {
                let header = try PacketHeader(UnsafeRawBufferPointer(rebasing: bytes[PacketHeader.lengthsSize...]))
                if header.offsetInBlock < 0 || header.dataLength < 0 { Issue.record("\(header) of \(Array(bytes))") }
            } catch is WeftError {}
        }
    }
}
