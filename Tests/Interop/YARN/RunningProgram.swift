import Foundation

/// A program that a test looks at while it runs, and sends signals to.
final class RunningProgram {
    private let process = Process()
    private let folder: URL

    /// Starts it. The signals of Ctrl-C aren't ignored even where this process ignores them.
    init(_ program: ChildProgram) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("weft-running-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal=INT,TERM,HUP"] + program.command
        process.environment = program.variables
        process.standardInput = FileHandle.nullDevice
        for name in ["out", "err"] { try Data().write(to: folder.appendingPathComponent(name)) }
        process.standardOutput = try FileHandle(forWritingTo: folder.appendingPathComponent("out"))
        process.standardError = try FileHandle(forWritingTo: folder.appendingPathComponent("err"))
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    var isRunning: Bool { process.isRunning }
    var output: String { text("out") }
    var errors: String { text("err") }

    private func text(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data(), as: UTF8.self)
    }

    /// The id of the application that it submits.
    var application: String? {
        errors.split { ": \n`;".contains($0) }.map(String.init).first { $0.hasPrefix("application_") }
    }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits until something is so.
    ///
    /// - Throws: `Failure` when it isn't within two minutes, or can't be any more because the program has ended.
    func wait(for what: String, until isSo: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            let hasEnded = !process.isRunning
            if try isSo() { return }
            guard !hasEnded, ContinuousClock.now < deadline else {
                throw ChildProgram.Failure(
                    description: "\(what) wasn't seen of a program that "
                        + "\(hasEnded ? "ended with \(process.terminationStatus)" : "runs"):\n\(output)\(errors)"
                )
            }
            usleep(20_000)
        }
    }

    /// Waits for its end.
    ///
    /// - Throws: `Failure` when it doesn't come within a time.
    func end(limit: Duration = .seconds(120)) throws -> ChildProgram.Outcome {
        let deadline = ContinuousClock.now + limit
        while process.isRunning {
            guard ContinuousClock.now < deadline else {
                throw ChildProgram.Failure(description: "a program doesn't end:\n\(output)\(errors)")
            }
            usleep(20_000)
        }
        process.waitUntilExit()
        return ChildProgram.Outcome(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: output,
            errors: errors
        )
    }
}
