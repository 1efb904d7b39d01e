import BinaryCoding
import WeftDiagnostics

/// A run of one partition's bytes in a shuffle file.
struct ShuffleSegment: Hashable, Sendable {
    var offset: Int
    var length: Int
}

/// The end of a shuffle file, which says where each partition's segments are.
///
/// All numbers take 8 bytes, so that a reader finds its own partition's in a few short reads: the segments of all
/// partitions as pairs of offset and length; for each partition the number of its first segment, and the number of
/// segments once more; how many partitions there are; how many segments.
enum ShuffleFileIndex {
    static func encode(_ places: [[ShuffleSegment]]) -> ByteWriter {
        let writer = ByteWriter(capacity: 64 + 8 * places.count)
        for segment in places.joined() {
            writer.write(Int64(segment.offset))
            writer.write(Int64(segment.length))
        }
        var count = 0
        for segments in places {
            writer.write(Int64(count))
            count += segments.count
        }
        writer.write(Int64(count))
        writer.write(Int64(places.count))
        writer.write(Int64(count))
        return writer
    }
}

/// Reads one partition's segments from a shuffle file. Nothing that the file says is believed unchecked.
struct ShuffleFileReader {
    let file: any RandomAccessFile
    let path: ResourcePath

    func segments(of partition: Int) throws -> [ShuffleSegment] {
        let size = try file.size()
        guard size >= 24 else { throw corrupt("has no index") }
        let counts = try numbers(2, at: size - 16)
        let (partitions, segments) = (counts[0], counts[1])
        // Compared by division: a product of what the file says might overflow.
        guard partitions >= 0, partitions <= (size - 24) / 8, segments >= 0,
            segments <= (size - 24 - 8 * partitions) / 16
        else { throw corrupt("has an index longer than itself") }
        guard partition >= 0, partition < partitions else { throw corrupt("has no partition \(partition)") }
        let firsts = size - 24 - 8 * partitions
        let table = firsts - 16 * segments
        let range = try numbers(2, at: firsts + 8 * partition)
        guard range[0] >= 0, range[0] <= range[1], range[1] <= segments else {
            throw corrupt("has an index that can't be right")
        }
        let places = try numbers(2 * (range[1] - range[0]), at: table + 16 * range[0])
        return try stride(from: 0, to: places.count, by: 2).map { index in
            let segment = ShuffleSegment(offset: places[index], length: places[index + 1])
            guard segment.offset >= 0, segment.offset <= table, segment.length >= 0,
                segment.length <= table - segment.offset
            else { throw corrupt("has an index that points outside it") }
            return segment
        }
    }

    func bytes(_ segment: ShuffleSegment) throws -> [UInt8] { try bytes(segment.length, at: segment.offset) }

    private func numbers(_ count: Int, at offset: Int) throws -> [Int] {
        try bytes(8 * count, at: offset).withUnsafeBytes { bytes in
            (0..<count).map { index in
                Int(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: Int64.self)))
            }
        }
    }

    private func bytes(_ length: Int, at offset: Int) throws -> [UInt8] {
        guard length > 0 else { return [] }
        let bytes = try [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<length])
            count = try file.readFully(into: target, at: offset)
        }
        guard bytes.count == length else { throw corrupt("is cut short") }
        return bytes
    }

    private func corrupt(_ what: String) -> WeftError {
        WeftError("corrupt-data", "a shuffle file \(what)", details: [.init("path", path.description)])
    }
}
