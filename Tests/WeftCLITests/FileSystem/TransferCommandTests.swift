import Testing
import WeftDiagnostics

@testable import WeftCLI

@Suite("weft fs put, get, cp and mv")
struct TransferCommandTests {
    private func local() -> MemoryFileSystem {
        let files = MemoryFileSystem(name: "file://", home: "/work")
        files.add("/work/z", "zzz")
        files.add("/work/empty", "")
        files.add("/work/d/a", "1")
        files.add("/work/d/sub/b", "2")
        files.addFolder("/work/d/none")
        return files
    }

    private func remote() -> MemoryFileSystem {
        let files = MemoryFileSystem()
        files.add("/x/old", "old")
        files.addFolder("/x/y")
        files.addFolder("/user/alice")
        return files
    }

    @Test("A file goes into a folder, to another name, or home")
    func put() throws {
        let remote = remote()
        for line in ["put z /x", "put z empty /x/y", "put z /x/z2", "put z", "put file:///work/z /x/z3"] {
            let run = try ShellRun.run(line, on: remote, local: local())
            #expect(run.status == 0 && run.errors.isEmpty && run.output.isEmpty, "\(line): \(run.errors)")
        }
        for path in ["/x/z", "/x/y/z", "/x/z2", "/user/alice/z", "/x/z3"] { #expect(remote.text(path) == "zzz") }
        #expect(remote.text("/x/y/empty") == "")
        #expect(!remote.paths.contains { $0.contains("_COPYING_") })
    }

    @Test("A folder goes with all that is in it: into a folder that is there, else to the new name", arguments: [1, 4])
    func putFolder(_ threads: Int) throws {
        let remote = remote()
        for _ in 0..<2 {
            #expect(try ShellRun.run("put -f -t \(threads) d /x/new", on: remote, local: local()).status == 0)
        }
        #expect(
            remote.paths.filter { $0.hasPrefix("/x/new") } == [
                "/x/new", "/x/new/a", "/x/new/d", "/x/new/d/a", "/x/new/d/none", "/x/new/d/sub", "/x/new/d/sub/b",
                "/x/new/none", "/x/new/sub", "/x/new/sub/b",
            ]
        )
        #expect(remote.text("/x/new/d/sub/b") == "2")
    }

    @Test(
        "What can't be, is an error in the words of hdfs dfs",
        arguments: [
            ("put z /x/old", "put: `/x/old': File exists"),
            ("put nope /x", "put: `nope': No such file or directory"),
            ("put z /nodir/z", "put: `/nodir/z': No such file or directory"),
            ("put z /x/nodir/", "put: `/x/nodir': No such file or directory"),
            ("put z /x/old/z", "put: `/x/old/z': Is not a directory"),
            ("put z empty /x/old", "put: `/x/old': Is not a directory"),
            ("put z empty /x/nodir", "put: `/x/nodir': No such file or directory"),
            ("put d /x/old", "put: `/x/old': File exists"),
            ("put hdfs:///x/old /x/y", "put: hdfs:///x/old is not a local path\n  to do: name a file of this machine"),
            ("get /x/nope", "get: `/x/nope': No such file or directory"),
            ("get /x/old z", "get: `z': File exists"),
            ("get /x/old nodir/z", "get: `nodir/z': No such file or directory"),
            ("cp /x/old /x/old", "cp: `/x/old' and `/x/old' are the same file"),
            ("cp /x/y /x/y/z", "cp: `/x/y': can't go into itself, `/x/y/z'"),
            ("cp /x /x/y", "cp: `/x': can't go into itself, `/x/y/x'"),
            ("mv /x/nope /x/y", "mv: `/x/nope': No such file or directory"),
            ("mv /x/old file:///work/old", "mv: `/x/old': Does not match target filesystem"),
            ("mv /x /x/y", "mv: `/x': can't go into itself, `/x/y/x'"),
            ("mv /x/old /nodir/z", "mv: `/nodir/z': No such file or directory"),
        ]
    )
    func refusals(_ line: String, _ expected: String) throws {
        let remote = remote()
        let local = local()
        let before = (remote.paths, local.paths)
        let run = try ShellRun.run(line, on: remote, local: local)
        #expect(run.errors == expected + "\n")
        #expect(run.status == 1)
        #expect(remote.paths == before.0 && local.paths == before.1)
        #expect(remote.text("/x/old") == "old" && local.text("/work/z") == "zzz")
    }

    @Test("-f replaces a file, and only when the new one is whole")
    func overwriting() throws {
        let remote = remote()
        #expect(try ShellRun.run("put -f z /x/old", on: remote, local: local()).status == 0)
        #expect(remote.text("/x/old") == "zzz")
        let local = local()
        local.add("/work/long", "0123456789")
        local.fail("read /work/long", with: .init("io-error", "the disk is broken"))
        let run = try ShellRun.run("put -f long z /x", on: remote, local: local)
        #expect(run.errors == "put: the disk is broken\n")
        #expect(run.status == 1)
        #expect(remote.text("/x/z") == "zzz")
        #expect(!remote.paths.contains { $0.contains("long") })
        remote.fail("write /x/old._COPYING_", with: .init("quota-exceeded", "too much"))
        #expect(try ShellRun.run("put -f z /x/old", on: remote, local: self.local()).errors == "put: too much\n")
        #expect(remote.text("/x/old") == "zzz")
        #expect(!remote.paths.contains("/x/old._COPYING_"))
    }

    @Test("A file that gets shorter while it is copied is an error, and the old one stays", arguments: [0, 2])
    func shrinking(left: Int) throws {
        let remote = remote()
        let local = local()
        remote.cut("/x/old", to: left)
        local.cut("/work/z", to: left)
        for (line, name) in [("get -f /x/old z", "get"), ("cp -f /x/old /x/new", "cp"), ("put -f z /x/old", "put")] {
            let run = try ShellRun.run(line, on: remote, local: local)
            #expect(
                run.errors.hasPrefix("\(name): the file ended at byte \(left), and had 3 bytes when it was opened"),
                "\(line)"
            )
            #expect(run.status == 1)
        }
        #expect(local.text("/work/z") == "zzz")
        #expect(remote.text("/x/old") == "old")
        #expect(remote.text("/x/new") == nil)
        #expect(!(remote.paths + local.paths).contains { $0.hasSuffix("._COPYING_") })
    }

    @Test("-d writes under the name itself")
    func direct() throws {
        let remote = remote()
        #expect(try ShellRun.run("put -d z /x", on: remote, local: local()).status == 0)
        #expect(remote.calls.contains("create /x/z"))
        #expect(!remote.calls.contains { $0.hasPrefix("rename") })
        #expect(try ShellRun.run("put -d z /x", on: remote, local: local()).errors == "put: `/x/z': File exists\n")
    }

    @Test("What an earlier copy has left half done is overwritten")
    func leftOver() throws {
        let remote = remote()
        remote.add("/x/z._COPYING_", "half")
        #expect(try ShellRun.run("put z /x", on: remote, local: local()).status == 0)
        #expect(remote.text("/x/z") == "zzz")
    }

    @Test("-p keeps times, owner and permission, of folders too")
    func preserving() throws {
        let remote = remote()
        let local = local()
        local.change("/work/d/a") {
            $0.permission = 0o600
            $0.owner = "bob"
            $0.modificationTime = 5000
            $0.accessTime = 6000
        }
        local.change("/work/d") { $0.modificationTime = 7000 }
        #expect(try ShellRun.run("put -p d /x/new", on: remote, local: local).status == 0)
        let file = try #require(try remote.status("/x/new/a"))
        #expect(file.permission == 0o600 && file.owner == "bob")
        #expect(file.modificationTime == 5000 && file.accessTime == 6000)
        #expect(try remote.status("/x/new")?.modificationTime == 7000)
    }

    @Test("Two sources of one name: the second finds the first", arguments: [1, 4])
    func sameName(_ threads: Int) throws {
        let local = local()
        local.add("/work/other/z", "other")
        let remote = remote()
        let run = try ShellRun.run("put -t \(threads) z other/z /x", on: remote, local: local)
        #expect(run.errors == "put: `/x/z': File exists\n")
        #expect(remote.text("/x/z") == "zzz")
        #expect(try ShellRun.run("put -f -t \(threads) z other/z /x", on: remote, local: local).status == 0)
        #expect(remote.text("/x/z") == "other")
    }

    @Test("Hundreds of files at once all arrive, and an error of one stops no other")
    func many() throws {
        let local = MemoryFileSystem(name: "file://", home: "/work")
        for index in 0..<500 { local.add("/work/many/\(index / 50)/f\(index)", "content \(index)") }
        local.fail("open /work/many/3/f150", with: .init("permission-denied", "not this one"))
        let remote = remote()
        let run = try ShellRun.run("put -t 8 many /x", on: remote, local: local)
        #expect(run.errors == "put: not this one\n")
        #expect(run.status == 1)
        for index in 0..<500 where index != 150 {
            #expect(remote.text("/x/many/\(index / 50)/f\(index)") == "content \(index)")
        }
        #expect(remote.text("/x/many/3/f150") == nil)
    }

    @Test("A lost connection ends the copy and is told once", arguments: [1, 8])
    func lost(_ threads: Int) throws {
        let local = MemoryFileSystem(name: "file://", home: "/work")
        let remote = remote()
        for index in 0..<100 {
            local.add("/work/many/f\(index)", "x")
            remote.fail("create /x/many/f\(index)._COPYING_", with: .init("rpc-connection", "the NameNode is gone"))
        }
        let run = try ShellRun.run("put -t \(threads) many /x", on: remote, local: local)
        #expect(run.errors == "put: the NameNode is gone\n")
        #expect(run.status == 1)
    }

    @Test("get copies to this machine, patterns too, and to standard output")
    func get() throws {
        let remote = remote()
        remote.add("/data/p1", "one")
        remote.add("/data/p2", "two")
        let local = local()
        #expect(try ShellRun.run("get /data/p1", on: remote, local: local).status == 0)
        #expect(try ShellRun.run("get /data/p* d", on: remote, local: local).status == 0)
        #expect(try ShellRun.run("get /data copy", on: remote, local: local).status == 0)
        #expect(local.text("/work/p1") == "one")
        #expect(local.text("/work/d/p2") == "two")
        #expect(local.text("/work/copy/p2") == "two")
        let printed = try ShellRun.run("get /data/p1 /data/p2 -", on: remote, local: local)
        #expect(printed.output == "onetwo")
    }

    @Test("cp copies within a file system and to another one")
    func copying() throws {
        let remote = remote()
        let local = local()
        #expect(try ShellRun.run("cp /x /copy", on: remote, local: local).status == 0)
        #expect(remote.text("/copy/old") == "old")
        #expect(try ShellRun.run("cp file:///work/d /x", on: remote, local: local).status == 0)
        #expect(remote.text("/x/d/sub/b") == "2")
        #expect(try ShellRun.run("cp /x/old file:///work/got", on: remote, local: local).status == 0)
        #expect(local.text("/work/got") == "old")
    }

    @Test("mv renames, moves several into a folder, and replaces nothing")
    func moving() throws {
        let remote = remote()
        remote.add("/x/a", "a")
        #expect(try ShellRun.run("mv /x/old /x/new", on: remote).status == 0)
        #expect(try ShellRun.run("mv /x/new /x/a /x/y", on: remote).status == 0)
        #expect(remote.text("/x/y/new") == "old" && remote.text("/x/y/a") == "a" && remote.text("/x/a") == nil)
        remote.add("/x/a", "other")
        let run = try ShellRun.run("mv /x/a /x/y", on: remote)
        #expect(run.errors == "mv: `/x/y/a': File exists\n" && run.status == 1)
        #expect(remote.text("/x/y/a") == "a" && remote.text("/x/a") == "other")
        #expect(try ShellRun.run("mv /x/y /x/z", on: remote).status == 0)
        #expect(remote.text("/x/z/new") == "old")
    }

    @Test("A command line that isn't right is refused")
    func commandLines() {
        for line in ["cp /x", "mv /x", "put", "get", "put -t 0 a b", "put -t 1000 a b", "put -t x a b", "put -Z a b"] {
            #expect(ShellRun.refusal(line) != nil, "\(line)")
        }
    }
}
