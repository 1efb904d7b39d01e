import BinaryCoding
import CWeftEngine
import WeftDiagnostics

/// A run of one partition's blocks in a shuffle file.
struct ShuffleSegment: Hashable, Sendable {
    var offset: Int
    var length: Int
}

/// The end of a shuffle file, which says where each partition's segments are.
///
/// First come the segments of all partitions, 8 bytes for the offset and 8 for the length each. Then come 12 bytes for
/// each partition: the number of its first segment, how many it has, and the checksum of these two and of its segments, so
/// that a reader reads and checks no more than its own partition's. Last come 24 bytes: a mark, how many partitions there
/// are, how many segments, the checksum of all before, and the checksum of the 20 bytes before itself.
enum ShuffleFileIndex {
    static let trailerSize = 24
    static let segmentSize = 16
    static let partitionSize = 12
    private static let mark: UInt64 = 0x3146_4853_5446_4557

    static func encode(_ places: [[ShuffleSegment]], of output: ShuffleOutputID) throws -> ByteWriter {
        let segmentCount = places.reduce(0) { $0 + $1.count }
        guard segmentCount <= Int(UInt32.max), places.count <= Int(UInt32.max) else {
            throw WeftError("shuffle-too-large", "a map output has more than 2^32 segments")
        }
        let writer = ByteWriter(capacity: trailerSize + segmentSize * segmentCount + partitionSize * places.count)
        for segment in places.joined() {
            writer.write(UInt64(segment.offset))
            writer.write(UInt64(segment.length))
        }
        var first = 0
        for (partition, segments) in places.enumerated() {
            let start = writer.count
            writer.write(UInt32(first))
            writer.write(UInt32(segments.count))
            let checksum = writer.withUnsafeBytes { bytes in
                partitionChecksum(
                    entry: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + 8)]),
                    segments: UnsafeRawBufferPointer(
                        rebasing: bytes[(segmentSize * first)..<(segmentSize * (first + segments.count))]
                    ),
                    seed: output.checksumSeed(partition: partition)
                )
            }
            writer.write(checksum)
            first += segments.count
        }
        let tables = writer.withUnsafeBytes { weft_crc32c(0, $0.baseAddress, $0.count) }
        let start = writer.count
        writer.write(mark)
        writer.write(UInt32(places.count))
        writer.write(UInt32(segmentCount))
        writer.write(tables)
        let seed = output.checksumSeed(partition: -1)
        let checksum = writer.withUnsafeBytes { weft_crc32c(seed, $0.baseAddress.map { $0 + start }, trailerSize - 4) }
        writer.write(checksum)
        return writer
    }

    fileprivate static func partitionChecksum(
        entry: UnsafeRawBufferPointer,
        segments: UnsafeRawBufferPointer,
        seed: UInt32
    ) -> UInt32 {
        weft_crc32c(weft_crc32c(seed, entry.baseAddress, 8), segments.baseAddress, segments.count)
    }

    /// How many partitions and segments the end of a file says there are.
    struct Trailer: Hashable, Sendable {
        var partitionCount: Int
        var segmentCount: Int
        /// The checksum of the tables of segments and partitions.
        var tablesChecksum: UInt32
        /// Where the tables start, which is where the blocks end.
        var tablesOffset: Int

        var partitionsOffset: Int { tablesOffset + segmentSize * segmentCount }
        var tablesLength: Int { segmentSize * segmentCount + partitionSize * partitionCount }

        /// Reads the last bytes of a file.
        ///
        /// - Throws: `corrupt-data` when they can't be right.
        init(_ bytes: UnsafeRawBufferPointer, fileSize: Int, of output: ShuffleOutputID) throws {
            guard bytes.count == trailerSize, fileSize >= trailerSize else { throw corrupt("has no index") }
            let checksum = weft_crc32c(output.checksumSeed(partition: -1), bytes.baseAddress, trailerSize - 4)
            guard bytes.word64(0) == mark, bytes.word32(20) == checksum else { throw corrupt("has no index") }
            partitionCount = Int(bytes.word32(8))
            segmentCount = Int(bytes.word32(12))
            tablesChecksum = bytes.word32(16)
            // Neither product overflows: both counts have 32 bits.
            tablesOffset = fileSize - trailerSize - segmentSize * segmentCount - partitionSize * partitionCount
            guard tablesOffset >= 0 else { throw corrupt("has an index longer than itself") }
        }

        /// Reads a partition's segments.
        ///
        /// - Parameters:
        ///   - partition: which one.
        ///   - output: whose index it is.
        ///   - read: gives bytes of the file, by offset and length, which are inside the tables.
        /// - Throws: `corrupt-data` when they can't be right, and what `read` throws.
        func segments(
            of partition: Int,
            of output: ShuffleOutputID,
            read: (Int, Int) throws -> [UInt8]
        ) throws -> [ShuffleSegment] {
            guard partition >= 0, partition < partitionCount else { throw corrupt("has no partition \(partition)") }
            let entry = try read(partitionsOffset + partitionSize * partition, partitionSize)
            let (first, count, checksum) = try entry.withUnsafeBytes { bytes in
                guard bytes.count == partitionSize else { throw corrupt("is cut short") }
                return (Int(bytes.word32(0)), Int(bytes.word32(4)), bytes.word32(8))
            }
            guard count <= segmentCount, first <= segmentCount - count else {
                throw corrupt("has an index that can't be right")
            }
            let table = try read(tablesOffset + segmentSize * first, segmentSize * count)
            return try table.withUnsafeBytes { bytes in
                guard bytes.count == segmentSize * count else { throw corrupt("is cut short") }
                let found = entry.withUnsafeBytes {
                    partitionChecksum(entry: $0, segments: bytes, seed: output.checksumSeed(partition: partition))
                }
                guard found == checksum else { throw corrupt("has a damaged index") }
                var total = 0
                return try (0..<count).map { index in
                    let offset = bytes.word64(segmentSize * index)
                    let length = bytes.word64(segmentSize * index + 8)
                    guard offset <= tablesOffset, length <= tablesOffset - Int(offset),
                        Int(length) <= tablesOffset - total
                    else { throw corrupt("has an index that points outside it") }
                    total += Int(length)
                    return ShuffleSegment(offset: Int(offset), length: Int(length))
                }
            }
        }
    }

    static func corrupt(_ what: String) -> WeftError {
        WeftError(
            "corrupt-data",
            "a shuffle file \(what)",
            remedy: "check the disk of the machine that wrote it, if this comes again"
        )
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func word32(_ offset: Int) -> UInt32 {
        UInt32(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    fileprivate func word64(_ offset: Int) -> UInt64 {
        UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
