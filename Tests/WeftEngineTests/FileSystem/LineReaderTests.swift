import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct LineReaderTests {
    /// The lines of a text by the rule itself: LF, CR or CR LF end one.
    private func lines(_ content: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var index = 0
        while index < content.count {
            let byte = content[index]
            if byte == 0x0A || byte == 0x0D {
                lines.append(line)
                line = []
                if byte == 0x0D && index + 1 < content.count && content[index + 1] == 0x0A { index += 1 }
            } else {
                line.append(byte)
            }
            index += 1
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }

    private func read(_ split: FileSplit, _ fileSystems: FileSystems, blockSize: Int) throws -> [Bytes] {
        let reader = try LineReader(split, fileSystems: fileSystems, blockSize: blockSize)
        var rows: [Bytes] = []
        while let batch = try reader.nextBatch() {
            #expect(!batch.isEmpty)
            rows += batch
        }
        #expect(try reader.nextBatch() == nil)
        return rows
    }

    /// The same, but without keeping a batch beyond the next call, so that blocks are used again.
    private func readAsText(_ split: FileSplit, _ fileSystems: FileSystems, blockSize: Int) throws -> [String] {
        let reader = try LineReader(split, fileSystems: fileSystems, blockSize: blockSize)
        var rows: [String] = []
        var isText = false
        while true {
            // Both kinds of batches of one reader in turn.
            isText.toggle()
            if isText {
                guard let batch = try reader.nextStringBatch() else { return rows }
                rows += batch
            } else {
                guard let batch = try reader.nextBatch() else { return rows }
                rows += batch.map { String($0) }
            }
        }
    }

    @Test func everyLineComesExactlyOnceWhateverTheSplits() throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 9)
        let alphabets: [[UInt8]] = [
            [0x61, 0x62, 0x0A, 0x0D], [0x61, 0x0A], [0x61, 0x0D], [0x0A, 0x0D],
            Array(repeating: 0x78, count: 40) + [0x0A, 0x0D], Array(repeating: 0x79, count: 400) + [0x0A], [0x7A],
        ]
        for round in 0..<400 {
            let count = Int.random(in: 0...400, using: &generator)
            let content = generator.bytes(count, of: alphabets[round % alphabets.count])
            let expected = lines(content)
            let path = try folder.write("f", content)
            var bounds: [Int] = [0, count]
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                bounds.append(Int.random(in: 0...count, using: &generator))
            }
            // Right at, before and after a line end.
            if let end = content.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
                bounds += [end, end + 1, min(count, end + 2)]
            }
            bounds.sort()
            let blockSize = [16, 17, 31, 64, 4096][round % 5]
            var rows: [Bytes] = []
            var texts: [String] = []
            for (start, end) in zip(bounds, bounds.dropFirst()) {
                let split = FileSplit(path: path, offset: start, length: end - start, fileLength: count)
                rows += try read(split, folder.fileSystems, blockSize: blockSize)
                texts += try readAsText(split, folder.fileSystems, blockSize: blockSize)
            }
            #expect(rows.map { Array($0) } == expected, "content \(content) bounds \(bounds)")
            #expect(texts.map { Array($0.utf8) } == expected, "content \(content) bounds \(bounds)")
            if round % 10 == 0 {
                let packed = try folder.write("f.gz", gzipped(content))
                let split = try FileSplit(whole: LocalFileSystem().status(packed))
                #expect(try read(split, folder.fileSystems, blockSize: blockSize).map { Array($0) } == expected)
            }
        }
    }

    @Test func everySplitPointOfASmallText() throws {
        let folder = try TemporaryFolder()
        for text in ["a\r\nb\r\n", "\r\n\r\n", "a\r\rb\n\nc", "\n", "\r", "", "abc", "abc\r", "\r\nabc", "a\n\rb"] {
            let content = Array(text.utf8)
            let path = try folder.write("f", content)
            for middle in 0...content.count {
                for end in middle...content.count {
                    var rows: [Bytes] = []
                    for range in [0..<middle, middle..<end, end..<content.count] {
                        let split = FileSplit(
                            path: path,
                            offset: range.lowerBound,
                            length: range.count,
                            fileLength: content.count
                        )
                        rows += try read(split, folder.fileSystems, blockSize: 16)
                    }
                    #expect(rows.map { Array($0) } == lines(content), "\(content) \(middle) \(end)")
                }
            }
        }
    }

    @Test func longLinesGrowTheirBlock() throws {
        let folder = try TemporaryFolder()
        let long = [UInt8](repeating: 0x61, count: 1_000_000)
        let path = try folder.write("f", Array("x\n".utf8) + long + Array("\ny".utf8))
        let whole = try FileSplit(whole: LocalFileSystem().status(path))
        let rows = try read(whole, folder.fileSystems, blockSize: 1000)
        #expect(rows.map(\.count) == [1, 1_000_000, 1])
        // A split within the line has nothing.
        let inner = FileSplit(path: path, offset: 100, length: 1000, fileLength: whole.fileLength)
        #expect(try read(inner, folder.fileSystems, blockSize: 1000).isEmpty)
        let tail = FileSplit(
            path: path,
            offset: 900_000,
            length: whole.fileLength - 900_000,
            fileLength: whole.fileLength
        )
        #expect(try read(tail, folder.fileSystems, blockSize: 1000) == ["y"])
    }

    @Test func rowsStayRightWhileBlocksAreUsedAgain() throws {
        let folder = try TemporaryFolder()
        let expected = (0..<5000).map { "line number \($0) with some more text" }
        let path = try folder.write("f", expected.joined(separator: "\n").utf8)
        let split = try FileSplit(whole: LocalFileSystem().status(path))
        let reader = try LineReader(split, fileSystems: folder.fileSystems, blockSize: 1024)
        var kept: [(Int, Bytes)] = []
        var number = 0
        while let batch = try reader.nextBatch() {
            for row in batch {
                #expect(String(row) == expected[number])
                // A row of every other block is kept, so some blocks may be used again and others not.
                if number % 40 == 0 { kept.append((number, row)) }
                number += 1
            }
        }
        #expect(number == 5000)
        #expect(reader.bytesRead == split.fileLength)
        #expect(kept.allSatisfy { String($0.1) == expected[$0.0] })
    }

    @Test func byteOrderMarkIsLeftOutOnlyAtTheStart() throws {
        let folder = try TemporaryFolder()
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let path = try folder.write("f", mark + Array("a\n".utf8) + mark + Array("b".utf8))
        let split = try FileSplit(whole: LocalFileSystem().status(path))
        #expect(try read(split, folder.fileSystems, blockSize: 16).map { Array($0) } == [[0x61], mark + [0x62]])
        try folder.write("only", mark)
        #expect(try read(FileSplit(whole: folder.status("only")), folder.fileSystems, blockSize: 16) == [])
        try folder.write("half", [0xEF, 0xBB])
        #expect(
            try read(FileSplit(whole: folder.status("half")), folder.fileSystems, blockSize: 16).map(\.count) == [2]
        )
    }

    @Test func textThatIsNotUTF8IsRepaired() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("f", [0x61, 0xFF, 0x0A, 0xC3, 0xA9])
        let split = try FileSplit(whole: LocalFileSystem().status(path))
        let reader = try LineReader(split, fileSystems: folder.fileSystems)
        #expect(try reader.nextStringBatch() == ["a\u{FFFD}", "é"])
        #expect(try reader.nextStringBatch() == nil)
    }

    @Test func fileThatBecameShorterIsAnError() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("f", "a\nb\n".utf8)
        let split = FileSplit(path: path, offset: 0, length: 100, fileLength: 100)
        let thrown = error { _ = try read(split, folder.fileSystems, blockSize: 16) }
        #expect(thrown?.code == "input-changed")
        #expect(thrown?.message.contains(path.path) == true)
    }

    @Test func whatIsAppendedLaterIsNotRead() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("f", "a\nb\nc\nd\n".utf8)
        #expect(
            try read(FileSplit(path: path, offset: 0, length: 4, fileLength: 4), folder.fileSystems, blockSize: 16) == [
                "a", "b",
            ]
        )
    }

    @Test func splitsThatCanNotBeRightDoNotCrash() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("f", "a\nb\n".utf8)
        for offset in [Int.min, -1, 0, 2, 4, .max] {
            for length in [Int.min, -1, 0, 4, .max] {
                for fileLength in [Int.min, -1, 0, 4] {
                    let split = FileSplit(path: path, offset: offset, length: length, fileLength: fileLength)
                    #expect(try read(split, folder.fileSystems, blockSize: 16).count <= 2)
                }
                let split = FileSplit(path: path, offset: offset, length: length, fileLength: .max)
                #expect(
                    [nil, "input-changed"].contains(code { _ = try read(split, folder.fileSystems, blockSize: 16) })
                )
            }
        }
    }

    @Test func missingFileIsAnError() {
        let split = FileSplit(path: .local("/no/such/file"), offset: 0, length: 1, fileLength: 1)
        #expect(code { _ = try LineReader(split, fileSystems: FileSystems()) } == "input-not-found")
    }

    @Test func splitsTravelThroughCodable() throws {
        let split = FileSplit(path: try ResourcePath("hdfs://nn/x"), offset: 1, length: 2, fileLength: 9, hosts: ["h"])
        #expect(try JSONDecoder().decode(FileSplit.self, from: JSONEncoder().encode(split)) == split)
    }
}
