import Foundation
import Testing
import WeftDiagnostics

@testable import WeftEngine

@Suite struct StableHashTests {
    /// Answers of another process: a partitioner's keys must go to the same place in each.
    @Test func givesTheSameAnswersInEveryProcess() {
        #expect(stableHash(0) == 11912144113143032851)
        #expect(stableHash(42) == 3508018859338116125)
        #expect(stableHash(-1) == 17836516072233048218)
        #expect(stableHash("") == 11912144113143032851)
        #expect(stableHash("word") == 12222151360512788180)
        #expect(stableHash("a text of more than fourteen bytes") == 9352597129333089845)
        #expect(stableHash("日本語") == 3959161031713124637)
        #expect(stableHash(1.5) == 7467914964028810864)
        #expect(stableHash(true) == 4796396327511004105)
        #expect(stableHash([1, 2, 3]) == 1561758979349565031)
        #expect(stableHash(Optional("x")) == 3179135557493277702)
        #expect(stableHash(Pair(name: "n", number: 7)) == 9700777830184338061)
    }

    private struct Pair: Hashable {
        var name: String
        var number: Int
    }

    @Test func fixedHasherIsSipHash13() throws {
        try StableHash.selfTest()
        #expect(StableHash.isHasherKnown)
        // The state of another key would make another hash.
        var seeded = Hasher()
        var fixed = StableHash.makeHasher()
        Pair(name: "a", number: 1).hash(into: &seeded)
        Pair(name: "a", number: 1).hash(into: &fixed)
        #expect(fixed.finalize() != seeded.finalize())
    }

    @Test func bytesAndTextHashAlike() {
        for text in ["", "a", "1234567", "12345678", "12345678901234", "123456789012345", "1234567890123456", "é"] {
            #expect(stableHash(text) == stableHash(Bytes(text)))
            #expect(stableHash(text[...]) == stableHash(text))
            #expect(Array(text.utf8).withUnsafeBytes { StableHash.hash(bytes: $0) } == stableHash(text))
        }
        let long = String(repeating: "x", count: 100)
        #expect(stableHash(long) == stableHash(Bytes(long)))
    }

    @Test func canonicallyEqualTextsHashAlike() {
        let pairs = [
            ("\u{212A}", "K"), ("e\u{301}", "\u{E9}"), ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"),
            ("a\u{323}\u{307}", "a\u{307}\u{323}"), ("\u{1F71}", "\u{3AC}"),
            ("a long text with the accent e\u{301}", "a long text with the accent \u{E9}"),
        ]
        for (left, right) in pairs {
            #expect(left == right)
            #expect(stableHash(left) == stableHash(right))
            #expect(stableHash(left + "tail") == stableHash(right + "tail"))
        }
    }

    @Test func equalNumbersHashAlike() {
        #expect(stableHash(0.0) == stableHash(-0.0))
        #expect(stableHash(Float(0.0)) == stableHash(Float(-0.0)))
        #expect(stableHash(Double.nan) == stableHash(-Double.nan))
        #expect(stableHash(1.5) != stableHash(2.5))
        #expect(stableHash(Int8(-1)) == stableHash(Int64(-1)))
        #expect(stableHash(UInt8(200)) == stableHash(200))
    }

    @Test func everyIntegerWidthIsCovered() {
        func check<I: FixedWidthInteger & Hashable>(_: I.Type) {
            let values: [I] = [.min, 0, 1, 2, .max]
            #expect(Set(values.map { stableHash($0) }).count == Set(values).count)
        }
        check(Int8.self)
        check(Int16.self)
        check(Int32.self)
        check(Int64.self)
        check(Int.self)
        check(UInt8.self)
        check(UInt16.self)
        check(UInt32.self)
        check(UInt64.self)
        check(UInt.self)
        check(UInt128.self)
    }

    @Test func unspecialisedCallsGiveTheSame() {
        func erased(_ key: any Hashable) -> UInt64 {
            func open<K: Hashable>(_ key: K) -> UInt64 { stableHash(key) }
            return open(key)
        }
        #expect(erased(5) == stableHash(5))
        #expect(erased("text") == stableHash("text"))
        #expect(erased(Bytes("text")) == stableHash(Bytes("text")))
    }

    /// For keys that differ little, the counts of 64 places must look like those of random numbers: chi-square with 63
    /// degrees of freedom is below 130 in all but one of a million cases.
    @Test(arguments: ["integers", "even integers", "words", "long words", "doubles", "structs"])
    func highAndLowBitsAreEven(kind: String) {
        let hashes: [UInt64] = (0..<64_000).map { number in
            switch kind {
            case "integers": stableHash(number)
            case "even integers": stableHash(number << 20)
            case "words": stableHash(Bytes("w\(number)"))
            case "long words": stableHash("a long common prefix \(number) and suffix")
            case "doubles": stableHash(Double(number) / 8)
            default: stableHash(Pair(name: "n", number: number))
            }
        }
        #expect(Set(hashes).count == hashes.count)
        for shift in [0, 8, 29, 52, 58] {
            var counts = [Int](repeating: 0, count: 64)
            for hash in hashes { counts[Int(hash >> UInt64(shift) & 63)] += 1 }
            let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - 1000) * (Double($1) - 1000) / 1000 }
            #expect(chiSquare < 130, "bits from \(shift)")
        }
    }

    @Test func everyInputBitChangesHalfOfTheHash() {
        var generator = SeededGenerator(seed: 7)
        let all = Array(UInt8.min...UInt8.max)
        for count in [1, 4, 8, 9, 14, 15, 16, 17, 40] {
            for bit in 0..<(8 * count) {
                var changed = 0
                for _ in 0..<16 {
                    var content = generator.bytes(count, of: all)
                    let before = stableHash(Bytes(content))
                    content[bit / 8] ^= 1 << UInt8(bit % 8)
                    changed += (before ^ stableHash(Bytes(content))).nonzeroBitCount
                }
                #expect((352...672).contains(changed), "bit \(bit) of \(count) bytes changes \(changed) of 1024")
            }
        }
    }

    @Test func keysThatDependOnTheProcessAreFound() throws {
        struct Holder: Hashable {
            var inner: [Set<Int>]
        }
        try StableHash.check(1)
        try StableHash.check("text")
        try StableHash.check([1, 2])
        try StableHash.check(Pair(name: "n", number: 1))
        #expect { try StableHash.check(Set([1])) } throws: { ($0 as? WeftError)?.code == "unstable-key" }
        #expect { try StableHash.check(["a": 1]) } throws: { ($0 as? WeftError)?.code == "unstable-key" }
        #expect { try StableHash.check(Holder(inner: [[1]])) } throws: {
            let error = $0 as? WeftError
            return error?.code == "unstable-key" && error?.message.contains("a set") == true
        }
        final class Object {}
        #expect { try StableHash.check(ObjectIdentifier(Object())) } throws: {
            ($0 as? WeftError)?.code == "unstable-key"
        }
    }

    @Test func smallTextsAreKnownOnThisRuntime() {
        #expect(SmallText.isKnown)
        for count in 0...20 {
            let text = String(repeating: "x", count: count)
            #expect((SmallText.words(of: text) != nil) == (count <= 15))
        }
        #expect(SmallText.words(of: "né") == nil)
    }
}
