import Foundation
import Testing

/// The programming guide: its code is that of `Tests/GuideSnippets`, which runs here, and its tables name all there is.
@Suite struct GuideTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    private static func sources(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(folder).path).sorted()
            .filter { $0.hasSuffix(".swift") }.map { try text(folder + "/" + $0) }
    }

    /// Lines without their indentation.
    private static func plain(_ text: some StringProtocol) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    }

    /// The guide's blocks of a kind.
    private static func blocks(_ kind: String) throws -> [String] {
        var blocks: [String] = [], current: [Substring]?
        for line in try text("docs/programming-guide.md").split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```", let block = current {
                blocks.append(block.joined(separator: "\n"))
                current = nil
            } else if line == "```\(kind)", current == nil {
                current = []
            } else {
                current?.append(line)
            }
        }
        return blocks
    }

    @Test func everyBlockIsCompiledCode() throws {
        let code = Self.plain(try Self.sources(in: "Tests/GuideSnippets").joined(separator: "\n"))
        let blocks = try Self.blocks("swift")
        #expect(blocks.count > 15)
        for block in blocks {
            // A target has one @main, which is LogTools.
            let block = Self.plain(block.replacingOccurrences(of: "@main struct LongLines", with: "struct LongLines"))
            #expect(code.contains(block), "not in Tests/GuideSnippets:\n\(block)")
        }
    }

    @Test func everyOperationOfRDDAndContextIsNamed() throws {
        let guide = try Self.text("docs/programming-guide.md")
        let pattern = #/public func ([a-zA-Z]+)/#
        var names: Set<String> = []
        for folder in ["RDD", "Context"] {
            for source in try Self.sources(in: "Sources/WeftEngine/\(folder)") {
                // Types beside the two have tables of their own or none.
                for part in source.components(separatedBy: "\nextension ")
                where part.hasPrefix("RDD") || part.hasPrefix("Context") {
                    names.formUnion(part.matches(of: pattern).map { String($0.output.1) })
                }
            }
        }
        #expect(names.count > 80)
        for name in names.sorted() {
            #expect(["`", "(", " {"].contains { guide.contains("`" + name + $0) }, "\(name)")
        }
    }

    @Test func theCodeRunsAndPrintsWhatTheGuideSays() throws {
        let folder = try TemporaryFolder()
        let outcome = try Example.run("GuideSnippets", "Tour", folder.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        for line in [
            "6 499999500000", "a 3", "b 2", "c 1", #"[("coffee", 4.5), ("tea", 4.0)]"#, "/about", "2",
            "[12.0, 18.0, 30.0]", "[8.0, 6.0, 10.0]", #"["France", "Germany", "France"]"#, "7",
            #"[("x", 31), ("y", 2)]"#,
            #"["x 1", "x 30"]"#, #"4 1 ["two"]"#, "1000 999", "30 true", "100", "true", "1000", "2", "1099",
            #"["BE", "NOT"]"#, #"["t0", "fr0"]"#, "(0, 999)", "499500", "job-aborted - 500 isn't wanted",
        ] {
            #expect(outcome.lines.contains(line), "\(line) in\n\(outcome.output)")
        }
        #expect(outcome.output.hasPrefix("capture-not-codable"), "\(outcome.output)")
        // The guide shows an error and a lineage as they are printed, but for lines and numbers that change with the code.
        let printed = Self.withoutNumbers(outcome.output)
        for block in try Self.blocks("").filter({ $0.contains("GuideSnippets/") }) {
            #expect(printed.contains(Self.withoutNumbers(block)), "\(block)\n\nin\n\n\(outcome.output)")
        }
    }

    @Test func theFirstApplicationRuns() throws {
        let folder = try TemporaryFolder()
        let lines = try folder.write("short\n" + String(repeating: "long ", count: 30) + "\n", to: "lines")
        #expect(try Example.run("GuideSnippets", "LongLines", lines).lines == ["1"])
        #expect(try Example.run("GuideSnippets", "LongLines", lines, "--length", "5").lines == ["2"])
    }

    /// Without call sites' lines and RDDs' ids.
    private static func withoutNumbers(_ text: String) -> String {
        text.replacing(#/\.swift:[0-9]+/#, with: ".swift").replacing(#/\[[0-9]+\]/#, with: "[]")
    }
}
