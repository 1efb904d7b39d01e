import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct TextFileWriterTests {
    private struct Point: CustomStringConvertible {
        var description: String { "(1, 2)" }
    }

    private func writeGenerically<Row>(_ row: Row, _ writer: TextFileWriter) throws { try writer.write(row) }

    @Test(arguments: [false, true], [1, 7, 64 << 10]) func rowsBecomeLines(gzip: Bool, bufferSize: Int) throws {
        let folder = try TemporaryFolder()
        let name = gzip ? "f.gz" : "f"
        let file = try LocalFileSystem().create(folder.path.appending(name), overwrite: false)
        let writer = try TextFileWriter(file, gzip: gzip, bufferSize: bufferSize)
        try writer.write("text")
        try writer.write(Bytes("bytes"))
        try writer.write(12)
        try writer.write(Point())
        try writer.write("")
        try writer.write("sixsix")
        try writer.write("seven77")
        try writer.write(Bytes(String(repeating: "long ", count: 100)))
        try writeGenerically(Bytes("generic"), writer)
        try writeGenerically("generic", writer)
        try writeGenerically(-5, writer)
        try writeGenerically(("a", 1), writer)
        try writer.write([Bytes("any")][0] as Any)
        try writer.close()
        #expect(writer.rowsWritten == 13)
        let expected =
            "text\nbytes\n12\n(1, 2)\n\nsixsix\nseven77\n" + String(repeating: "long ", count: 100)
            + "\ngeneric\ngeneric\n-5\n(\"a\", 1)\nany\n"
        #expect(writer.bytesWritten == expected.utf8.count)
        let whole = try InputFiles.readWhole(folder.status(name), fileSystems: folder.fileSystems)
        #expect(String(whole) == expected)
    }

    @Test(arguments: [false, true]) func fullDiskIsClear(gzip: Bool) throws {
        let file = try LocalFileSystem().create(.local("/dev/full"), overwrite: true)
        let writer = try TextFileWriter(file, gzip: gzip, bufferSize: 1000)
        var generator = SeededGenerator(seed: 12)
        let thrown = error {
            for _ in 0..<10_000 { try writer.write(Bytes(generator.bytes(100, of: Array(97...122)))) }
            try writer.close()
        }
        #expect(thrown?.code == "disk-full")
        #expect(thrown?.message.contains("/dev/full") == true)
        #expect(thrown?.remedy.isEmpty == false)
        writer.abort()
        #expect(FileManager.default.fileExists(atPath: "/dev/full"))
    }

    @Test func fullDiskIsFoundAtTheLatestByClose() throws {
        let file = try LocalFileSystem().create(.local("/dev/full"), overwrite: true)
        let writer = try TextFileWriter(file)
        try writer.write("few bytes stay in the buffer")
        #expect(code { try writer.close() } == "disk-full")
        writer.abort()
    }

    @Test func abortRemovesTheFile() throws {
        let folder = try TemporaryFolder()
        let writer = try TextFileWriter(LocalFileSystem().create(folder.path.appending("f"), overwrite: false))
        try writer.write("x")
        writer.abort()
        #expect(folder.names() == [])
    }
}
