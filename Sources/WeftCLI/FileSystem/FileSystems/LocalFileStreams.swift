import Glibc
import WeftDiagnostics

/// A local file, or standard input, that is read.
final class LocalShellReader: ShellReader {
    private let descriptor: Int32
    private let path: String
    private var isOpen = true
    let length: UInt64

    init(_ path: String) throws {
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw WeftError(errno: errno, "can't open", path) }
        var entry = stat()
        length = fstat(descriptor, &entry) == 0 ? UInt64(clamping: entry.st_size) : 0
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    private init(standardInput: Int32) {
        descriptor = standardInput
        path = "standard input"
        length = 0
    }

    /// What this process is fed with.
    static func standardInput() -> LocalShellReader { LocalShellReader(standardInput: STDIN_FILENO) }

    deinit { close() }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw WeftError(errno: errno, "can't read", path) }
            try Interruption.check()
        }
    }

    func seek(to position: UInt64) throws {
        guard lseek(descriptor, off_t(clamping: position), SEEK_SET) >= 0 else {
            throw WeftError(errno: errno, "can't read", path)
        }
    }

    func close() {
        if isOpen, descriptor > STDERR_FILENO { Glibc.close(descriptor) }
        isOpen = false
    }
}

/// A local file, or standard output, that is written.
final class LocalShellWriter: ShellWriter {
    private let descriptor: Int32
    private let path: String
    private var isOpen = true

    init(_ path: String, flags: Int32, permission: UInt16) throws {
        descriptor = Glibc.open(path, flags | O_CLOEXEC, mode_t(permission))
        self.path = path
        guard descriptor >= 0 else { throw WeftError(errno: errno, "can't write", path) }
    }

    private init(standardOutput: Int32) {
        descriptor = standardOutput
        path = "standard output"
    }

    /// What this process writes its results to.
    static func standardOutput() -> LocalShellWriter { LocalShellWriter(standardOutput: STDOUT_FILENO) }

    deinit { abort() }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0 {
                guard errno == EINTR else { throw WeftError(errno: errno, "can't write", path) }
                continue
            }
            rest = rest.dropFirst(count)
        }
    }

    func close() throws {
        guard isOpen else { return }
        isOpen = false
        guard descriptor > STDERR_FILENO else { return }
        guard Glibc.close(descriptor) == 0 else { throw WeftError(errno: errno, "can't write", path) }
    }

    func abort() {
        if isOpen, descriptor > STDERR_FILENO { Glibc.close(descriptor) }
        isOpen = false
    }
}

/// Names of the system's users and groups.
enum LocalNames {
    static func user(_ id: uid_t) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
            return String(id)
        }
        return String(cString: name)
    }

    static func group(_ id: gid_t) -> String {
        var entry = Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        guard getgrgid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.gr_name else {
            return String(id)
        }
        return String(cString: name)
    }

    static func userID(_ name: String) throws -> uid_t {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            throw WeftError("invalid-argument", "this machine has no user \(name)")
        }
        return entry.pw_uid
    }

    static func groupID(_ name: String) throws -> gid_t {
        var entry = Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: 16 << 10)
        guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else {
            throw WeftError("invalid-argument", "this machine has no group \(name)")
        }
        return entry.gr_gid
    }
}
