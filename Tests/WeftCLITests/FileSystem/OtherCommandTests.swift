import ArgumentParser
import Testing
import WeftDiagnostics

@testable import WeftCLI

/// The forms are those of Java's FsShell of Hadoop 3.3.4.
@Suite("Other commands of weft fs")
struct OtherCommandTests {
    private func files() -> MemoryFileSystem {
        let files = MemoryFileSystem()
        files.add("/x/d/a", "1\n2\n")
        files.add("/x/d/sub/b", "12345678")
        files.add("/x/empty")
        files.add("/x/nums", String(repeating: "x", count: 1492), replication: 1)
        files.add("/x/z", String(repeating: "y", count: 2000), replication: 2)
        return files
    }

    private func check(
        _ line: String,
        _ output: String,
        errors: String = "",
        status: Int32 = 0,
        on files: MemoryFileSystem? = nil
    ) throws {
        let run = try ShellRun.run(line, on: files ?? self.files())
        #expect(run.output == output, "\(line)")
        #expect(run.errors == errors, "\(line)")
        #expect(run.status == status, "\(line)")
    }

    @Test("cat, head and tail print what is there")
    func reading() throws {
        try check("cat /x/d/a /x/empty /x/d/sub/*", "1\n2\n12345678")
        try check("cat /x/nope /x/d/a", "1\n2\n", errors: "cat: `/x/nope': No such file or directory\n", status: 1)
        try check("cat /x/d", "", errors: "cat: `/x/d': Is a directory\n", status: 1)
        try check("head -c 3 /x/d/sub/b", "123")
        try check("tail -c 3 /x/d/sub/b", "678")
        try check("tail /x/d/a", "1\n2\n")
        try check("head /x/z", String(repeating: "y", count: 1024))
        try check("tail /x/nums", String(repeating: "x", count: 1024))
        try check("tail /x/d", "", errors: "tail: `/x/d': Is a directory\n", status: 1)
        let files = files()
        files.fail("read /x/d/sub/b", with: .init("hdfs-block-missing", "no replica"))
        try check("cat /x/d/sub/b /x/d/a", "12345671\n2\n", errors: "cat: no replica\n", status: 1, on: files)
    }

    @Test("mkdir makes folders, with those above by -p")
    func makingFolders() throws {
        let files = files()
        try check("mkdir /x/new /x/new2", "", on: files)
        try check("mkdir -p /q/w/e /x", "", on: files)
        #expect(files.paths.contains("/x/new2") && files.paths.contains("/q/w/e"))
        try check("mkdir /x", "", errors: "mkdir: `/x': File exists\n", status: 1, on: files)
        try check("mkdir /no/w", "", errors: "mkdir: `/no': No such file or directory\n", status: 1, on: files)
        try check("mkdir /x/z", "", errors: "mkdir: `/x/z': Is not a directory\n", status: 1, on: files)
        try check("mkdir /x/z /x/new3", "", errors: "mkdir: `/x/z': Is not a directory\n", status: 1, on: files)
        #expect(files.paths.contains("/x/new3"))
    }

    @Test("touchz makes empty files, and leaves those that aren't empty alone")
    func touchingEmpty() throws {
        let files = files()
        try check("touchz /x/new /x/empty", "", on: files)
        #expect(files.text("/x/new") == "")
        try check("touchz /x/z", "", errors: "touchz: `/x/z': Not a zero-length file\n", status: 1, on: files)
        #expect(files.text("/x/z")?.count == 2000)
        try check("touchz /x/d", "", errors: "touchz: `/x/d': Is a directory\n", status: 1, on: files)
        try check("touchz /no/f", "", errors: "touchz: `/no/f': No such file or directory\n", status: 1, on: files)
    }

    @Test("Impossible numbers of a server are printed")
    func impossible() throws {
        let files = files()
        files.fakeSummary(
            ShellContentSummary(length: .max, fileCount: .max, directoryCount: 1, spaceConsumed: .max, quota: 1)
        )
        files.fakeCapacity(ShellCapacity(capacity: 1, used: .max, remaining: .max))
        #expect(try ShellRun.run("count -q -h /x", on: files).status == 0)
        #expect(try ShellRun.run("du -s -h /x", on: files).status == 0)
        #expect(try ShellRun.run("df -h", on: files).output.contains("1000000000000000%"))
    }

    @Test("touch makes files and sets their times")
    func touching() throws {
        let files = files()
        let time = try #require(TimeText.parse("20200102:030405"))
        try check("touch /x/new", "", on: files)
        #expect(files.text("/x/new") == "")
        try check("touch -t 20200102:030405 /x/new", "", on: files)
        #expect(try files.status("/x/new")?.modificationTime == time)
        #expect(try files.status("/x/new")?.accessTime == time)
        try check("touch -a -t 20210102:030405 /x/new", "", on: files)
        #expect(try files.status("/x/new")?.modificationTime == time)
        #expect(try files.status("/x/new")?.accessTime == TimeText.parse("20210102:030405"))
        try check("touch -c /x/none", "", on: files)
        #expect(!files.paths.contains("/x/none"))
        try check("touch -m /x/new", "", on: files)
        #expect(try (files.status("/x/new")?.modificationTime ?? 0) > time)
        #expect(try files.status("/x/new")?.accessTime == TimeText.parse("20210102:030405"))
        try check("touch /x/d", "", errors: "touch: `/x/d': Is a directory\n", status: 1, on: files)
        try check("touch /no/f", "", errors: "touch: `/no/f': No such file or directory\n", status: 1, on: files)
        for time in ["bogus", "20201302:030405", "20200231:030405", "2020:1:1"] {
            #expect(ShellRun.refusal("touch -t \(time) /x/new") != nil)
        }
    }

    @Test("du, df and count have Java's columns")
    func space() throws {
        try check("du /x", "12    36    /x/d\n0     0     /x/empty\n1492  1492  /x/nums\n2000  4000  /x/z\n")
        try check("du -s /x", "3504  5528  /x\n")
        try check(
            "du -s -h -v /x",
            "SIZE   DISK_SPACE_CONSUMED_WITH_ALL_REPLICAS  FULL_PATH_NAME\n3.4 K  5.4 K                                  /x\n"
        )
        try check("du /x/z", "2000  4000  /x/z\n")
        try check("du -v /x/nope", "", errors: "du: `/x/nope': No such file or directory\n", status: 1)
        try check(
            "df",
            "Filesystem           Size   Used    Available  Use%\nhdfs://test  270553174016  30241  73502007296    0%\n"
        )
        try check(
            "df -h",
            "Filesystem      Size    Used  Available  Use%\nhdfs://test  252.0 G  29.5 K     68.5 G    0%\n"
        )
        try check("count /x", "           3            5               3504 /x\n")
        try check(
            "count -q -h -v /x",
            "       QUOTA       REM_QUOTA     SPACE_QUOTA REM_SPACE_QUOTA    DIR_COUNT   FILE_COUNT       CONTENT_SIZE PATHNAME\n"
                + "        none             inf            none             inf            3            5              3.4 K /x\n"
        )
        let files = files()
        files.add("/quota/f", "12", replication: 1)
        try check(
            "count -u -v /quota",
            "       QUOTA       REM_QUOTA     SPACE_QUOTA REM_SPACE_QUOTA PATHNAME\n"
                + "          10               8               1              -1 /quota\n",
            on: files
        )
    }

    @Test("-x leaves out what snapshots hold, -t shows kinds of storage, -e the erasure coding policy")
    func spaceOfNewerServers() throws {
        let files = files()
        var summary = ShellContentSummary(length: 100, fileCount: 10, directoryCount: 5, spaceConsumed: 300)
        summary.snapshots = ShellSnapshotUsage(length: 40, fileCount: 3, directoryCount: 1, spaceConsumed: 120)
        summary.storage = ["SSD": ShellStorageUsage(quota: 1000, consumed: 1300)]
        summary.erasureCodingPolicy = "XOR-2-1-1024k"
        files.fakeSummary(summary)
        try check("du -s -x /x", "60  180  /x\n", on: files)
        try check("count -x /x", "           4            7                 60 /x\n", on: files)
        try check("count -e /x", "           5           10                100 EC:XOR-2-1-1024k /x\n", on: files)
        try check(
            "count -q -t ssd,DISK -v /x",
            "    SSD_QUOTA     REM_SSD_QUOTA    DISK_QUOTA    REM_DISK_QUOTA PATHNAME\n"
                + "         1000              -300          none               inf /x\n",
            on: files
        )
        #expect(try ShellRun.run("count -u -t all -v /x", on: files).output.contains("PROVIDED_QUOTA"))
        // Without quotas it has no meaning, and is passed over as in Java.
        try check("count -t ssd /x", "           5           10                100 /x\n", on: files)
        summary.erasureCodingPolicy = "Replicated"
        // Impossible numbers of a server.
        summary.snapshots = ShellSnapshotUsage(length: .max, fileCount: .max, directoryCount: .max, spaceConsumed: .max)
        files.fakeSummary(summary)
        try check(
            "count -x -e -v /x",
            "   DIR_COUNT   FILE_COUNT       CONTENT_SIZE ERASURECODING_POLICY PATHNAME\n"
                + "           0            0                  0 Replicated /x\n",
            on: files
        )
    }

    @Test(
        "What an old NameNode doesn't say is an error that names the version",
        arguments: ["du -x", "count -x", "count -e"]
    )
    func spaceOfOlderServers(_ line: String) throws {
        let files = files()
        var summary = ShellContentSummary(length: 1, fileCount: 1)
        summary.snapshots = nil
        files.fakeSummary(summary)
        let run = try ShellRun.run("\(line) /x/z", on: files)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.contains(line.hasSuffix("-e") ? "Hadoop 3" : "Hadoop 2.8"), "\(run.errors)")
    }

    @Test("stat prints by a format")
    func stat() throws {
        let files = files()
        files.change("/x/z") { $0.modificationTime = 1_795_291_339_264 }
        try check("stat /x/z", "2026-11-21 20:02:19\n", on: files)
        try check(
            "stat %a_%A_%b_%F_%g_%n_%o_%r_%u_%y_%Y_%% /x/z",
            "644_rw-r--r--_2000_regular·file_users_z_134217728_2_alice_2026-11-21·20:02:19_1795291339264_%\n"
                .map { $0 == "·" ? " " : String($0) }.joined(),
            on: files
        )
        try check("stat %F_%o_%r_%q_%a /x", "directory_0_0_q_755\n", on: files)
        try check("stat %n /x/*", "d\nempty\nnums\nz\n", on: files)
        try check("stat %b% /x/z", "2000%\n", on: files)
        #expect(ShellRun.refusal("stat %n") != nil)
    }

    @Test(
        "find asks from left to right",
        arguments: [
            ("/x", "/x /x/d /x/d/a /x/d/sub /x/d/sub/b /x/empty /x/nums /x/z"), ("/x -name n*", "/x/nums"),
            ("/x -iname N* -print", "/x/nums"), ("/x/d /x/z -type f", "/x/d/a /x/d/sub/b /x/z"),
            ("/x -type d -a -name s*", "/x/d/sub"), ("/x -name d -print -type f", "/x/d"),
            ("/x -name [ab]", "/x/d/a /x/d/sub/b"),
            ("-name nothing", ""),
        ]
    )
    func find(_ arguments: String, _ expected: String) throws {
        let files = files()
        files.addFolder("/user/alice")
        try check("find \(arguments)", expected.split(separator: " ").map { "\($0)\n" }.joined(), on: files)
    }

    @Test("find ends paths with NUL, and refuses what it doesn't know")
    func findEnds() throws {
        try check("find /x/d -print0 -name a", "/x/d\0/x/d/a\0/x/d/sub\0/x/d/sub/b\0")
        try check("find /nope /x/z", "/x/z\n", errors: "find: `/nope': No such file or directory\n", status: 1)
        for arguments in ["/x -bogus", "/x -name", "/x -a", "/x -name a -a", "/x -a -a", "/x -name [", "/x -type x"] {
            #expect(throws: (any Error).self) {
                _ = try FindExpression.parse(arguments.split(separator: " ").map(String.init))
            }
        }
    }

    @Test("chmod, chown and chgrp change what they name, with -R what is in it")
    func permissions() throws {
        let files = files()
        try check("chmod -R u+x,g-r,o=w /x/d", "", on: files)
        for path in ["/x/d/a", "/x/d/sub/b"] { #expect(try files.status(path)?.permission == 0o702) }
        #expect(try files.status("/x/d")?.permission == 0o712)
        try check(
            "chmod 640 /x/z /x/nope",
            "",
            errors: "chmod: `/x/nope': No such file or directory\n",
            status: 1,
            on: files
        )
        #expect(try files.status("/x/z")?.permission == 0o640)
        try check("chown bob:staff /x/z", "", on: files)
        try check("chown :staff /x/nums", "", on: files)
        try check("chgrp -R staff /x/d", "", on: files)
        try check("chown carol: /x/empty", "", on: files)
        #expect(try files.status("/x/z")?.owner == "bob" && files.status("/x/z")?.group == "staff")
        #expect(try files.status("/x/nums")?.owner == "alice" && files.status("/x/nums")?.group == "staff")
        #expect(try files.status("/x/d/sub/b")?.group == "staff")
        #expect(try files.status("/x/empty")?.owner == "carol" && files.status("/x/empty")?.group == "users")
        for line in [
            "chmod 888 /x", "chmod 77 /x", "chmod 4755 /x", "chmod z+r /x", "chown : /x", "chown a%b /x",
            "chgrp a:b /x", "chmod 755",
        ] {
            #expect(ShellRun.refusal(line) != nil, "\(line)")
        }
    }

    @Test("Nothing is sent when a file is as it should be")
    func unchanged() throws {
        let files = files()
        try check("chmod 644 /x/z", "", on: files)
        try check("chown alice:users /x/z", "", on: files)
        #expect(!files.calls.contains { $0.hasPrefix("ch") })
    }

    @Test("setrep changes files, in folders too, and waits if asked to")
    func replication() throws {
        try check("setrep 2 /x/d", "Replication 2 set: /x/d/a\nReplication 2 set: /x/d/sub/b\n")
        try check("setrep -w 2 /x/z", "Replication 2 set: /x/z\nWaiting for /x/z .... done\n")
        try check("setrep 2 /x/nope", "", errors: "setrep: `/x/nope': No such file or directory\n", status: 1)
        for line in ["setrep 0 /x", "setrep x /x", "setrep 513 /x"] { #expect(ShellRun.refusal(line) != nil) }
    }

    @Test("checksum prints what the file system has")
    func checksum() throws {
        try check(
            "checksum /x/z /x/empty /x/d",
            "/x/z\tMD5-of-0MD5-of-512CRC32C\t000aff\n/x/empty\tNONE\t\n",
            errors: "checksum: `/x/d': Is a directory\n",
            status: 1
        )
        try check("checksum -v /x/z", "/x/z\tMD5-of-0MD5-of-512CRC32C\t000aff\tBlockSize=134217728\n")
    }

    @Test(
        "test answers by its status",
        arguments: [
            ("-e /x", 0), ("-e /nope", 1), ("-e /x/n*", 0), ("-e /x/q*", 1), ("-d /x", 0), ("-d /x/z", 1),
            ("-f /x/z", 0), ("-f /x", 1),
            ("-z /x/z", 1), ("-z /x/empty", 0), ("-s /x/z", 0), ("-s /x/empty", 1), ("-r /x/z", 0), ("-w /x/z", 1),
            ("-w /nope", 1),
        ] as [(String, Int32)]
    )
    func testing(_ arguments: String, _ status: Int32) throws { try check("test \(arguments)", "", status: status) }

    @Test("test ends with 2 when it can't find out, and asks one thing only")
    func testingFails() throws {
        let files = files()
        files.fail("status /x/z", with: .init("permission-denied", "no"))
        let run = try ShellRun.run("test -e /x/z", on: files)
        #expect(run.status == 2)
        #expect(run.errors == "test: no\n")
        for line in ["test /x", "test -e -d /x", "test -e", "test -x /x"] { #expect(ShellRun.refusal(line) != nil) }
    }

    @Test("truncate cuts files off, and makes none longer")
    func truncating() throws {
        let files = files()
        try check("truncate 5 /x/z", "Truncated /x/z to length: 5\n", on: files)
        #expect(files.text("/x/z") == "yyyyy")
        try check("truncate 5 /x/z", "", on: files)
        try check("truncate 30 /x/z", "", errors: "truncate: `/x/z': has only 5 bytes\n", status: 1, on: files)
    }

    @Test("All commands have help with examples")
    func help() {
        for command in FileSystemCommands.configuration.subcommands {
            #expect(command.configuration.discussion.contains("Example"), "\(command)")
            #expect(command.helpMessage(columns: 120).contains("USAGE"), "\(command)")
        }
        #expect(ShellRun.refusal("bogus") != nil)
        #expect(ShellRun.refusal("ls -Z /") != nil)
    }
}
