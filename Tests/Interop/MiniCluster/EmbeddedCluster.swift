import Foundation

/// A cluster that `weft minicluster` has started, for one test; with `HADOOP_HOME` that Hadoop's own.
struct EmbeddedCluster {
    /// What a cluster is like.
    struct Kind: Sendable, CustomStringConvertible {
        var arguments: [String]
        var description: String
        /// What clients need beside what the cluster tells them.
        var environment: [String: String] = [:]
        /// What stands for it where Hadoop's own servers are used.
        var bed: TestBedKind

        static let insecure = Kind(arguments: [], description: "insecure", bed: .insecure)
        static let secure = Kind(arguments: ["--secure"], description: "secure", bed: .authentication)
        static let privacy = Kind(
            arguments: ["--secure", "--protection", "privacy"],
            description: "secure with privacy",
            bed: .privacy
        )

        /// A cluster in the realm of a test bed, whose HDFS is its file system; its client is alice.
        static func on(_ bed: TestBed) throws -> Kind {
            Kind(
                arguments: [
                    "--secure", "--hdfs", bed.configurationFolder, "--krb5-conf", try bed.krb5Configuration, "--keytab",
                    try bed.keytab("rm"), "--principal", "rm/localhost@TEST.LOCAL", "--protection",
                    bed.kind.flags.contains("privacy") ? "privacy" : "authentication",
                ],
                description: "secure on HDFS",
                environment: ["KRB5CCNAME": "FILE:\(try bed.ticketCache("alice"))"],
                bed: bed.kind
            )
        }
    }

    let directory: String
    /// What its clients need in their environment.
    let environment: [String: String]
    private let isOnHDFS: Bool
    /// Below which containers' logs are.
    private let logs: String
    /// The NameNode's log; nil where the files are local.
    let nameNodeLog: String?

    /// The folder of the built programs: that of the test bundle, which is the running program.
    private static let weft = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("weft").path

    /// Starts a cluster, runs a body on it, and stops it.
    static func with<Result>(_ kind: Kind, nodes: Int = 2, _ body: (EmbeddedCluster) throws -> Result) throws -> Result
    {
        if YARNCluster.isReal {
            return try TestBed.withOwn(kind.bed.with("--yarn", "--nodes", "\(nodes)")) { bed in
                try body(EmbeddedCluster(bed))
            }
        }
        let directory = "\(TestBeds.shared.folder)/minicluster-\(UUID().uuidString)"
        let start =
            ["minicluster", "start", "--owner", "\(getpid())", "--dir", directory, "--nodes", "\(nodes)"]
            + kind.arguments
        try ChildProgram(command: [weft] + start).succeed()
        defer {
            _ = try? ChildProgram(command: [weft, "minicluster", "stop", "--dir", directory]).run()
            try? FileManager.default.removeItem(atPath: directory)
        }
        return try body(EmbeddedCluster(directory: directory, kind: kind))
    }

    /// Hadoop's own cluster.
    private init(_ bed: TestBed) throws {
        directory = bed.directory
        isOnHDFS = true
        logs = "\(bed.directory)/logs"
        nameNodeLog = "\(bed.directory)/logs/namenode.log"
        environment = try bed.environment()
    }

    private init(directory: String, kind: Kind) throws {
        self.directory = directory
        let place = kind.arguments.firstIndex(of: "--hdfs")
        isOnHDFS = place != nil
        logs = "\(directory)/nodes"
        // A test bed has its clients' configuration and its logs in one folder.
        nameNodeLog = place.map { index in
            URL(fileURLWithPath: kind.arguments[index + 1]).deletingLastPathComponent()
                .appendingPathComponent("logs/namenode.log").path
        }
        var environment: [String: String] = ["KRB5_CONFIG": "", "KRB5CCNAME": ""]
        let text = try String(contentsOfFile: "\(directory)/env", encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("export ") {
            let parts = line.dropFirst(7).split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            environment[String(parts[0])] = parts[1].trimmingCharacters(in: ["'"])
        }
        self.environment = environment.merging(kind.environment) { $1 }
    }

    /// What Java has to be told of Kerberos.
    private var javaOptions: [String] {
        guard let path = environment["KRB5_CONFIG"], !path.isEmpty else { return [] }
        return ["-Djava.security.krb5.conf=\(path)"]
    }

    /// What the NameNode says that it has done with delegation tokens: their identifiers, by words of its log
    /// (AbstractDelegationTokenSecretManager.java).
    func tokens(_ words: String) throws -> Set<String> {
        let path = try nameNodeLog ?? { throw ChildProgram.Failure(description: "this cluster has no NameNode") }()
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        return Set(
            lines.filter { $0.contains(words) }.compactMap { line in
                guard let start = line.range(of: "identifier: ")?.upperBound else { return nil }
                let rest = line[start...]
                return String(rest[..<(rest.firstIndex(of: ";") ?? rest.endIndex)])
            }
        )
    }

    // MARK: Java's clients

    /// Runs what `yarn application` runs.
    func applicationCLI(_ arguments: String...) throws -> ChildProgram.Outcome {
        let spark = try SparkInstallation.get()
        let path = "\(environment["HADOOP_CONF_DIR"] ?? ""):\(spark.home)/jars/*"
        return try ChildProgram(
            command: [SparkInstallation.java] + javaOptions
                + ["-cp", path, "org.apache.hadoop.yarn.client.cli.ApplicationCLI", "application"] + arguments,
            environment: environment,
            limit: .seconds(300)
        ).run()
    }

    /// Runs SparkPi.
    ///
    /// - Parameters:
    ///   - mode: `client` or `cluster`.
    ///   - slices: how many tasks.
    ///   - waits: whether to wait for its end in cluster mode.
    func sparkPi(mode: String, slices: Int = 10, waits: Bool = true) throws -> ChildProgram.Outcome {
        let spark = try SparkInstallation.get()
        var settings = [
            "spark.yarn.jars": "local:\(spark.home)/jars/*",
            "spark.yarn.am.memory": "512m",
            "spark.ui.enabled": "false",
            "spark.yarn.submit.waitAppCompletion": "\(waits)",
        ]
        if !isOnHDFS { settings["spark.yarn.stagingDir"] = "\(directory)/staging" }
        var variables = environment
        variables["SPARK_HOME"] = spark.home
        variables["SPARK_LOCAL_IP"] = "127.0.0.1"
        if let option = javaOptions.first {
            for role in ["yarn.am", "driver", "executor"] { settings["spark.\(role).extraJavaOptions"] = option }
            variables["SPARK_SUBMIT_OPTS"] = option
        }
        return try ChildProgram(
            command: [
                "\(spark.home)/bin/spark-submit", "--master", "yarn", "--deploy-mode", mode, "--num-executors", "2",
                "--executor-cores", "1", "--executor-memory", "512m", "--driver-memory", "512m",
            ] + settings.sorted { $0.key < $1.key }.flatMap { ["--conf", "\($0.key)=\($0.value)"] }
                + ["--class", "SparkPi", spark.application, "\(slices)"],
            environment: variables,
            limit: .seconds(900)
        ).run()
    }

    /// What all containers have printed.
    func printed() -> String {
        guard let files = FileManager.default.enumerator(atPath: logs) else { return "" }
        var text = ""
        while let name = files.nextObject() as? String {
            guard name.hasSuffix("/stdout") else { continue }
            text += (try? String(contentsOfFile: "\(logs)/\(name)", encoding: .utf8)) ?? ""
        }
        return text
    }
}
