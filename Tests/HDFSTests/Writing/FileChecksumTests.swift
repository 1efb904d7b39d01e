import CHadoopCoding
import Crypto
import HadoopProtos
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite struct FileChecksumTests {
    private func response(
        _ checksum: [UInt8],
        _ type: ChecksumTypeProto? = .checksumCrc32c,
        bytesPerCRC: UInt32 = 512
    ) -> OpBlockChecksumResponseProto {
        OpBlockChecksumResponseProto(
            bytesPerCrc: bytesPerCRC,
            crcPerBlock: 262_144,
            blockChecksum: checksum,
            crcType: type
        )
    }

    @Test("whatever DataNodes answer, there is a checksum or an error")
    func fuzz() {
        let seed = Fuzzing.seed()
        var random = SplitMix(state: seed)
        let types: [ChecksumTypeProto?] = [
            nil, .checksumNull, .checksumCrc32, .checksumCrc32c, ChecksumTypeProto(rawValue: 77),
        ]
        let lengths = [0, 1, 4, 16, 17]
        let sizes = [0, 1, 512, 1 << 40, Int.max]
        var outcomes: [String: Int] = [:]
        var combination = FileChecksumCombination(mode: .md5, path: "/f")
        for round in 0..<Fuzzing.inputs {
            if round % 10 == 0 {
                combination = FileChecksumCombination(mode: round % 20 == 0 ? .md5 : .compositeCRC, path: "/f")
            }
            // Most answers fit together, so that some files are long.
            let isUsual = random.below(4) > 0
            let answer = OpBlockChecksumResponseProto(
                bytesPerCrc: isUsual ? 512 : UInt32(truncatingIfNeeded: random.next()),
                crcPerBlock: random.next(),
                blockChecksum: [UInt8](
                    repeating: UInt8(truncatingIfNeeded: random.next()),
                    count: isUsual ? (round % 20 < 10 ? 16 : 4) : lengths[random.below(lengths.count)]
                ),
                crcType: isUsual ? .checksumCrc32c : types[random.below(types.count)]
            )
            do {
                try combination.add(answer, length: sizes[random.below(sizes.count)])
                outcomes["taken", default: 0] += 1
                if round % 10 == 9 { #expect(try !combination.finish().bytes.isEmpty, "seed \(seed), round \(round)") }
            } catch {
                outcomes[WeftError(wrapping: error).code.rawValue, default: 0] += 1
            }
        }
        #expect(outcomes.count > 3, "seed \(seed): \(outcomes)")
    }

    @Test("an empty file has the checksum that Java gives it")
    func empty() throws {
        let checksum = try FileChecksumCombination(mode: .md5, path: "/f").finish()
        #expect(checksum.algorithm == "MD5-of-0MD5-of-0CRC32")
        #expect(checksum.hexadecimal == "00000000000000000000000070bc8f4b72a86921468bf8e8441dce51")
    }

    @Test(
        "blocks' checksums are digested with the zeros of Java's buffer",
        arguments: [
            (1, 32), (2, 32), (3, 64), (4, 64), (5, 128), (9, 256),
        ]
    )
    func padding(blocks: Int, capacity: Int) throws {
        var combination = FileChecksumCombination(mode: .md5, path: "/f")
        var all: [UInt8] = []
        for block in 0..<blocks {
            let md5 = [UInt8](repeating: UInt8(block + 1), count: 16)
            try combination.add(response(md5), length: 1)
            all += md5
        }
        all += [UInt8](repeating: 0, count: capacity - all.count)
        let checksum = try combination.finish()
        #expect(Array(checksum.bytes.suffix(16)) == Array(Insecure.MD5.hash(data: all)))
        #expect(checksum.algorithm == (blocks == 1 ? "MD5-of-0MD5-of-512CRC32C" : "MD5-of-262144MD5-of-512CRC32C"))
        #expect(Array(checksum.bytes.prefix(4)) == [0, 0, 2, 0])
    }

    @Test(
        "a composite checksum is that of all bytes, wherever blocks end",
        arguments: [
            ChecksumTypeProto.checksumCrc32, .checksumCrc32c,
        ]
    )
    func composite(type: ChecksumTypeProto) throws {
        func crc(_ bytes: [UInt8]) -> UInt32 {
            type == .checksumCrc32
                ? weft_crc32_by_tables(0, bytes, bytes.count) : weft_crc32c_by_tables(0, bytes, bytes.count)
        }
        var random = SplitMix(state: 1)
        for _ in 0..<50 {
            var combination = FileChecksumCombination(mode: .compositeCRC, path: "/f")
            var all: [UInt8] = []
            for _ in 0..<1 + random.below(5) {
                let block = (0..<1 + random.below(3000)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                all += block
                try combination.add(
                    response(withUnsafeBytes(of: crc(block).bigEndian) { Array($0) }, type),
                    length: block.count
                )
            }
            let checksum = try combination.finish()
            #expect(checksum.bytes == withUnsafeBytes(of: crc(all).bigEndian) { Array($0) })
            #expect(checksum.algorithm == (type == .checksumCrc32 ? "COMPOSITE-CRC32" : "COMPOSITE-CRC32C"))
        }
    }

    @Test("what can't be combined is refused")
    func refused() throws {
        func code(_ mode: HDFSFileChecksum.Mode, _ responses: [OpBlockChecksumResponseProto]) -> String? {
            (#expect(throws: WeftError.self) {
                var combination = FileChecksumCombination(mode: mode, path: "/f")
                for response in responses { try combination.add(response, length: 1) }
            })?.code.rawValue
        }
        let md5 = [UInt8](repeating: 1, count: 16)
        #expect(code(.md5, [response(md5), response(md5, .checksumCrc32)]) == "hdfs-checksum-mixed")
        #expect(code(.md5, [response(md5), response(md5, bytesPerCRC: 1024)]) == "hdfs-checksum-mixed")
        #expect(code(.md5, [response([1, 2, 3])]) == "hdfs-protocol")
        #expect(code(.md5, [response(md5, nil)]) == "unsupported-by-server")
        #expect(code(.compositeCRC, [response(md5)]) == "unsupported-by-server")
        let crc: [UInt8] = [1, 2, 3, 4]
        #expect(code(.compositeCRC, [response(crc, .checksumNull), response(crc, .checksumNull)]) == "hdfs-protocol")
    }
}
