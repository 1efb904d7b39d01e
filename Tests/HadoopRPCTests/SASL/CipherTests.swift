import CHadoopCoding
import Testing

@testable import HadoopRPC

@Suite("Ciphers of DIGEST-MD5")
struct CipherTests {
    /// RFC 6229 has these streams at offset 0; the last is of the RC4 that everybody knew before it.
    @Test(
        "RC4 gives the published streams",
        arguments: [
            ("0102030405", "b2396305f03dc027ccc3524a0a1118a8"),
            ("01020304050607", "293f02d47f37c9b633f2af5285feb46b"),
            ("0102030405060708090a0b0c0d0e0f10", "9ac7cc9a609d1ef7b2932899cde41b97"),
            ("833222772a", "80ad97bdc973df8a2e879e92a497efda"),
            ("4b6579", "eb9f7781b734ca72a7194a2867b64295"),
        ]
    )
    func rc4(key: String, stream: String) {
        let state = weft_rc4_make(bytes(key), bytes(key).count)
        defer { weft_rc4_free(state) }
        var out = [UInt8](repeating: 0, count: 16)
        weft_rc4_apply(state, out, &out, 16)
        #expect(hexadecimal(out) == stream)
    }

    @Test("RC4 goes on where it stopped, however the bytes are cut")
    func rc4Pieces() {
        let plain = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        let whole = weft_rc4_make([1, 2, 3], 3)
        let cut = weft_rc4_make([1, 2, 3], 3)
        defer {
            weft_rc4_free(whole)
            weft_rc4_free(cut)
        }
        var expected = plain
        weft_rc4_apply(whole, plain, &expected, plain.count)
        var pieces: [UInt8] = []
        var rest = plain[...]
        var length = 0
        while !rest.isEmpty {
            var piece = Array(rest.prefix(length))
            weft_rc4_apply(cut, piece, &piece, piece.count)
            pieces += piece
            rest = rest.dropFirst(length)
            length = (length + 7) % 29
        }
        #expect(pieces == expected)
    }

    @Test("keys of lengths that no cipher has are refused")
    func wrongKeys() {
        let vector = [UInt8](repeating: 0, count: 8)
        #expect(weft_rc4_make([], 0) == nil)
        #expect(weft_rc4_make([UInt8](repeating: 1, count: 257), 257) == nil)
        #expect(weft_des_make([1, 2, 3, 4, 5, 6, 7], 7, vector, false) == nil)
        #expect(weft_des_make([UInt8](repeating: 1, count: 17), 17, vector, false) == nil)
    }

    /// From FIPS 81, table C1; SP 800-38A, F.2 with 3DES as OpenSSL computes it; and with two keys, OpenSSL's des-ede-cbc.
    @Test(
        "DES and 3DES in CBC mode give the published blocks and take them back",
        arguments: [
            (
                "0123456789abcdef", "1234567890abcdef", "4e6f77206973207468652074696d6520666f7220616c6c20",
                "e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6"
            ),
            (
                "0123456789abcdef23456789abcdef01456789abcdef0123", "f69f2445df4f9b17",
                "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51",
                "2079c3d53aa763e193b79e2569ab5262516570481f25b50f73c0bda85c8e0da7"
            ),
            (
                "0123456789abcdeffedcba9876543210", "0000000000000000",
                "000102030405060708090a0b0c0d0e0f1011121314151617",
                "52c5c0705d9089e1fd2f0cf61dd3bc0ac0a3e54b8860076a"
            ),
        ]
    )
    func des(key: String, vector: String, plain: String, sealed: String) {
        let key = bytes(key)
        let encrypting = weft_des_make(key, key.count, bytes(vector), false)
        let decrypting = weft_des_make(key, key.count, bytes(vector), true)
        defer {
            weft_des_free(encrypting)
            weft_des_free(decrypting)
        }
        var block = bytes(plain)
        // In two calls, because the chain must go on.
        weft_des_apply(encrypting, block, &block, 1)
        block.withUnsafeMutableBufferPointer { all in
            guard let base = all.baseAddress else { return }
            weft_des_apply(encrypting, base + 8, base + 8, all.count / 8 - 1)
        }
        #expect(hexadecimal(block) == sealed)
        weft_des_apply(decrypting, block, &block, 1)
        block.withUnsafeMutableBufferPointer { all in
            guard let base = all.baseAddress else { return }
            weft_des_apply(decrypting, base + 8, base + 8, all.count / 8 - 1)
        }
        #expect(hexadecimal(block) == plain)
    }

    @Test("56 bits become a key of DES with odd parity")
    func desKey() {
        #expect(hexadecimal(DigestMD5CipherStream.desKey(bytes("00000000000000")[...])) == "0101010101010101")
        #expect(hexadecimal(DigestMD5CipherStream.desKey(bytes("ffffffffffffff")[...])) == "fefefefefefefefe")
        #expect(hexadecimal(DigestMD5CipherStream.desKey(bytes("0123456789abcd")[...])) == "0191d0ad794cae9b")
    }
}
