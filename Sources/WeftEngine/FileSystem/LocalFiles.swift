import Glibc
import WeftDiagnostics

/// A local file open for reading.
final class LocalInputFile: RandomAccessFile {
    private var descriptor: Int32
    private let path: ResourcePath

    init(descriptor: Int32, path: ResourcePath) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close() }

    func size() throws -> Int {
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw WeftError(errno: errno, "can't look at", path) }
        return Int(info.st_size)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        while true {
            let got = pread(descriptor, buffer.baseAddress, buffer.count, offset)
            if got >= 0 { return got }
            if errno != EINTR { throw WeftError(errno: errno, "can't read", path) }
        }
    }

    func willRead(_ range: Range<Int>) {
        // Advice only: files that aren't on a disk refuse it, and that is fine.
        _ = posix_fadvise(descriptor, range.lowerBound, range.count, POSIX_FADV_SEQUENTIAL)
    }

    func close() {
        if descriptor >= 0 { _ = Glibc.close(descriptor) }
        descriptor = -1
    }
}

/// A local file open for writing.
final class LocalOutputFile: OutputFile {
    private var descriptor: Int32
    private let path: ResourcePath

    init(descriptor: Int32, path: ResourcePath) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written >= 0 {
                done += written
            } else if errno != EINTR {
                throw WeftError(errno: errno, "can't write", path)
            }
        }
    }

    func sync() throws {
        while fdatasync(descriptor) != 0 {
            // Pipes and devices have nothing to wait for.
            if errno == EINVAL || errno == EROFS { return }
            if errno != EINTR { throw WeftError(errno: errno, "can't write", path) }
        }
    }

    func close() throws {
        guard descriptor >= 0 else { return }
        let result = Glibc.close(descriptor)
        descriptor = -1
        // After EINTR the descriptor is closed on Linux all the same.
        if result != 0 && errno != EINTR { throw WeftError(errno: errno, "can't write", path) }
    }

    func abort() {
        guard descriptor >= 0 else { return }
        var info = stat()
        let isRegularFile = fstat(descriptor, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
        _ = Glibc.close(descriptor)
        descriptor = -1
        // A device or a pipe wasn't made by `create`.
        if isRegularFile { _ = unlink(path.path) }
    }
}
