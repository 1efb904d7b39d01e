import Testing
import WeftDiagnostics

@testable import WeftEngine

struct PipeEdgeTests {
    @Test("a program that closes its output is fed to the end")
    func closedOutput() async throws {
        try await withContext { context async throws in
            let target = context.scratch.path("sink")
            let rows = context.range(0..<100_000, partitions: 1)
            #expect(try await rows.pipe(["sh", "-c", "exec cat > \(target)"]).count() == 0)
            #expect(try context.scratch.text("sink").split(separator: "\n").count == 100_000)
        }
    }

    @Test("a program that reads only the first lines ends the partition, not the process")
    func earlyEnd() async throws {
        try await withContext { context async throws in
            let rows = context.range(0..<200_000, partitions: 1)
            #expect(try await rows.pipe(["head", "-n", "2"]).collect() == ["0", "1"])
        }
    }

    @Test("a job whose program outlives its output can be cancelled")
    func cancelWhileEnding() async throws {
        try await withContext { context async throws in
            let job = Task {
                try await context.parallelize([1], partitions: 1).pipe(["sh", "-c", "exec >&- 2>&-; sleep 60"]).count()
            }
            try await Task.sleep(for: .milliseconds(300))
            job.cancel()
            await #expect(throws: (any Error).self) { try await job.value }
        }
    }

    @Test("a child that a program leaves behind isn't waited for")
    func leftBehind() async throws {
        try await withContext { context async throws in
            let rows = context.parallelize([1], partitions: 1)
            #expect(try await rows.pipe(["sh", "-c", "cat; sleep 3 >&- <&- &"]).collect() == ["1"])
        }
    }
}
