import Foundation
import HDFS
import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

@Suite("Reading what Java's client wrote", .serialized)
struct ReadingTests {
    private static let encrypted = [
        TestBedKind.authentication.with("--encrypt-data-transfer"),
        TestBedKind.authentication.with("--encrypt-data-transfer", "--encrypt-algorithm", "3des"),
        TestBedKind.insecure.with("--encrypt-data-transfer", "--data-cipher", "aes"),
    ]

    @Test("a file of several blocks comes as it was written, at every level", arguments: TestBedKind.all + encrypted)
    func levels(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind)
        let file = try WrittenByJava(on: bed, count: 5_500_123, ["dfs.blocksize": "2097152"])
        let client = try bed.client()
        defer { client.close() }
        let stream = try client.open(file.path)
        #expect(stream.length == UInt64(file.bytes.count))
        #expect(!stream.isUnderConstruction)
        #expect(try stream.next() == file.bytes)
        for (position, count) in [(0, 1), (511, 2), (2_097_000, 1000), (4_194_304, 65_536), (5_500_000, 1000)] {
            let end = min(file.bytes.count, position + count)
            #expect(try stream.bytes(at: UInt64(position), count: count) == Array(file.bytes[position..<end]))
        }
        try stream.seek(to: 3_000_000)
        #expect(try stream.next(100_000) == Array(file.bytes[3_000_000..<3_100_000]))
    }

    @Test(
        "a client takes its first level that the DataNodes have",
        arguments: ["authentication", "integrity", "privacy"]
    )
    func preference(level: String) throws {
        let bed = try TestBed.shared(TestBedKind(flags: ["--protection", "privacy,integrity,authentication"]))
        let file = try WrittenByJava(on: bed, count: 300_000)
        let client = try bed.client("alice", ["dfs.data.transfer.protection": "\(level),privacy"])
        #expect(try client.open(file.path).next() == file.bytes)
    }

    @Test("levels that don't match, and a client that has none, are errors that name the setting")
    func mismatch() throws {
        let bed = try TestBed.shared(.privacy)
        let file = try WrittenByJava(on: bed, count: 1000)
        for level in ["authentication", ""] {
            let client = try bed.client(
                "alice",
                ["dfs.data.transfer.protection": level, "dfs.client.retry.window.base": "10"]
            )
            let error = #expect(throws: WeftError.self) { try client.open(file.path).next() }
            #expect(error?.code == "hdfs-block-missing")
            #expect(error?.description.contains("dfs.data.transfer.protection") == true, "\(error as Any)")
        }
    }

    @Test(
        "checksums of all kinds are compared",
        arguments: [("CRC32", 512), ("CRC32C", 512), ("NULL", 512), ("CRC32C", 100), ("CRC32", 65_536)]
    )
    func checksums(type: String, bytesPerChecksum: Int) throws {
        let bed = try TestBed.shared(.insecure)
        let file = try WrittenByJava(
            on: bed,
            count: 1_000_003,
            [
                "dfs.checksum.type": type, "dfs.bytes-per-checksum": "\(bytesPerChecksum)",
                "dfs.blocksize": "\(bytesPerChecksum == 100 ? 1_048_600 : 1_048_576)",
                "dfs.namenode.fs-limits.min-block-size": "0",
            ]
        )
        let client = try bed.client()
        let stream = try client.open(file.path)
        #expect(try stream.next() == file.bytes)
        #expect(try stream.bytes(at: 777_777, count: 12_345) == Array(file.bytes[777_777..<790_122]))
    }

    @Test("an empty file has no bytes; what isn't there, and a folder, can't be opened")
    func edges() throws {
        let bed = try TestBed.shared(.insecure)
        let client = try bed.client()
        let empty = try WrittenByJava(on: bed, count: 0)
        #expect(try client.open(empty.path).next() == [])
        #expect(try client.open(empty.path).bytes(at: 0, count: 10) == [])
        let missing = #expect(throws: WeftError.self) { try client.open("/user/alice/none") }
        #expect(missing?.code == "input-not-found")
        #expect(throws: WeftError.self) { try client.open("/user/alice") }
    }

    @Test("DataNodes may be connected by their names")
    func hostname() throws {
        let bed = try TestBed.shared(.insecure)
        let file = try WrittenByJava(on: bed, count: 1000)
        let client = try bed.client("alice", ["dfs.client.use.datanode.hostname": "true"])
        #expect(try client.open(file.path).next() == file.bytes)
    }

    @Test(
        "a file that Java is writing is read as far as it was flushed",
        arguments: [TestBedKind.insecure, .authentication, .privacyAES]
    )
    func underConstruction(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind)
        let client = try bed.client()
        let path = bed.newPath()
        #expect(try bed.java("alice", ["open", path, "first"]).status == 0)
        let stream = try client.open(path)
        #expect(stream.isUnderConstruction)
        #expect(try stream.next() == Array("first".utf8))
        #expect(try bed.java("alice", ["more", path, ", second"]).status == 0)
        #expect(try stream.next() == [])
        try stream.refresh()
        #expect(try stream.next() == Array(", second".utf8))
        #expect(try bed.java("alice", ["close", path]).status == 0)
        try stream.refresh()
        #expect(!stream.isUnderConstruction)
        #expect(try stream.bytes(at: 0, count: 100) == Array("first, second".utf8))
    }

    @Test(
        "positioned reads from several threads go over a few connections",
        arguments: [TestBedKind.insecure, .privacyAES]
    )
    func concurrent(kind: TestBedKind) async throws {
        let bed = try TestBed.shared(kind)
        let file = try WrittenByJava(on: bed, count: 3_000_000, ["dfs.blocksize": "1048576"])
        let client = try bed.client()
        let stream = try client.open(file.path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<4 {
                group.addTask {
                    for round in 0..<25 {
                        let position = (number * 700_001 + round * 99_991) % 2_900_000
                        let bytes = try stream.bytes(at: UInt64(position), count: 50_000)
                        #expect(bytes == Array(file.bytes[position..<position + 50_000]))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("an idle stream goes on after the DataNode has closed its connections")
    func idle() throws {
        let bed = try TestBed.shared(.authentication)
        let file = try WrittenByJava(on: bed, count: 2_000_000)
        let client = try bed.client()
        let stream = try client.open(file.path)
        #expect(try stream.bytes(at: 5, count: 100) == Array(file.bytes[5..<105]))
        #expect(try stream.next(10) == Array(file.bytes[..<10]))
        Thread.sleep(forTimeInterval: 5)
        #expect(try stream.bytes(at: 1_000_000, count: 100) == Array(file.bytes[1_000_000..<1_000_100]))
        #expect(try stream.next() == Array(file.bytes[10...]))
    }

    @Test("hedged reads give the same bytes")
    func hedged() throws {
        let bed = try TestBed.shared(TestBedKind.insecure.with(datanodes: 3))
        let file = try WrittenByJava(on: bed, count: 3_000_000, ["dfs.blocksize": "1048576", "dfs.replication": "3"])
        let client = try bed.client(
            "alice",
            ["dfs.client.hedged.read.threadpool.size": "4", "dfs.client.hedged.read.threshold.millis": "1"]
        )
        let stream = try client.open(file.path)
        #expect(try stream.bytes(at: 0, count: 3_000_000) == file.bytes)
    }
}
