import Foundation
import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// The machine's files, on disks that take only so many bytes.
private final class CrampedFileSystem: FileSystem {
    enum Trouble: Sendable {
        /// This many bytes fit on the disk.
        case room(Int)
        /// Nothing can be written: with this number of an error.
        case broken(Int32)
        /// What was written can't be closed.
        case brokenAtClose(Int32)
    }

    private let files = LocalFileSystem()
    private let troubles: Mutex<[String: Trouble]>

    init(_ troubles: [String: Trouble]) { self.troubles = Mutex(troubles) }

    private func folder(of path: ResourcePath) -> String { path.parent?.path ?? "" }

    fileprivate func trouble(_ path: ResourcePath) -> Trouble? { troubles.withLock { $0[folder(of: path)] } }

    /// How many of some bytes still fit.
    fileprivate func take(_ count: Int, _ path: ResourcePath) -> Int {
        troubles.withLock { troubles in
            guard case .room(let room) = troubles[folder(of: path)] else { return count }
            troubles[folder(of: path)] = .room(room - min(room, count))
            return min(room, count)
        }
    }

    /// Makes room on a disk.
    func free(_ room: Int, in folder: String) { troubles.withLock { $0[folder] = .room(room) } }

    var scheme: String { "file" }
    func status(_ path: ResourcePath) throws -> FileStatus { try files.status(path) }
    func list(_ directory: ResourcePath) throws -> [FileStatus] { try files.list(directory) }
    func open(_ path: ResourcePath) throws -> any RandomAccessFile { try files.open(path) }
    func delete(_ path: ResourcePath, recursive: Bool) throws -> Bool { try files.delete(path, recursive: recursive) }

    func rename(_ source: ResourcePath, to target: ResourcePath, overwrite: Bool) throws {
        try files.rename(source, to: target, overwrite: overwrite)
    }

    func makeDirectory(_ path: ResourcePath, withParents: Bool) throws {
        try files.makeDirectory(path, withParents: withParents)
    }

    func create(_ path: ResourcePath, overwrite: Bool) throws -> any OutputFile {
        if case .broken(let number) = trouble(path) { throw WeftError(errno: number, "can't create", path) }
        return CrampedFile(file: try files.create(path, overwrite: overwrite), path: path, disk: self)
    }
}

private final class CrampedFile: OutputFile {
    private let file: any OutputFile
    private let path: ResourcePath
    private let disk: CrampedFileSystem

    init(file: any OutputFile, path: ResourcePath, disk: CrampedFileSystem) {
        self.file = file
        self.path = path
        self.disk = disk
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        let fitting = disk.take(bytes.count, path)
        try file.write(UnsafeRawBufferPointer(rebasing: bytes[..<fitting]))
        if fitting < bytes.count { throw WeftError(errno: ENOSPC, "can't write", path) }
    }

    func sync() throws { try file.sync() }

    func close() throws {
        try file.close()
        if case .brokenAtClose(let number) = disk.trouble(path) { throw WeftError(errno: number, "can't write", path) }
    }

    func abort() { file.abort() }
}

@Suite("Several local folders")
struct LocalFolderTests {
    /// A map index whose file falls to a folder.
    private func map(in fixture: ShuffleFixture, root: Int) throws -> Int {
        try #require((0..<100).first { fixture.directories.rootsToTry(for: "shuffle_3_\($0)_0").first == root })
    }

    private func fileCounts(_ fixture: ShuffleFixture) throws -> [Int] {
        try fixture.directories.roots.map { try ScratchFolder(root: $0).names(in: ".").count }
    }

    @Test(
        "a file that no longer fits moves to the next folder with what is written, wherever the disk is full",
        arguments: [0, 1, 999, 40_000, 150_000, 249_990]
    )
    func firstFull(room: Int) throws {
        try ShuffleFixture.with(folders: 2) { fixture in
            let disk = CrampedFileSystem([fixture.directories.roots[0]: .room(room)])
            let store = fixture.store(.none, flushLimit: 10_000, fileSystem: disk)
            let map = try map(in: fixture, root: 0)
            let parts = [randomBytes(200_000, seed: 1), randomBytes(50_000, seed: 2)]
            try store.write(map: map, parts, batch: 3000)
            for (partition, bytes) in parts.enumerated() {
                #expect(try store.raw(map: map, partition: partition) == bytes)
            }
            #expect(try fileCounts(fixture) == [0, 1])
            // A store that hasn't written it finds it too.
            #expect(try fixture.store().raw(map: map, partition: 1) == parts[1])
            store.remove(shuffleID: 3)
            #expect(try fileCounts(fixture) == [0, 0])
        }
    }

    @Test(
        "a folder that is broken is passed over, whatever its error and when it shows",
        arguments: [EROFS, EIO, ENOENT, EACCES, EDQUOT],
        [true, false]
    )
    func broken(number: Int32, atClose: Bool) throws {
        try ShuffleFixture.with(folders: 3) { fixture in
            let trouble: CrampedFileSystem.Trouble = atClose ? .brokenAtClose(number) : .broken(number)
            let disk = CrampedFileSystem([fixture.directories.roots[1]: trouble])
            let store = fixture.store(fileSystem: disk)
            let map = try map(in: fixture, root: 1)
            try store.write(map: map, [[1, 2, 3]])
            #expect(try store.raw(map: map, partition: 0) == [1, 2, 3])
            #expect(try fileCounts(fixture) == [0, 0, 1])
        }
    }

    @Test("when no folder takes it, the error says what each of them said, and nothing is left")
    func allFull() throws {
        try ShuffleFixture.with(folders: 3) { fixture in
            let roots = fixture.directories.roots
            let disk = CrampedFileSystem([
                roots[0]: .room(30_000), roots[1]: .broken(EROFS), roots[2]: .room(90_000),
            ])
            let store = fixture.store(.none, flushLimit: 10_000, fileSystem: disk)
            let map = try map(in: fixture, root: 0)
            let error = #expect(throws: WeftError.self) {
                try store.write(map: map, [randomBytes(200_000, seed: 1)], batch: 3000)
            }
            #expect(error?.code == "disk-full")
            #expect(error?.remedy.contains("space") == true)
            #expect(Set(error?.details.map(\.name) ?? []) == Set(roots))
            #expect(try fileCounts(fixture) == [0, 0, 0])
            #expect(store.allOutputs().isEmpty)
            // What fits is taken, though all folders have failed a moment ago.
            disk.free(1000, in: roots[2])
            try store.write(map: map, attempt: 1, [[5]])
            #expect(try store.raw(map: map, attempt: 1, partition: 0) == [5])
        }
    }

    @Test("folders that can't be written for another reason than room are another error")
    func allBroken() throws {
        try ShuffleFixture.with { fixture in
            let disk = CrampedFileSystem([fixture.directories.roots[0]: .broken(EROFS)])
            let error = #expect(throws: WeftError.self) { try fixture.store(fileSystem: disk).write([[1]]) }
            #expect(error?.code == "local-dir")
        }
    }

    @Test("an error that isn't the folder's doesn't move the file")
    func otherErrors() throws {
        try ShuffleFixture.with(folders: 2) { fixture in
            let disk = CrampedFileSystem([fixture.directories.roots[0]: .broken(EMFILE)])
            let map = try map(in: fixture, root: 0)
            let error = #expect(throws: WeftError.self) { try fixture.store(fileSystem: disk).write(map: map, [[1]]) }
            #expect(error?.code == "too-many-open-files")
            #expect(try fileCounts(fixture) == [0, 0])
        }
    }

    @Test("a folder that failed is tried last for a minute, and then again as before")
    func avoidance() throws {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let bases = ["a", "b", "c"].map { folder.path($0) }
        for name in ["a", "b", "c"] { try folder.makeFolder(name) }
        let time = TestClock()
        let directories = try LocalDirectories(bases: bases, name: "app") { time.now }
        let before = directories.rootsToTry(for: "file")
        #expect(Set(before) == [0, 1, 2])
        directories.avoid(root: before[0])
        #expect(directories.rootsToTry(for: "file") == [before[1], before[2], before[0]])
        directories.avoid(root: before[1])
        #expect(directories.rootsToTry(for: "file") == [before[2], before[0], before[1]])
        time.advance(.seconds(59))
        directories.avoid(root: before[1])
        time.advance(.seconds(1))
        #expect(directories.rootsToTry(for: "file") == [before[0], before[2], before[1]])
        time.advance(.seconds(60))
        #expect(directories.rootsToTry(for: "file") == before)
    }

    @Test("files spread over the folders by their names, and each name has one path")
    func spread() throws {
        try ShuffleFixture.with(folders: 4) { fixture in
            let directories = fixture.directories
            let counts = Dictionary(grouping: 0..<400) { directories.rootsToTry(for: "shuffle_1_\($0)_2")[0] }
            #expect((0..<4).allSatisfy { (counts[$0]?.count ?? 0) > 50 })
            let path = directories.path(of: "rdd_1_2")
            #expect(directories.path(of: "rdd_1_2") == path)
            #expect(directories.existingPath(of: "rdd_1_2") == nil)
            directories.place("rdd_1_2", inRoot: 3)
            #expect(directories.path(of: "rdd_1_2").path == directories.roots[3] + "/rdd_1_2")
            directories.delete("rdd_1_2")
            #expect(directories.path(of: "rdd_1_2") == path)
        }
    }

    @Test(
        "on a real disk that is full, the second folder is used; two full ones are an error that leaves nothing",
        .enabled(if: TinyDisk.isPossible, "only root can mount a disk; the tests above have one made up")
    )
    func realDisk() throws {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let disk = try TinyDisk(in: folder)
        defer { disk.unmount() }
        try folder.makeFolder("large")
        for bases in [[disk.path, folder.path("large")], [disk.path]] {
            let directories = try LocalDirectories(bases: bases, name: "app-\(bases.count)")
            let store = ShuffleStore(directories: directories, flushLimit: 10_000, codec: .none)
            let rows = randomBytes(300_000, seed: 1)
            for map in 0..<8 {
                if bases.count == 2 {
                    try store.write(map: map, [rows], batch: 3000)
                    #expect(try store.raw(map: map, partition: 0) == rows)
                } else {
                    let error = #expect(throws: WeftError.self) { try store.write(map: map, [rows], batch: 3000) }
                    #expect(error?.code == "disk-full")
                    #expect(try ScratchFolder(root: directories.roots[0]).names(in: ".").isEmpty)
                }
            }
            if bases.count == 2 {
                #expect(try ScratchFolder(root: directories.roots[0]).names(in: ".").isEmpty)
                #expect(try ScratchFolder(root: directories.roots[1]).names(in: ".").count == 8)
            }
            directories.remove()
        }
    }
}

/// A clock that a test moves.
private final class TestClock: Sendable {
    private let time = Mutex(ContinuousClock().now)

    var now: ContinuousClock.Instant { time.withLock { $0 } }

    func advance(_ duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }
}
