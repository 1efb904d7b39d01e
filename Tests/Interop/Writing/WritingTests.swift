import Foundation
import HDFS
import HadoopProtos
import HadoopRPC
import Testing
import WeftDiagnostics

/// Bytes that can't be right by accident.
func pattern(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        for index in 0..<count {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            buffer[index] = UInt8(truncatingIfNeeded: state)
        }
        initialized = count
    }
}

@Suite("Writing files to real DataNodes")
struct WritingTests {
    /// Small blocks, so that a file has some.
    private static let small = ["dfs.blocksize": "1m"]

    @Test("Java reads what is written, at every protection level", arguments: TestBedKind.all)
    func levels(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind.with(datanodes: 3))
        for replication in [1, 3] {
            let client = try bed.client("alice", Self.small.merging(["dfs.replication": "\(replication)"]) { $1 })
            let path = bed.newPath()
            // Over the ends of chunks, packets and blocks.
            let data = pattern(2_500_123)
            let stream = try client.create(path)
            var place = 0
            for length in [0, 1, 511, 513, 64_512, 100_000, 1 << 20] {
                try stream.write(Array(data[place..<place + length]))
                place += length
            }
            try stream.write(Array(data[place...]))
            try stream.close()
            #expect(try bed.javaShell("alice", "-cat", path) == data)
            let status = try client.status(path)
            #expect(status.length == UInt64(data.count))
            #expect(status.replication == replication)
            #expect(status.permission == 0o644)
            // DataNodes may tell the NameNode of their replicas after the file's end.
            try client.waitForReplicas(path, count: replication)
            #expect(try client.locatedBlocks(path).blocks.allSatisfy { $0.locs.count == replication })
        }
    }

    @Test(
        "files are written and appended to under dfs.encrypt.data.transfer",
        arguments: [
            ["--encrypt-data-transfer", "--encrypt-algorithm", "rc4"],
            ["--encrypt-data-transfer", "--encrypt-algorithm", "3des"],
            ["--encrypt-data-transfer", "--data-cipher", "aes"],
        ]
    )
    func encryptedTransfer(flags: [String]) throws {
        let kind = TestBedKind(isSecure: true, datanodes: 2, flags: TestBedKind.authentication.flags + flags)
        try TestBed.withOwn(kind) { bed in
            let client = try bed.client("alice", Self.small.merging(["dfs.replication": "2"]) { $1 })
            let path = bed.newPath()
            let data = pattern(3_200_123)
            let stream = try client.create(path)
            try stream.write(Array(data[..<1_500_000]))
            try stream.hflush()
            try stream.write(Array(data[1_500_000..<2_200_000]))
            try stream.close()
            try client.waitForReplicas(path, count: 2)
            let more = try client.append(path)
            #expect(more.initialLength == 2_200_000)
            try more.write(Array(data[2_200_000...]))
            try more.close()
            #expect(try bed.javaShell("alice", "-cat", path) == data)
        }
    }

    @Test("empty files, and files that end with a block or a chunk", arguments: [0, 1, 512, 1 << 20, 2 << 20])
    func lengths(length: Int) throws {
        let bed = try TestBed.shared(.insecure)
        let client = try bed.client("alice", Self.small)
        let path = bed.newPath()
        let stream = try client.create(path)
        try stream.write(pattern(length))
        try stream.close()
        #expect(try bed.javaShell("alice", "-cat", path) == pattern(length))
        #expect(try client.locatedBlocks(path).blocks.count == (length + (1 << 20) - 1) >> 20)
    }

    @Test(
        "Java writes behind what is written, and the other way round",
        arguments: [
            TestBedKind.insecure, .privacy,
        ]
    )
    func append(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind.with(datanodes: 3))
        let client = try bed.client("alice", Self.small)
        let path = bed.newPath()
        var expected: [UInt8] = []
        // In a chunk's middle, at a chunk's end, over a block's end, and nothing.
        for (round, length) in [700, 324, 1, (1 << 20) - 100, 0, 2_000_000, 48].enumerated() {
            if round > 0 { try client.waitForReplicas(path, count: 3) }
            let stream = round == 0 ? try client.create(path) : try client.append(path)
            #expect(stream.initialLength == UInt64(expected.count))
            let data = pattern(length, seed: UInt64(round))
            try stream.write(data)
            try stream.close()
            expected += data
            if round % 2 == 0 {
                try client.waitForReplicas(path, count: 3)
                let appended = try bed.java("alice", ["append", path, "from Java\n"])
                #expect(appended.status == 0, "round \(round): \(appended.errors)")
                let closed = try bed.java("alice", ["close", path])
                #expect(closed.status == 0, "round \(round): \(closed.errors)")
                expected += Array("from Java\n".utf8)
            }
        }
        #expect(try bed.javaShell("alice", "-cat", path) == expected)
        let stream = try client.append(path, newBlock: true)
        try stream.write([1, 2, 3])
        try stream.close()
        #expect(try bed.javaShell("alice", "-cat", path) == expected + [1, 2, 3])
        #expect(try client.locatedBlocks(path).blocks.last?.b.numBytes == 3)
    }

    @Test("Java reads what was flushed while the file is open")
    func flush() throws {
        let bed = try TestBed.shared(.insecure.with(datanodes: 3))
        let client = try bed.client("alice", Self.small)
        let path = bed.newPath()
        let data = pattern(1_200_000)
        let stream = try client.create(path)
        var place = 0
        for length in [100, 412, 1, 700, 0, 70_000, 1_000_000] {
            try stream.write(Array(data[place..<place + length]))
            place += length
            try stream.hflush()
            #expect(try bed.javaShell("alice", "-cat", path) == Array(data[..<place]))
        }
        try stream.write(Array(data[place..<place + 10]))
        place += 10
        try stream.hsync(updatesLength: true)
        #expect(try client.status(path).length == UInt64(place))
        try stream.hsync()
        try stream.write(Array(data[place...]))
        try stream.close()
        #expect(try bed.javaShell("alice", "-cat", path) == data)
    }

    @Test("appended bytes are seen after each flush, too")
    func flushAfterAppend() throws {
        let bed = try TestBed.shared(.insecure.with(datanodes: 3))
        let client = try bed.client("alice", Self.small)
        let path = bed.newPath()
        var expected = pattern(700)
        let first = try client.create(path)
        try first.write(expected)
        try first.close()
        let stream = try client.append(path)
        for length in [10, 20, 300, 5, 1000, 1] {
            let data = pattern(length, seed: 9)
            try stream.write(data)
            expected += data
            try stream.hflush()
            #expect(try bed.javaShell("alice", "-cat", path) == expected)
        }
        try stream.close()
        #expect(try bed.javaShell("alice", "-cat", path) == expected)
    }

    @Test("all checksums are understood", arguments: ["CRC32", "CRC32C", "NULL"])
    func checksums(type: String) throws {
        let bed = try TestBed.shared(.insecure)
        let client = try bed.client("alice", ["dfs.checksum.type": type, "dfs.bytes-per-checksum": "1024"])
        let path = bed.newPath()
        let data = pattern(300_000)
        let stream = try client.create(path)
        try stream.write(data)
        try stream.close()
        #expect(try bed.javaShell("alice", "-cat", path) == data)
    }

    @Test("who may not, and what is there already, is told")
    func refusals() throws {
        let bed = try TestBed.shared(.insecure)
        let (alice, bob) = (try bed.client(), try bed.client("bob"))
        let path = bed.newPath()
        try alice.create(path).close()
        func code(_ body: () throws -> Void) -> String {
            (#expect(throws: WeftError.self, performing: body))?.code.rawValue ?? "none"
        }
        #expect(code { _ = try alice.create(path) } == "output-exists")
        #expect(code { _ = try bob.create(path, CreateOptions(overwrites: true)) } == "permission-denied")
        #expect(code { _ = try bob.append(path) } == "permission-denied")
        #expect(code { _ = try alice.append(path + "-missing") } == "input-not-found")
        // Hadoop 2.7 says that the permission is missing, since a file can't be gone through.
        #expect(["not-a-directory", "permission-denied"].contains(code { _ = try alice.create(path + "/below") }))
        #expect(
            code { _ = try alice.create(path + "-folder/x", CreateOptions(makesParents: false)) } == "input-not-found"
        )
        // Somebody else is writing.
        let stream = try alice.create(path, CreateOptions(overwrites: true))
        #expect(code { _ = try bed.client().create(path) } == "hdfs-file-in-use")
        #expect(code { _ = try bed.client().append(path) } == "hdfs-file-in-use")
        try stream.write([1, 2, 3])
        try stream.close()
    }

    @Test("a file that is deleted, or taken by somebody else, can't be written any longer")
    func lostLease() throws {
        let bed = try TestBed.shared(.insecure)
        let client = try bed.client("alice", Self.small)
        let deleted = bed.newPath()
        let first = try client.create(deleted)
        try first.write(pattern(1000))
        try first.hflush()
        try client.delete(deleted, recursive: false)
        let gone = #expect(throws: WeftError.self) {
            try first.write(pattern(3 << 20))
            try first.close()
        }
        #expect(gone?.code == "hdfs-file-deleted", "\(gone as Any)")

        let taken = bed.newPath()
        let second = try client.create(taken)
        try second.write(pattern(1000))
        try second.hflush()
        #expect(try bed.client().recoverLease(taken, deadline: .after(milliseconds: 120_000)))
        let lost = #expect(throws: WeftError.self) {
            try second.write(pattern(3 << 20))
            try second.close()
        }
        #expect(lost?.code == "hdfs-lease-lost", "\(lost as Any)")
        #expect(try bed.javaShell("alice", "-cat", taken) == pattern(1000))
    }

    @Test("the lease of a writer in Java that died is recovered, with what it flushed")
    func recoverLease() throws {
        let bed = try TestBed.shared(.insecure)
        let path = bed.newPath()
        #expect(try bed.java("alice", ["open", path, "flushed"]).status == 0)
        #expect(try bed.java("alice", ["forget", path]).status == 0)
        let client = try bed.client()
        #expect(try !client.isClosed(path))
        #expect(try client.recoverLease(path, deadline: .after(milliseconds: 120_000)))
        #expect(try client.isClosed(path))
        #expect(try bed.javaShell("alice", "-cat", path) == Array("flushed".utf8))
    }

    @Test("a file that was given up isn't complete, and can be deleted or recovered")
    func abort() throws {
        let bed = try TestBed.shared(.insecure)
        let client = try bed.client()
        let path = bed.newPath()
        let stream = try client.create(path)
        try stream.write(pattern(100_000))
        try stream.hflush()
        stream.abort()
        #expect(try !client.isClosed(path))
        #expect(throws: WeftError.self) { try stream.close() }
        #expect(try client.recoverLease(path, deadline: .after(milliseconds: 120_000)))
        #expect(try bed.javaShell("alice", "-cat", path) == pattern(100_000))
    }

    @Test("several files are written at once by one client")
    func parallel() async throws {
        let bed = try TestBed.shared(.insecure.with(datanodes: 3))
        let client = try bed.client("alice", Self.small)
        let base = bed.newPath()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask {
                    let stream = try client.create("\(base)/\(number)")
                    let data = pattern(1_500_000, seed: UInt64(number))
                    for start in stride(from: 0, to: data.count, by: 10_000) {
                        try stream.write(Array(data[start..<min(start + 10_000, data.count)]))
                    }
                    try stream.close()
                }
            }
            try await group.waitForAll()
        }
        for number in 0..<6 {
            #expect(try bed.javaShell("alice", "-cat", "\(base)/\(number)") == pattern(1_500_000, seed: UInt64(number)))
        }
    }
}
