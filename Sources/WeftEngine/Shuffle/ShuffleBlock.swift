import CLZ4
import CWeftEngine
import WeftDiagnostics

/// What the file of one map output is called, and its blocks are bound to: the checksums start from it, so that bytes of
/// another output are as wrong as damaged ones.
struct ShuffleOutputID: Sendable, Hashable, Codable {
    var shuffleID: Int
    var mapIndex: Int
    /// The attempt that wrote it.
    var attempt: Int

    var fileName: String { "shuffle_\(shuffleID)_\(mapIndex)_\(attempt)" }

    /// What the checksums of a partition start from; those of the file's end from that of partition -1.
    func checksumSeed(partition: Int) -> UInt32 {
        let name = (Int64(shuffleID), Int64(mapIndex), Int64(attempt), Int64(partition))
        return withUnsafeBytes(of: name) { weft_crc32c(0, $0.baseAddress, $0.count) }
    }
}

/// A block of a shuffle file: coded rows of one partition, compressed, behind a header.
///
/// The header has, in 4 bytes each: how many bytes are stored, how many they were, the codec below a mark, and the CRC32C
/// of these three and the stored bytes. So a reader knows that it has what was written before it decodes a byte of it.
enum ShuffleBlock {
    static let headerSize = 16
    /// About how many bytes of coded rows make a block: few enough to stay in a core's cache while they are compressed,
    /// or decompressed and decoded. A single batch of rows that has more makes a larger one.
    static let targetSize = 256 << 10
    /// The most coded bytes that a block can have, which is what lz4 takes.
    static let maximumSize = 0x7E00_0000
    private static let mark: UInt32 = 0x5742_4C00

    struct Header: Hashable {
        var storedCount: Int
        var rawCount: Int
        var codec: ShuffleCodec
        var checksum: UInt32

        var blockCount: Int { ShuffleBlock.headerSize + storedCount }
    }

    /// How much room `encode` may need.
    static func capacity(for rawCount: Int) -> Int { headerSize + rawCount }

    /// Makes a block.
    ///
    /// - Parameters:
    ///   - raw: the coded rows, at most `maximumSize` bytes.
    ///   - target: where to put it, `capacity(for:)` bytes.
    /// - Returns: how many bytes it takes.
    static func encode(
        _ raw: UnsafeRawBufferPointer,
        codec: ShuffleCodec,
        seed: UInt32,
        into target: UnsafeMutableRawPointer
    ) -> Int {
        var storedCount = 0
        var stored = ShuffleCodec.none
        let body = target + headerSize
        // What shrinks by less than a sixteenth isn't worth decompressing.
        if codec == .lz4, raw.count >= 64 {
            storedCount = Int(
                LZ4_compress_default(
                    raw.baseAddress?.assumingMemoryBound(to: CChar.self),
                    body.assumingMemoryBound(to: CChar.self),
                    Int32(raw.count),
                    Int32(raw.count - raw.count / 16)
                )
            )
            if storedCount > 0 { stored = .lz4 }
        }
        if stored == .none {
            storedCount = raw.count
            if let source = raw.baseAddress { body.copyMemory(from: source, byteCount: raw.count) }
        }
        target.storeBytes(of: UInt32(storedCount).littleEndian, as: UInt32.self)
        target.storeBytes(of: UInt32(raw.count).littleEndian, toByteOffset: 4, as: UInt32.self)
        target.storeBytes(of: (mark | UInt32(stored.rawValue)).littleEndian, toByteOffset: 8, as: UInt32.self)
        let checksum = weft_crc32c(weft_crc32c(seed, target, 12), body, storedCount)
        target.storeBytes(of: checksum.littleEndian, toByteOffset: 12, as: UInt32.self)
        return headerSize + storedCount
    }

    /// Reads a header.
    ///
    /// - Parameters:
    ///   - bytes: at least `headerSize` bytes.
    ///   - limit: how many bytes there are for the block, header included, whether they have come or not.
    /// - Throws: `corrupt-data` when it can't be one.
    static func header(_ bytes: UnsafeRawBufferPointer, limit: Int) throws -> Header {
        func word(_ offset: Int) -> UInt32 {
            UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        guard bytes.count >= headerSize, limit >= headerSize else { throw damaged("is cut short") }
        let (storedCount, rawCount, kind) = (Int(word(0)), Int(word(4)), word(8))
        guard kind & ~0xff == mark, let codec = ShuffleCodec(rawValue: UInt8(truncatingIfNeeded: kind)) else {
            throw damaged("has no header")
        }
        // lz4 makes at most 255 bytes of one, so that damage can't ask for more memory than that.
        guard storedCount <= limit - headerSize, rawCount <= maximumSize,
            codec == .lz4 ? rawCount <= 255 * storedCount : rawCount == storedCount
        else { throw damaged("has a header that can't be right") }
        return Header(storedCount: storedCount, rawCount: rawCount, codec: codec, checksum: word(12))
    }

    /// Checks a whole block against its checksum.
    static func check(_ block: UnsafeRawBufferPointer, _ header: Header, seed: UInt32) throws {
        guard block.count == header.blockCount, let base = block.baseAddress else { throw damaged("is cut short") }
        let checksum = weft_crc32c(weft_crc32c(seed, base, 12), base + headerSize, header.storedCount)
        guard checksum == header.checksum else { throw damaged("has another checksum than its bytes") }
    }

    /// Checks a block and gives its coded rows.
    static func decode(
        _ block: UnsafeRawBufferPointer,
        _ header: Header,
        seed: UInt32,
        into scratch: ScratchBuffer
    ) throws {
        try check(block, header, seed: seed)
        scratch.count = 0
        scratch.reserve(header.rawCount)
        guard header.rawCount > 0, let base = block.baseAddress else { return }
        switch header.codec {
        case .none:
            scratch.base.copyMemory(from: base + headerSize, byteCount: header.rawCount)
        case .lz4:
            let count = LZ4_decompress_safe(
                (base + headerSize).assumingMemoryBound(to: CChar.self),
                scratch.base.assumingMemoryBound(to: CChar.self),
                Int32(header.storedCount),
                Int32(header.rawCount)
            )
            guard Int(count) == header.rawCount else { throw damaged("can't be decompressed") }
        }
        scratch.count = header.rawCount
    }

    static func damaged(_ what: String) -> WeftError {
        WeftError(
            "corrupt-data",
            "a block of a shuffle file \(what)",
            remedy: "check the disk and the memory of the machine that wrote it, if this comes again"
        )
    }
}

/// Memory that grows without being cleared and is used again and again. For one thread.
final class ScratchBuffer {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var capacity: Int
    /// How many bytes mean something.
    var count = 0

    init(capacity: Int = 4096) {
        self.capacity = max(16, capacity)
        base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit { base.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Makes room for `wanted` bytes in all, and keeps those that are there.
    func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let larger = max(wanted, min(2 * capacity, capacity + (16 << 20)))
        let new = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        new.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = new
        capacity = larger
    }

    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(count + bytes.count)
        (base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }
}

/// Cuts the stored bytes of one partition of a map output, as they come in pieces, into blocks. For one thread.
final class ShuffleBlockCutter {
    private let seed: UInt32
    /// How many bytes there are in all.
    let totalBytes: Int
    /// Where the block that comes next begins, or the one whose beginning has come.
    private(set) var position = 0
    /// The bytes of a block that hasn't come whole.
    private let begun = ScratchBuffer()

    init(_ output: ShuffleOutputID, partition: Int, totalBytes: Int) {
        seed = output.checksumSeed(partition: partition)
        self.totalBytes = totalBytes
    }

    /// Whether all blocks were cut.
    var isFinished: Bool { position == totalBytes && begun.count == 0 }

    /// Forgets what has come of a block, so that it can come again from `position` on.
    func restartBlock() { begun.count = 0 }

    /// Takes the next block.
    ///
    /// - Parameters:
    ///   - piece: bytes that follow on those of the piece before.
    ///   - used: how many of them were used; changed to count those used now.
    ///   - scratch: gets the block's coded rows.
    /// - Returns: whether there is a block; false when the piece is used up.
    /// - Throws: `corrupt-data`.
    func next(_ piece: UnsafeRawBufferPointer, used: inout Int, into scratch: ScratchBuffer) throws -> Bool {
        let rest = UnsafeRawBufferPointer(rebasing: piece[used...])
        if begun.count == 0 {
            guard !rest.isEmpty else { return false }
            if rest.count >= ShuffleBlock.headerSize {
                let header = try ShuffleBlock.header(rest, limit: totalBytes - position)
                if rest.count >= header.blockCount {
                    let block = UnsafeRawBufferPointer(rebasing: rest[..<header.blockCount])
                    try ShuffleBlock.decode(block, header, seed: seed, into: scratch)
                    position += block.count
                    used += block.count
                    return true
                }
            }
        }
        // The block's end is in another piece than its beginning.
        if begun.count < ShuffleBlock.headerSize {
            take(from: piece, &used, upTo: ShuffleBlock.headerSize)
            guard begun.count == ShuffleBlock.headerSize else { return false }
        }
        let header = try ShuffleBlock.header(begun.bytes, limit: totalBytes - position)
        take(from: piece, &used, upTo: header.blockCount)
        guard begun.count == header.blockCount else { return false }
        try ShuffleBlock.decode(begun.bytes, header, seed: seed, into: scratch)
        position += header.blockCount
        begun.count = 0
        return true
    }

    private func take(from piece: UnsafeRawBufferPointer, _ used: inout Int, upTo wanted: Int) {
        let count = min(wanted - begun.count, piece.count - used)
        begun.append(UnsafeRawBufferPointer(rebasing: piece[used..<(used + count)]))
        used += count
    }
}
