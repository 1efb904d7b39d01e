import Foundation
import Testing

@Suite("The test bed")
struct TestBedTests {
    @Test("Java's client works on it", arguments: TestBedKind.all)
    func javaWorks(kind: TestBedKind) throws {
        let bed = try TestBed.shared(kind)
        let path = bed.newPath()
        let file = "/tmp/weft-interop-\(UUID().uuidString)"
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / 251 + 7) }
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try bed.javaShell("alice", "-put", file, path)
        #expect(try bed.javaShell("bob", "-cat", path) == bytes)
        let refused = try bed.java("bob", ["fs", "-rm", path])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("Permission denied: user=bob"))
    }

    @Test("A killed DataNode is noticed, its replica is found on disk, and it comes back")
    func killedDataNode() throws {
        try TestBed.withOwn(TestBedKind.insecure.with(datanodes: 2)) { bed in
            let path = bed.newPath()
            try bed.javaShell("alice", "-put", "/etc/passwd", path)
            let block = try #require(try bed.blocks(ofFile: path).first)
            #expect(block.datanodes.count == 2)
            let replicas = try bed.replicas(ofBlock: block.id)
            #expect(replicas.map(\.datanode).sorted() == ["datanode-1", "datanode-2"])
            let passwd = try Data(contentsOf: URL(fileURLWithPath: "/etc/passwd"))
            for replica in replicas { #expect(try Data(contentsOf: URL(fileURLWithPath: replica.file)) == passwd) }
            try bed.kill("datanode-1")
            #expect(try bed.javaShell("alice", "-cat", path) == Array(passwd))
            try bed.restart("datanode-1")
            // Its next heartbeat may be a moment away.
            let deadline = ContinuousClock.now + .seconds(60)
            var status = ""
            repeat {
                status = try bed.testbed("status")
                usleep(500_000)
            } while !status.contains("\"stale\": 0") && ContinuousClock.now < deadline
            #expect(status.contains("\"stale\": 0"), "\(status)")
        }
    }

    @Test("It is stopped when its owner has ended, and leaves nothing")
    func ownerEnds() throws {
        let directory = "\(TestBeds.shared.folder)/owned-\(UUID().uuidString)"
        let owner = Process()
        owner.executableURL = URL(fileURLWithPath: "/bin/sleep")
        owner.arguments = ["600"]
        try owner.run()
        defer { if owner.isRunning { kill(owner.processIdentifier, SIGKILL) } }
        let start = ["start", "--dir", directory, "--realm-only", "--owner", String(owner.processIdentifier)]
        try ChildProgram(command: [TestBeds.shared.program] + start).succeed()
        #expect(!Self.processes(naming: directory).isEmpty)
        kill(owner.processIdentifier, SIGKILL)
        owner.waitUntilExit()
        let deadline = ContinuousClock.now + .seconds(60)
        while FileManager.default.fileExists(atPath: directory), ContinuousClock.now < deadline { usleep(100_000) }
        #expect(!FileManager.default.fileExists(atPath: directory))
        // The watchdog itself ends just after it has removed the folder.
        while !Self.processes(naming: directory).isEmpty, ContinuousClock.now < deadline { usleep(100_000) }
        #expect(Self.processes(naming: directory).isEmpty)
    }

    @Test("What can't start says why, and leaves no process")
    func cantStart() throws {
        let directory = "\(TestBeds.shared.folder)/broken-\(UUID().uuidString)"
        let start = [
            "start", "--dir", directory, "--insecure", "--set", "dfs.datanode.data.dir=file:///proc/no-such-folder",
        ]
        let outcome = try ChildProgram(command: [TestBeds.shared.program] + start).run()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("testbed: datanode-1 has ended"))
        #expect(outcome.errors.contains("/logs/datanode-1.log"))
        #expect(Self.processes(naming: directory).isEmpty)
        try ChildProgram(command: [TestBeds.shared.program, "stop", "--dir", directory]).succeed()
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    /// The processes that have a folder in their environment or on their command line.
    private static func processes(naming folder: String) -> [String] {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
        return numbers.filter { number in
            // Files of /proc have no length that Data could rely on; cat reads what there is.
            ["cmdline", "environ"].contains { name in
                guard let file = FileHandle(forReadingAtPath: "/proc/\(number)/\(name)"),
                    let bytes = try? file.readToEnd()
                else { return false }
                return String(decoding: bytes, as: UTF8.self).contains(folder)
            }
        }
    }
}
