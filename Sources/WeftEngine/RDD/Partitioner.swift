import BinaryCoding
import WeftDiagnostics

/// Which partition a key belongs to. A partitioner travels to executors, hence it is `Codable`; two that code to the same
/// bytes put the same key in the same place, and then no shuffle is needed between them.
public protocol Partitioner<Key>: Codable, Sendable {
    /// The type of the keys.
    associatedtype Key: Sendable

    /// How many partitions there are, at least 1.
    var partitionCount: Int { get }

    /// The partition of a key, from 0 up to `partitionCount`. It must be the same in every process: never use
    /// `hashValue`, which differs from process to process; `stableHash` does not.
    func partition(of key: Key) -> Int
}

/// Marks `HashPartitioner` whatever its key type is.
protocol HashPartitioning {}
extension HashPartitioner: HashPartitioning {}

/// Spreads keys by their hash.
@frozen
public struct HashPartitioner<Key: Hashable & Sendable>: Partitioner {
    /// How many partitions there are.
    public let partitionCount: Int

    /// Makes a partitioner; fewer than 1 partition is taken as 1.
    @inlinable
    public init(_ partitionCount: Int) { self.partitionCount = max(1, partitionCount) }

    /// The partition of a key.
    @inlinable
    public func partition(of key: Key) -> Int {
        hashPartition(ofHash: stableHash(key), count: partitionCount)
    }
}

/// The most partitions that anything may have: a partition costs memory in the driver and in every map task.
let maximumPartitions = 1 << 24

/// The partition, out of `count`, of a key with a `stableHash`.
@inlinable @inline(__always)
public func hashPartition(ofHash hash: UInt64, count: Int) -> Int {
    // The high half by multiplication: no division, and independent of the low bits that index hash tables.
    Int(truncatingIfNeeded: ((hash >> 32) &* UInt64(truncatingIfNeeded: count)) >> 32)
}

/// Spreads keys by ranges, so that partition after partition is in order.
public struct RangePartitioner<Key: Comparable & Sendable & Codable>: Partitioner {
    /// The upper bounds of all partitions but the last, in ascending order.
    public let bounds: [Key]
    /// Whether the first partition holds the smallest keys.
    public let ascending: Bool

    /// Makes a partitioner from ascending upper bounds; there is one partition more than bounds.
    public init(bounds: [Key], ascending: Bool = true) {
        self.bounds = bounds.sorted()
        self.ascending = ascending
    }

    /// How many partitions there are.
    public var partitionCount: Int { bounds.count + 1 }

    /// The partition of a key.
    public func partition(of key: Key) -> Int {
        let index = rangeIndex(of: key, in: bounds)
        return ascending ? index : bounds.count - index
    }
}

/// `left < right`, but with NaN after all numbers: to `<` it is neither before nor after any, and then nothing is sorted.
@inlinable @inline(__always)
public func precedes<Key: Comparable>(_ left: Key, _ right: Key) -> Bool {
    // Comparisons of metatypes fold away when this is specialised.
    if Key.self == Double.self || Key.self == Float.self { return left < right || (left == left && right != right) }
    return left < right
}

/// The index of the first bound that isn't below the key; `bounds.count` when all are.
@inlinable
public func rangeIndex<Key: Comparable>(of key: Key, in bounds: [Key]) -> Int {
    var low = 0
    var high = bounds.count
    while low < high {
        let middle = (low &+ high) >> 1
        if precedes(bounds[middle], key) { low = middle &+ 1 } else { high = middle }
    }
    return low
}

/// Finds the range of keys among ascending bounds, by the bounds' prefixes where these decide.
@usableFromInline
struct RangeSearch<Key: Comparable> {
    @usableFromInline let bounds: [Key]
    /// Empty unless each bound has a prefix.
    @usableFromInline let prefixes: [UInt64]

    @inlinable
    init(_ bounds: [Key]) {
        self.bounds = bounds
        let made = bounds.compactMap { SortPrefix.of($0) }
        prefixes = made.count == bounds.count ? made : []
    }

    /// What `rangeIndex(of:in:)` gives.
    @inlinable @inline(__always)
    func index(of key: Key) -> Int {
        guard SortPrefix.exists(for: Key.self), !prefixes.isEmpty, let prefix = SortPrefix.of(key) else {
            return rangeIndex(of: key, in: bounds)
        }
        var low = 0
        var high = prefixes.count
        while low < high {
            let middle = (low &+ high) >> 1
            if prefixes[middle] < prefix {
                low = middle &+ 1
            } else if prefixes[middle] > prefix || SortPrefix.isExact(for: Key.self) || !precedes(bounds[middle], key) {
                high = middle
            } else {
                low = middle &+ 1
            }
        }
        return low
    }
}

/// What two RDDs must have in common so that rows with the same key are in the same partition of both.
struct PartitionerIdentity: Sendable, Hashable {
    let kind: String
    let code: [UInt8]
    let partitionCount: Int

    static func hash(_ partitionCount: Int) -> PartitionerIdentity {
        PartitionerIdentity(kind: "hash", code: [], partitionCount: partitionCount)
    }

    /// The identity of a range partitioning made by sampling: nothing else has the same bounds, so it is the shuffle's.
    static func range(shuffleID: Int, partitionCount: Int) -> PartitionerIdentity {
        PartitionerIdentity(kind: "range-\(shuffleID)", code: [], partitionCount: partitionCount)
    }

    private init(kind: String, code: [UInt8], partitionCount: Int) {
        self.kind = kind
        self.code = code
        self.partitionCount = partitionCount
    }

    init<P: Partitioner>(_ partitioner: P) throws {
        partitionCount = partitioner.partitionCount
        guard partitionCount >= 1 else {
            throw WeftError(
                "bad-partitioner",
                "\(P.self) has \(partitionCount) partitions",
                remedy: "give it at least one"
            )
        }
        if partitioner is any HashPartitioning {
            kind = "hash"
            code = []
        } else {
            kind = String(reflecting: P.self)
            code = try BinaryCoding.encode(partitioner)
        }
    }
}
