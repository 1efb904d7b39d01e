import BinaryCoding
import CWeftEngine
import Testing
import WeftDiagnostics

@testable import WeftEngine

/// Bytes that a writer never made, with checksums that fit, so that what is behind the checksums is reached.
@Suite("Made-up shuffle bytes")
struct ShuffleFuzzTests {
    private let id = ShuffleOutputID(shuffleID: 1, mapIndex: 2, attempt: 3)

    private func put32(_ value: UInt32, _ bytes: inout [UInt8], at offset: Int) {
        for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(index))) }
    }

    private func checksum(_ seed: UInt32, _ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBytes { weft_crc32c(seed, $0.baseAddress, $0.count) }
    }

    @Test("a million blocks are refused or decoded, without a crash or more memory than lz4 can ask for")
    func blocks() throws {
        var generator = SampleGenerator(seed: 42)
        let seed = id.checksumSeed(partition: 0)
        let raw = rowLikeBytes(200, seed: 1)
        var valid = [UInt8](repeating: 0, count: ShuffleBlock.capacity(for: raw.count))
        let length = valid.withUnsafeMutableBytes { target in
            raw.withUnsafeBytes { bytes in
                target.baseAddress.map { ShuffleBlock.encode(bytes, codec: .lz4, seed: seed, into: $0) } ?? 0
            }
        }
        valid.removeLast(valid.count - length)
        let scratch = ScratchBuffer(capacity: 64)
        var outcomes = (decoded: 0, refused: 0)
        var bytes = valid
        for round in 0..<1_000_000 {
            let random = generator.next()
            let position = Int(truncatingIfNeeded: random >> 33) % valid.count
            let old = bytes[position]
            bytes[position] = UInt8(truncatingIfNeeded: random)
            var stray: [UInt8]?
            if round % 16 == 0 {
                // Nothing of a real block but the mark.
                var made = (0..<(16 + Int(truncatingIfNeeded: random >> 8) % 40)).map { _ in
                    UInt8(truncatingIfNeeded: generator.next())
                }
                if round % 32 == 0 { made[8..<12] = valid[8..<12] }
                stray = made
            }
            let isRepaired = round % 2 == 0
            if isRepaired {
                let saved = Array(bytes[12..<16])
                put32(checksum(checksum(seed, bytes[..<12]), bytes[16...]), &bytes, at: 12)
                decode(stray ?? bytes, seed, scratch, &outcomes)
                bytes[12..<16] = saved[...]
            } else {
                decode(stray ?? bytes, seed, scratch, &outcomes)
            }
            bytes[position] = old
        }
        #expect(outcomes.decoded > 1000)
        #expect(outcomes.refused > 500_000)
        // 255 times what is stored, and what growing by doubling adds.
        #expect(scratch.capacity <= 2 * 255 * valid.count)
    }

    private func decode(
        _ bytes: [UInt8],
        _ seed: UInt32,
        _ scratch: ScratchBuffer,
        _ outcomes: inout (decoded: Int, refused: Int)
    ) {
        bytes.withUnsafeBytes { bytes in
            do {
                let header = try ShuffleBlock.header(bytes, limit: bytes.count)
                try ShuffleBlock.decode(.init(rebasing: bytes[..<header.blockCount]), header, seed: seed, into: scratch)
                outcomes.decoded += 1
            } catch {
                outcomes.refused += 1
            }
        }
    }

    @Test("half a million indexes are refused or point into their file")
    func indexes() throws {
        var generator = SampleGenerator(seed: 43)
        let seed = id.checksumSeed(partition: -1)
        let places = (0..<4).map { part in (0..<part).map { ShuffleSegment(offset: 40 * part + 10 * $0, length: 10) } }
        let valid = try ShuffleFileIndex.encode(places, of: id).toArray()
        let dataSize = 200
        var outcomes = (read: 0, refused: 0)
        for round in 0..<500_000 {
            var bytes = valid
            let changes = 1 + Int(truncatingIfNeeded: generator.next() >> 40) % 3
            for _ in 0..<changes {
                let random = generator.next()
                let position = Int(truncatingIfNeeded: random >> 20) % bytes.count
                bytes[position] =
                    round % 3 == 0 ? [0, 1, 0x7f, 0x80, 0xff][Int(random % 5)] : UInt8(truncatingIfNeeded: random)
            }
            if round % 4 != 0 {
                put32(checksum(seed, bytes[(bytes.count - 24)..<(bytes.count - 4)]), &bytes, at: bytes.count - 4)
            }
            let fileSize = round % 5 == 0 ? Int(truncatingIfNeeded: generator.next() % 400) : dataSize + bytes.count
            read(bytes, fileSize, round % 4, repairing: round % 2 == 0, &outcomes)
        }
        #expect(outcomes.read > 1000)
        #expect(outcomes.refused > 100_000)
    }

    private func read(
        _ bytes: [UInt8],
        _ fileSize: Int,
        _ partition: Int,
        repairing: Bool,
        _ outcomes: inout (read: Int, refused: Int)
    ) {
        do {
            let trailer = try bytes.withUnsafeBytes { bytes in
                try ShuffleFileIndex.Trailer(.init(rebasing: bytes.suffix(24)), fileSize: fileSize, of: id)
            }
            let start = fileSize - bytes.count
            var entry: [UInt8] = []
            let segments = try trailer.segments(of: partition, of: id) { offset, length in
                // What is asked for is in the tables, so nothing of the size of a made-up count is ever read.
                #expect(offset >= trailer.tablesOffset && offset + length <= fileSize - 24)
                var part = (offset..<(offset + length)).map { $0 >= start ? bytes[$0 - start] : 0 }
                if length == 12, entry.isEmpty {
                    if repairing { repair(&part, trailer, bytes, start, partition) }
                    entry = part
                }
                return part
            }
            for segment in segments {
                #expect(segment.offset >= 0 && segment.length >= 0)
                #expect(segment.offset + segment.length <= trailer.tablesOffset)
            }
            outcomes.read += 1
        } catch {
            outcomes.refused += 1
        }
    }

    /// Gives a partition's entry the checksum that fits.
    private func repair(
        _ entry: inout [UInt8],
        _ trailer: ShuffleFileIndex.Trailer,
        _ bytes: [UInt8],
        _ start: Int,
        _ partition: Int
    ) {
        let first = Int(entry[0]) + Int(entry[1]) << 8
        let count = Int(entry[4]) + Int(entry[5]) << 8
        let from = trailer.tablesOffset + 16 * first - start
        guard from >= 0, from + 16 * count <= bytes.count else { return }
        let seed = checksum(id.checksumSeed(partition: partition), entry[..<8])
        put32(checksum(seed, bytes[from..<(from + 16 * count)]), &entry, at: 8)
    }

    @Test("stored bytes are the same rows however they are cut into pieces")
    func pieces() throws {
        try ShuffleFixture.with { fixture in
            let store = fixture.store(flushLimit: 300)
            let bytes = rowLikeBytes(2000, seed: 5)
            try store.write([bytes], batch: 97)
            let part = ShuffleBlockRequest.Part(mapIndex: 0, attempt: 0, offset: 0, limit: 1 << 20)
            let response = try store.response(to: .init(shuffleID: 3, partition: 0, parts: [part]))
            let stored = response.bytes.withUnsafeBytes { Array($0) }
            let id = ShuffleOutputID(shuffleID: 3, mapIndex: 0, attempt: 0)
            for piece in Array(1...80) + [stored.count - 1, stored.count] {
                #expect(try rawBytes(ofStored: stored, id, partition: 0, piece: piece) == bytes)
            }
        }
    }
}
