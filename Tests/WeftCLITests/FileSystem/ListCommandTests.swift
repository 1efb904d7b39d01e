import Testing
import WeftDiagnostics

@testable import WeftCLI

/// The forms are those of Java's FsShell of Hadoop 3.3.4.
@Suite("weft fs ls")
struct ListCommandTests {
    private static let time: String = TimeText.minutes(1_700_000_000_000)

    private func files() -> MemoryFileSystem {
        let files = MemoryFileSystem()
        files.add("/data/b", String(repeating: "x", count: 1492), replication: 2)
        files.add("/data/a", "", owner: "bob")
        files.add("/data/sub/c", "12345678")
        files.change("/data/b") { $0.modificationTime += 120_000 }
        return files
    }

    @Test("A folder's entries have columns as wide as their widest text")
    func folder() throws {
        let run = try ShellRun.run("ls /data", on: files())
        #expect(
            run.output == """
                Found 3 items
                -rw-r--r--   3 bob   users          0 \(Self.time) /data/a
                -rw-r--r--   2 alice users       1492 \(TimeText.minutes(1_700_000_120_000)) /data/b
                drwxr-xr-x   - alice users          0 \(Self.time) /data/sub

                """
        )
        #expect(run.status == 0 && run.errors.isEmpty)
    }

    @Test("Files are listed themselves, folders with -d too, an empty folder says nothing")
    func plain() throws {
        let files = files()
        files.addFolder("/empty")
        #expect(
            try ShellRun.run("ls /data/a", on: files).output
                == "-rw-r--r--   3 bob users          0 \(Self.time) /data/a\n"
        )
        #expect(
            try ShellRun.run("ls -d /data", on: files).output
                == "drwxr-xr-x   - alice users          0 \(Self.time) /data\n"
        )
        #expect(try ShellRun.run("ls /empty", on: files).output == "")
    }

    @Test("What isn't there is an error, and the other paths are listed")
    func missing() throws {
        let run = try ShellRun.run("ls -C /nope /data/a /data/z*", on: files())
        #expect(run.output == "/data/a\n")
        #expect(run.errors == "ls: `/nope': No such file or directory\nls: `/data/z*': No such file or directory\n")
        #expect(run.status == 1)
    }

    @Test("Trees are listed folder by folder, each with its own widths")
    func recursive() throws {
        let run = try ShellRun.run("ls -R /", on: files())
        #expect(
            run.output == """
                drwxr-xr-x   - alice users          0 \(Self.time) /data
                -rw-r--r--   3 bob   users          0 \(Self.time) /data/a
                -rw-r--r--   2 alice users       1492 \(TimeText.minutes(1_700_000_120_000)) /data/b
                drwxr-xr-x   - alice users          0 \(Self.time) /data/sub
                -rw-r--r--   3 alice users          8 \(Self.time) /data/sub/c

                """
        )
    }

    @Test(
        "Sorting is by time or size, the other way round too",
        arguments: [
            ("-t", "b a sub"), ("-t -r", "a sub b"), ("-S", "b a sub"), ("-S -r", "a sub b"), ("-r", "sub b a"),
            ("", "a b sub"),
        ]
    )
    func sorting(_ flags: String, _ expected: String) throws {
        let run = try ShellRun.run("ls -C \(flags) /data", on: files())
        #expect(run.output == expected.split(separator: " ").map { "/data/\($0)\n" }.joined())
    }

    @Test("Paths are shown as they were typed")
    func paths() throws {
        let files = files()
        files.add("/user/alice/own/f")
        #expect(try ShellRun.run("ls -C", on: files).output == "own\n")
        #expect(try ShellRun.run("ls -C own/", on: files).output == "own/f\n")
        #expect(try ShellRun.run("ls -C /data/", on: files).output == "/data/a\n/data/b\n/data/sub\n")
        #expect(try ShellRun.run("ls -C hdfs:///data/sub", on: files).output == "hdfs:///data/sub/c\n")
        #expect(try ShellRun.run("ls -C hdfs://test/data/s*", on: files).output == "hdfs://test/data/sub/c\n")
        #expect(try ShellRun.run("ls -C /data/../data/./sub/", on: files).output == "/data/../data/./sub/c\n")
        #expect(try ShellRun.run("ls -C o*", on: files).output == "own/f\n")
    }

    @Test("Sizes, access times, lists of access control, sticky bits, and characters that can't be printed")
    func details() throws {
        let files = files()
        files.add("/odd/a\u{7}b")
        files.change("/odd/a\u{7}b") {
            $0.length = 2000
            $0.hasACL = true
            $0.permission = 0o1751
        }
        let run = try ShellRun.run("ls -h -u -q /odd", on: files)
        #expect(
            run.output.hasSuffix(
                "-rwxr-x--t+  3 alice users      2.0 K \(TimeText.minutes(1_700_000_001_000)) /odd/a?b\n"
            )
        )
    }

    @Test("An unknown host, or a lost connection, ends the command")
    func fatal() throws {
        let run = try ShellRun.run("ls hdfs://elsewhere/ /data", on: files())
        #expect(run.output.isEmpty)
        #expect(run.errors == "ls: there is no host elsewhere\n")
        #expect(run.status == 1)
        let files = files()
        files.fail("list /data/sub", with: .init("rpc-connection", "the NameNode is gone"))
        let tree = try ShellRun.run("ls -C -R /data", on: files)
        #expect(tree.output == "/data/a\n/data/b\n/data/sub\n")
        #expect(tree.errors == "ls: the NameNode is gone\n")
    }

    @Test("A folder that can't be listed is an error, and the rest of the tree is listed")
    func forbidden() throws {
        let files = files()
        files.add("/data/z")
        files.fail("list /data/sub", with: .init("permission-denied", "no"))
        let run = try ShellRun.run("ls -C -R /data", on: files)
        #expect(run.output == "/data/a\n/data/b\n/data/sub\n/data/z\n")
        #expect(run.errors == "ls: no\n")
        #expect(run.status == 1)
    }
}
