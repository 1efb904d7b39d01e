import Testing

@testable import WeftEngine

@Suite("Joins that spill")
struct HashJoinTests {
    private func joined<K: Hashable>(_ left: [(K, Int)], _ right: [(K, Int)]) -> [Pair<K, Pair<Int, Int>>: Int] {
        let lefts = Dictionary(grouping: left, by: \.0)
        return bag(right.flatMap { row in (lefts[row.0] ?? []).map { Pair(row.0, Pair($0.1, row.1)) } })
    }

    @Test("pairs are those of nested loops", arguments: [64 << 10, 256 << 10, 1 << 30])
    func inner(budget: Int) throws {
        try withTaskMemory(budget: budget) { memory throws in
            let left = skewedKeys(40_000, distinct: 9000, seed: 1).map { $0 == 7 ? -1 : $0 }
            let right = skewedKeys(3000, distinct: 12_000, seed: 2)
            let lefts = (left + Array(repeating: 7, count: 200)).enumerated().map { ($1, $0) }
            let rights = right.enumerated().map { ($1, -$0) }
            let pairs = try HashJoin.inner(batches(lefts), batches(rights), memory: memory).collect()
            #expect(bag(pairs.map { Pair($0.0, Pair($0.1.0, $0.1.1)) }) == joined(lefts, rights))
            #expect((memory.diskSpilled > 0) == (budget < 1 << 30))
        }
    }

    @Test("a key with very many rows on both sides is joined in parts and handed out in short batches")
    func skewed() throws {
        try withTaskMemory(budget: 64 << 10) { memory throws in
            let lefts = (0..<20_000).map { (1, $0) } + (0..<20_000).map { ($0, 0) }
            let rights = (0..<200).map { (1, $0) }
            let rows = try HashJoin.inner(batches(lefts), batches(rights), memory: memory)
            var count = 0
            var sum = 0
            while let batch = try rows.next() {
                #expect(batch.count <= 4 * rowsPerBatch)
                count += batch.count
                for row in batch { sum += row.1.0 }
            }
            #expect(count == 20_001 * 200)
            #expect(sum == 200 * (0..<20_000).reduce(0, +))
        }
    }

    @Test("rows whose key is on the other side are left out", arguments: [32 << 10, 128 << 10, 1 << 30])
    func anti(budget: Int) throws {
        try withTaskMemory(budget: budget) { memory throws in
            let lefts = skewedKeys(30_000, distinct: 60_000, seed: 5).enumerated().map { ("key \($1)", $0) }
            let rights = skewedKeys(50_000, distinct: 50_000, seed: 6).map { ("key \($0 + 10)", true) }
            let rows = try HashJoin.anti(batches(lefts), batches(rights), memory: memory).collect()
            let present = Set(rights.map(\.0))
            #expect(bag(pairs(rows)) == bag(pairs(lefts.filter { !present.contains($0.0) })))
            #expect((memory.diskSpilled > 0) == (budget < 1 << 30))
        }
    }

    @Test("an empty side is no pairs, and takes nothing away", arguments: [0, 1 << 20])
    func empty(budget: Int) throws {
        try withTaskMemory(budget: budget) { memory throws in
            let rows = (0..<5000).map { ($0, $0) }
            let none: [(Int, Int)] = []
            #expect(try HashJoin.inner(batches(rows), batches(none), memory: memory).collect().isEmpty)
            #expect(try HashJoin.inner(batches(none), batches(rows), memory: memory).collect().isEmpty)
            #expect(try HashJoin.anti(batches(rows), batches(none), memory: memory).collect().count == 5000)
            #expect(try HashJoin.anti(batches(none), batches(rows), memory: memory).collect().isEmpty)
        }
    }

    @Test("an error of either side comes out")
    func throwing() throws {
        func failing(after count: Int) -> BatchIterator<(Int, Int)> {
            var left = count
            return BatchIterator {
                left -= 1
                if left < 0 { throw Trouble() }
                return (0..<500).map { (left * 500 + $0, $0) }
            }
        }
        for (first, second) in [
            (failing(after: 50), batches([(1, 1)])), (batches((0..<30_000).map { ($0, $0) }), failing(after: 20)),
        ] {
            try withTaskMemory(budget: 128 << 10) { memory throws in
                #expect(throws: Trouble.self) { try HashJoin.inner(first, second, memory: memory).collect() }
            }
        }
    }
}
