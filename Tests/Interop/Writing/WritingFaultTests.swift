import Foundation
import HDFS
import HadoopProtos
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

/// Servers that die, hang and restart while files are written. Each test has a test bed of its own.
@Suite("Writing while servers fail", .serialized)
struct WritingFaultTests {
    /// Time-outs short enough for a test: 20 s for an acknowledgement of three DataNodes.
    private static let impatient = ["dfs.client.socket-timeout": "5000", "dfs.replication": "3"]
    private static let impatientServers = ["--set", "dfs.client.socket-timeout=5000"]

    /// A file of which half is on the DataNodes.
    private struct Half {
        let bed: TestBed
        let client: HDFSClient
        let path: String
        let data: [UInt8]
        let stream: HDFSOutputStream

        init(_ bed: TestBed, _ length: Int = 20 << 20, _ settings: [String: String] = impatient) throws {
            self.bed = bed
            client = try bed.client("alice", settings)
            path = bed.newPath()
            data = pattern(length, seed: UInt64.random(in: 1...1000))
            stream = try client.create(path)
            try stream.write(Array(data[..<(length / 2)]))
            try stream.hflush()
        }

        /// The DataNodes that have the block that is being written, in any order: the NameNode shuffles them.
        func pipeline() throws -> [String] {
            let block = try client.locatedBlocks(path).blocks.last
            return try #require(block).locs.map { node in
                bed.datanodes.first { bed.port(of: $0) == Int(node.id.xferPort) } ?? ""
            }
        }

        /// Writes the other half, and lets Java read all.
        func finish() throws {
            for start in stride(from: data.count / 2, to: data.count, by: 100_000) {
                try stream.write(Array(data[start..<min(start + 100_000, data.count)]))
            }
            try stream.close()
            #expect(try bed.javaShell("alice", "-cat", path) == data)
        }
    }

    @Test("a DataNode of the pipeline that is killed or hangs is left out and replaced; idle streams stay connected")
    func datanodes() throws {
        try TestBed.withOwn(.insecure.with(Self.impatientServers[0], Self.impatientServers[1], datanodes: 4)) { bed in
            for position in 0..<3 {
                let file = try Half(bed)
                let before = try file.pipeline()
                try bed.kill(before[position])
                try file.stream.write([file.data[file.data.count / 2]])
                try file.stream.hflush()
                let after = try file.pipeline()
                #expect(after.count == 3 && !after.contains(before[position]), "\(before), then \(after)")
                #expect(Set(after).isSuperset(of: before.filter { $0 != before[position] }))
                // One byte of the second half is there already.
                try file.stream.write(Array(file.data[(file.data.count / 2 + 1)...]))
                try file.stream.close()
                #expect(try bed.javaShell("alice", "-cat", file.path) == file.data, "killed \(position)")
                try bed.restart(before[position])
            }
            for position in 0..<3 {
                let file = try Half(bed)
                let victim = try file.pipeline()[position]
                try bed.pause(victim)
                defer { _ = try? bed.resume(victim) }
                try file.finish()
            }
            // Longer than DataNodes wait for a packet.
            let file = try Half(bed)
            let before = try file.pipeline()
            Thread.sleep(forTimeInterval: 25)
            #expect(try Set(file.pipeline()) == Set(before))
            try file.finish()
        }
    }

    @Test("a DataNode is replaced under encryption, too")
    func encrypted() throws {
        try TestBed.withOwn(.privacyAES.with(datanodes: 4)) { bed in
            let file = try Half(bed)
            try bed.kill(try file.pipeline()[1])
            try file.finish()
        }
    }

    @Test("without a DataNode to replace one that died, the policy says whether the write goes on")
    func noReplacement() throws {
        try TestBed.withOwn(.insecure.with(datanodes: 3)) { bed in
            let key = "dfs.client.block.write.replace-datanode-on-failure"
            let strict = try Half(bed)
            let generous = try Half(bed, 20 << 20, Self.impatient.merging(["\(key).best-effort": "true"]) { $1 })
            try bed.kill("datanode-2")
            try generous.finish()
            let error = #expect(throws: WeftError.self) { try strict.finish() }
            #expect(error?.code == "hdfs-write-failed", "\(error as Any)")
            #expect(try !strict.client.isClosed(strict.path))
            let last = try Half(bed, 20 << 20, Self.impatient.merging(["\(key).policy": "NEVER"]) { $1 })
            for datanode in bed.datanodes where datanode != "datanode-2" { try bed.kill(datanode) }
            let dead = #expect(throws: WeftError.self) { try last.finish() }
            #expect(dead?.code == "hdfs-write-failed", "\(dead as Any)")
            #expect(try !last.client.isClosed(last.path))
        }
    }

    @Test("a NameNode that restarts in the middle is waited for")
    func namenodeRestarts() throws {
        try TestBed.withOwn(.insecure.with(datanodes: 2)) { bed in
            let file = try Half(bed, 20 << 20, Self.impatient.merging(["dfs.blocksize": "4m"]) { $1 })
            try bed.kill("namenode")
            try bed.restart("namenode")
            try file.finish()
        }
    }

    @Test("a NameNode that restarts while blocks are asked for and files are closed loses none of them")
    func namenodeRestartsMeanwhile() throws {
        try TestBed.withOwn(.insecure.with(datanodes: 2)) { bed in
            let settings = Self.impatient.merging(["dfs.blocksize": "1m", "dfs.replication": "2"]) { $1 }
            let client = try bed.client("alice", settings)
            let isBack = Mutex(false)
            let failure = Mutex<(any Error)?>(nil)
            let restarting = Thread {
                do {
                    try bed.kill("namenode")
                    try bed.restart("namenode")
                } catch { failure.withLock { $0 = error } }
                isBack.withLock { $0 = true }
            }
            var written: [(path: String, data: [UInt8])] = []
            restarting.start()
            // Files of three blocks one after the other, until the NameNode is back, and one more.
            var isLast = false
            while !isLast {
                isLast = isBack.withLock { $0 }
                let path = bed.newPath()
                let data = pattern(2_500_001, seed: UInt64(written.count + 1))
                let stream = try client.create(path)
                for start in stride(from: 0, to: data.count, by: 100_000) {
                    try stream.write(Array(data[start..<min(start + 100_000, data.count)]))
                }
                try stream.close()
                written.append((path, data))
            }
            #expect(failure.withLock { $0 } == nil)
            #expect(written.count >= 2)
            for (path, data) in written { #expect(try bed.javaShell("alice", "-cat", path) == data) }
        }
    }

    @Test("a file goes on when the active NameNode changes")
    func failover() throws {
        try TestBed.withOwn(.insecure.with("--ha", datanodes: 2)) { bed in
            let file = try Half(bed, 20 << 20, Self.impatient.merging(["dfs.blocksize": "4m"]) { $1 })
            try bed.testbed("failover", "namenode-2")
            try file.finish()
        }
    }
}
