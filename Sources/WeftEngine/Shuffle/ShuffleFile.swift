import CWeftEngine
import Glibc
import WeftDiagnostics

/// A whole shuffle file, open for reading by several threads at once. Nothing that it says is believed unchecked.
final class ShuffleFile: Sendable {
    let output: ShuffleOutputID
    let path: ResourcePath
    /// Its length in bytes; whole files don't change.
    let size: Int
    private let descriptor: Int32
    private let version: Version
    private let trailer: ShuffleFileIndex.Trailer
    /// The last bytes, which hold the whole index of a usual file.
    private let tail: [UInt8]

    /// How many bytes at the end are read at once and kept.
    private static let tailSize = 16 << 10

    /// Opens a file.
    ///
    /// - Throws: `input-not-found` when there is none, `corrupt-data` when it has no index, and what reading throws.
    init(_ output: ShuffleOutputID, path: ResourcePath) throws {
        self.output = output
        self.path = path
        let opened = try Self.open(path)
        descriptor = opened.descriptor
        version = opened.version
        size = opened.version.size
        do {
            tail = try Self.read(descriptor, path, min(Self.tailSize, size), at: size - min(Self.tailSize, size))
            trailer = try tail.withUnsafeBytes { [size] bytes in
                let end = bytes.suffix(ShuffleFileIndex.trailerSize)
                return try ShuffleFileIndex.Trailer(.init(rebasing: end), fileSize: size, of: output)
            }
        } catch {
            // Not left to `deinit`, which doesn't run for what isn't initialised.
            _ = close(descriptor)
            throw Self.naming(path, error)
        }
    }

    deinit { _ = close(descriptor) }

    /// What tells a file from another one of its name.
    private struct Version: Equatable {
        var device: UInt
        var inode: UInt
        var size: Int
        var seconds: Int
        var nanoseconds: Int

        init(_ info: stat) {
            device = info.st_dev
            inode = info.st_ino
            size = Int(info.st_size)
            seconds = info.st_mtim.tv_sec
            nanoseconds = info.st_mtim.tv_nsec
        }
    }

    /// Whether the path still leads to the file that is open, as it was.
    var isCurrent: Bool {
        var info = stat()
        return stat(path.path, &info) == 0 && Version(info) == version
    }

    private static func open(_ path: ResourcePath) throws -> (descriptor: Int32, version: Version) {
        while true {
            let descriptor = Glibc.open(path.path, O_RDONLY | O_CLOEXEC)
            if descriptor < 0 {
                if errno == EINTR { continue }
                throw WeftError(errno: errno, "can't open", path)
            }
            var info = stat()
            guard fstat(descriptor, &info) == 0 else {
                let error = WeftError(errno: errno, "can't look at", path)
                _ = close(descriptor)
                throw error
            }
            return (descriptor, Version(info))
        }
    }

    var partitionCount: Int { trailer.partitionCount }

    /// A partition's segments, in the order of their bytes.
    func segments(of partition: Int) throws -> [ShuffleSegment] {
        do {
            return try trailer.segments(of: partition, of: output) { offset, length in
                let tailOffset = size - tail.count
                if offset >= tailOffset { return Array(tail[(offset - tailOffset)..<(offset - tailOffset + length)]) }
                return try Self.read(descriptor, path, length, at: offset)
            }
        } catch {
            throw Self.naming(path, error)
        }
    }

    /// Reads bytes of the file until the buffer is full.
    ///
    /// - Throws: `corrupt-data` when the file ends before that.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws {
        try Self.read(descriptor, path, into: buffer, at: offset)
    }

    /// Asks the system to read a part of the file before it is asked for.
    func prefetch(_ segment: ShuffleSegment) {
        _ = posix_fadvise(descriptor, segment.offset, segment.length, POSIX_FADV_WILLNEED)
    }

    private static func read(
        _ descriptor: Int32,
        _ path: ResourcePath,
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int
    ) throws {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let got = pread(descriptor, rest.baseAddress, rest.count, offset + done)
            if got > 0 {
                done += got
            } else if got == 0 {
                throw naming(path, ShuffleFileIndex.corrupt("is cut short"))
            } else if errno != EINTR {
                throw WeftError(errno: errno, "can't read", path)
            }
        }
    }

    private static func read(_ descriptor: Int32, _ path: ResourcePath, _ count: Int, at offset: Int) throws -> [UInt8]
    {
        guard count > 0 else { return [] }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            let target = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count])
            try read(descriptor, path, into: target, at: offset)
            filled = count
        }
    }

    private static func naming(_ path: ResourcePath, _ error: any Error) -> any Error {
        guard var error = error as? WeftError, error.code == "corrupt-data", error.details.isEmpty else { return error }
        error.details = [.init("path", path.description)]
        return error
    }
}

extension ShuffleFile {
    /// Reads all of the file and checks that each byte is what was written.
    ///
    /// - Returns: how many stored bytes each partition has.
    /// - Throws: `corrupt-data`.
    func verify() throws -> [Int] {
        try verifyTables()
        let buffer = ScratchBuffer()
        var sizes: [Int] = []
        var places: [ShuffleSegment] = []
        for partition in 0..<partitionCount {
            let seed = output.checksumSeed(partition: partition)
            let segments = try segments(of: partition)
            for segment in segments { try verify(segment, seed: seed, buffer) }
            sizes.append(segments.reduce(0) { $0 + $1.length })
            places += segments
        }
        // The segments fill the file up to the tables, each byte once.
        var end = 0
        for segment in places.sorted(by: { ($0.offset, $0.length) < ($1.offset, $1.length) }) {
            guard segment.offset == end else { throw Self.naming(path, ShuffleFileIndex.corrupt("has a gap")) }
            end += segment.length
        }
        guard end == trailer.tablesOffset else { throw Self.naming(path, ShuffleFileIndex.corrupt("has a gap")) }
        return sizes
    }

    private func verifyTables() throws {
        var checksum: UInt32 = 0
        var offset = trailer.tablesOffset
        let end = offset + trailer.tablesLength
        while offset < end {
            let bytes = try Self.read(descriptor, path, min(1 << 20, end - offset), at: offset)
            checksum = bytes.withUnsafeBytes { weft_crc32c(checksum, $0.baseAddress, $0.count) }
            offset += bytes.count
        }
        guard checksum == trailer.tablesChecksum else {
            throw Self.naming(path, ShuffleFileIndex.corrupt("has a damaged index"))
        }
    }

    private func verify(_ segment: ShuffleSegment, seed: UInt32, _ buffer: ScratchBuffer) throws {
        var offset = segment.offset
        let end = segment.offset + segment.length
        do {
            while offset < end {
                let header = try block(ShuffleBlock.headerSize, at: offset, end, buffer) {
                    try ShuffleBlock.header($0, limit: end - offset)
                }
                try block(header.blockCount, at: offset, end, buffer) { try ShuffleBlock.check($0, header, seed: seed) }
                offset += header.blockCount
            }
        } catch {
            throw Self.naming(path, error)
        }
    }

    private func block<Result>(
        _ count: Int,
        at offset: Int,
        _ end: Int,
        _ buffer: ScratchBuffer,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        guard count <= end - offset else { throw ShuffleBlock.damaged("is cut short") }
        buffer.count = 0
        buffer.reserve(count)
        try read(into: UnsafeMutableRawBufferPointer(start: buffer.base, count: count), at: offset)
        buffer.count = count
        return try body(buffer.bytes)
    }
}
