import Crypto
import FoundationEssentials
import NIOCore
import WeftDiagnostics

/// Decrypts one direction of a connection.
struct RecordOpener {
    private let key: SymmetricKey
    private let maxPlainBytes: Int
    private var counter: UInt64

    init(key: SymmetricKey, maxPlainBytes: Int = Record.maxPlainBytes, counter: UInt64 = 0) {
        self.key = key
        self.maxPlainBytes = maxPlainBytes
        self.counter = counter
    }

    /// The opener of the records that follow, which may be of full size.
    func widened() -> RecordOpener { RecordOpener(key: key, counter: counter) }

    /// How many bytes the record at the front of `buffer` has in all, as far as its first bytes tell; nil when there are
    /// fewer than four. Throws `broken-stream` when that is too many or too few.
    func recordBytes(in buffer: ByteBuffer) throws -> Int? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
        guard length >= Record.tagBytes, length <= maxPlainBytes + Record.tagBytes else {
            throw brokenStream("a record of \(length) bytes")
        }
        return Record.lengthBytes + Int(length)
    }

    /// Takes the record at the front of `buffer` and gives what was sealed; nil when the record isn't whole. Throws
    /// `broken-record` for one that its sender hasn't sealed as the next one.
    mutating func open(from buffer: inout ByteBuffer) throws -> Data? {
        guard let count = try recordBytes(in: buffer), buffer.readableBytes >= count else { return nil }
        guard counter < Record.maxRecords else { throw keyUsedUp() }
        let nonce = try Record.nonce(counter)
        let opened: Data
        do {
            opened = try buffer.withUnsafeReadableBytes { bytes in
                let tag = count - Record.tagBytes
                let box = try AES.GCM.SealedBox(
                    nonce: nonce,
                    ciphertext: UnsafeRawBufferPointer(rebasing: bytes[Record.lengthBytes..<tag]),
                    tag: UnsafeRawBufferPointer(rebasing: bytes[tag..<count])
                )
                return try AES.GCM.open(box, using: key)
            }
        } catch {
            throw WeftError(
                "broken-record",
                "an encrypted record isn't what the peer sent: it was changed, repeated, moved or left out on the way",
                remedy: "check who can change traffic between the two hosts"
            )
        }
        counter += 1
        buffer.moveReaderIndex(forwardBy: count)
        return opened
    }
}
