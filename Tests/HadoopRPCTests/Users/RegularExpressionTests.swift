import Testing

@testable import HadoopRPC

@Suite("Regular expressions")
struct RegularExpressionTests {
    @Test(
        "Whole texts are matched",
        arguments: [
            ("", "", true), ("", "a", false), ("a", "a", true), ("a", "ab", false), (".*", "a@b", true),
            (".", "\n", false),
            ("a|b", "b", true), ("ab|cd|", "", true), ("(a|ab)(c|bcd)", "abcd", true), ("a*?b", "aab", true),
            ("[a-c]+", "abc", true), ("[^a-c]+", "xyz", true), ("[]a]+", "a]", true), ("[a\\-z]", "-", true),
            ("[\\w.]+", "a.b_9", true), ("\\d{3}", "123", true), ("\\d{3}", "1234", false), ("a{2,}", "aaaa", true),
            ("a{0}", "", true), ("(?i)AbC[x-z]", "aBcY", true), ("\\Qa.b\\E", "a.b", true), ("\\Qa.b\\E", "axb", false),
            ("a\\.b", "a.b", true), ("\\ba\\b.*", "a b", true), ("a\\Bb", "ab", true), ("^a$", "a", true),
            ("(a*)*", "aaa", true), ("(a*)+b", "aab", true), ("(|a)+", "aa", true), ("\\S+\\s\\D", "ab c", true),
        ]
    )
    func matching(_ expression: String, _ text: String, _ matches: Bool) throws {
        #expect(try RegularExpression(expression).matchesWhole(text) == matches)
    }

    @Test(
        "Replacing takes the leftmost place, and as much as Java does",
        arguments: [
            ("a|ab", "xabab", "-", "x-b-b"), ("ab|a", "xabab", "-", "x--"), ("a*", "baac", "-", "-b--c-"),
            ("(\\w)(\\w)", "abcd", "$2$1", "badc"), ("x", "abc", "-", "abc"), ("(a)|(b)", "ab", "[$1$2]", "[a][b]"),
            ("^a", "aa", "-", "-a"), ("a$", "aa", "-", "a-"), ("a+?", "aaa", "b", "bbb"), ("$", "ab", "!", "ab!"),
            ("(a)", "a", "$10", "a0"), ("a", "a", "\\$0\\", ""), ("", "ab", "-", "-a-b-"), ("é", "été", "e", "ete"),
        ]
    )
    func replacing(_ expression: String, _ text: String, _ replacement: String, _ expected: String) throws {
        let expression = try RegularExpression(expression)
        guard !expected.isEmpty else {
            #expect(throws: RegularExpression.SyntaxError.self) {
                try expression.replacing(in: text, with: replacement, everywhere: true)
            }
            return
        }
        #expect(try expression.replacing(in: text, with: replacement, everywhere: true) == expected)
    }

    @Test(
        "What isn't known here or isn't right is refused",
        arguments: [
            "(", ")", "[", "[b-a]", "*", "a**", "a++", "a{", "a{x}", "a{2,1}", "a{1001}", "\\", "\\1", "(?=a)",
            "(?<n>a)",
            "[[a]]", "[a&&b]", "\\p{L}", "{1}", "a|*", "[\\D]", "[", "[a", "[\\",
        ]
    )
    func refused(_ expression: String) {
        #expect(throws: RegularExpression.SyntaxError.self) { try RegularExpression(expression) }
    }

    @Test("No expression takes exponential time or room")
    func bounds() throws {
        #expect(try !RegularExpression("(a*)*(a*)*(a*)*b").matchesWhole(String(repeating: "a", count: 2000)))
        #expect(try !RegularExpression("(a|aa)+b").matchesWhole(String(repeating: "a", count: 2000)))
        for expression in [
            "((a{1000}){1000}){1000}", "((){1000}){1000}", String(repeating: "(", count: 100_000),
            String(repeating: "a", count: 100_000),
        ] {
            #expect(throws: RegularExpression.SyntaxError.self) { try RegularExpression(expression) }
        }
    }
}
