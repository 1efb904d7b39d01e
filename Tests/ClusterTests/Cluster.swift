import Foundation
import Testing

/// Runs `ClusterApplication` on a local cluster, as a driver process with executors as its children.
struct Cluster {
    /// How a driver ended.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        var lines: [String] { output.split(separator: "\n").map { String($0) } }
    }

    var arguments: [String]
    var settings: [String: String] = [:]
    var master = "local-cluster[2,1,512]"

    /// The folder of the built programs: that of the test bundle, which is the running program.
    static let products = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()

    init(_ arguments: String..., settings: [String: String] = [:], master: String = "local-cluster[2,1,512]") {
        self.arguments = arguments
        self.settings = settings
        self.master = master
    }

    /// A driver that isn't started yet, with its temporary files in `folder`.
    func process(in folder: Folder, output: Any, errors: Any) -> Process {
        let process = Process()
        process.executableURL = Self.products.appendingPathComponent("weft")
        var flags = ["submit", "--master", master]
        var all = ["weft.local.dir": folder.path, "weft.ui.showConsoleProgress": "false"]
        all.merge(settings) { $1 }
        for (name, value) in all.sorted(by: { $0.key < $1.key }) { flags += ["--conf", "\(name)=\(value)"] }
        process.arguments = flags + ["ClusterApplication"] + arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("WEFT_") }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        return process
    }

    /// Runs the driver to its end, and checks that it has left neither files nor executors.
    func run(sourceLocation: SourceLocation = #_sourceLocation) throws -> Outcome {
        let folder = try Folder()
        let errorFile = try Folder()
        _ = FileManager.default.createFile(atPath: errorFile / "stderr", contents: nil)
        let errors = try #require(FileHandle(forWritingAtPath: errorFile / "stderr"))
        let output = Pipe()
        let process = process(in: folder, output: output, errors: errors)
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let outcome = Outcome(
            status: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
            output: String(decoding: bytes, as: UTF8.self),
            errors: (try? String(contentsOfFile: errorFile / "stderr", encoding: .utf8)) ?? ""
        )
        let left = try folder.names
        #expect(left.isEmpty, "files are left", sourceLocation: sourceLocation)
        #expect(Self.executors(under: folder).isEmpty, "executors are left", sourceLocation: sourceLocation)
        return outcome
    }

    /// The executors whose launch files are in a folder.
    static func executors(under folder: Folder) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { pid in
            guard let line = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8) else { return false }
            return line.contains("--weft-executor") && line.contains(folder.path)
        }
    }
}

/// A folder that exists as long as the value.
final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("weft-cluster-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func / (folder: Folder, name: String) -> String { folder.path + "/" + name }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// Waits until something holds; false when it doesn't within the time.
func eventually(within limit: Duration, _ holds: () throws -> Bool) rethrows -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + limit
    while clock.now < deadline {
        if try holds() { return true }
        usleep(50_000)
    }
    return try holds()
}
