import Testing
import WeftDiagnostics

@testable import HDFS

@Suite("AES in counter mode, as a stream")
struct AESCounterStreamTests {
    private static let iv: [UInt8] = (0xf0...0xff).map { $0 }
    private static let plain = bytes(
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
            + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
    )

    /// NIST SP 800-38A, F.5.1, F.5.3 and F.5.5.
    @Test(
        "It gives the published bytes with keys of 128, 192 and 256 bits",
        arguments: [
            (
                "2b7e151628aed2a6abf7158809cf4f3c",
                "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
                    + "5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee"
            ),
            (
                "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
                "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e94"
                    + "1e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050"
            ),
            (
                "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
                    + "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6"
            ),
        ]
    )
    func published(key: String, sealed: String) throws {
        var stream = try AESCounterStream(key: bytes(key), iv: Self.iv)
        var text = Self.plain
        try text.withUnsafeMutableBytes { try stream.apply($0) }
        #expect(text == bytes(sealed))
    }

    @Test("However the bytes are cut, the stream is the same; and applied twice it gives the bytes back")
    func pieces() throws {
        let plain = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var whole = plain
        var stream = try AESCounterStream(key: Array(0..<16), iv: Self.iv)
        try whole.withUnsafeMutableBytes { try stream.apply($0) }
        #expect(whole != plain)
        var cut = plain
        var again = try AESCounterStream(key: Array(0..<16), iv: Self.iv)
        var place = 0
        var length = 0
        while place < cut.count {
            let end = min(cut.count, place + length)
            try cut.withUnsafeMutableBytes { try again.apply(UnsafeMutableRawBufferPointer(rebasing: $0[place..<end])) }
            place = end
            length = (length * 3 + 1) % 97
        }
        #expect(cut == whole)
        var back = try AESCounterStream(key: Array(0..<16), iv: Self.iv)
        try cut.withUnsafeMutableBytes { try back.apply($0) }
        #expect(cut == plain)
    }

    @Test("The counter has 128 bits: it goes on from all ones to zero, and carries into its upper half")
    func carry() throws {
        func stream(_ iv: [UInt8], _ count: Int) throws -> [UInt8] {
            var stream = try AESCounterStream(key: Array(0..<16), iv: iv)
            var bytes = [UInt8](repeating: 0, count: count)
            // In two calls, so that the carry is this code's and not the library's.
            try bytes.withUnsafeMutableBytes { memory in
                try stream.apply(UnsafeMutableRawBufferPointer(rebasing: memory[..<16]))
                try stream.apply(UnsafeMutableRawBufferPointer(rebasing: memory[16...]))
            }
            return bytes
        }
        let last = [UInt8](repeating: 0xff, count: 16)
        let zero = [UInt8](repeating: 0, count: 16)
        #expect(try stream(last, 48)[16...] == stream(zero, 32)[...])
        let low = [UInt8](repeating: 0, count: 8) + [UInt8](repeating: 0xff, count: 8)
        let next = [UInt8](repeating: 0, count: 7) + [1] + [UInt8](repeating: 0, count: 8)
        #expect(try stream(low, 48)[16...] == stream(next, 32)[...])
    }

    @Test(
        "Keys and first counters of other lengths are refused",
        arguments: [(15, 16), (0, 16), (33, 16), (16, 12), (16, 0)]
    )
    func lengths(key: Int, iv: Int) {
        #expect(throws: WeftError.self) {
            try AESCounterStream(key: [UInt8](repeating: 0, count: key), iv: [UInt8](repeating: 0, count: iv))
        }
    }
}

/// Bytes of a hexadecimal text.
func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap { $0.hexDigitValue.map { UInt8($0) } }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
