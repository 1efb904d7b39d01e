import Synchronization
import WeftDiagnostics

/// The shuffle files of one executor, one for each attempt at a map task.
///
/// A file holds segments of compressed blocks; a partition has one of them for each time that the task's buffers were
/// written out. The index at the file's end says where they are. The file is written under another name and renamed, so
/// that an attempt that dies leaves nothing that could be read; and its name says which attempt wrote it, because what two
/// attempts wrote may be in another order.
final class ShuffleStore: Sendable {
    let directories: LocalDirectories
    /// How blocks are compressed.
    let codec: ShuffleCodec
    /// How many bytes a map task gathers before it writes them out.
    let flushLimit: Int
    private let fileSystem: any FileSystem
    private let state: Mutex<State>

    private struct State {
        /// What there is, by shuffle.
        var outputs: [Int: Set<ShuffleOutputID>] = [:]
        var open = OpenShuffleFiles(limit: 64)
    }

    /// Makes a store.
    ///
    /// - Parameters:
    ///   - directories: where files go.
    ///   - flushLimit: how many bytes a map task gathers before it writes them out.
    ///   - codec: how blocks are compressed.
    ///   - fileSystem: what writes files.
    init(
        directories: LocalDirectories,
        flushLimit: Int,
        codec: ShuffleCodec = .lz4,
        fileSystem: any FileSystem = LocalFileSystem()
    ) {
        self.directories = directories
        self.flushLimit = flushLimit
        self.codec = codec
        self.fileSystem = fileSystem
        state = Mutex(State())
    }

    /// Makes the output of a map task.
    func output(shuffleID: Int, mapIndex: Int, attempt: Int, partitionCount: Int) -> ShuffleOutput {
        let id = ShuffleOutputID(shuffleID: shuffleID, mapIndex: mapIndex, attempt: attempt)
        return ShuffleOutput(
            id,
            partitionCount: partitionCount,
            codec: codec,
            flushLimit: flushLimit,
            file: writer(of: id),
            committed: { [self] _ in noteWritten(id) }
        )
    }

    private func writer(of id: ShuffleOutputID) -> LocalFileWriter {
        LocalFileWriter(name: id.fileName, writer: "unfinished", directories: directories, fileSystem: fileSystem)
    }

    private func noteWritten(_ id: ShuffleOutputID) {
        state.withLock { state in
            state.outputs[id.shuffleID, default: []].insert(id)
            // A file of this name that was there before isn't this one.
            state.open.remove(id)
        }
    }

    /// A file, open for reading.
    ///
    /// - Throws: `input-not-found` when it is gone, `corrupt-data` when it isn't a shuffle file.
    func file(_ id: ShuffleOutputID) throws -> ShuffleFile {
        // Somebody may have cleaned up the folder: an open file hides that until it is closed, at the worst time.
        if let open = state.withLock({ $0.open.use(id) }), open.isCurrent { return open }
        state.withLock { $0.open.remove(id) }
        let path = directories.existingPath(of: id.fileName) ?? directories.path(of: id.fileName)
        let file = try ShuffleFile(id, path: path)
        state.withLock { $0.open.keep(file) }
        return file
    }

    /// All outputs that are there.
    func allOutputs() -> [ShuffleOutputID] { state.withLock { $0.outputs.values.flatMap { $0 } } }

    /// Deletes all files of a shuffle, those of all attempts.
    func remove(shuffleID: Int) {
        let outputs = state.withLock { state in
            let outputs = state.outputs.removeValue(forKey: shuffleID) ?? []
            for output in outputs { state.open.remove(output) }
            return outputs
        }
        for output in outputs { directories.delete(output.fileName) }
    }

    /// Deletes one file: an output that was moved elsewhere.
    func remove(_ id: ShuffleOutputID) {
        state.withLock { state in
            state.outputs[id.shuffleID]?.remove(id)
            if state.outputs[id.shuffleID]?.isEmpty == true { state.outputs[id.shuffleID] = nil }
            state.open.remove(id)
        }
        directories.delete(id.fileName)
    }
}

// MARK: - Moving whole files

extension ShuffleStore {
    /// The length of an output's whole file in bytes.
    func fileSize(of id: ShuffleOutputID) throws -> Int { try file(id).size }

    /// Reads a part of an output's whole file, to send it to another executor.
    ///
    /// - Throws: `corrupt-data` when the buffer reaches beyond the file's end.
    func readFile(_ id: ShuffleOutputID, at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
        let file = try file(id)
        guard offset >= 0, offset <= file.size, buffer.count <= file.size - offset else {
            throw ShuffleFileIndex.corrupt("ends before offset \(offset) and \(buffer.count) bytes")
        }
        try file.read(into: buffer, at: offset)
    }

    /// Begins to take over the file of an output that another executor wrote.
    func adopt(_ id: ShuffleOutputID) -> ShuffleAdoption {
        let file = LocalFileWriter(
            name: id.fileName,
            writer: "adopted",
            directories: directories,
            fileSystem: fileSystem
        )
        return ShuffleAdoption(id, file: file) { [self] in noteWritten(id) }
    }
}

/// The file of an output that another executor wrote, while its bytes come.
final class ShuffleAdoption {
    private let id: ShuffleOutputID
    private let file: LocalFileWriter
    private let adopted: () -> Void

    fileprivate init(_ id: ShuffleOutputID, file: LocalFileWriter, adopted: @escaping () -> Void) {
        self.id = id
        self.file = file
        self.adopted = adopted
    }

    /// How many bytes have come.
    var byteCount: Int { file.written }

    /// Takes the next bytes of the file.
    ///
    /// - Throws: what writing throws.
    func append(_ bytes: UnsafeRawBufferPointer) throws { try file.write(bytes) }

    /// Checks that the file is whole and undamaged, and puts it in its place.
    ///
    /// - Returns: what the map task said of the output.
    /// - Throws: `corrupt-data` when the bytes aren't those of this output; they are removed then.
    func commit() throws -> ShuffleMapOutput {
        let path = try file.finish()
        do {
            let sizes = try ShuffleFile(id, path: path).verify()
            _ = try file.commit()
            adopted()
            return ShuffleMapOutput(
                attempt: id.attempt,
                byteCount: sizes.reduce(0, +),
                sizes: CompressedSizes(sizes)
            )
        } catch {
            file.abort()
            throw error
        }
    }

    /// Removes what has come.
    func abort() { file.abort() }
}

/// The files that were used last, open.
struct OpenShuffleFiles {
    private let limit: Int
    private var files: [ShuffleOutputID: (file: ShuffleFile, lastUse: Int)] = [:]
    private var clock = 0

    init(limit: Int) { self.limit = limit }

    var count: Int { files.count }

    mutating func use(_ id: ShuffleOutputID) -> ShuffleFile? {
        guard let index = files.index(forKey: id) else { return nil }
        clock += 1
        files.values[index].lastUse = clock
        return files.values[index].file
    }

    mutating func keep(_ file: ShuffleFile) {
        if files.count >= limit, let oldest = files.min(by: { $0.value.lastUse < $1.value.lastUse })?.key {
            files[oldest] = nil
        }
        clock += 1
        files[file.output] = (file, clock)
    }

    mutating func remove(_ id: ShuffleOutputID) { files[id] = nil }
}
