import BinaryCoding
import Testing
import WeftDiagnostics

@testable import WeftEngine

struct ShuffleFileTests {
    private func store(_ folder: ScratchFolder, flushLimit: Int = 8) throws -> ShuffleStore {
        let directories = try LocalDirectories(bases: [folder.root], name: "s")
        return ShuffleStore(directories: directories, flushLimit: flushLimit)
    }

    private func write(_ store: ShuffleStore, attempt: Int, _ parts: [[UInt8]]) throws -> ShuffleMapOutput {
        let output = try store.output(shuffleID: 3, mapIndex: 1, attempt: attempt, partitionCount: parts.count)
        for (partition, bytes) in parts.enumerated() {
            for byte in bytes { try output.append(to: partition, rows: 1) { $0.write(byte) } }
        }
        return try output.commit()
    }

    @Test("what was written is read, segment by segment; the last of two attempts stays whole")
    func roundTrip() throws {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let store = try store(folder)
        let parts: [[UInt8]] = [Array(0..<20), [], [7], Array(repeating: 9, count: 33)]
        #expect(try write(store, attempt: 0, parts).byteCount == 54)
        #expect(try write(store, attempt: 1, parts.reversed()).sizes == CompressedSizes([33, 1, 0, 20]))
        for (partition, bytes) in parts.reversed().enumerated() {
            #expect(try store.read(shuffleID: 3, mapIndex: 1, partition: partition).flatMap { $0 } == bytes)
        }
        #expect(try folder.names(in: "s") == ["shuffle_3_1"])
        for partition in [-1, 4] {
            #expect(throws: WeftError.self) { try store.read(shuffleID: 3, mapIndex: 1, partition: partition) }
        }
        store.remove(shuffleID: 3)
        #expect(try folder.names(in: "s").isEmpty)
    }

    @Test("a damaged file is an error or other bytes, never a crash")
    func damage() throws {
        let folder = try ScratchFolder.make()
        defer { folder.remove() }
        let store = try store(folder)
        _ = try write(store, attempt: 0, [[1, 2, 3], [4], Array(0..<30)])
        let whole = try folder.bytes("s/shuffle_3_1")
        var refused = 0
        func read(_ bytes: [UInt8]) throws {
            try folder.write("s/shuffle_3_1", bytes)
            for partition in 0..<3 {
                do {
                    _ = try store.read(shuffleID: 3, mapIndex: 1, partition: partition)
                } catch let error as WeftError {
                    #expect(error.code == "corrupt-data")
                    refused += 1
                }
            }
        }
        for length in 0..<whole.count { try read(Array(whole[..<length])) }
        for index in whole.indices {
            for value: UInt8 in [0, 0x7f, 0x80, 0xff] {
                var bytes = whole
                bytes[index] = value
                try read(bytes)
            }
        }
        #expect(refused > whole.count)
    }
}
