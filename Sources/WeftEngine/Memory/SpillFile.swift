import Glibc
import Synchronization
import WeftDiagnostics

/// A run of bytes in a spill file.
@usableFromInline
struct SpillSegment: Hashable, Sendable {
    var offset: Int
    var length: Int
}

/// A file for what doesn't fit in memory. It has no name: it is unlinked as soon as it is open, so that nothing stays behind
/// however the process ends, and its room is free when the last reference goes. Not for several threads at once.
@usableFromInline
final class SpillFile {
    private let descriptor: Int32
    private let path: ResourcePath
    /// How many bytes were written.
    private(set) var count = 0

    private static let names = Atomic<Int>(0)

    /// Makes a file in one of the application's folders.
    ///
    /// - Throws: `disk-full`, `permission-denied` and what else opening a file throws.
    init(in directories: LocalDirectories) throws {
        let number = Self.names.wrappingAdd(1, ordering: .relaxed).oldValue
        path = directories.path(of: "spill_\(getpid())_\(number)")
        while true {
            let opened = open(path.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if opened >= 0 {
                descriptor = opened
                break
            }
            if errno != EINTR { throw WeftError(errno: errno, "can't create", path) }
        }
        _ = unlink(path.path)
    }

    deinit { _ = close(descriptor) }

    /// Writes coded rows; the one place where they become bytes of the file.
    ///
    /// - Throws: `disk-full` and what else writing throws.
    func append(_ bytes: UnsafeRawBufferPointer) throws -> SpillSegment {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let written = pwrite(descriptor, rest.baseAddress, rest.count, count + done)
            if written >= 0 {
                done += written
            } else if errno != EINTR {
                throw WeftError(errno: errno, "can't write", path)
            }
        }
        defer { count += bytes.count }
        return SpillSegment(offset: count, length: bytes.count)
    }

    /// Reads some bytes; fewer than fit when that is what came in one go, 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        while true {
            let got = pread(descriptor, buffer.baseAddress, buffer.count, offset)
            if got >= 0 { return got }
            if errno != EINTR { throw WeftError(errno: errno, "can't read", path) }
        }
    }

    /// Reads what `append` wrote, into an array that is used again.
    ///
    /// - Throws: `corrupt-data` when the file is shorter than it was, and what reading throws.
    func read(_ segment: SpillSegment, into bytes: inout [UInt8]) throws {
        if bytes.count < segment.length { bytes = [UInt8](repeating: 0, count: segment.length) }
        var done = 0
        while done < segment.length {
            let got = try bytes.withUnsafeMutableBytes { buffer in
                try read(
                    into: UnsafeMutableRawBufferPointer(rebasing: buffer[done..<segment.length]),
                    at: segment.offset + done
                )
            }
            guard got > 0 else {
                throw WeftError("corrupt-data", "a spill file is cut short", details: [.init("path", path.description)])
            }
            done += got
        }
    }
}

/// Writes a spill file from front to back.
final class SpillFileOutput: OutputFile {
    private let file: SpillFile

    init(_ file: SpillFile) { self.file = file }

    func write(_ bytes: UnsafeRawBufferPointer) throws { _ = try file.append(bytes) }
    /// Does nothing: nobody could find the file after a crash.
    func sync() throws {}
    /// Does nothing: the file goes with its last reference.
    func close() throws {}
    /// Does nothing, like `close`.
    func abort() {}
}

/// Reads a spill file at any place.
final class SpillFileInput: RandomAccessFile {
    private let file: SpillFile

    init(_ file: SpillFile) { self.file = file }

    func size() throws -> Int { file.count }
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        try file.read(into: buffer, at: offset)
    }
    /// Does nothing: the file goes with its last reference.
    func close() {}
}
