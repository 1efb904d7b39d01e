import Testing
import WeftDiagnostics

@testable import WeftCLI

@Suite("weft fs rm, rmdir and the trash")
struct RemovingCommandTests {
    private func files(trash: String? = nil) -> MemoryFileSystem {
        let files = MemoryFileSystem(trashRoot: trash)
        files.add("/x/f", "f")
        files.add("/x/d/a", "a")
        files.addFolder("/user/alice")
        return files
    }

    @Test("Files go, folders with -r, and what was done is said")
    func removing() throws {
        let files = files()
        let run = try ShellRun.run("rm -r /x/f /x/d", on: files)
        #expect(run.output == "Deleted /x/f\nDeleted /x/d\n")
        #expect(run.status == 0)
        #expect(!files.paths.contains { $0.hasPrefix("/x/") })
    }

    @Test(
        "What can't be removed stays",
        arguments: [
            ("rm /x/nope", "rm: `/x/nope': No such file or directory\n", 1), ("rm -f /x/nope /x/n*", "", 0),
            ("rm /x/n*", "rm: `/x/n*': No such file or directory\n", 1), ("rm /x/d", "rm: `/x/d': Is a directory\n", 1),
            ("rm -f /x/d", "rm: `/x/d': Is a directory\n", 1),
            ("rm -r /", "rm: `/': the root folder can't be removed\n", 1),
            ("rm -r /x/..", "rm: `/': the root folder can't be removed\n", 1),
            ("rmdir /x/d", "rmdir: `/x/d': Directory is not empty\n", 1),
            ("rmdir /x/nope", "rmdir: `/x/nope': No such file or directory\n", 1),
            ("rmdir /x/f", "rmdir: `/x/f': Is not a directory\n", 1), ("rmdir --ignore-fail-on-non-empty /x/d", "", 0),
        ] as [(String, String, Int32)]
    )
    func refusals(_ line: String, _ errors: String, _ status: Int32) throws {
        let files = files()
        let before = files.paths
        let run = try ShellRun.run(line, on: files)
        #expect(run.errors == errors)
        #expect(run.status == status)
        #expect(run.output.isEmpty)
        #expect(files.paths == before)
    }

    @Test("What somebody else has removed meanwhile isn't said to be deleted")
    func gone() throws {
        let files = files()
        files.fail("delete /x/f", with: .init("input-not-found", "there is no /x/f"))
        let run = try ShellRun.run("rm /x/f", on: files)
        #expect(run.output.isEmpty)
        #expect(run.errors == "rm: there is no /x/f\n")
        #expect(run.status == 1)
        let quiet = try ShellRun.run("rm -f /x/f", on: files)
        #expect(quiet.output.isEmpty && quiet.errors.isEmpty)
        #expect(quiet.status == 0)
    }

    @Test("One path that fails stops no other")
    func several() throws {
        let files = files()
        let run = try ShellRun.run("rm /x/d /x/nope /x/f", on: files)
        #expect(run.output == "Deleted /x/f\n")
        #expect(run.errors == "rm: `/x/d': Is a directory\nrm: `/x/nope': No such file or directory\n")
        #expect(run.status == 1)
    }

    @Test("With a trash, things are moved there under their own path")
    func trash() throws {
        let files = files(trash: "/user/alice/.Trash")
        let run = try ShellRun.run("rm -r /x/f /x/d", on: files)
        #expect(
            run.output == """
                Moved: 'hdfs://test/x/f' to trash at: hdfs://test/user/alice/.Trash/Current/x/f
                Moved: 'hdfs://test/x/d' to trash at: hdfs://test/user/alice/.Trash/Current/x/d

                """
        )
        #expect(files.text("/user/alice/.Trash/Current/x/f") == "f")
        #expect(files.text("/user/alice/.Trash/Current/x/d/a") == "a")
        #expect(try files.status("/user/alice/.Trash/Current")?.permission == 0o700)
        #expect(!files.paths.contains("/x/f"))
    }

    @Test("A second thing of the same path gets the time at its end")
    func trashTwice() throws {
        let files = files(trash: "/user/alice/.Trash")
        #expect(try ShellRun.run("rm /x/f", on: files).status == 0)
        files.add("/x/f", "second")
        #expect(try ShellRun.run("rm /x/f", on: files).status == 0)
        let kept = files.paths.filter { $0.hasPrefix("/user/alice/.Trash/Current/x/f") }
        #expect(kept.count == 2)
        #expect(Set(kept.map { files.text($0) }) == ["f", "second"])
        // A file in the trash where a folder is needed now.
        #expect(try ShellRun.run("rm -r /x", on: files).status == 0)
        files.add("/x/d", "file")
        #expect(try ShellRun.run("rm /x/d", on: files).status == 0)
        files.add("/x/f/deep", "deep")
        #expect(try ShellRun.run("rm /x/f/deep", on: files).status == 0)
        #expect(files.paths.contains { $0.hasPrefix("/user/alice/.Trash/Current/x/f1") && $0.hasSuffix("/deep") })
    }

    @Test("-skipTrash removes for good, and so does removing from the trash")
    func skipping() throws {
        let files = files(trash: "/user/alice/.Trash")
        #expect(try ShellRun.run("rm -skipTrash /x/f", on: files).output == "Deleted /x/f\n")
        #expect(try ShellRun.run("rm -r /x/d", on: files).status == 0)
        let path = "/user/alice/.Trash/Current/x/d"
        #expect(try ShellRun.run("rm -r \(path)", on: files).output == "Deleted \(path)\n")
        #expect(!files.paths.contains(path))
        #expect(!files.calls.contains { $0.hasPrefix("rename /x/f ") })
    }

    @Test("What contains the trash, or can't be moved there, stays")
    func trashFails() throws {
        let files = files(trash: "/user/alice/.Trash")
        let run = try ShellRun.run("rm -r /user", on: files)
        #expect(run.errors.hasPrefix("rm: `/user': can't go to the trash, because it contains the trash\n"))
        #expect(files.paths.contains("/user/alice"))
        files.fail("mkdir /user/alice/.Trash", with: .init("permission-denied", "not yours"))
        let denied = try ShellRun.run("rm /x/f", on: files)
        #expect(
            denied.errors.hasPrefix("rm: `/x/f': can't be moved to the trash\n  to do: remove it with -skipTrash\n")
        )
        #expect(denied.errors.contains("cause: not yours"))
        #expect(files.paths.contains("/x/f"))
    }
}
