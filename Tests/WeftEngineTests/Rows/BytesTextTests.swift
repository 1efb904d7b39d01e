import Foundation
import Testing

@testable import WeftEngine

@Suite struct BytesTextTests {
    private static let whiteSpace: [UInt8] = [0x20, 9, 10, 11, 12, 13]

    private func isWhiteSpace(_ byte: UInt8) -> Bool { Self.whiteSpace.contains(byte) }

    /// As a value of its own and as a slice with white space and letters around it.
    private func forms(_ content: [UInt8]) -> [Bytes] {
        let surrounded = Array("xy ".utf8) + content + Array("z \n".utf8)
        let buffer = surrounded.withUnsafeBytes { BytesBuffer(copying: $0) }
        return [Bytes(content), Bytes(slice: buffer, 3..<(3 + content.count))]
    }

    @Test func whiteSpaceIsExactlySixBytes() {
        for byte in UInt8.min...UInt8.max {
            let expected = isWhiteSpace(byte)
            #expect(ASCII.isWhiteSpace(byte) == expected)
            for place in 0..<8 {
                // Neighbours of every kind must not disturb each other.
                for neighbour: UInt8 in [0, 0x20, 0x61, 0x80, 0xFF, 0x0A] {
                    var word = ASCII.repeated(neighbour) & ~(0xFF << UInt64(8 * place))
                    word |= UInt64(byte) << UInt64(8 * place)
                    #expect((ASCII.whiteSpace(word) >> UInt64(8 * place)) & 0xFF == (expected ? 0x80 : 0))
                    #expect(
                        (ASCII.equal(word, ASCII.repeated(0x2C)) >> UInt64(8 * place)) & 0xFF
                            == (byte == 0x2C ? 0x80 : 0)
                    )
                }
            }
        }
    }

    @Test func wordsAreThoseOfAPlainSplit() {
        var generator = SeededGenerator(seed: 4)
        let alphabets: [[UInt8]] = [
            [0x61, 0x20], [0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x20], Self.whiteSpace + [0x61],
            Array(repeating: 0x61, count: 30) + [0x20], Array(0...255), [0x80, 0xFF, 0, 8, 14, 0x1F, 0x21, 0x20],
        ]
        for round in 0..<3000 {
            let count = round % 3 == 0 ? round % 80 : Int.random(in: 0...300, using: &generator)
            let content = generator.bytes(count, of: alphabets[round % alphabets.count])
            let expected = content.split(whereSeparator: isWhiteSpace).map { Array($0) }
            for bytes in forms(content) { #expect(bytes.words().map { Array($0) } == expected) }
            let text = String(decoding: content, as: UTF8.self)
            let words = text.utf8.split(whereSeparator: isWhiteSpace).map { String(Substring($0)) }
            #expect(Array(text.words()) == words)
        }
    }

    @Test(arguments: [true, false]) func fieldsAreThoseOfAPlainSplit(omittingEmpty: Bool) {
        var generator = SeededGenerator(seed: 5)
        for round in 0..<2000 {
            let count = round % 3 == 0 ? round % 80 : Int.random(in: 0...300, using: &generator)
            let content = generator.bytes(
                count,
                of: [0x2C, 0x61, 0x62, 0x2D] + (round % 2 == 0 ? [0xC3, 0x63, 0x64] : [])
            )
            let expected = content.split(separator: 0x2C, omittingEmptySubsequences: omittingEmpty).map { Array($0) }
            for bytes in forms(content) {
                #expect(bytes.fields(",", omittingEmpty: omittingEmpty).map { Array($0) } == expected)
                #expect(
                    bytes.split(separator: ",", omittingEmptySubsequences: omittingEmpty).map { Array($0) } == expected
                )
            }
            let text = String(decoding: content, as: UTF8.self)
            let parts = text.split(separator: ",", omittingEmptySubsequences: omittingEmpty).map(String.init)
            #expect(Array(text.fields(",", omittingEmpty: omittingEmpty)) == parts)
        }
    }

    @Test func fieldsOfTableRows() {
        let row: Bytes = "a,,ccc,"
        #expect(Array(row.fields(",")) == ["a", "", "ccc", ""])
        #expect(Array(row.fields(",", omittingEmpty: true)) == ["a", "ccc"])
        #expect(row.split(separator: UInt8(ascii: ",")) == ["a", "ccc"])
        #expect(Array(Bytes().fields(",")) == [""])
        #expect(Array("".fields(",")) == [""])
        #expect(Array("".words()).isEmpty)
        #expect(Array("a\u{A0}b c".words()) == ["a\u{A0}b", "c"])
        #expect(Array("naïve 日本語 😀😀😀😀😀".words()) == ["naïve", "日本語", "😀😀😀😀😀"])
    }

    @Test func bridgedTextHasWords() {
        let text = NSString(string: "ein Text aus Foundation, länger als fünfzehn Bytes") as String
        #expect(Array(text.words()).count == 8)
    }

    @Test func trimmingTakesBothEnds() {
        #expect(Bytes(" \t a b \r\n").trimmed() == "a b")
        #expect(Bytes("  a text of more than fourteen bytes\n").trimmed() == "a text of more than fourteen bytes")
        #expect(Bytes(" \n ").trimmed().isEmpty)
        #expect(Bytes().trimmed().isEmpty)
    }

    @Test func caseChangesOnlyASCIILetters() {
        let all = Array(UInt8.min...UInt8.max)
        let lower = all.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 32 : $0 }
        let upper = all.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 32 : $0 }
        #expect(Array(Bytes(all).lowercasedASCII()) == lower)
        #expect(Array(Bytes(all).uppercasedASCII()) == upper)
        for start in stride(from: 0, to: 256, by: 8) {
            let part = start..<(start + 8)
            #expect(Array(Bytes(all[part]).lowercasedASCII()) == Array(lower[part]))
            #expect(Array(Bytes(all[part]).uppercasedASCII()) == Array(upper[part]))
        }
    }

    @Test func searching() {
        for text: Bytes in ["find it", "find it in a text of more than fourteen bytes"] {
            #expect(text.hasPrefix("find"))
            #expect(text.hasPrefix(""))
            #expect(!text.hasPrefix("ind"))
            #expect(!text.hasPrefix(text + "x"))
            #expect(text.hasSuffix(text.suffix(3)))
            #expect(!text.hasSuffix("x" + text))
            #expect(text.firstIndex(of: 0x69) == 1)
            #expect(text.firstIndex(of: 0x7A) == nil)
            #expect(text.contains(0x64) && !text.contains(0x21))
            #expect(text.contains("it") && !text.contains("IT"))
            #expect(text.range(of: "it") == 5..<7)
            #expect(text.range(of: "", from: 3) == 3..<3)
            #expect(text.range(of: "find", from: 1) == nil)
            #expect(text.lastIndex(of: 0x66) == (text.count > 14 ? 31 : 0))
        }
        #expect(Bytes("abcabc").range(of: "abc", from: 1) == 3..<6)
        #expect(Bytes().range(of: "") == 0..<0)
        #expect(Bytes().range(of: "a") == nil)
    }

    @Test func concatenating() {
        for left in ["", "ab", "exactly 14 byt", "a text of more than fourteen bytes"] {
            for right in ["", "cd", "a text of more than fourteen bytes"] {
                #expect(Bytes(left) + Bytes(right) == Bytes(left + right))
            }
        }
        #expect(["a", "b", ""].map { Bytes($0) }.joined(separator: ", ") == "a, b, ")
    }

    @Test func integers() {
        let cases: [(Bytes, Int?)] = [
            ("0", 0), ("-0", 0), ("+7", 7), ("42", 42), ("-9223372036854775808", .min), ("9223372036854775807", .max),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("", nil), ("-", nil), ("+", nil), (" 1", nil),
            ("1 ", nil), ("1.0", nil), ("0x10", nil), ("12a", nil), ("000000000000000000000000000012", 12),
            ("99999999999999999999999999", nil), ("१", nil),
        ]
        for (text, expected) in cases {
            #expect(text.parseInt() == expected)
            #expect(Int(text) == expected)
        }
        #expect(UInt8(Bytes("255")) == 255 && UInt8(Bytes("256")) == nil && UInt8(Bytes("-1")) == nil)
        #expect(UInt8(Bytes("-0")) == 0)
        #expect(Int8(Bytes("-128")) == -128 && Int8(Bytes("128")) == nil)
    }

    @Test func doublesAreExactlyRounded() {
        let texts = [
            "0", "-0", "1", "-1.5", "3.14159", "0.1", "1e10", "1E-5", "123456789012345", "1234567890123456789",
            "0.000000000000001", "999999999999999", "9007199254740993", "1.7976931348623157e308", "4.9e-324",
            "2.5e-324",
            "inf", "-inf", "nan", "0x1p-3", "1.", ".5", "5e", "", "-", ".", "1.2.3", "abc", " 1", "1 ", "1,5", "--1",
            "+2.5",
            "0.3", "2.675", "179769313486231580793e289",
        ]
        for text in texts {
            let expected = strtodExactly(text)
            let actual = Bytes(text).parseDouble()
            #expect(
                actual?.bitPattern == expected?.bitPattern || (actual?.isNaN ?? false && expected?.isNaN ?? false),
                "\(text)"
            )
        }
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<20_000 {
            var text = String(Int.random(in: -999_999_999...999_999_999, using: &generator))
            if Bool.random(using: &generator) { text += "." + String(Int.random(in: 0...9_999_999, using: &generator)) }
            #expect(Bytes(text).parseDouble() == strtod(text, nil))
        }
        #expect(Double(Bytes("-0"))?.sign == .minus)
    }

    /// What C says of a text that is a number to its end, in the C locale; what Swift refuses is refused.
    private func strtodExactly(_ text: String) -> Double? {
        guard let first = text.utf8.first, !isWhiteSpace(first) else { return nil }
        var end: UnsafeMutablePointer<CChar>?
        return text.withCString { start in
            let value = strtod(start, &end)
            guard let end, end.pointee == 0, end != UnsafeMutablePointer(mutating: start) else { return nil }
            return value
        }
    }
}
