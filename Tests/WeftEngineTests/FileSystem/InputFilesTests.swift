import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct InputFilesTests {
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in [
            "a1.txt", "a2.txt", "b1.log", "_SUCCESS", ".hidden", "sub/c.txt", "sub/deep/d.txt", "odd[1].txt",
            "empty/_x",
        ] {
            try folder.write(name, name.utf8)
        }
        return folder
    }

    @Test(
        arguments: [
            ("a1.txt", ["a1.txt"]), ("", ["a1.txt", "a2.txt", "b1.log", "odd[1].txt"]),
            ("a*.txt", ["a1.txt", "a2.txt"]),
            ("a?.txt", ["a1.txt", "a2.txt"]), ("[ab]1.*", ["a1.txt", "b1.log"]), ("[^a]1.*", ["b1.log"]),
            ("[!a]1.*", ["b1.log"]),
            ("[a-b]1.{txt,log}", ["a1.txt", "b1.log"]), ("{a1,sub/c}.txt", ["a1.txt", "sub/c.txt"]),
            ("{a{1,2},b1}.*", ["a1.txt", "a2.txt", "b1.log"]), ("*/c.txt", ["sub/c.txt"]), ("sub", ["sub/c.txt"]),
            ("s*", ["sub/c.txt"]), ("*/deep", ["sub/deep/d.txt"]), ("*/*/d.txt", ["sub/deep/d.txt"]),
            ("odd[1].txt", ["odd[1].txt"]),
            ("odd\\[1\\].txt", ["odd[1].txt"]), ("_SUCCESS", ["_SUCCESS"]), (".hidden", [".hidden"]), ("empty", []),
        ] as [(String, [String])]
    )
    func findsFiles(pattern: String, expected: [String]) throws {
        let folder = try folder()
        let found = try InputFiles.resolve(folder.path.path + "/" + pattern, fileSystems: folder.fileSystems)
        #expect(found.map { String($0.path.path.dropFirst(folder.path.path.count + 1)) } == expected)
        #expect(found.allSatisfy { !$0.isDirectory && $0.length > 0 })
    }

    @Test func listsKeepTheirOrderAndSchemes() throws {
        let folder = try folder()
        let base = folder.path.path
        let found = try InputFiles.resolve(
            "file://\(base)/b1.log,\(base)/a{1,2}.txt,,\(base)/sub",
            fileSystems: folder.fileSystems
        )
        #expect(found.map(\.path.name) == ["b1.log", "a1.txt", "a2.txt", "c.txt"])
        #expect(found.allSatisfy { $0.path.scheme == "file" && $0.path.isAbsolute })
    }

    @Test(arguments: ["none", "none*", "x/none", "_SUCC*", "*.none/x"]) func nothingFoundIsNamed(pattern: String) throws
    {
        let folder = try folder()
        let thrown = error {
            _ = try InputFiles.resolve(
                "\(folder.path.path)/a1.txt,\(folder.path.path)/\(pattern)",
                fileSystems: folder.fileSystems
            )
        }
        #expect(thrown?.code == "input-not-found")
        #expect(thrown?.message.contains(pattern) == true)
    }

    @Test(arguments: ["a[", "a{b", "a\\", "[z-a]", ",", ""]) func badPatternsAreRefused(pattern: String) throws {
        let folder = try folder()
        let spec = pattern.hasPrefix(",") || pattern.isEmpty ? pattern : folder.path.path + "/" + pattern
        #expect(code { _ = try InputFiles.resolve(spec, fileSystems: folder.fileSystems) } == "invalid-path")
    }

    @Test func patternsOfManyStarsEnd() throws {
        let name = Array(String(repeating: "a", count: 200).unicodeScalars)
        let pattern = try Glob.compile(String(repeating: "*a", count: 60) + "b")
        #expect(!Glob.matches(name[...], pattern[...]))
        #expect(Glob.matches(name[...], try Glob.compile("*a*a*")[...]))
    }

    @Test func wholeFilesAreRead() throws {
        let folder = try TemporaryFolder()
        let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try folder.write("plain", content)
        try folder.write("packed.gz", gzipped(content))
        try folder.write("zeros.gz", gzipped([UInt8](repeating: 0, count: 5_000_000)))
        try folder.write("empty", [])
        try folder.write("empty.gz", [])
        let whole = { try InputFiles.readWhole(folder.status($0), fileSystems: folder.fileSystems) }
        #expect(try Array(whole("plain")) == content)
        #expect(try Array(whole("packed.gz")) == content)
        #expect(try whole("zeros.gz").count == 5_000_000)
        #expect(try whole("empty").isEmpty && whole("empty.gz").isEmpty)
        var grown = try folder.status("plain")
        grown.length += 1
        #expect(code { _ = try InputFiles.readWhole(grown, fileSystems: folder.fileSystems) } == "input-changed")
    }

    @Test func splitsCoverEachFileOnce() throws {
        var generator = SeededGenerator(seed: 8)
        let systems = FileSystems()
        for _ in 0..<500 {
            let files = (0..<Int.random(in: 1...4, using: &generator)).map { number in
                FileStatus(
                    path: .local("/f\(number)"),
                    isDirectory: false,
                    length: Int.random(in: 0...10_000, using: &generator),
                    modificationTime: 0,
                    blockSize: Int.random(in: 500...5000, using: &generator)
                )
            }
            let most = Int.random(in: 100...4000, using: &generator)
            let partitions = Int.random(in: 0...20, using: &generator)
            let splits = try InputFiles.splits(
                files,
                minPartitions: partitions,
                maxSplitBytes: most,
                fileSystems: systems
            )
            for file in files {
                let own = splits.filter { $0.path == file.path }
                #expect(own.reduce(0) { $0 + $1.length } == file.length)
                var position = 0
                for split in own {
                    #expect(split.offset == position && split.length > 0 && split.fileLength == file.length)
                    #expect(split.length * 10 <= max(1, min(most, file.blockSize)) * 11)
                    position = split.end
                }
            }
        }
    }

    @Test func splitSizesAreHadoops() throws {
        func lengths(_ length: Int, name: String = "/f", partitions: Int, most: Int = 128 << 20, multipleOf: Int = 1)
            throws -> [Int]
        {
            let file = FileStatus(
                path: .local(name),
                isDirectory: false,
                length: length,
                modificationTime: 0,
                blockSize: 128 << 20
            )
            return try InputFiles.splits(
                [file],
                minPartitions: partitions,
                maxSplitBytes: most,
                multipleOf: multipleOf,
                fileSystems: FileSystems()
            ).map(\.length)
        }
        #expect(try lengths(100, partitions: 2) == [50, 50])
        #expect(try lengths(105, partitions: 10) == [10, 10, 10, 10, 10, 10, 10, 10, 10, 15].dropLast() + [10, 5])
        #expect(try lengths(101, partitions: 10) == Array(repeating: 10, count: 9) + [11])
        #expect(try lengths(3, partitions: 10) == [1, 1, 1])
        #expect(try lengths(0, partitions: 2) == [])
        #expect(try lengths(1000, name: "/f.gz", partitions: 10) == [1000])
        #expect(try lengths(300 << 20, partitions: 1) == [128 << 20, 128 << 20, 44 << 20])
        #expect(try lengths(100, partitions: 3, multipleOf: 10) == [30, 30, 30, 10])
        #expect(try lengths(100, partitions: 1, most: 4, multipleOf: 50) == [50, 50])
    }

    @Test func lengthsThatAServerMadeUpAreNoCrash() throws {
        let files = (0..<3).map { number in
            FileStatus(
                path: .local("/f\(number)"),
                isDirectory: false,
                length: .max,
                modificationTime: 0,
                blockSize: .max
            )
        }
        let splits = try InputFiles.splits(files, maxSplitBytes: .max, fileSystems: FileSystems())
        #expect(splits.map(\.length) == [.max, .max, .max])
        let blocks = (0..<3).map { _ in BlockLocation(range: 0..<Int.max, hosts: ["a"]) }
        #expect(InputFiles.hosts(of: 0..<Int.max, blocks) == ["a"])
    }

    @Test func hostsWithMostBytesComeFirst() {
        let blocks = [
            BlockLocation(range: 0..<100, hosts: ["a", "b"]), BlockLocation(range: 100..<200, hosts: ["b", "c"]),
            BlockLocation(range: 200..<300, hosts: ["d"]),
        ]
        #expect(InputFiles.hosts(of: 50..<180, blocks) == ["b", "c", "a"])
        #expect(InputFiles.hosts(of: 0..<0, blocks) == [])
    }
}
