import Testing
import WeftDiagnostics

@testable import WeftEngine

private struct Point: Codable, Hashable, Comparable, Sendable {
    var x: Int
    var label: String
    var next: [Point] = []

    static func < (left: Point, right: Point) -> Bool { (left.x, left.label) < (right.x, right.label) }
}

private enum Shape: Codable, Hashable, Sendable {
    case nothing
    case circle(radius: Double)
    case polygon([Point])
}

private final class Box: Codable, Sendable {
    let value: Int
    init(_ value: Int) { self.value = value }
}

private enum Level: String, Codable, Sendable, CaseIterable {
    case low
    case high
}

/// Rows of a type through everything that codes, shuffles, compares and stores them.
///
/// - Parameter areKeys: false for rows that can't be keys, because they hash differently in each process: they are refused as
///   such.
private func checkRows<Row: Hashable & Sendable>(_ rows: [Row], areKeys: Bool = true) async throws {
    try await withContext { context async throws in
        let rdd = context.parallelize(rows, partitions: 3)
        #expect(try await rdd.collect() == rows)
        #expect(bag(try await rdd.repartition(2).collect()) == bag(rows))
        if areKeys {
            try await checkKeys(rows, rdd)
        } else {
            let error = try await failure { _ = try await rdd.distinct().count() }
            #expect(error.codes.contains("unstable-key"))
        }
        for level in [StorageLevel.memoryOnlySer, .diskOnly] {
            let kept = rdd.map { $0 }.persist(level)
            #expect(try await kept.collect() == rows)
            #expect(try await kept.collect() == rows)
        }
        let path = context.scratch.path("objects")
        try await rdd.saveAsObjectFile(path)
        #expect(try await context.objectFile(path, of: Row.self).collect() == rows)
    }
}

private func checkKeys<Row: Hashable & Sendable>(_ rows: [Row], _ rdd: RDD<Row>) async throws {
    #expect(bag(try await rdd.distinct().collect()) == bag(Set(rows)))
    #expect(try await rdd.countByValue() == bag(rows))
    let grouped = try await rdd.zipWithIndex().groupByKey(partitions: 2).collectAsMap()
    #expect(Set(grouped.keys) == Set(rows))
    #expect(grouped.values.map(\.count).reduce(0, +) == rows.count)
    let keyed = rdd.map { ($0, 1) }.reduceByKey(+)
    #expect(try await keyed.join(rdd.map { ($0, "other") }).count() == rows.count)
    if let first = rows.first { #expect(try await keyed.lookup(first, of: rows) == [bag(rows)[first]]) }
}

extension RDD {
    /// `lookup` for keys that aren't `Codable` by themselves: found by their hash.
    fileprivate func lookup<Key: Hashable & Sendable>(_ key: Key, of rows: [Key]) async throws -> [Int?]
    where Element == (Key, Int) {
        try await collect().filter { $0.0 == key }.map { $0.1 }
    }
}

@Suite("Types of rows")
struct ElementTypeTests {
    @Test("numbers, texts and bytes")
    func scalars() async throws {
        try await checkRows([0, -1, Int.max, Int.min, 5, 5])
        try await checkRows([UInt8(3), 255, 3])
        try await checkRows([1.5, -0.25, .infinity, 1.5, 1e-300])
        try await checkRows([true, false, true])
        try await checkRows(["", "a", "ü", "a", String(repeating: "long ", count: 500)])
        try await checkRows([Bytes(""), Bytes("x"), Bytes("a much longer text than fits in a word"), Bytes("x")])
        try await checkRows([Character("a"), "é", "a"])
    }

    @Test("collections and optionals")
    func collections() async throws {
        try await checkRows([[1, 2], [], [3], [1, 2]])
        try await checkRows([[["a"], []], [], [["b", "c"]]])
        try await checkRows([1, nil, 2, nil] as [Int?])
        try await checkRows([["a": 1], [:], ["b": 2, "c": 3]], areKeys: false)
        try await checkRows([Set([1, 2]), Set(), Set([2, 1])], areKeys: false)
        try await checkRows([nil, .some(nil), "x"] as [String??])
        try await checkRows([1..<3, 0..<0])
    }

    @Test("structs, enums and what holds them")
    func userTypes() async throws {
        let origin = Point(x: 0, label: "origin")
        try await checkRows([origin, Point(x: -1, label: "", next: [origin]), origin])
        try await checkRows([Shape.nothing, .circle(radius: 2), .polygon([origin]), .nothing])
        try await checkRows(Level.allCases + [.low])
        try await checkRows([[origin: Shape.circle(radius: 1)], [:]], areKeys: false)
        try await checkRows([Pair2(a: 1, b: "x"), Pair2(a: 1, b: "y")])
    }

    @Test("tuples of anything, nested and labelled")
    func tuples() async throws {
        try await withContext { context async throws in
            let rows = (0..<40).map {
                (id: $0, (text: "\($0 % 4)", Shape.circle(radius: Double($0))), [Int?](repeating: nil, count: $0 % 3))
            }
            let rdd = context.parallelize(rows, partitions: 3)
            let back = try await rdd.repartition(2).sortBy { $0.id }.collect()
            #expect(back.map { $0.id } == Array(0..<40))
            #expect(back.map { $0.1.text } == rows.map { $0.1.text })
            #expect(back.map { $0.1.1 } == rows.map { $0.1.1 })
            #expect(back.map { $0.2 } == rows.map { $0.2 })
            let byText = try await rdd.map { ($0.1.text, $0.id) }.reduceByKey(+).collectAsMap()
            #expect(byText == ["0": 180, "1": 190, "2": 200, "3": 210])
            #expect(try await context.parallelize([(), ()], partitions: 1).count() == 2)
        }
    }

    @Test("objects of Codable classes")
    func objects() async throws {
        try await withContext { context async throws in
            let rdd = context.parallelize([Box(1), Box(5)], partitions: 2)
            #expect(try await rdd.map { $0.value }.collect() == [1, 5])
            #expect(try await rdd.map { Box($0.value + 1) }.repartition(1).collect().map(\.value).sorted() == [2, 6])
        }
    }

    @Test("user types sort and rank")
    func comparableUserTypes() async throws {
        try await withContext { context async throws in
            let points = [Point(x: 3, label: "c"), Point(x: 1, label: "z"), Point(x: 1, label: "a")]
            let rdd = context.parallelize(points, partitions: 2)
            #expect(try await rdd.sortBy { $0 }.collect() == points.sorted())
            #expect(try await rdd.map { ($0, 1) }.sortByKey(ascending: false).keys().collect() == points.sorted(by: >))
            #expect(try await rdd.max() == points[0])
            #expect(try await rdd.top(1) { $0.label } == [points[1]])
        }
    }

    @Test("rows that can't be coded are an error that names the type")
    func notCodable() async throws {
        struct Opaque: Sendable { var x = 1 }
        try await withContext { context async throws in
            let parallelized = try await failure { _ = try await context.parallelize([Opaque()]).count() }
            #expect(parallelized.code == "not-codable")
            #expect(parallelized.message.contains("Opaque"))
            #expect(parallelized.location?.contains("ElementTypeTests.swift:") == true)
            // Rows between narrow steps never travel, so any type will do there.
            #expect(try await context.range(0..<3).map { Opaque(x: $0) }.map { $0.x }.sum() == 3)
            let collected = try await failure { _ = try await context.range(0..<3).map { Opaque(x: $0) }.collect() }
            #expect(collected.description.contains("Opaque"))
            let shuffled = try await failure {
                _ = try await context.range(0..<3).map { Opaque(x: $0) }.repartition(1).count()
            }
            #expect(shuffled.description.contains("Opaque"))
        }
    }
}

private struct Pair2<A: Codable & Hashable & Sendable, B: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    var a: A
    var b: B
}
