import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Sorts that spill")
struct ExternalSorterTests {
    /// Sorts rows that carry their position, and compares with a stable sort.
    private func check<Key: Comparable & Sendable>(
        _ keys: [Key],
        budget: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for ascending in [true, false] {
            try withTaskMemory(budget: budget) { memory throws in
                let rows = keys.enumerated().map { ($1, $0) }
                let sorter = ExternalSorter<(Key, Int), Key>(ascending: ascending, memory: memory, key: { $0.0 })
                let input = batches(rows)
                while let batch = try input.next() { try sorter.add(batch) }
                let result = try sorter.sorted().collect()
                let expected = rows.sorted {
                    ascending ? precedes($0.0, $1.0) : precedes($1.0, $0.0)
                }
                #expect(result.map(\.1) == expected.map(\.1), sourceLocation: sourceLocation)
                if keys.count > 20_000 {
                    #expect((memory.diskSpilled > 0) == (budget < 1 << 30), sourceLocation: sourceLocation)
                }
            }
        }
    }

    private static let budgets = [64 << 10, 512 << 10, 1 << 30]

    @Test("integers, small and large", arguments: budgets)
    func integers(budget: Int) throws {
        var generator = SeededGenerator(seed: 1)
        try check((0..<50_000).map { _ in Int.random(in: -100...100, using: &generator) }, budget: budget)
        try check((0..<50_000).map { _ in Int(bitPattern: UInt(generator.next())) }, budget: budget)
        try check((0..<50_000).map { _ in UInt8.random(in: 0...255, using: &generator) }, budget: budget)
        try check([Int.max, .min, 0, -1, 1, .max, .min], budget: budget)
        try check([UInt64.max, 0, 1, .max], budget: budget)
        try check([Int32.min, .max, -1, 0], budget: budget)
        try check(Array(repeating: 5, count: 30_000), budget: budget)
        try check([Int](), budget: budget)
        try check([3], budget: budget)
    }

    @Test("numbers, with those that aren't, both zeros and the infinities", arguments: budgets)
    func numbers(budget: Int) throws {
        var generator = SeededGenerator(seed: 2)
        let special: [Double] = [
            .nan, 0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNormalMagnitude, -.nan,
        ]
        let random = (0..<40_000).map { _ in Double.random(in: -1e9...1e9, using: &generator) }
        try check(special + random + special, budget: budget)
        try check(special.map { Float($0) }, budget: budget)
    }

    @Test("bytes, also with long beginnings in common", arguments: budgets)
    func bytes(budget: Int) throws {
        var generator = SeededGenerator(seed: 3)
        let short = (0..<30_000).map { _ in
            Bytes(generator.bytes(Int.random(in: 0...12, using: &generator), of: [0, 1, 255]))
        }
        try check(short, budget: budget)
        let common = Bytes("https://www.example.com/")
        let long = (0..<10_000).map { _ in
            Bytes(Array(common) + generator.bytes(Int.random(in: 0...30, using: &generator), of: [65, 66]))
        }
        try check(long + short, budget: budget)
    }

    @Test("texts, ASCII or not, composed or not", arguments: budgets)
    func texts(budget: Int) throws {
        var generator = SeededGenerator(seed: 4)
        let ascii = (0..<30_000).map { _ in
            String(
                decoding: generator.bytes(Int.random(in: 0...14, using: &generator), of: [0, 97, 98, 122]),
                as: UTF8.self
            )
        }
        try check(ascii, budget: budget)
        let other = ["e\u{301}", "é", "z", "f", "abcdefgh\u{301}", "abcdefgi", "abcdefgh", "", "日本", "\u{1F600}"]
        try check(ascii.prefix(10_000) + (0..<20_000).map { other[$0 % other.count] }, budget: budget)
    }

    private struct Version: Comparable, Codable, Hashable {
        var major: Int
        var minor: Int
        static func < (left: Version, right: Version) -> Bool {
            (left.major, left.minor) < (right.major, right.minor)
        }
    }

    @Test("keys of the user's own type", arguments: budgets)
    func ownKeys(budget: Int) throws {
        var generator = SeededGenerator(seed: 5)
        try check(
            (0..<30_000).map { _ in
                Version(
                    major: Int.random(in: 0..<50, using: &generator),
                    minor: Int.random(in: 0..<50, using: &generator)
                )
            },
            budget: budget
        )
    }

    @Test("more runs than are merged at once take several passes, and equal keys stay in their order")
    func passes() throws {
        try withTaskMemory(budget: 32 << 10) { memory throws in
            let rows = (0..<400_000).map { ($0 % 97, $0) }
            let sorter = ExternalSorter<(Int, Int), Int>(ascending: true, memory: memory, key: { $0.0 })
            let input = batches(rows)
            while let batch = try input.next() { try sorter.add(batch) }
            #expect(sorter.space.runCount > sorter.space.mergeLimit)
            let before = memory.diskSpilled
            let result = try sorter.sorted()
            #expect(memory.diskSpilled > before + before / 2)
            let sorted = try result.collect()
            #expect(sorted.map(\.1) == rows.sorted { $0.0 < $1.0 }.map(\.1))
        }
    }

    @Test("sorted rows that are handed out go to disk when another step needs the memory")
    func spillsWhileRead() throws {
        try withTaskMemory(budget: 4 << 20) { memory throws in
            let sorter = ExternalSorter<String, String>(ascending: true, memory: memory, key: { $0 })
            let rows = (0..<20_000).map { "row \($0 &* 7919 % 20_000)" }
            try sorter.add(rows)
            let result = try sorter.sorted()
            var seen = try #require(try result.next())
            #expect(memory.diskSpilled == 0)
            let other = MemoryReservation(memory)
            #expect(try other.cover(3 << 20))
            #expect(memory.diskSpilled > 0)
            seen += try result.collect()
            #expect(seen == rows.sorted())
        }
    }

    @Test("what the key throws comes out", arguments: [0, 30_000, 80_000])
    func throwing(limit: Int) throws {
        try withTaskMemory(budget: 128 << 10) { memory throws in
            var calls = 0
            #expect(throws: Trouble.self) {
                let sorter = ExternalSorter<Int, Int>(
                    ascending: true,
                    memory: memory,
                    key: { row in
                        calls += 1
                        if calls > limit { throw Trouble() }
                        return row
                    }
                )
                let input = batches(Array(0..<60_000))
                while let batch = try input.next() { try sorter.add(batch) }
                _ = try sorter.sorted().collect()
            }
        }
    }
}
