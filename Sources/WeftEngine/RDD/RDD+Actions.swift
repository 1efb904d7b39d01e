import BinaryCoding
import ClosureShipping
import WeftDiagnostics

extension RDD {
    /// Runs a kernel over each partition's rows and gives the results in the order of the partitions.
    ///
    /// - Parameters:
    ///   - kernel: what is made of a partition's rows.
    ///   - operation: the action's name.
    ///   - callSite: the line that called it.
    ///   - partitions: which partitions; all, if nil.
    @usableFromInline
    func runPartitions<Output: Sendable>(
        _ kernel: Function2<BatchIterator<Element>, TaskContext, Output>,
        description operation: String,
        _ callSite: CallSite,
        partitions: [Int]? = nil
    ) async throws -> [Output] {
        let action = try LineageNode.code(KernelAction(kernel: kernel), operation: operation, callSite: callSite).get()
        let results = try await context.runJob(
            node,
            action: action,
            partitions: partitions,
            operation: operation,
            callSite: callSite
        )
        return try results.map { try BinaryCoding.decode(Output.self, from: $0) }
    }

    /// All rows, in the order of the partitions. They must fit in the driver's memory.
    ///
    /// - Throws: `job-aborted` with the failed task's error, `job-cancelled`, or what finding the inputs throws.
    @inlinable
    public func collect(file: StaticString = #fileID, line: UInt = #line) async throws -> [Element] {
        try await collect(partitions: nil, "collect", CallSite(file, line))
    }

    @inlinable
    func collect(partitions: [Int]?, _ operation: String, _ callSite: CallSite) async throws -> [Element] {
        let kernel = Function2<BatchIterator<Element>, TaskContext, [Element]> { batches, _ in try batches.collect() }
        let parts = try await runPartitions(kernel, description: operation, callSite, partitions: partitions)
        return Array(parts.joined())
    }

    /// How many rows there are.
    @inlinable
    public func count(file: StaticString = #fileID, line: UInt = #line) async throws -> Int {
        try await countPartitions("count", CallSite(file, line)).reduce(0, +)
    }

    @inlinable
    func countPartitions(_ operation: String, _ callSite: CallSite) async throws -> [Int] {
        try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, Int> { batches, _ in
                var count = 0
                while let batch = try batches.next() { count += batch.count }
                return count
            },
            description: operation,
            callSite
        )
    }

    /// The first rows, at most `count`, in the order of the partitions; only as many partitions as needed are computed.
    @inlinable
    public func take(_ count: Int, file: StaticString = #fileID, line: UInt = #line) async throws -> [Element] {
        try await take(count, "take", CallSite(file, line))
    }

    @inlinable
    func take(_ count: Int, _ operation: String, _ callSite: CallSite) async throws -> [Element] {
        guard count > 0 else { return [] }
        let total = try await partitionCount()
        var rows: [Element] = []
        var scanned = 0
        while scanned < total, rows.count < count {
            // As Spark: one partition first; then, when that gave nothing, four times as many, else by what it gave.
            var next = 1
            if scanned > 0 {
                // In floating point: `count` may be Int.max, for "all".
                let left = 1.5 * Double(count - rows.count) * Double(scanned) / Double(rows.count)
                next = rows.isEmpty ? scanned * 4 : Int(Swift.min(Double(scanned) * 4, left.rounded(.up)))
            }
            let wanted = count - rows.count
            let parts = try await runPartitions(
                Function2<BatchIterator<Element>, TaskContext, [Element]> { batches, _ in
                    var rows: [Element] = []
                    while rows.count < wanted, let batch = try batches.next() {
                        rows.append(contentsOf: batch.prefix(wanted - rows.count))
                    }
                    return rows
                },
                description: operation,
                callSite,
                partitions: Array(scanned..<Swift.min(total, scanned + next))
            )
            for part in parts { rows.append(contentsOf: part.prefix(count - rows.count)) }
            scanned += next
        }
        return rows
    }

    /// The first row.
    ///
    /// - Throws: `empty-collection` when there is none.
    @inlinable
    public func first(file: StaticString = #fileID, line: UInt = #line) async throws -> Element {
        guard let row = try await take(1, "first", CallSite(file, line)).first else {
            throw emptyCollection("first", CallSite(file, line))
        }
        return row
    }

    /// Whether there is no row.
    @inlinable
    public func isEmpty(file: StaticString = #fileID, line: UInt = #line) async throws -> Bool {
        try await take(1, "isEmpty", CallSite(file, line)).isEmpty
    }

    /// All rows joined by an associative and commutative function.
    ///
    /// - Throws: `empty-collection` when there are no rows.
    @inlinable
    public func reduce(
        _ combine: @escaping @Sendable (Element, Element) throws -> Element,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Element {
        try await reduce("reduce", CallSite(file, line), combine)
    }

    @inlinable
    func reduce(
        _ operation: String,
        _ callSite: CallSite,
        _ combine: @escaping @Sendable (Element, Element) throws -> Element
    ) async throws -> Element {
        let parts = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, Element?> { batches, _ in
                var result: Element?
                while let batch = try batches.next() {
                    guard let first = batch.first else { continue }
                    var sum = try result.map { try combine($0, first) } ?? first
                    for row in batch.dropFirst() { sum = try combine(sum, row) }
                    result = sum
                }
                return result
            },
            description: operation,
            callSite
        )
        let present = parts.compactMap { $0 }
        guard let first = present.first else { throw emptyCollection(operation, callSite) }
        return try present.dropFirst().reduce(first, combine)
    }

    /// All rows joined, starting from `zero` in each partition and once more for joining the partitions' results.
    @inlinable
    public func fold(
        _ zero: Element,
        _ combine: @escaping @Sendable (Element, Element) throws -> Element,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Element {
        let parts = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, Element> { batches, _ in
                var sum = zero
                while let batch = try batches.next() {
                    for row in batch { sum = try combine(sum, row) }
                }
                return sum
            },
            description: "fold",
            CallSite(file, line)
        )
        return try parts.reduce(zero, combine)
    }

    /// All rows aggregated into another type.
    ///
    /// - Parameters:
    ///   - zero: where each partition starts, and the joining of their results.
    ///   - add: adds a row to an aggregate.
    ///   - merge: joins two aggregates, on the driver.
    @inlinable
    public func aggregate<Aggregate: Sendable>(
        _ zero: Aggregate,
        add: @escaping @Sendable (Aggregate, Element) throws -> Aggregate,
        merge: @escaping @Sendable (Aggregate, Aggregate) throws -> Aggregate,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Aggregate {
        let parts = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, Aggregate> { batches, _ in
                var sum = zero
                while let batch = try batches.next() {
                    for row in batch { sum = try add(sum, row) }
                }
                return sum
            },
            description: "aggregate",
            CallSite(file, line)
        )
        return try parts.reduce(zero, merge)
    }

    /// `reduce` that joins the partitions' results on executors, in levels, so that the driver joins only a few.
    ///
    /// - Parameter depth: how many levels, at least 1.
    /// - Throws: `empty-collection` when there are no rows.
    @inlinable
    public func treeReduce(
        depth: Int = 2,
        _ combine: @escaping @Sendable (Element, Element) throws -> Element,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> Element {
        let callSite = CallSite(file, line)
        let reduceBatch = Function2<BatchIterator<Element>, Int, BatchIterator<Element>> { batches, _ in
            var result: Element?
            while let batch = try batches.next() {
                for row in batch { result = try result.map { try combine($0, row) } ?? row }
            }
            return BatchIterator(batches: [result.map { [$0] } ?? []])
        }
        var level = mapPartitionBatches("treeReduce", callSite, reduceBatch)
        var count = try await partitionCount()
        var scale = 2
        while scale > 1, power(scale, Swift.max(1, depth)) < count { scale += 1 }
        while count > scale + count / Swift.max(1, scale) {
            count = Swift.max(1, count / scale)
            level = level.repartition(count, file: file, line: line)
                .mapPartitionBatches("treeReduce", callSite, reduceBatch)
        }
        return try await level.reduce("treeReduce", callSite, combine)
    }

    /// Calls `body` with each row, on the executors.
    @inlinable
    public func foreach(
        _ body: @escaping @Sendable (Element) throws -> Void,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws {
        _ = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, Bool> { batches, _ in
                while let batch = try batches.next() {
                    for row in batch { try body(row) }
                }
                return true
            },
            description: "foreach",
            CallSite(file, line)
        )
    }

    /// Calls `body` with each partition's rows, on the executors.
    @inlinable
    public func foreachPartition(
        _ body: @escaping @Sendable (PartitionRows<Element>) throws -> Void,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws {
        _ = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, Bool> { batches, _ in
                let rows = PartitionRows(batches)
                try body(rows)
                try rows.check()
                return true
            },
            description: "foreachPartition",
            CallSite(file, line)
        )
    }

    /// A random sample of a fixed number of rows, fewer when there are fewer (without replacement).
    @inlinable
    public func takeSample(
        withReplacement: Bool = false,
        _ count: Int,
        seed: UInt64 = UInt64.random(in: .min ... .max),
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Element] {
        guard count > 0 else { return [] }
        let callSite = CallSite(file, line)
        // A reservoir a partition, then a draw from the reservoirs by how many rows each stands for: one pass, exact.
        let parts = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, KeySample<Element>> { batches, task in
                var samplers: [ReservoirSampler<Element>] = []
                // With replacement each of the drawn rows is a reservoir of one of its own.
                let streams = withReplacement ? count : 1
                for stream in 0..<streams {
                    samplers.append(
                        ReservoirSampler(
                            capacity: withReplacement ? 1 : count,
                            seed: seed &+ UInt64(task.partition) &* 1_000_003 &+ UInt64(stream) &* 7_919
                        )
                    )
                }
                while let batch = try batches.next() {
                    for index in samplers.indices { samplers[index].add(batch, key: { $0 }) }
                }
                return (count: samplers[0].seen, keys: samplers.flatMap(\.kept))
            },
            description: "takeSample",
            callSite
        )
        var generator = SampleGenerator(seed: seed, stream: -1)
        var result: [Element] = []
        if withReplacement {
            let total = parts.reduce(0) { $0 + $1.count }
            guard total > 0 else { return [] }
            for draw in 0..<count {
                var position = Int.random(in: 0..<total, using: &generator)
                for part in parts {
                    if position < part.count {
                        result.append(part.keys[draw])
                        break
                    }
                    position -= part.count
                }
            }
            return result
        }
        var left = parts.map(\.count)
        var pools = parts.map { $0.keys.shuffled(using: &generator) }
        while result.count < count {
            let total = left.reduce(0, +)
            guard total > 0 else { break }
            var position = Int.random(in: 0..<total, using: &generator)
            for index in left.indices {
                if position < left[index] {
                    left[index] -= 1
                    result.append(pools[index].removeLast())
                    break
                }
                position -= left[index]
            }
        }
        return result
    }
}

/// `base` to the power of `exponent`, at most Int.max.
@usableFromInline
func power(_ base: Int, _ exponent: Int) -> Int {
    var result = 1
    for _ in 0..<exponent {
        let (product, overflow) = result.multipliedReportingOverflow(by: base)
        if overflow { return .max }
        result = product
    }
    return result
}

/// The error of an action that needs at least one row.
@usableFromInline
func emptyCollection(_ operation: String, _ callSite: CallSite) -> WeftError {
    WeftError(
        "empty-collection",
        "`\(operation)` of an RDD without rows",
        remedy: "ask `isEmpty` first, or use `fold` or `take`, which have a result for no rows",
        location: callSite.description
    )
}
