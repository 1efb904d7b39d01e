import Testing

@testable import WeftCLI

@Suite("Patterns in paths")
struct GlobExpansionTests {
    private func files() -> MemoryFileSystem {
        let files = MemoryFileSystem()
        for path in [
            "/a/1/x", "/a/2/x", "/a/2/y", "/a/f", "/b/1/x", "/b/*", "/b/é", "/user/alice/n1", "/user/alice/n2/x",
        ] {
            files.add(path)
        }
        return files
    }

    @Test(
        "A pattern stands for what there is",
        arguments: [
            ("/a/*", "/a/1 /a/2 /a/f"), ("/*/1", "/a/1 /b/1"), ("/*/*/x", "/a/1/x /a/2/x /b/1/x"),
            ("/a/[12]/?", "/a/1/x /a/2/x /a/2/y"),
            ("/{a,b}/1/x", "/a/1/x /b/1/x"), ("/{a/2,b}/*", "/a/2/x /a/2/y /b/* /b/1 /b/é"), ("/b/\\*", "/b/*"),
            ("/b/?", "/b/* /b/1 /b/é"),
            ("n?", "n1 n2"), ("*/x", "n2/x"), ("../*/n1", "../alice/n1"), ("/a/f/*", "!"), ("/a/[", "!"),
            ("/nope/*", "!"), ("/a/{1,2}", "/a/1 /a/2"),
            ("hdfs://test/a/[f]", "hdfs://test/a/f"), ("hdfs:///a/f*", "hdfs:///a/f"), ("/a/1//*", "/a/1/x"),
            ("/{a,{b,c}/1}/x", "/b/1/x"), ("/[!a]/1", "/b/1"),
        ]
    )
    func expansion(_ pattern: String, _ expected: String) throws {
        let run = try ShellRun.run("ls -d -C \(pattern)", on: files())
        if expected == "!" {
            #expect(run.output.isEmpty && run.status == 1)
        } else {
            #expect(run.output == expected.split(separator: " ").map { "\($0)\n" }.joined())
        }
    }

    @Test("A path without a pattern is looked at once, and no folder is listed for it")
    func noPattern() throws {
        let files = files()
        _ = try ShellRun.run("ls -d /a/f", on: files)
        #expect(files.calls == ["status /a/f"])
    }

    @Test("Only the folders that a pattern needs are listed")
    func fewCalls() throws {
        let files = files()
        _ = try ShellRun.run("ls -d /a/*/x", on: files)
        #expect(!files.calls.contains("list /"))
        #expect(!files.calls.contains("list /a/1"))
    }

    @Test(
        "Paths are taken apart",
        arguments: [
            ("/a//b/./c/../d/", nil, "", "/a/b/d"), ("a/../../b", nil, "", "../b"), ("/../..", nil, "", "/"),
            ("", nil, "", "."),
            ("HDFS://nn:1/x", "hdfs", "nn:1", "/x"), ("hdfs://nn", "hdfs", "nn", "/"), ("hdfs:/x", "hdfs", "", "/x"),
            ("file:///x", "file", "", "/x"), ("a:b", nil, "", "a:b"), ("x:1/y", nil, "", "x:1/y"),
            ("1:/x", nil, "", "1:/x"),
        ] as [(String, String?, String, String)]
    )
    func paths(_ text: String, _ scheme: String?, _ authority: String, _ path: String) {
        let parsed = ShellPath(text)
        #expect(parsed.scheme == scheme)
        #expect(parsed.authority == authority)
        #expect(parsed.path == path)
    }
}
