import Crypto
import FoundationEssentials
import NIOCore
import WeftDiagnostics

/// A record on the wire: its length (u32, of what follows), the sealed bytes, the tag of 16 bytes.
enum Record {
    static let lengthBytes = 4
    static let tagBytes = 16
    /// The most plain bytes of one record: so many that record and length fit 64 KiB. The copies that the cipher makes stay in a
    /// core's cache then, and the allocator serves them without asking the system for memory.
    static let maxPlainBytes = (64 << 10) - lengthBytes - tagBytes
    /// One more record isn't sealed or opened with the same key. 2^36 full records are 8 PiB.
    static let maxRecords = UInt64(1) << 36

    /// The nonce of a record: how many there were before it, and four zeros. Each direction has a key of its own.
    static func nonce(_ counter: UInt64) throws -> AES.GCM.Nonce {
        try withUnsafeBytes(of: (counter.bigEndian, UInt32(0))) { try AES.GCM.Nonce(data: $0) }
    }
}

/// Encrypts one direction of a connection: AES-GCM with a counter as nonce, so that a record that is left out, repeated
/// or moved can't be opened.
struct RecordSealer {
    private let key: SymmetricKey
    private var counter: UInt64

    init(key: SymmetricKey, counter: UInt64 = 0) {
        self.key = key
        self.counter = counter
    }

    /// Writes one record with these bytes, at most `Record.maxPlainBytes`; throws `key-used-up` after 2^36 records.
    mutating func seal(_ bytes: UnsafeRawBufferPointer, into buffer: inout ByteBuffer) throws {
        precondition(bytes.count <= Record.maxPlainBytes)
        guard counter < Record.maxRecords else { throw keyUsedUp() }
        let box = try AES.GCM.seal(bytes, using: key, nonce: try Record.nonce(counter))
        counter += 1
        buffer.reserveCapacity(minimumWritableBytes: Record.lengthBytes + bytes.count + Record.tagBytes)
        buffer.writeInteger(UInt32(bytes.count + Record.tagBytes))
        _ = box.ciphertext.withUnsafeBytes { buffer.writeBytes($0) }
        _ = box.tag.withUnsafeBytes { buffer.writeBytes($0) }
    }
}

func keyUsedUp() -> WeftError {
    WeftError("key-used-up", "the connection's key has sealed as much as is safe", remedy: "connect again")
}
