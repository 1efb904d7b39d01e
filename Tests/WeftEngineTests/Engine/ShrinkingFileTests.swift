import Testing
import WeftDiagnostics

@testable import WeftEngine

/// The machine's own files under the scheme `shrinking:`, cut off right after they were opened.
private struct ShrinkingFileSystem: FileSystem {
    private let files = LocalFileSystem()
    let left: Int

    init(left: Int) { self.left = left }

    var scheme: String { "shrinking" }

    private func local(_ path: ResourcePath) -> ResourcePath { .local(path.path) }

    func status(_ path: ResourcePath) throws -> FileStatus { try files.status(local(path)) }
    func list(_ directory: ResourcePath) throws -> [FileStatus] { try files.list(local(directory)) }
    func open(_ path: ResourcePath) throws -> any RandomAccessFile {
        ShrinkingFile(file: try files.open(local(path)), left: left)
    }

    func create(_ path: ResourcePath, overwrite: Bool) throws -> any OutputFile {
        try files.create(local(path), overwrite: overwrite)
    }

    func rename(_ source: ResourcePath, to target: ResourcePath, overwrite: Bool) throws {
        try files.rename(local(source), to: local(target), overwrite: overwrite)
    }

    func delete(_ path: ResourcePath, recursive: Bool) throws -> Bool {
        try files.delete(local(path), recursive: recursive)
    }

    func makeDirectory(_ path: ResourcePath, withParents: Bool) throws {
        try files.makeDirectory(local(path), withParents: withParents)
    }

    func glob(_ pattern: ResourcePath) throws -> [FileStatus] { try files.glob(local(pattern)) }
}

private final class ShrinkingFile: RandomAccessFile {
    private let file: any RandomAccessFile
    private let left: Int

    init(file: any RandomAccessFile, left: Int) {
        self.file = file
        self.left = left
    }

    func size() throws -> Int { try file.size() }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws -> Int {
        let count = max(0, min(buffer.count, left - offset))
        return try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), at: offset)
    }

    func close() { file.close() }
}

@Suite("Added files that get shorter")
struct ShrinkingFileTests {
    @Test(
        "a file that is cut off while it is added fails, leaves nothing, and can be added again",
        arguments: [0, 399_999]
    )
    func addedFile(left: Int) async throws {
        try await withContext { context async throws in
            let path = try context.scratch.write("long.bin", [UInt8](repeating: 7, count: 400_000))
            context.services.fileSystems.register(ShrinkingFileSystem(left: left))
            let error = try await failure { try context.addFile("shrinking://\(path)") }
            #expect(error.code == "input-changed" && !error.remedy.isEmpty)
            #expect(error.message.contains("byte \(left)") && error.message.contains("400000"))
            let missing = try await failure { _ = try WeftFiles.path(of: "long.bin") }
            #expect(missing.code == "file-not-added")
            context.services.fileSystems.register(ShrinkingFileSystem(left: 400_000))
            try context.addFile("shrinking://\(path)")
            #expect(try LocalFileSystem().status(.local(WeftFiles.path(of: "long.bin"))).length == 400_000)
        }
    }

    @Test("an archive that is cut off while it is added fails")
    func addedArchive() async throws {
        try await withContext { context async throws in
            // Tar files may end anywhere behind their last entry, so that a short one would unpack.
            let path = try context.scratch.write("data.tar", [UInt8](repeating: 0, count: 10_240))
            context.services.fileSystems.register(ShrinkingFileSystem(left: 5_120))
            let error = try await failure { try context.addArchive("shrinking://\(path)") }
            #expect(error.code == "input-changed")
        }
    }
}
