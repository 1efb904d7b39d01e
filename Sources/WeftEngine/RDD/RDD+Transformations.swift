import ClosureShipping
import WeftDiagnostics

extension RDD {
    /// An RDD of what `transform` makes of each row.
    @inlinable
    public func map<Output: Sendable>(
        _ transform: @escaping @Sendable (Element) throws -> Output,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Output> {
        mapBatches("map", CallSite(file, line), Function { batch in try batch.mapRows(transform) })
    }

    /// An RDD of what `transform` makes of each row and a value that travels with it.
    ///
    /// The value's type is named by the call, so it travels also where the compiler drops what it knows of captures.
    @inlinable
    public func map<Value: Codable & Sendable, Output: Sendable>(
        with value: Value,
        _ transform: @escaping @Sendable (Element, Value) throws -> Output,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Output> {
        mapBatches(
            "map",
            CallSite(file, line),
            Function { batch in
                var result: [Output] = []
                result.reserveCapacity(batch.count)
                for row in batch { result.append(try transform(row, value)) }
                return result
            }
        )
    }

    /// An RDD of the rows for which `isIncluded` is true.
    @inlinable
    public func filter(
        _ isIncluded: @escaping @Sendable (Element) throws -> Bool,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Element> {
        mapBatches(
            "filter",
            CallSite(file, line),
            keepsPartitioner: true,
            Function { batch in try batch.filterRows(isIncluded) }
        )
    }

    /// An RDD of the rows for which `isIncluded`, given a value that travels with it, is true.
    @inlinable
    public func filter<Value: Codable & Sendable>(
        with value: Value,
        _ isIncluded: @escaping @Sendable (Element, Value) throws -> Bool,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Element> {
        mapBatches(
            "filter",
            CallSite(file, line),
            keepsPartitioner: true,
            Function { batch in try batch.filter { try isIncluded($0, value) } }
        )
    }

    /// An RDD of all elements of the sequences that `transform` makes of the rows.
    @inlinable
    public func flatMap<Rows: Sequence & SendableMetatype>(
        _ transform: @escaping @Sendable (Element) throws -> Rows,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Rows.Element> where Rows.Element: Sendable, Rows.Iterator: SendableMetatype {
        mapBatches(
            "flatMap",
            CallSite(file, line),
            Function { batch in try batch.flatMapRows(transform) }
        )
    }

    /// An RDD of all elements of the sequences that `transform` makes of the rows and a value that travels with it.
    @inlinable
    public func flatMap<Value: Codable & Sendable, Rows: Sequence & SendableMetatype>(
        with value: Value,
        _ transform: @escaping @Sendable (Element, Value) throws -> Rows,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Rows.Element> where Rows.Element: Sendable, Rows.Iterator: SendableMetatype {
        mapBatches(
            "flatMap",
            CallSite(file, line),
            Function { batch in
                var result: [Rows.Element] = []
                for row in batch {
                    for element in try transform(row, value) { result.append(element) }
                }
                return result
            }
        )
    }

    /// An RDD of pairs of `key(row)` and the row.
    @inlinable
    public func keyBy<Key: Sendable>(
        _ key: @escaping @Sendable (Element) throws -> Key,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Element)> {
        mapBatches("keyBy", CallSite(file, line), Function { batch in try batch.map { (try key($0), $0) } })
    }

    /// An RDD of what `transform` makes of each partition's rows.
    ///
    /// - Parameters:
    ///   - keepsPartitioning: true when the keys stay what they are, so that a later shuffle can be saved.
    ///   - transform: takes the rows, to be walked once, and gives the new rows; a lazy sequence is walked as needed.
    @inlinable
    public func mapPartitions<Rows: Sequence & SendableMetatype>(
        keepsPartitioning: Bool = false,
        _ transform: @escaping @Sendable (PartitionRows<Element>) throws -> Rows,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Rows.Element> where Rows.Element: Sendable, Rows.Iterator: SendableMetatype {
        mapPartitionBatches(
            "mapPartitions",
            CallSite(file, line),
            keepsPartitioner: keepsPartitioning,
            Function2 { batches, _ in
                let rows = PartitionRows(batches)
                let result = try transform(rows)
                try rows.check()
                return .batching(result, size: rowsPerBatch) { try rows.check() }
            }
        )
    }

    /// An RDD of what `transform` makes of each partition's index and rows.
    @inlinable
    public func mapPartitionsWithIndex<Rows: Sequence & SendableMetatype>(
        keepsPartitioning: Bool = false,
        _ transform: @escaping @Sendable (Int, PartitionRows<Element>) throws -> Rows,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Rows.Element> where Rows.Element: Sendable, Rows.Iterator: SendableMetatype {
        mapPartitionBatches(
            "mapPartitionsWithIndex",
            CallSite(file, line),
            keepsPartitioner: keepsPartitioning,
            Function2 { batches, partition in
                let rows = PartitionRows(batches)
                let result = try transform(partition, rows)
                try rows.check()
                return .batching(result, size: rowsPerBatch) { try rows.check() }
            }
        )
    }

    /// An RDD with one row a partition: the array of its rows.
    @inlinable
    public func glom(file: StaticString = #fileID, line: UInt = #line) -> RDD<[Element]> {
        mapPartitionBatches(
            "glom",
            CallSite(file, line),
            Function2 { batches, _ in BatchIterator(batches: [[try batches.collect()]]) }
        )
    }

    /// An RDD of a random part of the rows.
    ///
    /// - Parameters:
    ///   - withReplacement: whether a row may come more than once.
    ///   - fraction: the expected part, from 0 to 1; with replacement the expected number of times a row comes, from 0.
    ///   - seed: the same seed over the same rows gives the same sample.
    @inlinable
    public func sample(
        withReplacement: Bool = false,
        fraction: Double,
        seed: UInt64 = UInt64.random(in: .min ... .max),
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Element> {
        let fraction = Swift.max(0, fraction)
        return mapPartitionBatches(
            "sample",
            CallSite(file, line),
            keepsPartitioner: true,
            Function2 { batches, partition in
                var generator = SampleGenerator(seed: seed, stream: partition)
                return batches.mapBatches { batch in
                    guard withReplacement else {
                        return batch.filter { _ in generator.nextUnit() < fraction }
                    }
                    var result: [Element] = []
                    for row in batch {
                        for _ in 0..<generator.nextPoisson(mean: fraction) { result.append(row) }
                    }
                    return result
                }
            }
        )
    }

    /// RDDs that share out the rows at random, so that each row is in exactly one of them.
    ///
    /// - Parameters:
    ///   - weights: how much each one gets; they are scaled to the sum 1. Negative ones count as 0.
    ///   - seed: the same seed over the same rows gives the same split.
    @inlinable
    public func randomSplit(
        _ weights: [Double],
        seed: UInt64 = UInt64.random(in: .min ... .max),
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> [RDD<Element>] {
        let weights = weights.map { Swift.max(0, $0) }
        let total = weights.reduce(0, +)
        var lower = 0.0
        return weights.enumerated().map { index, weight in
            let from = lower
            // The last one reaches past 1, so that rounding loses no row.
            let to = index == weights.count - 1 ? 2 : from + (total > 0 ? weight / total : 0)
            lower = to
            return mapPartitionBatches(
                "randomSplit",
                CallSite(file, line),
                keepsPartitioner: true,
                Function2 { batches, partition in
                    var generator = SampleGenerator(seed: seed, stream: partition)
                    return batches.mapBatches { batch in
                        batch.filter { _ in
                            let value = generator.nextUnit()
                            return value >= from && value < to
                        }
                    }
                }
            )
        }
    }
}

/// How many rows the kernels put into a batch: large enough to make a call a batch cheap, small enough for the cache.
@inlinable
public var rowsPerBatch: Int { 1024 }
