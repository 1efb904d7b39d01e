import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Tables that spill")
struct SpillableTableTests {
    @Test("sums are right however little memory there is", arguments: [256 << 10, 1 << 20, 1 << 30])
    func sums(budget: Int) throws {
        try withTaskMemory(budget: budget) { memory throws in
            let rows = skewedKeys(200_000, distinct: 50_000, seed: 3).enumerated().map { ($1, $0) }
            let table = SpillableTable<Int, Int>(.merged(), memory: memory)
            let input = batches(rows)
            while let batch = try input.next() { try table.combine(batch, insert: { $0 }, merge: { $0 += $1 }) }
            let results = try table.results { $0 += $1 }.collect()
            #expect(results.count == Set(rows.map(\.0)).count)
            let expected = Dictionary(rows, uniquingKeysWith: +)
            #expect(Dictionary(results, uniquingKeysWith: { first, _ in first }) == expected)
            #expect((memory.diskSpilled > 0) == (budget < 1 << 30))
            #expect((memory.memorySpilled > 0) == (budget < 1 << 30))
            #expect(memory.peak > 0)
        }
    }

    @Test("groups keep all their values, those of a frequent key too", arguments: [256 << 10, 1 << 30])
    func groups(budget: Int) throws {
        try withTaskMemory(budget: budget) { memory throws in
            let keys = skewedKeys(60_000, distinct: 3000, seed: 4).map { "key number \($0)" }
            let rows = keys.enumerated().map { ($1, "value \($0)") }
            let table = SpillableTable<String, [String]>(.list(), memory: memory)
            let input = batches(rows)
            while let batch = try input.next() {
                try table.combine(batch, insert: { [$0] }, merge: { $0.append($1) })
            }
            let results = try table.results { $0.append(contentsOf: $1) }.collect()
            let expected = Dictionary(grouping: rows, by: \.0).mapValues { Set($0.map(\.1)) }
            #expect(results.count == expected.count)
            #expect(results.reduce(0) { $0 + $1.1.count } == rows.count)
            #expect(results.allSatisfy { Set($0.1) == expected[$0.0] })
            #expect((memory.diskSpilled > 0) == (budget < 1 << 30))
        }
    }

    @Test("a bucket that is too large by itself is split again")
    func recursion() throws {
        try withTaskMemory(budget: 128 << 10) { memory throws in
            let rows = (0..<300_000).map { (UInt64($0) &* 0x9E37_79B9_7F4A_7C15, 1) }
            let table = SpillableTable<UInt64, Int>(.merged(), memory: memory)
            let input = batches(rows + rows)
            while let batch = try input.next() { try table.combine(batch, insert: { $0 }, merge: { $0 += $1 }) }
            let first = memory.diskSpilled
            let results = try table.results { $0 += $1 }.collect()
            #expect(results.count == rows.count)
            #expect(results.allSatisfy { $0.1 == 2 })
            // Each row was written twice at least.
            #expect(memory.diskSpilled > 2 * first)
        }
    }

    @Test("keys that all have one hash are held, for they can't be split")
    func collisions() throws {
        try withTaskMemory(budget: 64 << 10) { memory throws in
            let rows = (0..<2000).map { (Colliding(number: $0 % 500), Array(repeating: $0, count: 20)) }
            let table = SpillableTable<Colliding, [Int]>(.list(), memory: memory)
            let input = batches(rows)
            while let batch = try input.next() {
                try table.combine(batch, insert: { $0 }, merge: { $0 += $1 })
            }
            let results = try table.results { $0 += $1 }.collect()
            #expect(results.count == 500)
            #expect(results.allSatisfy { $0.1.count == 80 })
        }
    }

    @Test("one key with everything is held too")
    func oneKey() throws {
        try withTaskMemory(budget: 64 << 10) { memory throws in
            let table = SpillableTable<Int, [Int]>(.list(), memory: memory)
            let input = batches((0..<100_000).map { (1, $0) })
            while let batch = try input.next() {
                try table.combine(batch, insert: { [$0] }, merge: { $0.append($1) })
            }
            let results = try table.results { $0 += $1 }.collect()
            #expect(results.count == 1)
            #expect(results.first?.1 == Array(0..<100_000))
        }
    }

    @Test("no rows are no results")
    func empty() throws {
        try withTaskMemory(budget: 0) { memory throws in
            let table = SpillableTable<Int, Int>(.merged(), memory: memory)
            try table.combine([], insert: { $0 as Int }, merge: { $0 += $1 })
            #expect(try table.results { $0 += $1 }.collect().isEmpty)
        }
    }

    @Test("results that are handed out go to disk when another step needs the memory")
    func spillsWhileRead() throws {
        try withTaskMemory(budget: 4 << 20) { memory throws in
            let table = SpillableTable<Int, Int>(.merged(), memory: memory)
            let input = batches((0..<40_000).map { ($0, -$0) })
            while let batch = try input.next() { try table.combine(batch, insert: { $0 }, merge: { $0 += $1 }) }
            let results = try table.results { $0 += $1 }
            var seen = try #require(try results.next())
            #expect(memory.diskSpilled == 0)
            let other = MemoryReservation(memory)
            #expect(try other.cover(3 << 20))
            #expect(memory.diskSpilled > 0)
            seen += try results.collect()
            #expect(seen.count == 40_000)
            #expect(Set(seen.map(\.0)).count == 40_000)
            #expect(seen.allSatisfy { $0.1 == -$0.0 })
        }
    }

    @Test("what a merge throws comes out, at once or while buckets are merged")
    func throwing() throws {
        for limit in [10, 60_000] {
            try withTaskMemory(budget: 128 << 10) { memory throws in
                var merges = 0
                #expect(throws: Trouble.self) {
                    let table = SpillableTable<Int, Int>(.merged(), memory: memory)
                    let input = batches((0..<40_000).map { ($0 % 20_000, $0) })
                    func merge(_ left: inout Int, _ right: Int) throws {
                        merges += 1
                        if merges > limit { throw Trouble() }
                        left += right
                    }
                    while let batch = try input.next() {
                        try table.combine(batch, insert: { $0 }, merge: { $0 += $1 })
                    }
                    let more = batches((0..<40_000).map { ($0 % 20_000, $0) })
                    while let batch = try more.next() {
                        try table.combine(batch, insert: { $0 }, merge: limit == 10 ? merge : { $0 += $1 })
                    }
                    merges = max(merges, limit - 10)
                    _ = try table.results(merge: merge).collect()
                }
            }
        }
    }

    @Test("a task that was told to stop stops where it spills")
    func cancelled() throws {
        let cancellation = TaskCancellation()
        try withTaskMemory(budget: 128 << 10, cancellation: cancellation) { memory throws in
            #expect(throws: TaskKilled.self) {
                let table = SpillableTable<Int, Int>(.merged(), memory: memory)
                for start in 0..<1000 {
                    if start == 100 { cancellation.cancel(reason: "test") }
                    try table.combine(
                        (0..<300).map { (start * 300 + $0, 1) },
                        insert: { $0 },
                        merge: { $0 += $1 }
                    )
                }
            }
        }
    }
}
