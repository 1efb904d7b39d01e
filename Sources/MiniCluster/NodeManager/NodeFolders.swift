import Glibc
import WeftDiagnostics
import YARN

/// Where a NodeManager keeps its files (ContainerLocalizer.java, ContainerLaunch.java).
struct NodeFolders: Sendable {
    /// `yarn.nodemanager.local-dirs`, one of them.
    let local: String
    /// `yarn.nodemanager.log-dirs`, one of them.
    let logs: String

    /// What all users' containers share.
    var publicCache: String { "\(local)/filecache" }
    func user(_ user: String) -> String { "\(local)/usercache/\(user)" }
    func privateCache(_ user: String) -> String { "\(self.user(user))/filecache" }
    func application(_ id: ApplicationID, _ user: String) -> String { "\(self.user(user))/appcache/\(id)" }
    func applicationCache(_ id: ApplicationID, _ user: String) -> String { "\(application(id, user))/filecache" }
    func work(_ container: ContainerID, _ user: String) -> String {
        "\(application(container.attempt.application, user))/\(container)"
    }
    func logs(_ container: ContainerID) -> String { "\(logs)/\(container.attempt.application)/\(container)" }
}

/// Files and folders on the local disk.
enum LocalDisk {
    /// Makes a folder and those above it.
    static func makeFolder(_ path: String, mode: mode_t = 0o755) throws {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            if mkdir(made, mode) != 0, errno != EEXIST { throw failed("can't make the folder", made) }
        }
        _ = chmod(path, mode)
    }

    /// Writes a file with exactly these permissions, whatever the umask.
    static func write(_ bytes: some Sequence<UInt8>, to path: String, mode: mode_t) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failed("can't write", path) }
        defer { close(descriptor) }
        fchmod(descriptor, mode)
        try write(Array(bytes), to: descriptor, path)
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        try bytes.withUnsafeBytes { try write($0, to: descriptor, path) }
    }

    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if count >= 0 { done += count } else if errno != EINTR { throw failed("can't write", path) }
        }
    }

    /// The last bytes of a file; none when it isn't there.
    static func tail(_ path: String, _ count: Int) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        let size = lseek(descriptor, 0, SEEK_END)
        lseek(descriptor, max(0, size - count), SEEK_SET)
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return Array(bytes.prefix(max(0, got)))
    }

    /// Reads a file that isn't large.
    static func read(_ path: String, limit: Int = 16 << 20) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failed("can't read", path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < limit {
            let got = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if got > 0 { bytes += buffer[..<got] } else if got == 0 || errno != EINTR { break }
        }
        return bytes
    }

    /// The names in a folder.
    static func list(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Removes a file, or a folder with all in it; links are removed and not followed.
    static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & S_IFMT == S_IFDIR {
            _ = chmod(path, 0o700)
            for name in list(path) { remove("\(path)/\(name)") }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    static func failed(_ what: String, _ path: String, _ code: Int32 = errno) -> WeftError {
        WeftError(
            code == ENOENT ? "input-not-found" : code == EACCES || code == EPERM ? "permission-denied" : "io-error",
            "\(what) \(path): \(String(cString: strerror(code)))"
        )
    }
}
