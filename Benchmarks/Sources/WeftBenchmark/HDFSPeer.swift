import Glibc
import HDFS
import HadoopRPC
import Synchronization
import Weft
import WeftDiagnostics

/// Weft's HDFS client as `make bench` measures it; `Benchmarks/hdfs/peers.py` says what it is told and answers.
struct HDFSPeer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hdfs",
        abstract: "Write, read and stat in HDFS as standard input says."
    )

    static let pieceLength = 1 << 20

    func run() throws {
        let client = try HDFSClient(configuration: try HadoopConfiguration(loadingFrom: nil))
        defer { client.close() }
        let piece = (0..<Self.pieceLength).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 251 + 7) }
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            let used = Self.processorSeconds()
            let start = ContinuousClock.now
            let done = try Self.carryOut(words, client, piece)
            let parts = (ContinuousClock.now - start).components
            let seconds = Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
            print("done \(done) \(seconds) \(Self.processorSeconds() - used)")
            fflush(nil)
        }
    }

    private static func carryOut(_ words: [String], _ client: HDFSClient, _ piece: [UInt8]) throws -> Int {
        switch (words.first, words.count) {
        case ("write", 3): return try write(words[1], number(words[2]), client, piece)
        case ("read", 2): return try read(words[1], client)
        case ("stat", 4): return try stat(words[1], number(words[2]), callers: number(words[3]), client)
        default: throw ValidationError("what is \(words.joined(separator: " "))?")
        }
    }

    private static func write(_ path: String, _ bytes: Int, _ client: HDFSClient, _ piece: [UInt8]) throws -> Int {
        let file = try client.create(path, CreateOptions(overwrites: true))
        for start in stride(from: 0, to: bytes, by: pieceLength) {
            try piece.withUnsafeBytes { all in
                try file.write(UnsafeRawBufferPointer(rebasing: all[..<min(pieceLength, bytes - start)]))
            }
        }
        try file.close()
        return bytes
    }

    private static func read(_ path: String, _ client: HDFSClient) throws -> Int {
        let file = try client.open(path)
        defer { file.close() }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceLength, alignment: 64)
        defer { buffer.deallocate() }
        var total = 0
        while true {
            let count = try file.read(into: buffer)
            if count == 0 { return total }
            total += count
        }
    }

    private static func stat(_ path: String, _ count: Int, callers: Int, _ client: HDFSClient) throws -> Int {
        let calls = Calls(path: path, count: count / callers, client: client)
        if callers == 1 {
            calls.make()
        } else {
            var threads: [pthread_t] = []
            for _ in 0..<callers {
                var thread = pthread_t()
                let context = Unmanaged.passRetained(calls).toOpaque()
                let status = pthread_create(
                    &thread,
                    nil,
                    { context in
                        if let context { Unmanaged<Calls>.fromOpaque(context).takeRetainedValue().make() }
                        return nil
                    },
                    context
                )
                guard status == 0 else { throw WeftError("io-error", "no thread: error \(status)") }
                threads.append(thread)
            }
            for thread in threads { pthread_join(thread, nil) }
        }
        if let failure = calls.failure.withLock({ $0 }) { throw failure }
        return count / callers * callers
    }

    private static func number(_ text: String) throws -> Int {
        guard let number = Int(text), number > 0 else { throw ValidationError("\(text) isn't a number") }
        return number
    }

    /// What all threads of this process have used, in user's and system's time.
    private static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let times = [usage.ru_utime, usage.ru_stime]
        return times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) * 1e-6 }
    }

    /// What each of the callers does.
    private final class Calls: Sendable {
        let path: String
        let count: Int
        let client: HDFSClient
        let failure = Mutex<(any Error)?>(nil)

        init(path: String, count: Int, client: HDFSClient) {
            self.path = path
            self.count = count
            self.client = client
        }

        func make() {
            do {
                for _ in 0..<count { _ = try client.status(path) }
            } catch {
                failure.withLock { $0 = error }
            }
        }
    }
}
