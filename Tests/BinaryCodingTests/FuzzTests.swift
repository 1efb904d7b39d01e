import BinaryCoding
import Foundation
import Testing

private struct Row: Codable {
    var id: Int
    var name: String
    var tags: [String]?
    var child: [Row]
    var kind: Kind
}

private enum Kind: Codable {
    case plain
    case pair(Int, label: String)
}

/// A small generator whose sequence is the same in each run, so that a failure can be repeated.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// Decodes damaged bytes of every coder: it may throw or give other values, but not crash or allocate without bound.
///
/// `WEFT_FUZZ` multiplies the number of inputs; 1 is 10,000 per type.
@Suite struct FuzzTests {
    private static let scale = Int(ProcessInfo.processInfo.environment["WEFT_FUZZ"] ?? "") ?? 1

    private func fuzz<T>(_ rows: [T], seed: UInt64) throws {
        let coder = try RowCoder<T>()
        let writer = ByteWriter()
        try coder.encode(rows, into: writer)
        let sound = writer.toArray()
        var generator = Generator(state: seed)
        for round in 0..<10_000 * Self.scale {
            var bytes = sound
            switch round % 4 {
            case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &generator))
            case 1:
                bytes = (0..<Int.random(in: 0...64, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
            default:
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    let index = Int.random(in: bytes.indices, using: &generator)
                    // Values at the edges are the ones that counts and tags break on.
                    bytes[index] =
                        [0, 1, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &generator)]
                        .randomElement(using: &generator) ?? 0
                }
            }
            bytes.withUnsafeBytes {
                var reader = ByteReader($0)
                let decoded = try? coder.decode(from: &reader)
                if let decoded, decoded.count > 8 * bytes.count {
                    Issue.record("\(decoded.count) rows of \(bytes.count) bytes")
                }
            }
        }
    }

    @Test func damagedBytesNeverCrash() throws {
        try fuzz([1, 2, 3], seed: 1)
        try fuzz(["a", "bcd", ""], seed: 2)
        try fuzz([true, false], seed: 3)
        try fuzz([(), ()], seed: 4)
        try fuzz([("a", 1), ("b", 2)], seed: 5)
        try fuzz([[1], [], [2, 3]], seed: 6)
        try fuzz([["a": [1]], [:]], seed: 7)
        try fuzz([1, nil, 3] as [Int?], seed: 8)
        try fuzz([("k", ([1.5], ["v"] as Set)), ("l", ([], []))], seed: 9)
        try fuzz([1..<2, 3..<9], seed: 10)
        try fuzz([1...2, 3...9], seed: 11)
        try fuzz([Data([1, 2]), Data()], seed: 12)
        try fuzz([(Date(), UUID())], seed: 13)
        try fuzz(["é", "x"] as [Character], seed: 14)
        try fuzz([Int8(1), 2], seed: 15)
        try fuzz([Row](), seed: 16)
        let leaf = Row(id: 1, name: "leaf", tags: nil, child: [], kind: .pair(1, label: "x"))
        let row = Row(id: 2, name: "row", tags: ["a", "b"], child: [leaf, leaf], kind: .plain)
        try fuzz([leaf], seed: 17)
        try fuzz([row, row], seed: 18)
        try fuzz([(row, Optional(leaf))], seed: 19)
        try fuzz([Decimal(3)], seed: 20)
    }
}
