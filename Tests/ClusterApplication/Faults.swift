import Glibc
import Weft

/// Makes executors die or stop at chosen places, once each, by files in a folder that all processes share.
struct Faults: Sendable, Codable {
    var folder: String
    var signal: Int32

    /// Notes which process this is, for others to find.
    func noteProcess() { _ = create("pid-\(getpid())") }

    /// The first process to come here sends itself the signal.
    func hitSelf(_ place: String) {
        if create("hit-\(place)") { _ = Glibc.kill(getpid(), signal) }
    }

    /// The first process to come here sends the signal to another executor.
    func hitOther(_ place: String) {
        guard create("hit-\(place)") else { return }
        for pid in noted where pid != getpid() { _ = Glibc.kill(pid, signal) }
    }

    /// Sends the signal to every process that was noted.
    func hitAll(_ place: String) {
        for pid in noted where Glibc.kill(pid, signal) == 0 { _ = create("hit-\(place)") }
    }

    /// Whether this process is the first one that came here.
    func isFirst(_ place: String) -> Bool {
        if create("first-\(place)") { _ = create("first-\(place)-\(getpid())") }
        return access(folder + "/first-\(place)-\(getpid())", F_OK) == 0
    }

    private var noted: [pid_t] {
        guard let folder = opendir(folder) else { return [] }
        defer { closedir(folder) }
        var pids: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix("pid-"), let pid = pid_t(name.dropFirst(4)) { pids.append(pid) }
        }
        return pids
    }

    /// Whether this call made the file.
    private func create(_ name: String) -> Bool {
        let descriptor = open(folder + "/" + name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }
}

/// Kills or stops an executor at one place of a job and says what the job gave nevertheless.
struct Kill: Application {
    @Argument(help: "map, write, fetch or cached.") var place: String
    @Argument(help: "The number of the signal.") var signal: Int32
    @Argument(help: "A folder that all processes share.") var folder: String

    func run(in context: Context) async throws {
        let faults = Faults(folder: folder, signal: signal)
        let place = place
        let numbers = context.parallelize(0..<20_000, partitions: 8).map { number in
            faults.noteProcess()
            if place == "map", number == 7_000 { faults.hitSelf("map") }
            return (number % 100, number)
        }
        if place == "cached" {
            let cached = numbers.cache()
            _ = try await cached.count()
            faults.hitAll("cached")
            print("sum \(try await cached.map { $0.1 }.reduce(+))")
            return
        }
        let sums = numbers.partitionBy(FaultyPartitioner(faults: faults, place: place)).mapPartitions { rows in
            if place == "fetch" { faults.hitOther("fetch") }
            return rows
        }.reduceByKey(+)
        let rows = try await sums.collect().sorted { $0.0 < $1.0 }
        print("keys \(rows.count) sum \(rows.reduce(0) { $0 + $1.1 })")
    }
}

/// Partitions by remainder, and is where a map task writes.
struct FaultyPartitioner: Partitioner {
    var faults: Faults
    var place: String
    var partitionCount: Int { 6 }

    func partition(of key: Int) -> Int {
        if place == "write", key == 41 { faults.hitSelf("write") }
        return key % 6
    }

    static func == (left: FaultyPartitioner, right: FaultyPartitioner) -> Bool { false }
    func hash(into hasher: inout Hasher) {}
}

/// Runs a job with a shuffle many times while executors are killed at random.
struct Chaos: Application {
    @Option var runs = 50
    @Option(help: "Milliseconds between kills, at most.") var pause: UInt32 = 400
    @Option var seed: UInt64 = 1

    func run(in context: Context) async throws {
        let killer = Killer(pause: pause, seed: seed)
        killer.start()
        var right = 0
        for run in 0..<runs {
            let words = context.parallelize(0..<40_000, partitions: 8).map { number in
                ("w\((number &* 2_654_435_761 &+ run) % 1_000)", 1)
            }
            let counts = words.reduceByKey(+).map { ($0.1, $0.0) }.groupByKey().mapValues { $0.count }
            let rows = try await counts.collect()
            var expected: [Int: Int] = [:]
            for number in 0..<40_000 { expected[(number &* 2_654_435_761 &+ run) % 1_000, default: 0] += 1 }
            var byCount: [Int: Int] = [:]
            for count in expected.values { byCount[count, default: 0] += 1 }
            if Dictionary(rows, uniquingKeysWith: +) == byCount { right += 1 } else { print("run \(run) is wrong") }
        }
        let kills = killer.stop()
        print("runs \(runs) right \(right)")
        StandardOutput.note("kills \(kills)")
    }
}

/// Every task kills its executor: the application must give up in the end.
struct LoseAll: Application {
    func run(in context: Context) async throws {
        print(
            try await context.parallelize(0..<10, partitions: 4).map { number in
                kill(getpid(), SIGKILL)
                return number
            }.count()
        )
    }
}

/// Runs until it is killed.
struct Wait: Application {
    @Argument(help: "A folder in which each executor leaves its process id.") var folder: String

    func run(in context: Context) async throws {
        let faults = Faults(folder: folder, signal: 0)
        let rows = context.parallelize(0..<1_000_000, partitions: 4).map { number in
            faults.noteProcess()
            return (number, number)
        }.groupByKey().cache()
        _ = try await rows.count()
        print("ready")
        fflush(nil)
        _ = try await rows.map { row in
            sleep(600)
            return row.0
        }.count()
    }
}
