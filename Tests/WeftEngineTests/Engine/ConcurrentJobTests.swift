import Foundation
import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Lets a test on the driver and its tasks, in the same process, wait for one another.
private final class Gate: Sendable {
    static let gates = Mutex<[String: Gate]>([:])

    let started = Atomic<Int>(0)
    let isOpen = Atomic<Bool>(false)

    /// The gate of a name; tasks find it by that, since the gate itself can't travel.
    static func named(_ name: String) -> Gate {
        gates.withLock { gates in
            if let known = gates[name] { return known }
            let new = Gate()
            gates[name] = new
            return new
        }
    }

    /// In a task: says that it has begun and waits until the gate opens or the task is told to stop.
    func pass() throws {
        started.wrappingAdd(1, ordering: .relaxed)
        while !isOpen.load(ordering: .acquiring) {
            try TaskContext.current?.checkCancelled()
            usleep(500)
        }
    }

    func open() { isOpen.store(true, ordering: .releasing) }

    /// On the driver: waits until so many tasks have come.
    func waitForStart(_ count: Int = 1) async throws {
        while started.load(ordering: .relaxed) < count { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// Counts the jobs that have begun.
private final class JobCounter: EventListener {
    private let count = Atomic<Int>(0)

    func onEvent(_ event: WeftEvent) {
        if case .jobStart = event { count.wrappingAdd(1, ordering: .relaxed) }
    }

    func wait(for jobs: Int) async throws {
        while count.load(ordering: .relaxed) < jobs { try await Task.sleep(for: .milliseconds(1)) }
    }
}

@Suite("Jobs at the same time")
struct ConcurrentJobTests {
    @Test("several jobs run at once and each gets its own results")
    func severalJobs() async throws {
        try await withContext { context async throws in
            let rdd = context.range(0..<1000, partitions: 4)
            async let sum = rdd.sum()
            async let count = rdd.filter { $0 % 2 == 0 }.count()
            async let top = rdd.top(3)
            async let grouped = rdd.map { ($0 % 3, 1) }.reduceByKey(+).collectAsMap()
            async let failed = failure { _ = try await rdd.map { 1 / Double($0) }.map { try notInfinite($0) }.count() }
            #expect(try await sum == 499_500)
            #expect(try await count == 500)
            #expect(try await top == [999, 998, 997])
            #expect(try await grouped == [0: 334, 1: 333, 2: 333])
            #expect(try await failed.root.message.contains("NotFinite"))
        }
    }

    @Test("jobs that share a shuffle run its map stage once")
    func sharedShuffle() async throws {
        try await withContext { context async throws in
            let mapped = context.longAccumulator()
            let sums = context.range(0..<1000, partitions: 4).map { row in
                mapped.add(1)
                return (row % 10, row)
            }.reduceByKey(partitions: 3, +)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await sums.values().sum() } }
                for try await sum in group { #expect(sum == 499_500) }
            }
            #expect(mapped.value == 1000)
        }
    }

    @Test("many small jobs from many tasks")
    func manyJobs() async throws {
        try await withContext { context async throws in
            let results = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for index in 0..<60 {
                    group.addTask { (index, try await context.range(0..<index, partitions: 2).count()) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count == 60 && results.allSatisfy { $0.0 == $0.1 })
        }
    }

    @Test("a FAIR pool gets a slot while another pool's job has many tasks left")
    func fairPools() async throws {
        try await withContext(master: "local[2]", ["weft.scheduler.mode": "FAIR"]) { context async throws in
            let gate = Gate.named("fair")
            let jobs = JobCounter()
            context.events.add(jobs)
            let (_, record) = try await context.recording {
                async let long: Int = context.withLocalProperty(Context.schedulerPool, "long") {
                    try await context.range(0..<20, partitions: 20).map { row in
                        try Gate.named("fair").pass()
                        return row
                    }.count()
                }
                try await gate.waitForStart(2)
                async let short: Int = context.withLocalProperty(Context.schedulerPool, "short") {
                    try await context.range(0..<2, partitions: 2).count()
                }
                try await jobs.wait(for: 2)
                gate.open()
                #expect(try await long == 20)
                #expect(try await short == 2)
            }
            #expect(Set(record.jobs.map(\.pool)) == ["long", "short"])
            let order = record.startedTasks.map(\.stageID)
            // Its first task: how soon the second follows, the machine decides, which may hold up the thread of a slot.
            let short = try #require(order.firstIndex(of: order.max() ?? 0))
            #expect(short < 10, "the short job's tasks came at \(order)")
        }
    }

    @Test("cancelling a job group ends its jobs and no others")
    func cancelsGroup() async throws {
        try await withContext(master: "local[2]") { context async throws in
            let gate = Gate.named("group")
            async let cancelled = failure {
                try await context.withJobGroup("doomed", description: "to be cancelled") {
                    _ = try await context.range(0..<4, partitions: 1).map { row in
                        try Gate.named("group").pass()
                        return row
                    }.count()
                }
            }
            try await gate.waitForStart()
            async let other = context.range(0..<10, partitions: 3).count()
            #expect(try await other == 10)
            context.cancelJobGroup("nobody")
            context.cancelJobGroup("doomed")
            let error = try await cancelled
            #expect(error.code == "job-cancelled")
            #expect(error.description.contains("doomed"))
            #expect(try await context.range(0..<10).count() == 10)
        }
    }

    @Test("setJobGroup and setLocalProperty hold for what follows")
    func defaults() async throws {
        try await withContext { context async throws in
            context.setJobGroup("g", description: "d")
            context.setLocalProperty("color", "blue")
            let seen = context.range(0..<1, partitions: 1).map { _ in
                TaskContext.current?.properties["color"] ?? "none"
            }
            let (colors, record) = try await context.recording { try await seen.collect() }
            #expect(colors == ["blue"])
            #expect(record.jobs.map(\.group) == ["g"] && record.jobs.map(\.description) == ["d"])
            let inner = try await context.withLocalProperty("color", "red") { try await seen.collect() }
            #expect(inner == ["red"])
            context.setLocalProperty("color", nil)
            context.setJobGroup(nil)
            let (none, after) = try await context.recording { try await seen.collect() }
            #expect(none == ["none"] && after.jobs.map(\.group) == [nil])
        }
    }

    @Test("cancelAllJobs ends everything that runs")
    func cancelsAll() async throws {
        try await withContext { context async throws in
            let gate = Gate.named("all")
            async let first = failure { try await context.range(0..<1).foreach { _ in try Gate.named("all").pass() } }
            async let second = failure { try await context.range(0..<1).foreach { _ in try Gate.named("all").pass() } }
            try await gate.waitForStart(2)
            context.cancelAllJobs(reason: "enough")
            for error in [try await first, try await second] {
                #expect(error.code == "job-cancelled" && error.message.contains("enough"))
            }
        }
    }

    @Test("cancelling the Swift task cancels the job and its running tasks")
    func cancelsSwiftTask() async throws {
        try await withContext { context async throws in
            let gate = Gate.named("swift")
            let job = Task {
                try await context.range(0..<8, partitions: 8).foreach { _ in try Gate.named("swift").pass() }
            }
            try await gate.waitForStart()
            job.cancel()
            let result = await job.result
            let error = try await failure { try result.get() }
            #expect(error.code == "job-cancelled")
            // The gate is still shut: the tasks ended because they were told to.
            #expect(try await context.range(0..<10, partitions: 4).count() == 10)
            let early = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await context.range(0..<10).count()
            }
            early.cancel()
            await #expect(throws: CancellationError.self) { try await early.value }
        }
    }

    @Test("a piped program that ends neither by itself nor with its output is ended with its job")
    func cancelsPipe() async throws {
        try await withContext(master: "local[1]") { context async throws in
            for script in ["exec >&- 2>&-; exec sleep 600", "exec >&-; exec sleep 600", "exec sleep 600"] {
                let started = context.scratch.path("started")
                let job = Task {
                    try await context.range(0..<1, partitions: 1).pipe(["sh", "-c", "touch \(started); " + script])
                        .count()
                }
                while !context.scratch.exists("started") { try await Task.sleep(for: .milliseconds(1)) }
                try context.scratch.delete("started")
                job.cancel()
                let result = await job.result
                let error = try await failure { _ = try result.get() }
                #expect(error.code == "job-cancelled")
                // On the only slot: the program is gone.
                #expect(try await context.range(0..<10).count() == 10)
            }
        }
    }

    @Test("stop while jobs run: they fail, and nothing is left")
    func stopsWhileRunning() async throws {
        try await withContext { context async throws in
            let gate = Gate.named("stop")
            async let running = failure {
                try await context.range(0..<20, partitions: 20).map { ($0, $0) }.repartition(4)
                    .foreach { _ in try Gate.named("stop").pass() }
            }
            async let queued = failure {
                try await context.range(0..<40, partitions: 40).foreach { _ in try Gate.named("stop").pass() }
            }
            try await gate.waitForStart()
            await context.stop()
            let codes = try await [running.code.rawValue, queued.code.rawValue]
            // One of them had a task running; the other may not have reached the scheduler yet.
            #expect(codes.contains("job-cancelled"))
            #expect(codes.allSatisfy { ["job-cancelled", "context-stopped"].contains($0) })
            let later = try await failure { _ = try await context.range(0..<3).count() }
            #expect(later.code == "context-stopped")
            await context.stop()
        }
    }
}

private struct NotFinite: Error {}

private func notInfinite(_ value: Double) throws -> Double {
    guard value.isFinite else { throw NotFinite() }
    return value
}
