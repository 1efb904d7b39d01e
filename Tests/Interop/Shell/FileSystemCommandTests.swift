import Foundation
import HDFS
import HadoopRPC
import Testing
import WeftDiagnostics

/// `weft fs` as a process beside Java's `hdfs dfs`, on the same files.
@Suite("weft fs beside hdfs dfs", .serialized)
struct FileSystemCommandTests {
    private func bed() throws -> TestBed { try TestBed.shared(.authentication) }

    private func weft(_ bed: TestBed, _ arguments: String...) throws -> ChildProgram.Outcome {
        try bed.run("weft", ["fs"] + arguments)
    }

    /// Runs both with the same arguments, the command first, and compares exit status and standard output.
    private func expectSame(
        _ bed: TestBed,
        _ arguments: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let ours = try bed.run("weft", ["fs"] + arguments)
        let javas = try bed.java("alice", ["fs", "-" + arguments[0]] + arguments.dropFirst())
        let line = arguments.joined(separator: " ")
        #expect(ours.output == javas.text, "\(line)\n\(ours.errors)", sourceLocation: sourceLocation)
        #expect(Int(ours.status) == javas.status, "\(line)\n\(ours.errors)", sourceLocation: sourceLocation)
    }

    /// A local folder with files of some lengths, removed afterwards.
    private func withTree(_ body: (_ folder: String, _ files: [String: [UInt8]]) throws -> Void) throws {
        let folder = "/tmp/weft-tree-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var files = ["empty": [UInt8](), "one": [65], "sub/deep/long": pattern(3_000_001)]
        for number in 0..<20 { files["sub/part-\(number)"] = pattern(number * 1000, seed: UInt64(number)) }
        for (name, bytes) in files {
            let file = URL(fileURLWithPath: "\(folder)/\(name)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: file)
        }
        try body(folder, files)
    }

    @Test("What is told of files is what Java tells")
    func looking() throws {
        let bed = try bed()
        try withTree { folder, _ in
            let path = bed.newPath()
            #expect(try weft(bed, "put", folder, path).status == 0)
            try expectSame(bed, "ls", path)
            try expectSame(bed, "ls", "-R", "-h", path)
            try expectSame(bed, "ls", "\(path)/sub/part-1*")
            try expectSame(bed, "ls", "\(path)/nope")
            try expectSame(bed, "find", path, "-name", "part-*")
            // Hadoop 2's du doesn't tell how much space the replicas take.
            func ends(_ lines: [String]) -> [[Substring]] {
                lines.map { $0.split(separator: " ") }.map { Array($0.prefix(1) + $0.suffix(1)) }
            }
            #expect(try ends(weft(bed, "du", path).lines) == ends(bed.java("alice", ["fs", "-du", path]).lines))
            try expectSame(bed, "count", path)
            try expectSame(bed, "count", "-q", path)
            try expectSame(bed, "stat", "%b %F %n %o %r %u %g %y", "\(path)/one", "\(path)/sub")
            try expectSame(bed, "cat", "\(path)/one", "\(path)/sub/part-1")
            try expectSame(bed, "checksum", "\(path)/one", "\(path)/sub/deep/long")
            for question in ["-e", "-d", "-f", "-s", "-z"] {
                for name in ["one", "empty", "sub", "nope"] { try expectSame(bed, "test", question, "\(path)/\(name)") }
            }
            // What is used and free may change between two looks.
            let ours = try weft(bed, "df").lines
            let javas = try bed.java("alice", ["fs", "-df"]).lines
            #expect(ours.first?.split(separator: " ") == javas.first?.split(separator: " "))
            #expect(ours.last?.split(separator: " ").prefix(2) == javas.last?.split(separator: " ").prefix(2))
        }
    }

    @Test("Files go there and back, several at once")
    func transfers() throws {
        let bed = try bed()
        try withTree { folder, files in
            let path = bed.newPath()
            let put = try weft(bed, "put", "-t", "8", folder, path)
            #expect(put.status == 0, "\(put.errors)")
            for (name, bytes) in files where !bytes.isEmpty {
                #expect(try bed.javaShell("alice", "-cat", "\(path)/\(name)") == bytes)
            }
            #expect(try weft(bed, "cp", "-t", "8", path, path + "-copy").status == 0)
            #expect(try weft(bed, "mv", path + "-copy", path + "-moved").status == 0)
            let back = folder + "-back"
            defer { try? FileManager.default.removeItem(atPath: back) }
            let get = try weft(bed, "get", "-t", "8", path + "-moved", back)
            #expect(get.status == 0, "\(get.errors)")
            for (name, bytes) in files {
                #expect(FileManager.default.contents(atPath: "\(back)/\(name)").map { Array($0) } == bytes, "\(name)")
            }
            let again = try weft(bed, "put", folder + "/one", path)
            #expect(again.status == 1)
            #expect(again.errors.contains("File exists"))
        }
    }

    @Test("Files are changed as Java changes them, and Java sees it")
    func changing() throws {
        let bed = try bed()
        try withTree { folder, files in
            let path = bed.newPath()
            let long = try #require(files["sub/deep/long"])
            #expect(try weft(bed, "put", folder + "/sub/deep/long", path).status == 0)
            #expect(try weft(bed, "setrep", "-w", "1", path).status == 0)
            #expect(try bed.javaShell("alice", "-stat", "%r", path) == Array("1\n".utf8))
            let truncate = try weft(bed, "truncate", "-w", "1000001", path)
            #expect(truncate.status == 0, "\(truncate.errors)")
            #expect(truncate.output == "Truncated \(path) to length: 1000001\n")
            #expect(try bed.javaShell("alice", "-cat", path) == Array(long[..<1_000_001]))
            try expectSame(bed, "touchz", path)
            try expectSame(bed, "rm", path + "/nope")
            // Those that go to the trash are there under their own path.
            let trash = try weft(bed, "rm", "-D", "fs.trash.interval=60", path)
            #expect(trash.status == 0, "\(trash.errors)")
            let current = "/user/alice/.Trash/Current"
            #expect(trash.output.hasPrefix("Moved: '\(bed.uri)\(path)' to trash at: \(bed.uri)\(current)"))
            #expect(try bed.java("alice", ["fs", "-test", "-f", current + path]).status == 0)
            #expect(try weft(bed, "put", folder + "/one", path).status == 0)
            let gone = try weft(bed, "rm", "-D", "fs.trash.interval=60", "-skipTrash", path)
            #expect(gone.output == "Deleted \(path)\n")
            #expect(try bed.java("alice", ["fs", "-test", "-e", path]).status == 1)
        }
    }

    @Test("Checksums, what copies keep, and files in memory are as in Java")
    func flags() throws {
        let bed = try bed()
        try withTree { folder, files in
            let path = bed.newPath()
            defer { for end in ["-ours", "-java"] { try? FileManager.default.removeItem(atPath: folder + end) } }
            for end in ["-ours", "-java"] {
                try FileManager.default.createDirectory(atPath: folder + end, withIntermediateDirectories: true)
            }
            func local(_ name: String) -> [UInt8]? { FileManager.default.contents(atPath: name).map { Array($0) } }
            #expect(try weft(bed, "put", folder, path).status == 0)
            for (name, source) in [("one", "one"), ("empty", "empty"), ("long", "sub/deep/long")] {
                #expect(try weft(bed, "get", "-crc", "\(path)/\(source)", folder + "-ours").status == 0)
                try bed.javaShell("alice", "-get", "-crc", "\(path)/\(source)", folder + "-java")
                let checksums = try #require(local("\(folder)-java/.\(name).crc"))
                #expect(local("\(folder)-ours/.\(name).crc") == checksums, "\(name)")
            }
            // Java compares what it reads with our checksums.
            try bed.javaShell("alice", "-put", folder + "-ours/long", path + "/again")
            try expectSame(bed, "cat", "-ignoreCrc", path + "/one")

            #expect(try weft(bed, "put", "-l", folder + "/one", path + "/lazy-ours").status == 0)
            try bed.javaShell("alice", "-put", "-l", folder + "/one", path + "/lazy-java")
            // Only superusers are told the storage policy.
            let lazy = try ["ours", "java"].map { try bed.client("hdfs").status("\(path)/lazy-\($0)") }
            #expect(lazy[0].storagePolicy == lazy[1].storagePolicy && lazy[0].storagePolicy != 0)
            #expect(lazy.map(\.replication) == [1, 1])

            let damaged = path + "/sub/deep/long"
            let block = try #require(try bed.blocks(ofFile: damaged).first)
            for replica in try bed.replicas(ofBlock: block.id) {
                let handle = try FileHandle(forUpdating: URL(fileURLWithPath: replica.file))
                try handle.seek(toOffset: 1_500_000)
                try handle.write(contentsOf: Data([pattern(3_000_001)[1_500_000] ^ 0x40]))
                try handle.close()
            }
            let asItIs = try bed.javaShell("alice", "-cat", "-ignoreCrc", damaged)
            #expect(asItIs.count == 3_000_001 && asItIs != files["sub/deep/long"])
            #expect(try weft(bed, "get", "-ignoreCrc", damaged, folder + "-ours/damaged").status == 0)
            #expect(local(folder + "-ours/damaged") == asItIs)
            let refused = try weft(
                bed,
                "get",
                "-D",
                "dfs.client.retry.window.base=10",
                damaged,
                folder + "-ours/refused"
            )
            #expect(refused.status == 1 && refused.errors.contains("checksum"), "\(refused.errors)")
            #expect(local(folder + "-ours/refused") == nil)
        }
    }

    @Test("cp keeps what it is told to as Java's does", arguments: ["-p", "-ptopax", "-pa", "-px", "-pt"])
    func preserving(flag: String) throws {
        let bed = try bed()
        let path = bed.newPath()
        // A superuser's copies may have any owner.
        let client = try bed.client("hdfs")
        try client.makeDirectory(path + "/from/in")
        try client.create(path + "/from/in/file").close()
        let entries = [("/from/in/file", "user:bob:rw-,group:staff:r--"), ("/from/in", "default:user:bob:r-x")]
        for (name, entry) in entries {
            try client.setOwner(path + name, owner: "bob", group: "staff")
            try bed.javaShell("hdfs", "-chmod", "751", path + name)
            try bed.javaShell("hdfs", "-setfacl", "-m", entry, path + name)
            try bed.javaShell("hdfs", "-setfattr", "-n", "user.origin", "-v", "here", path + name)
            try client.setTimes(path + name, modification: 1_500_000_000_123, access: 1_400_000_000_000)
        }
        let copied = try bed.run("weft", ["fs", "cp", flag, path + "/from", path + "/ours"], as: "hdfs")
        #expect(copied.status == 0, "\(copied.errors)")
        try bed.javaShell("hdfs", "-cp", flag, path + "/from", path + "/java")
        for name in ["/in", "/in/file"] {
            for question in [["-getfacl"], ["-getfattr", "-d"], ["-stat", "%u %g %r"]] {
                let answers = try ["/ours", "/java"].map { copy in
                    try bed.java("hdfs", ["fs"] + question + [path + copy + name]).text
                        .replacingOccurrences(of: path + copy, with: "")
                }
                #expect(answers[0] == answers[1], "\(question) \(name)")
            }
            let times = try ["/ours", "/java"].map { try client.status(path + $0 + name).modificationTime }
            let isKept = ["-p", "-ptopax", "-pt"].contains(flag)
            #expect(times.map { $0 == 1_500_000_000_123 } == [isKept, isKept], "\(name)")
        }
    }

    @Test("A file that is being written has no checksum")
    func checksumOfOpenFile() throws {
        let bed = try bed()
        let client = try bed.client()
        let path = bed.newPath()
        let stream = try client.create(path)
        try stream.write([1, 2, 3])
        try stream.hflush()
        let failure = #expect(throws: WeftError.self) { try client.checksum(path) }
        #expect(failure?.code == "hdfs-file-in-use")
        try stream.close()
        #expect(try !client.checksum(path).bytes.isEmpty)
    }

    @Test("Tokens are got, shown, used, renewed and cancelled; a damaged file is an error")
    func tokens() throws {
        let bed = try bed()
        let file = "/tmp/weft-tokens-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let got = try weft(bed, "token", "get", "--renewer", "alice", file)
        #expect(got.status == 0, "\(got.errors)")
        let shown = try weft(bed, "token", "print", file)
        #expect(shown.status == 0 && shown.output.contains("owner: alice"), "\(shown.output)\(shown.errors)")
        let bearer = ["HADOOP_TOKEN_FILE_LOCATION": file, "KRB5CCNAME": "FILE:/nowhere/at-all"]
        let used = try bed.run("weft", ["fs", "ls", "/"], environment: bearer)
        #expect(used.status == 0, "\(used.errors)")
        let renewed = try weft(bed, "token", "renew", file)
        #expect(renewed.status == 0 && renewed.output.hasPrefix("Renewed"), "\(renewed.errors)")
        #expect(try weft(bed, "token", "cancel", file).status == 0)
        let refused = try bed.run("weft", ["fs", "ls", "/"], environment: bearer)
        #expect(refused.status == 1 && refused.errors.contains("token"), "\(refused.errors)")
        // Any byte of it may be wrong: an error or another token, never a crash.
        let good = try Array(Data(contentsOf: URL(fileURLWithPath: file)))
        for place in stride(from: 0, to: good.count, by: max(1, good.count / 24)) {
            var damaged = good
            damaged[place] ^= 0xFF
            try Data(damaged).write(to: URL(fileURLWithPath: file))
            let outcome = try weft(bed, "token", "print", file)
            #expect([0, 1].contains(outcome.status), "byte \(place): \(outcome.status) \(outcome.errors)")
        }
        try Data(good[..<(good.count / 2)]).write(to: URL(fileURLWithPath: file))
        #expect(try weft(bed, "token", "print", file).status == 1)
    }
}
