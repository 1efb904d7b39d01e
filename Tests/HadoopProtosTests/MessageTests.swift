import Glibc
import HadoopProtos
import Testing
import WeftDiagnostics

@Suite("Messages")
struct MessageTests {
    /// Written by hand from protobuf's encoding: field 1 varint 2, field 3 zigzag −33 (65), field 4 two bytes.
    private let header: [UInt8] = [0x08, 2, 0x10, 0, 0x18, 65, 0x22, 2, 0xab, 0xcd, 0x28, 1]

    @Test("a request header has the bytes that protobuf says")
    func requestHeader() throws {
        let message = RpcRequestHeaderProto(
            rpcKind: .rpcProtocolBuffer,
            rpcOp: .rpcFinalPacket,
            callId: -33,
            clientId: [0xab, 0xcd],
            retryCount: -1
        )
        #expect(message.serialized() == header)
        #expect(try RpcRequestHeaderProto(serialized: header) == message)
    }

    @Test("a message with every kind of field comes back as it was")
    func roundTrip() throws {
        let block = ExtendedBlockProto(poolId: "BP-1", blockId: .max, generationStamp: 1001, numBytes: 0)
        let node = DatanodeInfoProto(
            id: DatanodeIDProto(
                ipAddr: "10.0.0.1",
                hostName: "dätanode",
                datanodeUuid: "",
                xferPort: 9866,
                infoPort: 1,
                ipcPort: 2
            ),
            location: "/rack"
        )
        let message = LocatedBlockProto(
            b: block,
            offset: 1 << 40,
            locs: [node, node],
            corrupt: true,
            blockToken: TokenProto(identifier: [0, 1, 255], password: [], kind: "k", service: "s"),
            isCached: [true, false],
            storageTypes: [.ssd, StorageTypeProto(rawValue: 77)],
            storageIDs: ["", "DS-1"]
        )
        #expect(try LocatedBlockProto(serialized: message.serialized()) == message)
        let header = PacketHeaderProto(offsetInBlock: -1, seqno: .min, lastPacketInBlock: false, dataLen: .max)
        #expect(try PacketHeaderProto(serialized: header.serialized()) == header)
    }

    @Test("an enumeration keeps a number it doesn't know")
    func unknownNumber() {
        #expect("\(StorageTypeProto(rawValue: 77))" == "unknown(77)")
        #expect("\(DataTransferStatus.errorAccessToken)" == "ERROR_ACCESS_TOKEN")
    }

    @Test("a message without a required field is refused by name")
    func missingField() throws {
        let error = #expect(throws: WeftError.self) { try ExtendedBlockProto(serialized: [0x0a, 1, 0x61]) }
        #expect(error?.code == "rpc-protocol")
        #expect(error?.message.contains("ExtendedBlockProto") == true)
    }

    @Test("delimited messages follow each other, and a cut one is refused")
    func delimited() throws {
        var bytes: [UInt8] = []
        let messages = [
            GetFileInfoRequestProto(src: "/a"), GetFileInfoRequestProto(src: String(repeating: "x", count: 300)),
        ]
        for message in messages { message.serializeDelimited(into: &bytes) }
        var offset = 0
        try bytes.withUnsafeBytes { bytes in
            for message in messages {
                let read = try GetFileInfoRequestProto(delimited: bytes, at: &offset)
                #expect(read == message)
            }
        }
        #expect(offset == bytes.count)
        for length in 0..<messages[0].serialized().count {
            bytes.prefix(length).withUnsafeBytes { part in
                var offset = 0
                #expect(throws: WeftError.self) { try GetFileInfoRequestProto(delimited: part, at: &offset) }
            }
        }
    }

    @Test("a varint of more than 64 bits is refused, one that is cut off needs more bytes")
    func varints() throws {
        for value in [0, 1, 127, 128, 300, UInt64(UInt32.max), .max] {
            var bytes: [UInt8] = []
            Varint.append(value, to: &bytes)
            try bytes.withUnsafeBytes { whole in
                var offset = 0
                let read = try Varint.read(whole, at: &offset)
                #expect(read == value)
                #expect(offset == bytes.count)
                var start = 0
                let cut = try Varint.read(UnsafeRawBufferPointer(rebasing: whole.dropLast()), at: &start)
                #expect(cut == nil)
                #expect(start == 0)
            }
        }
        for bytes: [UInt8] in [Array(repeating: 0x80, count: 11), Array(repeating: 0xff, count: 10)] {
            bytes.withUnsafeBytes { bytes in
                var offset = 0
                #expect(throws: WeftError.self) { try Varint.read(bytes, at: &offset) }
            }
        }
    }

    @Test("random and damaged bytes never crash a decoder")
    func fuzz() {
        let inputs = getenv("WEFT_FUZZ_INPUTS").flatMap { Int(String(cString: $0)) } ?? 1_000_000
        var random = SplitMix(state: 4)
        let block = ExtendedBlockProto(poolId: "BP-1", blockId: 7, generationStamp: 1001, numBytes: 9)
        let good = [
            header,
            LocatedBlocksProto(
                fileLength: 9,
                blocks: [
                    LocatedBlockProto(
                        b: block,
                        offset: 0,
                        corrupt: false,
                        blockToken: TokenProto(identifier: [1], password: [2], kind: "k", service: "s")
                    )
                ],
                underConstruction: false,
                isLastBlockComplete: true
            ).serialized(),
            RpcSaslProto(state: .negotiate, auths: [.init(method: "TOKEN", mechanism: "DIGEST-MD5")]).serialized(),
        ]
        for _ in 0..<inputs {
            let choice = Int(random.next() % 4)
            var bytes =
                choice == 3
                ? (0..<random.next() % 40).map { _ in UInt8(truncatingIfNeeded: random.next()) } : good[choice]
            for _ in 0...random.next() % 3 where !bytes.isEmpty {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.removeSubrange(place...)
                default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                }
            }
            switch choice {
            case 0: _ = try? RpcRequestHeaderProto(serialized: bytes)
            case 1: _ = try? LocatedBlocksProto(serialized: bytes)
            case 2: _ = try? RpcSaslProto(serialized: bytes)
            default: _ = try? RpcResponseHeaderProto(serialized: bytes)
            }
        }
    }
}

/// A small random generator that gives the same numbers each time.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
