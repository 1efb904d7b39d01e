import BinaryCoding
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite("A shuffle file")
struct ShuffleFileTests {
    @Test(
        "gives back what was written, whatever the codec, the flush limit and the size of batches",
        arguments: [ShuffleCodec.none, .lz4],
        [64, 100_000, 1 << 24]
    )
    func roundTrip(codec: ShuffleCodec, flushLimit: Int) throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store(codec, flushLimit: flushLimit)
            let parts: [[UInt8]] = [
                rowLikeBytes(700_000, seed: 1), [], [7], randomBytes(300_000, seed: 2), Array(repeating: 9, count: 33),
                [UInt8](repeating: 0, count: 400_000), [],
            ]
            let output = try store.write(attempt: 5, parts, batch: 20_000)
            #expect(output.attempt == 5)
            for (partition, bytes) in parts.enumerated() {
                #expect(try store.raw(attempt: 5, partition: partition) == bytes)
                #expect((output.sizes[partition] == 0) == bytes.isEmpty)
            }
            #expect(
                try store.file(.init(shuffleID: 3, mapIndex: 0, attempt: 5)).verify().reduce(0, +) == output.byteCount
            )
            #expect(try fixture.names() == ["shuffle_3_0_5"])
        }
    }

    @Test("is smaller than its rows where these compress, and hardly larger where they don't")
    func compression() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store()
            let rows = try store.write(attempt: 0, [rowLikeBytes(1_000_000, seed: 1)])
            #expect(rows.byteCount < 600_000)
            let random = try store.write(attempt: 1, [randomBytes(1_000_000, seed: 1)])
            #expect(random.byteCount < 1_000_200)
        }
    }

    @Test("has one block for a batch that is larger than blocks usually are")
    func largeBatch() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store()
            let bytes = rowLikeBytes(5_000_000, seed: 3)
            try store.write([bytes], batch: bytes.count)
            #expect(try store.raw(partition: 0, chunk: 100_000) == bytes)
        }
    }

    @Test("holds thousands of partitions, and a map without rows")
    func manyPartitions() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store(flushLimit: 50_000)
            let parts = (0..<3000).map { $0 % 7 == 0 ? [] : rowLikeBytes($0 % 200 + 1, seed: UInt64($0)) }
            try store.write(parts, batch: 50)
            for partition in stride(from: 0, to: 3000, by: 13) {
                #expect(try store.raw(partition: partition) == parts[partition])
            }
            let empty = try store.write(map: 1, Array(repeating: [], count: 10))
            #expect(empty.byteCount == 0)
            #expect(try store.raw(map: 1, partition: 9) == [])
            #expect(try store.write(map: 2, []).byteCount == 0)
        }
    }

    @Test("is another file for each attempt; removing the shuffle removes them all")
    func attempts() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store()
            try store.write(map: 1, attempt: 7, [[1, 2, 3]])
            try store.write(map: 1, attempt: 9, [[4, 5]])
            try store.write(map: 2, attempt: 8, [[6]])
            #expect(try store.raw(map: 1, attempt: 7, partition: 0) == [1, 2, 3])
            #expect(try store.raw(map: 1, attempt: 9, partition: 0) == [4, 5])
            #expect(Set(store.allOutputs().map(\.attempt)) == [7, 8, 9])
            store.remove(shuffleID: 4)
            #expect(try fixture.names().count == 3)
            store.remove(shuffleID: 3)
            #expect(try fixture.names().isEmpty)
            #expect(store.allOutputs().isEmpty)
            let error = #expect(throws: WeftError.self) { try store.raw(map: 1, attempt: 7, partition: 0) }
            #expect(error?.code == "input-not-found")
        }
    }

    @Test("leaves nothing behind when its task gives up")
    func abandoned() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store(flushLimit: 10)
            let output = store.output(shuffleID: 3, mapIndex: 0, attempt: 0, partitionCount: 1)
            try output.append(to: 0, rows: 1) { writer in
                randomBytes(100, seed: 1).withUnsafeBytes { writer.write(bytes: $0) }
            }
            #expect(try fixture.names().count == 1)
            output.abort()
            #expect(try fixture.names().isEmpty)
        }
    }

    @Test("refuses partitions that there aren't")
    func bounds() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store()
            try store.write([[1], [2]])
            for partition in [-1, 2, .max, .min] {
                #expect(throws: WeftError.self) { try store.raw(partition: partition) }
            }
        }
    }

    @Test("shows every change of a byte, wherever it is, and every loss of its end")
    func damage() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store(flushLimit: 100)
            let parts: [[UInt8]] = [rowLikeBytes(150, seed: 1), [], [4], randomBytes(90, seed: 4)]
            try store.write(parts, batch: 60)
            let path = fixture.directories.path(of: "shuffle_3_0_0").path
            let file = ScratchFolder(root: "/")
            let whole = try file.bytes(path)

            /// How many partitions can't be read; those that can must be as they were.
            func refused(_ bytes: [UInt8]) throws -> Int {
                try file.write(path, bytes)
                // A new store, which hasn't the file open.
                let store = fixture.store()
                var refused = 0
                for (partition, expected) in parts.enumerated() {
                    do {
                        #expect(try store.raw(partition: partition) == expected)
                    } catch let error as WeftError {
                        #expect(error.code == "corrupt-data", "\(error)")
                        refused += 1
                    }
                }
                return refused
            }
            for length in 0..<whole.count {
                #expect(try refused(Array(whole[..<length])) == parts.count, "\(length) of \(whole.count)")
            }
            for index in whole.indices {
                for change: UInt8 in [1, 0x80, 0xff] {
                    var bytes = whole
                    bytes[index] ^= change
                    let count = try refused(bytes)
                    // A checksum of the tables that is only looked at when a file is moved says nothing about the rows.
                    let isTablesChecksum = (whole.count - 8..<whole.count - 4).contains(index)
                    #expect(count >= 1 || isTablesChecksum, "byte \(index) of \(whole.count)")
                    let id = ShuffleOutputID(shuffleID: 3, mapIndex: 0, attempt: 0)
                    #expect(throws: WeftError.self) { try fixture.store().file(id).verify() }
                }
            }
            #expect(try refused(whole) == 0)
        }
    }

    @Test("isn't taken for that of another map, attempt or shuffle")
    func identity() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store()
            try store.write(map: 1, attempt: 2, [[1, 2, 3]])
            let bytes = try ScratchFolder(root: "/").bytes(fixture.directories.path(of: "shuffle_3_1_2").path)
            for name in ["shuffle_3_1_4", "shuffle_3_2_2"] {
                try ScratchFolder(root: "/").write(fixture.directories.path(of: name).path, bytes)
            }
            for (map, attempt) in [(1, 4), (2, 2)] {
                let error = #expect(throws: WeftError.self) { try store.raw(map: map, attempt: attempt, partition: 0) }
                #expect(error?.code == "corrupt-data")
            }
        }
    }

    @Test("is read by several threads at once, more files than are kept open")
    func threads() async throws {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let store = ShuffleStore(
            directories: try LocalDirectories(bases: [folder.root], name: "app"),
            flushLimit: 1000
        )
        for map in 0..<100 { try store.write(map: map, [rowLikeBytes(500 + map, seed: UInt64(map))]) }
        try await withThrowingTaskGroup { group in
            for thread in 0..<4 {
                group.addTask {
                    for step in 0..<300 {
                        let map = (step * 37 + thread * 11) % 100
                        let bytes = try store.raw(map: map, partition: 0)
                        #expect(bytes == rowLikeBytes(500 + map, seed: UInt64(map)))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("sizes in a byte are exact at 0, never too small, and at most a tenth too large")
    func compressedSizes() throws {
        var sizes = Array(0...3000)
        var size = 3001
        while size < 30 << 30 {
            sizes.append(size)
            size += size / 7
        }
        let compressed = CompressedSizes(sizes + [-1, .max])
        for (index, size) in sizes.enumerated() {
            #expect(compressed[index] >= size)
            #expect(compressed[index] <= size + size / 10 + 1)
            #expect((compressed[index] == 0) == (size == 0))
        }
        #expect(compressed[sizes.count] == 0)
        #expect(compressed[sizes.count + 1] > 30 << 30)
        #expect(compressed[-1] == 0 && compressed[sizes.count + 2] == 0)
        let coded = try BinaryCoding.encode(CompressedSizes(Array(repeating: 1_000_000, count: 2000)))
        #expect(coded.count < 2100)
    }

    @Test("a failure to fetch goes over the wire")
    func failureCoding() throws {
        let failure = ShuffleFetchFailure(
            shuffleID: 1,
            mapIndex: nil,
            executorID: "7",
            cause: WeftError("corrupt-data", "broken", details: [.init("path", "/x")], cause: WeftError("a", "b"))
        )
        #expect(try BinaryCoding.decode(ShuffleFetchFailure.self, from: try BinaryCoding.encode(failure)) == failure)
    }
}
