import Foundation
import HadoopRPC
import MiniCluster
import Synchronization
import Testing
import WeftDiagnostics
import YARN

/// A ResourceManager with NodeManagers: the embedded one beside a test bed's HDFS, that of a test bed's Hadoop, or one that
/// the environment names.
struct TestYARN: Sendable, CustomTestStringConvertible {
    /// The test bed; `nil` for a cluster that somebody else runs.
    var kind: TestBedKind?
    /// A test bed that one test has for itself, or that runs already.
    var own: TestBed?
    /// The embedded cluster that one test has for itself.
    var ownEmbedded: MiniCluster?
    /// Whether the cluster is the embedded one, beside the HDFS and in the realm of the test bed.
    var isEmbedded = false

    var testDescription: String {
        guard let kind else { return "the cluster of WEFT_TEST_YARN_CONF_DIR" }
        return isEmbedded ? "embedded \(kind)" : "\(kind)"
    }

    /// The clusters to test on: embedded ones; with `HADOOP_HOME`, whose Hadoop has YARN, test beds; with
    /// `WEFT_TEST_YARN_CONF_DIR` the cluster whose clients' configuration is there, where this process's user must be
    /// somebody.
    static let all: [TestYARN] = {
        let environment = ProcessInfo.processInfo.environment
        if environment["WEFT_TEST_YARN_CONF_DIR"] != nil {
            // One of ours that runs already has said in its `env` where it is.
            let kind: TestBedKind = environment["KRB5_CONFIG"] == nil ? .insecure : .authentication
            return [TestYARN(own: environment["TESTBED"].flatMap { try? TestBed(directory: $0, kind: kind) })]
        }
        let kinds: [TestBedKind] = [.insecure, .authentication, .privacy]
        guard TestBeds.hadoopHome != nil else {
            let line = String(repeating: "!", count: 100)
            let text =
                "YARN is the embedded one: for tests on Hadoop's own ResourceManager set HADOOP_HOME or"
                + " WEFT_TEST_YARN_CONF_DIR."
            FileHandle.standardError.write(Data("\n\(line)\n\(text)\n\(line)\n\n".utf8))
            return kinds.map { TestYARN(kind: $0, isEmbedded: true) }
        }
        return kinds.map { TestYARN(kind: $0.with("--yarn")) }
    }()

    /// Whether the cluster is one of ours, which has the users and queues of a test bed.
    var isTestBed: Bool { kind != nil || own != nil }

    private var bed: TestBed? {
        get throws { try own ?? kind.map { try TestBed.shared($0) } }
    }

    /// The embedded clusters of this process, each started when it is first asked for.
    private static let clusters = Mutex<[TestBedKind: MiniCluster]>([:])

    private var embedded: MiniCluster? {
        get throws {
            if let ownEmbedded { return ownEmbedded }
            guard isEmbedded, let kind, let bed = try bed else { return nil }
            return try Self.clusters.withLock { clusters in
                if let cluster = clusters[kind] { return cluster }
                if clusters.isEmpty { atexit { TestYARN.stopAll() } }
                let cluster = try MiniCluster.start(YARNCluster.options(beside: bed))
                clusters[kind] = cluster
                return cluster
            }
        }
    }

    private static func stopAll() {
        for cluster in clusters.withLock({ Array($0.values) }) { cluster.stop() }
    }

    func configuration(_ changes: [String: String] = [:]) throws -> HadoopConfiguration {
        if let cluster = try embedded {
            var configuration = cluster.configuration
            for (key, value) in changes { configuration.set(key, to: value) }
            return configuration
        }
        if let bed = try bed { return try bed.configuration(changes) }
        let environment = ProcessInfo.processInfo.environment
        var configuration = try HadoopConfiguration(
            loadingFrom: [environment["WEFT_TEST_YARN_CONF_DIR"] ?? ""],
            environment: environment
        )
        for (key, value) in changes { configuration.set(key, to: value) }
        return configuration
    }

    func user(_ name: String = "alice") throws -> UserGroupInformation {
        if let bed = try bed { return try bed.user(name) }
        let configuration = try configuration()
        if try configuration.security.isSecure {
            return try UserGroupInformation(configuration: configuration)
        }
        return UserGroupInformation(simpleName: name, loginSource: nil)
    }

    func client(_ name: String = "alice") throws -> ResourceManagerClient {
        try ResourceManagerClient(configuration: configuration(), user: user(name))
    }
}

extension ResourceManagerClient {
    /// Looks at an application until it is as it should be.
    func wait(
        for id: ApplicationID,
        _ what: String,
        until isRight: (ApplicationReport) throws -> Bool
    ) throws -> ApplicationReport {
        let deadline = ContinuousClock.now + .seconds(120)
        while true {
            let report = try report(id)
            if try isRight(report) { return report }
            guard ContinuousClock.now < deadline else {
                throw WeftError("timed-out", "\(id) isn't \(what) after two minutes: \(report)")
            }
            usleep(100_000)
        }
    }

    /// What a shell command's application master is submitted with.
    func shellApplication(_ command: String, name: String = "weft test") throws -> ApplicationSubmissionContext {
        var context = ApplicationSubmissionContext(
            id: try newApplication().id,
            name: name,
            launchContext: ContainerLaunchContext(commands: [command]),
            resource: Resource(memory: 256, virtualCores: 1)
        )
        context.type = "WEFT-TEST"
        context.maximumAttempts = 1
        return context
    }
}
