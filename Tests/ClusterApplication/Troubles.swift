import Glibc
import Weft

/// Damages every shuffle file between two jobs that read the same shuffle.
struct Flip: Application {
    func run(in context: Context) async throws {
        let sums = context.parallelize(0..<20_000, partitions: 6).map { ($0 % 100, $0) }
            .partitionBy(HashPartitioner<Int>(6))
        print("first \(try await sums.map { $0.1 }.reduce(+))")
        let folders = context.configuration[ConfigurationKeys.localDir]
        let flipped = folders.reduce(0) { $0 + Self.flip(under: $1) }
        print("second \(try await sums.map { $0.1 }.reduce(+)) flipped \(flipped)")
    }

    /// Flips a bit in the middle of each shuffle file under a folder, and gives how many there were.
    private static func flip(under path: String) -> Int {
        guard let folder = opendir(path) else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let inner = path + "/" + name
            guard name.hasPrefix("shuffle_") else {
                count += flip(under: inner)
                continue
            }
            let descriptor = open(inner, O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            let middle = lseek(descriptor, 0, SEEK_END) / 2
            var byte: UInt8 = 0
            guard pread(descriptor, &byte, 1, middle) == 1 else { continue }
            byte ^= 0x10
            if pwrite(descriptor, &byte, 1, middle) == 1 { count += 1 }
        }
        return count
    }
}

/// One task hangs in its first attempt: only a second copy of it can end the job soon.
struct Slow: Application {
    func run(in context: Context) async throws {
        let rows = try await context.parallelize(0..<8, partitions: 8).map { number in
            let task = TaskContext.current
            // The second copy has another number; the first one looks up from time to time, and then gives way.
            if number == 5, task?.attemptNumber == 0 {
                for _ in 0..<1_200 {
                    usleep(100_000)
                    try task?.checkCancelled()
                }
            }
            return number
        }.collect()
        print("rows \(rows)")
    }
}

/// Every task fails on one of the executors: the one that makes a file first.
struct Sour: Application {
    @Argument(help: "A folder that all processes share.") var folder: String

    func run(in context: Context) async throws {
        let faults = Faults(folder: folder, signal: 0)
        let rows = try await context.parallelize(0..<40, partitions: 40).map { number in
            usleep(20_000)
            if faults.isFirst("sour") { throw SourMilk() }
            return number
        }.collect()
        print("rows \(rows == Array(0..<40))")
    }
}

struct SourMilk: Error {}
