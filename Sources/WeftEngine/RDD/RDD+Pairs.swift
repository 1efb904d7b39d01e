import ClosureShipping

// An RDD of pairs is an RDD of two-element tuples; every method here exists for those.

extension RDD {
    /// An RDD of the keys.
    @inlinable
    public func keys<Key: Sendable, Value: Sendable>(
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Key> where Element == (Key, Value) {
        mapBatches("keys", CallSite(file, line), Function { batch in batch.map { $0.0 } })
    }

    /// An RDD of the values.
    @inlinable
    public func values<Key: Sendable, Value: Sendable>(
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Value> where Element == (Key, Value) {
        mapBatches("values", CallSite(file, line), Function { batch in batch.map { $0.1 } })
    }

    /// An RDD of each key and what `transform` makes of its value; the keys stay where they are.
    @inlinable
    public func mapValues<Key: Sendable, Value: Sendable, Output: Sendable>(
        _ transform: @escaping @Sendable (Value) throws -> Output,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Output)> where Element == (Key, Value) {
        mapBatches(
            "mapValues",
            CallSite(file, line),
            keepsPartitioner: true,
            Function { batch in try batch.map { ($0.0, try transform($0.1)) } }
        )
    }

    /// An RDD of each key with every element of the sequence that `transform` makes of its value.
    @inlinable
    public func flatMapValues<Key: Sendable, Value: Sendable, Rows: Sequence & SendableMetatype>(
        _ transform: @escaping @Sendable (Value) throws -> Rows,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Rows.Element)>
    where Element == (Key, Value), Rows.Element: Sendable, Rows.Iterator: SendableMetatype {
        mapBatches(
            "flatMapValues",
            CallSite(file, line),
            keepsPartitioner: true,
            Function { batch in
                var result: [(Key, Rows.Element)] = []
                result.reserveCapacity(batch.count)
                for (key, value) in batch {
                    for element in try transform(value) { result.append((key, element)) }
                }
                return result
            }
        )
    }

    /// An RDD of each key and all its values combined: first where they are, then, over the network, across partitions.
    ///
    /// - Parameters:
    ///   - partitions: how many partitions the result has; if nil, as many as the key's partitioning above, else
    ///     `weft.default.parallelism`, else as many as this RDD.
    ///   - mapSideCombine: false saves the combining before the shuffle where it would shrink nothing.
    ///   - createCombiner: makes a combination of the first value.
    ///   - mergeValue: adds a value to a combination.
    ///   - mergeCombiners: joins two combinations.
    @inlinable
    public func combineByKey<Key: Hashable & Sendable, Value: Sendable, Combined: Sendable>(
        partitions: Int? = nil,
        mapSideCombine: Bool = true,
        createCombiner: @escaping @Sendable (Value) throws -> Combined,
        mergeValue: @escaping @Sendable (Combined, Value) throws -> Combined,
        mergeCombiners: @escaping @Sendable (Combined, Combined) throws -> Combined,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Combined)> where Element == (Key, Value) {
        combined(
            "combineByKey",
            CallSite(file, line),
            partitions: partitions,
            mapSideCombine: mapSideCombine,
            createCombiner: createCombiner,
            mergeValue: { $0 = try mergeValue($0, $1) },
            mergeCombiners: { $0 = try mergeCombiners($0, $1) }
        )
    }

    /// The one implementation of all combining by key; the merges change the combination in place.
    @inlinable
    func combined<Key: Hashable & Sendable, Value: Sendable, Combined: Sendable>(
        _ operation: String,
        _ callSite: CallSite,
        partitions: Int?,
        mapSideCombine: Bool = true,
        createCombiner: @escaping @Sendable (Value) throws -> Combined,
        mergeValue: @escaping @Sendable (inout Combined, Value) throws -> Void,
        mergeCombiners: @escaping @Sendable (inout Combined, Combined) throws -> Void
    ) -> RDD<(Key, Combined)> where Element == (Key, Value) {
        // Without map-side combine the shuffle carries single-value combinations, so that both cases are read alike.
        let write = Function2<BatchIterator<(Key, Value)>, ShuffleBuckets<(Key, Combined)>, Void> { batches, buckets in
            var check = KeyCheck()
            guard mapSideCombine else {
                while let batch = try batches.next() {
                    try check.first(batch)
                    for (key, value) in batch {
                        let partition = hashPartition(ofHash: stableHash(key), count: buckets.count)
                        try buckets.append((key, try createCombiner(value)), to: partition)
                    }
                }
                return
            }
            let table = AggregationTable<Key, Combined>()
            let room = TableRoom(table, .merged(), TaskMemory.current())
            while let batch = try batches.next() {
                try check.first(batch)
                if try !room.hasRoom(for: batch, units: batch.count) {
                    // The readers combine what this task didn't.
                    try buckets.take(table)
                    room.wasEmptied()
                    room.force(units: batch.count)
                }
                try table.combine(batch, insert: createCombiner, merge: mergeValue)
            }
            try buckets.take(table)
        }
        let read = Function2<BatchIterator<(Key, Combined)>, Int, BatchIterator<(Key, Combined)>> { batches, _ in
            let table = SpillableTable<Key, Combined>(.merged(), memory: TaskMemory.current())
            while let batch = try batches.next() {
                try table.combine(batch, insert: { $0 }, merge: mergeCombiners)
            }
            return try table.results(merge: mergeCombiners)
        }
        let inPlace = Function2<BatchIterator<(Key, Value)>, Int, BatchIterator<(Key, Combined)>> { batches, _ in
            let table = SpillableTable<Key, Combined>(.merged(), memory: TaskMemory.current())
            while let batch = try batches.next() {
                try table.combine(batch, insert: createCombiner, merge: mergeValue)
            }
            return try table.results(merge: mergeCombiners)
        }
        return hashShuffled(operation, callSite, partitions: partitions, write: write, read: read, inPlace: inPlace)
    }

    /// An RDD of each key and its values combined by an associative and commutative function.
    @inlinable
    public func reduceByKey<Key: Hashable & Sendable, Value: Sendable>(
        partitions: Int? = nil,
        _ combine: @escaping @Sendable (Value, Value) throws -> Value,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Value)> where Element == (Key, Value) {
        combined(
            "reduceByKey",
            CallSite(file, line),
            partitions: partitions,
            createCombiner: { $0 },
            mergeValue: { $0 = try combine($0, $1) },
            mergeCombiners: { $0 = try combine($0, $1) }
        )
    }

    /// `reduceByKey` that starts each key, in each partition, from `zero`.
    @inlinable
    public func foldByKey<Key: Hashable & Sendable, Value: Sendable>(
        _ zero: Value,
        partitions: Int? = nil,
        _ combine: @escaping @Sendable (Value, Value) throws -> Value,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Value)> where Element == (Key, Value) {
        combined(
            "foldByKey",
            CallSite(file, line),
            partitions: partitions,
            createCombiner: { try combine(zero, $0) },
            mergeValue: { $0 = try combine($0, $1) },
            mergeCombiners: { $0 = try combine($0, $1) }
        )
    }

    /// An RDD of each key and its values aggregated into another type, starting from `zero`.
    ///
    /// - Parameters:
    ///   - zero: where each key starts, in each partition.
    ///   - partitions: how many partitions the result has.
    ///   - add: adds a value to an aggregate.
    ///   - merge: joins two aggregates.
    @inlinable
    public func aggregateByKey<Key: Hashable & Sendable, Value: Sendable, Aggregate: Sendable>(
        _ zero: Aggregate,
        partitions: Int? = nil,
        add: @escaping @Sendable (Aggregate, Value) throws -> Aggregate,
        merge: @escaping @Sendable (Aggregate, Aggregate) throws -> Aggregate,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Aggregate)> where Element == (Key, Value) {
        combined(
            "aggregateByKey",
            CallSite(file, line),
            partitions: partitions,
            createCombiner: { try add(zero, $0) },
            mergeValue: { $0 = try add($0, $1) },
            mergeCombiners: { $0 = try merge($0, $1) }
        )
    }

    /// An RDD of each key and all its values. `reduceByKey` shuffles far less where the values are combined afterwards.
    @inlinable
    public func groupByKey<Key: Hashable & Sendable, Value: Sendable>(
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, [Value])> where Element == (Key, Value) {
        let read = Function2<BatchIterator<(Key, Value)>, Int, BatchIterator<(Key, [Value])>> { batches, _ in
            let table = SpillableTable<Key, [Value]>(.list(), memory: TaskMemory.current())
            while let batch = try batches.next() {
                try table.combine(batch, insert: { [$0] }, merge: { $0.append($1) })
            }
            return try table.results(merge: { $0.append(contentsOf: $1) })
        }
        return hashShuffled(
            "groupByKey",
            CallSite(file, line),
            partitions: partitions,
            write: .byHash(),
            read: read,
            inPlace: read
        )
    }

    /// An RDD of each value of `key` and all rows that have it.
    @inlinable
    public func groupBy<Key: Hashable & Sendable>(
        partitions: Int? = nil,
        _ key: @escaping @Sendable (Element) throws -> Key,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, [Element])> {
        keyBy(key, file: file, line: line).groupByKey(partitions: partitions, file: file, line: line)
    }

    /// An RDD of the pairs, each in the partition that `partitioner` gives its key.
    @inlinable
    public func partitionBy<Key: Sendable, Value: Sendable, P: Partitioner>(
        _ partitioner: P,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Value)> where Element == (Key, Value), P.Key == Key {
        explicitlyShuffled(
            "partitionBy",
            CallSite(file, line),
            partitioner: { partitioner },
            partitionCount: partitioner.partitionCount,
            write: Function2 { batches, buckets in
                while let batch = try batches.next() {
                    for row in batch { try buckets.append(row, to: partitioner.partition(of: row.0)) }
                }
            }
        )
    }

    /// An RDD of the pairs in the order of their keys, partition after partition; see `sortBy`.
    @inlinable
    public func sortByKey<Key: Comparable & Sendable, Value: Sendable>(
        ascending: Bool = true,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Value)> where Element == (Key, Value) {
        rangeShuffled(
            "sortByKey",
            CallSite(file, line),
            partitions: partitions,
            keepsIdentity: true,
            sample: { capacity in
                Function2 { batches, task in
                    var sampler = ReservoirSampler<Key>(capacity: capacity, seed: UInt64(task.partition))
                    while let batch = try batches.next() {
                        sampler.add(batch, key: { $0.0 })
                    }
                    return (count: sampler.seen, keys: sampler.kept)
                }
            },
            write: { (bounds: [Key]) in
                Function2 { batches, buckets in
                    let ranges = RangeSearch(bounds)
                    while let batch = try batches.next() {
                        try batch.forEachRow { row in
                            let index = ranges.index(of: row.0)
                            try buckets.append(row, to: ascending ? index : bounds.count - index)
                        }
                    }
                }
            },
            read: Function2 { batches, _ in
                let sorter = ExternalSorter<(Key, Value), Key>(
                    ascending: ascending,
                    memory: TaskMemory.current(),
                    key: { $0.0 }
                )
                while let batch = try batches.next() { try sorter.add(batch) }
                return try sorter.sorted()
            }
        )
    }

    /// The values of one key. Where the keys are partitioned, only the partition that can hold it is read.
    ///
    /// - Throws: what running the job throws.
    @inlinable
    public func lookup<Key: Hashable & Sendable, Value: Sendable>(
        _ key: Key,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Value] where Element == (Key, Value) {
        let found = filter({ $0.0 == key }, file: file, line: line).values(file: file, line: line)
        return try await found.collect(
            partitions: try await partitionHolding(hash: stableHash(key)).map { [$0] },
            "lookup",
            CallSite(file, line)
        )
    }

    /// The only partition that can hold a key with a hash, if the rows are partitioned by hash.
    @usableFromInline
    func partitionHolding(hash: UInt64) async throws -> Int? {
        guard let partitioner = try await node.resolved().partitioner, partitioner.kind == "hash" else { return nil }
        return hashPartition(ofHash: hash, count: partitioner.partitionCount)
    }
}

extension Function2 {
    /// The kernel of a shuffle that spreads pairs by the hash of their keys.
    @inlinable
    static func byHash<Key: Hashable & SendableMetatype, Value>() -> Function2
    where A == BatchIterator<(Key, Value)>, B == ShuffleBuckets<(Key, Value)>, R == Void {
        Function2 { batches, buckets in
            var check = KeyCheck()
            while let batch = try batches.next() {
                try check.first(batch)
                for row in batch {
                    let hash = stableHash(row.0)
                    try buckets.append(row, to: hashPartition(ofHash: hash, count: buckets.count))
                }
            }
        }
    }
}

/// Checks the first key that a task spreads by its hash: the others have the same type.
@usableFromInline
struct KeyCheck {
    @usableFromInline var isDone = false

    @inlinable
    init() {}

    /// Checks the first key of the first batch that has one.
    ///
    /// - Throws: `unstable-key` when it hashes differently in each process.
    @inlinable @inline(__always)
    mutating func first<Key: Hashable, Value>(_ batch: [(Key, Value)]) throws {
        if !isDone, let row = batch.first {
            isDone = true
            try StableHash.check(row.0)
        }
    }
}
