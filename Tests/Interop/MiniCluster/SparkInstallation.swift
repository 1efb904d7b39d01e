import Foundation
import Synchronization

/// Spark 3.5 with Hadoop's Java client, and a jar with SparkPi, made when they are first needed.
final class SparkInstallation: Sendable {
    /// The folder with `bin`, `jars` and others.
    let home: String
    /// The jar with SparkPi.
    let application: String

    private static let shared = Mutex<Result<SparkInstallation, any Error>?>(nil)

    /// The installation of this process.
    ///
    /// - Throws: why there is none; every test that asks for it fails with that.
    static func get() throws -> SparkInstallation {
        try shared.withLock { shared in
            if let shared { return try shared.get() }
            let made = Result { try SparkInstallation() }
            if case .failure(let error) = made {
                let line = String(repeating: "!", count: 100)
                let text =
                    "\n\(line)\nSpark can't be had. Every test with Java's YARN clients fails.\n\(error)\n\(line)\n\n"
                FileHandle.standardError.write(Data(text.utf8))
            }
            shared = made
            return try made.get()
        }
    }

    private init() throws {
        let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().path
        let output = try ChildProgram(command: ["\(here)/spark-home"], limit: .seconds(1_800)).succeed()
        home = output.trimmingCharacters(in: .whitespacesAndNewlines)
        let folder = "\(TestBeds.shared.folder)/spark-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        application = "\(folder)/pi.jar"
        // Spark's jars hold the Scala compiler, for its shell.
        try ChildProgram(
            command: [
                Self.java, "-cp", "\(home)/jars/*", "scala.tools.nsc.Main", "-usejavacp", "-nowarn", "-d", application,
                "\(here)/SparkPi.scala",
            ],
            limit: .seconds(600)
        ).succeed()
    }

    static var java: String {
        ProcessInfo.processInfo.environment["JAVA_HOME"].map { "\($0)/bin/java" } ?? "/usr/bin/java"
    }
}
