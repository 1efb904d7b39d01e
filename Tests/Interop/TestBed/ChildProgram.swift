import Foundation

/// Another program, run to its end within a time.
struct ChildProgram {
    /// How it ended.
    struct Outcome: Sendable {
        /// Its exit status, or the number of the signal that ended it, below zero.
        var status: Int32
        var output: String
        var errors: String

        /// The lines of standard output.
        var lines: [String] { output.split(separator: "\n").map { String($0) } }
    }

    /// Something of the test bed that isn't as a test needs it.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// The program's path and its arguments.
    var command: [String]
    /// Variables beside those of this process; an empty one is removed.
    var environment: [String: String] = [:]
    /// What it reads from standard input.
    var input = ""
    /// How long it may take before it is killed.
    var limit: Duration = .seconds(120)

    /// Runs it.
    ///
    /// - Throws: `Failure` when it doesn't start, or takes longer than its limit.
    func run() throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weft-child-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // Files instead of pipes: nobody has to read while the program runs.
        let files = ["in", "out", "err"].map { folder.appendingPathComponent($0) }
        try Data(input.utf8).write(to: files[0])
        for file in files[1...] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = variables
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        try process.run()
        let deadline = ContinuousClock.now + limit
        while process.isRunning, ContinuousClock.now < deadline { usleep(5000) }
        let inTime = !process.isRunning
        if !inTime { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        let outcome = Outcome(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self)
        )
        guard inTime else { throw failure("took longer than \(limit)", outcome) }
        return outcome
    }

    /// Runs it, and fails when its status isn't 0.
    ///
    /// - Returns: its standard output.
    @discardableResult
    func succeed() throws -> String {
        let outcome = try run()
        guard outcome.status == 0 else { throw failure("ended with \(outcome.status)", outcome) }
        return outcome.output
    }

    private func failure(_ what: String, _ outcome: Outcome) -> Failure {
        Failure(description: "\(command.joined(separator: " ")) \(what):\n\(outcome.output)\(outcome.errors)")
    }

    /// A program built by this package.
    static func built(_ name: String) -> String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent(name).path
    }

    var variables: [String: String] {
        let inherited = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("WEFT_") && !$0.key.hasPrefix("KRB5")
                && ($0.key == "HADOOP_HOME" || !$0.key.hasPrefix("HADOOP_"))
        }
        return inherited.merging(environment) { $1 }.filter { !$0.value.isEmpty }
    }
}
