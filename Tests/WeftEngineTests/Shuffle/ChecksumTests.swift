import CWeftEngine
import Testing

@testable import WeftEngine

@Suite("CRC32C")
struct ChecksumTests {
    private func checksum(_ bytes: [UInt8], from start: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { weft_crc32c(start, $0.baseAddress, $0.count) }
    }

    @Test("the vectors of RFC 3720 come out")
    func vectors() {
        #expect(checksum(Array("123456789".utf8)) == 0xe306_9283)
        #expect(checksum([]) == 0)
        #expect(checksum(Array(repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(checksum(Array(repeating: 0xff, count: 32)) == 0x62a8_ab43)
        #expect(checksum(Array(0..<32)) == 0x46dd_794e)
        #expect(checksum(Array((0..<32).reversed())) == 0x113f_db5c)
    }

    @Test("the processor's instruction and the tables agree at all lengths and places")
    func agreement() {
        let bytes = randomBytes(40_000, seed: 1)
        bytes.withUnsafeBytes { bytes in
            for offset in 0..<9 {
                for count in Array(0..<300) + [767, 768, 769, 775, 2303, 12_287, 12_288, 12_289, 13_100, 39_000] {
                    let start = bytes.baseAddress.map { $0 + offset }
                    let seed = UInt32(truncatingIfNeeded: offset * 7919)
                    #expect(weft_crc32c(seed, start, count) == weft_crc32c_by_tables(seed, start, count))
                }
            }
        }
    }

    @Test("a checksum goes on where another ended")
    func continuation() {
        let bytes = randomBytes(30_000, seed: 2)
        for cut in [0, 1, 7, 800, 12_288, 29_999, 30_000] {
            #expect(checksum(Array(bytes[cut...]), from: checksum(Array(bytes[..<cut]))) == checksum(bytes))
        }
    }
}
