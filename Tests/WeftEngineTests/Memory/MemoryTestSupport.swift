import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Runs `body` as a task with so much memory and a folder to spill to, and checks that nothing is left: no file, and, once
/// what `body` made is gone, no memory that is booked.
func withTaskMemory(
    budget: Int,
    cancellation: TaskCancellation = TaskCancellation(),
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (TaskMemory) throws -> Void
) throws {
    let folder = try ScratchFolder.make()
    defer { folder.remove() }
    let directories = try LocalDirectories(bases: [folder.root], name: "spill")
    let manager = MemoryManager(budget: budget, slots: 1, storageFraction: 0.5)
    let memory = TaskMemory(
        manager,
        taskID: 1,
        directories: directories,
        checkCancelled: { if cancellation.isCancelled { throw TaskKilled(reason: cancellation.reason) } }
    )
    defer {
        #expect((try? folder.names(in: "spill")) == [], "files are left behind", sourceLocation: sourceLocation)
        memory.end()
        #expect(manager.metrics.executionUsed == 0, sourceLocation: sourceLocation)
    }
    try body(memory)
}

/// Rows in batches of uneven length, some of them empty.
func batches<Row>(_ rows: [Row], seed: UInt64 = 1) -> BatchIterator<Row> {
    var generator = SeededGenerator(seed: seed)
    var result: [[Row]] = []
    var start = 0
    while start < rows.count {
        let end = min(rows.count, start + Int.random(in: 0...300, using: &generator))
        result.append(Array(rows[start..<end]))
        start = end
    }
    return BatchIterator(batches: result)
}

/// Keys of which one in five is the same and the others are spread.
func skewedKeys(_ count: Int, distinct: Int, seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
        Int.random(in: 0..<5, using: &generator) == 0 ? 7 : Int.random(in: 0..<distinct, using: &generator)
    }
}

/// An error that a test throws.
struct Trouble: Error {}

/// A key all of whose values have one hash.
struct Colliding: Hashable, Codable, Sendable {
    var number: Int
    func hash(into hasher: inout Hasher) {}
}
