import BinaryCoding
import Synchronization
import WeftDiagnostics

/// What a map task tells the driver of its output: the bytes it has for each partition of the shuffle.
struct ShuffleMapOutput: Sendable, Codable, Hashable {
    var partitionBytes: [Int]

    var byteCount: Int { partitionBytes.reduce(0, +) }
}

/// A map output that can't be read.
struct ShuffleFetchFailure: Error, Sendable, Hashable {
    var shuffleID: Int
    /// The map partition; nil when it isn't known which are missing.
    var mapIndex: Int?
    var executorID: String?
    var cause: WeftError
}

/// The shuffle files of one executor: a data file and an index for each map task.
///
/// The data file holds segments; a partition has one of them for each time that the task's buffers were written out. The
/// index says where they are. Both are written under another name and renamed, so that an attempt that dies leaves
/// nothing that could be read, and of two attempts either leaves a whole output.
final class ShuffleStore: Sendable {
    private let directories: LocalDirectories
    private let fileSystem = LocalFileSystem()
    /// How many coded bytes a map task gathers before it writes them out.
    private let flushLimit: Int
    private let mapIndexes = Mutex<[Int: Set<Int>]>([:])

    init(directories: LocalDirectories, flushLimit: Int) {
        self.directories = directories
        self.flushLimit = flushLimit
    }

    func output(shuffleID: Int, mapIndex: Int, attempt: Int, partitionCount: Int) throws -> ShuffleOutput {
        _ = mapIndexes.withLock { $0[shuffleID, default: []].insert(mapIndex) }
        let data = path(shuffleID, mapIndex, "data")
        let index = path(shuffleID, mapIndex, "index")
        return ShuffleOutput(
            files: .init(data: data, index: index, suffix: ".\(attempt)"),
            fileSystem: fileSystem,
            partitionCount: partitionCount,
            flushLimit: flushLimit
        )
    }

    private func path(_ shuffleID: Int, _ mapIndex: Int, _ kind: String) -> ResourcePath {
        directories.path(of: "shuffle_\(shuffleID)_\(mapIndex).\(kind)")
    }

    /// The bytes of one partition of one map output, segment by segment.
    ///
    /// - Throws: what reading the files throws; `input-not-found` when they are gone.
    func read(shuffleID: Int, mapIndex: Int, partition: Int) throws -> [[UInt8]] {
        let index = try readAll(path(shuffleID, mapIndex, "index"))
        let segments = try BinaryCoding.decode(ShuffleIndex.self, from: index).segments(of: partition)
        guard !segments.isEmpty else { return [] }
        let path = path(shuffleID, mapIndex, "data")
        let file = try fileSystem.open(path)
        defer { file.close() }
        return try segments.map { segment in
            var bytes = [UInt8](repeating: 0, count: 0)
            guard segment.offset >= 0, segment.length >= 0, segment.offset + segment.length <= (try file.size()) else {
                throw WeftError(
                    "corrupt-data",
                    "the index of a shuffle file points outside it",
                    details: [.init("path", path.description)]
                )
            }
            bytes = try [UInt8](unsafeUninitializedCapacity: segment.length) { buffer, count in
                count = try file.readFully(
                    into: UnsafeMutableRawBufferPointer(
                        rebasing: UnsafeMutableRawBufferPointer(buffer)[..<segment.length]
                    ),
                    at: segment.offset
                )
            }
            guard bytes.count == segment.length else {
                throw WeftError(
                    "corrupt-data",
                    "a shuffle file is cut short",
                    details: [.init("path", path.description)]
                )
            }
            return bytes
        }
    }

    private func readAll(_ path: ResourcePath) throws -> [UInt8] {
        let file = try fileSystem.open(path)
        defer { file.close() }
        let size = try file.size()
        return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = try file.readFully(into: UnsafeMutableRawBufferPointer(buffer), at: 0)
        }
    }

    /// Deletes all files of a shuffle.
    func remove(shuffleID: Int) {
        let maps = mapIndexes.withLock { $0.removeValue(forKey: shuffleID) } ?? []
        for map in maps {
            _ = try? fileSystem.delete(path(shuffleID, map, "data"), recursive: false)
            _ = try? fileSystem.delete(path(shuffleID, map, "index"), recursive: false)
        }
    }
}

/// Where the segments of each partition are in a map output's data file.
struct ShuffleIndex: Codable, Sendable {
    struct Segment: Codable, Sendable {
        var offset: Int
        var length: Int
    }

    /// For each partition, the numbers offset, length, offset, length …
    var places: [[Int]]

    func segments(of partition: Int) throws -> [Segment] {
        guard places.indices.contains(partition), places[partition].count.isMultiple(of: 2) else {
            throw WeftError("corrupt-data", "the index of a shuffle file has no partition \(partition)")
        }
        return stride(from: 0, to: places[partition].count, by: 2).map {
            Segment(offset: places[partition][$0], length: places[partition][$0 + 1])
        }
    }
}

/// The output of one map task while it is written.
final class ShuffleOutput {
    struct Files {
        var data: ResourcePath
        var index: ResourcePath
        /// What the files' names end with until they are whole.
        var suffix: String

        func unfinished(_ path: ResourcePath) -> ResourcePath { .local(path.path + suffix) }
    }

    private let files: Files
    private let fileSystem: LocalFileSystem
    private let flushLimit: Int
    private var writers: [ByteWriter?]
    private var places: [[Int]]
    private var buffered = 0
    private var written = 0
    private var file: (any OutputFile)?
    private(set) var recordCount = 0

    init(files: Files, fileSystem: LocalFileSystem, partitionCount: Int, flushLimit: Int) {
        self.files = files
        self.fileSystem = fileSystem
        self.flushLimit = flushLimit
        writers = Array(repeating: nil, count: partitionCount)
        places = Array(repeating: [], count: partitionCount)
    }

    /// Codes a batch of rows for a partition.
    func append(to partition: Int, rows: Int, _ encode: (ByteWriter) throws -> Void) throws {
        let writer = writers[partition] ?? ByteWriter(capacity: 1024)
        writers[partition] = writer
        let before = writer.count
        try encode(writer)
        recordCount += rows
        buffered += writer.count - before
        if buffered >= flushLimit { try flush() }
    }

    private func flush() throws {
        let file = try file ?? fileSystem.create(files.unfinished(files.data), overwrite: true)
        self.file = file
        for (partition, writer) in writers.enumerated() {
            guard let writer, writer.count > 0 else { continue }
            try writer.withUnsafeBytes { try file.write($0) }
            places[partition] += [written, writer.count]
            written += writer.count
            writer.removeAll(keepingCapacity: true)
        }
        buffered = 0
    }

    /// Writes what is left and puts the files in their place.
    func commit() throws -> ShuffleMapOutput {
        try flush()
        try file?.close()
        file = nil
        let index = try fileSystem.create(files.unfinished(files.index), overwrite: true)
        let bytes = try BinaryCoding.encode(ShuffleIndex(places: places))
        try bytes.withUnsafeBytes { try index.write($0) }
        try index.close()
        try fileSystem.rename(files.unfinished(files.data), to: files.data, overwrite: true)
        try fileSystem.rename(files.unfinished(files.index), to: files.index, overwrite: true)
        return ShuffleMapOutput(
            partitionBytes: places.map { place in
                stride(from: 1, to: place.count, by: 2).reduce(0) { $0 + place[$1] }
            }
        )
    }

    /// Removes what was written.
    func abort() {
        file?.abort()
        file = nil
        _ = try? fileSystem.delete(files.unfinished(files.data), recursive: false)
        _ = try? fileSystem.delete(files.unfinished(files.index), recursive: false)
    }
}
