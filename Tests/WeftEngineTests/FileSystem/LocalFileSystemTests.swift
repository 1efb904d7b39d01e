import Foundation
import Glibc
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct LocalFileSystemTests {
    private let files = LocalFileSystem()

    private func put(_ text: String, _ path: ResourcePath, overwrite: Bool = false) throws {
        let file = try files.create(path, overwrite: overwrite)
        try Array(text.utf8).withUnsafeBytes { try file.write($0) }
        try file.sync()
        try file.close()
    }

    private func get(_ path: ResourcePath) throws -> String {
        let file = try files.open(path)
        return String(
            try Bytes(capacity: file.size()) { try file.readFully(into: $0, at: 0) }
        )
    }

    @Test func writesAndReadsBack() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("a")
        try put("some text", path)
        #expect(try get(path) == "some text")
        let status = try files.status(path)
        #expect(status.length == 9 && !status.isDirectory)
        #expect(abs(Double(status.modificationTime) / 1000 - Date().timeIntervalSince1970) < 600)
        #expect(code { try put("other", path) } == "output-exists")
        try put("new", path, overwrite: true)
        #expect(try get(path) == "new")
        let file = try files.open(path)
        let end = try Bytes(capacity: 10) { try file.read(into: $0, at: 1) }
        #expect(end == "ew")
        #expect(try Bytes(capacity: 10) { try file.read(into: $0, at: 3) }.isEmpty)
        #expect(try files.blockLocations(status).isEmpty)
    }

    @Test func foldersAreMadeListedRenamedAndDeleted() throws {
        let folder = try TemporaryFolder()
        let deep = folder.path.appending("a/b/c")
        try files.makeDirectory(deep, withParents: true)
        try files.makeDirectory(deep, withParents: true)
        #expect(code { try files.makeDirectory(deep, withParents: false) } == "output-exists")
        #expect(code { try files.makeDirectory(folder.path.appending("x/y"), withParents: false) } == "input-not-found")
        try put("1", deep.appending("z"))
        try put("2", deep.appending("y"))
        #expect(try files.list(deep).map(\.path.name) == ["y", "z"])
        #expect(code { try files.delete(deep, recursive: false) } == "output-exists")
        #expect(
            code { try files.rename(deep.appending("y"), to: deep.appending("z"), overwrite: false) } == "output-exists"
        )
        try files.rename(deep.appending("y"), to: deep.appending("z"), overwrite: true)
        #expect(try files.list(deep).map(\.path.name) == ["z"])
        #expect(try get(deep.appending("z")) == "2")
        #expect(try files.delete(folder.path.appending("a"), recursive: true))
        #expect(try !files.delete(folder.path.appending("a"), recursive: true))
        #expect(try !files.exists(deep))
        try put("file", folder.path.appending("f"))
        #expect(code { try files.makeDirectory(folder.path.appending("f"), withParents: true) } == "output-exists")
    }

    @Test func qualifiedPathsStartAtTheRoot() throws {
        let folder = FileManager.default.currentDirectoryPath
        #expect(try files.qualified(ResourcePath("a/b")) == .local(folder + "/a/b"))
        #expect(try files.qualified(ResourcePath(".")) == .local(folder))
        #expect(try files.qualified(ResourcePath("/x")).description == "file:/x")
    }

    @Test func deletingALinkLeavesWhatItPointsTo() throws {
        let folder = try TemporaryFolder()
        try folder.write("real/x", "1".utf8)
        try folder.write("other/y", "1".utf8)
        symlink(folder.path.path + "/real", folder.path.path + "/other/link")
        #expect(try files.list(folder.path.appending("other")).map(\.isDirectory) == [true, false])
        try files.delete(folder.path.appending("other"), recursive: true)
        #expect(folder.names() == ["real", "real/x"])
    }

    @Test func namesThatAreNotUTF8AreAnErrorAndNotLeftOut() throws {
        let folder = try TemporaryFolder()
        let path = Array("\(folder.path.path)/bad".utf8).map { CChar(bitPattern: $0) } + [CChar(bitPattern: 0xFF), 0]
        Glibc.close(creat(path, 0o600))
        #expect(code { _ = try files.list(folder.path) } == "invalid-path")
        unlink(path)
    }

    @Test func missingInputIsNamed() throws {
        let folder = try TemporaryFolder()
        let path = folder.path.appending("none")
        for thrown in [
            error { _ = try files.open(path) }, error { _ = try files.status(path) },
            error { _ = try files.list(path) },
        ] {
            #expect(thrown?.code == "input-not-found")
            #expect(thrown?.message.contains(path.path) == true)
            #expect(thrown?.remedy.isEmpty == false)
        }
        #expect(code { _ = try files.open(folder.path) } == "not-a-file")
        #expect(code { _ = try files.create(path.appending("x"), overwrite: true) } == "input-not-found")
    }

    @Test func forbiddenInputIsNamed() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("secret", "x".utf8)
        chmod(path.path, 0)
        if geteuid() == 0 {
            // Root may read everything; the text of the error is the same for all.
            #expect(WeftError(errno: EACCES, "can't open", path).code == "permission-denied")
        } else {
            #expect(code { _ = try files.open(path) } == "permission-denied")
        }
    }

    @Test func fullDiskIsClearAndLeavesTheDeviceAlone() throws {
        let device = ResourcePath.local("/dev/full")
        let file = try files.create(device, overwrite: true)
        let thrown = error { try [UInt8](repeating: 1, count: 100).withUnsafeBytes { try file.write($0) } }
        #expect(thrown?.code == "disk-full")
        #expect(thrown?.message.contains("/dev/full") == true)
        #expect(thrown?.remedy.contains("free some space") == true)
        file.abort()
        #expect(try files.exists(device))
    }

    @Test func abortRemovesTheFileButNotAfterClose() throws {
        let folder = try TemporaryFolder()
        let aborted = try files.create(folder.path.appending("a"), overwrite: false)
        aborted.abort()
        let closed = try files.create(folder.path.appending("b"), overwrite: false)
        try closed.close()
        closed.abort()
        #expect(folder.names() == ["b"])
    }

    @Test func descriptorsAreNotInheritedAndAreClosed() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a", "x".utf8)
        func openOnA() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
                .filter {
                    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path.path
                }
        }
        do {
            let file = try files.open(path)
            let descriptors = try openOnA()
            #expect(descriptors.count == 1)
            for descriptor in descriptors.compactMap({ Int32($0) }) {
                #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
            }
            #expect(try file.size() == 1)
        }
        #expect(try openOnA().isEmpty)
    }
}
