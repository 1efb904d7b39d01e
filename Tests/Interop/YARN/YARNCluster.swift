import Foundation
import HadoopRPC
import MiniCluster

/// A YARN cluster beside a test bed's HDFS: the embedded one, or, where `HADOOP_HOME` names a Hadoop, that one's own
/// ResourceManager and NodeManager.
final class YARNCluster: Sendable {
    /// Whether Hadoop's own servers are used.
    static var isReal: Bool { TestBeds.hadoopHome != nil }

    let bed: TestBed
    /// The clients' configuration folder.
    let configurationFolder: String
    private let embedded: MiniCluster?

    /// Starts a cluster, runs `body` with it, and stops it.
    static func with<R>(_ kind: TestBedKind, _ body: (YARNCluster) throws -> R) throws -> R {
        if isReal {
            return try TestBed.withOwn(kind.with("--yarn")) { bed in
                try body(YARNCluster(bed, embedded: nil))
            }
        }
        let bed = try TestBed.shared(kind)
        let cluster = try MiniCluster.start(options(beside: bed))
        defer { cluster.stop() }
        return try body(YARNCluster(bed, embedded: cluster))
    }

    /// An embedded cluster beside a test bed's HDFS and in its realm, with the queues and rights of a test bed's own YARN.
    static func options(beside bed: TestBed) throws -> MiniClusterOptions {
        var options = MiniClusterOptions()
        options.hdfsConfiguration = bed.configurationFolder
        options.nodes = 2
        options.resourceManager.queues = [
            .init(name: "default", capacity: 0.5),
            .init(name: "etl", capacity: 0.5, submitters: ["alice", "hdfs"]),
        ]
        options.resourceManager.checksAccess = true
        options.resourceManager.administrators = ["yarn", "hdfs"]
        options.resourceManager.minimumMemory = 128
        if bed.kind.isSecure {
            options.isSecure = true
            options.protection = bed.kind.flags.contains("privacy") ? .privacy : .authentication
            options.realm = .existing(
                configuration: try bed.krb5Configuration,
                keytab: try bed.keytab("rm"),
                principal: try bed.principal("rm/localhost")
            )
        }
        return options
    }

    private init(_ bed: TestBed, embedded: MiniCluster?) {
        self.bed = bed
        self.embedded = embedded
        configurationFolder = embedded?.configurationDirectory ?? bed.configurationFolder
    }

    /// Runs `weft` as alice.
    func weft(
        _ arguments: [String],
        environment: [String: String] = [:],
        limit: Duration = .seconds(180)
    ) throws -> ChildProgram.Outcome {
        try bed.run(
            "weft",
            arguments,
            environment: ["HADOOP_CONF_DIR": configurationFolder].merging(environment) { $1 },
            limit: limit
        )
    }

    /// What an application's first container, its application master, has printed.
    func masterOutput(of application: String) throws -> String {
        let folders = embedded?.logDirectories ?? ["\(bed.directory)/logs/nodemanager-1"]
        for folder in folders {
            let home = "\(folder)/\(application)"
            let containers = (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []
            for container in containers where container.hasSuffix("_000001") {
                return try String(contentsOfFile: "\(home)/\(container)/stdout", encoding: .utf8)
            }
        }
        throw ChildProgram.Failure(description: "\(application) has no logs in \(folders)")
    }
}
