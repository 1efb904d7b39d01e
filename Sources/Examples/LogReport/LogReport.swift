import Weft

/// Reports on the access log of a web server.
@main
struct LogReport: Application {
    static let configuration = CommandConfiguration(
        commandName: "LogReport",
        abstract: "Reports status codes, paths and traffic of a web server's access log.",
        discussion: """
            Reads the common and the combined log format. Lines of another form are counted and left out.

            EXAMPLES
              weft submit --master 'local[2]' LogReport access.log
              weft submit LogReport '/var/log/nginx/access.log*' --grep ' /api/' --top 20
              weft submit LogReport logs --grep ' 500 ' --output errors
            """
    )

    @Argument(help: "A file, a folder or a glob.")
    var input: String

    @Option(help: "Take only the lines that contain this text.")
    var grep: String?

    @Option(help: "How many paths to print.")
    var top = 10

    @Option(help: "A folder for the lines that were taken; it must not exist.")
    var output: String?

    func validate() throws {
        guard top >= 0 else { throw ValidationError("give 0 paths or more to print") }
    }

    func run(in context: Context) async throws {
        var lines = context.textFile(input, as: Bytes.self)
        if let grep {
            let text = Bytes(grep)
            lines = lines.filter { $0.contains(text) }
        }
        if let output { try await lines.saveAsTextFile(output) }

        let malformed = context.longAccumulator("malformed lines")
        let requests = lines.flatMap { line -> [(status: Int, path: Bytes, hour: Bytes, bytes: Int)] in
            guard let request = LogLine(line) else {
                malformed.add(1)
                return []
            }
            // Kept for three reports, hence without the block of the file that the line was read in.
            return [(request.status, request.path.detached(), request.hour, request.bytes)]
        }
        .cache()

        let count = try await requests.count()
        // Read here: reports that had to compute a partition again would count its malformed lines again.
        print("lines     \(count + malformed.value)")
        print("malformed \(malformed.value)")

        print("\nstatus  requests")
        for (status, count) in try await requests.map({ $0.status }).countByValue().sorted(by: { $0.key < $1.key }) {
            print("\(status)     \(count)")
        }

        print("\nrequests  path")
        let paths = requests.map { ($0.path, 1) }.reduceByKey(+)
        for (path, count) in try await paths.takeOrdered(top, by: { MostRequests(count: $0.1, path: $0.0) }) {
            print("\(String(count).padded(to: 8))  \(path)")
        }

        print("\nhour             bytes")
        let traffic = requests.map { ($0.hour, $0.bytes) }.reduceByKey { $0 &+ $1 }
        for (hour, bytes) in try await traffic.sortByKey().collect() {
            print("\(hour)  \(String(bytes).padded(to: 9))")
        }
    }
}

/// The order of the paths: the most requests first, then by name.
private struct MostRequests: Comparable {
    var count: Int
    var path: Bytes

    static func < (left: MostRequests, right: MostRequests) -> Bool {
        left.count != right.count ? left.count > right.count : left.path < right.path
    }
}

extension String {
    /// The text with spaces before it.
    fileprivate func padded(to width: Int) -> String {
        String(repeating: " ", count: Swift.max(0, width - count)) + self
    }
}
