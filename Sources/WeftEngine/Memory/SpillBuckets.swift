import BinaryCoding
import WeftDiagnostics

/// Rows on their way to a spill file and back, each in a bucket; a bucket's rows come back in the order they were put in.
///
/// Rows gather in arrays and are coded a batch at a time; coded batches gather until there is a segment's worth of them, so
/// that little is in memory however much is written.
@usableFromInline
final class SpillBuckets<Row> {
    /// How many buckets there are.
    @usableFromInline let count: Int

    @usableFromInline var rows: [[Row]]
    @usableFromInline var weights: [Int]
    /// How many units are coded at once: few at first, then as many as make a segment going by those that were coded last.
    @usableFromInline var weightLimit: Int
    private let bytesPerUnit: Int
    private let coder: RowCoder<Row>
    private let file: SpillFile
    private let memory: TaskMemory
    private let segmentLimit: Int
    private var writers: [ByteWriter?]
    private var segments: [[SpillSegment]]
    private var rowCounts: [Int]

    /// Makes empty buckets.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - memory: the task's.
    ///   - bytesPerUnit: what a unit of weight takes in memory, at least.
    ///   - file: where to write; a new one, if nil.
    /// - Throws: what opening the file throws, and `not-codable`.
    @usableFromInline
    init(count: Int, memory: TaskMemory, bytesPerUnit: Int, file: SpillFile? = nil) throws {
        self.count = count
        self.memory = memory
        self.file = try file ?? memory.makeSpillFile()
        coder = try RowCoder<Row>()
        segmentLimit = max(4 << 10, min(64 << 10, memory.manager.minimum / 32))
        self.bytesPerUnit = max(1, bytesPerUnit)
        weightLimit = max(1, min(16, segmentLimit / self.bytesPerUnit))
        rows = Array(repeating: [], count: count)
        weights = Array(repeating: 0, count: count)
        writers = Array(repeating: nil, count: count)
        segments = Array(repeating: [], count: count)
        rowCounts = Array(repeating: 0, count: count)
    }

    /// Puts a row into a bucket.
    ///
    /// - Parameters:
    ///   - row: the row.
    ///   - weight: how many units it is made of.
    ///   - bucket: from 0 up to `count`.
    @inlinable
    func append(_ row: Row, weight: Int = 1, to bucket: Int) throws {
        rows[bucket].append(row)
        weights[bucket] &+= weight
        if weights[bucket] >= weightLimit { try code(bucket) }
    }

    /// Puts rows of one unit each into the first bucket.
    func append(contentsOf batch: [Row]) throws {
        var rest = batch[...]
        while !rest.isEmpty {
            let some = rest.prefix(Swift.max(1, weightLimit - weights[0]))
            rows[0].append(contentsOf: some)
            weights[0] += some.count
            rest = rest.dropFirst(some.count)
            if weights[0] >= weightLimit { try code(0) }
        }
    }

    @usableFromInline
    func code(_ bucket: Int) throws {
        let writer = writers[bucket] ?? ByteWriter(capacity: segmentLimit + segmentLimit / 4)
        writers[bucket] = writer
        let start = writer.count
        writer.write(UInt32(0))
        try coder.encode(rows[bucket], into: writer)
        guard let length = UInt32(exactly: writer.count - start - 4) else {
            throw WeftError(
                "row-too-large",
                "\(rows[bucket].count) rows take \(writer.count - start - 4) bytes",
                remedy: "make the rows smaller: a batch must stay below 4 GiB"
            )
        }
        writer.overwrite(length, at: start)
        let coded = (writer.count - start) / max(1, weights[bucket])
        weightLimit = max(1, min(1024, segmentLimit / max(bytesPerUnit, coded)))
        rowCounts[bucket] += rows[bucket].count
        rows[bucket].removeAll(keepingCapacity: true)
        weights[bucket] = 0
        if writer.count >= segmentLimit { try write(bucket) }
    }

    private func write(_ bucket: Int) throws {
        guard let writer = writers[bucket], writer.count > 0 else { return }
        try memory.check()
        segments[bucket].append(try writer.withUnsafeBytes { try file.append($0) })
        memory.noteSpill(memory: 0, disk: writer.count)
        // A single huge row must not leave its room with each bucket.
        writer.removeAll(keepingCapacity: writer.count <= 4 * segmentLimit)
    }

    /// Writes what has gathered. Rows can be read afterwards, and no more put in.
    @usableFromInline
    func finish() throws {
        for bucket in 0..<count {
            if !rows[bucket].isEmpty { try code(bucket) }
            try write(bucket)
            rows[bucket] = []
            writers[bucket] = nil
        }
    }

    /// How many rows a bucket has, once `finish` has returned.
    @usableFromInline
    func rowCount(_ bucket: Int) -> Int { rowCounts[bucket] }

    /// The rows of a bucket, once `finish` has returned.
    @usableFromInline
    func read(_ bucket: Int) -> BatchIterator<Row> {
        var next = 0
        var bytes: [UInt8] = []
        var offset = 0
        var length = 0
        let segments = segments[bucket]
        return BatchIterator { [file, coder, memory] in
            if offset == length {
                guard next < segments.count else { return nil }
                try memory.check()
                try file.read(segments[next], into: &bytes)
                offset = 0
                length = segments[next].length
                next += 1
            }
            return try bytes.withUnsafeBytes { buffer in
                var frames = ByteReader(UnsafeRawBufferPointer(rebasing: buffer[offset..<length]))
                let size = Int(try frames.read(UInt32.self))
                var reader = ByteReader(try frames.readBytes(count: size))
                let rows = try coder.decode(from: &reader)
                try reader.expectEnd()
                offset += frames.offset
                return rows
            }
        }
    }
}

/// Which bucket a key's rows spill to.
@usableFromInline
enum SpillHash {
    /// How many buckets a spill is split into.
    @usableFromInline static let bucketCount = 32
    /// How often rows are split again before they are held in memory whatever it takes: then the keys of a bucket have, but for
    /// wonders, one hash.
    @usableFromInline static let maximumLevel = 8

    /// The bucket of a hash at a level of splitting.
    ///
    /// Neither the hash's high bits, which are alike in a partition of a shuffle, nor its low ones, which index tables, and at
    /// each level another one: multiplied with another odd number, every bit reaches the high ones.
    @inlinable @inline(__always)
    static func bucket(_ hash: UInt64, level: Int) -> Int {
        let factor = StableHash.secret1 &+ UInt64(truncatingIfNeeded: level) &* (StableHash.secret3 &- 1)
        return Int(truncatingIfNeeded: StableHash.mix(hash ^ StableHash.secret2, factor | 1) >> 59)
    }
}
