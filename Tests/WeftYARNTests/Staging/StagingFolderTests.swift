import Glibc
import Synchronization
import Testing
import WeftDiagnostics
import YARN

@testable import WeftYARN

/// A local store that counts what is sent, and fails where a test wants it.
private final class WatchedStore: StagingStore {
    let local = LocalStagingStore()
    let uploads = Mutex<[String]>([])
    let failures = Mutex<[String: WeftError]>([:])

    var scheme: String { local.scheme }
    var authority: String { local.authority }
    var count: Int { uploads.withLock { $0.count } }

    func fail(_ call: String, _ error: WeftError?) { failures.withLock { $0[call] = error } }

    private func check(_ call: String) throws {
        if let error = failures.withLock({ $0[call] }) { throw error }
    }

    func homeDirectory() throws -> String { try local.homeDirectory() }
    func status(_ path: String) throws -> StagedStatus? { try local.status(path) }

    func list(_ path: String) throws -> [(name: String, status: StagedStatus)] {
        try check("list")
        return try local.list(path)
    }

    func makeDirectory(_ path: String, permission: UInt16) throws {
        try check("makeDirectory")
        try local.makeDirectory(path, permission: permission)
    }

    func upload(_ localPath: String, to path: String, permission: UInt16, replication: Int?) throws {
        uploads.withLock { $0.append(path) }
        try local.upload(localPath, to: path, permission: permission, replication: replication)
        // What is there by now is half of it.
        try check("upload")
    }

    func rename(_ path: String, to target: String) throws {
        try check("rename")
        try local.rename(path, to: target)
    }

    func delete(_ path: String) throws { try local.delete(path) }
}

@Suite("Where applications are uploaded to")
struct StagingFolderTests {
    private let temporary: TemporaryFolder
    private let store = WatchedStore()
    private let staging: StagingFolder
    private var base: String { temporary.path + "/home" }

    init() throws {
        temporary = try TemporaryFolder()
        mkdir(temporary.path + "/home", 0o755)
        staging = StagingFolder(store, base: temporary.path + "/home", application: applicationID, replication: nil)
    }

    private func permission(_ path: String) throws -> UInt16? { try store.status(path)?.permission }

    @Test("a program is stored under the digest of its bytes, and the second submit sends nothing")
    func shared() throws {
        let program = try temporary.write("App", "abc", mode: 0o700)
        var told: [Int64] = []
        let first = try staging.shared(program, named: "App") { told.append($0) }
        #expect(told == [3] && store.count == 1)
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(first.url.description == "file:\(base)/.weftStaging/cache/\(digest)/App")
        #expect(first.size == 3 && first.type == .file)
        #expect(first.timestamp == (try store.status(first.url.path)?.modificationTime))
        let other = StagingFolder(
            store,
            base: base,
            application: ApplicationID(clusterTimestamp: 1, id: 2),
            replication: nil
        )
        #expect(try other.shared(program, named: "App") { told.append($0) } == first)
        #expect(told == [3] && store.count == 1)
        #expect(try TemporaryFolder.read(first.url.path) == Array("abc".utf8))
    }

    @Test("a program that has changed is sent again, beside the old one")
    func changed() throws {
        let program = try temporary.write("App", "abc")
        let first = try staging.shared(program, named: "App")
        try temporary.write("App", "abd")
        let second = try staging.shared(program, named: "App")
        #expect(first.url != second.url && store.count == 2)
        #expect(TemporaryFolder.files(below: "\(base)/.weftStaging").count == 2)
    }

    @Test("a stored program that somebody has cut is put right")
    func damaged() throws {
        let program = try temporary.write("App", "abc")
        let path = try staging.shared(program, named: "App").url.path
        truncate(path, 1)
        #expect(try staging.shared(program, named: "App").size == 3)
        #expect(try TemporaryFolder.read(path) == Array("abc".utf8))
    }

    @Test("folders are the user's alone, files have exactly the permission that they need, whatever the umask is")
    func permissions() throws {
        let before = umask(0o077)
        defer { umask(before) }
        let program = try temporary.write("App", "abc", mode: 0o600)
        let shared = try staging.shared(program, named: "App").url.path
        let file = try staging.own(program, named: "data.txt").url.path
        let keytab = try staging.own(program, named: "k", permission: 0o600).url.path
        #expect(file == "\(base)/.weftStaging/\(applicationID)/data.txt")
        #expect(try staging.own(program, named: "x").visibility == .application)
        #expect(try permission(shared) == 0o755 && permission(file) == 0o644 && permission(keytab) == 0o600)
        let folders = ["", "/cache", "/\(applicationID)"].map { "\(base)/.weftStaging\($0)" }
        for folder in folders + [String(shared.dropLast("/App".count))] {
            #expect(try permission(folder) == 0o700, "\(folder)")
        }
    }

    @Test("an upload that breaks off leaves nothing of the file")
    func halfUpload() throws {
        let program = try temporary.write("App", "abc")
        store.fail("upload", WeftError("disk-full", "no space"))
        #expect(throws: WeftError("disk-full", "no space")) { try staging.shared(program, named: "App") }
        #expect(throws: WeftError.self) { try staging.own(program, named: "x") }
        #expect(TemporaryFolder.files(below: base).isEmpty)
        store.fail("upload", nil)
        store.fail("rename", WeftError("io-error", "gone"))
        #expect(throws: WeftError("io-error", "gone")) { try staging.shared(program, named: "App") }
        #expect(TemporaryFolder.files(below: base).isEmpty)
        store.fail("rename", nil)
        #expect(try staging.shared(program, named: "App").size == 3)
    }

    @Test("halves that killed clients have left in the cache go with an upload, once nobody can be at them any more")
    func oldHalves() throws {
        let program = try temporary.write("App", "abc")
        let first = try staging.shared(program, named: "App").url.path
        let cache = "\(base)/.weftStaging/cache"
        // Beside a whole file, and where there is nothing but it; of a client that was killed, and of one at work.
        mkdir("\(cache)/other", 0o700)
        let halves = ["\(first)._COPYING_.1", "\(cache)/other/Big._COPYING_.2", "\(cache)/other/Big._COPYING_.3"]
        for half in halves {
            try store.upload(program, to: half, permission: 0o755, replication: nil)
        }
        let old = time(nil) - 25 * 3_600
        for path in [first] + halves.dropLast() {
            var times = [timeval(tv_sec: old, tv_usec: 0), timeval(tv_sec: old, tv_usec: 0)]
            try #require(utimes(path, &times) == 0)
        }
        // What is there already sends nothing, and looks for nothing.
        _ = try staging.shared(program, named: "App")
        #expect(try store.status(halves[0]) != nil)
        try temporary.write("App", "abd")
        let second = try staging.shared(program, named: "App").url.path
        let left = Set(TemporaryFolder.files(below: cache).map { "\(cache)/\($0)" })
        #expect(left == [first, second, halves[2]])
    }

    @Test("a cache that can't be looked through is no reason not to submit")
    func unsweepable() throws {
        store.fail("list", WeftError("permission-denied", "not yours"))
        #expect(try staging.shared(temporary.write("App", "abc"), named: "App").size == 3)
    }

    @Test("a folder to upload to that isn't writable is an error that names the setting")
    func notWritable() throws {
        let program = try temporary.write("App", "abc")
        store.fail("makeDirectory", WeftError("permission-denied", "Permission denied"))
        let error = #expect(throws: WeftError.self) { try staging.shared(program, named: "App") }
        #expect(error?.code == "permission-denied")
        #expect(error?.remedy.contains("weft.yarn.stagingDir") == true)
        #expect(error?.remedy.contains("\(base)/.weftStaging") == true)
        // What is in the way of a folder tells of the setting too.
        let blocked = StagingFolder(
            LocalStagingStore(),
            base: program,
            application: applicationID,
            replication: nil
        )
        let other = #expect(throws: WeftError.self) { try blocked.own(program, named: "x") }
        #expect(other?.remedy.contains("weft.yarn.stagingDir") == true)
    }

    @Test("a local file that isn't there, or is a folder, is an error, and leaves nothing")
    func noSource() throws {
        let error = #expect(throws: WeftError.self) { try staging.own("\(temporary.path)/nothing", named: "x") }
        #expect(error?.code == "input-not-found")
        #expect(throws: WeftError.self) { try staging.own(temporary.path, named: "x") }
        #expect(throws: WeftError.self) { try staging.shared(temporary.path, named: "x") }
        #expect(TemporaryFolder.files(below: base).isEmpty)
    }

    @Test("two that upload the same at the same time get the same file, and the first one's stays")
    func race() throws {
        let program = try temporary.write("App", "abc")
        let folder = temporary.path
        try store.uploadWhole(program, to: "\(folder)/target", permission: 0o644, replication: nil)
        let first = try store.status("\(folder)/target")
        try temporary.write("App", "xyz")
        try store.uploadWhole(program, to: "\(folder)/target", permission: 0o644, replication: nil)
        #expect(try store.status("\(folder)/target") == first)
        #expect(try TemporaryFolder.read("\(folder)/target") == Array("abc".utf8))
        #expect(TemporaryFolder.files(below: folder) == ["App", "target"])
    }

    @Test("removing takes the application's own folder, and leaves what many share")
    func removing() throws {
        let program = try temporary.write("App", "abc")
        let shared = try staging.shared(program, named: "App").url.path
        _ = try staging.own(program, named: "x")
        try staging.remove()
        try staging.remove()
        #expect(try store.status(staging.folder) == nil)
        #expect(try store.status(shared) != nil)
    }

    @Test("a file is everybody's when everybody can read it and reach it")
    func visibility() throws {
        let folder = temporary.path
        chmod(folder, 0o755)
        try temporary.write("open", "x", mode: 0o644)
        try temporary.write("closed", "x", mode: 0o640)
        #expect(try store.isPublic("\(folder)/open"))
        #expect(try !store.isPublic("\(folder)/closed"))
        #expect(try !store.isPublic("\(folder)/nothing"))
        #expect(try staging.resource("\(folder)/open").visibility == .everybody)
        #expect(try staging.resource("\(folder)/closed").visibility == .user)
        #expect(throws: WeftError.self) { try staging.resource("\(folder)/nothing") }
        chmod(folder, 0o754)
        #expect(try !store.isPublic("\(folder)/open"))
    }

    @Test("the root folder is one to upload to like others")
    func rootFolder() {
        let staging = StagingFolder(store, base: "/", application: applicationID, replication: nil)
        #expect(staging.folder == "/.weftStaging/\(applicationID)")
    }
}
