/// Ranges: the lower bounds as a column, then the upper bounds.
final class RangeColumnCoder<Value, Bound: Comparable>: ValueColumnCoder<Value>, @unchecked Sendable {
    private let bound: ColumnCoder
    private let bounds: (Value) -> (Bound, Bound)
    private let make: (Bound, Bound) -> Value

    init(_ bounds: @escaping (Value) -> (Bound, Bound), _ make: @escaping (Bound, Bound) -> Value) throws {
        bound = try ColumnCoder.of(Bound.self)
        self.bounds = bounds
        self.make = make
        super.init(minimumBits: 2 * bound.minimumBits)
    }

    override func write(_ value: Value, into writer: ByteWriter) throws {
        let (lower, upper) = bounds(value)
        try [lower, upper].withUnsafeBufferPointer { try bound.encode($0, into: writer) }
    }

    override func read(_ reader: inout ByteReader) throws -> Value {
        let both = try bound.decodeArray(&reader, count: 2, of: Bound.self)
        guard both[0] <= both[1] else {
            throw corruptData("the range before offset \(reader.offset) ends before it begins")
        }
        return make(both[0], both[1])
    }
}

extension Range: ColumnCodable {
    /// The coder of ranges; throws when the bounds have none.
    public static func makeColumnCoder() throws -> ColumnCoder {
        try RangeColumnCoder<Range<Bound>, Bound>(
            { ($0.lowerBound, $0.upperBound) },
            { Range(uncheckedBounds: ($0, $1)) }
        )
    }
}

extension ClosedRange: ColumnCodable {
    /// The coder of closed ranges; throws when the bounds have none.
    public static func makeColumnCoder() throws -> ColumnCoder {
        try RangeColumnCoder<ClosedRange<Bound>, Bound>(
            { ($0.lowerBound, $0.upperBound) },
            { ClosedRange(uncheckedBounds: ($0, $1)) }
        )
    }
}
