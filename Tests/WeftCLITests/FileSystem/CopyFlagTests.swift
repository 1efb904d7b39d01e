import HDFS
import Testing
import WeftDiagnostics

@testable import WeftCLI

@Suite("weft fs: checksums, what copies keep, and files in memory")
struct CopyFlagTests {
    private func remote() -> MemoryFileSystem {
        let files = MemoryFileSystem()
        files.add("/x/old", "old")
        files.add("/x/long", String(repeating: "0123456789", count: 60))
        files.add("/x/.old.crc", "of somebody else")
        files.addFolder("/user/alice")
        return files
    }

    private func local() -> MemoryFileSystem {
        let files = MemoryFileSystem(name: "file://", home: "/work")
        files.add("/work/z", "zzz")
        return files
    }

    private func golden(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    @Test(
        "-ignoreCrc reads without comparing checksums, and nothing else does",
        arguments: [
            ("cat -ignoreCrc /x/old", false), ("get -ignoreCrc /x/old", false), ("get --ignore-crc /x/old -", false),
            ("cat /x/old", true), ("get -crc /x/old", true), ("cp /x/old /x/new", true),
        ]
    )
    func ignoring(line: String, verifies: Bool) throws {
        let remote = remote()
        #expect(try ShellRun.run(line, on: remote, local: local()).status == 0)
        #expect(remote.calls.contains("open /x/old") == verifies)
        #expect(remote.calls.contains("open unverified /x/old") == !verifies)
    }

    @Test("get -crc writes the checksums that Java's clients compare", arguments: ["", " -d"])
    func checksumFiles(direct: String) throws {
        let local = local()
        #expect(try ShellRun.run("get -crc\(direct) /x/old /x/long .", on: remote(), local: local).status == 0)
        #expect(local.text("/work/old") == "old")
        #expect(local.bytes("/work/.old.crc") == golden("63726300 00000200 3f5dd4e5"))
        #expect(local.bytes("/work/.long.crc") == golden("63726300 00000200 6d12ed2b 8220bc64"))
        let remote = remote()
        remote.add("/x/empty")
        #expect(try ShellRun.run("get -crc /x/empty", on: remote, local: local).status == 0)
        #expect(local.bytes("/work/.empty.crc") == golden("63726300 00000200"))
        #expect(!local.paths.contains { $0.contains("_COPYING_") })
    }

    @Test(
        "Checksums of another content don't stay beside a local file; elsewhere a file of that name is like any other"
    )
    func staleChecksums() throws {
        let local = local()
        #expect(try ShellRun.run("get -crc /x/old", on: remote(), local: local).status == 0)
        #expect(try ShellRun.run("get -f /x/long old", on: remote(), local: local).status == 0)
        #expect(!local.paths.contains("/work/.old.crc"))
        let remote = remote()
        #expect(try ShellRun.run("put -f z /x/old", on: remote, local: local).status == 0)
        #expect(remote.text("/x/.old.crc") == "of somebody else")
    }

    @Test("Checksums that can't be written whole are an error and leave none")
    func brokenChecksums() throws {
        let local = local()
        local.fail("write /work/.old.crc", with: .init("disk-full", "no space"))
        let run = try ShellRun.run("get -crc /x/old", on: remote(), local: local)
        #expect(run.errors == "get: no space\n" && run.status == 1)
        #expect(!local.paths.contains("/work/.old.crc"))
    }

    @Test(
        "cp -p keeps what the letters say",
        arguments: [
            ("-p", "top"), ("-ptopax", "topax"), ("-pa", "pa"), ("-px", "x"), ("-pt", "t"), ("-po", "o"), ("-pp", "p"),
            ("--preserve tx", "tx"), ("", ""),
        ]
    )
    func preserving(flag: String, kept: String) throws {
        let remote = remote()
        let list = [
            HDFSACLEntry(.user("bob"), permission: 6), HDFSACLEntry(.group(nil), permission: 4),
            HDFSACLEntry(.user(nil), permission: 7, isDefault: true),
        ]
        try remote.setACL("/x/old", to: list)
        try remote.setExtendedAttribute("user.origin", to: [1, 2], of: "/x/old")
        remote.change("/x/old") {
            $0.permission = 0o761
            $0.owner = "carol"
            $0.modificationTime = 5000
            $0.accessTime = 6000
        }
        let run = try ShellRun.run("cp \(flag) /x/old /x/new", on: remote)
        #expect(run.status == 0, "\(run.errors)")
        let status = try #require(try remote.status("/x/new"))
        #expect((status.modificationTime == 5000 && status.accessTime == 6000) == kept.contains("t"))
        #expect((status.owner == "carol") == kept.contains("o"))
        #expect((status.permission == 0o761) == kept.contains("p"))
        #expect(try remote.extendedAttributes("/x/new") == (kept.contains("x") ? ["user.origin": [1, 2]] : [:]))
        let whole = [
            HDFSACLEntry(.user(nil), permission: 7), list[0], list[1], HDFSACLEntry(.mask, permission: 6),
            HDFSACLEntry(.other, permission: 1), list[2],
        ]
        #expect(try remote.acl("/x/new") == (kept.contains("a") ? whole : []))
    }

    @Test("An access control list of what new files get has the file's own group, not a mask")
    func defaultsOnly() {
        let defaults = [HDFSACLEntry(.other, permission: 0, isDefault: true)]
        #expect(
            Preservation.whole(defaults, 0o750) == [
                HDFSACLEntry(.user(nil), permission: 7), HDFSACLEntry(.group(nil), permission: 5),
                HDFSACLEntry(.other, permission: 0), defaults[0],
            ]
        )
    }

    @Test("put -l makes a file of one replica that may be in memory for a while")
    func lazily() throws {
        let remote = remote()
        #expect(try ShellRun.run("put -l z /x", on: remote, local: local()).status == 0)
        #expect(try remote.status("/x/z")?.replication == 1)
        #expect(remote.calls.contains("lazily /x/z._COPYING_"))
        #expect(try ShellRun.run("put z /x/z2", on: remote, local: local()).status == 0)
        #expect(try remote.status("/x/z2")?.replication == 3)
        #expect(remote.calls.filter { $0.hasPrefix("lazily") }.count == 1)
    }

    @Test("Flags that can't be are refused")
    func refusals() {
        for line in [
            "cp -pz /x/old /x/new", "cp -ptopaxf /x/old /x/new", "cp -l /x/old /x/new", "get -l /x/old", "put -crc a b",
            "cat -crc /x/old", "put -ignoreCrc a b", "count -q -x /x", "count -u -x /x", "count -q -t tape /x",
        ] {
            #expect(ShellRun.refusal(line) != nil, "\(line)")
        }
    }
}
