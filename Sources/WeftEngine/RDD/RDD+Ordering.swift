import ClosureShipping
import WeftDiagnostics

/// Keeps the `capacity` rows that come first in an order, in bounded memory.
@usableFromInline
struct FirstRows<Row> {
    // From `capacity` rows on they are sorted, so that the last one is the worst one.
    @usableFromInline var rows: [Row] = []
    @usableFromInline let capacity: Int

    @inlinable
    init(_ capacity: Int) { self.capacity = Swift.max(0, capacity) }

    @inlinable
    mutating func add(_ batch: [Row], by precedes: (Row, Row) throws -> Bool) rethrows {
        guard capacity > 0 else { return }
        // Once full and hence sorted, the worst one kept turns most rows away without sorting.
        if rows.count == capacity {
            let worst = rows[capacity - 1]
            for row in batch where try precedes(row, worst) { rows.append(row) }
            if rows.count > capacity { try shrink(by: precedes) }
        } else {
            rows.append(contentsOf: batch)
            if rows.count >= capacity { try shrink(by: precedes) }
        }
    }

    @inlinable
    mutating func shrink(by precedes: (Row, Row) throws -> Bool) rethrows {
        try rows.sort(by: precedes)
        if rows.count > capacity { rows.removeLast(rows.count - capacity) }
    }
}

extension RDD {
    @inlinable
    func firstRows(
        _ count: Int,
        _ operation: String,
        _ callSite: CallSite,
        by precedes: @escaping @Sendable (Element, Element) throws -> Bool
    ) async throws -> [Element] {
        let parts = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, [Element]> { batches, _ in
                var first = FirstRows<Element>(count)
                while let batch = try batches.next() { try first.add(batch, by: precedes) }
                try first.shrink(by: precedes)
                return first.rows
            },
            description: operation,
            callSite
        )
        var first = FirstRows<Element>(count)
        for part in parts { try first.add(part, by: precedes) }
        try first.shrink(by: precedes)
        return first.rows
    }

    /// The rows with the largest keys, at most `count`, largest first.
    ///
    /// - Parameters:
    ///   - count: how many rows.
    ///   - key: what to compare.
    @inlinable
    public func top<Key: Comparable & SendableMetatype>(
        _ count: Int,
        by key: @escaping @Sendable (Element) throws -> Key,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Element] {
        try await firstRows(count, "top", CallSite(file, line), by: { try precedes(key($1), key($0)) })
    }

    /// The rows with the smallest keys, at most `count`, smallest first.
    ///
    /// - Parameters:
    ///   - count: how many rows.
    ///   - key: what to compare.
    @inlinable
    public func takeOrdered<Key: Comparable & SendableMetatype>(
        _ count: Int,
        by key: @escaping @Sendable (Element) throws -> Key,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Element] {
        try await firstRows(count, "takeOrdered", CallSite(file, line), by: { try precedes(key($0), key($1)) })
    }
}

extension RDD where Element: Comparable {
    /// The largest rows, at most `count`, largest first.
    @inlinable
    public func top(_ count: Int, file: StaticString = #fileID, line: UInt = #line) async throws -> [Element] {
        try await firstRows(count, "top", CallSite(file, line), by: { precedes($1, $0) })
    }

    /// The smallest rows, at most `count`, smallest first.
    @inlinable
    public func takeOrdered(
        _ count: Int,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Element] {
        try await firstRows(count, "takeOrdered", CallSite(file, line), by: { precedes($0, $1) })
    }

    /// The largest row.
    ///
    /// - Throws: `empty-collection` when there are no rows.
    @inlinable
    public func max(file: StaticString = #fileID, line: UInt = #line) async throws -> Element {
        guard let row = try await firstRows(1, "max", CallSite(file, line), by: { precedes($1, $0) }).first else {
            throw emptyCollection("max", CallSite(file, line))
        }
        return row
    }

    /// The smallest row.
    ///
    /// - Throws: `empty-collection` when there are no rows.
    @inlinable
    public func min(file: StaticString = #fileID, line: UInt = #line) async throws -> Element {
        guard let row = try await firstRows(1, "min", CallSite(file, line), by: { precedes($0, $1) }).first else {
            throw emptyCollection("min", CallSite(file, line))
        }
        return row
    }
}

/// The names by which actions on pairs order them: `top(10, by: \.value)`.
public struct KeyValue<Key, Value> {
    /// The first of the pair.
    public let key: Key
    /// The second of the pair.
    public let value: Value
}

extension RDD {
    /// The pairs with the largest values, at most `count`, largest first; equal ones in the order of their keys.
    ///
    /// - Parameters:
    ///   - count: how many pairs.
    ///   - order: `\.value`, or `\.key` where both have the same type.
    /// - Throws: `bad-argument` for any other path, and what running the job throws.
    @inlinable
    public func top<Key: Comparable & Sendable, Value: Comparable & Sendable>(
        _ count: Int,
        by order: KeyPath<KeyValue<Key, Value>, Value>,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [(key: Key, value: Value)] where Element == (Key, Value) {
        let byKey = try isByKey(order, "top", CallSite(file, line))
        let rows = try await firstRows(count, "top", CallSite(file, line)) { first, second in
            if byKey { return precedes(second.0, first.0) }
            return precedes(second.1, first.1) || (!precedes(first.1, second.1) && precedes(first.0, second.0))
        }
        return rows.map { (key: $0.0, value: $0.1) }
    }

    /// The pairs with the smallest values, at most `count`, smallest first; equal ones in the order of their keys.
    ///
    /// - Parameters:
    ///   - count: how many pairs.
    ///   - order: `\.value`, or `\.key` where both have the same type.
    /// - Throws: `bad-argument` for any other path, and what running the job throws.
    @inlinable
    public func takeOrdered<Key: Comparable & Sendable, Value: Comparable & Sendable>(
        _ count: Int,
        by order: KeyPath<KeyValue<Key, Value>, Value>,
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [(key: Key, value: Value)] where Element == (Key, Value) {
        let byKey = try isByKey(order, "takeOrdered", CallSite(file, line))
        let rows = try await firstRows(count, "takeOrdered", CallSite(file, line)) { first, second in
            if byKey { return precedes(first.0, second.0) }
            return precedes(first.1, second.1) || (!precedes(second.1, first.1) && precedes(first.0, second.0))
        }
        return rows.map { (key: $0.0, value: $0.1) }
    }
}

/// Whether a path is `\.key`. It can be that only where keys and values have the same type.
@usableFromInline
func isByKey<Key, Value>(
    _ path: KeyPath<KeyValue<Key, Value>, Value>,
    _ operation: String,
    _ callSite: CallSite
) throws -> Bool {
    if (path as AnyKeyPath) == (\KeyValue<Key, Value>.key as AnyKeyPath) { return true }
    if path == \KeyValue<Key, Value>.value { return false }
    // `\.value.magnitude` is of the right type too, and rows in another order than asked for are a wrong result.
    throw WeftError(
        "bad-argument",
        "`\(operation)` orders pairs by a path to a part of them",
        remedy: "use \\.value, or a closure such as { $0.1.magnitude }",
        location: callSite.description
    )
}
