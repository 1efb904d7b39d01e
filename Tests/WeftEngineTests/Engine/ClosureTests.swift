import Testing
import WeftDiagnostics

@testable import WeftEngine

private struct Rate: Codable, Sendable {
    var factor: Double
    var names: [String: Int]

    func apply(_ value: Int) -> Int { Int(Double(value) * factor) + (names["bonus"] ?? 0) }
}

private enum Mode: Codable, Sendable {
    case add(Int)
    case twice

    func apply(_ value: Int) -> Int {
        switch self {
        case .add(let amount): value + amount
        case .twice: value * 2
        }
    }
}

/// Neither `Codable` nor of any use elsewhere.
private final class Connection: Sendable {
    let port = 3
}

private struct Settings: Sendable {
    var connection = Connection()
}

private func scaled<Number: Numeric & Codable & Sendable>(_ rdd: RDD<Number>, by factor: Number) -> RDD<Number> {
    rdd.map { $0 * factor }
}

private func grouped<Row: Sendable, Key: Hashable & Codable & Sendable>(
    _ rdd: RDD<Row>,
    by key: @escaping @Sendable (Row) -> Key
) -> RDD<(Key, Int)> {
    rdd.map { (key($0), 1) }.reduceByKey(+)
}

private func adder(_ amount: Int) -> @Sendable (Int) -> Int { { $0 + amount } }

private func composed(_ first: @escaping @Sendable (Int) -> Int, _ second: @escaping @Sendable (Int) -> Int)
    -> @Sendable (Int) -> Int
{ { second(first($0)) } }

@Suite("Closures that travel")
struct ClosureTests {
    @Test("captures of every sort")
    func captures() async throws {
        struct Local: Codable, Sendable {
            var shift: Int
        }
        try await withContext { context async throws in
            let rdd = context.parallelize(1...3, partitions: 2)
            let (number, text, flag) = (10, "n=", true)
            #expect(try await rdd.map { flag ? "\(text)\($0 + number)" : "" }.collect() == ["n=11", "n=12", "n=13"])
            let rate = Rate(factor: 2, names: ["bonus": 1])
            #expect(try await rdd.map { rate.apply($0) }.collect() == [3, 5, 7])
            let modes = [Mode.add(5), .twice]
            #expect(try await rdd.map { row in modes.reduce(row) { $1.apply($0) } }.collect() == [12, 14, 16])
            let local = Local(shift: -1)
            #expect(try await rdd.map { $0 + local.shift }.collect() == [0, 1, 2])
            let pair = (low: 2, high: (3, "x"))
            #expect(try await rdd.filter { $0 >= pair.low && $0 <= pair.high.0 }.collect() == [2, 3])
            let table: [Int: [String]] = [1: ["a"], 3: ["b", "c"]]
            #expect(try await rdd.flatMap { table[$0] ?? [] }.collect() == ["a", "b", "c"])
            let nothing: Int? = nil
            #expect(try await rdd.map { $0 + (nothing ?? 7) }.collect() == [8, 9, 10])
            let wanted: Set<Int> = [2]
            #expect(try await rdd.filter(wanted.contains).collect() == [2])
            let limits = 2...9
            #expect(try await rdd.filter { limits.contains($0) }.count() == 2)
        }
    }

    @Test("nested closures, functions and methods")
    func nested() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize(1...3, partitions: 2)
            #expect(try await rdd.map(adder(5)).collect() == [6, 7, 8])
            let chain = composed(adder(1), composed({ $0 * 10 }, adder(-3)))
            #expect(try await rdd.map(chain).collect() == [17, 27, 37])
            #expect(try await rdd.map { chain(chain($0)) }.collect() == [177, 277, 377])
            #expect(try await rdd.map(String.init).collect() == ["1", "2", "3"])
            let rate = Rate(factor: 3, names: [:])
            #expect(try await rdd.map(rate.apply).collect() == [3, 6, 9])
            @Sendable func double(_ value: Int) -> Int { value * 2 }
            #expect(try await rdd.map(double).collect() == [2, 4, 6])
            let combine: @Sendable (Int, Int) -> Int = { $0 &* 31 &+ $1 }
            #expect(try await context.parallelize(1...3, partitions: 1).reduce(combine) == (1 * 31 + 2) * 31 + 3)
        }
    }

    @Test("closures made in generic functions", arguments: [1, 3])
    func generic(partitions: Int) async throws {
        try await withContext { context async throws in
            #expect(try await scaled(context.parallelize([1, 2], partitions: partitions), by: 4).collect() == [4, 8])
            #expect(try await scaled(context.parallelize([1.5], partitions: partitions), by: 2).collect() == [3])
            let words = context.parallelize(["a", "bb", "cc"], partitions: partitions)
            let offset = 100
            #expect(try await grouped(words) { $0.count + offset }.collectAsMap() == [101: 1, 102: 2])
            #expect(try await grouped(words) { $0.hasPrefix("b") }.collectAsMap() == [true: 1, false: 2])
        }
    }

    @Test("a capture that can't travel names the line and the type", arguments: BadCapture.allCases)
    func badCapture(operation: BadCapture) async throws {
        try await withContext { context async throws in
            let (line, action) = operation.make(context)
            let error = try await failure(action)
            #expect(error.code == "capture-not-codable")
            #expect(error.location == "WeftEngineTests/ClosureTests.swift:\(line)")
            #expect(error.message.contains("`\(operation.shownAs)`"), "\(error.message)")
            #expect(error.message.contains("Connection") || error.message.contains("Settings"))
            #expect(error.remedy.contains("Codable") && error.remedy.contains("map(with:)"))
            // Nothing ran, and the engine is none the worse.
            #expect(try await context.range(0..<3).count() == 3)
        }
    }

    @Test("a key path object is refused with what to write instead")
    func keyPath() async throws {
        try await withContext { context async throws in
            let words = context.parallelize(["a", "bb"], partitions: 1)
            let path: any KeyPath<String, Int> & Sendable = \.count
            let error = try await failure { _ = try await words.map { $0[keyPath: path] }.collect() }
            #expect(error.code == "capture-not-codable")
            #expect(error.remedy.contains("$0.count"))
        }
    }

    @Test("a key path literal works, or is refused with what to write instead")
    func keyPathLiteral() async throws {
        try await withContext { context async throws in
            let lengths = context.parallelize(["a", "bb"], partitions: 1).map(\.count)
            // Debug builds may keep the key path as an object, release builds see through it.
            do {
                #expect(try await lengths.collect() == [1, 2])
            } catch let error as WeftError {
                #expect(error.code == "capture-not-codable")
                #expect(error.remedy.contains("$0.count"))
            }
        }
    }

    @Test("a captured variable is refused")
    func variable() async throws {
        try await withContext { context async throws in
            nonisolated(unsafe) var counter = 0
            let step = 1
            let rdd = context.range(0..<3).map { row in
                counter += step
                return row
            }
            let error = try await failure { _ = try await rdd.count() }
            #expect(error.code == "capture-not-codable")
            #expect(error.remedy.contains("accumulator"))
            #expect(counter == 0)
        }
    }
}

/// Operations given a closure with a capture that can't travel.
enum BadCapture: String, CaseIterable, CustomTestStringConvertible {
    case map, filter, flatMap, mapPartitions, mapValues, keyBy, reduceByKey, aggregateByKey, combineByKey
    case sortBy, groupBy, aggregate, reduce, fold, foreach, top, treeReduce, below, structField

    var testDescription: String { rawValue }

    /// The operation that the error names: some are made of others.
    var shownAs: String {
        switch self {
        case .groupBy: "keyBy"
        case .below, .structField: "map"
        default: rawValue
        }
    }

    /// The line of the operation, and what makes it run.
    func make(_ context: Context) -> (line: Int, action: () async throws -> Void) {
        let rows = context.range(0..<4, partitions: 2)
        let twos = rows.map { ($0, $0) }
        let bad = Connection()
        let settings = Settings()
        switch self {
        case .map: return (#line, { _ = try await rows.map { $0 + bad.port }.count() })
        case .filter: return (#line, { _ = try await rows.filter { $0 > bad.port }.count() })
        case .flatMap: return (#line, { _ = try await rows.flatMap { [$0, bad.port] }.count() })
        case .mapPartitions: return (#line, { _ = try await rows.mapPartitions { [$0.reduce(bad.port, +)] }.count() })
        case .mapValues: return (#line, { _ = try await twos.mapValues { $0 + bad.port }.count() })
        case .keyBy: return (#line, { _ = try await rows.keyBy { $0 + bad.port }.count() })
        case .reduceByKey: return (#line, { _ = try await twos.reduceByKey { $0 + $1 + bad.port }.count() })
        case .aggregateByKey:
            return (
                #line, { _ = try await twos.aggregateByKey(0, add: { $0 + $1 + bad.port }, merge: { $0 + $1 }).count() }
            )
        case .combineByKey:
            return (
                #line + 2,
                {
                    _ = try await twos.combineByKey(
                        createCombiner: { $0 },
                        mergeValue: +,
                        mergeCombiners: { $0 + $1 + bad.port }
                    ).count()
                }
            )
        case .sortBy: return (#line, { _ = try await rows.sortBy { $0 + bad.port }.count() })
        case .groupBy: return (#line, { _ = try await rows.groupBy { $0 + bad.port }.count() })
        case .aggregate: return (#line, { _ = try await rows.aggregate(0, add: { $0 + $1 + bad.port }, merge: +) })
        case .reduce: return (#line, { _ = try await rows.reduce { $0 + $1 + bad.port } })
        case .fold: return (#line, { _ = try await rows.fold(0) { $0 + $1 + bad.port } })
        case .foreach: return (#line, { try await rows.foreach { if $0 == bad.port { return } } })
        case .top: return (#line, { _ = try await rows.top(2) { $0 + bad.port } })
        case .treeReduce: return (#line, { _ = try await rows.treeReduce { $0 + $1 + bad.port } })
        case .below:
            // The line of the transformation, not that of the action.
            let rdd = rows.map { $0 + bad.port }
            return (#line - 1, { _ = try await rdd.map { $0 }.reduceByKeyOnItself().collect() })
        case .structField: return (#line, { _ = try await rows.map { $0 + settings.connection.port }.count() })
        }
    }
}

extension RDD<Int> {
    fileprivate func reduceByKeyOnItself() -> RDD<(Int, Int)> { map { ($0, $0) }.reduceByKey(+) }
}
