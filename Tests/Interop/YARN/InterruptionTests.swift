import Foundation
import MiniCluster
import Testing

/// Applications on YARN that somebody ends, or that lose their ResourceManager.
@Suite(
    "Interrupted applications on YARN",
    .serialized,
    .enabled(if: EnginePrograms.areBuilt, "this package is built without the engine")
)
struct InterruptionTests {
    @Test("Ctrl-C in client mode ends the application, also one that waits for room", arguments: [true, false])
    func client(runs: Bool) throws {
        try LocalYARN.with { yarn in
            if !runs { yarn.cluster.stopNode(1) }
            let program = try RunningProgram(yarn.submit("client", ["TestApplication", "wait"]))
            try program.wait(for: "the body") { program.output.contains("ready") && program.application != nil }
            let id = try #require(program.application)
            if runs { try program.wait(for: "RUNNING") { try yarn.told(id, "state").contains("RUNNING") } }
            program.signal(SIGINT)
            let outcome = try program.end()
            #expect(outcome.status == 130, "\(outcome.errors)")
            #expect(outcome.errors.contains("\(id) is ended"), "\(outcome.errors)")
            #expect(outcome.output.contains("cleaned up"))
            // An application master that has registered and not yet come to the driver is killed.
            let state = try yarn.told(id, "state")
            let final = try yarn.told(id, "final status")
            let isKilled = state.contains("KILLED") && final.contains("KILLED")
            #expect(isKilled || runs && state.contains("FINISHED") && final.contains("FAILED"), "\(state) \(final)")
            #expect(yarn.left.isEmpty)
        }
    }

    @Test("Ctrl-C in cluster mode ends the watching only, and says so")
    func watching() throws {
        try LocalYARN.with { yarn in
            let program = try RunningProgram(yarn.submit("cluster", ["TestApplication", "wait"]))
            try program.wait(for: "running") { program.errors.contains(": running") }
            let id = try #require(program.application)
            program.signal(SIGINT)
            let outcome = try program.end()
            #expect(outcome.status == 130, "\(outcome.errors)")
            #expect(outcome.errors.contains("\(id) goes on in the cluster; `weft yarn kill \(id)` ends it"))
            #expect(try yarn.told(id, "state").contains("RUNNING"))
            try yarn.weft(["yarn", "kill", id]).succeed()
            #expect(yarn.left.isEmpty)
        }
    }

    @Test("a signal during the upload takes back what was uploaded", arguments: [SIGINT, SIGTERM])
    func uploading(_ number: Int32) throws {
        let pipe = "/tmp/weft-pipe-\(UUID().uuidString)"
        try #require(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        // For reading too: whoever writes into a pipe that nobody reads is killed.
        let end = open(pipe, O_RDWR | O_CLOEXEC)
        try #require(end >= 0 && write(end, "a", 1) == 1)
        defer { close(end) }
        try LocalYARN.with { yarn in
            let program = try RunningProgram(yarn.submit("cluster", ["--files", pipe, "TestApplication", "wait"]))
            // An upload that gets on only as this test lets it.
            try program.wait(for: "half a file") { yarn.left.contains { $0.contains("_COPYING_") } }
            program.signal(number)
            try program.wait(for: "an answer") { program.errors.contains("taking back") }
            try #require(write(end, "b", 1) == 1)
            let outcome = try program.end()
            #expect(outcome.status == 128 + number, "\(outcome.errors)")
            #expect(!outcome.errors.contains("submitted to"), "\(outcome.errors)")
            #expect(yarn.left.isEmpty, "\(yarn.left)")
            #expect(!(try yarn.weft(["yarn", "apps", "--all"]).succeed().contains("application_")))
        }
    }

    @Test("a signal during the upload in client mode takes back what was uploaded", arguments: [SIGINT, SIGTERM])
    func uploadingFromTheDriver(_ number: Int32) throws {
        // What is behind its end makes a program no other one, and its upload long.
        let folder = "/tmp/weft-large-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let large = "\(folder)/TestApplication"
        try FileManager.default.copyItem(atPath: ChildProgram.built("TestApplication"), toPath: large)
        try #require(truncate(large, 1 << 30) == 0)
        try LocalYARN.with { yarn in
            let program = try RunningProgram(yarn.submit("client", [large, "wait"]))
            try program.wait(for: "half a program") { yarn.left.contains { $0.contains("_COPYING_") } }
            // So that it is still at it when the signal comes.
            program.signal(SIGSTOP)
            try #require(yarn.left.contains { $0.contains("_COPYING_") })
            program.signal(number)
            program.signal(SIGCONT)
            let outcome = try program.end()
            #expect(outcome.status == 128 + number, "\(outcome.errors)")
            #expect(outcome.errors.contains("cleaning up"), "\(outcome.errors)")
            #expect(outcome.errors.contains("nothing is left of it in the cluster"), "\(outcome.errors)")
            for word in ["submitted to", "may not have ended"] {
                #expect(!outcome.errors.contains(word), "\(outcome.errors)")
            }
            #expect(yarn.left.isEmpty, "\(yarn.left)")
            #expect(!(try yarn.weft(["yarn", "apps", "--all"]).succeed().contains("application_")))
        }
    }

    @Test("a driver in client mode whose application somebody kills ends with the reason")
    func killed() throws {
        try LocalYARN.with { yarn in
            let program = try RunningProgram(
                yarn.submit("client", ["PiEstimate", "4", "--samples", "100000000000"])
            )
            try program.wait(for: "running") { program.errors.contains(": running") }
            let id = try #require(program.application)
            try yarn.weft(["yarn", "kill", id]).succeed()
            let outcome = try program.end()
            #expect(outcome.status == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("\(id) was killed"), "\(outcome.errors)")
            #expect(yarn.left.isEmpty)
        }
    }

    @Test("a ResourceManager that doesn't come back is given up after a time, and it is said what may still run")
    func lostResourceManager() throws {
        try LocalYARN.with { yarn in
            let program = try RunningProgram(
                yarn.submit(
                    "cluster",
                    [
                        "--conf", "weft.hadoop.yarn.resourcemanager.connect.max-wait.ms=1000", "TestApplication",
                        "wait",
                    ]
                )
            )
            try program.wait(for: "running") { program.errors.contains(": running") }
            let id = try #require(program.application)
            yarn.cluster.stop()
            let outcome = try program.end()
            #expect(outcome.status == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("\(id) may go on meanwhile"), "\(outcome.errors)")
            #expect(outcome.errors.contains("`weft yarn app \(id)`"), "\(outcome.errors)")
            // Once by the call that is made again and again, and not each time.
            let warnings = outcome.errors.components(separatedBy: "is asked again:").count - 1
            #expect(warnings <= 1, "\(outcome.errors)")
        }
    }
}
