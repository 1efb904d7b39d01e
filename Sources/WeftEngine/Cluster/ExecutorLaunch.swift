import BinaryCoding
import Glibc
import WeftDiagnostics
import WeftNetwork

/// What an executor is told by whoever starts it, as a file that only its user can read: the application's secret and its
/// credentials for other services are in it, and command lines and environments can be read by others.
public struct ExecutorLaunch: Sendable {
    /// The first argument of an executable that is to be an executor; the second is the path of the launch file.
    public static let argument = "--weft-executor"

    let applicationID: String
    /// The executor's id.
    public let executorID: String
    /// The name or address under which other executors reach this one.
    public var host: String
    let driver: NetworkAddress
    let secret: ApplicationSecret
    let profile: ResourceProfile
    /// Where the executor makes its folders for temporary files.
    public var localFolders: [String]
    /// What is removed besides when the driver has died.
    let orphanFolders: [String]
    let configuration: Configuration
    /// What the driver's providers got for executors.
    let credentials: CredentialsBundle

    init(
        applicationID: String,
        executorID: String,
        host: String,
        driver: NetworkAddress,
        secret: ApplicationSecret,
        profile: ResourceProfile,
        localFolders: [String],
        orphanFolders: [String],
        configuration: Configuration,
        credentials: CredentialsBundle
    ) {
        self.applicationID = applicationID
        self.executorID = executorID
        self.host = host
        self.driver = driver
        self.secret = secret
        self.profile = profile
        self.localFolders = localFolders
        self.orphanFolders = orphanFolders
        self.configuration = configuration
        self.credentials = credentials
    }

    private static let magic = "weft-launch-2"
    private static let byteLimit = 16 << 20

    private struct Contents: Codable {
        var magic: String
        var applicationID: String
        var executorID: String
        var host: String
        var driver: NetworkAddress
        var secret: [UInt8]
        var profile: ResourceProfile
        var localFolders: [String]
        var orphanFolders: [String]
        var settings: [UInt8]
        var credentials: CredentialsBundle
    }

    /// The launch as it travels; a secret.
    public var bytes: [UInt8] {
        get throws {
            try BinaryCoding.encode(
                Contents(
                    magic: Self.magic,
                    applicationID: applicationID,
                    executorID: executorID,
                    host: host,
                    driver: driver,
                    secret: secret.withBytes { Array($0) },
                    profile: profile,
                    localFolders: localFolders,
                    orphanFolders: orphanFolders,
                    settings: configuration.handoverBytes,
                    credentials: credentials
                )
            )
        }
    }

    /// Writes the launch file, which must not exist, readable for its owner only.
    ///
    /// - Throws: `disk-full`, `permission-denied` and their kin.
    public func write(to path: String) throws {
        let bytes = try bytes
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw WeftError(errno: errno, "can't create", .local(path)) }
        let isWritten = DescriptorBytes.writeAll(bytes, to: descriptor)
        let code = errno
        close(descriptor)
        guard isWritten else {
            unlink(path)
            throw WeftError(errno: code, "can't write", .local(path))
        }
    }

    /// Reads a launch file.
    ///
    /// - Throws: `bad-launch-file` when it can't be read, others may read it, or it is of another version.
    init(contentsOf path: String) throws {
        func bad(_ what: String) -> WeftError {
            WeftError(
                "bad-launch-file",
                "the launch file \(what)",
                remedy:
                    "executors are started by a cluster manager, not by hand; start the application with weft submit",
                details: [.init("path", path)]
            )
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw bad("can't be read: \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw bad("is no file") }
        guard status.st_uid == geteuid(), status.st_mode & 0o077 == 0 else {
            throw bad("can be read by others or belongs to somebody else")
        }
        guard let bytes = DescriptorBytes.readAll(descriptor, limit: Self.byteLimit) else { throw bad("can't be read") }
        do {
            try self.init(bytes: bytes)
        } catch {
            throw bad("isn't of this build of the application")
        }
    }

    /// Reads a launch.
    ///
    /// - Throws: `bad-launch-file` when it is none of this build of the application.
    public init(bytes: [UInt8]) throws {
        let contents = try BinaryCoding.decode(Contents.self, from: bytes)
        guard contents.magic == Self.magic else {
            throw WeftError("bad-launch-file", "what this executor was told isn't of this build of the application")
        }
        applicationID = contents.applicationID
        executorID = contents.executorID
        host = contents.host
        driver = contents.driver
        secret = try ApplicationSecret(bytes: contents.secret)
        profile = contents.profile
        localFolders = contents.localFolders
        orphanFolders = contents.orphanFolders
        configuration = try Configuration(handoverBytes: contents.settings)
        credentials = contents.credentials
    }
}
