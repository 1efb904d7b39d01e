/// A uniform sample of keys of unknown number, one pass, bounded memory.
public struct ReservoirSampler<Key> {
    /// The keys in the sample.
    public private(set) var kept: [Key] = []
    /// How many keys were offered.
    public private(set) var seen = 0
    @usableFromInline let capacity: Int
    @usableFromInline var generator: SampleGenerator

    /// Makes an empty sampler that keeps `capacity` keys at the most.
    @inlinable
    public init(capacity: Int, seed: UInt64) {
        self.capacity = capacity
        generator = SampleGenerator(seed: seed)
    }

    /// Offers a key.
    public mutating func add(_ key: Key) {
        seen += 1
        if kept.count < capacity {
            kept.append(key)
        } else {
            let slot = Int(truncatingIfNeeded: generator.next() % UInt64(seen))
            if slot < capacity { kept[slot] = key }
        }
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
