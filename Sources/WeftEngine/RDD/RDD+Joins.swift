import ClosureShipping

extension RDD {
    /// An RDD of each key in either RDD, its values here and its values there.
    @inlinable
    public func cogroup<Key: Hashable & Sendable, Value: Sendable, Other: Sendable>(
        _ other: RDD<(Key, Other)>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, ([Value], [Other]))> where Element == (Key, Value) {
        cogrouped(
            "cogroup",
            CallSite(file, line),
            other,
            partitions: partitions,
            write: .byHash(),
            writeOther: .byHash(),
            Function2 { left, right in
                let table = SpillableTable<Key, ([Value], [Other])>(.lists(), memory: TaskMemory.current())
                while let batch = try left.next() {
                    try table.combine(batch, insert: { ([$0], []) }, merge: { $0.0.append($1) })
                }
                while let batch = try right.next() {
                    try table.combine(batch, insert: { ([], [$0]) }, merge: { $0.1.append($1) })
                }
                return try table.results { lists, more in
                    lists.0.append(contentsOf: more.0)
                    lists.1.append(contentsOf: more.1)
                }
            }
        )
    }

    @usableFromInline
    func cogrouped<Key: Hashable & Sendable, Value: Sendable, Other: Sendable, Output: Sendable>(
        _ operation: String,
        _ callSite: CallSite,
        _ other: RDD<(Key, Other)>,
        partitions: Int?,
        write: Function2<BatchIterator<(Key, Value)>, ShuffleBuckets<(Key, Value)>, Void>,
        writeOther: Function2<BatchIterator<(Key, Other)>, ShuffleBuckets<(Key, Other)>, Void>,
        _ kernel: Function2<BatchIterator<(Key, Value)>, BatchIterator<(Key, Other)>, BatchIterator<Output>>
    ) -> RDD<Output> where Element == (Key, Value) {
        let code = LineageNode.code(ZipPartitions(kernel: kernel), operation: operation, callSite: callSite)
        return child(operation, callSite, with: [other.node], buildError: code.failure) { node in
            let left = try await node.parents[0].ownResolution()
            let right = try await node.parents[1].ownResolution()
            let partitioner = try node.defaultPartitioner(partitions, over: [left, right])
            let count = partitioner.partitionCount
            var dependencies: [ResolvedNode.Dependency] = []
            if left.partitioner == partitioner {
                dependencies.append(.narrow(node.parents[0]))
            } else {
                let parent = node.parents[0]
                dependencies.append(
                    .shuffle(try node.shuffle(of: parent, resolvedAs: left, into: count, write: write))
                )
            }
            if right.partitioner == partitioner {
                dependencies.append(.narrow(node.parents[1]))
            } else {
                let parent = node.parents[1]
                dependencies.append(
                    .shuffle(try node.shuffle(of: parent, resolvedAs: right, into: count, write: writeOther))
                )
            }
            return ResolvedNode(
                partitionCount: count,
                operation: try code.get(),
                dependencies: dependencies,
                partitioner: partitioner
            )
        }
    }

    /// An RDD of each pair of values, here and there, of each key that is in both.
    @inlinable
    public func join<Key: Hashable & Sendable, Value: Sendable, Other: Sendable>(
        _ other: RDD<(Key, Other)>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, (Value, Other))> where Element == (Key, Value) {
        cogrouped(
            "join",
            CallSite(file, line),
            other,
            partitions: partitions,
            write: .byHash(),
            writeOther: .byHash(),
            Function2 { left, right in try HashJoin.inner(left, right) }
        )
    }

    /// `join` that keeps the keys that are only here, with nil for the other value.
    @inlinable
    public func leftOuterJoin<Key: Hashable & Sendable, Value: Sendable, Other: Sendable>(
        _ other: RDD<(Key, Other)>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, (Value, Other?))> where Element == (Key, Value) {
        cogroup(other, partitions: partitions, file: file, line: line).flatMapValues(
            { group in
                var result: [(Value, Other?)] = []
                for value in group.0 {
                    if group.1.isEmpty { result.append((value, nil)) }
                    for other in group.1 { result.append((value, other)) }
                }
                return result
            },
            file: file,
            line: line
        )
    }

    /// `join` that keeps the keys that are only in the other RDD, with nil for the value here.
    @inlinable
    public func rightOuterJoin<Key: Hashable & Sendable, Value: Sendable, Other: Sendable>(
        _ other: RDD<(Key, Other)>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, (Value?, Other))> where Element == (Key, Value) {
        cogroup(other, partitions: partitions, file: file, line: line).flatMapValues(
            { group in
                var result: [(Value?, Other)] = []
                for other in group.1 {
                    if group.0.isEmpty { result.append((nil, other)) }
                    for value in group.0 { result.append((value, other)) }
                }
                return result
            },
            file: file,
            line: line
        )
    }

    /// `join` that keeps the keys of both RDDs, with nil where a side has none.
    @inlinable
    public func fullOuterJoin<Key: Hashable & Sendable, Value: Sendable, Other: Sendable>(
        _ other: RDD<(Key, Other)>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, (Value?, Other?))> where Element == (Key, Value) {
        cogroup(other, partitions: partitions, file: file, line: line).flatMapValues(
            { group in
                var result: [(Value?, Other?)] = []
                for value in group.0 {
                    if group.1.isEmpty { result.append((value, nil)) }
                    for other in group.1 { result.append((value, other)) }
                }
                if group.0.isEmpty {
                    for other in group.1 { result.append((nil, other)) }
                }
                return result
            },
            file: file,
            line: line
        )
    }

    /// An RDD of the pairs whose key is not in the other RDD.
    @inlinable
    public func subtractByKey<Key: Hashable & Sendable, Value: Sendable, Other: Sendable>(
        _ other: RDD<(Key, Other)>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Value)> where Element == (Key, Value) {
        cogrouped(
            "subtractByKey",
            CallSite(file, line),
            other,
            partitions: partitions,
            write: .byHash(),
            writeOther: .byHash(),
            Function2 { left, right in try HashJoin.anti(left, right) }
        )
    }
}
