import Foundation
import Testing

/// What all examples have in common.
@Suite struct UsageTests {
    @Test(arguments: [
        ["LogReport"], ["PageRank"], ["PiEstimate"], ["PipeScript"], ["TeraSort"], ["TeraSort", "gen"],
        ["TeraSort", "sort"], ["TeraSort", "validate"], ["TransitiveClosure"], ["WordCount"],
    ])
    func helpShowsExamples(command: [String]) throws {
        let outcome = try Example.run(command + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("USAGE: \(command.joined(separator: " "))"), "\(outcome.output)")
        #expect(outcome.output.contains("EXAMPLES\n  weft submit"), "\(outcome.output)")
        #expect(outcome.errors == "")
    }

    @Test(arguments: [
        (["LogReport"], "Missing expected argument '<input>'"),
        (["LogReport", "x", "--top=-1"], "give 0 paths or more"),
        (["PageRank", "x", "--iterations=-1"], "give 0 iterations or more"),
        (["PageRank", "x", "--partitions", "0"], "give at least 1 partition"),
        (["PageRank", "x", "--top", "many"], "The value 'many' is invalid"),
        (["PiEstimate", "0"], "give at least 1 slice"), (["PiEstimate", "2", "--samples", "0"], "at least 1 sample"),
        (["PiEstimate", "5000000000", "--samples", "5000000000"], "too many to count"),
        (["PipeScript", "x"], "Missing expected argument '--script"), (["TeraSort"], "USAGE: TeraSort <subcommand>"),
        (["TeraSort", "shuffle"], "Unexpected argument 'shuffle'"),
        (["TeraSort", "gen", "--", "-1", "x"], "give 0 records or more"),
        (["TeraSort", "sort", "x", "y", "--partitions", "0"], "give at least 1 partition"),
        (["TransitiveClosure", "--nodes", "1"], "give from 2 to 1000000 nodes"),
        (["TransitiveClosure", "--nodes", "3", "--edges", "4"], "give from 0 to 3 edges"), (["WordCount"], "<input>"),
    ])
    func badArgumentsAreUsageErrors(words: [String], message: String) throws {
        let outcome = try Example.run(words)
        #expect(outcome.status == 64 || words == ["TeraSort"], "\(outcome.status)")
        #expect((outcome.errors + outcome.output).contains(message), "\(outcome.errors)")
    }

    @Test(arguments: [
        ["LogReport", "NONE"], ["PageRank", "NONE"], ["PipeScript", "NONE", "--script", "SCRIPT"],
        ["TeraSort", "sort", "NONE", "OUT"], ["TeraSort", "validate", "NONE"], ["TransitiveClosure", "--file", "NONE"],
        ["WordCount", "NONE", "--output", "OUT"],
    ])
    func aMissingInputIsNamedAndLeavesNoOutput(words: [String]) throws {
        let folder = try TemporaryFolder()
        let script = try folder.write("", to: "script.py")
        let names = ["NONE": folder / "none", "OUT": folder / "out", "SCRIPT": script]
        let outcome = try Example.run(words.map { names[$0] ?? $0 })
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("error: "), "\(outcome.errors)")
        #expect(outcome.errors.contains(folder / "none"), "\(outcome.errors)")
        #expect(outcome.errors.contains("to do: "), "\(outcome.errors)")
        #expect(try folder.names == ["script.py"])
    }

    @Test(arguments: [
        ["LogReport", "INPUT", "--output", "OUT"], ["PageRank", "INPUT", "--output", "OUT"],
        ["PipeScript", "INPUT", "--script", "SCRIPT", "--output", "OUT"], ["TeraSort", "gen", "10", "OUT"],
        ["TeraSort", "sort", "INPUT", "OUT"], ["TransitiveClosure", "--output", "OUT"],
        ["WordCount", "INPUT", "--output", "OUT"],
    ])
    func anExistingOutputStaysAsItIs(words: [String]) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder / "out", withIntermediateDirectories: false)
        let kept = try folder.write("kept", to: "out/kept")
        let names = [
            "INPUT": try folder.write("", to: "input"), "OUT": folder / "out",
            "SCRIPT": try folder.write("", to: "script.py"),
        ]
        let outcome = try Example.run(words.map { names[$0] ?? $0 })
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("error: the output folder "), "\(outcome.errors)")
        #expect(outcome.errors.contains(folder / "out exists already"), "\(outcome.errors)")
        #expect(try String(contentsOfFile: kept, encoding: .utf8) == "kept")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder / "out") == ["kept"])
    }
}
