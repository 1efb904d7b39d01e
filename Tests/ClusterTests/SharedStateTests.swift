import Foundation
import Testing

@Suite("What executors share with the driver", .serialized)
struct SharedStateTests {
    @Test("broadcasts, accumulators, files and archives reach executors")
    func shared() throws {
        let folder = try Folder()
        try Data("word\n".utf8).write(to: URL(fileURLWithPath: folder / "words.txt"))
        try Data("inner\n".utf8).write(to: URL(fileURLWithPath: folder / "inner.txt"))
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        tar.arguments = ["tar", "-czf", folder / "pack.tgz", "-C", folder.path, "inner.txt"]
        try tar.run()
        tar.waitUntilExit()
        let outcome = try Cluster(
            "Shared",
            settings: [
                "weft.files": "\(folder.path)/words.txt#words", "weft.archives": "\(folder.path)/pack.tgz#packed",
            ]
        ).run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["right true seen 16 driver false"])
    }

    @Test("a result larger than a message arrives whole")
    func largeResult() throws {
        let outcome = try Cluster("LargeResult").run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["rows 4000000 sum 7999998000000"])
    }

    @Test("without encryption everything works too")
    func plain() throws {
        let outcome = try Cluster("LargeResult", settings: ["weft.network.crypto.enabled": "false"]).run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["rows 4000000 sum 7999998000000"])
    }
}

@Suite("Executors' memory", .serialized)
struct MemoryTests {
    @Test("grouping and sorting five times the memory of an executor stays within it")
    func spill() throws {
        let outcome = try Cluster("Spill", "--rows", "3600000", master: "local-cluster[2,1,64]").run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines.first == "grouped 3600000 sorted true")
        let peak = outcome.lines.last?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? .max
        #expect(peak <= 64, "the most that an executor had was \(peak) MiB")
    }
}
