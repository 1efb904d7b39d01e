import Foundation
import HDFS
import HadoopProtos

/// A file that Java's client has written, and what is in it.
struct WrittenByJava {
    let path: String
    let bytes: [UInt8]

    /// Lets Java write a file.
    ///
    /// - Parameters:
    ///   - bed: where.
    ///   - count: how many bytes.
    ///   - properties: of Java's client, `dfs.blocksize` for instance.
    init(on bed: TestBed, count: Int, _ properties: [String: String] = [:]) throws {
        path = bed.newPath()
        bytes = Self.bytes(count)
        let local = FileManager.default.temporaryDirectory.appendingPathComponent("weft-\(UUID().uuidString)")
        try Data(bytes).write(to: local)
        defer { try? FileManager.default.removeItem(at: local) }
        let settings = properties.flatMap { ["-D", "\($0.key)=\($0.value)"] }
        let answer = try bed.java("alice", ["fs"] + settings + ["-put", local.path, path])
        guard answer.status == 0 else { throw ChildProgram.Failure(description: answer.errors) }
        if let count = properties["dfs.replication"].flatMap({ Int($0) }) {
            try bed.client().waitForReplicas(path, count: count)
        }
    }

    /// Bytes that repeat only after megabytes, so that a piece in a wrong place shows.
    static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            var state: UInt64 = 88_172_645_463_325_252
            for index in 0..<count {
                state ^= state << 13
                state ^= state >> 7
                state ^= state << 17
                buffer[index] = UInt8(truncatingIfNeeded: state)
            }
            initialized = count
        }
    }
}

extension HDFSClient {
    /// Waits until the NameNode knows all replicas of a file. It is closed when it knows one, and on a busy machine it then
    /// has the block copied to a DataNode that has it already, which disturbs whoever appends meanwhile.
    func waitForReplicas(_ path: String, count: Int) throws {
        let deadline = ContinuousClock.now + .seconds(120)
        while let block = try locatedBlocks(path).blocks.first(where: { $0.locs.count < count }) {
            guard ContinuousClock.now < deadline else {
                throw ChildProgram.Failure(description: "a block of \(path) has \(block.locs.count) replicas")
            }
            usleep(20_000)
        }
    }
}

extension HDFSInputStream {
    /// What comes next, to the end of the file or to a number of bytes.
    func next(_ limit: Int = .max, bufferSize: Int = 1 << 18) throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: bufferSize)
        while all.count < limit {
            let wanted = min(bufferSize, limit - all.count)
            let count = try buffer.withUnsafeMutableBytes {
                try read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<wanted]))
            }
            if count == 0 { break }
            all += buffer[..<count]
        }
        return all
    }

    /// What is at a place.
    func bytes(at position: UInt64, count: Int) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = try buffer.withUnsafeMutableBytes { try pread(into: $0, at: position) }
        return Array(buffer[..<got])
    }
}
