import BinaryCoding
import WeftDiagnostics

/// The output of one map task while it is written.
///
/// Coded rows gather in a buffer for each partition. A buffer that has enough for a block is compressed at once, while it is
/// in the processor's cache. When buffers and blocks together reach the limit, all goes to the file, partition by
/// partition, in writes of a megabyte.
final class ShuffleOutput {
    private let id: ShuffleOutputID
    private let codec: ShuffleCodec
    /// How many bytes may gather before they are written out.
    let flushLimit: Int
    private let file: LocalFileWriter
    /// Told of the finished file.
    private let committed: (ResourcePath) -> Void

    private var writers: [ByteWriter?]
    /// About how much memory each partition's buffer has, and all together.
    private var capacities: [Int]
    private var heldCapacity = 0
    private var blocks: [SealedBlock] = []
    private var slabs: [Slab] = []
    private var slabInUse = 0
    private var buffered = 0

    private var places: [[ShuffleSegment]]
    private(set) var recordCount = 0
    /// Time spent compressing and writing, in nanoseconds.
    private(set) var writeNanoseconds: Int64 = 0
    /// How many bytes of coded rows there were before compression.
    private(set) var rawByteCount = 0

    /// A compressed block that isn't in the file yet.
    private struct SealedBlock {
        var partition: Int
        var slab: Int
        var offset: Int
        var length: Int
    }

    /// Memory for compressed blocks, one after the other.
    private final class Slab {
        static let size = 1 << 20

        let base: UnsafeMutableRawPointer
        let capacity: Int
        var used = 0

        init(capacity: Int) {
            self.capacity = capacity
            base = .allocate(byteCount: capacity, alignment: 16)
        }

        deinit { base.deallocate() }
    }

    init(
        _ id: ShuffleOutputID,
        partitionCount: Int,
        codec: ShuffleCodec,
        flushLimit: Int,
        file: LocalFileWriter,
        committed: @escaping (ResourcePath) -> Void
    ) {
        self.id = id
        self.codec = codec
        self.flushLimit = flushLimit
        self.file = file
        self.committed = committed
        writers = Array(repeating: nil, count: partitionCount)
        capacities = Array(repeating: 0, count: partitionCount)
        places = Array(repeating: [], count: partitionCount)
    }

    /// Codes a batch of rows for a partition.
    ///
    /// - Returns: how many bytes the batch takes in coded form.
    /// - Throws: what coding and writing throw; `shuffle-rows-too-large` for a batch of 2 GB.
    @discardableResult
    func append(to partition: Int, rows: Int, _ encode: (ByteWriter) throws -> Void) throws -> Int {
        let writer = writer(of: partition)
        let before = writer.count
        try encode(writer)
        let added = writer.count - before
        recordCount += rows
        buffered += added
        if writer.count >= ShuffleBlock.targetSize {
            // A batch is decoded from one block, so it isn't cut.
            guard writer.count <= ShuffleBlock.maximumSize else { throw tooLarge(rows) }
            let clock = ContinuousClock()
            let start = clock.now
            seal(partition, writer)
            writeNanoseconds += (clock.now - start).wholeNanoseconds
        }
        if buffered >= flushLimit { try flush() }
        return added
    }

    private func writer(of partition: Int) -> ByteWriter {
        if let present = writers[partition] { return present }
        let new = ByteWriter(capacity: 256)
        writers[partition] = new
        return new
    }

    /// Makes a block of what a partition's buffer holds.
    private func seal(_ partition: Int, _ writer: ByteWriter) {
        let rawCount = writer.count
        let slab = slab(with: ShuffleBlock.capacity(for: rawCount))
        let target = slabs[slab]
        let offset = target.used
        let length = writer.withUnsafeBytes { raw in
            ShuffleBlock.encode(
                raw,
                codec: codec,
                seed: id.checksumSeed(partition: partition),
                into: target.base + offset
            )
        }
        target.used += length
        blocks.append(SealedBlock(partition: partition, slab: slab, offset: offset, length: length))
        buffered += length - rawCount
        rawByteCount += rawCount
        release(partition, writer, rawCount)
    }

    /// Empties a partition's buffer. It keeps its memory as long as all of them together don't hold too much: of rows
    /// sorted by partition, each buffer in turn would become large and stay so.
    private func release(_ partition: Int, _ writer: ByteWriter, _ rawCount: Int) {
        if rawCount > capacities[partition] {
            // A buffer that grows doubles.
            heldCapacity += 2 * rawCount - capacities[partition]
            capacities[partition] = 2 * rawCount
        }
        let isTooMuch = heldCapacity > 2 * flushLimit && capacities[partition] > 4096
        writer.removeAll(keepingCapacity: !isTooMuch)
        if isTooMuch {
            heldCapacity -= capacities[partition]
            capacities[partition] = 0
        }
    }

    private func slab(with room: Int) -> Int {
        while slabInUse < slabs.count {
            if slabs[slabInUse].capacity - slabs[slabInUse].used >= room { return slabInUse }
            slabInUse += 1
        }
        slabs.append(Slab(capacity: max(Slab.size, room)))
        return slabInUse
    }

    private func flush() throws {
        let clock = ContinuousClock()
        let start = clock.now
        defer { writeNanoseconds += (clock.now - start).wholeNanoseconds }
        let isInOrder = blocks.isEmpty
        for (partition, writer) in writers.enumerated() {
            guard let writer, writer.count > 0 else { continue }
            guard writer.count <= ShuffleBlock.maximumSize else { throw tooLarge(nil) }
            seal(partition, writer)
        }
        if !isInOrder {
            // By where they were made within a partition, which is the order of its rows.
            blocks.sort { ($0.partition, $0.slab, $0.offset) < ($1.partition, $1.slab, $1.offset) }
        }
        var index = 0
        while index < blocks.count { try writeRun(&index) }
        blocks.removeAll(keepingCapacity: true)
        slabs.removeAll { $0.capacity > Slab.size }
        for slab in slabs { slab.used = 0 }
        slabInUse = 0
        buffered = 0
    }

    /// Writes as many blocks as lie one behind the other.
    private func writeRun(_ index: inout Int) throws {
        let first = blocks[index]
        var length = 0
        var end = index
        while end < blocks.count, blocks[end].slab == first.slab, blocks[end].offset == first.offset + length {
            length += blocks[end].length
            end += 1
        }
        var place = file.written
        try file.write(UnsafeRawBufferPointer(start: slabs[first.slab].base + first.offset, count: length))
        for block in blocks[index..<end] {
            note(ShuffleSegment(offset: place, length: block.length), of: block.partition)
            place += block.length
        }
        index = end
    }

    private func note(_ segment: ShuffleSegment, of partition: Int) {
        if let last = places[partition].last, last.offset + last.length == segment.offset {
            places[partition][places[partition].count - 1].length += segment.length
        } else {
            places[partition].append(segment)
        }
    }

    private func tooLarge(_ rows: Int?) -> WeftError {
        WeftError(
            "shuffle-rows-too-large",
            "a batch of \(rows.map { "\($0) " } ?? "")rows takes more than 2 GB in coded form",
            remedy: "shuffle smaller rows: keys, names of files, parts of the data"
        )
    }

    /// Writes what is left and puts the file in its place.
    ///
    /// - Throws: what writing throws.
    func commit() throws -> ShuffleMapOutput {
        try flush()
        let byteCount = file.written
        try ShuffleFileIndex.encode(places, of: id).withUnsafeBytes { try file.write($0) }
        committed(try file.commit())
        return ShuffleMapOutput(
            attempt: id.attempt,
            byteCount: byteCount,
            sizes: CompressedSizes(places.map { $0.reduce(0) { $0 + $1.length } })
        )
    }

    /// Removes what was written.
    func abort() { file.abort() }
}
