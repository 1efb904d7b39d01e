import Foundation
import Testing

/// A program built by this package, run as a user runs it.
struct Program {
    /// How a program ended.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        /// The lines of standard output.
        var lines: [String] { output.split(separator: "\n").map { String($0) } }
    }

    var arguments: [String]
    var environment: [String: String] = [:]
    var folder: String?

    /// The folder of the built programs: that of the test bundle, which is the running program.
    static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    /// The path of a built program.
    static func path(_ name: String) -> String { products.appendingPathComponent(name).path }

    /// `weft` with arguments.
    static func weft(_ arguments: String..., environment: [String: String] = [:]) -> Program {
        Program(arguments: [path("weft")] + arguments, environment: environment)
    }

    /// The test application with arguments, without `weft submit`.
    static func application(_ arguments: String..., environment: [String: String] = [:]) -> Program {
        Program(arguments: [path("TestApplication")] + arguments, environment: environment)
    }

    /// A process that isn't started yet. `WEFT_` variables of this process aren't handed on, and the signals of Ctrl-C
    /// aren't ignored even where this process ignores them.
    func process() -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal=INT,TERM,HUP"] + arguments
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("WEFT_") }
        process.environment = inherited.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// Runs the program to its end.
    func run() throws -> Outcome {
        let process = process()
        let output = Pipe(), errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // What these programs write to standard error fits into the pipe while standard output is read.
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

/// A folder that exists while `body` runs.
func withTemporaryFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weft-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
}

extension String {
    /// Writes the text into a file.
    func write(to path: String, permissions: Int = 0o644) throws {
        try Data(utf8).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    }
}
