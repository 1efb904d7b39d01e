import Foundation
import Testing

@Suite("Damage, slow tasks and bad executors", .serialized)
struct TroubleTests {
    @Test("damaged shuffle files are noticed, here and over the network, and written again")
    func flippedBits() throws {
        let outcome = try Cluster("Flip").run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["first 199990000", "second 199990000 flipped 6"])
    }

    @Test("a task that hangs on one executor is overtaken by its copy on another")
    func speculation() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let outcome = try Cluster("Slow", settings: ["weft.speculation": "true"]).run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["rows [0, 1, 2, 3, 4, 5, 6, 7]"])
        // Without the copy the first attempt would have hung for two minutes.
        #expect(clock.now - start < .seconds(90))
    }

    @Test("an executor on which every task fails is kept out, and the job succeeds on the other")
    func exclusion() throws {
        let folder = try Folder()
        let outcome = try Cluster(
            "Sour",
            folder.path,
            settings: ["weft.excludeOnFailure.enabled": "true", "weft.locality.wait": "0s"]
        ).run()
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.lines == ["rows true"])
        #expect(outcome.errors.contains("excluded"), "\(outcome.errors)")
    }

    @Test("Ctrl-C ends driver and executors and leaves nothing", arguments: [SIGINT, SIGTERM])
    func interrupt(signal: Int32) throws {
        let folder = try Folder()
        let pids = try Folder()
        let output = Pipe()
        let process = Cluster("Wait", pids.path).process(in: folder, output: output, errors: FileHandle.nullDevice)
        try process.run()
        #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self) == "ready\n")
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationStatus == 128 + signal)
        let left = try folder.names
        #expect(left.isEmpty)
        #expect(Cluster.executors(under: folder).isEmpty)
    }
}
