import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct GzipTests {
    private func lines(_ folder: TemporaryFolder, _ content: [UInt8]) throws -> [Bytes] {
        try folder.write("f.gz", content)
        let reader = try LineReader(
            FileSplit(whole: folder.status("f.gz")),
            fileSystems: folder.fileSystems,
            blockSize: 256
        )
        var rows: [Bytes] = []
        while let batch = try reader.nextBatch() { rows += batch }
        return rows
    }

    private let text = (0..<2000).map { "row \($0) \($0 * 7919 % 1000)" }
    private var packed: [UInt8] { get throws { try gzipped(Array(text.joined(separator: "\n").utf8)) } }

    @Test func membersFollowOneAnother() throws {
        let folder = try TemporaryFolder()
        let expected = text.map { Bytes($0) }
        #expect(try lines(folder, packed) == expected)
        let newline = try gzipped([0x0A])
        let empty = try gzipped([])
        #expect(try lines(folder, packed + newline + empty + packed) == expected + expected)
        // A line may go on in the next member.
        #expect(try lines(folder, gzipped(Array("ab".utf8)) + gzipped(Array("cd\n".utf8))) == ["abcd"])
        #expect(try lines(folder, packed + [UInt8](repeating: 0, count: 512)) == expected)
        #expect(try lines(folder, []) == [])
        #expect(try lines(folder, empty) == [])
    }

    @Test func cutOffDataIsAnErrorWhereverItIsCut() throws {
        let folder = try TemporaryFolder()
        let content = try packed
        for count in [1, 2, 9, 10, 11, content.count / 2, content.count - 9, content.count - 8, content.count - 1] {
            let thrown = error { _ = try lines(folder, Array(content.prefix(count))) }
            #expect(thrown?.code == "corrupt-data", "\(count) bytes")
            #expect(thrown?.message.contains("f.gz") == true)
            #expect(thrown?.remedy.isEmpty == false)
        }
    }

    @Test func changedBytesNeverCrashAndAreFound() throws {
        let folder = try TemporaryFolder()
        let content = try packed
        var generator = SeededGenerator(seed: 10)
        var found = 0
        for _ in 0..<300 {
            var changed = content
            // Behind the header, whose time and name may be anything.
            changed[Int.random(in: 10..<content.count, using: &generator)] ^= UInt8.random(
                in: 1...255,
                using: &generator
            )
            let thrown = error { _ = try lines(folder, changed) }
            if thrown?.code == "corrupt-data" { found += 1 }
        }
        #expect(found == 300)
        #expect(code { _ = try lines(folder, Array("not gzip at all".utf8)) } == "corrupt-data")
        #expect(code { _ = try lines(folder, content + Array("garbage".utf8)) } == "corrupt-data")
    }

    @Test func gzipItselfReadsWhatIsWritten() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("f.gz", packed)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", path.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: data, as: UTF8.self) == text.joined(separator: "\n"))
    }
}
