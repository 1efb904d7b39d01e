import Glibc
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

    @Test("the levels of protection of an HDFS are kept beside the cluster's own")
    func protections() throws {
        try TemporaryFolder.with { folder in
            let site = try ClusterConfiguration.site(
                [("fs.defaultFS", "hdfs://nn:8020"), ("hadoop.rpc.protection", "privacy, integrity")],
                after: nil
            )
            try LocalDisk.makeFolder("\(folder)/hdfs")
            try LocalDisk.write(site, to: "\(folder)/hdfs/core-site.xml", mode: 0o644)
            try LocalDisk.write(
                ClusterConfiguration.site([], after: nil),
                to: "\(folder)/hdfs/hdfs-site.xml",
                mode: 0o644
            )
            var options = MiniClusterOptions()
            options.isSecure = true
            options.hdfsConfiguration = "\(folder)/hdfs"
            try ClusterConfiguration(
                options: options,
                settings: options.resourceManager,
                clientPort: 1,
                schedulerPort: 2,
                directory: folder,
                principal: "rm/localhost@X"
            ).write(to: "\(folder)/conf")
            let read = try HadoopConfiguration(loadingFrom: ["\(folder)/conf"], environment: [:])
            #expect(try read.string("fs.defaultFS", default: "") == "hdfs://nn:8020")
            #expect(try read.security.rpcProtection == [.authentication, .privacy, .integrity])
        }
    }

    @Test("a folder with somebody else's files is refused, and stays as it is")
    func foreignFolder() throws {
        try TemporaryFolder.with { folder in
            try LocalDisk.makeFolder("\(folder)/conf")
            for name in ["conf/precious", "env"] {
                try LocalDisk.write(Array("kept".utf8), to: "\(folder)/\(name)", mode: 0o644)
            }
            let daemon = MiniClusterDaemon(directory: folder)
            var options = MiniClusterOptions()
            options.directory = folder
            for body in [
                { try daemon.start(["/bin/true"]) }, { try daemon.run(MiniClusterOptions()) },
                { try MiniCluster.start(options).stop() },
            ] {
                let error = try #require(throws: WeftError.self) { try body() }
                #expect(error.code == "folder-not-empty")
            }
            #expect(!daemon.stop())
            #expect(LocalDisk.list(folder) == ["conf", "env"])
            #expect(LocalDisk.list("\(folder)/conf") == ["precious"])
        }
    }

    @Test("nodes without room for the smallest container are refused")
    func smallNodes() throws {
        var options = MiniClusterOptions()
        options.nodeMemory = options.resourceManager.minimumMemory - 1
        let error = try #require(throws: WeftError.self) { try MiniCluster.start(options).stop() }
        #expect(error.code == "invalid-argument")
    }

    @Test("a program that doesn't end isn't waited for longer than allowed")
    func boundedWait() throws {
        let pid = try Spawn.start(["/bin/sleep", "600"], environment: [:])
        #expect(Spawn.wait(pid, milliseconds: 50) == nil)
        kill(pid, SIGKILL)
        #expect(Spawn.wait(pid, milliseconds: 60_000) == 137)
    }

    @Test("a cluster that doesn't come up is said to have failed, with the end of its log")
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

    @Test("what a killed cluster has left running is stopped, and nothing else")
    func leftovers() throws {
        try TemporaryFolder.with { folder in
            func start(_ variable: String) throws -> pid_t {
                try Spawn.start(["/bin/sleep", "600"], environment: ["PATH": "/bin:/usr/bin", "LOCAL_DIRS": variable])
            }
            let container = try start("\(folder)/nodes/1/local")
            let other = try start("\(folder)2/nodes/1/local")
            defer {
                kill(other, SIGKILL)
                _ = Spawn.wait(other)
            }
            let daemon = MiniClusterDaemon(directory: folder)
            #expect(daemon.stop())
            #expect(Spawn.wait(container) == 137)
            #expect(kill(other, 0) == 0)
            #expect(!daemon.stop())
        }
    }
}
