import Glibc
import Weft

/// Ends the executor of each task in one way.
struct EndExecutors: Application {
    @Argument(help: "trap, exit, memory or terminate.") var way: String

    func run(in context: Context) async throws {
        let way = way
        let numbers = context.parallelize(0..<4, partitions: 2).map { number in
            StandardOutput.note("executor \(getpid()) ends now\n")
            switch way {
            case "trap": return [0, 1, 2][number + 3]
            case "exit": Glibc.exit(3)
            case "memory":
                Hoard.take(mebibytes: 512)
                sleep(600)
                return number
            default:
                kill(getpid(), SIGTERM)
                sleep(600)
                return number
            }
        }
        print(try await numbers.reduce(+))
    }
}

/// Memory that this process has and doesn't need.
enum Hoard {
    /// Takes it piece by piece, and keeps it.
    static func take(mebibytes: Int) {
        for _ in 0..<mebibytes {
            guard let piece = malloc(1 << 20) else { return }
            // Only what was written to is there.
            memset(piece, 1, 1 << 20)
        }
    }
}

/// Ends the driver with an exit status of its own.
struct EndDriver: Application {
    @Argument var status: Int32

    func run(in context: Context) async throws {
        _ = try await context.parallelize(0..<4, partitions: 2).count()
        throw ExitCode(status)
    }
}

/// Runs a job over and over until it is told to stop by a file, and leaves word of its rounds in others.
struct Endure: Application {
    @Argument(help: "A folder that all processes share.") var folder: String

    func run(in context: Context) async throws {
        var wrong = 0
        var round = 0
        while access(folder + "/stop", F_OK) != 0 {
            let sums = context.parallelize(0..<1_000, partitions: 4).map { ($0 % 10, $0) }.reduceByKey(+)
            if try await sums.map({ $0.1 }).reduce(+) != 499_500 { wrong += 1 }
            round += 1
            try write("\(round)", to: "rounds")
            usleep(50_000)
        }
        try write("wrong \(wrong)", to: "result")
    }

    /// At once, so that nobody reads a part of it.
    private func write(_ text: String, to name: String) throws {
        guard let file = fopen("\(folder)/\(name)-new", "w") else { throw ExitCode.failure }
        fputs(text, file)
        fclose(file)
        rename("\(folder)/\(name)-new", "\(folder)/\(name)")
    }
}
