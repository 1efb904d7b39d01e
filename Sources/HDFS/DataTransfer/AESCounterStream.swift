import Crypto
import CryptoExtras
import FoundationEssentials
import WeftDiagnostics

/// One direction of AES/CTR/NoPadding: the key stream goes on where the last call ended. Encrypting and decrypting are
/// the same.
struct AESCounterStream: Sendable {
    private let key: SymmetricKey
    /// The counter of the next block, 128 bits big-endian.
    private var high: UInt64
    private var low: UInt64
    /// What is left of the block that the last call ended in.
    private var rest: [UInt8] = []

    /// Begins a stream.
    ///
    /// - Parameters:
    ///   - key: 16, 24 or 32 bytes.
    ///   - iv: 16 bytes, the first counter.
    /// - Throws: `hdfs-protocol` for other lengths.
    init(key: [UInt8], iv: [UInt8]) throws {
        guard [16, 24, 32].contains(key.count), iv.count == 16 else {
            throw WeftError(
                .dataTransferProtocol,
                "the DataNode sent an AES key of \(key.count) bytes with a start of \(iv.count) bytes"
            )
        }
        self.key = SymmetricKey(data: key)
        high = iv.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
        low = iv.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) }
    }

    /// Encrypts or decrypts the stream's next bytes in place.
    mutating func apply(_ bytes: UnsafeMutableRawBufferPointer) throws {
        let head = min(rest.count, bytes.count)
        for index in 0..<head { bytes[index] ^= rest[index] }
        rest.removeFirst(head)
        let body = UnsafeMutableRawBufferPointer(rebasing: bytes[head...])
        if body.isEmpty { return }
        let whole = body.count & ~15
        if whole > 0 {
            let plain = UnsafeRawBufferPointer(rebasing: body[..<whole])
            let result = try AES._CTR.encrypt(plain, using: key, nonce: nonce())
            result.withUnsafeBytes { body.copyBytes(from: $0) }
            advance(by: UInt64(whole / 16))
        }
        if whole < body.count {
            let stream = try AES._CTR.encrypt([UInt8](repeating: 0, count: 16), using: key, nonce: nonce())
            advance(by: 1)
            rest = [UInt8](stream)
            let tail = body.count - whole
            for index in 0..<tail { body[whole + index] ^= rest[index] }
            rest.removeFirst(tail)
        }
    }

    private func nonce() throws -> AES._CTR.Nonce {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        withUnsafeBytes(of: high.bigEndian) { bytes += $0 }
        withUnsafeBytes(of: low.bigEndian) { bytes += $0 }
        return try AES._CTR.Nonce(nonceBytes: bytes)
    }

    private mutating func advance(by blocks: UInt64) {
        let (sum, carry) = low.addingReportingOverflow(blocks)
        low = sum
        if carry { high &+= 1 }
    }
}
