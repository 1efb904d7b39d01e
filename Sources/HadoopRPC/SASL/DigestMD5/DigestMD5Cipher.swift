import CHadoopCoding
import WeftDiagnostics

/// A cipher of DIGEST-MD5's privacy level, by its word in the challenge (RFC 2831, 2.4).
///
/// The order of the cases is the order of preference: RC4 is many times as fast as the others, and none of them is
/// what one would choose today; Hadoop's own AES option is there for that.
public enum DigestMD5Cipher: String, Sendable, CaseIterable {
    /// RC4 with 128 bits.
    case rc4
    /// DES in CBC mode, three times with two keys.
    case tripleDES = "3des"
    /// DES in CBC mode.
    case des
    /// RC4 with 56 bits.
    case rc4With56Bits = "rc4-56"
    /// RC4 with 40 bits.
    case rc4With40Bits = "rc4-40"

    /// How many bytes of H(A1) the key is made of.
    var sessionKeyLength: Int {
        switch self {
        case .rc4With40Bits: 5
        case .rc4With56Bits: 7
        case .rc4, .tripleDES, .des: 16
        }
    }

    /// What sealed bytes come in multiples of.
    var blockLength: Int {
        switch self {
        case .tripleDES, .des: 8
        case .rc4, .rc4With56Bits, .rc4With40Bits: 1
        }
    }
}

/// One direction of a cipher, whose state goes on from one buffer to the next.
struct DigestMD5CipherStream: ~Copyable {
    private enum Algorithm {
        case rc4(OpaquePointer)
        case des(OpaquePointer)
    }

    private let algorithm: Algorithm

    /// - Parameter key: the direction's 16 bytes (`DigestMD5Secrets.sealingKey`).
    init(_ cipher: DigestMD5Cipher, key: [UInt8], decrypts: Bool) throws {
        let made: OpaquePointer?
        switch cipher {
        case .rc4, .rc4With56Bits, .rc4With40Bits:
            made = weft_rc4_make(key, key.count)
        case .tripleDES:
            made = weft_des_make(
                Self.desKey(key.prefix(7)) + Self.desKey(key.dropFirst(7).prefix(7)),
                16,
                Array(key.suffix(8)),
                decrypts
            )
        case .des:
            made = weft_des_make(Self.desKey(key.prefix(7)), 8, Array(key.suffix(8)), decrypts)
        }
        guard let made else { throw WeftError.sasl("there is no memory for the cipher \(cipher.rawValue)") }
        algorithm = cipher.blockLength == 1 ? .rc4(made) : .des(made)
    }

    deinit {
        switch algorithm {
        case .rc4(let state): weft_rc4_free(state)
        case .des(let state): weft_des_free(state)
        }
    }

    /// Encrypts or decrypts bytes where they are: whole blocks.
    mutating func apply(_ bytes: UnsafeMutableRawBufferPointer) {
        guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        switch algorithm {
        case .rc4(let state): weft_rc4_apply(state, base, base, bytes.count)
        case .des(let state): weft_des_apply(state, base, base, bytes.count / 8)
        }
    }

    /// 56 bits as a key of DES, which has a bit of parity at the end of each byte.
    static func desKey(_ bits: ArraySlice<UInt8>) -> [UInt8] {
        let word = bits.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return (0..<8).map { index in
            let byte = UInt8(truncatingIfNeeded: word >> (49 - 7 * UInt64(index))) << 1
            return byte | (byte.nonzeroBitCount % 2 == 0 ? 1 : 0)
        }
    }
}
