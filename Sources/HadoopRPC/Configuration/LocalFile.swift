import Glibc
import WeftDiagnostics

/// Whole small files of this machine: configuration and credentials.
enum LocalFile {
    /// Whether there is a file; one that can't be looked at is there, so that reading it says why.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 || errno != ENOENT && errno != ENOTDIR }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - limit: how many bytes to read at most.
    /// - Returns: its bytes; nil when there is no such file.
    static func read(_ path: String, limit: Int) throws -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw failure("can't open", path)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let got = Glibc.read(descriptor, &block, min(block.count, limit - bytes.count))
            if got < 0 {
                if errno == EINTR { continue }
                throw failure("can't read", path)
            }
            if got == 0 { break }
            bytes += block[..<got]
        }
        return bytes
    }

    /// Writes a file that only its owner can read, so that nobody ever sees half of it: under another name in the same
    /// folder first, then renamed.
    static func writeAtomically(_ bytes: [UInt8], to path: String) throws {
        var template = Array("\(path).XXXXXX".utf8CString)
        // mkstemp makes it with mode 600.
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure("can't write", path) }
        var isDone = false
        defer { if !isDone { unlink(template) } }
        do {
            defer { close(descriptor) }
            var written = 0
            while written < bytes.count {
                let count = bytes.withUnsafeBytes {
                    write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
                }
                if count < 0 {
                    if errno == EINTR { continue }
                    throw failure("can't write", path)
                }
                written += count
            }
            guard fsync(descriptor) == 0 else { throw failure("can't write", path) }
        }
        guard rename(template, path) == 0 else { throw failure("can't write", path) }
        isDone = true
    }

    private static func failure(_ action: String, _ path: String) -> WeftError {
        let number = errno
        let (code, remedy): (WeftError.Code, String) =
            switch number {
            case EACCES, EPERM, EROFS: ("permission-denied", "give the user who runs this the right to it")
            case ENOSPC, EDQUOT, EFBIG: ("disk-full", "free some space on that disk, or choose a path on another one")
            case ENOENT, ENOTDIR: ("input-not-found", "check the path")
            default: ("io-error", "check the path and the disk")
            }
        let text = strerror(number).map { String(cString: $0) } ?? "error \(number)"
        return WeftError(code, "\(action) \(path): \(text)", remedy: remedy, details: [.init("path", path)])
    }
}
