/// Which executors hold which partitions of persisted RDDs.
struct CachedBlocks: Sendable {
    private struct Block: Hashable, Sendable {
        var rddID: Int
        var partition: Int
    }

    private var holders: [Int: [Int: [String]]] = [:]
    private var blocksByExecutor: [String: Set<Block>] = [:]

    /// Whether nothing at all is cached.
    var isEmpty: Bool { holders.isEmpty }

    /// The executors that hold a partition, the first one that cached it first.
    func executors(rddID: Int, partition: Int) -> [String] { holders[rddID]?[partition] ?? [] }

    /// Whether any partition of the RDD is cached.
    func hasAny(rddID: Int) -> Bool { holders[rddID] != nil }

    /// Whether the executor holds any partition of any RDD.
    func hasAny(executorID: String) -> Bool { blocksByExecutor[executorID] != nil }

    /// Whether every partition of the RDD is cached somewhere.
    func isComplete(rddID: Int, partitionCount: Int) -> Bool { (holders[rddID]?.count ?? 0) >= partitionCount }

    mutating func add(rddID: Int, partition: Int, executorID: String) {
        guard blocksByExecutor[executorID, default: []].insert(Block(rddID: rddID, partition: partition)).inserted
        else {
            return
        }
        holders[rddID, default: [:]][partition, default: []].append(executorID)
    }

    mutating func remove(rddID: Int, partition: Int, executorID: String) {
        guard blocksByExecutor[executorID]?.remove(Block(rddID: rddID, partition: partition)) != nil else { return }
        if blocksByExecutor[executorID]?.isEmpty == true { blocksByExecutor[executorID] = nil }
        dropHolder(executorID, rddID: rddID, partition: partition)
    }

    mutating func removeRDD(_ rddID: Int) {
        for (partition, executors) in holders.removeValue(forKey: rddID) ?? [:] {
            for executorID in executors {
                blocksByExecutor[executorID]?.remove(Block(rddID: rddID, partition: partition))
                if blocksByExecutor[executorID]?.isEmpty == true { blocksByExecutor[executorID] = nil }
            }
        }
    }

    mutating func removeExecutor(_ executorID: String) {
        for block in blocksByExecutor.removeValue(forKey: executorID) ?? [] {
            dropHolder(executorID, rddID: block.rddID, partition: block.partition)
        }
    }

    private mutating func dropHolder(_ executorID: String, rddID: Int, partition: Int) {
        holders[rddID]?[partition]?.removeAll { $0 == executorID }
        if holders[rddID]?[partition]?.isEmpty == true { holders[rddID]?[partition] = nil }
        if holders[rddID]?.isEmpty == true { holders[rddID] = nil }
    }
}
