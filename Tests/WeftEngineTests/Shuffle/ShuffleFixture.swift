import BinaryCoding
import Glibc
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Shuffle files in a folder of their own.
struct ShuffleFixture {
    let folder: ScratchFolder
    let directories: LocalDirectories

    /// Runs `body` with a fixture that has `folders` local folders, named `0`, `1` and so on.
    static func with<Result>(folders: Int = 1, _ body: (ShuffleFixture) throws -> Result) throws -> Result {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        for index in 0..<folders { try folder.makeFolder("\(index)") }
        let bases = (0..<folders).map { folder.path("\($0)") }
        return try body(.init(folder: folder, directories: try LocalDirectories(bases: bases, name: "app")))
    }

    func store(
        _ codec: ShuffleCodec = .lz4,
        flushLimit: Int = 1 << 20,
        fileSystem: any FileSystem = LocalFileSystem()
    ) -> ShuffleStore {
        ShuffleStore(directories: directories, flushLimit: flushLimit, codec: codec, fileSystem: fileSystem)
    }

    /// The names of all files in the local folders.
    func names() throws -> [String] {
        try directories.roots.flatMap { try ScratchFolder(root: $0).names(in: ".") }.sorted()
    }
}

extension ShuffleStore {
    /// Writes a map output of raw bytes, in batches.
    @discardableResult
    func write(
        map: Int = 0,
        attempt: Int = 0,
        _ parts: [[UInt8]],
        batch: Int = 4096
    ) throws -> ShuffleMapOutput {
        let output = output(shuffleID: 3, mapIndex: map, attempt: attempt, partitionCount: parts.count)
        var offset = 0
        while parts.contains(where: { $0.count > offset }) {
            for (partition, bytes) in parts.enumerated() where bytes.count > offset {
                try output.append(to: partition, rows: 1) { writer in
                    bytes[offset..<min(bytes.count, offset + batch)].withUnsafeBytes { writer.write(bytes: $0) }
                }
            }
            offset += batch
        }
        return try output.commit()
    }

    /// The raw bytes of a partition, through a request and the block parser.
    func raw(map: Int = 0, attempt: Int = 0, partition: Int, chunk: Int = 1 << 20) throws -> [UInt8] {
        let id = ShuffleOutputID(shuffleID: 3, mapIndex: map, attempt: attempt)
        var stored: [UInt8] = []
        var total = 1
        while stored.count < total {
            let part = ShuffleBlockRequest.Part(mapIndex: map, attempt: attempt, offset: stored.count, limit: chunk)
            let response = try response(to: .init(shuffleID: 3, partition: partition, parts: [part]))
            if let failure = response.parts[0].failure { throw failure }
            total = response.parts[0].totalBytes
            stored += response.bytes.withUnsafeBytes { Array($0) }
        }
        return try rawBytes(ofStored: stored, id, partition: partition)
    }
}

/// The coded bytes that stored ones hold.
func rawBytes(ofStored stored: [UInt8], _ id: ShuffleOutputID, partition: Int, piece: Int = .max) throws -> [UInt8] {
    let cutter = ShuffleBlockCutter(id, partition: partition, totalBytes: stored.count)
    let block = ScratchBuffer()
    var raw: [UInt8] = []
    var offset = 0
    while offset < stored.count {
        let end = piece < stored.count - offset ? offset + piece : stored.count
        try Array(stored[offset..<end]).withUnsafeBytes { bytes in
            var used = 0
            while try cutter.next(bytes, used: &used, into: block) { raw += block.bytes }
        }
        offset = end
    }
    guard cutter.isFinished else { throw WeftError("corrupt-data", "cut short") }
    return raw
}

/// Bytes that compress about as well as rows do.
func rowLikeBytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SampleGenerator(seed: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count {
        let word = generator.next()
        bytes += [UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8) & 15, 0, 0, 0, 0, 7, 7]
    }
    return Array(bytes.prefix(count))
}

func randomBytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var generator = SampleGenerator(seed: seed)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
}
