import BinaryCoding
import Synchronization
import WeftDiagnostics

/// The shuffle files of one executor, one for each map task.
///
/// A file holds segments; a partition has one of them for each time that the task's buffers were written out. The index
/// at the file's end says where they are. The file is written under another name and renamed, so that an attempt that
/// dies leaves nothing that could be read, and of two attempts either leaves a whole output.
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
        let path = path(shuffleID, mapIndex)
        return ShuffleOutput(
            attempt: attempt,
            path: path,
            unfinished: .local("\(path.path).\(attempt)"),
            fileSystem: fileSystem,
            partitionCount: partitionCount,
            flushLimit: flushLimit
        )
    }

    private func path(_ shuffleID: Int, _ mapIndex: Int) -> ResourcePath {
        directories.path(of: "shuffle_\(shuffleID)_\(mapIndex)")
    }

    /// The bytes of one partition of one map output, segment by segment.
    ///
    /// - Throws: what reading the file throws; `input-not-found` when it is gone.
    func read(shuffleID: Int, mapIndex: Int, partition: Int) throws -> [[UInt8]] {
        let path = path(shuffleID, mapIndex)
        let file = try fileSystem.open(path)
        defer { file.close() }
        let reader = ShuffleFileReader(file: file, path: path)
        return try reader.segments(of: partition).map { try reader.bytes($0) }
    }

    /// Deletes all files of a shuffle.
    func remove(shuffleID: Int) {
        let maps = mapIndexes.withLock { $0.removeValue(forKey: shuffleID) } ?? []
        for map in maps { _ = try? fileSystem.delete(path(shuffleID, map), recursive: false) }
    }
}

/// The output of one map task while it is written.
final class ShuffleOutput {
    private let attempt: Int
    private let path: ResourcePath
    /// The file until it is whole.
    private let unfinished: ResourcePath
    private let fileSystem: LocalFileSystem
    private let flushLimit: Int
    private var writers: [ByteWriter?]
    private var places: [[ShuffleSegment]]
    private var buffered = 0
    private var written = 0
    private var file: (any OutputFile)?
    private(set) var recordCount = 0

    init(
        attempt: Int,
        path: ResourcePath,
        unfinished: ResourcePath,
        fileSystem: LocalFileSystem,
        partitionCount: Int,
        flushLimit: Int
    ) {
        self.attempt = attempt
        self.path = path
        self.unfinished = unfinished
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
        let file = try open()
        for (partition, writer) in writers.enumerated() {
            guard let writer, writer.count > 0 else { continue }
            try writer.withUnsafeBytes { try file.write($0) }
            places[partition].append(ShuffleSegment(offset: written, length: writer.count))
            written += writer.count
            writer.removeAll(keepingCapacity: true)
        }
        buffered = 0
    }

    private func open() throws -> any OutputFile {
        if let file { return file }
        let new = try fileSystem.create(unfinished, overwrite: true)
        file = new
        return new
    }

    /// Writes what is left and puts the file in its place.
    func commit() throws -> ShuffleMapOutput {
        try flush()
        let file = try open()
        try ShuffleFileIndex.encode(places).withUnsafeBytes { try file.write($0) }
        try file.close()
        self.file = nil
        try fileSystem.rename(unfinished, to: path, overwrite: true)
        return ShuffleMapOutput(
            attempt: attempt,
            byteCount: written,
            sizes: CompressedSizes(places.map { $0.reduce(0) { $0 + $1.length } })
        )
    }

    /// Removes what was written.
    func abort() {
        file?.abort()
        file = nil
        _ = try? fileSystem.delete(unfinished, recursive: false)
    }
}
