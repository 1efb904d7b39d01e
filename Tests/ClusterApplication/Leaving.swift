import Glibc
import Weft

/// Runs a job over and over for some seconds, and says whether all answers were right.
struct Steady: Application {
    @Argument var rounds: Int

    func run(in context: Context) async throws {
        var isRight = true
        for round in 0..<rounds {
            let sums = context.parallelize(0..<1_000, partitions: 4).map { ($0 % 10, $0) }.reduceByKey(+)
            let total = try await sums.map { $0.1 }.reduce(+)
            if total != 499_500 { isRight = false }
            if round == 0 {
                print("started")
                fflush(nil)
            }
            usleep(150_000)
        }
        print("right \(isRight)")
    }
}

/// Has an executor leave between two jobs that read the same shuffle and the same blocks.
struct Leave: Application {
    func run(in context: Context) async throws {
        let computed = context.longAccumulator("computed")
        let pairs = context.parallelize(0..<3_000, partitions: 6).map { number in
            computed.add(1)
            return (number % 30, number)
        }
        let sums = pairs.partitionBy(HashPartitioner<Int>(6))
        let cached = context.parallelize(0..<3_000, partitions: 6).map { number in
            computed.add(1)
            return number
        }.cache()
        func isRight() async throws -> Bool {
            let total = try await sums.map { $0.1 }.reduce(+)
            let kept = try await cached.reduce(+)
            return total == 4_498_500 && kept == 4_498_500
        }
        print("first right \(try await isRight())")
        let before = computed.value
        let executors = Killer.executors()
        kill(executors[0], SIGPWR)
        // It ends by itself when it has given everything away.
        for _ in 0..<200 where Killer.executors().contains(executors[0]) { usleep(100_000) }
        let rest = executors.filter { Killer.executors().contains($0) }
        print("second right \(try await isRight()) computed \(computed.value - before) executors \(rest.count)")
    }
}

/// Has much to do and then nothing.
struct Breathe: Application {
    func run(in context: Context) async throws {
        print("start \(Killer.executors().count)")
        let job = Task {
            try await context.parallelize(0..<60, partitions: 60).map { number in
                usleep(200_000)
                return number
            }.count()
        }
        var most = 0
        for _ in 0..<100 where most < 3 {
            most = max(most, Killer.executors().count)
            usleep(100_000)
        }
        print("busy \(most)")
        _ = try await job.value
        for _ in 0..<200 where Killer.executors().count > 1 { usleep(100_000) }
        print("idle \(Killer.executors().count)")
    }
}

/// Keeps blocks twice and loses an executor.
struct Replicate: Application {
    func run(in context: Context) async throws {
        let computed = context.longAccumulator("computed")
        let rows = context.parallelize(0..<1_000, partitions: 8).mapPartitions { rows in
            computed.add(1)
            return Array(rows)
        }.persist(.memoryOnly2)
        print("sum \(try await rows.reduce(+)) computed \(computed.value)")
        // Copies are made beside the tasks.
        usleep(1_500_000)
        kill(Killer.executors()[0], SIGKILL)
        usleep(500_000)
        print("sum \(try await rows.reduce(+)) computed \(computed.value)")
    }
}
