import BinaryCoding
import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("Files of coded rows")
struct BlockFileTests {
    private let batches = [["a", "bb"], ["ccc"], [], ["dddd", "e"]]

    private func withFile(_ body: (URL, ResourcePath) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weft-block-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("block")
        let path = ResourcePath.local(url.path)
        try BlockFile.write(BatchIterator(batches: batches), to: path, coder: try RowCoder<String>())
        try body(url, path)
    }

    private func read(_ path: ResourcePath) throws -> [String] {
        try BlockFile.read(path, coder: try RowCoder<String>()).collect()
    }

    @Test("what is written is read, and nothing else is left in the folder")
    func roundTrip() throws {
        try withFile { url, path in
            #expect(try read(path) == batches.flatMap { $0 })
            let names = try FileManager.default.contentsOfDirectory(atPath: url.deletingLastPathComponent().path)
            #expect(names == ["block"])
        }
    }

    @Test("no rows are a file, an empty file is none")
    func empty() throws {
        try withFile { url, path in
            try BlockFile.write(BatchIterator(batches: [[String]]()), to: path, coder: try RowCoder<String>())
            #expect(try read(path).isEmpty)
            try Data().write(to: url)
            #expect(throws: WeftError.self) { try read(path) }
        }
    }

    @Test("a file cut anywhere, also between two batches, is refused")
    func truncated() throws {
        try withFile { url, path in
            let whole = try Data(contentsOf: url)
            for length in 0..<whole.count {
                try whole.prefix(length).write(to: url)
                let error = #expect(throws: WeftError.self) { try read(path) }
                #expect(error?.code == "corrupt-data")
            }
        }
    }

    @Test("bytes after the end are refused")
    func trailing() throws {
        try withFile { url, path in
            try (Data(contentsOf: url) + [0]).write(to: url)
            #expect(throws: WeftError.self) { try read(path) }
        }
    }
}
