import Glibc
import Synchronization
import Weft

/// A service with boxes, each opened by a password that the driver gets and that changes: what the cluster tests have in
/// place of a file system with tokens. `vault://box/password` is a file that holds the number of the password in use.
final class Vault: EngineExtension {
    /// How long passwords are good for; nil where no driver uses the vault.
    static let life = Mutex<Duration?>(nil)

    let name = "vault"
    let defaultScheme: String? = nil
    let role: EngineRole
    private let keys = Mutex(Keys())

    fileprivate struct Keys {
        var boxes: Set<String> = []
        var number = 0
        var publish: (@Sendable (IssuedCredentials) -> Void)?
    }

    init?(_ setting: ExtensionSetting) throws {
        guard setting.role == .executor || Self.life.withLock({ $0 }) != nil else { return nil }
        role = setting.role
    }

    var fileSystems: [any FileSystem] { [VaultFileSystem(vault: self)] }
    var credentials: (any CredentialsProvider)? { self }
    func close() {}

    /// The number of the password that opens a box.
    func number(box: String) throws -> Int {
        try keys.withLock { keys in
            if role == .executor {
                guard keys.boxes.contains(box) else { throw WeftError("permission-denied", "no password for \(box)") }
                return keys.number
            }
            if keys.boxes.insert(box).inserted { keys.publishAll() }
            return keys.number
        }
    }
}

extension Vault: CredentialsProvider {
    func start(publish: @escaping @Sendable (IssuedCredentials) -> Void) { keys.withLock { $0.publish = publish } }

    func obtain() throws -> Bool {
        keys.withLock { keys in
            keys.number += 1
            keys.publishAll()
        }
        return true
    }

    func revoke() {}

    func install(_ bytes: [UInt8]) throws {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
        guard let number = words.first.flatMap({ Int($0) }) else { throw WeftError("corrupt-data", "no number") }
        keys.withLock { keys in
            keys.number = number
            keys.boxes = Set(words.dropFirst())
        }
    }
}

extension Vault.Keys {
    fileprivate func publishAll() {
        let text = ([String(number)] + boxes.sorted()).joined(separator: " ")
        publish?(IssuedCredentials(bytes: Array(text.utf8), lifetime: Vault.life.withLock { $0 }))
    }
}

/// Files that can be read only.
struct VaultFileSystem: FileSystem {
    let vault: Vault
    var scheme: String { "vault" }

    func status(_ path: ResourcePath) throws -> FileStatus {
        _ = try vault.number(box: path.authority)
        return FileStatus(path: path, isDirectory: false, length: 8, modificationTime: 0, blockSize: 1 << 20)
    }

    func list(_ directory: ResourcePath) throws -> [FileStatus] { [] }

    func open(_ path: ResourcePath) throws -> any RandomAccessFile {
        let digits = String(try vault.number(box: path.authority))
        let text = String(repeating: "0", count: max(0, 7 - digits.count)) + digits + "\n"
        return VaultFile(bytes: Array(text.utf8))
    }

    private var refusal: WeftError { WeftError("permission-denied", "a vault can only be read") }
    func create(_ path: ResourcePath, overwrite: Bool) throws -> any OutputFile { throw refusal }
    func rename(_ source: ResourcePath, to target: ResourcePath, overwrite: Bool) throws { throw refusal }
    func delete(_ path: ResourcePath, recursive: Bool) throws -> Bool { throw refusal }
    func makeDirectory(_ path: ResourcePath, withParents: Bool) throws { throw refusal }
}

final class VaultFile: RandomAccessFile {
    private let bytes: [UInt8]
    init(bytes: [UInt8]) { self.bytes = bytes }
    func size() throws -> Int { bytes.count }
    func close() {}

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let part = bytes.dropFirst(offset).prefix(buffer.count)
        buffer.copyBytes(from: part)
        return part.count
    }
}

/// Reads boxes of the vault in executors while their passwords change.
struct Vaulted: Application {
    func configure(_ configuration: inout Configuration) throws {
        Vault.life.withLock { $0 = .seconds(2) }
    }

    func run(in context: Context) async throws {
        // One box a partition: both executors read.
        func numbers(_ box: String) async throws -> [Int] {
            let path = (0..<4).map { "vault://\(box)\($0)/password" }.joined(separator: ",")
            return try await context.textFile(path, minPartitions: 4).map { row in
                usleep(50_000)
                return Int(row) ?? -1
            }.collect()
        }
        print("boxes \(try await numbers("early").count) \(try await numbers("late").count)")
        var last: [Int] = []
        for _ in 0..<300 where (last.min() ?? 0) < 3 {
            last = try await numbers("early")
            usleep(100_000)
        }
        print("renewed \((last.min() ?? 0) >= 3)")
        // The executor that comes in place of the killed one has what is good now.
        let killed = try await context.parallelize(0..<2, partitions: 2).map { number in
            if number == 0, TaskContext.current?.attemptNumber == 0 { _ = kill(getpid(), SIGKILL) }
            return number
        }.count()
        let after = try await numbers("late")
        print("killed \(killed) replaced \((after.min() ?? 0) >= 3)")
        let states = context.credentials
        print("state \(states.map(\.provider)) \(states.allSatisfy { $0.lastError == nil && $0.renewsIn != nil })")
    }
}
