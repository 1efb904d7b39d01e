import Foundation
import Testing

/// Runs the examples as users do: `weft submit --master MASTER NAME …`, in processes of their own.
enum Example {
    /// How a program ended.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        /// The lines of standard output.
        var lines: [String] { output.split(separator: "\n").map { String($0) } }
    }

    /// Where the examples have to give the same results: in one process, and on executors of their own.
    static let masters = ["local[2]", "local-cluster[2,1,512]"]

    /// The folder of the built programs: that of the test bundle, which is the running program.
    private static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// Runs an example to its end.
    ///
    /// - Parameters:
    ///   - words: its name and arguments.
    ///   - flags: what comes before the name, beside the master.
    static func run(on master: String = masters[0], _ words: String..., flags: [String] = []) throws -> Outcome {
        try run(on: master, words, flags: flags)
    }

    /// Runs an example to its end.
    static func run(on master: String = masters[0], _ words: [String], flags: [String] = []) throws -> Outcome {
        let process = Process()
        process.executableURL = products.appendingPathComponent("weft")
        process.arguments = ["submit", "--master", master] + flags + words
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("WEFT_") }
        process.standardInput = FileHandle.nullDevice
        let output = Pipe(), errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // What the examples write to standard error fits into the pipe while standard output is read.
        let outputData = output.fileHandleForReading.readDataToEndOfFile()
        let errorData = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        return Outcome(
            status: status,
            output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: errorData, as: UTF8.self)
        )
    }
}

/// A folder that exists as long as the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("weft-examples-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and gives its path.
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: self / name))
        return self / name
    }

    /// A path in the folder.
    static func / (folder: TemporaryFolder, name: String) -> String { folder.path + "/" + name }

    /// The names of what is in the folder.
    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }

    /// The part files of an output folder, in order.
    func parts(of name: String) throws -> [Data] {
        let files = try FileManager.default.contentsOfDirectory(atPath: self / name).sorted()
        #expect(files.contains("_SUCCESS"), "\(files)")
        return try files.filter { $0.hasPrefix("part-") }.map { file in
            try Data(contentsOf: URL(fileURLWithPath: self / name + "/" + file))
        }
    }

    /// The lines of an output folder's files.
    func lines(of name: String) throws -> [String] {
        try parts(of: name).flatMap { String(decoding: $0, as: UTF8.self).split(separator: "\n").map { String($0) } }
    }
}

/// SplitMix64 with the engine's way to start it, written a second time: what the examples draw is known beforehand.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64, stream: UInt64 = 0) {
        state = seed &+ stream &* 0xD134_2543_DE82_EF95
        state = next() ^ next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number in 0..<1.
    mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
}
