import Glibc
import Synchronization
import Weft
import WeftHDFS

/// Does with an HDFS what the engine does with any file system, and prints how it behaves, one line each.
struct FileContract: AsyncParsableCommand {
    @Argument(help: "An HDFS folder that doesn't exist.") var folder: String

    func run() async throws {
        // Small blocks, so that there are several.
        let configuration = try Configuration.load().setting(
            "weft.hadoop.dfs.blocksize",
            "1048576"
        )
        let setting = ExtensionSetting(configuration: configuration, role: .localDriver)
        let hadoop = try HadoopExtension(setting)
        defer { hadoop.close() }
        let systems = FileSystems(hadoop.fileSystems, defaultScheme: hadoop.defaultScheme ?? "file")
        let given = try ResourcePath(folder)
        let system = try systems.fileSystem(for: given)
        let root = system.qualified(given)
        print("qualified \(root.scheme ?? "") \(!root.authority.isEmpty) \(root.isAbsolute)")
        try system.makeDirectory(root, withParents: true)
        try Contract(system: system, systems: systems, root: root).check()
        print("deleted \(try system.delete(root, recursive: true)) \(try system.exists(root))")
    }
}

extension Configuration {
    fileprivate func setting(_ name: String, _ value: String) throws -> Configuration {
        var copy = self
        try copy.set(name, value, source: .code)
        return copy
    }
}

private struct Contract: Sendable {
    let system: any FileSystem
    let systems: FileSystems
    let root: ResourcePath

    func check() throws {
        try folders()
        try files()
        try names()
        try blocks()
        try manyEntries()
        try commits()
    }

    /// The code of what a call throws, `done` when it throws nothing.
    private func code(_ call: () throws -> Void) -> String {
        do {
            try call()
            return "done"
        } catch {
            return (error as? WeftError)?.code.rawValue ?? "\(error)"
        }
    }

    private func write(_ text: String, _ path: ResourcePath, overwrite: Bool = false) throws {
        let file = try system.create(path, overwrite: overwrite)
        try Array(text.utf8).withUnsafeBytes { try file.write($0) }
        try file.close()
    }

    private func text(_ path: ResourcePath) throws -> String {
        String(try InputFiles.readWhole(try system.status(path), fileSystems: systems))
    }

    private func folders() throws {
        let made = root.appending("a/b")
        let results = [
            code { try system.makeDirectory(made, withParents: false) },
            code { try system.makeDirectory(made, withParents: true) },
            code { try system.makeDirectory(made, withParents: true) },
            code { try system.makeDirectory(made, withParents: false) },
            code { try system.makeDirectory(made.appending("c"), withParents: false) },
            code { _ = try system.status(root.appending("none")) },
        ]
        print("folders", results.joined(separator: " "))
        // Of those that make a folder at once, one has made it.
        let winners = Atomic(0)
        let left = Atomic(12)
        let contested = root.appending("contested")
        for _ in 0..<12 {
            Threads.start {
                if code({ try system.makeDirectory(contested, withParents: false) }) == "done" {
                    winners.add(1, ordering: .relaxed)
                }
                left.subtract(1, ordering: .releasing)
            }
        }
        while left.load(ordering: .acquiring) > 0 { usleep(1000) }
        let names = try system.list(root).map(\.path.name)
        print("race", winners.load(ordering: .relaxed), names)
        try system.delete(contested, recursive: false)
    }

    private func files() throws {
        let file = root.appending("file")
        var results = [
            code { try write("one", file) }, code { try write("two", file) },
            code { try write("three", file, overwrite: true) }, try text(file),
            code { try write("x", root.appending("none/file")) },
            code { _ = try system.open(root) }, code { _ = try system.open(root.appending("none")) },
        ]
        let open = try system.create(root.appending("given-up"), overwrite: false)
        try Array("half".utf8).withUnsafeBytes { try open.write($0) }
        open.abort()
        open.abort()
        results.append("\(try system.exists(root.appending("given-up")))")
        print("files", results.joined(separator: " "))
    }

    private func names() throws {
        let (one, two) = (root.appending("one"), root.appending("two"))
        try write("1", one)
        try write("2", two)
        let results = [
            code { try system.rename(one, to: two, overwrite: false) },
            code { try system.rename(one, to: two, overwrite: true) }, try text(two),
            code { try system.rename(one, to: two, overwrite: true) },
            "\(try system.delete(one, recursive: false))", "\(try system.delete(two, recursive: false))",
            code { try system.delete(root.appending("a"), recursive: false) },
            "\(try system.delete(root.appending("a"), recursive: true))",
        ]
        print("names", results.joined(separator: " "))
    }

    private func blocks() throws {
        let file = root.appending("long")
        let output = try system.create(file, overwrite: false)
        let line = Array("the quick brown fox jumps over the lazy dog 12345678\n".utf8)
        let part = Array(repeatElement(line, count: 1000).joined())
        for _ in 0..<50 { try part.withUnsafeBytes { try output.write($0) } }
        try output.sync()
        try output.close()
        let status = try system.status(file)
        let locations = try system.blockLocations(status)
        let splits = try InputFiles.splits([status], minPartitions: 2, fileSystems: systems)
        print("blocks", status.length, status.blockSize, locations.map(\.range.count), Set(locations.flatMap(\.hosts)))
        print("splits", splits.map(\.length), Set(splits.map(\.hosts)))
        let input = try system.open(file)
        var right = 0
        // Backwards, so that nothing comes from where the last read ended.
        for offset in stride(from: 2_600_000, through: 0, by: -260_000) {
            var bytes = [UInt8](repeating: 0, count: 100)
            let count = try bytes.withUnsafeMutableBytes { try input.readFully(into: $0, at: offset) }
            if bytes[..<count].elementsEqual((0..<count).map { line[(offset + $0) % line.count] }) { right += 1 }
        }
        var nothing = [UInt8](repeating: 0, count: 8)
        let behind = try nothing.withUnsafeMutableBytes { try input.read(into: $0, at: status.length) }
        print("reads", right, try input.size() == status.length, behind)
        input.close()
        var lines = 0
        for split in splits {
            let reader = try LineReader(split, fileSystems: systems)
            while let batch = try reader.nextBatch() { lines += batch.count { $0.count == line.count - 1 } }
        }
        print("lines", lines)
    }

    private func manyEntries() throws {
        let many = root.appending("many")
        for number in 0..<1050 { try system.makeDirectory(many.appending("\(10_000 + number)"), withParents: true) }
        let names = try system.list(many).map(\.path.name)
        let pattern = many.appending("1000[1-3]")
        print("many", names.count, names == names.sorted(), try system.glob(pattern).map(\.path.name))
        print("glob", try system.glob(root.appending("{long,none,fil?}")).map(\.path.name))
    }

    private func commits() throws {
        let committer = try OutputCommitter(output: root.appending("out"), job: "job", fileSystems: systems)
        let other = try OutputCommitter(output: root.appending("out"), job: "other", fileSystems: systems)
        func write(_ text: String, _ partition: Int, _ attempt: String) throws {
            let name = OutputCommitter.partName(partition)
            let writer = try TextFileWriter(committer.create(name, attempt: attempt))
            try writer.write(text)
            try writer.close()
        }
        try committer.setUpJob()
        var results = [code { try other.setUpJob() }]
        try write("right", 0, "0-0")
        try write("right", 0, "0-1")
        try write("right", 1, "1-0")
        let open = try committer.create(OutputCommitter.partName(1), attempt: "1-1")
        try committer.commitTask(attempt: "0-1")
        try committer.commitTask(attempt: "0-0")
        try committer.commitTask(attempt: "1-0")
        try committer.abortTask(attempt: "0-2")
        try committer.commitJob()
        results += [
            code { try committer.commitTask(attempt: "1-1") },
            code { _ = try committer.create("part-00000", attempt: "late") },
        ]
        open.abort()
        let files = try system.list(committer.output).map(\.path.name)
        print("commits", results.joined(separator: " "), files, try text(committer.output.appending("part-00000")))
        let failed = try OutputCommitter(output: root.appending("failed"), job: "job", fileSystems: systems)
        try failed.setUpJob()
        _ = try failed.create("part-00000", attempt: "0-0")
        try failed.abortJob()
        print("aborted", try system.exists(failed.output))
    }
}

/// Threads of one's own.
enum Threads {
    private final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    static func start(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(body))
        pthread_create(
            &thread,
            nil,
            { argument in
                if let argument { Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            },
            box.toOpaque()
        )
        pthread_detach(thread)
    }
}
