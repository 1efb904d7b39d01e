import Foundation
import Testing

@Suite struct PipeScriptTests {
    private let text = (0..<500).map { "line \($0) has a word-\(String(repeating: "x", count: $0 % 23)) and more\n" }
        .joined()

    /// The script that comes with the example.
    private let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Sources/Examples/PipeScript/longest_word.py").standardizedFileURL.path

    private var expected: [String] { (0..<500).map { "word-" + String(repeating: "x", count: $0 % 23) } }

    @Test(arguments: Example.masters)
    func aScriptIsSentAlong(master: String) throws {
        let folder = try TemporaryFolder()
        let outcome = try Example.run(on: master, "PipeScript", try folder.write(text, to: "text"), "--script", script)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == expected)
    }

    @Test func aScriptOfFilesIsFoundByItsName() throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(text, to: "text")
        let outcome = try Example.run(
            "PipeScript",
            input,
            "--script",
            "renamed.py",
            "--output",
            folder / "out",
            flags: ["--files", script + "#renamed.py"]
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try folder.lines(of: "out") == expected)
    }

    @Test func aMissingScriptIsNamed() throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(text, to: "text")
        let outcome = try Example.run("PipeScript", input, "--script", folder / "none.py")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(folder / "none.py"), "\(outcome.errors)")
    }

    @Test(arguments: Example.masters)
    func aScriptThatFailsFailsTheApplicationWithItsMessage(master: String) throws {
        let folder = try TemporaryFolder()
        let input = try folder.write(text, to: "text")
        let failing = try folder.write("import sys\nsys.stdin.readline()\nsys.exit('no more of this')\n", to: "fail.py")
        let outcome = try Example.run(on: master, "PipeScript", input, "--script", failing, "--output", folder / "out")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("no more of this"), "\(outcome.errors)")
        #expect(outcome.errors.contains("PipeScript/PipeScript.swift:"), "\(outcome.errors)")
        #expect(try folder.names == ["fail.py", "text"])
    }
}
