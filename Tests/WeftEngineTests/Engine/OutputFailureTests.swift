import Synchronization
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// The machine's own files under the scheme `small:`, on a disk that holds only so many bytes.
private final class SmallDisk: FileSystem {
    private let files = LocalFileSystem()
    fileprivate let left: Mutex<Int>
    private let renames: Mutex<Int>

    /// - Parameters:
    ///   - capacity: how many bytes can be written.
    ///   - renames: how many files can be given their final names.
    init(capacity: Int, renames: Int = .max) {
        left = Mutex(capacity)
        self.renames = Mutex(renames)
    }

    var scheme: String { "small" }

    private func local(_ path: ResourcePath) -> ResourcePath { .local(path.path) }

    private func renamed(_ status: FileStatus) -> FileStatus {
        var status = status
        status.path.scheme = scheme
        return status
    }

    func status(_ path: ResourcePath) throws -> FileStatus { renamed(try files.status(local(path))) }
    func list(_ directory: ResourcePath) throws -> [FileStatus] { try files.list(local(directory)).map(renamed) }
    func open(_ path: ResourcePath) throws -> any RandomAccessFile { try files.open(local(path)) }

    func create(_ path: ResourcePath, overwrite: Bool) throws -> any OutputFile {
        SmallFile(file: try files.create(local(path), overwrite: overwrite), disk: self)
    }

    func rename(_ source: ResourcePath, to target: ResourcePath, overwrite: Bool) throws {
        let isAllowed = renames.withLock { left in
            left -= 1
            return left >= 0
        }
        guard isAllowed else { throw WeftError("io-error", "can't rename \(source)") }
        try files.rename(local(source), to: local(target), overwrite: overwrite)
    }

    func delete(_ path: ResourcePath, recursive: Bool) throws -> Bool {
        try files.delete(local(path), recursive: recursive)
    }

    func makeDirectory(_ path: ResourcePath, withParents: Bool) throws {
        try files.makeDirectory(local(path), withParents: withParents)
    }

    func glob(_ pattern: ResourcePath) throws -> [FileStatus] { try files.glob(local(pattern)).map(renamed) }
}

private final class SmallFile: OutputFile {
    private let file: any OutputFile
    private let disk: SmallDisk

    init(file: any OutputFile, disk: SmallDisk) {
        self.file = file
        self.disk = disk
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        let fits = disk.left.withLock { left in
            left -= bytes.count
            return left >= 0
        }
        guard fits else { throw WeftError("disk-full", "no space left on the small disk", remedy: "free some space") }
        try file.write(bytes)
    }

    func sync() throws { try file.sync() }
    func close() throws { try file.close() }
    func abort() { file.abort() }
}

@Suite("Output that can't be written")
struct OutputFailureTests {
    @Test(
        "a full disk fails the job and leaves nothing",
        arguments: ["text", "gzip", "pairs", "objects"],
        [0, 100_000]
    )
    func fullDisk(kind: String, capacity: Int) async throws {
        try await withContext { context async throws in
            context.services.fileSystems.register(SmallDisk(capacity: capacity))
            // Without much in common from row to row, so that gzip can't make it fit.
            let rows = context.range(0..<60_000, partitions: 4).map { "\(UInt64($0 &+ 1) &* 0x9E37_79B9_7F4A_7C15)" }
            let path = "small://" + context.scratch.path("parent/out")
            let error = try await failure {
                switch kind {
                case "text": try await rows.saveAsTextFile(path)
                case "gzip": try await rows.saveAsTextFile(path, compression: .gzip)
                case "pairs": try await rows.map { ($0, 1) }.saveAsTextFile(path)
                default: try await rows.saveAsObjectFile(path)
                }
            }
            #expect(error.root.code == "disk-full")
            #expect(error.remedy.contains("space"))
            #expect(try context.scratch.names(in: "parent").isEmpty)
        }
    }

    @Test("room for some tasks only, and attempts that all fail")
    func retriesOnFullDisk() async throws {
        try await withContext(master: "local[2,3]") { context async throws in
            context.services.fileSystems.register(SmallDisk(capacity: 150_000))
            let rows = context.range(0..<40_000, partitions: 8).map { "row \($0)" }
            let error = try await failure { try await rows.saveAsTextFile("small:" + context.scratch.path("out")) }
            #expect(error.root.code == "disk-full")
            #expect(!context.scratch.exists("out"))
        }
    }

    @Test("a commit that fails halfway leaves nothing under the final name")
    func failedCommit() async throws {
        try await withContext { context async throws in
            context.services.fileSystems.register(SmallDisk(capacity: .max, renames: 2))
            let rows = context.range(0..<40, partitions: 4)
            let error = try await failure { try await rows.saveAsTextFile("small:" + context.scratch.path("out")) }
            #expect(error.root.message.contains("can't rename"))
            #expect(!context.scratch.exists("out"))
        }
    }

    @Test("files that come back through the other scheme")
    func roundTrip() async throws {
        try await withContext { context async throws in
            context.services.fileSystems.register(SmallDisk(capacity: 1 << 20))
            let path = "small:" + context.scratch.path("out")
            try await context.range(0..<100, partitions: 3).saveAsTextFile(path)
            #expect(try await context.textFile(path).map { Int($0) ?? -1 }.sum() == 4950)
            #expect(try await context.textFile(path + "/part-0000[12]").count() == 67)
        }
    }

    @Test("a cancelled job leaves nothing")
    func cancelled() async throws {
        try await withContext { context async throws in
            let out = context.scratch.path("out")
            let started = context.scratch.path("started")
            let job = Task {
                try await context.range(0..<4, partitions: 2).map { row in
                    try ScratchFolder(root: started).touch()
                    while true { try TaskContext.current?.checkCancelled() }
                    return row
                }.saveAsTextFile(out)
            }
            while !context.scratch.exists("started/x") { try await Task.sleep(for: .milliseconds(1)) }
            #expect(context.scratch.exists("out/_temporary"))
            job.cancel()
            let result = await job.result
            let error = try await failure { try result.get() }
            #expect(error.code == "job-cancelled")
            // Its tasks may be ending still; they find no folder to bring back.
            _ = try await context.range(0..<4, partitions: 4).count()
            #expect(!context.scratch.exists("out"))
        }
    }

    @Test("an output path that can't be a folder")
    func badPaths() async throws {
        try await withContext { context async throws in
            try context.scratch.write("file", "x")
            let below = try await failure {
                try await context.range(0..<1).saveAsTextFile(context.scratch.path("file/out"))
            }
            #expect(!below.remedy.isEmpty)
            #expect(below.location?.contains("OutputFailureTests.swift:") == true)
            let empty = try await failure { try await context.range(0..<1).saveAsTextFile("") }
            #expect(empty.code == "invalid-path")
        }
    }
}

extension ScratchFolder {
    fileprivate func touch() throws { try write("x", "") }
}
