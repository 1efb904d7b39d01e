import Foundation
import MiniCluster

/// An embedded YARN cluster on local files, for tests of what happens around applications.
final class LocalYARN {
    let cluster: MiniCluster
    /// Where applications are uploaded to.
    let staging: String

    /// What keeps tests short.
    static let flags = [
        "--executor-memory", "256m", "--driver-memory", "256m", "--num-executors", "1", "--conf",
        "weft.yarn.report.interval=100ms", "--conf", "weft.yarn.scheduler.heartbeat.interval=200ms",
    ]

    static func with<R>(_ body: (LocalYARN) throws -> R) throws -> R {
        var options = MiniClusterOptions()
        options.nodes = 1
        options.resourceManager.queues = ["default", "etl"].map { .init(name: $0, capacity: 0.5) }
        options.resourceManager.minimumMemory = 128
        let yarn = LocalYARN(try MiniCluster.start(options))
        defer { yarn.end() }
        return try body(yarn)
    }

    private init(_ cluster: MiniCluster) {
        self.cluster = cluster
        staging = "\(cluster.directory)/uploads"
    }

    private func end() {
        cluster.stop()
        try? FileManager.default.removeItem(atPath: staging)
    }

    /// `weft submit --master yarn`.
    func submit(_ mode: String, _ arguments: [String], environment: [String: String] = [:]) -> ChildProgram {
        let base = ["submit", "--master", "yarn", "--deploy-mode", mode]
        let folder = ["--conf", "weft.yarn.stagingDir=file://\(staging)"]
        return weft(base + folder + Self.flags + arguments, environment)
    }

    func weft(_ arguments: [String], _ environment: [String: String] = [:]) -> ChildProgram {
        ChildProgram(
            command: [ChildProgram.built("weft")] + arguments,
            environment: cluster.environment(user: "alice").merging(environment) { $1 },
            limit: .seconds(300)
        )
    }

    /// The line of `weft yarn app` that begins with a word.
    func told(_ application: String, _ word: String) throws -> String {
        let text = try weft(["yarn", "app", application]).succeed()
        return text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            .first { $0.hasPrefix(word) } ?? text
    }

    /// What containers have printed.
    func printed(by application: String) -> String {
        var text = ""
        for folder in cluster.logDirectories {
            let home = "\(folder)/\(application)"
            for container in (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? [] {
                text += (try? String(contentsOfFile: "\(home)/\(container)/stdout", encoding: .utf8)) ?? ""
            }
        }
        return text
    }

    /// What is left of applications where they are uploaded to: neither the programs that the next one uses, nor folders
    /// that have nothing in them.
    var left: [String] {
        let root = "\(staging)/.weftStaging"
        let paths = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasPrefix("application_") || $0.contains("_COPYING_") }
    }

    /// The uploaded copy of a program.
    func uploaded(_ name: String) throws -> String {
        let root = "\(staging)/.weftStaging/cache"
        for digest in try FileManager.default.contentsOfDirectory(atPath: root) {
            let path = "\(root)/\(digest)/\(name)"
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        throw ChildProgram.Failure(description: "\(name) wasn't uploaded to \(root)")
    }
}
