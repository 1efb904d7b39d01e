import HadoopRPC
import Testing
import WeftDiagnostics

@testable import MiniCluster

@Suite("What an embedded cluster writes for its clients")
struct ConfigurationTests {
    @Test("the configuration is read as Hadoop's clients read it")
    func site() throws {
        var configuration = HadoopConfiguration(environment: [:])
        let bytes = try ClusterConfiguration.site([("a", "1 < 2 & 3 > 2"), ("b", "x")], after: nil)
        try configuration.load(xml: bytes, name: "test")
        #expect(try configuration.string("a", default: "") == "1 < 2 & 3 > 2")
        let base = Array(
            "<configuration><property><name>b</name><value>y</value></property><property><name>c</name><value>z</value></property></configuration>\n"
                .utf8
        )
        var merged = HadoopConfiguration(environment: [:])
        try merged.load(xml: ClusterConfiguration.site([("b", "x")], after: base), name: "test")
        #expect(try merged.string("b", default: "") == "x")
        #expect(try merged.string("c", default: "") == "z")
        #expect(throws: WeftError.self) { try ClusterConfiguration.site([], after: Array("nothing".utf8)) }
    }

    @Test(
        "times are written and read as YARN does",
        arguments: [(0, "1970-01-01T00:00:00.000+0000"), (1_700_000_000_123, "2023-11-14T22:13:20.123+0000")]
            as [(Int64, String)]
    )
    func times(time: Int64, text: String) {
        #expect(TimeText.iso8601(time) == text)
        #expect(TimeText.time(iso8601: text) == time)
    }

    @Test(
        "times in other zones are understood, and other texts aren't",
        arguments: [
            ("1970-01-01T01:00:00.000+0100", 0), ("1970-01-01T00:00:00Z", 0), ("1969-12-31T19:00:00.500-05:00", 500),
            ("", nil), ("tomorrow", nil), ("1970-01-01T00:00:00", nil), ("1970-01-01T00:00:00.5Z", nil),
            ("1970-01-01T00:00:00+01", nil),
        ] as [(String, Int64?)]
    )
    func otherTimes(text: String, time: Int64?) { #expect(TimeText.time(iso8601: text) == time) }

    @Test("one cluster at a time runs in a folder, and another one is told so")
    func daemon() throws {
        try TemporaryFolder.with { folder in
            let daemon = MiniClusterDaemon(directory: folder)
            #expect(daemon.pid == nil && !daemon.isReady && !daemon.stop())
            let error = try #require(throws: WeftError.self) {
                try daemon.start(["/bin/bash", "-c", "echo what is wrong; exit 3"])
            }
            #expect(error.code == "cluster-failed")
            #expect(error.details.first?.value == "what is wrong\n")
        }
    }
}
