import Foundation
import Testing

@Suite("Executors that die or stop", .serialized)
struct ExecutorLossTests {
    /// What makes a stopped executor be noticed soon.
    private static let impatient = [
        "weft.network.timeout": "3s", "weft.executor.heartbeatInterval": "500ms", "weft.shuffle.io.retryWait": "200ms",
    ]

    @Test(
        "a killed or stopped executor costs time, not the answer",
        arguments: ["map", "write", "fetch", "cached"],
        [SIGKILL, SIGSTOP]
    )
    func oneIsLost(place: String, signal: Int32) throws {
        let folder = try Folder()
        let outcome = try Cluster("Kill", place, "\(signal)", folder.path, settings: Self.impatient).run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == [place == "cached" ? "sum 199990000" : "keys 100 sum 199990000"])
        // The fault has happened, or the test shows nothing.
        #expect(try folder.names.contains("hit-\(place)"))
    }

    @Test("executors that keep dying end the application with what ended them")
    func allAreLost() throws {
        let outcome = try Cluster(
            "LoseAll",
            settings: ["weft.task.maxFailures": "1000", "weft.executor.maxNumFailures": "5"]
        ).run()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("executors failed"), "\(outcome.errors)")
        #expect(outcome.errors.contains("signal 9") || outcome.errors.contains("137"), "\(outcome.errors)")
    }

    @Test("a shuffle under random kills gives the right answer each time")
    func chaos() throws {
        let outcome = try Cluster(
            "Chaos",
            "--runs",
            "50",
            settings: Self.impatient.merging(
                [
                    "weft.executor.maxNumFailures": "10000", "weft.task.maxFailures": "1000",
                    "weft.stage.maxConsecutiveAttempts": "1000",
                ],
                uniquingKeysWith: { $1 }
            )
        ).run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["runs 50 right 50"])
        #expect(!outcome.errors.contains("kills 0\n"))
    }

    @Test("when the driver is killed its executors end and nothing is left on disk")
    func driverIsKilled() throws {
        let folder = try Folder()
        let pids = try Folder()
        let output = Pipe()
        let process = Cluster("Wait", pids.path).process(in: folder, output: output, errors: FileHandle.nullDevice)
        try process.run()
        let line = output.fileHandleForReading.availableData
        #expect(String(decoding: line, as: UTF8.self) == "ready\n")
        #expect(Cluster.executors(under: folder).count == 2)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(eventually(within: .seconds(10)) { Cluster.executors(under: folder).isEmpty })
        #expect(try eventually(within: .seconds(10)) { try folder.names.isEmpty })
    }
}
