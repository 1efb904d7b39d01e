import Foundation
import MiniCluster

/// An embedded cluster in this process, and Weft's applications on it.
final class WeftOnMiniCluster: Sendable {
    let cluster: MiniCluster
    /// A folder for a test's own files, which containers can reach.
    let folder: String

    /// Starts a cluster, runs `body` with it, and stops it.
    static func with<R>(
        nodes: Int = 2,
        properties: [String: String] = [:],
        _ body: (WeftOnMiniCluster) throws -> R
    ) throws -> R {
        var options = MiniClusterOptions()
        options.nodes = nodes
        options.properties = properties
        options.resourceManager.minimumMemory = 128
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weft-mini-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let cluster = try MiniCluster.start(options)
        defer { cluster.stop() }
        return try body(WeftOnMiniCluster(cluster, folder))
    }

    private init(_ cluster: MiniCluster, _ folder: String) {
        self.cluster = cluster
        self.folder = folder
    }

    private func program(_ mode: String, _ settings: [String: String], _ arguments: [String]) -> ChildProgram {
        let all = [
            "weft.yarn.stagingDir": "file://\(folder)/staging", "weft.yarn.report.interval": "200ms",
            "weft.yarn.scheduler.heartbeat.interval": "500ms", "weft.executor.memory": "256m",
            "weft.driver.memory": "256m",
        ].merging(settings) { $1 }
        return ChildProgram(
            command: [ChildProgram.built("weft"), "submit", "--master", "yarn", "--deploy-mode", mode]
                + all.sorted { $0.key < $1.key }.flatMap { ["--conf", "\($0.key)=\($0.value)"] }
                + ["ClusterApplication"] + arguments,
            environment: cluster.environment(),
            limit: .seconds(300)
        )
    }

    /// Submits an application and waits for its end.
    func run(_ mode: String, _ settings: [String: String] = [:], _ arguments: String...) throws -> ChildProgram.Outcome
    {
        try program(mode, settings, arguments).run()
    }

    /// Submits an application, does something while it runs, and waits for its end.
    func run(
        _ mode: String,
        _ settings: [String: String],
        _ arguments: [String],
        while body: () throws -> Void
    ) throws -> ChildProgram.Outcome {
        let program = program(mode, settings, arguments)
        let result = Box()
        Thread.detachNewThread {
            let outcome = Result { try program.run() }
            result.set(outcome)
        }
        let failure = Result { try body() }
        let outcome = try result.wait().get()
        try failure.get()
        return outcome
    }

    private final class Box: @unchecked Sendable {
        private let condition = NSCondition()
        private var value: Result<ChildProgram.Outcome, any Error>?

        func set(_ new: Result<ChildProgram.Outcome, any Error>) {
            condition.withLock {
                value = new
                condition.broadcast()
            }
        }

        func wait() -> Result<ChildProgram.Outcome, any Error> {
            condition.withLock {
                while true {
                    if let value { return value }
                    condition.wait()
                }
            }
        }
    }

    /// The containers that have had logs, by the numbers of their nodes.
    var containers: [(node: Int, name: String)] {
        cluster.logDirectories.enumerated().flatMap { index, logs in
            let applications = (try? FileManager.default.contentsOfDirectory(atPath: logs)) ?? []
            return applications.flatMap { application in
                ((try? FileManager.default.contentsOfDirectory(atPath: "\(logs)/\(application)")) ?? [])
                    .filter { $0.hasPrefix("container_") }.map { (index + 1, $0) }
            }
        }
    }
}
