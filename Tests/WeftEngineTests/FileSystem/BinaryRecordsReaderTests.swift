import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct BinaryRecordsReaderTests {
    private func read(_ split: FileSplit, _ length: Int, _ folder: TemporaryFolder) throws -> [Bytes] {
        let reader = try BinaryRecordsReader(
            split,
            recordLength: length,
            fileSystems: folder.fileSystems,
            blockSize: 64
        )
        var rows: [Bytes] = []
        while let batch = try reader.nextBatch() { rows += batch }
        return rows
    }

    @Test func everyRecordComesExactlyOnceWhateverTheSplits() throws {
        let folder = try TemporaryFolder()
        var generator = SeededGenerator(seed: 11)
        for length in [1, 2, 7, 14, 15, 100] {
            let content = generator.bytes(length * 40, of: Array(0...255))
            let expected = (0..<40).map { Array(content[($0 * length)..<(($0 + 1) * length)]) }
            let path = try folder.write("f", content)
            for _ in 0..<20 {
                let cuts = (0..<3).map { _ in Int.random(in: 0...content.count, using: &generator) }
                let bounds = ([0, content.count] + cuts).sorted()
                let rows = try zip(bounds, bounds.dropFirst()).flatMap { start, end in
                    try read(
                        FileSplit(path: path, offset: start, length: end - start, fileLength: content.count),
                        length,
                        folder
                    )
                }
                #expect(rows.map { Array($0) } == expected)
            }
            try folder.write("f.gz", gzipped(content))
            #expect(try read(FileSplit(whole: folder.status("f.gz")), length, folder).map { Array($0) } == expected)
        }
    }

    @Test func filesOfBrokenRecordsAreRefused() throws {
        let folder = try TemporaryFolder()
        let content = [UInt8](repeating: 1, count: 103)
        try folder.write("f", content)
        try folder.write("f.gz", gzipped(content))
        for name in ["f", "f.gz"] {
            let thrown = error { _ = try read(FileSplit(whole: folder.status(name)), 10, folder) }
            #expect(thrown?.code == "corrupt-data")
            #expect(thrown?.message.contains("10 bytes") == true)
        }
        for length in [0, -1, .min, .max] {
            #expect(
                code { _ = try read(FileSplit(whole: folder.status("f.gz")), length, folder) } == "invalid-argument"
            )
        }
        var split = try FileSplit(whole: folder.status("f"))
        split.length = 110
        split.fileLength = 110
        #expect(code { _ = try read(split, 10, folder) } == "input-changed")
    }
}
