import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct ResourcePathTests {
    @Test(
        arguments: [
            ("file:///x/y", "file", "", "/x/y"), ("file:/x", "file", "", "/x"), ("/x", nil, "", "/x"),
            ("x", nil, "", "x"),
            ("x/y", nil, "", "x/y"), ("hdfs://nn:8020/x", "hdfs", "nn:8020", "/x"), ("hdfs:///x", "hdfs", "", "/x"),
            ("hdfs://nn", "hdfs", "nn", "/"), ("HDFS://nn/A", "hdfs", "nn", "/A"), ("/", nil, "", "/"),
            ("//x//y//", nil, "", "/x/y"),
            ("./x/./y", nil, "", "x/y"), (".", nil, "", "."), ("a:b", nil, "", "a:b"),
            ("12:30/log", nil, "", "12:30/log"),
            ("/ü/ /x", nil, "", "/ü/ /x"), ("x/../y", nil, "", "x/../y"),
        ] as [(String, String?, String, String)]
    )
    func parses(text: String, scheme: String?, authority: String, path: String) throws {
        let parsed = try ResourcePath(text)
        #expect(parsed.scheme == scheme)
        #expect(parsed.authority == authority)
        #expect(parsed.path == path)
        #expect(try ResourcePath(parsed.description) == parsed)
    }

    @Test(arguments: ["", "file://", "a\0b"]) func refuses(text: String) {
        #expect(code { _ = try ResourcePath(text) } == "invalid-path")
    }

    @Test func partsOfPaths() throws {
        let path = try ResourcePath("hdfs://nn/a/b.txt")
        #expect(path.name == "b.txt")
        #expect(path.parent?.description == "hdfs://nn/a")
        #expect(path.parent?.parent?.path == "/")
        #expect(path.parent?.parent?.parent == nil)
        #expect(try ResourcePath("x").parent == nil)
        #expect(path.appending("c/d").path == "/a/b.txt/c/d")
        #expect(try ResourcePath("/").appending("x").path == "/x")
        #expect(try ResourcePath("/x").isAbsolute)
        #expect(try !ResourcePath("x").isAbsolute)
    }

    @Test func thePathsThatNameNoSchemeHaveTheDefaultOne() throws {
        let systems = FileSystems([LocalFileSystem()], defaultScheme: "vault")
        #expect(code { _ = try systems.fileSystem(for: ResourcePath("x")) } == "unknown-scheme")
        #expect(try systems.fileSystem(for: ResourcePath("file:/x")).scheme == "file")
    }

    @Test func unknownSchemeNamesThoseThereAre() throws {
        let systems = FileSystems()
        #expect(try systems.fileSystem(for: ResourcePath("/x")).scheme == "file")
        let thrown = error { _ = try systems.fileSystem(for: ResourcePath("s3://bucket/x")) }
        #expect(thrown?.code == "unknown-scheme")
        #expect(thrown?.message.contains("s3:") == true)
        #expect(thrown?.remedy.contains("file:") == true)
    }
}
