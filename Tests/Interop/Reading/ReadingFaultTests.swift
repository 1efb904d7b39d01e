import Foundation
import HDFS
import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

/// Servers that die, hang, and lose data while files are read. Each test has a test bed of its own.
@Suite("Reading while servers fail", .serialized)
struct ReadingFaultTests {
    /// Time limits that a test can wait for.
    private static let impatient = ["dfs.client.socket-timeout": "3000", "dfs.client.retry.window.base": "200"]
    private static let blocks = ["dfs.blocksize": "4194304", "dfs.replication": "3"]

    @Test(
        "of three DataNodes, two may be killed while a file is read",
        arguments: [TestBedKind.insecure, .privacyAES]
    )
    func killed(kind: TestBedKind) throws {
        try TestBed.withOwn(kind.with(datanodes: 3)) { bed in
            let file = try WrittenByJava(on: bed, count: 30_000_000, Self.blocks)
            let client = try bed.client("alice", Self.impatient)
            let stream = try client.open(file.path)
            var read = try stream.next(1_000_000)
            #expect(try stream.bytes(at: 20_000_000, count: 1000) == Array(file.bytes[20_000_000..<20_001_000]))
            try bed.kill("datanode-1")
            read += try stream.next(10_000_000)
            try bed.kill("datanode-2")
            read += try stream.next()
            #expect(read == file.bytes)
            #expect(try stream.bytes(at: 0, count: 30_000_000) == file.bytes)
            #expect(try client.open(file.path).next() == file.bytes)
        }
    }

    @Test("a DataNode that hangs is left for another one")
    func paused() throws {
        try TestBed.withOwn(TestBedKind.authentication.with(datanodes: 3)) { bed in
            let file = try WrittenByJava(on: bed, count: 20_000_000, Self.blocks)
            let client = try bed.client("alice", Self.impatient)
            let stream = try client.open(file.path)
            var read = try stream.next(1_000_000)
            for datanode in ["datanode-1", "datanode-3"] { try bed.pause(datanode) }
            defer { for datanode in ["datanode-1", "datanode-3"] { try? bed.resume(datanode) } }
            read += try stream.next()
            #expect(read == file.bytes)
        }
    }

    @Test("when all DataNodes are dead it is an error within the time limits, and works again when one is back")
    func allDead() throws {
        try TestBed.withOwn(.authentication) { bed in
            let file = try WrittenByJava(on: bed, count: 1_000_000)
            let client = try bed.client("alice", Self.impatient)
            let stream = try client.open(file.path)
            try bed.kill("datanode-1")
            let error = #expect(throws: WeftError.self) { try stream.next() }
            #expect(error?.code == "hdfs-block-missing")
            #expect(error?.cause?.code == "hdfs-datanode-unreachable")
            #expect(error?.description.contains("dfs.client.use.datanode.hostname") == true)
            try bed.restart("datanode-1")
            #expect(try stream.next() == file.bytes)
        }
    }

    @Test("bytes flipped on two DataNodes' disks are read from the third, and the replicas reported")
    func flipped() throws {
        try TestBed.withOwn(TestBedKind.authentication.with(datanodes: 3)) { bed in
            let file = try WrittenByJava(on: bed, count: 3_000_000, ["dfs.replication": "3"])
            let client = try bed.client("alice", Self.impatient)
            let block = try #require(try client.locatedBlocks(file.path).blocks.first)
            let replicas = try bed.replicas(ofBlock: block.b.blockId)
            #expect(replicas.count == 3)
            let bad = Array(replicas.sorted { $0.datanode < $1.datanode }[..<2])
            for replica in bad {
                let handle = try FileHandle(forUpdating: URL(fileURLWithPath: replica.file))
                try handle.seek(toOffset: 1_500_000)
                try handle.write(contentsOf: Data([file.bytes[1_500_000] ^ 0x40]))
                try handle.close()
            }
            let good = try #require(replicas.first { !bad.contains($0) })
            // The order of locations is random each time; before long both bad ones have come first.
            var left = 3
            for _ in 0..<200 where left > 1 {
                #expect(try client.open(file.path).next() == file.bytes)
                left = try client.locatedBlocks(file.path).blocks.first?.locs.count ?? 0
                if left > 1 { Thread.sleep(forTimeInterval: 0.2) }
            }
            let locations = try client.locatedBlocks(file.path).blocks.first?.locs.map { Int($0.id.xferPort) }
            #expect(try locations == [#require(bed.port(of: good.datanode))])
        }
    }

    @Test("a replica whose file has gone is read elsewhere")
    func removed() throws {
        try TestBed.withOwn(TestBedKind.insecure.with(datanodes: 2)) { bed in
            let file = try WrittenByJava(on: bed, count: 3_000_000, ["dfs.replication": "2"])
            let client = try bed.client("alice", Self.impatient)
            let block = try #require(try client.locatedBlocks(file.path).blocks.first)
            let replica = try #require(try bed.replicas(ofBlock: block.b.blockId).first)
            try FileManager.default.removeItem(atPath: replica.file)
            for _ in 0..<6 { #expect(try client.open(file.path).next() == file.bytes) }
        }
    }

    @Test("a block token that expires in a long read is fetched again, with a handshake and without")
    func expiredTokens() throws {
        let kinds = [TestBedKind.insecure, .authentication, .privacyAES].map { $0.with("--block-token-lifetime", "1") }
        try TestBed.withOwn(kinds[0]) { first in
            try TestBed.withOwn(kinds[1]) { second in
                try TestBed.withOwn(kinds[2]) { third in
                    let readers = try [first, second, third].map { bed in
                        let file = try WrittenByJava(on: bed, count: 12_000_000, ["dfs.blocksize": "4194304"])
                        let client = try bed.client("alice", Self.impatient)
                        let stream = try client.open(file.path)
                        #expect(try stream.next(1000) == Array(file.bytes[..<1000]))
                        return (file, stream)
                    }
                    // A token lives for a minute, and some seconds more because clocks may differ.
                    Thread.sleep(forTimeInterval: 90)
                    for (file, stream) in readers {
                        #expect(
                            try stream.bytes(at: 5_000_000, count: 1000) == Array(file.bytes[5_000_000..<5_001_000])
                        )
                        #expect(try stream.next() == Array(file.bytes[1000...]))
                    }
                }
            }
        }
    }

    @Test("a NameNode that restarts is not missed while blocks are known, and waited for when they aren't")
    func namenodeRestarts() throws {
        try TestBed.withOwn(.insecure) { bed in
            let file = try WrittenByJava(on: bed, count: 8_000_000, ["dfs.blocksize": "1048576"])
            let settings = ["dfs.client.read.prefetch.size": "4194304", "ipc.client.connect.max.retries": "240"]
            let client = try bed.client("alice", settings)
            let stream = try client.open(file.path)
            // The first connection to a DataNode asks the NameNode whether data is encrypted, as Java's client does.
            var read = try stream.next(1000)
            try bed.kill("namenode")
            read += try stream.next(3_999_000)
            let restarter = Thread { try? bed.restart("namenode") }
            restarter.start()
            read += try stream.next()
            #expect(read == file.bytes)
        }
    }
}
