import ClosureShipping
import WeftDiagnostics

/// Count, mean, variance and extremes of numbers, joined partition by partition without loss of precision.
public struct Statistics: Sendable, Codable, Hashable, CustomStringConvertible {
    /// How many numbers there are.
    public private(set) var count = 0
    /// Their mean; 0 when there are none.
    public private(set) var mean = 0.0
    /// The smallest; infinity when there are none.
    public private(set) var min = Double.infinity
    /// The largest; negative infinity when there are none.
    public private(set) var max = -Double.infinity
    // The sum of squared distances from the mean (Welford).
    private var squares = 0.0

    /// Makes the statistics of no numbers.
    public init() {}

    /// Adds a number.
    public mutating func add(_ value: Double) {
        count += 1
        let distance = value - mean
        mean += distance / Double(count)
        squares += distance * (value - mean)
        min = Swift.min(min, value)
        max = Swift.max(max, value)
    }

    /// Adds the numbers of another.
    public mutating func merge(_ other: Statistics) {
        guard other.count > 0 else { return }
        guard count > 0 else {
            self = other
            return
        }
        let total = Double(count + other.count)
        let distance = other.mean - mean
        squares += other.squares + distance * distance * Double(count) * Double(other.count) / total
        mean += distance * Double(other.count) / total
        count += other.count
        min = Swift.min(min, other.min)
        max = Swift.max(max, other.max)
    }

    /// The sum of the numbers.
    public var sum: Double { mean * Double(count) }
    /// The variance of the numbers taken as the whole population; NaN when there are none.
    public var variance: Double { count > 0 ? squares / Double(count) : .nan }
    /// The variance of the numbers taken as a sample; NaN when there are fewer than two.
    public var sampleVariance: Double { count > 1 ? squares / Double(count - 1) : .nan }
    /// The square root of `variance`.
    public var standardDeviation: Double { variance.squareRoot() }

    /// All figures on one line.
    public var description: String {
        "(count: \(count), mean: \(mean), stdev: \(standardDeviation), max: \(max), min: \(min))"
    }
}

extension RDD where Element: BinaryInteger {
    /// The sum of the rows; 0 for none. An overflow fails the job with `overflow`.
    @inlinable
    public func sum(file: StaticString = #fileID, line: UInt = #line) async throws -> Int {
        let parts = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, Int> { batches, _ in
                var sum = 0
                while let batch = try batches.next() {
                    for row in batch { sum = try addingExactly(sum, Int(exactly: row)) }
                }
                return sum
            },
            description: "sum",
            CallSite(file, line)
        )
        return try parts.reduce(0) { try addingExactly($0, $1) }
    }

    /// Count, mean, variance and extremes of the rows.
    @inlinable
    public func stats(file: StaticString = #fileID, line: UInt = #line) async throws -> Statistics {
        try await map({ Double($0) }, file: file, line: line).stats(file: file, line: line)
    }
}

extension RDD where Element: BinaryFloatingPoint {
    /// The sum of the rows; 0 for none.
    @inlinable
    public func sum(file: StaticString = #fileID, line: UInt = #line) async throws -> Double {
        let parts = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, Double> { batches, _ in
                var sum = 0.0
                while let batch = try batches.next() {
                    for row in batch { sum += Double(row) }
                }
                return sum
            },
            description: "sum",
            CallSite(file, line)
        )
        return parts.reduce(0, +)
    }

    /// Count, mean, variance and extremes of the rows.
    @inlinable
    public func stats(file: StaticString = #fileID, line: UInt = #line) async throws -> Statistics {
        let parts = try await runPartitions(
            Function2<BatchIterator<Element>, TaskContext, Statistics> { batches, _ in
                var statistics = Statistics()
                while let batch = try batches.next() {
                    for row in batch { statistics.add(Double(row)) }
                }
                return statistics
            },
            description: "stats",
            CallSite(file, line)
        )
        return parts.reduce(into: Statistics()) { $0.merge($1) }
    }

    /// The mean of the rows; NaN for none.
    @inlinable
    public func mean(file: StaticString = #fileID, line: UInt = #line) async throws -> Double {
        let statistics = try await stats(file: file, line: line)
        return statistics.count > 0 ? statistics.mean : .nan
    }
}

extension RDD where Element: Hashable {
    /// How often each row occurs. The distinct rows must fit in the driver's memory.
    @inlinable
    public func countByValue(
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Element: Int] {
        try await map({ ($0, 1) }, file: file, line: line).countByKey(file: file, line: line)
    }
}

extension RDD {
    /// How many rows each key has. The distinct keys must fit in the driver's memory.
    @inlinable
    public func countByKey<Key: Hashable & Sendable, Value: Sendable>(
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Key: Int] where Element == (Key, Value) {
        let counts = try await mapValues({ _ in 1 }, file: file, line: line)
            .reduceByKey(+, file: file, line: line)
            .collect(file: file, line: line)
        return Dictionary(counts, uniquingKeysWith: +)
    }

    /// All pairs as a dictionary; of a key that comes several times, the last value in the order of the partitions.
    @inlinable
    public func collectAsMap<Key: Hashable & Sendable, Value: Sendable>(
        file: StaticString = #fileID,
        line: UInt = #line
    ) async throws -> [Key: Value] where Element == (Key, Value) {
        Dictionary(try await collect(file: file, line: line), uniquingKeysWith: { $1 })
    }
}

/// The sum of whole numbers, exactly.
@usableFromInline
func addingExactly(_ sum: Int, _ value: Int?) throws -> Int {
    guard let value else { throw sumOverflow }
    let (result, overflow) = sum.addingReportingOverflow(value)
    if overflow { throw sumOverflow }
    return result
}

private var sumOverflow: WeftError {
    WeftError("overflow", "`sum` exceeds 64 bits", remedy: "map the rows to Double first")
}
