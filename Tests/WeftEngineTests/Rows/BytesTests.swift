import Foundation
import Testing

@testable import WeftEngine

@Suite struct BytesTests {
    /// The same content as a value of its own and as slices of larger buffers at several offsets.
    private func forms(_ content: [UInt8]) -> [Bytes] {
        var forms = [Bytes(content), content.withUnsafeBytes { Bytes(copying: $0) }]
        for offset in [0, 1, 7, 100] {
            let surrounded = Array(repeating: UInt8(0xAA), count: offset) + content + [0xBB, 0xBB]
            let buffer = surrounded.withUnsafeBytes { BytesBuffer(copying: $0) }
            forms.append(Bytes(slice: buffer, offset..<(offset + content.count)))
        }
        return forms
    }

    @Test func takesSixteenBytesAndIsInlineUpToFourteen() {
        #expect(MemoryLayout<Bytes>.size == 16)
        #expect(MemoryLayout<Bytes>.stride == 16)
        #expect(MemoryLayout<Bytes?>.size == 16)
        #expect(Bytes(Array(repeating: 1, count: 14)).inlineWords != nil)
        #expect(Bytes(Array(repeating: 1, count: 15)).inlineWords == nil)
    }

    @Test func keepsItsBytesInEveryForm() {
        var generator = SeededGenerator(seed: 1)
        for count in Array(0...40) + [255, 256, 65_535, 65_536, 70_000] {
            let content = generator.bytes(count, of: Array(0...255))
            for bytes in forms(content) {
                #expect(bytes.count == count)
                #expect(Array(bytes) == content)
                #expect(bytes.withUnsafeBytes { Array($0) } == content)
                #expect((0..<count).allSatisfy { bytes[$0] == content[$0] })
                #expect(bytes.detached() == bytes)
                #expect(Array(bytes.detached()) == content)
            }
        }
    }

    @Test func equalContentIsEqualAndHashesAlikeInEveryForm() {
        var generator = SeededGenerator(seed: 2)
        for count in 0...40 {
            let content = generator.bytes(count, of: Array(0...255))
            var other = content
            if count > 0 { other[Int.random(in: 0..<count, using: &generator)] ^= 0x40 }
            for left in forms(content) {
                for right in forms(content) {
                    #expect(left == right)
                    #expect(left.hashValue == right.hashValue)
                    #expect(stableHash(left) == stableHash(right))
                    #expect(!(left < right))
                }
                if count > 0 { for right in forms(other) { #expect(left != right) } }
            }
        }
    }

    @Test func zerosAtTheEndCount() {
        for count in 0..<20 {
            let short = Bytes(Array(repeating: UInt8(0), count: count))
            let long = Bytes(Array(repeating: UInt8(0), count: count + 1))
            #expect(short != long)
            #expect(short < long)
            #expect(!(long < short))
            #expect(stableHash(short) != stableHash(long))
        }
    }

    @Test func orderIsThatOfTheBytes() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<4000 {
            let left = generator.bytes(Int.random(in: 0...20, using: &generator), of: [0, 1, 0x7F, 0x80, 0xFF])
            var right = left.prefix(Int.random(in: 0...20, using: &generator))
            right += generator.bytes(Int.random(in: 0...4, using: &generator), of: [0, 1, 0x7F, 0x80, 0xFF])
            #expect((Bytes(left) < Bytes(right)) == left.lexicographicallyPrecedes(right))
        }
    }

    @Test func rangesGiveTheirBytes() {
        let content = Array(UInt8(0)..<60)
        for count in [0, 1, 7, 8, 9, 13, 14, 15, 16, 30, 60] {
            for bytes in forms(Array(content.prefix(count))) {
                for start in 0...count {
                    for end in start...count {
                        #expect(Array(bytes[start..<end]) == Array(content[start..<end]))
                    }
                }
            }
        }
        let bytes = Bytes(content)
        #expect(Array(bytes[2...]) == Array(content[2...]))
        #expect(Array(bytes[...5]) == Array(content[...5]))
        #expect(bytes.prefix(3) == Bytes([0, 1, 2]))
        #expect(bytes.suffix(2) == Bytes([58, 59]))
        #expect(bytes.dropFirst(58) == Bytes([58, 59]))
        #expect(bytes.dropLast(58) == Bytes([0, 1]))
        #expect(bytes.prefix(100) == bytes && bytes.dropFirst(100).isEmpty)
    }

    @Test func slicesBeyondTheCompactFormWork() {
        // 17 MiB don't fit the 24 bits of a count; an offset of 4 GiB doesn't fit 32 bits.
        let count = 17 << 20
        let buffer = BytesBuffer(capacity: count + 10)
        memset(buffer.base, 0x61, count + 10)
        let large = Bytes(slice: buffer, 5..<(count + 5))
        #expect(large.count == count)
        #expect(large[count - 1] == 0x61)
        #expect(large == large.detached())
        #expect(large[3..<count] < large)
        #expect(large.words().map(\.count) == [count])
        #expect(stableHash(large) == stableHash(large.detached()))

        // Only the last page is ever touched.
        let offset = 1 << 32
        let far = BytesBuffer(capacity: offset + 64)
        memset(far.base + offset, 0x62, 64)
        let slice = Bytes(slice: far, offset..<(offset + 64))
        #expect(slice == Bytes(Array(repeating: 0x62, count: 64)))
        #expect(slice[10..<40] == Bytes(Array(repeating: 0x62, count: 30)))
    }

    @Test func sliceKeepsItsBufferAlive() {
        weak var weakBuffer: BytesBuffer?
        var slice = Bytes()
        var short = Bytes()
        do {
            let buffer = Array("a text of more than fourteen bytes".utf8).withUnsafeBytes { BytesBuffer(copying: $0) }
            weakBuffer = buffer
            slice = Bytes(slice: buffer, 0..<20)
            short = Bytes(slice: buffer, 2..<6)
        }
        #expect(weakBuffer != nil)
        #expect(slice == "a text of more than ")
        slice = slice.detached()
        #expect(weakBuffer == nil)
        #expect(slice == "a text of more than ")
        #expect(short == "text")
    }

    @Test func convertsToAndFromText() {
        for text in ["", "a", "fourteen bytes", "fifteen bytes!!", "né 😀", String(repeating: "long ", count: 100)] {
            #expect(String(Bytes(text)) == text)
            #expect(Bytes(text).description == text)
            #expect(Bytes(text[...]) == Bytes(text))
        }
        #expect(String(Bytes([0x61, 0xFF, 0x62])) == "a\u{FFFD}b")
        let literal: Bytes = "literal"
        #expect(literal.count == 7)
    }

    @Test func travelsThroughCodable() throws {
        for text in ["", "short", "a text of more than fourteen bytes"] {
            let data = try JSONEncoder().encode([Bytes(text)])
            #expect(try JSONDecoder().decode([Bytes].self, from: data) == [Bytes(text)])
        }
    }

    @Test func worksAsDictionaryKey() {
        var counts: [Bytes: Int] = [:]
        for word in Bytes("a b a a-word-of-nineteen b a a-word-of-nineteen").words() { counts[word, default: 0] += 1 }
        #expect(counts == ["a": 3, "b": 2, "a-word-of-nineteen": 2])
    }

    @Test func initialisingClosureGivesTheCount() {
        for capacity in [0, 5, 14, 15, 100] {
            for count in [0, capacity / 2, capacity] {
                let bytes = Bytes(capacity: capacity) { target in
                    // Garbage behind the count must not show.
                    for index in target.indices { target[index] = UInt8(index % 50 + 1) }
                    return count
                }
                #expect(Array(bytes) == (0..<count).map { UInt8($0 % 50 + 1) })
                #expect(bytes == Bytes(Array(bytes)))
            }
        }
    }
}
