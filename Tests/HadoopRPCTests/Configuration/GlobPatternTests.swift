import Testing

@testable import HadoopRPC

/// What is expected was printed by Java's GlobPattern of Hadoop 3.3.4.
@Suite("Glob patterns")
struct GlobPatternTests {
    @Test(
        "Patterns fit what they fit in Java",
        arguments: [
            ("*", "a/b@R", true), ("nn/*@R", "nn/h@R", true), ("nn/?@R", "nn/hh@R", false), ("{a,b}c", "bc", true),
            ("{a,b}c", "cc", false), ("[a-c]x", "bx", true), ("[^a-c]x", "bx", false), ("[!a-c]x", "dx", true),
            ("a\\*", "a*", true), ("a\\*", "ab", false), ("a}", "a}", true), ("a,b", "a,b", true),
            ("{a,{b,c}}d", "cd", true), ("[]]", "]", true), ("a]", "a]", true), ("", "", true), ("{}x", "x", true),
            ("a**b", "axxb", true), ("[a-]", "-", true), ("[\\]]", "]", true), ("a.c", "abc", false),
            ("(a)", "(a)", true),
            ("a|b", "a|b", true), ("^a$", "^a$", true),
        ]
    )
    func matching(_ pattern: String, _ text: String, _ matches: Bool) throws {
        #expect(try #require(GlobPattern(pattern)).matches(text) == matches)
    }

    @Test("What isn't closed isn't a pattern", arguments: ["a[", "{a", "\\", "[a", "[\\", "{a,{b}", "[b-a]", "[]"])
    func refused(_ pattern: String) { #expect(GlobPattern(pattern) == nil) }

    @Test("A pattern without wildcards stands for one text")
    func literals() throws {
        #expect(try #require(GlobPattern("a\\*b")).literal == "a*b")
        #expect(try #require(GlobPattern("{a}")).literal == "a")
        for wild in ["*", "a?", "[a]", "{a,b}"] { #expect(try #require(GlobPattern(wild)).literal == nil) }
    }

    @Test("Stars take no exponential time, and braces no exponential room")
    func bounds() throws {
        let stars = try #require(GlobPattern(String(repeating: "*a", count: 60) + "b"))
        #expect(!stars.matches(String(repeating: "a", count: 3000)))
        #expect(GlobPattern(String(repeating: "{a,b}", count: 11)) == nil)
        #expect(GlobPattern(String(repeating: "{a,b}", count: 10)) != nil)
        #expect(GlobPattern(String(repeating: "{", count: 100_000)) == nil)
    }

    @Test("Damaged patterns are refused or used, never more")
    func fuzz() {
        let seeds = ["nn/*@{A,B}.[a-z]", "\\*[^!]-]{a,{b,c}}?"].map { Array($0.utf8) }
        InputFuzzer.run(seeds, words: ["{", "}", "[", "]", ",", "*", "\\", "-"]) {
            bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            if let pattern = GlobPattern(text), let literal = pattern.literal { #expect(pattern.matches(literal)) }
        }
    }
}
