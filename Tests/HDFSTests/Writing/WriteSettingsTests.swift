import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@testable import HDFS

@Suite struct WriteSettingsTests {
    private func settings(_ values: [String: String] = [:]) throws -> WriteSettings {
        var configuration = HadoopConfiguration(environment: [:])
        for (key, value) in values { configuration.set(key, to: value) }
        return try WriteSettings(configuration)
    }

    @Test("without a file the server decides about blocks, and the rest is as in Hadoop but for the packets' length")
    func defaults() throws {
        let settings = try self.settings()
        #expect(settings.blockSize == nil)
        #expect(settings.replication == nil)
        #expect(settings.bytesPerChecksum == nil)
        #expect(settings.checksumType == nil)
        #expect(settings.packetSize == 262_144)
        #expect(settings.packetSize * settings.maxPackets == 65_536 * 80)
        #expect(settings.blockWriteRetries == 3)
        #expect(settings.followingBlockRetries == 5)
        #expect(settings.followingBlockDelay == 400)
        #expect(settings.restartTimeout == 30_000)
        #expect(settings.exclusion == 600_000)
        #expect(settings.replaceDatanode == ReplaceDatanodePolicy())
    }

    @Test("values of the configuration are taken")
    func values() throws {
        let replace = "dfs.client.block.write.replace-datanode-on-failure"
        let settings = try self.settings([
            "dfs.blocksize": "64m", "dfs.replication": "2", "dfs.bytes-per-checksum": "1024",
            "dfs.checksum.type": "CRC32", "dfs.client-write-packet-size": "131072",
            "dfs.client.write.max-packets-in-flight": "8", "dfs.client.block.write.retries": "1",
            "dfs.client.block.write.locateFollowingBlock.retries": "9", "dfs.client.datanode-restart.timeout": "5",
            "\(replace).policy": "always", "\(replace).best-effort": "true", "\(replace).min-replication": "2",
        ])
        #expect(settings.blockSize == 64 << 20)
        #expect(settings.replication == 2)
        #expect(settings.bytesPerChecksum == 1024)
        #expect(settings.checksumType == .checksumCrc32)
        #expect(settings.packetSize == 131_072)
        #expect(settings.maxPackets == 8)
        #expect(settings.blockWriteRetries == 1)
        #expect(settings.followingBlockRetries == 9)
        #expect(settings.restartTimeout == 5_000)
        #expect(
            settings.replaceDatanode == ReplaceDatanodePolicy(.always, isBestEffort: true, minimumReplication: 2)
        )
        #expect(try self.settings(["dfs.client-write-packet-size": "64k"]).maxPackets == 80)
        #expect(try self.settings(["\(replace).enable": "false"]).replaceDatanode.condition == .never)
        #expect(try self.settings(["\(replace).policy": "NEVER"]).replaceDatanode.condition == .never)
    }

    @Test(
        "values that can't be right are refused",
        arguments: [
            ("dfs.blocksize", "0"), ("dfs.blocksize", "big"), ("dfs.replication", "0"), ("dfs.replication", "40000"),
            ("dfs.checksum.type", "MD5"), ("dfs.client-write-packet-size", "-1"),
            ("dfs.client.write.max-packets-in-flight", "0"),
            ("dfs.client.block.write.replace-datanode-on-failure.policy", "SOMETIMES"),
            ("dfs.client.datanode-restart.timeout", "soon"), ("dfs.bytes-per-checksum", "99999999"),
        ]
    )
    func refused(key: String, value: String) {
        let error = #expect(throws: WeftError.self) { _ = try settings([key: value]) }
        #expect(error?.code == "hadoop-configuration")
        #expect("\(error as Any)".contains(key))
    }

    @Test("waits double up to a limit, as often as configured")
    func backOff() {
        var settings = WriteSettings()
        settings.followingBlockMaxDelay = 1500
        var backOff = BackOff(settings)
        #expect((0..<6).map { _ in backOff.next() } == [400, 800, 1500, 1500, 1500, nil])
    }
}
