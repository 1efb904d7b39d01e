import HDFS
import Synchronization
import WeftDiagnostics

@testable import WeftCLI

/// A file system in memory, whose calls can be made to fail.
final class MemoryFileSystem: ShellFileSystem {
    struct Node: Sendable {
        var status: ShellFileStatus
        var bytes: [UInt8] = []
        /// The names of what is in a folder.
        var names: Set<String> = []
        var acl: [HDFSACLEntry] = []
        var attributes: [String: [UInt8]] = [:]
    }

    fileprivate struct State {
        var nodes: [String: Node] = [:]
        var failures: [String: WeftError] = [:]
        /// How many bytes of a file come that seems to have more.
        var cuts: [String: Int] = [:]
        var summary: ShellContentSummary?
        var capacity = ShellCapacity(capacity: 270_553_174_016, used: 30241, remaining: 73_502_007_296)
        var calls: [String] = []
        var time: Int64 = 1_700_000_000_000
    }

    let name: String
    private let home: String
    private let trashRoot: String?
    private let state: Mutex<State>

    init(name: String = "hdfs://test", home: String = "/user/alice", trashRoot: String? = nil) {
        self.name = name
        self.home = home
        self.trashRoot = trashRoot
        var state = State()
        state.nodes["/"] = Node(
            status: ShellFileStatus(name: "", kind: .directory, permission: 0o755, owner: "hdfs", group: "g")
        )
        self.state = Mutex(state)
    }

    // MARK: - For tests

    /// Makes a file with the folders above it.
    func add(_ path: String, _ text: String = "", owner: String = "alice", replication: Int = 3) {
        addFolder(ShellPath.parent(of: path))
        state.withLock { state in
            let status = ShellFileStatus(
                name: ShellPath.lastPart(of: path),
                kind: .file,
                length: UInt64(text.utf8.count),
                owner: owner,
                group: "users",
                modificationTime: state.time,
                accessTime: state.time + 1000,
                replication: replication,
                blockSize: 128 << 20
            )
            state.insert(path, Node(status: status, bytes: Array(text.utf8)))
        }
    }

    func addFolder(_ path: String) {
        guard state.withLock({ $0.nodes[path] == nil }) else { return }
        addFolder(ShellPath.parent(of: path))
        state.withLock { state in
            let status = ShellFileStatus(
                name: ShellPath.lastPart(of: path),
                kind: .directory,
                permission: 0o755,
                owner: "alice",
                group: "users",
                modificationTime: state.time
            )
            state.insert(path, Node(status: status))
        }
    }

    /// Makes calls fail: `open /x` for instance.
    func fail(_ call: String, with error: WeftError) { state.withLock { $0.failures[call] = error } }

    /// Makes a file get shorter once it is open.
    func cut(_ path: String, to length: Int) { state.withLock { $0.cuts[path] = length } }

    func fakeSummary(_ summary: ShellContentSummary) { state.withLock { $0.summary = summary } }

    func fakeCapacity(_ capacity: ShellCapacity) { state.withLock { $0.capacity = capacity } }

    func change(_ path: String, _ body: (inout ShellFileStatus) -> Void) {
        state.withLock { state in
            if var node = state.nodes[path] {
                body(&node.status)
                state.nodes[path] = node
            }
        }
    }

    func text(_ path: String) -> String? {
        state.withLock { $0.nodes[path].map { String(decoding: $0.bytes, as: UTF8.self) } }
    }

    func bytes(_ path: String) -> [UInt8]? { state.withLock { $0.nodes[path]?.bytes } }

    var paths: [String] { state.withLock { $0.nodes.keys.sorted() } }

    var calls: [String] { state.withLock { $0.calls } }

    // MARK: - The file system

    private func checked<Result>(_ call: String, _ body: (inout State) throws -> Result) throws -> Result {
        try state.withLock { state in
            state.calls.append(call)
            if let failure = state.failures[call] { throw failure }
            return try body(&state)
        }
    }

    func workingDirectory() throws -> String { home }

    func status(_ path: String) throws -> ShellFileStatus? { try checked("status \(path)") { $0.nodes[path]?.status } }

    func forEachPage(of directory: String, _ body: ([ShellFileStatus]) throws -> Void) throws {
        let entries = try checked("list \(directory)") { state in
            let node = try state.node(directory)
            return node.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap {
                state.nodes[ShellPath.join(directory, $0)]?.status
            }
        }
        // Pages of two show who takes the first one for all.
        for start in stride(from: 0, to: entries.count, by: 2) {
            try body(Array(entries[start..<min(start + 2, entries.count)]))
        }
    }

    var hasChecksumFiles: Bool { name == "file://" }

    func open(_ path: String, verifiesChecksums: Bool) throws -> any ShellReader {
        try checked(verifiesChecksums ? "open \(path)" : "open unverified \(path)") { state in
            let bytes = try state.node(path).bytes
            return MemoryReader(
                Array(bytes.prefix(state.cuts[path] ?? bytes.count)),
                length: bytes.count,
                failing: state.failures["read \(path)"]
            )
        }
    }

    func create(_ path: String, _ options: ShellCreateOptions) throws -> any ShellWriter {
        try checked("create \(path)") { state in
            if state.nodes[path] != nil, !options.overwrites { throw WeftError("output-exists", "\(path) exists") }
            _ = try state.node(ShellPath.parent(of: path))
            var status = ShellFileStatus(
                name: ShellPath.lastPart(of: path),
                kind: .file,
                owner: "alice",
                group: "users"
            )
            status.modificationTime = state.time
            status.replication = options.replication ?? 3
            if options.lazilyPersists { state.calls.append("lazily \(path)") }
            state.insert(path, Node(status: status))
            return MemoryWriter(self, path, failing: state.failures["write \(path)"])
        }
    }

    func append(_ path: String) throws -> any ShellWriter {
        try checked("append \(path)") { state in
            _ = try state.node(path)
            return MemoryWriter(self, path, failing: nil)
        }
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        try state.withLock { state in
            var node = try state.node(path)
            node.bytes += bytes
            node.status.length = UInt64(node.bytes.count)
            state.nodes[path] = node
        }
    }

    func makeDirectory(_ path: String, permission: UInt16, withParents: Bool) throws {
        let parent = ShellPath.parent(of: path)
        if withParents, try status(parent) == nil {
            try makeDirectory(parent, permission: permission, withParents: true)
        }
        try checked("mkdir \(path)") { state in
            _ = try state.node(parent)
            guard state.nodes[path] == nil else { return }
            var status = ShellFileStatus(
                name: ShellPath.lastPart(of: path),
                kind: .directory,
                owner: "alice",
                group: "users"
            )
            status.permission = permission & ~0o022
            state.insert(path, Node(status: status))
        }
    }

    func rename(_ path: String, to target: String, overwrite: Bool) throws {
        try checked("rename \(path) \(target)") { state in
            _ = try state.node(path)
            if state.nodes[target] != nil, !overwrite { throw WeftError("output-exists", "\(target) exists") }
            for old in state.nodes.keys.filter({ ShellPath.contains(path, $0) }).sorted() {
                guard var node = state.remove(old) else { continue }
                let new = target + old.dropFirst(path.count)
                node.status.name = ShellPath.lastPart(of: new)
                state.insert(new, node)
            }
        }
    }

    func delete(_ path: String, recursive: Bool) throws {
        try checked("delete \(path)") { state in
            let node = try state.node(path)
            if !node.names.isEmpty, !recursive { throw WeftError("directory-not-empty", "\(path) is not empty") }
            for inside in state.nodes.keys.filter({ ShellPath.contains(path, $0) }) { _ = state.remove(inside) }
        }
    }

    func setPermission(_ path: String, to permission: UInt16) throws {
        try checked("chmod \(path)") { _ = try $0.node(path) }
        change(path) { $0.permission = permission }
    }

    func setOwner(_ path: String, owner: String?, group: String?) throws {
        try checked("chown \(path)") { _ = try $0.node(path) }
        change(path) {
            $0.owner = owner ?? $0.owner
            $0.group = group ?? $0.group
        }
    }

    func setTimes(_ path: String, modification: Int64?, access: Int64?) throws {
        try checked("utimes \(path)") { _ = try $0.node(path) }
        change(path) {
            $0.modificationTime = modification ?? $0.modificationTime
            $0.accessTime = access ?? $0.accessTime
        }
    }

    func acl(_ path: String) throws -> [HDFSACLEntry] { try checked("getfacl \(path)") { try $0.node(path).acl } }

    func setACL(_ path: String, to entries: [HDFSACLEntry]) throws {
        try checked("setfacl \(path)") { state in
            var node = try state.node(path)
            node.acl = entries
            node.status.hasACL = true
            state.nodes[path] = node
        }
    }

    func extendedAttributes(_ path: String) throws -> [String: [UInt8]] {
        try checked("getfattr \(path)") { try $0.node(path).attributes }
    }

    func setExtendedAttribute(_ name: String, to value: [UInt8], of path: String) throws {
        try checked("setfattr \(path)") { state in
            var node = try state.node(path)
            node.attributes[name] = value
            state.nodes[path] = node
        }
    }

    func setReplication(_ path: String, to replication: Int) throws {
        try checked("setrep \(path)") { _ = try $0.node(path) }
        change(path) { $0.replication = replication }
    }

    func hasReplicas(_ path: String, _ replication: Int) throws -> Bool {
        // There are enough at the second look.
        try checked("replicas \(path)") { state in state.calls.filter { $0 == "replicas \(path)" }.count > 1 }
    }

    func truncate(_ path: String, to length: UInt64) throws -> Bool {
        try checked("truncate \(path)") { state in
            var node = try state.node(path)
            node.bytes = Array(node.bytes.prefix(Int(length)))
            node.status.length = length
            state.nodes[path] = node
            return true
        }
    }

    func summary(_ path: String) throws -> ShellContentSummary {
        try checked("summary \(path)") { state in
            _ = try state.node(path)
            if let summary = state.summary { return summary }
            var summary = ShellContentSummary()
            for (inside, node) in state.nodes where ShellPath.contains(path, inside) {
                if node.status.isDirectory {
                    summary.directoryCount += 1
                } else {
                    summary.fileCount += 1
                    summary.length += node.status.length
                    summary.spaceConsumed += node.status.length * UInt64(node.status.replication)
                }
            }
            if path == "/quota" {
                summary.quota = 10
                summary.spaceQuota = 1
            }
            return summary
        }
    }

    func capacity(_ path: String) throws -> ShellCapacity {
        state.withLock { $0.capacity }
    }

    func checksum(_ path: String) throws -> ShellChecksum? {
        try checked("checksum \(path)") { state in
            try state.node(path).bytes.isEmpty
                ? nil : ShellChecksum(algorithm: "MD5-of-0MD5-of-512CRC32C", bytes: [0, 10, 0xFF])
        }
    }

    func mayAccess(_ path: String, read: Bool, write: Bool) throws -> Bool { read && !write }

    func trash() throws -> ShellTrash? { trashRoot.map { ShellTrash(root: $0) } }
}

extension MemoryFileSystem.State {
    fileprivate func node(_ path: String) throws -> MemoryFileSystem.Node {
        guard let node = nodes[path] else { throw WeftError("input-not-found", "there is no \(path)") }
        return node
    }

    fileprivate mutating func insert(_ path: String, _ node: MemoryFileSystem.Node) {
        nodes[path] = node
        if path != "/" { nodes[ShellPath.parent(of: path)]?.names.insert(ShellPath.lastPart(of: path)) }
    }

    fileprivate mutating func remove(_ path: String) -> MemoryFileSystem.Node? {
        nodes[ShellPath.parent(of: path)]?.names.remove(ShellPath.lastPart(of: path))
        return nodes.removeValue(forKey: path)
    }
}

private final class MemoryReader: ShellReader {
    private let bytes: [UInt8]
    private let failure: WeftError?
    private var position = 0
    let length: UInt64

    init(_ bytes: [UInt8], length: Int, failing failure: WeftError?) {
        self.bytes = bytes
        self.length = UInt64(length)
        self.failure = failure
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure, position > 0 || bytes.isEmpty { throw failure }
        // Short reads are nothing special.
        let count = min(buffer.count, bytes.count - position, 7)
        buffer.copyBytes(from: bytes[position..<(position + count)])
        position += count
        return count
    }

    func seek(to position: UInt64) throws { self.position = Int(position) }

    func close() {}
}

private final class MemoryWriter: ShellWriter {
    private let fileSystem: MemoryFileSystem
    private let path: String
    private let failure: WeftError?

    init(_ fileSystem: MemoryFileSystem, _ path: String, failing failure: WeftError?) {
        self.fileSystem = fileSystem
        self.path = path
        self.failure = failure
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        if let failure { throw failure }
        try fileSystem.write(Array(bytes), to: path)
    }

    func close() throws {}

    func abort() {}
}
