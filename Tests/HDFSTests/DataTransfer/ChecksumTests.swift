import CHadoopCoding
import Testing

@Suite("CRC32, CRC32C and the checksums of chunks")
struct ChecksumTests {
    @Test("Both give the published values of 123456789, and 0 of nothing")
    func publishedValues() {
        let digits = Array("123456789".utf8)
        #expect(weft_crc32(0, digits, 9) == 0xcbf4_3926)
        #expect(weft_crc32c(0, digits, 9) == 0xe306_9283)
        #expect(weft_crc32(0, digits, 0) == 0)
        #expect(weft_crc32c(0, digits, 0) == 0)
        // RFC 3720, B.4.
        #expect(weft_crc32c(0, [UInt8](repeating: 0, count: 32), 32) == 0x8a91_36aa)
        #expect(weft_crc32c(0, [UInt8](repeating: 0xff, count: 32), 32) == 0x62a8_ab43)
    }

    private static func noise(_ count: Int) -> [UInt8] {
        var random = SplitMix(state: 7)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    @Test("The processor's instructions give what the tables give, for every length, place and start")
    func instructions() {
        let bytes = Self.noise(14_000)
        let lengths = Array(0...700) + [1023, 1024, 1025, 4095, 4096, 4097, 12_287, 12_288, 12_289, 13_900]
        bytes.withUnsafeBytes { memory in
            for length in lengths {
                for place in [0, 1, 3, 8, 15] {
                    let start = memory.baseAddress.map { $0 + place }
                    for crc in [UInt32(0), 0xdead_beef] {
                        #expect(weft_crc32(crc, start, length) == weft_crc32_by_tables(crc, start, length))
                        #expect(weft_crc32c(crc, start, length) == weft_crc32c_by_tables(crc, start, length))
                    }
                }
            }
        }
    }

    @Test("A checksum goes on behind another one")
    func continued() {
        let bytes = Self.noise(1000)
        for cut in [0, 1, 63, 64, 65, 500, 999, 1000] {
            let first = Array(bytes[..<cut])
            let second = Array(bytes[cut...])
            #expect(weft_crc32(weft_crc32(0, first, cut), second, 1000 - cut) == weft_crc32(0, bytes, 1000))
            #expect(weft_crc32c(weft_crc32c(0, first, cut), second, 1000 - cut) == weft_crc32c(0, bytes, 1000))
        }
    }

    @Test("Three at once are three one by one", arguments: [0, 1, 7, 8, 9, 511, 512, 513])
    func three(length: Int) {
        let bytes = Self.noise(3 * length + 1)
        let parts = (0..<3).map { Array(bytes[$0 * length..<($0 + 1) * length]) }
        var crcs: [UInt32] = [1, 2, 3]
        weft_crc32c_of_three(parts[0], parts[1], parts[2], length, &crcs)
        #expect(crcs == parts.map { weft_crc32c(0, $0, length) })
    }

    @Test(
        "A packet's checksums are those of its chunks, big-endian, the last chunk being short",
        arguments: [WEFT_CHECKSUM_CRC32, WEFT_CHECKSUM_CRC32C]
    )
    func computed(type: weft_checksum_type) {
        for (length, chunk) in [
            (1, 512), (511, 512), (512, 512), (513, 512), (5000, 512), (1536, 512), (100, 7), (3, 1),
        ] {
            let data = Self.noise(length)
            let count = (length + chunk - 1) / chunk
            var sums = [UInt8](repeating: 0xaa, count: 4 * count + 1)
            weft_compute_chunks(type, data, length, chunk, &sums)
            for index in 0..<count {
                let part = Array(data[index * chunk..<min(length, (index + 1) * chunk)])
                let crc =
                    type == WEFT_CHECKSUM_CRC32 ? weft_crc32(0, part, part.count) : weft_crc32c(0, part, part.count)
                let stored = sums[4 * index..<4 * index + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                #expect(stored == crc)
            }
            #expect(sums.last == 0xaa)
            #expect(weft_verify_chunks(type, data, length, chunk, sums) == -1)
        }
    }

    @Test(
        "The first bad chunk is found, whichever it is",
        arguments: [WEFT_CHECKSUM_CRC32, WEFT_CHECKSUM_CRC32C]
    )
    func verified(type: weft_checksum_type) {
        let length = 512 * 7 + 100
        let data = Self.noise(length)
        var sums = [UInt8](repeating: 0, count: 32)
        weft_compute_chunks(type, data, length, 512, &sums)
        for chunk in 0..<8 {
            var damaged = data
            damaged[min(length - 1, chunk * 512 + 300)] ^= 4
            #expect(weft_verify_chunks(type, damaged, length, 512, sums) == min(chunk, 7))
            var wrong = sums
            wrong[4 * chunk + 2] ^= 1
            #expect(weft_verify_chunks(type, data, length, 512, wrong) == chunk)
        }
    }

    @Test("Without checksums nothing is compared and nothing is written")
    func null() {
        var sums: [UInt8] = [1, 2, 3, 4]
        weft_compute_chunks(WEFT_CHECKSUM_NULL, [1, 2, 3], 3, 512, &sums)
        #expect(sums == [1, 2, 3, 4])
        #expect(weft_verify_chunks(WEFT_CHECKSUM_NULL, [1, 2, 3], 3, 512, sums) == -1)
    }
}

extension weft_checksum_type: @retroactive CustomTestStringConvertible {
    /// The name of the checksum.
    public var testDescription: String { self == WEFT_CHECKSUM_CRC32 ? "CRC32" : "CRC32C" }
}
