import ClosureShipping
import WeftDiagnostics

extension LineageNode {
    /// The number of partitions of a shuffle for which the user named none, as Spark chooses it: that of a hash partitioner
    /// above, else `weft.default.parallelism` where it is set, else the largest of the inputs.
    func defaultPartitioner(_ requested: Int?, over parents: [ResolvedNode]) throws -> PartitionerIdentity {
        if let requested {
            guard requested >= 1, requested <= maximumPartitions else {
                throw WeftError(
                    "bad-argument",
                    "`\(operation)` was asked for \(requested) partitions",
                    remedy: "ask for at least 1 and at most \(maximumPartitions)",
                    location: callSite.description
                )
            }
            return .hash(requested)
        }
        // All alike, whatever they are: then nothing needs to move.
        if let first = parents.first?.partitioner, parents.allSatisfy({ $0.partitioner == first }) { return first }
        let present = parents.compactMap(\.partitioner).filter { $0.kind == "hash" }
        if let largest = present.max(by: { $0.partitionCount < $1.partitionCount }) { return largest }
        return .hash(max(1, services.configuredParallelism ?? parents.map(\.partitionCount).max() ?? 1))
    }

    /// The shuffle of one parent's rows.
    func shuffle<Row: Sendable, Written: Sendable>(
        of parent: LineageNode,
        resolvedAs resolved: ResolvedNode,
        into partitionCount: Int,
        write kernel: Function2<BatchIterator<Row>, ShuffleBuckets<Written>, Void>
    ) throws -> ShuffleDependency {
        let id = services.nextShuffleID()
        let action = ShuffleWriteAction(shuffleID: id, partitionCount: partitionCount, kernel: kernel)
        return ShuffleDependency(
            id: id,
            parent: parent,
            writer: try LineageNode.code(action, operation: operation, callSite: callSite).get(),
            mapCount: resolved.partitionCount,
            partitionCount: partitionCount
        )
    }
}

extension RDD {
    /// A new RDD behind a shuffle by the hash of keys, or without one where the rows are already where they belong.
    @usableFromInline
    func hashShuffled<Written: Sendable, Output: Sendable>(
        _ operation: String,
        _ callSite: CallSite,
        partitions: Int?,
        write: Function2<BatchIterator<Element>, ShuffleBuckets<Written>, Void>,
        read: Function2<BatchIterator<Written>, Int, BatchIterator<Output>>,
        inPlace: Function2<BatchIterator<Element>, Int, BatchIterator<Output>>
    ) -> RDD<Output> {
        let read = LineageNode.code(MapPartitions(kernel: read), operation: operation, callSite: callSite)
        let inPlace = LineageNode.code(MapPartitions(kernel: inPlace), operation: operation, callSite: callSite)
        let writeCheck = LineageNode.code(write, operation: operation, callSite: callSite)
        let failure = read.failure ?? inPlace.failure ?? writeCheck.failure
        return child(operation, callSite, buildError: failure) { node in
            let parent = try await node.parents[0].ownResolution()
            let partitioner = try node.defaultPartitioner(partitions, over: [parent])
            if parent.partitioner == partitioner {
                return ResolvedNode(
                    partitionCount: partitioner.partitionCount,
                    operation: try inPlace.get(),
                    dependencies: [.narrow(node.parents[0])],
                    partitioner: partitioner
                )
            }
            let shuffle = try node.shuffle(
                of: node.parents[0],
                resolvedAs: parent,
                into: partitioner.partitionCount,
                write: write
            )
            return ResolvedNode(
                partitionCount: partitioner.partitionCount,
                operation: try read.get(),
                dependencies: [.shuffle(shuffle)],
                partitioner: partitioner
            )
        }
    }

    /// A new RDD behind a shuffle whose partitioning was chosen by the caller.
    @usableFromInline
    func explicitlyShuffled(
        _ operation: String,
        _ callSite: CallSite,
        partitioner makeIdentity: @escaping @Sendable () throws -> (any Partitioner)?,
        partitionCount: Int,
        write: Function2<BatchIterator<Element>, ShuffleBuckets<Element>, Void>
    ) -> RDD<Element> {
        let check = LineageNode.code(write, operation: operation, callSite: callSite)
        return child(operation, callSite, buildError: check.failure) { node in
            let parent = try await node.parents[0].ownResolution()
            let identity = try makeIdentity().map { try PartitionerIdentity($0) }
            let pass = try LineageNode.code(PassRows<Element>(), operation: operation, callSite: callSite).get()
            if let identity, parent.partitioner == identity {
                return ResolvedNode(
                    partitionCount: identity.partitionCount,
                    operation: pass,
                    dependencies: [.narrow(node.parents[0])],
                    partitioner: identity
                )
            }
            _ = try node.defaultPartitioner(partitionCount, over: [])
            let shuffle = try node.shuffle(
                of: node.parents[0],
                resolvedAs: parent,
                into: partitionCount,
                write: write
            )
            return ResolvedNode(
                partitionCount: partitionCount,
                operation: pass,
                dependencies: [.shuffle(shuffle)],
                partitioner: identity
            )
        }
    }

    /// A new RDD of the rows of this one spread evenly over `partitions` partitions, through a shuffle.
    @inlinable
    public func repartition(
        _ partitions: Int,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Element> {
        explicitlyShuffled(
            "repartition",
            CallSite(file, line),
            partitioner: { nil },
            partitionCount: partitions,
            write: Function2 { batches, buckets in
                // Each map task starts elsewhere, so that many short partitions don't all fill the first bucket.
                var generator = SampleGenerator(seed: 0, stream: buckets.mapPartition)
                var target = Int(truncatingIfNeeded: generator.next() >> 33) % buckets.count
                while let batch = try batches.next() {
                    for row in batch {
                        try buckets.append(row, to: target)
                        target = target &+ 1 == buckets.count ? 0 : target &+ 1
                    }
                }
            }
        )
    }

    /// A new RDD with fewer partitions: each one reads several of this one's, one after the other, without a shuffle.
    ///
    /// - Parameters:
    ///   - partitions: how many; as many as there are, when that is fewer and `shuffle` is false.
    ///   - shuffle: spreads the rows evenly through a shuffle, which also allows more partitions than there are.
    @inlinable
    public func coalesce(
        _ partitions: Int,
        shuffle: Bool = false,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Element> {
        shuffle
            ? repartition(partitions, file: file, line: line)
            : coalesced(partitions, CallSite(file, line))
    }

    @usableFromInline
    func coalesced(_ partitions: Int, _ callSite: CallSite) -> RDD<Element> {
        child("coalesce", callSite) { node in
            let parent = try await node.parents[0].ownResolution()
            let count = Swift.min(
                try node.defaultPartitioner(partitions, over: []).partitionCount,
                parent.partitionCount
            )
            let groups =
                count == 0
                ? []
                : (0..<count).map { Array(PartitionSlices(count: parent.partitionCount, partitions: count)[$0]) }
            return ResolvedNode(
                partitionCount: count,
                operation: try LineageNode.code(
                    CoalesceRows<Element>(groups: groups),
                    operation: "coalesce",
                    callSite: callSite
                ).get(),
                dependencies: [.narrow(node.parents[0])],
                sources: { groups[$0].map { .init(dependency: 0, partition: $0) } },
                preferredHosts: { partition in groups[partition].flatMap(parent.preferredHosts) }
            )
        }
    }

    /// An RDD in the order of `key`, partition after partition.
    ///
    /// The bounds of the partitions come from a sample, which runs this RDD's lineage once more: persist it if that is dear.
    ///
    /// - Parameters:
    ///   - ascending: false for the largest key first.
    ///   - partitions: how many; as many as this RDD has, if nil.
    ///   - key: what to sort by.
    @inlinable
    public func sortBy<Key: Comparable & Sendable>(
        ascending: Bool = true,
        partitions: Int? = nil,
        _ key: @escaping @Sendable (Element) throws -> Key,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Element> {
        rangeShuffled(
            "sortBy",
            CallSite(file, line),
            partitions: partitions,
            keepsIdentity: false,
            sample: { capacity in
                Function2 { batches, task in
                    var sampler = ReservoirSampler<Key>(capacity: capacity, seed: UInt64(task.partition))
                    while let batch = try batches.next() {
                        try sampler.add(batch, key: key)
                    }
                    return (count: sampler.seen, keys: sampler.kept)
                }
            },
            write: { (bounds: [Key]) in
                Function2 { batches, buckets in
                    let ranges = RangeSearch(bounds)
                    while let batch = try batches.next() {
                        try batch.forEachRow { row in
                            let index = ranges.index(of: try key(row))
                            try buckets.append(row, to: ascending ? index : bounds.count - index)
                        }
                    }
                }
            },
            read: Function2 { batches, _ in
                let sorter = ExternalSorter<Element, Key>(
                    ascending: ascending,
                    memory: TaskMemory.current(),
                    key: key
                )
                while let batch = try batches.next() { try sorter.add(batch) }
                return try sorter.sorted()
            }
        )
    }

    @usableFromInline
    func rangeShuffled<Key: Comparable & Sendable>(
        _ operation: String,
        _ callSite: CallSite,
        partitions: Int?,
        keepsIdentity: Bool,
        sample:
            @escaping @Sendable (_ capacity: Int) -> Function2<
                BatchIterator<Element>, TaskContext, KeySample<Key>
            >,
        write: @escaping @Sendable ([Key]) -> Function2<BatchIterator<Element>, ShuffleBuckets<Element>, Void>,
        read: Function2<BatchIterator<Element>, Int, BatchIterator<Element>>
    ) -> RDD<Element> {
        let readCode = LineageNode.code(MapPartitions(kernel: read), operation: operation, callSite: callSite)
        let check = LineageNode.code(write([]), operation: operation, callSite: callSite)
        let source = self
        return child(operation, callSite, buildError: readCode.failure ?? check.failure) { node in
            let parent = try await node.parents[0].ownResolution()
            let count = Swift.max(
                1,
                partitions == nil
                    ? parent.partitionCount : try node.defaultPartitioner(partitions, over: []).partitionCount
            )
            var bounds: [Key] = []
            if count > 1 {
                let samples = try await source.runPartitions(
                    sample(RangeBounds.sampleSize(partitions: count, inputs: parent.partitionCount)),
                    description: "\(operation) (sample)",
                    callSite
                )
                bounds = RangeBounds.choose(from: samples, partitions: count)
            }
            let shuffle = try node.shuffle(
                of: node.parents[0],
                resolvedAs: parent,
                into: bounds.count + 1,
                write: write(bounds)
            )
            return ResolvedNode(
                partitionCount: bounds.count + 1,
                operation: try readCode.get(),
                dependencies: [.shuffle(shuffle)],
                partitioner: keepsIdentity ? .range(shuffleID: shuffle.id, partitionCount: bounds.count + 1) : nil
            )
        }
    }
}

extension BatchIterator {
    /// An iterator over an array, a batch at a time.
    @inlinable
    public static func slicing(_ rows: [Element]) -> BatchIterator {
        if rows.count <= rowsPerBatch { return BatchIterator(batches: [rows]) }
        var next = 0
        return BatchIterator {
            guard next < rows.count else { return nil }
            let end = Swift.min(rows.count, next + rowsPerBatch)
            defer { next = end }
            return Array(rows[next..<end])
        }
    }
}
