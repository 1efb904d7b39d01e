import Glibc

/// A uniform sample of keys of unknown number, one pass, bounded memory.
///
/// Once the sample is full, what is drawn is how many rows to pass over until the next one that is taken ("algorithm L"), so
/// that a row that isn't taken costs nothing.
public struct ReservoirSampler<Key> {
    /// The keys in the sample.
    public var kept: [Key] { sample }
    /// How many keys were offered.
    public var seen: Int { offered }
    @usableFromInline var sample: [Key] = []
    @usableFromInline var offered = 0
    @usableFromInline let capacity: Int
    @usableFromInline var generator: SampleGenerator
    /// How many rows are still to be passed over.
    @usableFromInline var toSkip = 0
    private var weight = 1.0

    /// Makes an empty sampler that keeps `capacity` keys at the most.
    public init(capacity: Int, seed: UInt64) {
        self.capacity = max(0, capacity)
        generator = SampleGenerator(seed: seed)
    }

    /// Offers the keys of rows; only those that are taken are asked for.
    @inlinable
    public mutating func add<Row>(_ rows: [Row], key: (Row) throws -> Key) rethrows {
        defer { offered &+= rows.count }
        guard capacity > 0 else { return }
        var index = 0
        while sample.count < capacity, index < rows.count {
            sample.append(try key(rows[index]))
            index &+= 1
            if sample.count == capacity { drawSkip() }
        }
        while index < rows.count {
            let passed = Swift.min(toSkip, rows.count &- index)
            toSkip &-= passed
            index &+= passed
            guard index < rows.count else { return }
            sample[Int(truncatingIfNeeded: generator.next() % UInt64(capacity))] = try key(rows[index])
            index &+= 1
            drawSkip()
        }
    }

    @usableFromInline
    mutating func drawSkip() {
        // Never 0, whose logarithm is infinite.
        weight *= exp(log(1 - generator.nextUnit()) / Double(capacity))
        let skip = (log(1 - generator.nextUnit()) / log1p(-weight)).rounded(.down)
        toSkip = Int(exactly: Swift.min(skip, 0x1p62)) ?? .max
    }
}

/// The sample of one partition's keys and how many there were. A tuple, since it travels whenever its keys do.
public typealias KeySample<Key> = (count: Int, keys: [Key])

/// Chooses the bounds of a range partitioning.
enum RangeBounds {
    /// How many keys to sample of each input partition: 20 for each output partition, and three times as many, because
    /// inputs differ in length.
    static func sampleSize(partitions: Int, inputs: Int) -> Int {
        let total = min(1_000_000, 20 * partitions)
        return max(60, (3 * total + inputs - 1) / max(1, inputs))
    }

    /// Bounds, ascending and distinct, that give each partition about the same number of rows; fewer than
    /// `partitions - 1` when the sample has too few distinct keys.
    static func choose<Key: Comparable>(from samples: [KeySample<Key>], partitions: Int) -> [Key] {
        // A sampled key stands for as many rows as its partition has rows to sampled keys.
        var weighted: [(key: Key, weight: Double)] = []
        for sample in samples where !sample.keys.isEmpty {
            let weight = Double(sample.count) / Double(sample.keys.count)
            weighted += sample.keys.map { ($0, weight) }
        }
        weighted.sort { precedes($0.key, $1.key) }
        let step = weighted.reduce(0) { $0 + $1.weight } / Double(partitions)
        var bounds: [Key] = []
        var sum = 0.0
        var target = step
        for (key, weight) in weighted {
            guard bounds.count < partitions - 1 else { break }
            sum += weight
            guard sum >= target else { continue }
            if let last = bounds.last, !precedes(last, key) { continue }
            bounds.append(key)
            target += step
        }
        return bounds
    }
}
