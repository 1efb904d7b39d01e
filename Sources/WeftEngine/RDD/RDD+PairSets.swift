import BinaryCoding

/// A pair as a key. Tuples, the rows of pair RDDs, aren't `Hashable`; they take this form for a shuffle.
@frozen
@usableFromInline
struct HashablePair<First: Hashable & Sendable, Second: Hashable & Sendable>: Hashable, Sendable {
    @usableFromInline var first: First
    @usableFromInline var second: Second

    @inlinable
    init(_ row: (First, Second)) {
        first = row.0
        second = row.1
    }

    @inlinable var row: (First, Second) { (first, second) }
}

extension HashablePair: ColumnCodable {
    /// That of the tuple: two stored values of a struct lie in memory as those of a tuple do.
    @usableFromInline
    static func makeColumnCoder() throws -> ColumnCoder { try ColumnCoder.of((First, Second).self) }
}

extension RDD {
    /// An RDD of the pairs without doubles.
    @inlinable
    public func distinct<Key: Hashable & Sendable, Value: Hashable & Sendable>(
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Value)> where Element == (Key, Value) {
        map({ HashablePair($0) }, file: file, line: line)
            .distinct(partitions: partitions, file: file, line: line)
            .map({ $0.row }, file: file, line: line)
    }

    /// An RDD of the pairs that are in both, without doubles.
    @inlinable
    public func intersection<Key: Hashable & Sendable, Value: Hashable & Sendable>(
        _ other: RDD<(Key, Value)>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Value)> where Element == (Key, Value) {
        map({ HashablePair($0) }, file: file, line: line)
            .intersection(
                other.map({ HashablePair($0) }, file: file, line: line),
                partitions: partitions,
                file: file,
                line: line
            )
            .map({ $0.row }, file: file, line: line)
    }

    /// An RDD of the pairs of this one, doubles and all, that are not in the other.
    @inlinable
    public func subtract<Key: Hashable & Sendable, Value: Hashable & Sendable>(
        _ other: RDD<(Key, Value)>,
        partitions: Int? = nil,
        file: StaticString = #fileID,
        line: UInt = #line
    ) -> RDD<(Key, Value)> where Element == (Key, Value) {
        map({ HashablePair($0) }, file: file, line: line)
            .subtract(
                other.map({ HashablePair($0) }, file: file, line: line),
                partitions: partitions,
                file: file,
                line: line
            )
            .map({ $0.row }, file: file, line: line)
    }
}
