import ArgumentParser
import Glibc
import Testing
import WeftDiagnostics

@testable import WeftCLI

@Suite("The machine's own files")
struct LocalFilesTests {
    /// A folder of its own, removed afterwards.
    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/weft-local-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let folder = try #require(made)
        defer { _ = rmdir(folder) }
        try body(folder)
    }

    private func make(_ bytes: [UInt8]) throws {
        let path = (bytes + [0]).map { CChar(bitPattern: $0) }
        let descriptor = Glibc.open(path, O_CREAT | O_WRONLY, 0o600)
        try #require(descriptor >= 0)
        close(descriptor)
    }

    private func remove(_ bytes: [UInt8]) { unlink((bytes + [0]).map { CChar(bitPattern: $0) }) }

    @Test("Checksums beside files aren't listed, those of nothing are, and all go with their folder")
    func checksumFiles() throws {
        try withFolder { folder in
            let files = LocalShellFileSystem()
            let inside = "\(folder)/inside"
            try #require(mkdir(inside, 0o700) == 0)
            for name in ["part", ".part.crc", ".lonely.crc", ".crc"] { try make(Array("\(inside)/\(name)".utf8)) }
            var found: [String] = []
            try files.forEachPage(of: inside) { found += $0.map(\.name) }
            #expect(found == [".crc", ".lonely.crc", "part"])
            try files.delete(inside, recursive: true)
            #expect(try files.status(inside) == nil)
        }
    }

    @Test("Names that aren't UTF-8 and links to nothing are listed, and an error when they are opened")
    func unusable() throws {
        try withFolder { folder in
            let bad = Array(folder.utf8) + [UInt8(ascii: "/"), 0x62, 0xFF, 0x61]
            try make(bad)
            try make(Array("\(folder)/good".utf8))
            #expect(symlink("\(folder)/nothing", "\(folder)/link") == 0)
            #expect(symlink("\(folder)/good", "\(folder)/well") == 0)
            defer {
                remove(bad)
                for name in ["good", "link", "well"] { unlink("\(folder)/\(name)") }
            }
            let files = LocalShellFileSystem()
            var found: [ShellFileStatus] = []
            try files.forEachPage(of: folder) { found += $0 }
            #expect(Set(found.map(\.name)) == ["b\u{FFFD}a", "good", "link", "well"])
            #expect(found.first { $0.name == "link" }?.kind == .symbolicLink)
            for name in ["b\u{FFFD}a", "link"] {
                do {
                    _ = try files.open("\(folder)/\(name)")
                    Issue.record("opened \(name)")
                } catch {
                    let error = WeftError(wrapping: error)
                    #expect(error.code == "input-not-found")
                    #expect(error.remedy.contains(name == "link" ? "link" : "UTF-8"))
                }
            }
            // A copy says so, and copies the others.
            let remote = MemoryFileSystem()
            remote.addFolder("/x")
            let output = ShellOutput(descriptor: nil)
            let errors = ShellOutput(descriptor: nil)
            let shell = Shell(
                command: "put",
                fileSystems: ShellFileSystems(defaultName: { ("hdfs", "test") }, makeRemote: { _, _ in remote }),
                output: output,
                errors: errors
            )
            let command = try #require(
                FileSystemCommands.parseAsRoot(["put", folder, "/x/copy"]) as? any FileSystemCommand
            )
            #expect(try command.execute(in: shell) == 1)
            let said = String(decoding: errors.collected, as: UTF8.self)
            #expect(said.contains("/link: No such file") && said.contains("b\u{FFFD}a: No such file"))
            #expect(remote.paths.filter { $0.hasPrefix("/x/copy/") } == ["/x/copy/good", "/x/copy/well"])
        }
    }
}
