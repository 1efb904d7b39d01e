import Foundation
import HDFS
import HadoopRPC
import Synchronization
import Testing
import WeftDiagnostics

/// Makes calls of all kinds one after the other, on a thread of its own.
private final class Caller: Sendable {
    private struct State {
        var rounds = 0
        var isStopped = false
        var isOver = false
        var failures: [String] = []
    }

    private let state = Mutex(State())

    init(_ client: HDFSClient, folder: String) {
        Thread.detachNewThread { [self] in
            while !state.withLock({ $0.isStopped }) {
                do {
                    try client.makeDirectory(folder + "/a")
                    try client.rename(folder + "/a", to: folder + "/b")
                    if try !client.status(folder + "/b").isDirectory {
                        throw ChildProgram.Failure(description: "a file")
                    }
                    if try !client.delete(folder + "/b", recursive: true) {
                        throw ChildProgram.Failure(description: "nothing to remove")
                    }
                } catch {
                    state.withLock { $0.failures.append("\(error)") }
                }
                state.withLock { $0.rounds += 1 }
            }
            state.withLock { $0.isOver = true }
        }
    }

    var failures: [String] { state.withLock { $0.failures } }

    /// Waits until so many more rounds are over.
    func waitForRounds(_ count: Int) throws {
        let wanted = state.withLock { $0.rounds } + count
        try wait { $0.rounds >= wanted }
    }

    /// Waits until the round that is under way is over.
    func stop() {
        state.withLock { $0.isStopped = true }
        try? wait { $0.isOver }
    }

    private func wait(_ isSo: (State) -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(300)
        while !state.withLock({ isSo($0) }) {
            guard ContinuousClock.now < deadline else { throw ChildProgram.Failure(description: "calls take too long") }
            usleep(10_000)
        }
    }
}

@Suite("NameNodes that fail")
struct FailoverTests {
    @Test("calls follow the active NameNode, and a token is good for both")
    func failover() throws {
        try TestBed.withOwn(TestBedKind.authentication.with("--ha")) { bed in
            let client = try bed.client("hdfs")
            try client.makeDirectory("/one")
            let token = try #require(try client.delegationToken())
            #expect(token.service == "ha-hdfs:weft")
            let user = UserGroupInformation(
                simpleName: "x",
                loginSource: nil,
                credentials: Credentials(tokens: [token.service: token])
            )
            let bearer = try HDFSClient(configuration: bed.configuration(), user: user)
            #expect(try bearer.status("/one").isDirectory)
            let first = client.namenode.service.currentServer
            try bed.testbed("failover", "namenode-2")
            try client.makeDirectory("/two")
            #expect(client.namenode.service.currentServer != first)
            #expect(try bearer.status("/two").isDirectory)
            // The active one goes away without a word.
            try bed.testbed("failover", "namenode-1")
            try bed.kill("namenode-2")
            #expect(try client.status("/two").isDirectory)
        }
    }

    @Test("a NameNode with Kerberos that is restarted is waited for, by calls that are under way too")
    func restart() throws {
        try TestBed.withOwn(.authentication) { bed in
            let client = try bed.client("hdfs", ["ipc.client.connect.max.retries": "240"])
            try client.makeDirectory("/kept")
            let callers = (0..<4).map { Caller(client, folder: "/calls-\($0)") }
            defer { for caller in callers { caller.stop() } }
            for caller in callers { try caller.waitForRounds(3) }
            try bed.kill("namenode")
            let restarter = Thread { try? bed.restart("namenode") }
            restarter.start()
            #expect(try client.status("/kept").isDirectory)
            for caller in callers { try caller.waitForRounds(3) }
            for caller in callers {
                caller.stop()
                #expect(caller.failures.isEmpty, "\(caller.failures)")
            }
        }
    }

    @Test("a NameNode that is paused is waited for, no longer than the time for calls")
    func paused() throws {
        try TestBed.withOwn(.insecure) { bed in
            let client = try bed.client("hdfs", ["ipc.client.rpc-timeout.ms": "2000"])
            try client.makeDirectory("/kept")
            try bed.pause("namenode")
            let error = #expect(throws: WeftError.self) { try client.status("/kept") }
            #expect(error?.code == "timed-out", "\(error as Any)")
            try bed.resume("namenode")
            #expect(try client.status("/kept").isDirectory)
        }
    }
}
