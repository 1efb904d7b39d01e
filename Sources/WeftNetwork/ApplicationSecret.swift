import Crypto
import Glibc
import WeftDiagnostics

/// What the processes of one application share to know each other: 32 random bytes.
///
/// It travels in files that only the user can read, never in an environment or on a command line. Its description
/// doesn't show it.
public struct ApplicationSecret: Sendable, CustomStringConvertible, CustomReflectable {
    /// How many bytes a secret has.
    static let byteCount = 32

    /// The secret, wiped from memory when its last copy goes.
    let key: SymmetricKey

    /// A new secret from the system's random generator.
    public static func generate() -> ApplicationSecret { ApplicationSecret(key: SymmetricKey(size: .bits256)) }

    private init(key: SymmetricKey) { self.key = key }

    /// Makes a secret of 32 bytes; throws `bad-secret` for another number.
    public init(bytes: [UInt8]) throws {
        guard bytes.count == Self.byteCount else {
            throw WeftError("bad-secret", "an application's secret has \(Self.byteCount) bytes, not \(bytes.count)")
        }
        key = SymmetricKey(data: bytes)
    }

    /// Says nothing about the bytes.
    public var description: String { "ApplicationSecret" }

    /// The secret itself, to be put into a file that only its user can read.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try key.withUnsafeBytes(body)
    }

    /// Says nothing about the bytes.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ApplicationSecret {
    /// Reads a secret from a file that `write(toFile:)` has made.
    ///
    /// Throws `bad-secret-file` when the file can't be opened, isn't a regular file, belongs to another user, can be
    /// read or written by others, or hasn't 32 bytes.
    public init(contentsOfFile path: String) throws {
        func refusal(_ what: String, remedy: String) -> WeftError {
            WeftError("bad-secret-file", what, remedy: remedy, details: [.init("path", path)])
        }
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            throw refusal(
                "the file with the application's secret can't be opened: \(systemErrorText(errno))",
                remedy: "start this process as the user who submitted the application, with the file in its place"
            )
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw refusal("the application's secret isn't in a regular file", remedy: "name the file itself")
        }
        guard status.st_uid == geteuid() else {
            throw refusal(
                "the file with the application's secret belongs to user \(status.st_uid), this process runs as \(geteuid())",
                remedy: "start this process as the file's owner, or make a new secret"
            )
        }
        guard status.st_mode & 0o077 == 0 else {
            throw refusal(
                "others can use the file with the application's secret: its mode is \(String(status.st_mode & 0o777, radix: 8))",
                remedy: "make a new secret, for others may have read this one, in a file of mode 600"
            )
        }
        guard status.st_size == Self.byteCount else {
            throw refusal(
                "the file with the application's secret has \(status.st_size) bytes instead of \(Self.byteCount)",
                remedy: "write it again; it may have been cut short by a full disk"
            )
        }
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        defer { bytes.withUnsafeMutableBytes { memory in memory.baseAddress.map { explicit_bzero($0, memory.count) } } }
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { bytes in
                let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
                return rest.baseAddress.map { read(file, $0, rest.count) } ?? 0
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw refusal(
                    "the file with the application's secret can't be read",
                    remedy: "check the disk that it is on"
                )
            }
            filled += count
        }
        try self.init(bytes: bytes)
    }

    /// Writes the secret to a new file that only this user can read.
    ///
    /// The file must not exist; it has mode 600 from the start. Throws `cannot-write` with the path, and leaves no
    /// half-written file.
    public func write(toFile path: String) throws {
        func failure(_ what: String, _ number: Int32) -> WeftError {
            WeftError(
                "cannot-write",
                "\(what): \(systemErrorText(number))",
                remedy: number == EEXIST ? "remove the file, or name another" : "check the folder and its disk",
                details: [.init("path", path)]
            )
        }
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("the file for the application's secret can't be made", errno) }
        do {
            try key.withUnsafeBytes { bytes in
                var written = 0
                while written < bytes.count {
                    let count = Glibc.write(file, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { throw failure("the application's secret can't be written", errno) }
                    written += count
                }
            }
            guard close(file) == 0 else { throw failure("the application's secret can't be written", errno) }
        } catch {
            close(file)
            unlink(path)
            throw error
        }
    }
}

/// The system's text for an error number.
func systemErrorText(_ number: Int32) -> String {
    var text = [CChar](repeating: 0, count: 256)
    guard strerror_r(number, &text, text.count) == 0 else { return "error \(number)" }
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
