import Foundation
import Testing

/// Java's own clients against the embedded cluster, so that its server side is what they expect.
@Suite("Java's clients and Spark on the embedded cluster", .serialized, .timeLimit(.minutes(60)))
struct JavaClientsTests {
    @Test(
        "SparkPi runs to its end in client mode",
        arguments: [EmbeddedCluster.Kind.insecure, .secure, .privacy]
    )
    func clientMode(kind: EmbeddedCluster.Kind) throws {
        try EmbeddedCluster.with(kind) { cluster in
            let outcome = try cluster.sparkPi(mode: "client")
            #expect(outcome.status == 0, "\(outcome.errors.suffix(4_000))")
            #expect(outcome.output.contains("Pi is roughly 3.1"))
        }
    }

    @Test(
        "SparkPi runs to its end in cluster mode",
        arguments: [EmbeddedCluster.Kind.insecure, .secure, .privacy]
    )
    func clusterMode(kind: EmbeddedCluster.Kind) throws {
        try EmbeddedCluster.with(kind) { cluster in
            let outcome = try cluster.sparkPi(mode: "cluster")
            #expect(outcome.status == 0, "\(outcome.errors.suffix(4_000))")
            #expect(outcome.errors.contains("final status: SUCCEEDED"))
            #expect(cluster.printed().contains("Pi is roughly 3.1"))
        }
    }

    @Test(
        "SparkPi runs to its end beside a secure HDFS, with a token that the cluster renews and cancels",
        arguments: [
            (TestBedKind.authentication, "cluster"), (TestBedKind.authentication, "client"), (.privacy, "cluster"),
        ]
    )
    func onHDFS(kind: TestBedKind, mode: String) throws {
        let bed = try TestBed.shared(kind)
        try EmbeddedCluster.with(.on(bed)) { cluster in
            let before = try cluster.tokens("Token renewal for identifier")
            let outcome = try cluster.sparkPi(mode: mode)
            #expect(outcome.status == 0, "\(outcome.errors.suffix(4_000))")
            #expect((cluster.printed() + outcome.output).contains("Pi is roughly 3.1"))
            let renewed = try cluster.tokens("Token renewal for identifier").subtracting(before)
            #expect(!renewed.isEmpty)
            // It is cancelled a little after the end. Hadoop writes the word with one l or with two.
            let deadline = ContinuousClock.now + .seconds(120)
            var cancelled: Set<String> = []
            while cancelled.isDisjoint(with: renewed), ContinuousClock.now < deadline {
                usleep(100_000)
                cancelled = try cluster.tokens("Token cancel")
            }
            #expect(!cancelled.isDisjoint(with: renewed), "\(renewed) \(cancelled)")
        }
    }

    @Test(
        "yarn application lists, shows and kills an application",
        arguments: [EmbeddedCluster.Kind.insecure, .secure, .privacy]
    )
    func applicationCLI(kind: EmbeddedCluster.Kind) throws {
        try EmbeddedCluster.with(kind) { cluster in
            let submitted = try cluster.sparkPi(mode: "cluster", slices: 20_000, waits: false)
            #expect(submitted.status == 0, "\(submitted.errors.suffix(4_000))")
            let listed = try cluster.applicationCLI("-list")
            #expect(listed.status == 0, "\(listed.errors.suffix(4_000))")
            let line = try #require(listed.lines.first { $0.hasPrefix("application_") }, "\(listed.output)")
            let fields = line.split(separator: "\t").map { $0.trimmingCharacters(in: .whitespaces) }
            let id = try #require(fields.first)
            #expect(fields.count >= 6 && fields[1] == "SparkPi" && fields[2] == "SPARK" && fields[4] == "default")
            let shown = try cluster.applicationCLI("-status", id)
            #expect(shown.output.contains("Application-Id : \(id)"))
            #expect(shown.output.contains("Final-State : UNDEFINED"))
            let killed = try cluster.applicationCLI("-kill", id)
            #expect(killed.status == 0, "\(killed.errors.suffix(4_000))")
            let after = try cluster.applicationCLI("-status", id)
            #expect(after.output.contains("State : KILLED"))
            #expect(after.output.contains("was killed by user"))
            let unknown = try cluster.applicationCLI("-status", "application_1_0001")
            #expect(unknown.status != 0)
            #expect((unknown.output + unknown.errors).contains("doesn't exist in RM"))
        }
    }
}
