import ClosureShipping
import WeftDiagnostics

extension RDD {
    /// An RDD of the rows of this one and then of the others, doubles and all.
    public func union(_ others: RDD<Element>..., file: StaticString = #fileID, line: UInt = #line) -> RDD<Element> {
        Self.union([self] + others, CallSite(file, line))
    }

    static func union(_ rdds: [RDD<Element>], _ callSite: CallSite) -> RDD<Element> {
        rdds[0].child("union", callSite, with: rdds.dropFirst().map(\.node)) { node in
            var starts = [0]
            var hosts: [@Sendable (Int) -> [String]] = []
            for parent in node.parents {
                let resolved = try await parent.ownResolution()
                starts.append((starts.last ?? 0) + resolved.partitionCount)
                hosts.append(resolved.preferredHosts)
            }
            let union = UnionRows<Element>(starts: starts)
            return ResolvedNode(
                partitionCount: starts.last ?? 0,
                operation: try LineageNode.code(union, operation: "union", callSite: callSite).get(),
                dependencies: node.parents.map { .narrow($0) },
                sources: { partition in
                    let source = union.source(of: partition)
                    return [.init(dependency: source.input, partition: source.partition)]
                },
                preferredHosts: { [hosts] partition in
                    let source = union.source(of: partition)
                    return hosts[source.input](source.partition)
                }
            )
        }
    }

    /// An RDD of all pairs of a row of this one and a row of the other.
    public func cartesian<Other: Sendable>(
        _ other: RDD<Other>,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Element, Other)> {
        let callSite = CallSite(file, line)
        return child("cartesian", callSite, with: [other.node]) { node in
            let left = try await node.parents[0].ownResolution()
            let right = try await node.parents[1].ownResolution()
            let rightCount = Swift.max(1, right.partitionCount)
            return ResolvedNode(
                partitionCount: left.partitionCount * right.partitionCount,
                operation: try LineageNode.code(
                    CartesianRows<Element, Other>(rightCount: rightCount),
                    operation: "cartesian",
                    callSite: callSite
                ).get(),
                dependencies: [.narrow(node.parents[0]), .narrow(node.parents[1])],
                sources: {
                    [
                        .init(dependency: 0, partition: $0 / rightCount),
                        .init(dependency: 1, partition: $0 % rightCount),
                    ]
                },
                preferredHosts: { left.preferredHosts($0 / rightCount) }
            )
        }
    }

    /// An RDD of pairs of this one's rows and the other's, in order.
    ///
    /// Both must have the same number of partitions and of rows in each, or the job fails with `zip-mismatch`.
    @inlinable
    public func zip<Other: Sendable>(
        _ other: RDD<Other>,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Element, Other)> {
        zippedPartitions(
            "zip",
            CallSite(file, line),
            other,
            Function2 { left, right in
                var rest: ArraySlice<Other> = []
                return BatchIterator {
                    guard let batch = try left.next() else {
                        while rest.isEmpty, let more = try right.next() { rest = more[...] }
                        guard rest.isEmpty else { throw zipMismatch("right") }
                        return nil
                    }
                    var result: [(Element, Other)] = []
                    result.reserveCapacity(batch.count)
                    for row in batch {
                        while rest.isEmpty {
                            guard let more = try right.next() else { throw zipMismatch("left") }
                            rest = more[...]
                        }
                        result.append((row, rest.removeFirst()))
                    }
                    return result
                }
            }
        )
    }

    @usableFromInline
    func zippedPartitions<Other: Sendable, Output: Sendable>(
        _ operation: String,
        _ callSite: CallSite,
        _ other: RDD<Other>,
        _ kernel: Function2<BatchIterator<Element>, BatchIterator<Other>, BatchIterator<Output>>
    ) -> RDD<Output> {
        let code = LineageNode.code(ZipPartitions(kernel: kernel), operation: operation, callSite: callSite)
        return child(operation, callSite, with: [other.node], buildError: code.failure) { node in
            let left = try await node.parents[0].ownResolution()
            let right = try await node.parents[1].ownResolution()
            guard left.partitionCount == right.partitionCount else {
                throw WeftError(
                    "zip-mismatch",
                    "`\(operation)` of RDDs with \(left.partitionCount) and \(right.partitionCount) partitions",
                    remedy: "give both the same number of partitions, or join them by `zipWithIndex`",
                    location: callSite.description
                )
            }
            return ResolvedNode(
                partitionCount: left.partitionCount,
                operation: try code.get(),
                dependencies: [.narrow(node.parents[0]), .narrow(node.parents[1])],
                preferredHosts: left.preferredHosts
            )
        }
    }

    /// An RDD of pairs of each row and its position, from 0, in the order of the partitions.
    ///
    /// With more than one partition, a job counts the rows first.
    @inlinable
    public func zipWithIndex(file: StaticString = #fileID, line: UInt = #line) -> RDD<(Element, Int)> {
        numbered(CallSite(file, line)) { starts in
            Function2 { batches, partition in
                var next = starts[partition]
                return batches.mapBatches { batch in
                    batch.map { row in
                        defer { next += 1 }
                        return (row, next)
                    }
                }
            }
        }
    }

    @usableFromInline
    func numbered(
        _ callSite: CallSite,
        _ kernel:
            @escaping @Sendable ([Int]) -> Function2<
                BatchIterator<Element>, Int, BatchIterator<(Element, Int)>
            >
    ) -> RDD<(Element, Int)> {
        let source = self
        return child("zipWithIndex", callSite) { node in
            let parent = try await node.parents[0].ownResolution()
            var starts = [0]
            if parent.partitionCount > 1 {
                let counts = try await source.countPartitions("zipWithIndex (count)", callSite)
                for count in counts.dropLast() { starts.append((starts.last ?? 0) + count) }
            }
            return ResolvedNode(
                partitionCount: parent.partitionCount,
                operation: try LineageNode.code(
                    MapPartitions(kernel: kernel(starts)),
                    operation: "zipWithIndex",
                    callSite: callSite
                ).get(),
                dependencies: [.narrow(node.parents[0])]
            )
        }
    }
}

/// The error of a zip whose sides don't have the same number of rows in a partition.
@usableFromInline
func zipMismatch(_ longer: String) -> WeftError {
    WeftError(
        "zip-mismatch",
        "`zip` of partitions with different numbers of rows: the \(longer) one has more",
        remedy: "zip RDDs that were made from one another by `map`, or join them by `zipWithIndex`"
    )
}

extension RDD where Element: Hashable {
    /// An RDD of the rows without doubles.
    @inlinable
    public func distinct(
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Element> {
        map({ ($0, true) }, file: file, line: line)
            .reduceByKey(partitions: partitions, { first, _ in first }, file: file, line: line)
            .keys(file: file, line: line)
    }

    /// An RDD of the rows that are in both, without doubles.
    @inlinable
    public func intersection(
        _ other: RDD<Element>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Element> {
        map({ ($0, true) }, file: file, line: line)
            .cogroup(other.map({ ($0, true) }, file: file, line: line), partitions: partitions, file: file, line: line)
            .filter({ !$0.1.0.isEmpty && !$0.1.1.isEmpty }, file: file, line: line)
            .keys(file: file, line: line)
    }

    /// An RDD of the rows of this one, doubles and all, that are not in the other.
    @inlinable
    public func subtract(
        _ other: RDD<Element>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<Element> {
        map({ ($0, true) }, file: file, line: line)
            .subtractByKey(
                other.map({ ($0, true) }, file: file, line: line),
                partitions: partitions,
                file: file,
                line: line
            )
            .keys(file: file, line: line)
    }
}
