import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct SchedulingPoolTests {
    private func key(_ stageID: Int) -> TaskSetKey { TaskSetKey(stageID: stageID, stageAttempt: 0) }

    private func order(_ pools: SchedulingPools) -> [Int] { pools.sortedTaskSets().map(\.stageID) }

    @Test func `first in, first out goes by job, then by stage, whatever the pool`() {
        var pools = SchedulingPools(mode: .fifo)
        pools.add(key(5), priority: 0, pool: "x")
        pools.add(key(3), priority: 1, pool: "y")
        pools.add(key(4), priority: 0, pool: nil)
        #expect(order(pools) == [4, 5, 3])
        pools.remove(key(4))
        #expect(order(pools) == [5, 3])
    }

    @Test(arguments: [
        // running, minShare, weight of the first; the same of the second; whether the first is served first
        (1, 2, 1, 0, 0, 1, true),
        (2, 2, 1, 0, 0, 1, false),
        (1, 4, 1, 1, 2, 1, true),
        (3, 4, 1, 1, 2, 1, false),
        (4, 0, 2, 3, 0, 1, true),
        (4, 0, 1, 7, 0, 2, false),
        (0, 0, 1, 0, 0, 1, true),
        (0, 1, 1, 0, 1, 9, true),
    ])
    func `shares are compared as in Spark`(
        _ running1: Int,
        _ min1: Int,
        _ weight1: Int,
        _ running2: Int,
        _ min2: Int,
        _ weight2: Int,
        _ isFirst: Bool
    ) {
        let first = SchedulingPools.Share(runningTasks: running1, minShare: min1, weight: weight1, name: "a")
        let second = SchedulingPools.Share(runningTasks: running2, minShare: min2, weight: weight2, name: "b")
        #expect(SchedulingPools.isServedFirst(first, second) == isFirst)
        #expect(SchedulingPools.isServedFirst(second, first) == !isFirst)
    }

    @Test func `pools are served before the task sets within them are compared`() {
        var pools = SchedulingPools(
            mode: .fair,
            pools: [
                PoolSpec(name: "batch", mode: .fifo, weight: 1, minShare: 0),
                PoolSpec(name: "web", mode: .fair, weight: 1, minShare: 1),
            ]
        )
        pools.add(key(1), priority: 0, pool: "batch")
        pools.add(key(2), priority: 1, pool: "batch")
        pools.add(key(3), priority: 2, pool: "web")
        pools.add(key(4), priority: 3, pool: "web")
        #expect(order(pools) == [3, 4, 1, 2])
        pools.taskLaunched(key(3))
        #expect(order(pools) == [1, 2, 4, 3], "web has its minimum; within it, the set without a task goes first")
        pools.taskLaunched(key(1))
        pools.taskLaunched(key(1))
        #expect(order(pools) == [4, 3, 1, 2])
        pools.remove(key(3))
        #expect(pools.runningTasks(inPool: "web") == 0)
    }

    @Test func `a pool nobody configured exists as soon as it is used`() {
        var pools = SchedulingPools(mode: .fair)
        pools.add(key(1), priority: 0, pool: "adhoc")
        pools.taskLaunched(key(1))
        #expect(pools.runningTasks(inPool: "adhoc") == 1)
    }

    @Test func `freed slots go to the pools by weight`() throws {
        var settings = SchedulerSettings()
        settings.mode = .fair
        var scheduler = TaskScheduler(
            settings: settings,
            pools: [PoolSpec(name: "gold", weight: 3), PoolSpec(name: "iron", weight: 1)]
        )
        _ = scheduler.executorAdded("a", host: "h", slots: 8, now: .zero)
        let partitions = Array(0..<200)
        var running = scheduler.submit(
            TaskSetSpec(stageID: 0, jobID: 0, pool: "iron", partitions: partitions),
            now: .zero
        ).launched
        #expect(running.count == 8, "alone, a pool has all slots")
        running +=
            scheduler.submit(
                TaskSetSpec(stageID: 1, jobID: 1, pool: "gold", partitions: partitions),
                now: .zero
            ).launched
        for _ in 0..<40 {
            let task = running.removeFirst()
            running += scheduler.taskFinished(task.taskID, outcome: .succeeded, now: .zero).launched
        }
        #expect(scheduler.pools.runningTasks(inPool: "gold") == 6)
        #expect(scheduler.pools.runningTasks(inPool: "iron") == 2)
    }

    @Test func `in FIFO order a later job gets what the earlier one leaves`() {
        var scheduler = TaskScheduler()
        _ = scheduler.submit(TaskSetSpec(stageID: 0, jobID: 1, partitions: [0, 1]), now: .zero)
        _ = scheduler.submit(TaskSetSpec(stageID: 1, jobID: 0, partitions: [0, 1]), now: .zero)
        #expect(
            scheduler.executorAdded("a", host: "h", slots: 3, now: .zero).launches
                == ["1.0/0@a", "1.0/1@a", "0.0/0@a"]
        )
    }
}

@Suite struct FairSchedulerFileTests {
    @Test func `a file as Spark's users have it is read`() throws {
        let text = """
            <?xml version="1.0"?>
            <!-- pools & shares -->
            <allocations>
              <pool name="production">
                <schedulingMode>FAIR</schedulingMode>
                <weight>1</weight>
                <minShare>2</minShare>
              </pool>
              <pool name='R&amp;D'><schedulingMode> fifo </schedulingMode>
                <minShare>3</minShare></pool>
              <pool name="plain"/>
            </allocations>

            """
        #expect(
            try FairSchedulerFile.parse(text, path: "pools.xml") == [
                PoolSpec(name: "production", mode: .fair, weight: 1, minShare: 2),
                PoolSpec(name: "R&D", mode: .fifo, weight: 1, minShare: 3),
                PoolSpec(name: "plain"),
            ]
        )
        #expect(try FairSchedulerFile.parse("<allocations/>", path: "") == [])
    }

    @Test(arguments: [
        ("", "1", "must begin with <allocations>"),
        ("<pools/>", "1", "must begin with <allocations>"),
        ("<allocations>", "1", "not the end of the file"),
        ("<allocations>\n<pool/></allocations>", "2", "needs a name"),
        ("<allocations>\n\n<queue name='a'/></allocations>", "3", "only <pool> is allowed"),
        ("<allocations><pool name='a'><weight>0</weight></pool></allocations>", "1", "weight '0'"),
        ("<allocations><pool name='a'><weight>x</weight></pool></allocations>", "1", "weight 'x'"),
        ("<allocations><pool name='a'><minShare>-1</minShare></pool></allocations>", "1", "minShare '-1'"),
        ("<allocations><pool name='a'><schedulingMode>LIFO</schedulingMode></pool></allocations>", "1", "LIFO"),
        ("<allocations><pool name='a'><color>red</color></pool></allocations>", "1", "<color>"),
        ("<allocations><pool name='a'><weight>1</pool></allocations>", "1", "<weight> isn't closed"),
        ("<allocations><pool name='a'>", "1", "pool a isn't closed"),
        ("<allocations><pool name='a'/><pool name='a'/></allocations>", "1", "twice"),
        ("<allocations><pool name=a/></allocations>", "1", "quotes"),
        ("<allocations><pool name='a/></allocations>", "1", "no end"),
        ("<allocations><pool name='a&b'/></allocations>", "1", "&amp;"),
        ("<allocations><!-- ", "1", "--> is missing"),
        ("<allocations>text</allocations>", "1", "text where a tag"),
        ("<allocations></allocations><more/>", "1", "nothing may follow"),
    ])
    func `a malformed file is an error with its line`(text: String, line: String, problem: String) throws {
        let error = try #require(throws: WeftError.self) {
            try FairSchedulerFile.parse(text, path: "pools.xml")
        }
        #expect(error.code == "malformed-pool-file")
        #expect(error.message.contains(problem), "\(error.message)")
        #expect(error.details == [.init("path", "pools.xml"), .init("line", line)])
    }

    @Test func `a file cut anywhere is an error or fewer pools, never a crash`() {
        let text = "<?xml?><!--c--><allocations a='b'><pool name='x&lt;'><weight>2</weight></pool></allocations>"
        for length in 0..<text.utf8.count {
            let cut = String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)
            #expect(throws: WeftError.self) { try FairSchedulerFile.parse(cut, path: "") }
        }
    }
}

@Suite struct MedianHeapTests {
    @Test func `the median is that of the sorted numbers at any time`() {
        var random = SeededRandom(seed: 5)
        var heap = MedianHeap()
        var numbers: [Int64] = []
        #expect(heap.median == nil)
        for _ in 0..<500 {
            let number = Int64.random(in: 0...50, using: &random)
            heap.insert(number)
            numbers.append(number)
            let sorted = numbers.sorted()
            let middle = sorted.count / 2
            let expected =
                sorted.count.isMultiple(of: 2)
                ? sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2 : sorted[middle]
            #expect(heap.median == expected)
        }
    }
}

@Suite struct SchedulerTimeTests {
    @Test func `time stays at its ends`() {
        #expect(SchedulerTime(nanoseconds: .max - 1) + .seconds(1) == SchedulerTime(nanoseconds: .max))
        #expect(SchedulerTime(nanoseconds: .min + 1) + .seconds(-1) == SchedulerTime(nanoseconds: .min))
        #expect(SchedulerTime(nanoseconds: .max) - SchedulerTime(nanoseconds: -1) == .nanoseconds(Int64.max))
        #expect(Duration.seconds(Int64.max).wholeNanoseconds == .max)
        #expect((SchedulerTime.zero + .milliseconds(1500)).nanoseconds == 1_500_000_000)
    }
}
