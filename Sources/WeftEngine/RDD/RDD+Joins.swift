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
            Function2 { left, right in try HashJoin.groups(left, right) }
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
        cogrouped(
            "leftOuterJoin",
            CallSite(file, line),
            other,
            partitions: partitions,
            write: .byHash(),
            writeOther: .byHash(),
            Function2 { left, right in
                HashJoin.outer(try HashJoin.groups(left, right), keepsLeft: true, keepsRight: false) {
                    lefts,
                    at,
                    rights,
                    other in
                    (lefts[at ?? 0], other.map { rights[$0] })
                }
            }
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
        cogrouped(
            "rightOuterJoin",
            CallSite(file, line),
            other,
            partitions: partitions,
            write: .byHash(),
            writeOther: .byHash(),
            Function2 { left, right in
                HashJoin.outer(try HashJoin.groups(left, right), keepsLeft: false, keepsRight: true) {
                    lefts,
                    at,
                    rights,
                    other in
                    (at.map { lefts[$0] }, rights[other ?? 0])
                }
            }
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
        cogrouped(
            "fullOuterJoin",
            CallSite(file, line),
            other,
            partitions: partitions,
            write: .byHash(),
            writeOther: .byHash(),
            Function2 { left, right in
                HashJoin.outer(try HashJoin.groups(left, right), keepsLeft: true, keepsRight: true) {
                    lefts,
                    at,
                    rights,
                    other in
                    (at.map { lefts[$0] }, other.map { rights[$0] })
                }
            }
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
