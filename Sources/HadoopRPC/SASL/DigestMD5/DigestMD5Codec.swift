import Crypto
import Synchronization
import WeftDiagnostics

/// What follows an exchange of DIGEST-MD5 with integrity or privacy (RFC 2831, 2.3 and 2.4).
///
/// A sealed buffer is the bytes, padding for block ciphers and ten bytes of checksum, all of it encrypted with privacy;
/// then a 1 in two bytes and the number of the buffer in four. As with Java, no bytes are sealed as no bytes, which take
/// no number.
final class DigestMD5Codec: SaslCodec {
    private struct Direction: ~Copyable {
        var checksum: DigestMD5Checksum
        var cipher: DigestMD5CipherStream?
        var sequence: UInt32 = 0
        var isBroken = false
    }

    let protection: SaslProtection
    let maximumPlainLength: Int
    private let blockLength: Int
    private let sealing: Mutex<Direction>
    private let opening: Mutex<Direction>

    private static let checksumLength = 10
    private static let trailerLength = 6

    /// - Parameter peerMaximumBuffer: the peer's `maxbuf`.
    init(
        secrets: DigestMD5Secrets,
        role: DigestMD5Secrets.Sender,
        protection: SaslProtection,
        cipher: DigestMD5Cipher?,
        peerMaximumBuffer: Int
    ) throws {
        let peer: DigestMD5Secrets.Sender = role == .client ? .server : .client
        self.protection = protection
        blockLength = cipher?.blockLength ?? 1
        let overhead = Self.checksumLength + Self.trailerLength + (blockLength > 1 ? blockLength : 0)
        maximumPlainLength = peerMaximumBuffer - overhead
        guard maximumPlainLength > 0 else {
            throw WeftError.sasl("the peer's maxbuf of \(peerMaximumBuffer) leaves no room for a byte")
        }
        sealing = Mutex(try Self.direction(secrets, of: role, cipher: cipher, decrypts: false))
        opening = Mutex(try Self.direction(secrets, of: peer, cipher: cipher, decrypts: true))
    }

    private static func direction(
        _ secrets: DigestMD5Secrets,
        of sender: DigestMD5Secrets.Sender,
        cipher: DigestMD5Cipher?,
        decrypts: Bool
    ) throws -> sending Direction {
        var stream: DigestMD5CipherStream?
        if let cipher {
            stream = try DigestMD5CipherStream(
                cipher,
                key: secrets.sealingKey(of: sender, cipher: cipher),
                decrypts: decrypts
            )
        }
        return Direction(checksum: DigestMD5Checksum(key: secrets.integrityKey(of: sender)), cipher: stream)
    }

    func seal(_ bytes: UnsafeRawBufferPointer, into sealed: inout [UInt8]) throws {
        guard bytes.count <= maximumPlainLength else {
            throw WeftError.sasl("\(bytes.count) bytes are more than the peer takes at once, \(maximumPlainLength)")
        }
        if bytes.isEmpty { return }
        let start = sealed.count
        let padding = blockLength > 1 ? blockLength - (bytes.count + Self.checksumLength) % blockLength : 0
        sealed.reserveCapacity(start + bytes.count + padding + Self.checksumLength + Self.trailerLength)
        sealed.append(contentsOf: bytes)
        for _ in 0..<padding { sealed.append(UInt8(padding)) }
        sealing.withLock { direction in
            let checksum = direction.checksum.code(sequence: direction.sequence, bytes)
            sealed.append(contentsOf: checksum.prefix(Self.checksumLength))
            sealed.withUnsafeMutableBytes { direction.cipher?.apply(.init(rebasing: $0[start...])) }
            sealed.append(0)
            sealed.append(1)
            withUnsafeBytes(of: direction.sequence.bigEndian) { sealed.append(contentsOf: $0) }
            direction.sequence &+= 1
        }
    }

    func open(_ bytes: UnsafeRawBufferPointer, into plain: inout [UInt8]) throws {
        if bytes.isEmpty { return }
        let bodyLength = bytes.count - Self.trailerLength
        guard bytes.count <= maximumSealedLength else {
            throw WeftError.sealedBuffer("a sealed buffer has \(bytes.count) bytes, more than \(maximumSealedLength)")
        }
        guard bodyLength >= Self.checksumLength, bodyLength % blockLength == 0 else {
            throw WeftError.sealedBuffer("a sealed buffer has \(bytes.count) bytes, which none can have")
        }
        let start = plain.count
        plain.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<bodyLength]))
        let kept = try opening.withLock { direction in
            guard !direction.isBroken else {
                throw WeftError.sealedBuffer("a sealed buffer came after one that wasn't genuine")
            }
            direction.isBroken = true
            let kind = bytes.loadUnaligned(fromByteOffset: bodyLength, as: UInt16.self).bigEndian
            let sequence = bytes.loadUnaligned(fromByteOffset: bodyLength + 2, as: UInt32.self).bigEndian
            guard kind == 1 else { throw WeftError.sealedBuffer("a sealed buffer is of the unknown kind \(kind)") }
            guard sequence == direction.sequence else {
                throw WeftError.sealedBuffer(
                    "a sealed buffer has the number \(sequence) where \(direction.sequence) is due"
                )
            }
            return try plain.withUnsafeMutableBytes { plain in
                let body = UnsafeMutableRawBufferPointer(rebasing: plain[start...])
                direction.cipher?.apply(body)
                return try self.check(UnsafeRawBufferPointer(body), &direction)
            }
        }
        plain.removeLast(plain.count - start - kept)
    }

    /// Checks decrypted bytes.
    ///
    /// - Returns: how many of them are the peer's own.
    private func check(_ body: UnsafeRawBufferPointer, _ direction: inout Direction) throws -> Int {
        let end = body.count - Self.checksumLength
        var count = end
        var isPadded = true
        if blockLength > 1 {
            // One answer for wrong padding and a wrong checksum: two would tell an attacker about the plain bytes.
            let padding = end > 0 ? Int(body[end - 1]) : 0
            isPadded = padding >= 1 && padding <= min(blockLength, end)
            count = isPadded ? end - padding : end
        }
        let expected = direction.checksum.code(
            sequence: direction.sequence,
            UnsafeRawBufferPointer(rebasing: body[..<count])
        )
        let isGenuine = equalInConstantTime(Array(expected.prefix(Self.checksumLength)), Array(body[end...]))
        guard isGenuine, isPadded else { throw WeftError.sealedBuffer("a sealed buffer has a wrong checksum") }
        direction.sequence &+= 1
        direction.isBroken = false
        return count
    }
}

/// HMAC-MD5 over a sequence number and bytes; the key's own blocks are hashed once for all buffers.
struct DigestMD5Checksum {
    private let inner: Insecure.MD5
    private let outer: Insecure.MD5

    /// - Parameter key: at most one block, 64 bytes.
    init(key: [UInt8]) {
        func started(_ pad: UInt8) -> Insecure.MD5 {
            var block = [UInt8](repeating: pad, count: 64)
            for (index, byte) in key.prefix(64).enumerated() { block[index] ^= byte }
            var hash = Insecure.MD5()
            block.withUnsafeBytes { hash.update(bufferPointer: $0) }
            return hash
        }
        inner = started(0x36)
        outer = started(0x5c)
    }

    func code(sequence: UInt32, _ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var hash = inner
        withUnsafeBytes(of: sequence.bigEndian) { hash.update(bufferPointer: $0) }
        hash.update(bufferPointer: bytes)
        let digest = hash.finalize()
        var whole = outer
        digest.withUnsafeBytes { whole.update(bufferPointer: $0) }
        return Array(whole.finalize())
    }
}
