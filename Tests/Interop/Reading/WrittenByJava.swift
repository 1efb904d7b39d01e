import Foundation
import HDFS

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
